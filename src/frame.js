/**
 * The isolated frame's own script: puts the widget into the document that `/frame/{school}/{view}` answers with, and
 * speaks with the page around it (`frame-host.js`). Nobody else loads it.
 *
 * The document says which origins may be around it. A message counts only from the window around this one, from such
 * an origin, and in a known shape; an answer goes to that origin and nowhere else.
 */
import './tweestap.js';

const { view, origins, site, texts } = document.documentElement.dataset;
const listed = origins.split(' ');
const element = document.createElement(`tweestap-${view}`);
if (texts) element.setAttribute('strings-url', texts);
/** The origin that said hello; from then on no other one is heard. */
let portal;

const send = (type, more) => portal && parent.postMessage({ tweestap: 1, type, ...more }, portal);

// ---- Where the frame stands ----

/**
 * Whether the browser keeps what is `SameSite=Strict` here. What the server was told of the page around it settles most
 * cases; trying settles a page in a page, blocked cookies and browsers that do not tell.
 */
function keepsCookies() {
  if (site === 'cross-site') return false;
  const cookie = (age) => `tweestap-probe=1; SameSite=Strict; Path=/frame; Max-Age=${age}`;
  try {
    document.cookie = cookie(60);
    const kept = document.cookie.includes('tweestap-probe=1');
    document.cookie = cookie(0);
    return kept;
  } catch {
    return false;
  }
}

// ---- The portal's token: asked for when it is needed, kept nowhere ----

let waiting;
element.inFrame = {
  place: { keeps_cookies: keepsCookies() },
  token: () => new Promise((resolve, reject) => {
    waiting = { resolve, reject };
    send('want-token');
  }),
};

function tokenGiven({ token, refused }) {
  const { resolve, reject } = waiting ?? {};
  waiting = undefined;
  if (typeof token === 'string' && token.length <= 8192) {
    if (resolve) resolve(token);
    else element.token = token;
  } else if (Number.isInteger(refused) && refused >= 400 && refused < 600) {
    resolve?.(new Response(null, { status: refused }));
  } else {
    reject?.(new Error('the page has no token'));
  }
}

// ---- Language, colours, words ----

let worn = [];

/** Nothing that could load, and nothing that could end a declaration. */
const isPlain = (name, value) => /^--tweestap-[a-z-]{1,40}$/.test(name)
  && typeof value === 'string' && /^[^;{}@\\<>]{1,200}$/.test(value) && !/url|image|src/i.test(value);

function wear({ lang, theme, tone, properties, strings }) {
  if (typeof lang === 'string' && /^[a-z\d-]{2,35}$/i.test(lang)) document.documentElement.lang = element.lang = lang;
  if (['auto', 'light', 'dark'].includes(theme)) {
    element.setAttribute('theme', theme);
    // As in the page around it: otherwise the browser paints a ground of its own behind the widget.
    document.documentElement.style.colorScheme = theme === 'auto' ? 'light dark' : theme;
  }
  if (tone === 'formal') element.setAttribute('tone', tone);
  else element.removeAttribute('tone');
  for (const name of worn) element.style.removeProperty(name);
  const plain = Object.entries(properties ?? {}).filter(([name, value]) => isPlain(name, value)).slice(0, 40);
  for (const [name, value] of plain) element.style.setProperty(name, value);
  worn = plain.map(([name]) => name);
  if (!strings || typeof strings !== 'object') return;
  const own = Object.entries(strings).filter(([key, text]) => /^\w{1,64}$/.test(key) && typeof text === 'string' && text.length <= 2000);
  // Without any, nothing has to be loaded for them; where there were some, they end.
  if (own.length || element.strings) element.strings = Object.fromEntries(own);
}

// ---- What is said and heard ----

for (const name of ['ready', 'step', 'enrolled', 'cancelled', 'changed', 'reauthenticate', 'error']) {
  element.addEventListener(`tweestap:${name}`, ({ detail }) => send(name, { detail: { ...detail } }));
}
element.addEventListener('tweestap:verified', ({ detail }) => {
  // The back end gives its frame a reference. Should it ever be the assertion itself, no page gets it.
  if (/^[\w-]{43}$/.test(detail.assertion)) send('verified', { detail: { reference: detail.assertion } });
  else send('error', { detail: { code: 'no_reference' } });
});

let height;
const observer = new ResizeObserver(() => {
  const now = Math.ceil(element.getBoundingClientRect().height);
  if (now !== height) send('height', { height: (height = now) });
});

function hello(look) {
  wear(look);
  send('here');
  if (element.isConnected) return;
  document.body.style.margin = '0';
  document.body.append(element);
  observer.observe(element);
}

addEventListener('message', ({ origin, source, data }) => {
  if (parent === self || source !== parent || !listed.includes(origin) || data?.tweestap !== 1) return;
  if (data.type === 'hello') portal ??= origin;
  if (origin !== portal) return;
  if (data.type === 'hello') hello(data);
  else if (data.type === 'look') wear(data);
  else if (data.type === 'token') tokenGiven(data);
});
