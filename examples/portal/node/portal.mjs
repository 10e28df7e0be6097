// A school's portal in one file, with Node's own library: it signs people in, hands them to Tweestap with a signed
// token, and believes only an assertion whose signature it checked itself. What the browser says is a hint.
//
//   openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out portal.key && openssl pkey -in portal.key -pubout -out portal.pem
//   PORTAL_KEY=portal.key PORTAL_URL=http://127.0.0.1:3000 TWEESTAP_URL=http://127.0.0.1:8080 node portal.mjs
//
// A real portal has what is missing here: a directory of people, a limit on attempts, a session store, https.
import { createPrivateKey, createPublicKey, randomBytes, randomUUID, scryptSync, sign, timingSafeEqual, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const PORTAL = process.env.PORTAL_URL ?? 'http://127.0.0.1:3000'; // `issuer` of the school, and our origin
const TWEESTAP = process.env.TWEESTAP_URL ?? 'http://127.0.0.1:8080'; // its `public_url`
const AUDIENCE = process.env.TWEESTAP_AUDIENCE ?? 'tweestap';
const KEY = createPrivateKey(readFileSync(process.env.PORTAL_KEY ?? 'portal.key'));
const SECURE = PORTAL.startsWith('https:');
const COOKIE = SECURE ? '__Host-portal' : 'portal';

// The passwords are wachtwoord-van-anna and wachtwoord-van-bram.
const people = {
  anna: { name: 'Anna Visser', email: 'anna@school.example', password: 'c2a9421c49702c21f00b002c686c1bd1c7457fc2b0690d88e73311ab372e3515' },
  bram: { name: 'Bram Smit', email: 'bram@school.example', password: '14827b0b72cd580b222c174e112b04207c76b2132a43e2bfb6054ecbd656171a' },
};
const sessions = new Map(); // cookie -> { username, verified, authTime, mfaTime, nonce, to }
const used = new Map(); // jti of every assertion that was accepted -> its end
const now = () => Math.floor(Date.now() / 1000);

// ---- Tweestap: a token out, an assertion in ----

/** Who it is, for the widget: good once, for a minute. */
function loginToken(session) {
  const time = now();
  const { name, email } = people[session.username];
  const header = { typ: 'tweestap-login+jwt', alg: 'ES256' };
  const claims = {
    iss: PORTAL, aud: AUDIENCE, sub: session.username, name, email,
    iat: time, exp: time + 60, jti: randomUUID(), auth_time: session.authTime, nonce: session.nonce,
    // A code was given in this sign-in: the widget need not ask again.
    ts_verified: session.verified, ...(session.mfaTime && { ts_mfa_time: session.mfaTime }),
  };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign('sha256', text, { key: KEY, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

let published = { keys: [], at: -Infinity };
/** The public keys of Tweestap: kept for ten minutes; an unknown name makes us look again, once a minute at most. */
async function publicKey(kid) {
  const find = () => published.keys.find((key) => key.kid === kid && key.kty === 'EC' && key.crv === 'P-256');
  const age = now() - published.at;
  if (age > 600 || (!find() && age > 60)) {
    const answer = await fetch(`${TWEESTAP}/api/v1/jwks.json`, { signal: AbortSignal.timeout(5000) });
    if (answer.ok) published = { keys: (await answer.json()).keys, at: now() };
  }
  return find();
}

/** The claims of an assertion about this very sign-in; throws, or answers nothing, for any other. */
async function accept(body, session) {
  const [header64, claims64, signature64] = JSON.parse(body).assertion.split('.');
  const read = (part) => JSON.parse(Buffer.from(part, 'base64url'));
  const header = read(header64);
  if (header.alg !== 'ES256') return; // never what the sender prefers
  if (header.typ !== 'tweestap-assertion+jwt') return; // not another kind of token
  const jwk = await publicKey(header.kid);
  const key = jwk && createPublicKey({ key: jwk, format: 'jwk' });
  const signature = Buffer.from(signature64, 'base64url');
  if (!key || !verify('sha256', `${header64}.${claims64}`, { key, dsaEncoding: 'ieee-p1363' }, signature)) return;
  const claims = read(claims64);
  if (claims.iss !== TWEESTAP) return; // from our Tweestap
  if (claims.aud !== PORTAL) return; // for us
  if (claims.sub !== session.username) return; // about the person whose password was right
  if (claims.auth_time !== session.authTime) return; // in this sign-in
  if (claims.nonce !== session.nonce) return; // in this browser
  if (!(claims.exp > now())) return; // not too late
  if (!(claims.iat <= now() + 30)) return; // clocks may differ a little
  for (const [jti, end] of used) if (end < now()) used.delete(jti);
  if (used.has(claims.jti)) return; // once
  used.set(claims.jti, claims.exp);
  return claims;
}

// ---- The portal itself ----

const policy = [
  "default-src 'none'", `script-src 'self' ${TWEESTAP} 'wasm-unsafe-eval'`, `connect-src 'self' ${TWEESTAP}`,
  "style-src 'self'", "img-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
  "require-trusted-types-for 'script'", "trusted-types 'none'",
].join('; ');
const script = `for (const widget of document.querySelectorAll('[token-url]')) {
  const on = (name, then) => widget.addEventListener('tweestap:' + name, then);
  on('verified', async ({ detail }) => { // only our server can tell whether it is true
    const body = JSON.stringify({ assertion: detail.assertion });
    const answer = await fetch('/tweestap-verified', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    location.assign(answer.ok ? (await answer.json()).to : '/sign-in');
  });
  on('changed', ({ detail }) => { if (detail.what === 'finished') location.assign('/'); });
  on('cancelled', () => location.assign('/'));
  on('reauthenticate', () => location.assign('/sign-in?to=' + location.pathname));
}`;
const escaped = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
const page = (state, body) => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>School portal</title><main data-portal="${state}">${body}</main>`;
const widget = (view) => `<script type="module" src="/portal.js"></script><script type="module" src="${TWEESTAP}/tweestap.js"></script>
<tweestap-${view} api="${TWEESTAP}/api/v1" token-url="/tweestap-token"></tweestap-${view}>`;
const signInPage = (to, notice = '') => page('signed-out', `<h1>Sign in</h1><p role="alert">${notice}</p><form method="post" action="/sign-in">
<input type="hidden" name="to" value="${to}"><label>User name <input name="username" data-field="username" autocomplete="username"></label>
<label>Password <input name="password" type="password" data-field="password" autocomplete="current-password"></label>
<button data-action="sign-in">Sign in</button></form>`);
const home = ({ username }) => page('signed-in', `<h1>Hello ${escaped(people[username].name)}</h1>
<p><a href="/enrolment" data-action="open-enrolment">Set up two steps</a> <a href="/settings" data-action="open-settings">Look after them</a></p>
<form method="post" action="/sign-out"><button data-action="sign-out">Sign out</button></form>`);
const signOut = '<form method="post" action="/sign-out"><button data-action="sign-out">Do not sign in after all</button></form>';

/** A new cookie at every step up: one that was planted before is worth nothing. */
function open(old, session) {
  sessions.delete(old);
  const cookie = randomBytes(32).toString('base64url');
  sessions.set(cookie, session);
  return { 'set-cookie': `${COOKIE}=${cookie}; Path=/; HttpOnly; SameSite=Strict${SECURE ? '; Secure' : ''}` };
}

const known = (to) => (['/enrolment', '/settings'].includes(to) ? to : '/'); // never an address from outside

async function answer(request, body, cookie, session) {
  const url = new URL(request.url, PORTAL);
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /portal.js': return [200, 'text/javascript', script];
    case 'GET /': return [200, 'text/html', !session ? signInPage('/') : session.verified ? home(session)
      : page('challenge', `<h1>One more step</h1>${widget('challenge')}${signOut}`)];
    case 'GET /sign-in': return [200, 'text/html', signInPage(known(url.searchParams.get('to')))];
    case 'GET /enrolment':
    case 'GET /settings':
      return session?.verified ? [200, 'text/html', page('signed-in', `<a href="/" data-action="open-dashboard">Back</a>${widget(url.pathname.slice(1))}`)] : [303, '/'];
    case 'POST /sign-in': {
      const form = new URLSearchParams(body);
      const username = form.get('username') ?? '';
      const person = Object.hasOwn(people, username) ? people[username] : undefined;
      const hash = scryptSync(form.get('password') ?? '', 'school.example', 32); // yours has a salt for each person
      const right = timingSafeEqual(hash, Buffer.from(person?.password ?? '00'.repeat(32), 'hex'));
      if (!right) return [401, 'text/html', signInPage(known(form.get('to')), 'Your name or password is not right.')];
      const fresh = { username, verified: false, authTime: now(), nonce: randomBytes(16).toString('base64url'), to: known(form.get('to')) };
      return [303, '/', open(cookie, fresh)];
    }
    case 'POST /sign-out':
      sessions.delete(cookie);
      return [303, '/'];
    case 'POST /tweestap-token':
      return session ? [200, 'application/json', JSON.stringify({ token: loginToken(session) })] : [401, 'text/plain', ''];
    case 'POST /tweestap-verified': {
      const claims = session && await accept(body, session).catch(() => undefined);
      if (!claims) return [403, 'text/plain', ''];
      return [200, 'application/json', JSON.stringify({ to: session.to }), open(cookie, { ...session, verified: true, mfaTime: claims.ts_mfa_time })];
    }
    default: return [404, 'text/plain', ''];
  }
}

createServer(async (request, response) => {
  let [status, type, text = '', headers = {}] = [400, 'text/plain'];
  try {
    let body = '';
    for await (const chunk of request) if ((body += chunk).length > 16_384) throw new Error('too long');
    const { origin } = request.headers;
    if (request.method === 'POST' && origin !== undefined && origin !== PORTAL) status = 403; // another site's form
    else {
      const cookie = request.headers.cookie?.match(`(?:^|; )${COOKIE}=([^;]*)`)?.[1];
      [status, type, text, headers] = await answer(request, body, cookie, sessions.get(cookie));
    }
  } catch { /* a request that cannot be read: 400 */ }
  if (status === 303) [type, text, headers] = ['text/plain', '', { location: type, ...text }];
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`, 'content-security-policy': policy, 'cache-control': 'no-store',
    'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', ...headers,
  }).end(text);
}).listen(Number(new URL(PORTAL).port || 3000), '127.0.0.1', () => console.log(`ready ${PORTAL}/`));
