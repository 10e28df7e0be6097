/**
 * Tweestap's elements. The only hand-written script that every page loads: a class cannot be made from Rust.
 * It starts glue, wasm, texts, styles and the first API call together and shows a placeholder at once.
 *
 * @element tweestap-enrolment Setting up the second step.
 * @element tweestap-challenge The second step at sign-in.
 * @element tweestap-settings Looking after it later.
 * @element tweestap-admin The school's manager; a bundle of its own (`apart.js`).
 * @element tweestap-password A password that was forgotten, or is to be another one; a bundle of its own.
 *
 * @attr {string} api - Base address of the back end (default `/api/v1`).
 * @attr {string} token-url - Same-origin address; a POST answers `{"token": "…"}`, the portal's signed token.
 * @attr {string} lang - Language (BCP 47); default: the nearest `lang` of the page, then the browser's own.
 * @attr {'formal'} tone - Dutch with "u" instead of "je".
 * @attr {string} strings-url - Address of the school's own texts (JSON, key to text); `{lang}` in it is replaced.
 * @attr {'auto'|'light'|'dark'} theme - Default `auto`: as the page (its `color-scheme`).
 * @attr {boolean} frame - Shows the widget in a document of the back end's own (`frame-host.js`); needs `school`. Not for
 *   administration and passwords, which are pages of their own.
 * @attr {string} school - The school's id at the back end. `tweestap-password` with it and without a token-url is for somebody
 *   who forgot a password, or who followed the mail's link to the page (`#t=…` in its address).
 * @prop {object} strings - The school's own texts, by the keys of `src/lang/nl.json`; before those of `strings-url`.
 * @prop {string} token - The portal's signed token, for pages without a token-url. Write only.
 *
 * @fires tweestap:ready - The first screen is there.
 * @fires tweestap:step - `{view, step}`.
 * @fires tweestap:enrolled - `{method}`.
 * @fires tweestap:cancelled - The person left, and nothing was changed.
 * @fires tweestap:verified - `{assertion}` (with `frame`: `{reference}`), for the portal's server.
 * @fires tweestap:changed - `{what}`.
 * @fires tweestap:reauthenticate - Sign the person in again, then set `token`.
 * @fires tweestap:error - `{code}`.
 * @fires tweestap:contrast - `{adjusted}`: the page's colours that could not be read, and what is used instead.
 */
// The build writes content-hashed names and digests in these two.
const files = {
  glue: './tweestap_widget.js',
  wasm: './tweestap_widget_bg.wasm',
  css: './tweestap.css',
  contrast: './contrast.js',
  host: './frame-host.js',
  nl: './lang/nl.json',
  en: './lang/en.json',
  words: './words.js',
  apart: './apart.js',
};
const digests = {};

const address = (key) => new URL(files[key], import.meta.url);
const fetched = async (url, integrity = '') => {
  const response = await fetch(url, { integrity, credentials: 'same-origin' });
  if (!response.ok) throw new Error(url);
  return response;
};
const load = (key) => fetched(address(key), digests[key]);

// Each is fetched once per page; a failed one is forgotten, so that "try again" does try.
const kept = {};
const once = (key, make) => (kept[key] ??= make().catch((error) => {
  delete kept[key];
  throw error;
}));

const sheet = new CSSStyleSheet();
const style = () => once('css', async () => sheet.replaceSync(await (await load('css')).text()));
// Dutch and English come at once. What else there is about words comes by way of a small script, which has
// arrived long before the wasm that everybody waits for.
let rest;
const more = () => once('words', async () => (rest = await import(address('words'))));
const texts = (tag) => once(tag, async () => {
  const key = tag.replace(/^(en).*|^(nl)(-NL)?$/, '$1$2');
  return key in files ? (await load(key)).json() : (await more()).texts(key, texts);
});
const started = async (wasm, script) => {
  wasm.catch(() => {});
  const glue = await script;
  await glue.default({ module_or_path: wasm });
  return glue;
};
const widget = () => once('glue', () => started(load('wasm'), import(address('glue'))));
// What few pages need comes with its own script, glue, wasm and texts.
const apart = (view) => once('apart', () => import(address('apart'))).then(({ bundle }) => bundle(view, { fetched, once, started, texts }));

