// The portal of a fictitious school, as an example of embedding Tweestap: the first half is what a school
// writes, the second half (demo phone, hardware token, clock, gallery) exists for demonstrations and tests only.
// It never decides who is signed in: its server does, from the signed assertion, not from the event.
// One file, longer than ours usually are, so that the page needs no second round trip and can be read top down.

export const nl = {
  signIn: 'Inloggen', welcome: 'Welkom bij het Voorbeeldcollege', tagline: 'Rooster, cijfers en berichten op één plek.',
  username: 'Gebruikersnaam', password: 'Wachtwoord', logIn: 'Log in', logOut: 'Log uit', goOn: 'Ga verder',
  slow: 'Dit duurt langer dan anders. Even geduld.',
  empty: 'Vul je gebruikersnaam en je wachtwoord in.',
  wrong: 'Je naam of wachtwoord klopt niet. Probeer het opnieuw.',
  offline: 'De school is nu niet bereikbaar. Probeer het zo opnieuw.',
  refused: 'Het inloggen is niet gelukt. Log opnieuw in.', ended: 'Je was uitgelogd. Log opnieuw in.',
  unsure: 'De school was niet bereikbaar. Herlaad straks deze pagina en kijk of je bent uitgelogd.',
  almost: 'Nog één stap', almostText: 'Je wachtwoord klopt. Bevestig nu dat jij het bent.',
  setUpText: 'Je wachtwoord klopt. Stel nu je tweede stap in.', notNow: 'Toch niet inloggen',
  hello: (name) => `Hallo ${name}`, today: 'Dit is je dag in het kort.', back: 'Naar het overzicht',
  twoSteps: 'Inloggen in twee stappen', setUp: 'Stel in', look: 'Bekijk instellingen',
  why: 'Na je wachtwoord vul je een code in van je telefoon. Zo blijven je gegevens van jou.',
  isOn: 'Gelukt. Inloggen in twee stappen staat aan.', enrolment: 'Inloggen in twee stappen', settings: 'Inloggen en beveiliging',
  admin: 'Beheer', manage: 'Beheer de school', manageText: 'Wie heeft een tweede stap? Help mensen die niet meer binnenkomen.',
  forgotQuestion: 'Wachtwoord vergeten?', forgot: 'Wachtwoord vergeten', changePassword: 'Verander wachtwoord',
  again: 'Eerst even je wachtwoord', againText: 'Je bent al een tijdje ingelogd. Daarom vragen we je wachtwoord nog een keer.',
  timetable: ['Rooster van vandaag', ['Wiskunde', 'lokaal 112', '08.30'], ['Nederlands', 'lokaal 204', '09.20'], ['Biologie', 'lab 3', '10.30']],
  marks: ['Laatste cijfers', ['Geschiedenis', 'toets hoofdstuk 4', '7,8'], ['Engels', 'spreekbeurt', '8,1'], ['Wiskunde', 'so algebra', '6,9']],
  toMark: ['Nog na te kijken', ['Klas 3A', 'so algebra', '28'], ['Klas 2C', 'toets hoofdstuk 4', '26'], ['Klas 4B', 'werkstuk', '19']],
  agenda: ['Agenda van vandaag', ['Werkoverleg', 'zaal 2', '09.00'], ['Aangifte familie De Wit', 'kamer 4', '11.00'], ['Kwartaalcijfers', 'online', '14.30']],
  mail: ['Berichten', ['Mentoruur verplaatst', 'mevrouw Jansen', 'ma'], ['Oudergesprekken', 'administratie', 'vr'], ['Excursie Naturalis', 'meneer Bakker', 'do']],
  demo: 'Demonstratie', pick: 'Kies een account. Het wachtwoord is steeds:', notReal: 'Voorbeeldcollege is een verzonnen school. Dit is een demonstratie van Tweestap.',
  accounts: {
    leerling: 'zet het zelf aan', docent: 'heeft meer dan één apparaat', ouder: 'deelt een computer', beheerder: 'zorgt voor de school',
    balie: 'kreeg een codekastje van school', kantoor: 'moet wel van het kantoor',
  },
  phone: 'Demo-telefoon', messages: (n) => (n === 1 ? '1 bericht' : `${n} berichten`), noMessages: 'Nog geen berichten. Hier zie je de sms en mail die de school zou sturen.',
  sms: 'Sms aan', mailTo: 'Mail aan', newMessage: 'Nieuw bericht op de demo-telefoon:', lost: 'De demo-telefoon heeft geen verbinding.',
  token: 'Codekastje', tokenOf: (owner) => `Hoort bij het account ${owner}.`, press: 'Druk op de knop', tokenGone: 'Dit kastje hoort bij niemand meer.',
  clock: 'Klok van de demonstratie', steps: ['+30 seconden', '+6 minuten', '+12 uur', '+1 week'], restart: 'Begin opnieuw',
  clockHelp: 'Ben je langer dan 5 minuten ingelogd? Dan vraagt Tweestap je wachtwoord opnieuw.',
  language: 'Taal', theme: 'Kleuren', themes: { auto: 'Automatisch', light: 'Licht', dark: 'Donker' }, gallery: 'Alle schermen', theming: 'Eigen uiterlijk',
  welcomeTo: (school) => `Welkom bij ${school}`, otherSchool: 'Andere school', singleSignOn: 'Mijn school heeft al om een tweede stap gevraagd',
};

