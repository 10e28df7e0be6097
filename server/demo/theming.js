// `/?theming` of the demonstration: a school tries its looks on real screens and copies the CSS. Nothing here is
// special to the demonstration's widget: it sets the custom properties that every page may set, by CSSOM,
// because the policy forbids inline styles.

const words = {
  nl: {
    title: 'Het uiterlijk van je school', lead: 'Draai aan de knoppen. Rechts zie je wat er gebeurt.', colours: 'Kleuren', type: 'Letters', shape: 'Vorm', shown: 'Hoe je het bekijkt',
    accent: 'Hoofdkleur', 'on-accent': 'Letters op de hoofdkleur', text: 'Tekst', quiet: 'Uitleg', surface: 'Vlak', sunken: 'Verdiept vlak', line: 'Dunne lijnen', 'control-line': 'Randen van velden',
    font: 'Lettertype', fonts: { '': 'Dat van de pagina', 'Georgia, serif': 'Met schreef', 'Verdana, sans-serif': 'Breed', '"Trebuchet MS", sans-serif': 'Rond' },
    'font-size': 'Grootte van de tekst', 'heading-size': 'Grootte van de kop', 'heading-weight': 'Dikte van de kop',
    radius: 'Ronding', space: 'Ruimte', density: 'Dichtheid', 'max-width': 'Grootste breedte', shadow: 'Schaduw', shadows: { '': 'Geen', '0 2px 12px rgb(0 0 0 / 15%)': 'Zacht', '0 12px 40px rgb(0 0 0 / 30%)': 'Diep' },
    theme: 'Licht of donker', themes: { auto: 'Zoals de pagina', light: 'Licht', dark: 'Donker' }, language: 'Taal van de schermen',
    css: 'De CSS voor je pagina', none: '/* Nog niets veranderd. */', copy: 'Kopieer de CSS', copied: 'Gekopieerd.', notCopied: 'Kopiëren lukt niet. Selecteer de tekst zelf.', reset: 'Begin opnieuw', back: 'Alle schermen',
    guard: 'Leesbaarheid', fine: 'Al je kleuren zijn goed te lezen.',
    told: ({ property, value, ratio, on, needs, used }) => (on ? `${property}: ${value} op ${on} heeft contrast ${number(ratio, 'nl')}, nodig is ${number(needs, 'nl')}. Gebruikt: ${used}.` : `${property}: ${value} is geen kleur. Gebruikt: ${used}.`),
  },
  en: {
    title: 'The looks of your school', lead: 'Turn the knobs. Beside them you see what happens.', colours: 'Colours', type: 'Type', shape: 'Shape', shown: 'How you look at it',
    accent: 'Main colour', 'on-accent': 'Words on the main colour', text: 'Text', quiet: 'Explanations', surface: 'Ground', sunken: 'Sunken ground', line: 'Thin lines', 'control-line': 'Edges of fields',
    font: 'Typeface', fonts: { '': 'The page’s', 'Georgia, serif': 'With serifs', 'Verdana, sans-serif': 'Wide', '"Trebuchet MS", sans-serif': 'Round' },
    'font-size': 'Size of the text', 'heading-size': 'Size of the heading', 'heading-weight': 'Weight of the heading',
    radius: 'Roundness', space: 'Space', density: 'Density', 'max-width': 'Greatest width', shadow: 'Shadow', shadows: { '': 'None', '0 2px 12px rgb(0 0 0 / 15%)': 'Soft', '0 12px 40px rgb(0 0 0 / 30%)': 'Deep' },
    theme: 'Light or dark', themes: { auto: 'As the page', light: 'Light', dark: 'Dark' }, language: 'Language of the screens',
    css: 'The CSS for your page', none: '/* Nothing changed yet. */', copy: 'Copy the CSS', copied: 'Copied.', notCopied: 'Copying does not work. Select the text yourself.', reset: 'Start over', back: 'All screens',
    guard: 'Readability', fine: 'All your colours can be read well.',
    told: ({ property, value, ratio, on, needs, used }) => (on ? `${property}: ${value} on ${on} has contrast ${number(ratio, 'en')}, needed is ${number(needs, 'en')}. Used: ${used}.` : `${property}: ${value} is no colour. Used: ${used}.`),
  },
};
const number = (value, lang) => new Intl.NumberFormat(lang, { maximumFractionDigits: 2 }).format(value);

const languages = { nl: 'Nederlands', 'nl-BE': 'Vlaams', en: 'English', fr: 'Français', de: 'Deutsch', ar: 'العربية' };
/** Screens that show every part between them. */
const screens = ['method', 'scan', 'phone-invalid', 'recovery-codes', 'challenge-remember', 'settings-app'];
/** The widget's own, light and dark (`style/tokens.css`): where the colour pickers start. */
const own = {
  accent: ['#0b5f6b', '#7ad3dc'], 'on-accent': ['#ffffff', '#06272c'], text: ['#1b2327', '#e9eef0'], quiet: ['#55626a', '#a6b4bb'],
  surface: ['#ffffff', '#1a2125'], sunken: ['#f3f6f7', '#232c31'], line: ['#dbe2e5', '#36434a'], 'control-line': ['#7c8a91', '#84949c'],
};
/** Smallest, largest, step, where it starts, unit. */
const ranges = {
  'font-size': [14, 22, 1, 16, 'px'], 'heading-size': [1.1, 2.2, 0.1, 1.5, 'em'], 'heading-weight': [400, 800, 100, 600, ''],
  radius: [0, 28, 1, 12, 'px'], space: [2, 8, 0.5, 4, 'px'], density: [0.5, 1.5, 0.05, 1, ''], 'max-width': [18, 40, 1, 30, 'em'],
};