// Said when the texts themselves may be what is missing. The other languages' are with their files.
const failure = {
  nl: ['Het laden lukt niet. Is er verbinding?', 'Opnieuw proberen'],
  en: ['Loading does not work. Is there a connection?', 'Try again'],
};

/** `<p class="a">text</p>` without any HTML sink. */
const make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
};

// A page that another origin frames may be what a stranger's page lies under: nothing is shown there to click on.
const isFramed = () => {
  try {
    for (let page = self; page !== top; page = page.parent) page.parent.document;
  } catch {
    return true;
  }
};

const ask = (url, body) => fetch(url, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  signal: AbortSignal.timeout(10_000),
  credentials: 'include',
});

class TweestapElement extends HTMLElement {
  static observedAttributes = ['lang', 'tone', 'strings-url', 'theme', 'class', 'style'];
  #root = this.attachShadow({ mode: 'open' });
  #mounted;
  #token;
  #tokenSpent = false;
  #whenToken;
  #starting = false;
  #strings;
  #turn = 0;

  /** The first tag that we have words for, down to its region: `nl`, `fr-BE`, `nl-BE-x-formal`. */
  get #language() {
    // Not `.lang`: a form's is its field of that name.
    for (const wanted of [this.closest('[lang]')?.getAttribute('lang'), ...navigator.languages, 'en']) {
      const [tag] = /^(nl|en|fr|de|ar)(-[a-z]{2})?(?![a-z])/i.exec(wanted) ?? [];
      if (tag) return Intl.getCanonicalLocales(/^nl/i.test(tag) && this.getAttribute('tone') === 'formal' ? `${tag}-x-formal` : tag)[0];
    }
  }

  get #bundle() {
    const own = this.constructor;
    return own.apart ? apart(own.view) : { widget, texts };
  }

  get #api() {
    return this.getAttribute('api') ?? '/api/v1';
  }

  set token(token) {
    if (this.#whenToken) {
      this.#whenToken(token);
      this.#whenToken = undefined;
    } else {
      this.#token = token;
      this.#mounted?.token_given();
    }
  }

  get strings() {
    return this.#strings;
  }

  set strings(strings) {
    this.#strings = strings;
    this.#speak();
  }

  connectedCallback() {
    if (this.#root.adoptedStyleSheets.length === 0) this.#root.adoptedStyleSheets = [sheet];
    addEventListener('pagehide', this.#leave);
    addEventListener('pageshow', this.#comeBack);
    if (!this.#mounted) this.#start();
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return; // moved, not removed
      removeEventListener('pagehide', this.#leave);
      removeEventListener('pageshow', this.#comeBack);
      this.#leave();
    });
  }

  // A page kept for the back button keeps no key and no code: it asks again where one is.
  #leave = () => {
    this.#mounted?.free();
    this.#mounted = undefined;
    this.#root.replaceChildren();
  };

  #comeBack = (event) => {
    if (event.persisted) this.#start();
  };

  attributeChangedCallback(name) {
    if (['theme', 'class', 'style'].includes(name)) this.#guard();
    else this.#speak();
  }

  /** With the school's own texts, as far as they can be used; nothing where it has none, or none came. */
  async #own(language) {
    const address = this.getAttribute('strings-url');
    if (!address && !this.#strings) return;
    try {
      const [{ own }, { texts, keys }] = await Promise.all([more(), this.#bundle]);
      return await own(texts(language), language, address, this.#strings, keys);
    } catch {}
  }

  /** Says everything anew: first in our own words, then with the school's, which may take their time. */
  async #speak() {
    const turn = ++this.#turn;
    if (!this.#mounted) return;
    const language = this.#language;
    // What did not come leaves the words as they are; what came too late is no longer wanted.
    const say = (words) => turn === this.#turn && words && this.#mounted?.speak(words, language);
    const own = this.#own(language);
    try {
      say(await (await this.#bundle).texts(language));
    } catch {}
    say(await own);
  }

  // Most pages set no colour and need no guard; without one the widget works all the same.
  async #guard() {
    if (getComputedStyle(this).getPropertyValue('--themed').trim()) (await import(address('contrast')).catch(() => {}))?.guard(this, this.#root);
  }

  async #start() {
    if (this.#starting) return;
    this.#starting = true;
    const language = this.#language;
    const turn = this.#turn;
    const card = make('div', 'tw card skeleton', ...['title', 'line', 'box', 'box'].map((shape) => make('div', `tw bone ${shape}`)));
    card.setAttribute('aria-busy', 'true');
    card.part = 'card';
    try {
      // `inFrame` is set by the frame's own document (`frame.js`) and says how to reach the page around it.
      const framed = !this.inFrame && (this.hasAttribute('frame') && !this.constructor.apart ? 'frame' : isFramed() && 'refuse');
      if (framed) {
        const [show] = await Promise.all([once('host', () => import(address('host'))), style()]);
        this.#starting = false;
        if (!this.isConnected || this.#mounted) return;
        this.#mounted = show[framed](this, card, () => this.#handOver(), (error) => {
          this.#leave();
          this.#fail(error);
        }, (address) => more().then(({ fetched }) => fetched(address, this.#language)));
        return;
      }
      const opening = this.#open();
      opening.catch(() => {});
      const own = this.#own(language);
      const bundle = this.#bundle;
      const loading = Promise.all([
        (async () => (await bundle).widget())(),
        (async () => (await bundle).texts(language))(),
        style().then(() => this.#guard()),
      ]);
      style().then(() => this.#starting && this.isConnected && this.#root.replaceChildren(card), () => {});
      const [{ mount }, words] = await loading;
      this.#starting = false;
      if (!this.isConnected || this.#mounted) return;
      this.#mounted = mount(this.constructor.view, this, this.#root, this.#api, words, language, opening, () => this.#open());
      // Other words were asked for while these were on their way.
      if (turn !== this.#turn || language !== this.#language) this.#speak();
      // They keep nobody waiting; where they are there already, they stand before anything is painted.
      own.then((words) => words && this.#speak());
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    this.#starting = false;
    if (!this.isConnected || this.#mounted) return;
    console.error('tweestap', error);
    const [failed, again] = { ...failure, ...rest?.failure }[this.#language.slice(0, 2)] ?? failure.en;
    const button = make('button', 'tw button primary', again);
    button.dataset.action = 'retry';
    button.onclick = () => this.#start();
    const alert = make('p', 'tw', failed);
    alert.role = 'alert';
    alert.dataset.error = 'load_failed';
    const card = make('div', 'tw card', alert, button);
    card.lang = failed === failure.en[0] ? 'en' : this.#language;
    card.dir = /^ar/.test(card.lang) ? 'rtl' : 'ltr';
    this.#root.replaceChildren(card);
    this.dispatchEvent(new CustomEvent('tweestap:error', { bubbles: true, composed: true, detail: { code: 'load_failed' } }));
  }

  /** The portal's token, or its own refusal as it is. */
  async #handOver() {
    const from = this.getAttribute('token-url');
    let token = this.#token;
    this.#token = undefined;
    if (!token && this.inFrame) return this.inFrame.token();
    if (!token && from) {
      const response = await ask(from, {});
      if (!response.ok) return response;
      token = (await response.json()).token;
    }
    token ||= await this.#nextToken();
    this.#tokenSpent = true;
    return token;
  }

  /** Portal token in, answer to "open a session" out. */
  async #open() {
    const portal_token = await this.#handOver();
    if (portal_token.status) return portal_token;
    try {
      return await ask(`${this.#api}/session`, { portal_token, view: this.constructor.view, lang: this.#language, frame: this.inFrame?.place });
    } catch (error) {
      // Not offline, perhaps, but a page that may not call; only a back end of another origin can refuse one.
      if (error.name !== 'TypeError' || !/^http/.test(this.#api)) throw error;
      return (await once('host', () => import(address('host')))).explain(this.#api, error);
    }
  }

  /** Waits for the page to set `token`; asks for it when an earlier one is spent. */
  #nextToken() {
    const given = new Promise((resolve) => (this.#whenToken = resolve));
    if (this.#tokenSpent) this.dispatchEvent(new CustomEvent('tweestap:reauthenticate', { bubbles: true, composed: true }));
    return given;
  }
}

for (const view of ['enrolment', 'challenge', 'settings', 'admin', 'password']) {
  const name = `tweestap-${view}`;
  if (!customElements.get(name)) customElements.define(name, class extends TweestapElement { static view = view; static apart = /^[ap]/.test(view); });
}
