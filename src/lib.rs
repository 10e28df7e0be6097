//! Tweestap's widget: five views behind one export, [`mount`], which `element.js` calls. Three are one bundle, the
//! feature `people`; `password` and `admin` are features and bundles of their own (`apart.js`).
//!
//! | module | what it is for |
//! |---|---|
//! | `enrolment`, `challenge`, `settings`, `password`, `admin` | a view each: `flow` (pure machine), `view`, one file a screen |
//! | `parts`, `codes` | what several views use: fields, notices, QR, choices; recovery codes to keep |
//! | `client`, `codec` | the only place that calls the back end; its bodies |
//! | `ui` | what a view may do to the page around it: texts, focus, events |
//! | `strings`, `time` | words |
//! | `plain` | objects of the page's own |
//! | `notice`, `code`, `failure` | what went wrong, and the way out |

#[cfg(feature = "admin")]
pub mod admin;
pub mod challenge;
mod client;
pub mod code;
mod codec;
mod codes;
mod el;
pub mod enrolment;
pub mod failure;
mod live;
mod machine;
pub mod notice;
mod parts;
#[cfg(feature = "password")]
pub mod password;
mod plain;
pub mod settings;
mod strings;
mod time;
mod ui;

pub use strings::Text;

use client::Client;
use leptos::{mount::mount_to, prelude::*};
use ui::Ui;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

/// A mounted view; freeing it unmounts the view and ends everything it started.
#[wasm_bindgen]
pub struct Mounted {
    _view: Box<dyn std::any::Any>,
    ui: Ui,
}

#[wasm_bindgen]
impl Mounted {
    /// Other words: the language file's object and its language.
    pub fn speak(&self, texts: js_sys::Object, language: String) {
        self.ui.speak(&texts, language);
    }

    /// The page has set a new portal token.
    pub fn token_given(&self) {
        self.ui.token_given();
    }
}

/// Language and direction are the view's own, whatever those of the page around it are.
fn spoken(ui: Ui, view: fn(Ui) -> el::El) -> el::El {
    el::el("div")
        .attr_with("lang", move || Some(ui.language()))
        .attr_with("dir", move || Some(ui.direction().to_owned()))
        .child(view(ui))
}

/// The view of a name. What a bundle does not name here is not in it.
fn view_of(name: &str) -> fn(Ui) -> el::El {
    match name {
        #[cfg(feature = "admin")]
        "admin" => admin::view,
        #[cfg(feature = "password")]
        "password" => password::view,
        #[cfg(feature = "people")]
        "challenge" => challenge::view,
        #[cfg(feature = "people")]
        "settings" => settings::view,
        #[cfg(feature = "people")]
        "enrolment" => enrolment::view,
        // The elements are classes of `element.js`, which knows its bundles.
        _ => |_| el::el("div"),
    }
}

/// Puts the view named `view` into `root`.
///
/// `opening` is the session call that was started beside the download of this module, `open` starts
/// another; both give a `Response`.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments)] // one call from one place; a struct would cross the border as nine
pub fn mount(
    view: &str,
    host: HtmlElement,
    root: ShadowRoot,
    api: String,
    texts: js_sys::Object,
    language: String,
    opening: js_sys::Promise,
    open: js_sys::Function,
) -> Mounted {
    let owner = Owner::new_root(None);
    let ui = owner.with(|| {
        let client = Client::new(api, opening, open);
        Ui::new(host, root.clone(), client, &texts, language)
    });
    let view = view_of(view);
    root.replace_children_with_node_0();
    // A shadow root is no element; only methods of `Node` are called on it.
    let view = owner.with(|| {
        mount_to(root.unchecked_into(), move || {
            el::View::new(spoken(ui, view))
        })
    });
    Mounted {
        _view: Box::new((view, owner)),
        ui,
    }
}