/** @type {typeof nl} */
export const en = {
  signIn: 'Sign in', welcome: 'Welcome to Voorbeeldcollege', tagline: 'Timetable, marks and messages in one place.',
  username: 'User name', password: 'Password', logIn: 'Sign in', logOut: 'Sign out', goOn: 'Continue',
  slow: 'This takes longer than usual. One moment please.',
  empty: 'Fill in your user name and your password.',
  wrong: 'Your name or password is not right. Try again.',
  offline: 'The school cannot be reached now. Try again in a moment.',
  refused: 'Signing in did not work. Sign in again.', ended: 'You were signed out. Sign in again.',
  unsure: 'The school could not be reached. Reload this page later to see whether you are signed out.',
  almost: 'One more step', almostText: 'Your password is right. Now confirm that it is you.',
  setUpText: 'Your password is right. Now set up your second step.', notNow: 'Do not sign in after all',
  hello: (name) => `Hello ${name}`, today: 'This is your day at a glance.', back: 'Back to overview',
  twoSteps: 'Sign in with two steps', setUp: 'Set up', look: 'View settings',
  why: 'After your password you type a code from your phone. That keeps your data yours.',
  isOn: 'Done. Signing in with two steps is on.', enrolment: 'Sign in with two steps', settings: 'Sign-in and security',
  admin: 'School desk', manage: 'Look after the school', manageText: 'Who has a second step? Help people who cannot get in.',
  forgotQuestion: 'Forgot your password?', forgot: 'Forgotten password', changePassword: 'Change password',
  again: 'Your password first', againText: 'You signed in a while ago. That is why we ask for your password once more.',
  timetable: ['Timetable for today', ['Maths', 'room 112', '08:30'], ['Dutch', 'room 204', '09:20'], ['Biology', 'lab 3', '10:30']],
  marks: ['Latest marks', ['History', 'test chapter 4', '7.8'], ['English', 'presentation', '8.1'], ['Maths', 'quiz algebra', '6.9']],
  toMark: ['Still to mark', ['Class 3A', 'quiz algebra', '28'], ['Class 2C', 'test chapter 4', '26'], ['Class 4B', 'essay', '19']],
  agenda: ['Agenda for today', ['Team meeting', 'room 2', '09:00'], ['Tax return of the De Wit family', 'room 4', '11:00'], ['Quarterly figures', 'online', '14:30']],
  mail: ['Messages', ['Tutor hour moved', 'Ms Jansen', 'Mon'], ['Parents’ evening', 'school office', 'Fri'], ['Trip to Naturalis', 'Mr Bakker', 'Thu']],
  demo: 'Demonstration', pick: 'Choose an account. The password is always:', notReal: 'Voorbeeldcollege is an invented school. This is a demonstration of Tweestap.',
  accounts: {
    leerling: 'switches it on', docent: 'has more than one device', ouder: 'shares a computer', beheerder: 'looks after the school',
    balie: 'has a code device from school', kantoor: 'must, says the office',
  },
  phone: 'Demo phone', messages: (n) => (n === 1 ? '1 message' : `${n} messages`), noMessages: 'No messages yet. Text messages and mail that the school would send appear here.',
  sms: 'Text to', mailTo: 'Mail to', newMessage: 'New message on the demo phone:', lost: 'The demo phone has no connection.',
  token: 'Code device', tokenOf: (owner) => `Belongs to the account ${owner}.`, press: 'Press the button', tokenGone: 'This device belongs to nobody any more.',
  clock: 'Clock of the demonstration', steps: ['+30 seconds', '+6 minutes', '+12 hours', '+1 week'], restart: 'Start over',
  clockHelp: 'Signed in for more than 5 minutes? Then Tweestap asks for your password again.',
  language: 'Language', theme: 'Colours', themes: { auto: 'Automatic', light: 'Light', dark: 'Dark' }, gallery: 'All screens', theming: 'Your own looks',
  welcomeTo: (school) => `Welcome to ${school}`, otherSchool: 'Another school', singleSignOn: 'My school has asked for a second step already',
};

