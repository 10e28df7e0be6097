// Page objects for Playwright: Tweestap as a person meets it, on the demonstration or in a portal of your own.
// Locators look through the open shadow roots by themselves, and wait; there is nothing to sleep for.
// Copy this file into your tests. docs/testing.md lists every hook that it holds on to.

import { createHmac } from 'node:crypto';

export const DEMO_PASSWORD = 'tweestap-demo-wachtwoord';
const STEP = 30;

/** The demonstration's clock, messages and first state. A portal of your own has none of these. */
export class Demo {
  constructor(base = process.env.TWEESTAP_DEMO ?? 'http://127.0.0.1:8080') {
    this.base = base.replace(/\/$/, '');
  }

  /** Everything as it was at first, the clock too: call it before every test. */
  reset() { return this.#call('POST', '/demo/reset'); }

  /** `[{ kind: 'sms' | 'mail', to, text, at }]`, newest first. */
  outbox() { return this.#call('GET', '/demo/outbox'); }

  /** Moves the clock ahead instead of waiting. */
  moveClock(seconds) { return this.#call('POST', '/demo/clock', { advance_seconds: seconds }); }

  /** Unix seconds on the server's clock. */
  async now() {
    const { now } = await this.#call('GET', '/demo/clock');
    return Math.floor(new Date(now) / 1000);
  }

  /** The six digits of the newest text message. */
  async smsCode() {
    const message = (await this.outbox()).find(({ kind }) => kind === 'sms');
    return message?.text.match(/\b\d{6}\b/)?.[0];
  }

  /** A code counts once: this one belongs to a step in which none was given yet, with all of its time ahead. */
  async freshCode(key) {
    const now = await this.now();
    await this.moveClock(STEP - (now % STEP));
    return totp(key, await this.now());
  }

  async #call(method, path, body) {
    const headers = body && { 'content-type': 'application/json' };
    const response = await fetch(this.base + path, { method, headers, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    const text = await response.text();
    return text ? JSON.parse(text) : undefined;
  }
}

export class TweestapPage {
  constructor(page, demo = new Demo()) {
    this.page = page;
    this.demo = demo;
  }

  // ---- The portal of the demonstration ----

  open({ lang = 'en', theme = 'light' } = {}) { return this.page.goto(`${this.demo.base}/?lang=${lang}&theme=${theme}`); }

  /** The portal says `signed-in`, `challenge` or `signed-out`. */
  portalIs(state) { return this.page.locator(`[data-portal="${state}"]`).waitFor(); }

  async signIn(username, password = DEMO_PASSWORD) {
    await this.type('username', username);
    await this.type('password', password);
    await this.press('sign-in');
  }

  async signOut() {
    await this.press('sign-out');
    await this.field('username').waitFor();
  }

  // ---- Any view of the widget ----

  action(name) { return this.page.locator(`[data-action="${name}"]`); }

  field(name) { return this.page.locator(`[data-field="${name}"]`); }

  press(action) { return this.action(action).click(); }

  type(field, text) { return this.field(field).fill(text); }

  /** The widget shows this step, and no request is in flight. */
  at(step) { return this.page.locator(`[data-view][data-step="${step}"]:not([aria-busy])`).waitFor(); }

  /** The code of the refusal that is shown; the sentence beside it is for people and may change. */
  refusal() { return this.page.locator('[data-view]:not([aria-busy]) [data-error]').getAttribute('data-error'); }

  // ---- Enrolment ----

  /** From the portal's page to the end; returns the key of the app and the recovery codes. */
  async enrolByApp({ remember } = {}) {
    await this.press('open-enrolment');
    await this.press('choose-app');
    await this.at('scan');
    const key = await this.readKey();
    await this.type('code', await this.demo.freshCode(key));
    await this.press('confirm');
    return { key, recoveryCodes: await this.finishEnrolment(remember) };
  }

  async enrolBySms(number, { remember } = {}) {
    await this.press('open-enrolment');
    await this.press('choose-sms');
    await this.type('phone', number);
    await this.press('send-code');
    await this.at('confirm');
    await this.type('code', await this.demo.smsCode());
    await this.press('confirm');
    return { recoveryCodes: await this.finishEnrolment(remember) };
  }

  /** Shows the codes once, keeps them, and leaves. `remember`: `always_ask`, `12h`, `3d` or `1w`. */
  async finishEnrolment(remember) {
    await this.at('recovery-codes');
    const codes = await this.recoveryCodes();
    await this.press('acknowledge');
    await this.at('done');
    if (remember) await this.page.locator(`[data-field="duration"][value="${remember}"]`).check();
    await this.press('finish');
    await this.portalIs('signed-in');
    return codes;
  }

  /** The key as people type it, without its spaces. */
  async readKey() {
    const key = this.page.locator('[data-key]');
    if (!await key.isVisible()) await this.press('show-key');
    return (await key.innerText()).replace(/\s/g, '');
  }

  /** What a camera reads: the `otpauth:` address. Needs the packages jsqr and pngjs. */
  async readQr() {
    const [{ default: jsQR }, { PNG }] = await Promise.all([import('jsqr'), import('pngjs').then((module) => module.default)]);
    const { data, width, height } = PNG.sync.read(await this.page.locator('[data-qr]').screenshot());
    return jsQR(new Uint8ClampedArray(data), width, height)?.data;
  }

  recoveryCodes() { return this.page.locator('[data-recovery-code]').allInnerTexts(); }

  // ---- Challenge ----

  async giveCode(code, { remember = false } = {}) {
    await this.at('code');
    await this.type('code', code);
    if (remember) await this.field('remember').check();
    await this.press('verify');
  }

  async giveRecoveryCode(code) {
    await this.at('code');
    await this.press('use-recovery-code');
    await this.type('recovery-code', code);
    await this.press('verify');
  }

  // ---- Settings ----

  /** `{ status: 'off' | 'pending' | 'on' | 'suspended' | 'locked', codesLeft }` */
  async openSettings() {
    await this.press('open-settings');
    await this.at('overview');
    const view = this.page.locator('[data-view="settings"][data-step="overview"]');
    const left = await view.getAttribute('data-codes-left');
    return { status: await view.getAttribute('data-status'), codesLeft: left === null ? undefined : Number(left) };
  }

  async leaveSettings() {
    await this.press('open-dashboard');
    await this.portalIs('signed-in');
  }

  devices() { return this.page.locator('[data-device]'); }
}

/** RFC 6238, as every authenticator app does it: SHA-1, six digits, thirty seconds. */
export function totp(key, seconds) {
  const bits = [...key].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / STEP)));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
