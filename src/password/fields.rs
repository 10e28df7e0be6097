//! Fields, several on one screen: each with its label, and marked by itself when it is wrong.

use super::{
    flow::{Event, Field as About, Given},
    rules,
    view::Flow,
};
use crate::{
    el::{El, Field, Flag, el, words},
    live::Live,
    machine::Act,
    parts,
    strings::Text,
    ui::Ui,
};
use tweestap_api::Secret;

/// `id`: `field` for the one that takes the focus with the screen.
pub struct Entry {
    pub name: &'static str,
    pub id: &'static str,
    pub label: Text,
    pub kind: &'static str,
    pub autocomplete: &'static str,
    pub value: String,
    pub wrong: Flag,
}

pub fn text(ui: Ui, about: Entry, field: &Field) -> El {
    // Where the focus comes straight to the field, nobody hears the lead otherwise.
    let base = match about.id {
        "field" => "lead",
        _ => "",
    };
    let input = plain(about.name, about.autocomplete, base, about.wrong, field)
        .attr("id", about.id)
        .attr("type", about.kind)
        .attr("value", about.value);
    labelled(ui, about.label, about.id, input)
}

/// What somebody types for a new password. All of it is shown, or none.
#[derive(Clone)]
pub struct Passwords {
    pub current: Field,
    pub new: Field,
    pub repeat: Field,
    shown: Live<bool>,
}

impl Passwords {
    pub fn empty() -> Self {
        Self {
            current: Field::default(),
            new: Field::default(),
            repeat: Field::default(),
            shown: Live::new(false),
        }
    }

    pub fn typed(&self) -> Given {
        let composed = |field: &Field| {
            let typed = parts::typed(field);
            let typed = js_sys::JsString::from(typed.expose()).normalize("NFKC");
            Secret::new(String::from(typed))
        };
        Given {
            current: parts::typed(&self.current),
            typed: parts::typed(&self.new),
            new: composed(&self.new),
            repeat: composed(&self.repeat),
        }
    }

    pub fn current_field(&self, flow: Flow) -> El {
        let input = self.input(flow, "password", "current-password", About::Current);
        let input = input.attr("id", "field");
        labelled(flow.ui, Text::ChangeCurrent, "field", input)
    }

    /// `id`: `field` where nothing stands before it.
    pub fn new_field(&self, flow: Flow, id: &'static str) -> El {
        let input = self
            .input(flow, "new-password", "new-password", About::New)
            .attr("id", id)
            .on("input", self.typing(flow));
        labelled(flow.ui, Text::NewPasswordLabel, id, input)
    }

    pub fn repeat_field(&self, flow: Flow) -> El {
        let input = self
            .input(flow, "repeat-password", "new-password", About::Repeat)
            .attr("id", "repeat")
            .on("input", self.typing(flow));
        labelled(flow.ui, Text::NewPasswordRepeat, "repeat", input)
    }

    pub fn switch(&self, ui: Ui) -> El {
        let shown = self.shown;
        let said = words(move || match shown.get() {
            true => ui.say(Text::PasswordHide),
            false => ui.say(Text::PasswordShow),
        });
        let switch = Act::new(move |()| shown.set(!shown.peek(|shown| *shown)));
        parts::button(said, "show-password", "link small", switch)
    }

    fn input(&self, flow: Flow, name: &'static str, fills: &'static str, about: About) -> El {
        let (field, base) = match about {
            About::Current => (&self.current, ""),
            About::Repeat => (&self.repeat, ""),
            _ => (&self.new, "rules"),
        };
        let shown = self.shown;
        plain(name, fills, base, flow.wrong(about), field).attr_with("type", move || {
            Some(if shown.get() { "text" } else { "password" }.to_owned())
        })
    }

    fn typing(&self, flow: Flow) -> impl Fn(web_sys::Event) + 'static {
        let typed = self.clone();
        move |_| {
            let Some(rules) = flow.rules() else { return };
            let Given { new, repeat, .. } = typed.typed();
            let checks = rules::checked(&new, &repeat, &rules);
            flow.send.run(Event::Typing(checks));
        }
    }
}

/// Whose password it is, for password managers; nothing where nobody knows.
pub fn account(name: String) -> Option<El> {
    let field = el("input")
        .class("hidden")
        .attr("type", "text")
        .attr("autocomplete", "username")
        .attr("readonly", "")
        .attr("tabindex", "-1")
        .attr("aria-hidden", "true");
    (!name.is_empty()).then(|| field.attr("value", name))
}

/// `base`: what always describes it; what is wrong with it goes before that.
fn plain(
    name: &'static str,
    autocomplete: &'static str,
    base: &'static str,
    wrong: Flag,
    field: &Field,
) -> El {
    let marked = wrong.clone();
    let described = move || {
        let notice = if marked() { "notice " } else { "" };
        let by = [notice, base].concat();
        (!by.is_empty()).then_some(by)
    };
    el("input")
        .field(field)
        .attr("data-field", name)
        .attr("autocomplete", autocomplete)
        .attr("maxlength", "1024")
        .attr("spellcheck", "false")
        .attr("autocapitalize", "off")
        .attr_with("aria-describedby", described)
        .attr_if("aria-invalid", "true", wrong)
}

fn labelled(ui: Ui, label: Text, id: &'static str, input: El) -> El {
    let label = el("label").attr("for", id).words(ui.t(label));
    parts::group("field", vec![label, input])
}