const query = new URLSearchParams(location.search);
const widgetLang = query.get('lang') ?? 'nl';
/** The portal's own languages, each under its own name. */
const languages = { nl: 'Nederlands', en: 'English', fr: 'Français', de: 'Deutsch', ar: 'العربية' };
const primary = widgetLang.split('-')[0].toLowerCase();
const lang = Object.hasOwn(languages, primary) ? primary : 'nl';
/** Schools that say "u" to people: `?tone=formal`. */
const tone = query.get('tone') ?? undefined;
const theme = ['light', 'dark'].includes(query.get('theme')) ? query.get('theme') : 'auto';
const locale = { nl: 'nl-NL', en: 'en-GB', fr: 'fr-BE', de: 'de-DE', ar: 'ar-u-nu-latn' }[lang];
const t = { nl, en }[lang] ?? (await import('./portal-words.js'))[lang];
document.documentElement.lang = lang;
document.documentElement.dir = lang === 'ar' ? 'rtl' : 'ltr';
document.documentElement.dataset.theme = theme;

const main = document.querySelector('main');
const skeleton = main.firstElementChild;
let session = { state: 'signed-out' };
/** A school's own address needs no question which school: `/?school=voorbeeldkantoor`. */
const schools = { voorbeeldcollege: 'Voorbeeldcollege', voorbeeldkantoor: 'Voorbeeldkantoor' };
const school = Object.hasOwn(schools, query.get('school')) ? query.get('school') : undefined;
/** The school of the page while nobody has signed in. */
const home = schools[school ?? 'voorbeeldcollege'];

// ---- Embedding: everything a portal does with the widget ----

/** Where Tweestap is, when the page comes from another origin than it. */
const elsewhere = document.documentElement.dataset.tweestap ?? '';

/** One widget element; `on` maps its events to what the portal does then. With `?frame` it stands in a frame of its own. */
function widget(view, on, api = `${elsewhere}/api/v1`, tokenUrl = '/demo/portal/token') {
  const framed = query.has('frame') && { frame: true, school: session.school_id };
  // Somebody who forgot a password has no token: the school is named instead.
  const named = !tokenUrl && { school: school ?? 'voorbeeldcollege' };
  const element = h(`tweestap-${view}`, { api, 'token-url': tokenUrl, lang: widgetLang, theme, tone, ...framed, ...named });
  for (const [name, handler] of Object.entries(on)) element.addEventListener(`tweestap:${name}`, handler);
  return element;
}

/**
 * After a right password. The challenge is mounted out of sight: somebody without a second step, or on a
 * remembered device, passes without ever seeing it. `done(asked)` follows once the server agrees.
 */
function secondStep(done) {
  let renewed = false;
  const ask = ({ detail }) => {
    if (detail.step) lead.textContent = detail.view === 'enrolment' || detail.step === 'enrol' ? t.setUpText : t.almostText;
    if (!section.hidden) return;
    for (const other of [...main.children]) if (other !== section) other.remove();
    section.hidden = element.hidden = false;
    arrive('challenge', t.almost);
    section.querySelector('h1').focus(); // the widget moves the focus on to its field
  };
  const element = widget('challenge', {
    step: ask,
    error: ask,
    // The widget's own session has ended. Another token is enough while the portal's lasts; but only once,
    // or a refusal that stays would go round for ever.
    reauthenticate: async () => {
      const { token } = renewed ? {} : await call('POST', '/demo/portal/token').catch(() => ({}));
      renewed = true;
      if (!section.isConnected) return;
      if (token) element.token = token;
      else signedOut(t.ended);
    },
    verified: async ({ detail }) => {
      busy(true);
      const failure = await call('POST', '/demo/portal/verified', detail)
        .then((accepted) => { session = { ...session, ...accepted }; }, (refusal) => refusal);
      if (!section.isConnected) return; // the person has left meanwhile
      if (failure) return signedOut(failure.status ? t.refused : t.offline);
      const asked = !section.hidden;
      section.remove();
      done(asked);
    },
  });
  const lead = h('p', { class: 'lead' }, t.almostText);
  const section = h('section', { class: 'narrow', hidden: true }, h('h1', { tabindex: -1 }, t.almost), lead, element, action('sign-out', t.notNow, 'link'));
  element.hidden = true;
  main.append(section);
}

/**
 * A forgotten password: nobody is signed in, so there is no token, and the school is named instead. Where the address ends in
 * `#t=…`, the same element asks for the new password. Such a page must send `Referrer-Policy: no-referrer`.
 */
