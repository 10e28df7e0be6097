/**
 * The page's side of the isolated frame (`frame.js` is the other), and what an element shows that a stranger frames.
 * A second script by hand, because only an element with `frame` loads it, and such a page loads no wasm at all.
 *
 * A message counts only from the frame itself and from its exact origin, and only in a known shape. None carries more
 * than the portal may know: that somebody passed is a reference, which only the portal's server can redeem.
 */
const words = {
  nl: ['Inloggen in twee stappen', 'Open deze pagina apart', 'Deze pagina staat in een andere website. Voor je veiligheid laten we hier niets zien.', 'Open in een eigen tabblad'],
  en: ['Sign in with two steps', 'Open this page by itself', 'This page stands inside another website. To keep you safe, we show nothing here.', 'Open in a tab of its own'],
  fr: ['Connexion en deux étapes', 'Ouvrez cette page séparément', 'Cette page se trouve dans un autre site web. Pour votre sécurité, nous n’affichons rien ici.', 'Ouvrir dans un nouvel onglet'],
  de: ['Anmelden in zwei Schritten', 'Öffnen Sie diese Seite für sich', 'Diese Seite steht in einer anderen Website. Zu Ihrer Sicherheit zeigen wir hier nichts.', 'In einem eigenen Tab öffnen'],
  ar: ['تسجيل الدخول بخطوتين', 'افتح هذه الصفحة وحدها', 'هذه الصفحة معروضة داخل موقع آخر. حفاظًا على أمانك لا نعرض شيئًا هنا.', 'فتح في علامة تبويب مستقلة'],
};
/** `tweestap-settings`: `settings`. */
const viewOf = (element) => element.localName.split('-')[1];
// Not `.lang`, as in `element.js`: a form's is its field of that name.
const languageOf = (element) => element.closest('[lang]')?.getAttribute('lang') || navigator.language;
const wordsOf = (element) => words[languageOf(element).slice(0, 2).toLowerCase()] ?? words.en;

/** Members of each event's `detail`. */
const events = {
  ready: [], step: ['view', 'step'], enrolled: ['method'], cancelled: [], changed: ['what'], reauthenticate: [],
  verified: ['reference'], error: ['code'],
};
/** What a school may set (`style/tokens.css`); `frame.js` looks at each value again. */
const properties = [
  'accent', 'on-accent', 'text', 'quiet', 'surface', 'sunken', 'line', 'control-line', 'radius', 'font', 'font-size',
  'heading-size', 'heading-weight', 'space', 'density', 'max-width', 'shadow',
].map((name) => `--tweestap-${name}`);

const TALLEST = 20_000;
/** Milliseconds: until the document has come, and until it answers once it has. */
const LOADING = 20_000;
const ANSWERING = 5_000;

const dispatch = (element, name, detail) =>
  element.dispatchEvent(new CustomEvent(`tweestap:${name}`, { bubbles: true, composed: true, detail }));

/** A short word or a reference under each of the names, and nothing else is taken over. */
function detailOf(names, given) {
  const detail = {};
  for (const name of names) {
    const value = given?.[name];
    if (typeof value !== 'string' || !/^[\w-]{1,64}$/.test(value)) return undefined;
    detail[name] = value;
  }
  return detail;
}

function lookOf(element) {
  const computed = getComputedStyle(element);
  const set = {};
  for (const name of properties) {
    const value = computed.getPropertyValue(name).trim();
    if (value) set[name] = value;
  }
  // The page's font where it has none of its own: a font that only the page has loaded falls back to the next.
  set['--tweestap-font'] ??= computed.fontFamily;
  return {
    lang: languageOf(element),
    theme: element.getAttribute('theme') ?? 'auto',
    tone: element.getAttribute('tone') ?? '',
    properties: set,
  };
}

/**
 * In place of `mount`: the same three methods, and a document of the back end's instead of the view. `fetched` gets the
 * school's own texts from an address of the page's, which the frame's policy would not let it ask.
 */
