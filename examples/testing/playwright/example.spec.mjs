// Six tests as a school might write them. Start the demonstration (`cargo xtask serve`), then:
//   npm install && npm test
// TWEESTAP_DEMO is its address, CHROME a Chromium of your own instead of Playwright's.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { Demo, TweestapPage, totp } from './tweestap.mjs';

const demo = new Demo();
let browser;
let portal;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROME, args: ['--no-sandbox'] });
});
after(() => browser.close());
beforeEach(async (context) => {
  await demo.reset();
  const browsing = await browser.newContext();
  context.after(() => browsing.close());
  portal = new TweestapPage(await browsing.newPage(), demo);
  await portal.open();
});

test('a teacher sets up the app, and is asked for a code from then on', async () => {
  await portal.signIn('docent');
  const { key, recoveryCodes } = await portal.enrolByApp();
  assert.equal(recoveryCodes.length, 6);
  await portal.signOut();
  await portal.signIn('docent');
  await portal.portalIs('challenge');
  await portal.giveCode('000000');
  assert.equal(await portal.refusal(), 'code_mismatch');
  await portal.giveCode(await demo.freshCode(key));
  await portal.portalIs('signed-in');
  assert.deepEqual(await portal.openSettings(), { status: 'on', codesLeft: 6 });
});

test('what the camera reads is the key that can be typed', async () => {
  await portal.signIn('docent');
  await portal.press('open-enrolment');
  await portal.press('choose-app');
  await portal.at('scan');
  const address = new URL(await portal.readQr());
  assert.equal(address.protocol, 'otpauth:');
  assert.equal(address.searchParams.get('secret'), await portal.readKey());
});

test('a parent signs in with a code from a text message', async () => {
  await portal.signIn('ouder');
  await portal.enrolBySms('06 12 34 56 78');
  await portal.signOut();
  await demo.moveClock(600); // earlier messages make the next one wait
  await portal.signIn('ouder');
  await portal.at('code');
  await portal.giveCode(await demo.smsCode());
  await portal.portalIs('signed-in');
});

test('a remembered device is not asked for twelve hours', async () => {
  await portal.signIn('leerling');
  const { key } = await portal.enrolByApp({ remember: '12h' });
  await portal.signOut();
  await portal.signIn('leerling');
  await portal.portalIs('signed-in');
  await portal.openSettings();
  assert.equal(await portal.devices().count(), 1);
  await portal.leaveSettings();
  await portal.signOut();
  await demo.moveClock(12 * 3600 + 60);
  await portal.signIn('leerling');
  await portal.portalIs('challenge');
  await portal.giveCode(await demo.freshCode(key));
  await portal.portalIs('signed-in');
});

test('a recovery code opens the door once', async () => {
  await portal.signIn('docent');
  const { recoveryCodes: [code] } = await portal.enrolByApp();
  for (const times of ['once', 'again']) {
    await portal.signOut();
    await portal.signIn('docent');
    await portal.giveRecoveryCode(code);
    if (times === 'again') break;
    await portal.at('recovered');
    await portal.press('continue');
    await portal.portalIs('signed-in');
  }
  assert.equal(await portal.refusal(), 'recovery_code_wrong');
});

test('the codes are those of RFC 6238', () => {
  assert.equal(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 1_111_111_109), '081804');
});