function forgotten() {
  const signIn = () => location.assign(here((changed) => changed.delete('password')));
  const element = widget('password', {
    cancelled: signIn,
    changed: ({ detail }) => detail.what === 'finished' && signIn(),
  }, undefined, false);
  show(t.forgot, h('section', { class: 'panel' }, h('div', { class: 'narrow' }, h('h1', { tabindex: -1 }, t.forgot)), element));
}

/** This page with another query, and without anybody's link behind the `#`. */
function here(change) {
  const changed = new URLSearchParams(location.search);
  change(changed);
  return `${location.pathname}?${changed}`;
}

/** Enrolment, settings or another password, on a page of its own with a way back. What ends inside the settings leads back to them. */
function panel(view) {
  let last;
  const ends = view === 'password' ? {
    changed: ({ detail }) => detail.what === 'finished' && signOut(),
    cancelled: () => go(''),
  } : view === 'enrolment' && {
    step: ({ detail }) => { last = detail.step; },
    changed: ({ detail }) => detail.what === 'finished' && go('', last === 'not-needed' ? '' : t.isOn),
    cancelled: () => go(''),
  };
  const element = widget(view, {
    ...ends,
    reauthenticate: () => reauthenticate(element),
    error: compareSession,
  });
  show(t[view], h('section', { class: 'panel' },
    h('div', { class: view !== 'admin' && 'narrow' }, action('open-dashboard', [icon('back'), t.back], 'link'), h('h1', { tabindex: -1 }, t[view])), element));
}

/** The widget wants to know that it is still the same person: ask the password, then hand over a fresh token. */
function reauthenticate(element) {
  if (main.querySelector('.again')) return;
  const form = passwordForm(t.goOn, async (username, password) => {
    const asBefore = { single_sign_on: session.single_sign_on ?? false };
    session = { ...session, ...await call('POST', '/demo/portal/sign-in', { username, password, ...asBefore }) };
    secondStep(async (asked) => {
      const { token } = asked ? {} : await call('POST', '/demo/portal/token').catch(() => ({}));
      if (!token) return render(); // the widget starts afresh, at the step where it was
      element.token = token;
      card.remove();
      busy(false);
    });
  }, true);
  const card = h('section', { class: 'card again' }, h('h2', {}, t.again), h('p', {}, t.againText), form);
  element.before(card);
  card.querySelector('[data-field="password"]').focus();
}

// ---- The portal's own sign-in and pages ----

function signedOut(notice = '') {
  session = { ...session, state: 'signed-out' };
  const form = passwordForm(t.logIn, async (username, password) => {
    const singleSignOn = document.querySelector('#single-sign-on')?.checked ?? false;
    session = await call('POST', '/demo/portal/sign-in', { username, password, school, single_sign_on: singleSignOn });
    secondStep(() => render());
  });
  show(t.signIn, h('section', { class: 'card welcome' },
    h('div', { class: 'banner' }, icon('crest'), h('p', { class: 'big' }, school ? t.welcomeTo(home) : t.welcome), h('p', {}, t.tagline)),
    h('div', { class: 'form' }, h('h1', { tabindex: -1 }, t.signIn), form,
      action('open-password', t.forgotQuestion, 'link'), otherSchools())));
  if (notice) form.querySelector('[role="alert"]').append(icon('warning'), notice);
}

/** The schools, each at its own address. */
function otherSchools() {
  const address = (id) => {
    const changed = new URLSearchParams(location.search);
    changed.set('school', id);
    return `?${changed}`;
  };
  return h('details', { class: 'schools' }, h('summary', {}, t.otherSchool), h('ul', {}, ...Object.entries(schools).map(([id, name]) =>
    h('li', {}, h('a', { href: address(id), 'data-school': id, 'aria-current': name === home && 'true' }, name)))));
}

/** User name and password; `send` may throw what `call` throws. One request at a time, the name stays. */
function passwordForm(label, send, fixed = false) {
  const field = (name, attributes) => h('div', { class: 'field' }, h('label', { for: `portal-${name}` }, t[name]),
    h('input', { id: `portal-${name}`, 'data-field': name, 'aria-describedby': 'portal-alert', ...attributes }));
  const alert = h('p', { role: 'alert', id: 'portal-alert', class: 'alert' });
  const form = h('form', { novalidate: true },
    field('username', { autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', value: session.username, readonly: fixed }),
    field('password', { type: 'password', autocomplete: 'current-password' }),
    h('div', { class: 'messages' }, alert, h('p', { class: 'slow' }, t.slow)),
    h('button', { type: 'submit', class: 'primary', 'data-action': 'sign-in' }, label));
  const [username, password] = form.querySelectorAll('input');
  const complain = (sentence, field) => {
    busy(false);
    alert.replaceChildren(icon('warning'), sentence);
    field.focus();
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isBusy()) return;
    alert.replaceChildren();
    if (!username.value.trim() || !password.value) return complain(t.empty, username.value.trim() ? password : username);
    busy(true);
    try {
      await send(username.value.trim(), password.value);
    } catch (failure) {
      if (failure.status === 401) password.value = '';
      complain(failure.status === 401 ? t.wrong : t.offline, password);
    }
  });
  return form;
}