/** `tools`: what the portal's own script makes its pages of. */
export async function theming({ h, action, main, call, specimen, lang, theme, home }) {
  const t = words[lang] ?? words.en;
  const changed = new Map();
  document.head.append(h('link', { rel: 'stylesheet', href: '/theming.css' }));
  document.body.classList.add('gallery');
  delete main.dataset.portal;
  document.title = `${t.title} · ${home}`;

  const dark = () => (look.theme === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : look.theme === 'dark');
  const look = { theme, lang };
  const labelled = (name, label, control, ...more) => {
    control.id = `knob-${name}`;
    control.dataset.knob = name;
    return h('div', { class: 'knob' }, h('label', { for: control.id }, label), control, ...more);
  };
  const select = (name, label, options) => labelled(name, label, h('select', {}, ...Object.entries(options).map(([value, said]) => h('option', { value, selected: look[name] === value }, said))));
  const range = (name) => {
    const [min, max, step, value, unit] = ranges[name];
    return labelled(name, t[name], h('input', { type: 'range', min, max, step, value, 'data-unit': unit }), h('output', { for: `knob-${name}` }, `${value}${unit}`));
  };
  const group = (title, ...knobs) => h('fieldset', { class: 'card' }, h('legend', {}, title), ...knobs);
  const css = h('pre', { tabindex: 0, role: 'region', 'aria-label': t.css, 'data-css': true });
  const said = h('p', { role: 'status', class: 'said' });
  const guard = h('ul', { class: 'adjusted', 'data-adjusted': true });
  const knobs = h('div', { class: 'knobs' },
    group(t.shown, select('theme', t.theme, t.themes), select('lang', t.language, languages)),
    group(t.colours, ...Object.keys(own).map((name) => labelled(name, t[name], h('input', { type: 'color' })))),
    group(t.type, select('font', t.font, t.fonts), range('font-size'), range('heading-size'), range('heading-weight')),
    group(t.shape, range('radius'), range('space'), range('density'), range('max-width'), select('shadow', t.shadow, t.shadows)),
    h('section', { class: 'card' }, h('h2', {}, t.guard), h('div', { role: 'status' }, guard)),
    h('section', { class: 'card' }, h('h2', {}, t.css), css, h('div', { class: 'buttons' }, action('copy-css', t.copy, 'primary'), action('reset-looks', t.reset, 'secondary')), said));
  const entries = (await call('GET', '/demo/gallery')).filter(({ name }) => screens.includes(name));
  const shown = h('div', { class: 'all looks' }, ...entries.map(specimen));
  const widgets = [...shown.querySelectorAll('[api]')];

  const apply = () => {
    for (const widget of widgets) {
      widget.setAttribute('theme', look.theme);
      widget.setAttribute('lang', look.lang);
      widget.removeAttribute('style');
      for (const [name, value] of changed) widget.style.setProperty(`--tweestap-${name}`, value);
    }
    const lines = [...changed].map(([name, value]) => `  --tweestap-${name}: ${value};\n`);
    css.textContent = changed.size ? `tweestap-enrolment, tweestap-challenge, tweestap-settings {\n${lines.join('')}}\n` : t.none;
    shown.dataset.theme = look.theme;
    said.textContent = '';
  };
  /** Every knob as the widget is by itself, but for what was changed. */
  const rest = () => {
    for (const knob of knobs.querySelectorAll('[data-knob]')) {
      const { knob: name, unit } = knob.dataset;
      if (own[name]) knob.value = changed.get(name) ?? own[name][Number(dark())];
      if (changed.has(name) || look[name]) continue;
      if (ranges[name]) [knob.value, knob.nextElementSibling.value] = [ranges[name][3], `${ranges[name][3]}${unit}`];
      if (knob.matches('select')) knob.value = '';
    }
  };
  knobs.addEventListener('input', ({ target }) => {
    const { knob: name, unit = '' } = target.dataset;
    if (!name) return;
    if (name in look) look[name] = target.value;
    else if (target.value) changed.set(name, `${target.value}${unit}`);
    else changed.delete(name);
    if (ranges[name]) target.nextElementSibling.value = `${target.value}${unit}`;
    if (name === 'theme') rest();
    apply();
  });

  const adjusted = new Map();
  const tell = () => {
    const lines = new Set([...adjusted.values()].flat().map(t.told));
    guard.replaceChildren(...(lines.size ? [...lines] : [t.fine]).map((line) => h('li', {}, line)));
    guard.dataset.adjusted = lines.size;
  };
  shown.addEventListener('tweestap:contrast', ({ target, detail }) => {
    adjusted.set(target, detail.adjusted);
    tell();
  });

  document.addEventListener('click', async ({ target }) => {
    const pressed = target.closest?.('button[data-action]')?.dataset.action;
    if (pressed === 'reset-looks') {
      changed.clear();
      rest();
      apply();
    }
    if (pressed === 'copy-css') said.textContent = await navigator.clipboard.writeText(css.textContent).then(() => t.copied, () => t.notCopied);
  });

  rest();
  apply();
  tell();
  const link = new URLSearchParams(location.search);
  link.delete('theming');
  main.replaceChildren(h('h1', {}, t.title), h('p', { class: 'lead' }, t.lead), h('p', {}, h('a', { href: `?gallery&${link}` }, t.back)), h('div', { class: 'theming' }, knobs, shown));
  main.removeAttribute('aria-busy');
}
