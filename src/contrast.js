/**
 * Keeps a school's colours readable. What falls short of WCAG 2.2 against what it stands on (4.5:1 for text, 3:1
 * for borders) gets another lightness of the same hue, just as much as it needs; what is no colour is left out.
 * Each time that happens the console says it once, and the element fires `tweestap:contrast`.
 *
 * A file of its own, loaded only where a `--tweestap-*` colour is set: most pages never need it. A script and not
 * Rust, because it works before the widget's wasm is there, and on values that only the browser can resolve. One
 * file, longer than ours usually are, so that it is one request.
 */
const settable = ['accent', 'on-accent', 'text', 'quiet', 'surface', 'sunken', 'line', 'control-line'];
const white = [255, 255, 255];
const black = [0, 0, 0];

// ---- Colours: [red, green, blue, alpha = 1], 0 to 255 ----

const linear = (byte) => (byte <= 10.31475 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

/** WCAG's contrast of two opaque colours, 1 to 21. */
export const ratio = (a, b) => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

const mixed = (top, below, share) => below.slice(0, 3).map((byte, i) => Math.round(top[i] * share + byte * (1 - share)));
const over = (top, below) => mixed(top, below, top[3] ?? 1);
const hex = (colour) => `#${colour.slice(0, 3).map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
const lowest = (colour, backs) => Math.min(...backs.map((back) => ratio(colour, back)));

/** OKLab (Björn Ottosson): equal steps of lightness look equal, and the hue stays while it moves. */
const lab = (colour) => {
  const [r, g, b] = colour.map(linear);
  const [l, m, s] = [
    0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
    0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
    0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
  ].map(Math.cbrt);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
};

/** The colour of this lightness, as colourful as the screen can show it. */
const shown = (lightness, a, b) => {
  for (let share = 1; ; share -= 0.05) {
    const [l, m, s] = [
      lightness + (0.3963377774 * a + 0.2158037573 * b) * share,
      lightness - (0.1055613458 * a + 0.0638541728 * b) * share,
      lightness - (0.0894841775 * a + 1.291485548 * b) * share,
    ].map((cone) => cone ** 3);
    const light = [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
    ];
    if (share <= 0 || light.every((part) => part > -0.0005 && part < 1.0005)) {
      return light.map((part) => Math.min(1, Math.max(0, part)))
        .map((part) => Math.round(part <= 0.0031308 ? part * 3294.6 : 269.025 * part ** (1 / 2.4) - 14.025));
    }
  }
};

/** `colour` itself if it has `need` on all of `backs`; else the nearest lightness that has, or black or white. */
export const readable = (colour, backs, need) => {
  if (lowest(colour, backs) >= need) return colour;
  const toLight = lowest(white, backs) > lowest(black, backs);
  const [lightness, a, b] = lab(colour);
  let [fails, holds, found] = [lightness, toLight ? 1 : 0, toLight ? white : black];
  for (let halving = 0; halving < 16; halving += 1) {
    const middle = (fails + holds) / 2;
    const tried = shown(middle, a, b);
    if (lowest(tried, backs) < need) fails = middle;
    else [holds, found] = [middle, tried];
  }
  return found;
};

/**
 * What every token comes to. `given`: by name, a colour, or a string where the page's value is no colour;
 * `plain(name, dark)`: the widget's own; `dark`: of the scheme; `page`: what shows through a surface.
 */
export const plan = (given, plain, dark, page) => {
  const adjusted = [];
  let deep = dark;
  // A school that sets only its ground wants a shade of that for what is sunk in it.
  const shade = (name) => name === 'sunken' && Array.isArray(given.surface) && mixed(deep ? white : black, surface, 0.06);
  const wish = (name) => (Array.isArray(given[name]) ? given[name] : shade(name) || plain(name, deep));
  const surface = over(wish('surface'), page);
  // A dark card in the light theme wants the light letters of the dark one.
  deep = lowest(white, [surface]) > lowest(black, [surface]);
  const result = {};
  const set = (name, backs, need, from = name, ground = surface) => {
    const wanted = over(wish(from), ground);
    const used = readable(wanted, backs, need);
    result[name] = used;
    if (Array.isArray(given[from]) && used !== wanted) {
      const worst = backs.toSorted((x, y) => ratio(wanted, x) - ratio(wanted, y))[0];
      adjusted.push({ property: `--tweestap-${from}`, value: hex(wanted), on: hex(worst), ratio: Math.floor(ratio(wanted, worst) * 100) / 100, needs: need, used: hex(used) });
    }
    return used;
  };
  const [redGround, greenGround, warningGround] = ['error-sunken', 'good-sunken', 'warning-sunken'].map((name) => (result[name] = plain(name, deep)));
  const sunken = set('sunken', [deep ? white : black], 4.5);
  const text = set('text', [surface, sunken, redGround, greenGround, warningGround], 4.5);
  set('quiet', [surface, sunken, warningGround], 4.5);
  const accent = result.accent = over(wish('accent'), surface);
  set('ink', [surface, sunken], 4.5, 'accent');
  const onAccent = set('on-accent', [accent], 4.5, 'on-accent', accent);
  // As the style sheet does it; where that would bring ground and words together, away from the words.
  const hover = mixed(accent, text, 0.88);
  const away = lowest(onAccent, [white]) > lowest(onAccent, [black]) ? white : black;
  if (lowest(onAccent, [hover]) < 4.5) result.hover = mixed(accent, away, 0.88);
  set('control-line', [surface], 3);
  result.line = over(wish('line'), surface);
  result.error = readable(plain('error', deep), [surface, redGround], 4.5);
  result.good = readable(plain('good', deep), [surface, greenGround], 4.5);
  // A surface that lets the page through stays as it is.
  result.surface = Array.isArray(given.surface) ? given.surface : surface;
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'string') adjusted.push({ property: `--tweestap-${name}`, value, used: hex(result[name]) });
  }
  return { result, adjusted, deep };
};

// ---- What the browser makes of the page's values ----

const numbers = (text) => {
  const [r, g, b, alpha = 1] = text.match(/(?<=[\s(])(-?[\d.]+(e-?\d+)?|none)/g).map((part) => Number(part) || 0);
  const scale = text.startsWith('color') ? 255 : 1;
  return [...[r, g, b].map((part) => Math.round(Math.min(255, Math.max(0, part * scale)))), alpha];
};

/** `color-mix` brings every notation to one, `color(srgb …)`. */
const inOneNotation = (colour) => `color-mix(in srgb, ${colour}, ${colour})`;

/** The colours behind the element, from the outermost in. */
const behind = (host, probe, canvas) => {
  const layers = [];
  for (let at = host; at; at = at.assignedSlot ?? at.parentElement ?? at.getRootNode().host) {
    const tried = document.createElement('s');
    tried.style.color = inOneNotation(getComputedStyle(at).backgroundColor);
    probe.append(tried);
    layers.push(numbers(getComputedStyle(tried).color));
    tried.remove();
  }
  return layers.reduceRight((below, layer) => over(layer, below), canvas);
};

const warned = new Set();
const warn = ({ property, value, on, ratio: has, needs, used }) => {
  const text = on
    ? `tweestap: ${property} (${value}) has a contrast of ${has}:1 on ${on}, and needs ${needs}:1. Used instead: ${used}.`
    : `tweestap: ${property} (${value}) is no colour. Used instead: ${used}.`;
  if (!warned.has(text)) console.warn(text);
  warned.add(text);
};

class Guard {
  #sheet = new CSSStyleSheet();
  #probe = document.createElement('div');
  #seen = '';
  #told = '[]';

  constructor(host, root) {
    Object.assign(this, { host, root });
    this.#probe.className = 'probe';
    this.#probe.ariaHidden = 'true';
    this.#probe.append(...[...settable.map(() => 'i'), 'b', 'u'].map((tag) => document.createElement(tag)));
    this.probing = new CSSStyleSheet();
    // What is no colour inherits the probe's own.
    this.probing.replaceSync(settable.map((name, i) => `.probe > :nth-child(${i + 1}) { color: ${inOneNotation(`var(--tweestap-${name})`)} }`).join(''));
    root.adoptedStyleSheets.push(this.probing, this.#sheet);
    root.append(this.#probe);
    // The browser itself tells when a colour changes, for whatever reason: theme, class, style sheet, hover.
    for (const kind of ['run', 'start', 'cancel', 'end']) {
      this.#probe.addEventListener(`transition${kind}`, (event) => {
        event.stopPropagation();
        if (kind === 'end') this.look();
      });
    }
    // The widget empties its root when it begins, and has no transitions while it is hidden.
    new MutationObserver(() => this.#probe.parentNode || root.append(this.#probe)).observe(root, { childList: true });
    new ResizeObserver(() => this.look()).observe(host);
  }

  look() {
    if (!this.#probe.isConnected) return;
    const [plain, scheme] = [...this.#probe.children].slice(-2).map(getComputedStyle);
    const none = getComputedStyle(this.#probe).color;
    const here = getComputedStyle(this.host);
    const given = {};
    settable.forEach((name, i) => {
      const raw = here.getPropertyValue(`--tweestap-${name}`).trim();
      const { color } = getComputedStyle(this.#probe.children[i]);
      if (raw) given[name] = color === none ? raw : numbers(color);
    });
    const dark = numbers(scheme.color)[0] === 0;
    const canvas = dark ? [18, 18, 18] : white;
    const page = given.surface?.[3] < 1 ? behind(this.host, this.#probe, canvas) : canvas;
    const seen = JSON.stringify([given, dark, page]);
    if (seen === this.#seen) return;
    this.#seen = seen;
    const own = (name, deep) => {
      const [, day, night] = plain.getPropertyValue(`--${name}`).match(/light-dark\((.+?),\s*(.+?)\)/);
      const digits = (deep ? night : day).slice(1).replace(/^(.)(.)(.)$/, '$1$1$2$2$3$3');
      return digits.match(/../g).map((pair) => parseInt(pair, 16));
    };
    const { result, adjusted, deep } = plan(given, own, dark, page);
    // What the style sheet comes to by itself is left to it.
    const itself = (name) => given[name] ?? own(name, dark);
    const differs = ([name, colour]) => {
      const wanted = itself(name);
      return typeof wanted === 'string' || hex(wanted) !== hex(colour) || (wanted[3] ?? 1) !== (colour[3] ?? 1);
    };
    const { ink, hover, ...tokens } = result;
    const changed = Object.entries(tokens).filter(differs);
    if (hex(ink) !== hex(tokens.accent)) changed.push(['ink', ink]);
    if (hover) changed.push(['hover', hover]);
    this.#use(changed, adjusted, deep === dark ? '' : `color-scheme: only ${deep ? 'dark' : 'light'};`);
  }

  #use(changed, adjusted, scheme) {
    const rules = changed.map(([name, colour]) => `--${name}: ${hex(colour)};`);
    // With `scheme`, native parts as radio buttons follow the card.
    this.#sheet.replaceSync(`@media not print { .card.card.card { ${rules.join(' ')} ${scheme} } }`);
    adjusted.forEach(warn);
    const told = JSON.stringify(adjusted);
    if (told === this.#told) return;
    this.#told = told;
    this.host.dispatchEvent(new CustomEvent('tweestap:contrast', { bubbles: true, composed: true, detail: { adjusted } }));
  }
}

const guards = new WeakMap();

/** Begins to look after an element, or looks at once. */
export const guard = (host, root) => {
  if (!guards.has(host)) guards.set(host, new Guard(host, root));
  guards.get(host).look();
};