async function signOut() {
  main.replaceChildren(skeleton);
  busy(true);
  history.replaceState(null, '', location.pathname + location.search);
  const notice = await call('POST', '/demo/portal/sign-out').then(() => '', () => t.unsure);
  session = { state: 'signed-out' };
  signedOut(notice);
}

function dashboard(notice = '') {
  const card = (symbol, [title, ...rows]) => h('section', { class: 'card quiet' }, h('h2', {}, icon(symbol), title),
    h('ul', {}, ...rows.map(([what, where, value]) => h('li', {}, h('span', {}, what, h('small', {}, where)), h('b', {}, value)))));
  const status = h('p', { role: 'status', class: 'notice' });
  const teaches = ['docent', 'beheerder'].includes(session.username);
  const school = [card('calendar', t.timetable), card('marks', teaches ? t.toMark : t.marks)];
  const day = session.username === 'kantoor' ? [card('calendar', t.agenda)] : school;
  show(t.hello(session.name.split(' ')[0]),
    h('h1', { tabindex: -1 }, t.hello(session.name.split(' ')[0])), h('p', { class: 'lead' }, t.today),
    status,
    h('section', { class: 'card two-steps' }, icon('shield'), h('div', {}, h('h2', {}, t.twoSteps), h('p', {}, t.why)),
      h('div', { class: 'buttons' }, action('open-enrolment', t.setUp, 'primary'), action('open-settings', t.look, 'secondary'), action('open-password', t.changePassword, 'secondary'))),
    // What only a manager may do is decided by the server; a link for others would only lead to a refusal.
    ...(session.username === 'beheerder' ? [h('section', { class: 'card two-steps' }, icon('shield'), h('div', {}, h('h2', {}, t.admin), h('p', {}, t.manageText)),
      h('div', { class: 'buttons' }, action('open-admin', t.manage, 'secondary')))] : []),
    h('div', { class: 'cards' }, ...day, card('envelope', t.mail)));
  if (notice) status.append(icon('check'), notice);
}

/** Which page belongs to the session and the address. The address survives a reload, the way back a click. */
function render(notice) {
  // Whoever follows the mail's link may be signed in here, even as somebody else.
  if (query.has('password')) return forgotten();
  if (session.state === 'challenge') {
    main.replaceChildren(skeleton);
    busy(true);
    return secondStep(() => render());
  }
  if (session.state !== 'signed-in') return signedOut(notice);
  const view = { '#enrolment': 'enrolment', '#settings': 'settings', '#admin': 'admin', '#password': 'password' }[location.hash];
  return view ? panel(view) : dashboard(notice);
}

function go(hash, notice) {
  // Leaving a finished view replaces it: "back" must not open it again.
  history[hash ? 'pushState' : 'replaceState'](null, '', location.pathname + location.search + hash);
  render(notice);
}

async function start() {
  const notice = await call('GET', '/demo/portal/session').then((now) => { session = now; }, () => t.offline);
  render(notice);
}

/** Something may have ended at the server: follow it, but leave a page that still holds alone. */
async function compareSession() {
  const before = session;
  const now = await call('GET', '/demo/portal/session').catch(() => before);
  if (session !== before || now.state === before.state || query.has('password')) return;
  session = now;
  render(now.state === 'signed-out' ? t.ended : '');
}

let visited = false;

function show(title, ...content) {
  main.replaceChildren(...content);
  arrive(session.state, title);
  if (visited) main.querySelector('h1').focus();
  visited = true;
}

function arrive(portal, title) {
  main.dataset.portal = portal;
  const signedIn = portal === 'signed-in';
  const school = (portal !== 'signed-out' && session.school) || home;
  document.title = `${title} · ${school}`;
  document.querySelector('.school span').textContent = school;
  document.querySelector('.person').replaceChildren(...(signedIn ? [h('span', {}, session.name), action('sign-out', t.logOut, 'on-bar')] : []));
  document.querySelector('.hint').hidden = portal !== 'signed-out' || query.has('password');
  busy(false);
}

const isBusy = () => main.getAttribute('aria-busy') === 'true';
const busy = (value) => (value ? main.setAttribute('aria-busy', 'true') : main.removeAttribute('aria-busy'));

