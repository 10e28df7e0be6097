//! Text fields, each with its label and hint.

use super::paragraph;
use crate::{
    el::{El, Field, Flag, Words, el, words},
    live::Live,
    machine::Act,
    strings::Text,
    ui::Ui,
};
use tweestap_api::Secret;

/// What stands in the field now.
pub fn typed(field: &Field) -> Secret {
    Secret::new(field.get().map(|input| input.value()).unwrap_or_default())
}

/// One field for all six digits; room for spaces, so that "123 456" can be pasted.
pub fn code_field(ui: Ui, label: Text, field: &Field, wrong: Flag) -> El {
    let input = input(field, "code", "one-time-code", wrong)
        .class("code")
        .attr("dir", "ltr")
        .attr("type", "text")
        .attr("inputmode", "numeric");
    labelled(ui.t(label), None, input)
}

/// A recovery code or the reset code: letters and digits, in groups or not.
pub fn recovery_field(ui: Ui, label: Text, name: &'static str, field: &Field, wrong: Flag) -> El {
    let input = input(field, name, "off", wrong)
        .class("code long")
        .attr("dir", "ltr")
        .attr("type", "text");
    labelled(ui.t(label), Some(ui.t(Text::RecoveryHint)), input)
}

/// A field that is not what the screen is for: it never takes the focus by itself.
pub fn small_field(name: &'static str, label: Words, field: &Field) -> El {
    let input = el("input")
        .field(field)
        .class("code")
        .attr("dir", "ltr")
        .attr("id", name)
        .attr("data-field", name)
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("maxlength", "64");
    super::group("field", vec![el("label").attr("for", name).words(label)]).child(input)
}

pub fn phone_field(ui: Ui, field: &Field, number: String, wrong: Flag) -> El {
    let input = input(field, "phone", "tel", wrong)
        .attr("type", "tel")
        .attr("dir", "ltr")
        .attr("value", number);
    labelled(ui.t(Text::PhoneLabel), Some(ui.t(Text::PhoneHint)), input)
}

/// With the account's name beside it, for password managers, and a switch to read what was typed.
/// `described`: the ids of what is said with it.
pub fn password_field(
    ui: Ui,
    field: &Field,
    account: String,
    wrong: Flag,
    described: &'static str,
) -> Vec<El> {
    let shown = Live::new(false);
    let said = words(move || match shown.get() {
        true => ui.say(Text::PasswordHide),
        false => ui.say(Text::PasswordShow),
    });
    let switch = Act::new(move |()| shown.set(!shown.peek(|shown| *shown)));
    let input = input(field, "password", "current-password", wrong)
        .attr("aria-describedby", described)
        .attr_with("type", move || {
            Some(if shown.get() { "text" } else { "password" }.to_owned())
        });
    let account = el("input")
        .class("hidden")
        .attr("type", "text")
        .attr("autocomplete", "username")
        .attr("value", account)
        .attr("readonly", "")
        .attr("tabindex", "-1")
        .attr("aria-hidden", "true");
    vec![
        account,
        labelled(ui.t(Text::PasswordLabel), None, input),
        super::button(said, "show-password", "link small", switch),
    ]
}

/// The lead too: where the focus comes straight to the field, nobody hears it otherwise.
pub const DESCRIBED: &str = "notice lead hint";

fn input(field: &Field, name: &'static str, autocomplete: &'static str, wrong: Flag) -> El {
    el("input")
        .field(field)
        .attr("id", "field")
        .attr("data-field", name)
        .attr("autocomplete", autocomplete)
        .attr("maxlength", "1024")
        .attr("spellcheck", "false")
        .attr("autocapitalize", "off")
        .attr("aria-describedby", DESCRIBED)
        .attr_if("aria-invalid", "true", wrong)
}

fn labelled(label: Words, hint: Option<Words>, input: El) -> El {
    let hint = hint.map(|hint| paragraph("hint", hint).attr("id", "hint"));
    super::group("field", vec![el("label").attr("for", "field").words(label)])
        .maybe(hint)
        .child(input)
}
