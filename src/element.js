/**
 * Tweestap's elements. The only hand-written script of an ordinary page: a class cannot be made from Rust.
 * It starts glue, wasm, texts, styles and the first API call together and shows a placeholder at once.
 *
 * @element tweestap-enrolment Setting up the second step.
 * @element tweestap-challenge The second step at sign-in.
 * @element tweestap-settings Looking after it later.
 *
 * @attr {string} api - Base address of the back end (default `/api/v1`).
 * @attr {string} token-url - Same-origin address; a POST answers `{"token": "…"}`, the portal's signed token.
 * @attr {string} lang - Language (BCP 47); default: the nearest `lang` of the page.
 * @attr {'auto'|'light'|'dark'} theme - Default `auto`.
 * @attr {boolean} frame - Shows the widget in a document of the back end's own (`frame-host.js`); needs `school`.
 * @attr {string} school - The school's id at the back end.
 * @prop {string} token - The portal's signed token, for pages without a token-url. Write only.
 *
 * @fires tweestap:ready - The first screen is there.
 * @fires tweestap:step - `{view, step}`.
 * @fires tweestap:enrolled - `{method}`.
 * @fires tweestap:cancelled - Nothing was switched on.
 * @fires tweestap:verified - `{assertion}` (with `frame`: `{reference}`), for the portal's server.
 * @fires tweestap:changed - `{what}`.
 * @fires tweestap:reauthenticate - Sign the person in again, then set `token`.
 * @fires tweestap:error - `{code}`.
 */
// The build writes content-hashed names and digests in these two.
const files = {
  glue: './tweestap_widget.js',
  wasm: './tweestap_widget_bg.wasm',
  css: './tweestap.css',
  host: './frame-host.js',
  nl: './lang/nl.json',
  en: './lang/en.json',
};
const digests = {};

const address = (key) => new URL(files[key], import.meta.url);
const load = async (key) => {
  const response = await fetch(address(key), { integrity: digests[key] ?? '', credentials: 'same-origin' });
  if (!response.ok) throw new Error(key);
  return response;
};

// Each is fetched once per page; a failed one is forgotten, so that "try again" does try.
const kept = {};
const once = (key, make) => (kept[key] ??= make().catch((error) => {
  delete kept[key];
  throw error;
}));

const sheet = new CSSStyleSheet();
const style = () => once('css', async () => sheet.replaceSync(await (await load('css')).text()));
const texts = (language) => once(language, async () => (await load(language)).json());
const widget = () => once('glue', async () => {
  const wasm = load('wasm');
  wasm.catch(() => {});
  const glue = await import(address('glue'));
  await glue.default({ module_or_path: wasm });
  return glue;
});

const placeholder = {
  nl: ['Even laden…', 'Het laden lukt niet. Is er verbinding?', 'Opnieuw proberen'],
  en: ['Loading…', 'Loading does not work. Is there a connection?', 'Try again'],
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
  static observedAttributes = ['lang'];
  #root = this.attachShadow({ mode: 'open' });
  #mounted;
  #token;
  #tokenSpent = false;
  #whenToken;
  #starting = false;

  get #language() {
    const wanted = this.lang || this.closest('[lang]')?.lang || navigator.language;
    return wanted.startsWith('nl') ? 'nl' : 'en';
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

  async attributeChangedCallback() {
    if (!this.#mounted) return;
    const language = this.#language;
    try {
      const words = await texts(language);
      if (language === this.#language) this.#mounted?.speak(words, language);
    } catch {
      // The language file did not come: the words stay as they are.
    }
  }

  async #start() {
    if (this.#starting) return;
    this.#starting = true;
    const language = this.#language;
    const [wait] = placeholder[language];
    const card = make('div', 'tw card skeleton', make('p', 'tw hidden', wait), ...['title', 'line', 'box', 'box'].map((shape) => make('div', `tw bone ${shape}`)));
    card.setAttribute('aria-busy', 'true');
    try {
      // `inFrame` is set by the frame's own document (`frame.js`) and says how to reach the page around it.
      const framed = !this.inFrame && (this.hasAttribute('frame') ? 'frame' : isFramed() && 'refuse');
      if (framed) {
        const [show] = await Promise.all([once('host', () => import(address('host'))), style()]);
        this.#starting = false;
        if (!this.isConnected || this.#mounted) return;
        this.#mounted = show[framed](this, card, () => this.#handOver(), (error) => {
          this.#leave();
          this.#fail(error);
        });
        return;
      }
      const opening = this.#open();
      opening.catch(() => {});
      const loading = Promise.all([widget(), texts(language), style()]);
      style().then(() => this.#starting && this.isConnected && this.#root.replaceChildren(card), () => {});
      const [{ mount }, words] = await loading;
      this.#starting = false;
      if (!this.isConnected || this.#mounted) return;
      this.#mounted = mount(this.constructor.view, this, this.#root, this.#api, words, language, opening, () => this.#open());
      if (language !== this.#language) this.attributeChangedCallback();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    this.#starting = false;
    if (!this.isConnected || this.#mounted) return;
    console.error('tweestap', error);
    const [, failed, again] = placeholder[this.#language];
    const button = make('button', 'tw button primary', again);
    button.dataset.action = 'retry';
    button.onclick = () => this.#start();
    const alert = make('p', 'tw', failed);
    alert.role = 'alert';
    alert.dataset.error = 'load_failed';
    this.#root.replaceChildren(make('div', 'tw card', alert, button));
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

for (const view of ['enrolment', 'challenge', 'settings']) {
  const name = `tweestap-${view}`;
  if (!customElements.get(name)) customElements.define(name, class extends TweestapElement { static view = view; });
}