/** JSON both ways. Throws with `status` when the server refuses, without when it cannot be reached. */
async function call(method, path, body = {}) {
  const options = method === 'GET' ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, { method, cache: 'no-store', signal: AbortSignal.timeout(30_000), ...options });
  const text = await response.text();
  if (!response.ok) throw Object.assign(new Error(`${path}: ${response.status}`), { status: response.status });
  return text ? JSON.parse(text) : {};
}

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  element.append(...children.flat());
  return element;
}

function icon(name) {
  const [svg, use] = ['svg', 'use'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  use.setAttribute('href', `#${name}`);
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

const action = (name, label, kind, more = {}) => h('button', { type: 'button', class: kind, 'data-action': name, ...more }, label);

// ---- Demonstration only: hint, phone, clock, language and theme ----

const accounts = {
  leerling: 'Sam de Vries', docent: 'Noor Jansen', ouder: 'Karim El Amrani', beheerder: 'Joke Peeters',
  balie: 'Conciërge', kantoor: 'Fatima Bakker',
};
const atOffice = ['kantoor'];
/** Whoever belongs to the school whose address this is; at `/` everybody. */
const known = Object.entries(accounts).filter(([username]) => !school || atOffice.includes(username) === (school === 'voorbeeldkantoor'));
const demoPassword = 'tweestap-demo-wachtwoord';

function demoPanel() {
  const wide = matchMedia('(min-width: 68rem)');
  const details = h('details', { class: 'phone' },
    h('summary', {}, icon('phone'), h('span', {}, t.phone), h('small', { class: 'count' }, t.messages(0))),
    h('div', { class: 'device' }, h('h2', {}, t.phone), h('ul', { class: 'inbox', tabindex: 0, 'aria-label': t.phone }), h('p', { class: 'none' }, t.noMessages)),
    h('section', { class: 'card token', 'data-demo': 'token' }, h('h2', {}, icon('token'), t.token), h('p', { class: 'help' }, t.tokenOf('balie')),
      h('output', { class: 'display' }), action('press-token', t.press, 'secondary')),
    h('div', { class: 'card clock' }, h('h2', {}, icon('clock'), t.clock), h('p', {}, h('time', {})),
      h('div', { class: 'buttons' }, ...[30, 360, 43_200, 604_800].map((seconds, i) =>
        action('advance-clock', t.steps[i], 'secondary', { 'data-seconds': seconds }))),
      h('p', { class: 'help' }, t.clockHelp), action('demo-reset', t.restart, 'link')));
  const unfold = () => { details.open = wide.matches; };
  wide.addEventListener('change', unfold);
  unfold();
  const hint = h('section', { class: 'card hint', hidden: true }, h('h2', {}, t.demo), h('p', {}, t.pick, ' ', h('code', {}, demoPassword)),
    h('div', { class: 'buttons' }, ...known.map(([username, name]) =>
      action('fill-account', [username, h('small', {}, name), h('small', {}, t.accounts[username])], 'secondary', { 'data-username': username }))),
    h('label', { class: 'check' }, h('input', { type: 'checkbox', id: 'single-sign-on', 'data-field': 'single-sign-on' }), t.singleSignOn));
  const aside = document.querySelector('.demo');
  aside.setAttribute('aria-label', t.demo);
  aside.append(hint, details, h('p', { role: 'status', class: 'unseen' }));
}

function footer() {
  const choice = (name, value, label, current, more) => {
    const changed = new URLSearchParams(location.search);
    changed.set(name, value);
    return h('a', { href: `?${changed}`, 'aria-current': value === current && 'true', ...more }, label);
  };
  const foot = document.querySelector('.foot');
  const more = h('nav', { 'aria-label': t.demo }, ...['gallery', 'theming'].map((name) =>
    h('a', { href: `?${name}&lang=${lang}&theme=${theme}`, 'aria-current': query.has(name) && !query.get(name) && 'page' }, t[name])));
  foot.append(h('p', {}, t.notReal), more,
    h('nav', { 'aria-label': t.language }, ...Object.entries(languages).map(([value, label]) => choice('lang', value, label, lang, { lang: value }))),
    h('nav', { 'aria-label': t.theme }, ...Object.entries(t.themes).map(([value, label]) => choice('theme', value, label, theme))));
  // The open view travels along to the other language.
  foot.addEventListener('click', ({ target }) => { if (target.href) target.hash = location.hash; });
}

let pollTimer;
let polls = 0;
let inbox;

/** Outbox and clock, every second while somebody looks. */
async function poll() {
  clearTimeout(pollTimer);
  const mine = ++polls;
  const answer = await Promise.all([call('GET', '/demo/outbox'), call('GET', '/demo/clock')]).catch(() => undefined);
  if (mine !== polls) return; // a later poll is on its way
  if (answer) showMessages(answer[0]);
  if (answer) showTime(answer[1].now);
  else document.querySelector('.count').textContent = t.lost;
  if (!document.hidden) pollTimer = setTimeout(poll, 1000);
}

/** Adds what is new and leaves the rest alone, so that a selection in an older message survives. */
function showMessages(outbox) {
  const alike = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const grown = inbox && alike(outbox.slice(outbox.length - inbox.length), inbox);
  const fresh = grown ? outbox.slice(0, outbox.length - inbox.length) : outbox;
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const items = fresh.map((message) => h('li', { 'data-message': message.kind },
    h('p', { class: 'meta' }, icon(message.kind === 'sms' ? 'speech' : 'envelope'),
      h('span', {}, `${message.kind === 'sms' ? t.sms : t.mailTo} ${message.to}`),
      h('time', { datetime: message.at }, time.format(new Date(message.at)))), bubble(message)));
  const list = document.querySelector('.inbox');
  if (!grown) list.replaceChildren();
  list.prepend(...items);
  document.querySelector('.none').hidden = outbox.length > 0;
  document.querySelector('.count').textContent = t.messages(outbox.length);
  if (grown && fresh.length) document.querySelector('.unseen').textContent = `${t.newMessage} ${subjectOf(fresh[0]) ?? fresh[0].text}`;
  inbox = outbox;
}

/** Of a mail: what stands above the first empty line, unless it comes by itself. */
const subjectOf = ({ kind, subject, text }) => (kind === 'mail' ? subject ?? text.split('\n\n', 1)[0] : undefined);

function bubble(message) {
  const subject = subjectOf(message);
  if (subject === undefined) return h('p', { class: 'text' }, message.text);
  const text = message.subject === undefined ? message.text.slice(subject.length) : message.text;
  return h('div', { class: 'text' }, h('b', { class: 'subject' }, subject), h('p', {}, ...linked(text.trim())));
}

/** Addresses as links. One of this page's keeps language and colours, as somebody's own browser would. */
const linked = (text) => text.split(/(https?:\/\/\S+)/).map((piece, i) => {
  if (i % 2 === 0) return piece;
  const url = new URL(piece);
  for (const name of ['lang', 'theme']) if (url.origin === location.origin && query.has(name)) url.searchParams.set(name, query.get(name));
  return h('a', { href: url.href }, piece);
});

let tokenUntil = '';

/** What the token shows, until when. */
function display(code, until = '') {
  const output = document.querySelector('.token output');
  tokenUntil = until;
  output.textContent = code;
  output.classList.toggle('says', !until);
}

const pressToken = () => call('GET', '/demo/token')
  .then(({ code, until }) => display(code, until), ({ status }) => display(status === 404 ? t.tokenGone : t.lost));

function showTime(now) {
  // Both are UTC in one form: they sort as text. After a jump back the code is another one, too.
  if (tokenUntil && (now >= tokenUntil || new Date(tokenUntil) - new Date(now) > 60_000)) display('');
  const time = document.querySelector('.clock time');
  time.dateTime = now;
  time.textContent = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(now));
}

async function moveClock(seconds) {
  await call('POST', '/demo/clock', { advance_seconds: seconds }).catch(() => undefined); // poll() tells
  await Promise.all([poll(), compareSession()]);
}

async function reset() {
  await call('POST', '/demo/reset').catch(() => undefined);
  display('');
  history.replaceState(null, '', location.pathname + location.search);
  await Promise.all([poll(), start()]);
}

function fillAccount(username) {
  main.querySelector('[data-field="username"]').value = username;
  main.querySelector('[data-field="password"]').value = demoPassword;
  main.querySelector('[data-action="sign-in"]').focus();
}

// ---- ?gallery and ?gallery=name: every screen in every state, with canned answers ----
// `part=desk`: those of managers only, `part=people`: the others; `half=1` or `2` of what is left: all of them keep a browser busy.

async function gallery(only) {
  const part = query.get('part');
  const isMeant = ({ name, view }) => (!only || name === only) && (!part || (part === 'desk') === (view === 'admin'));
  const meant = (await call('GET', '/demo/gallery')).filter(isMeant);
  const [half, middle] = [query.get('half'), Math.ceil(meant.length / 2)];
  const entries = half ? meant.slice(...(half === '1' ? [0, middle] : [middle])) : meant;
  document.body.classList.add('gallery');
  delete main.dataset.portal;
  document.title = `${only ? entries[0]?.title : t.gallery} · ${home}`;
  const sections = entries.map(specimen);
  const all = entries.map(({ link }, at) => ({ section: sections[at], element: sections[at].lastElementChild, link }));
  for (const { element } of all) element.remove();
  main.replaceChildren(h('h1', { class: only && 'unseen' }, t.gallery), h('div', { class: only ? 'one' : 'all' }, ...sections));
  busy(false);
  // A few at a time, each until its steps are done: all at once they keep the page so busy that their own calls run out of time.
  const waiting = all.filter(({ link }) => link === undefined);
  const next = async () => {
    for (let one; (one = waiting.shift());) await shows(one, 5000); // some show what waiting looks like
  };
  await Promise.all(Array.from({ length: 6 }, next));
  // The page has one address: what it says to these nobody else may take for theirs.
  const links = new Set(all.map(({ link }) => link).filter((link) => link !== undefined));
  for (const link of links) {
    history.replaceState(history.state, '', `#t=${link}`);
    await Promise.all(all.filter((one) => one.link === link).map((one) => shows(one)));
    history.replaceState(history.state, '', location.pathname + location.search);
  }
}

/** Until its steps have been done, or `patience` is over. */
function shows({ section, element }, patience) {
  const shown = new Promise((resolve) => {
    section.addEventListener('performed', resolve, { once: true });
    if (patience) setTimeout(resolve, patience);
  });
  section.append(element);
  return shown;
}

/** Carries `data-performed` once its steps have been done. */
function specimen({ name, view, title, signed_out: signedOut = false, then = [] }) {
  const section = h('section', { 'data-gallery': name }, h('h2', {}, title));
  let begun = false;
  const begin = async () => {
    if (begun) return; // the steps themselves lead to further events
    begun = true;
    for (const { fill = {}, attach = {}, click } of then) {
      for (const [field, value] of Object.entries(fill)) enter(await ready(element.shadowRoot, `[data-field="${field}"]`), value);
      for (const [field, content] of Object.entries(attach)) choose(await ready(element.shadowRoot, `[data-field="${field}"]`), content);
      if (click) (await ready(element.shadowRoot, `[data-action="${click}"]`)).at(0).click();
    }
    section.dataset.performed = '';
    section.dispatchEvent(new Event('performed'));
  };
  const element = widget(view, { step: begin, error: begin, verified: begin }, `/demo/gallery/${name}`, !signedOut && `/demo/gallery/${name}/token`);
  section.append(element);
  return section;
}

/** The enabled elements that match, as soon as there are any and nothing is in flight. */
async function ready(root, selector) {
  await new Promise(requestAnimationFrame); // the widget draws what the step before has changed
  return new Promise((resolve) => {
    const look = () => {
      const found = [...root.querySelectorAll(`${selector}:not(:disabled)`)];
      if (!found.length || root.querySelector('[aria-busy="true"]')) return;
      watch.disconnect();
      resolve(found);
    };
    const watch = new MutationObserver(look);
    watch.observe(root, { subtree: true, childList: true, attributes: true });
    look();
  });
}

/** As a person would: types in a field, or picks the box or radio button meant. */
function enter(fields, value) {
  const field = fields.find(({ type, value: own }) => type !== 'radio' || own === value);
  if (['checkbox', 'radio'].includes(field.type)) return field.checked === Boolean(value) || field.click();
  field.value = value;
  tell(field);
}

/** As a person would choose a file. */
function choose([field], content) {
  const chosen = new DataTransfer();
  chosen.items.add(new File([content], 'bestand.csv', { type: 'text/csv' }));
  field.files = chosen.files;
  tell(field);
}

function tell(field) {
  for (const event of ['input', 'change']) field.dispatchEvent(new Event(event, { bubbles: true, composed: true }));
}

// ---- Start ----

const actions = {
  'sign-out': signOut,
  'open-enrolment': () => go('#enrolment'),
  'open-settings': () => go('#settings'),
  'open-admin': () => go('#admin'),
  'open-password': () => (session.state === 'signed-in' ? go('#password') : location.assign(here((changed) => changed.set('password', '')))),
  'open-dashboard': () => go(''),
  'advance-clock': ({ seconds }) => moveClock(Number(seconds)),
  'demo-reset': reset,
  'press-token': pressToken,
  'fill-account': ({ username }) => fillAccount(username),
};

document.addEventListener('click', ({ target }) => {
  const button = target.closest('button[data-action]');
  if (button) actions[button.dataset.action]?.(button.dataset);
});
footer();
if (query.has('theming')) {
  import('/theming.js').then(({ theming }) => theming({ h, action, main, call, specimen, lang, theme, home }));
} else if (query.has('gallery')) {
  gallery(query.get('gallery'));
} else {
  addEventListener('hashchange', () => session.state === 'signed-in' && !query.has('password') && render());
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(pollTimer) : poll()));
  demoPanel();
  start().finally(poll);
}