export function frame(element, card, handOver, failed, fetched) {
  const root = element.shadowRoot;
  const { origin } = new URL(element.getAttribute('api') ?? '/api/v1', document.baseURI);
  const child = document.createElement('iframe');
  const { lang, theme, tone } = lookOf(element);
  child.src = `${origin}/frame/${encodeURIComponent(element.getAttribute('school') ?? '')}/${viewOf(element)}?${new URLSearchParams({ lang, theme, tone })}`;
  [child.title] = wordsOf(element);
  // No `sandbox`: the document is the back end's own and holds more than the page does. It would need eight
  // exceptions (scripts, origin, forms, print, downloads, new tabs, …), and links to authenticator apps would still
  // fail where an engine does not know the ninth.
  child.allow = 'otp-credentials; clipboard-write';
  child.referrerPolicy = 'no-referrer';
  Object.assign(child.style, { display: 'block', inlineSize: '100%', blockSize: '0', border: '0' });

  let here = false;
  let timer;
  const send = (type, more) => child.contentWindow?.postMessage({ tweestap: 1, type, ...more }, origin);
  let theirs;
  let spoken;
  let turn = 0;
  const look = () => ({ ...lookOf(element), strings: { ...theirs, ...element.strings } });
  // What did not come leaves our own words; what came too late, or is of another language, is no longer wanted.
  const readTexts = async () => {
    const address = element.getAttribute('strings-url');
    const mine = ++turn;
    if (spoken !== languageOf(element)) theirs = undefined;
    spoken = languageOf(element);
    const given = address ? await fetched(address).catch(() => undefined) : undefined;
    if (mine !== turn || theirs === given) return;
    theirs = given;
    if (here) send('look', look());
  };
  const wait = (milliseconds) => {
    clearTimeout(timer);
    if (!here) timer = setTimeout(() => failed(new Error('the frame does not answer: is `school` right, and is this origin among its origins?')), milliseconds);
  };
  const giveToken = async () => {
    const token = await handOver().catch(() => undefined);
    if (typeof token === 'string') send('token', { token });
    else send('token', token?.status ? { refused: token.status } : { failed: true });
  };
  const resize = keepHeight((height) => {
    card.remove();
    child.style.blockSize = `${height}px`;
  });

  const hear = ({ origin: from, source, data }) => {
    if (from !== origin || source !== child.contentWindow || data?.tweestap !== 1) return;
    if (data.type === 'here') {
      here = true;
      clearTimeout(timer);
    } else if (data.type === 'want-token') {
      giveToken();
    } else if (data.type === 'height' && data.height > 0 && Number.isFinite(data.height)) {
      resize(Math.min(Math.ceil(data.height), TALLEST));
    } else if (Object.hasOwn(events, data.type)) {
      const detail = detailOf(events[data.type], data.detail);
      if (detail) dispatch(element, data.type, detail);
    }
  };
  const observer = new MutationObserver(() => here && send('look', look()));
  addEventListener('message', hear);
  observer.observe(element, { attributeFilter: ['theme', 'tone', 'style', 'class'] });
  // Also after the element was moved: its document is then another one.
  child.addEventListener('load', () => {
    here = false;
    wait(ANSWERING);
    send('hello', look());
  });
  wait(LOADING);
  readTexts();
  root.replaceChildren(card, child);

  return {
    free() {
      clearTimeout(timer);
      removeEventListener('message', hear);
      observer.disconnect();
      child.remove();
    },
    speak() {
      [child.title] = wordsOf(element);
      readTexts();
      if (here) send('look', look());
    },
    token_given: () => here && giveToken(),
  };
}

/**
 * Why a session could not be opened. A browser shows no refusal to a page that may not call, so that the page seems to
 * be offline: when the back end's files come and none of its answers may be read, the page's origin is not listed.
 */
export async function explain(api, error) {
  const { origin } = new URL(api, document.baseURI);
  if (origin === location.origin) throw error;
  const comes = (url) => fetch(url, { cache: 'no-store', credentials: 'omit' }).then(() => true, () => false);
  const [files, answers] = await Promise.all([comes(`${origin}/tweestap.js`), comes(`${api}/jwks.json`)]);
  if (!files || answers) throw error;
  return new Response(JSON.stringify({ status: 403, code: 'origin_not_allowed' }), { status: 403 });
}

/**
 * Sets a height unless that goes round in circles: a page whose scroll bar comes and goes makes the frame narrower and
 * wider, and so taller and shorter. Of two heights that take turns within a moment, the taller one stays.
 */
function keepHeight(set) {
  let now = -1;
  let before = -1;
  let at = 0;
  return (height) => {
    const time = performance.now();
    if (height === now || (height === before && height < now && time - at < 250)) return;
    [before, now, at] = [now, height, time];
    set(height);
  };
}

/** For an element of which the page, or a page around it, is another origin's: a way out, and nothing to click on. */
export function refuse(element) {
  const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
  const show = () => {
    const [, title, why, open] = wordsOf(element);
    const heading = make('h2', 'tw', title);
    const said = make('p', 'tw lead', why);
    const link = make('a', 'tw button primary', open);
    Object.assign(link, { href: location.href, target: '_blank', rel: 'noopener' });
    link.dataset.action = 'open-alone';
    const screen = make('div', 'tw screen');
    screen.append(heading, said, link);
    const card = make('div', 'tw card');
    const language = languageOf(element);
    // Of the words that are there, whatever was asked for.
    card.lang = words[language.slice(0, 2).toLowerCase()] ? language : 'en';
    card.dir = /^ar/i.test(card.lang) ? 'rtl' : 'ltr';
    Object.assign(card.dataset, { view: viewOf(element), step: 'framed', error: 'framed' });
    card.append(screen);
    element.shadowRoot.replaceChildren(card);
  };
  show();
  dispatch(element, 'error', { code: 'framed' });
  return { free() {}, speak: show, token_given() {} };
}
