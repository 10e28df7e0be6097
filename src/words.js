/**
 * The languages beyond Dutch and English, the words that differ in Flanders or with "u", and a school's own texts.
 * Apart from `element.js`, so that only those who need it load it.
 */
// The build writes content-hashed names and digests in these two.
const files = {
  keys: './lang/keys.json',
  fr: './lang/fr.json',
  de: './lang/de.json',
  ar: './lang/ar.json',
  'nl-be': './lang/nl-be.json',
  'nl-x-formal': './lang/nl-x-formal.json',
  'nl-be-x-formal': './lang/nl-be-x-formal.json',
};
const digests = {};

/** What to say when the texts may be what is missing. */
export const failure = {
  fr: ['Le chargement a échoué. Êtes-vous connecté à Internet ?', 'Réessayer'],
  de: ['Das Laden klappt nicht. Gibt es eine Verbindung?', 'Noch einmal versuchen'],
  ar: ['تعذّر التحميل. هل يوجد اتصال بالإنترنت؟', 'حاول مجددًا'],
};

const kept = {};
/** Once per page; a failed one is forgotten, so that the next time does try. */
const json = (address, options) => (kept[address] ??= fetch(address, { credentials: 'same-origin', ...options })
  .then((response) => (response.ok ? response.json() : Promise.reject(new Error(`${response.status}`))))
  .catch((error) => {
    delete kept[address];
    throw error;
  }));
const load = (key) => json(new URL(files[key], import.meta.url), { integrity: digests[key] ?? '' });

/**
 * All texts of a tag: its language's, with what is said otherwise in its region, in its register, or in both. The
 * build makes each of these files a whole one; as they are written, each has only what differs.
 */
export const texts = async (tag, ofEntry) => {
  const [, language, region, register] = /^(..)(-..)?(-x-.*)?$/.exec(tag.toLowerCase());
  const plain = () => (language in files ? load(language) : ofEntry(language));
  const over = [[region], [register], [region, register]].map((parts) => [language, ...parts].join(''));
  const wanted = [...new Set(over)].filter((name) => name !== language && name in files);
  const nearest = wanted.pop();
  if (!nearest) return plain();
  const found = await load(nearest);
  return Array.isArray(found) ? found : Object.assign({}, ...await Promise.all([plain(), ...wanted.map(load)]), found);
};

const warned = new Set();
const warn = (words) => {
  if (!warned.has(words)) console.warn('tweestap', words);
  warned.add(words);
};

const blanks = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join();

const asked = {};
/** From the school's address; it may take its time, and nobody waits for it. Asked once per page, also when it fails. */
export const fetched = (address, language) => {
  if (!address) return;
  const url = new URL(address.replace('{lang}', encodeURIComponent(language)), document.baseURI);
  return (asked[url] ??= json(url, { signal: AbortSignal.timeout(10_000) }).catch((error) => warn(`strings-url: ${error.message}`)));
};

/**
 * `ours` with a school's own texts in their places: what stands in `strings` before what comes from `address`. A text
 * is taken as text, never as markup, and only with the very blanks of ours. Never fails. `more`: the keys of what comes after
 * the texts that every view has.
 */
export const own = async (ours, language, address, strings, more = () => []) => {
  try {
    const [words, theirs, ...lists] = await Promise.all([ours, fetched(address, language), load('keys'), more()]);
    // The build leaves the keys out of the language files, and keeps them in a list of their own.
    const keys = lists.flatMap((list) => (Array.isArray(list) ? list : Object.keys(list)));
    const places = Object.keys(words);
    const said = { ...words };
    for (const [key, text] of Object.entries({ ...theirs, ...strings })) {
      const place = places[keys.indexOf(key)];
      if (place === undefined) warn(`strings: there is no text "${key}"`);
      else if (typeof text !== 'string' || !text.trim()) warn(`strings: "${key}" is no text`);
      else if (blanks(text) !== blanks(words[place])) warn(`strings: "${key}" needs ${blanks(words[place]) || 'no blanks'}`);
      else said[place] = text;
    }
    return said;
  } catch (error) {
    warn(`strings: ${error.message}`);
  }
};
