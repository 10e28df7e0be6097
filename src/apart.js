/**
 * The views with a bundle of their own, which nobody else downloads: passwords and administration. Their texts come after
 * those that all views have.
 */
// The build writes content-hashed names and digests in these two.
const files = {
  'password-glue': './tweestap_password.js',
  'password-wasm': './tweestap_password_bg.wasm',
  'password-keys': './lang/password/keys.json',
  'password-nl': './lang/password/nl.json',
  'password-en': './lang/password/en.json',
  'password-fr': './lang/password/fr.json',
  'password-de': './lang/password/de.json',
  'password-ar': './lang/password/ar.json',
  'password-nl-be': './lang/password/nl-be.json',
  'password-nl-x-formal': './lang/password/nl-x-formal.json',
  'password-nl-be-x-formal': './lang/password/nl-be-x-formal.json',
  'admin-glue': './tweestap_admin.js',
  'admin-wasm': './tweestap_admin_bg.wasm',
  'admin-keys': './lang/admin/keys.json',
  'admin-nl': './lang/admin/nl.json',
  'admin-nl-be': './lang/admin/nl-be.json',
  'admin-nl-x-formal': './lang/admin/nl-x-formal.json',
  'admin-nl-be-x-formal': './lang/admin/nl-be-x-formal.json',
  'admin-en': './lang/admin/en.json',
  'admin-fr': './lang/admin/fr.json',
  'admin-de': './lang/admin/de.json',
  'admin-ar': './lang/admin/ar.json',
};
const digests = {};

const address = (key) => new URL(files[key], import.meta.url);
// Written out, so that a bundler sees them.
const glue = {
  password: () => import(address('password-glue')),
  admin: () => import(address('admin-glue')),
};

/** `nl-BE-x-formal`: the nearest file there is, and in the order they lie over each other those below it. */
const names = (view, tag) => {
  const [, language, region = '', register = ''] = /^(..)(-..)?(-x-.*)?$/.exec(tag.toLowerCase());
  const over = [language, language + region, language + register, language + region + register];
  return [...new Set(over)].map((name) => `${view}-${name}`).filter((name) => name in files);
};

// As the build makes them, they are lists without keys; as they are written, tables.
const join = (one, other) => (Array.isArray(other) ? [...one, ...other] : { ...one, ...other });

/** What `element.js` has for its own views: glue with its wasm, and texts; and the keys of the texts that come on top. */
export const bundle = (view, { fetched, once, started, texts }) => {
  const load = (key) => fetched(address(key), digests[key]);
  const json = (key) => once(key, async () => (await load(key)).json());
  const own = async (tag) => {
    const all = names(view, tag);
    const nearest = await json(all.pop());
    // The build makes each file a whole one.
    return Array.isArray(nearest) ? nearest : Object.assign({}, ...await Promise.all(all.map(json)), nearest);
  };
  return {
    widget: () => once(`${view}-glue`, () => started(load(`${view}-wasm`), glue[view]())),
    texts: async (tag) => join(...await Promise.all([texts(tag), own(tag)])),
    keys: () => json(`${view}-keys`),
  };
};
