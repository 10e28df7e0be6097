//! Fields of administration that no other view has: choices from a list, ticks, radios and days.

use super::form;
use crate::{
    el::{El, Words, el},
    parts,
    plain::member,
};
use js_sys::Date;
use wasm_bindgen::JsValue;
use web_sys::Event;

/// A value of a list, its words, and whether it is the one at first.
pub type Choice = (String, Words, bool);

/// `name`: the `data-field` hook, and the id. A hint has the id of its field and `-hint`.
pub fn select(
    name: &'static str,
    label: Words,
    hint: Option<Words>,
    choices: Vec<Choice>,
    changed: impl Fn(String) + 'static,
) -> El {
    let options = choices.into_iter().map(|(value, words, chosen)| {
        let option = el("option").attr("value", value).words(words);
        if chosen {
            option.attr("selected", "")
        } else {
            option
        }
    });
    let list = el("select")
        .children(options.collect())
        .on("change", move |event| changed(form::value(&event)));
    under_label(name, label, hint, list)
}

/// A field below its label and hint.
pub fn under_label(name: &'static str, label: Words, hint: Option<Words>, field: El) -> El {
    let id = [name, "-hint"].concat();
    let field = match hint {
        Some(_) => field.attr("aria-describedby", id.clone()),
        None => field,
    };
    let hint = hint.map(|hint| parts::paragraph("hint", hint).attr("id", id));
    form::labelled(label, name, field).maybe(hint)
}

/// A box to tick, with its words.
pub fn tick(
    name: &'static str,
    words: Words,
    hint: Option<Words>,
    ticked: bool,
    changed: impl Fn(bool) + 'static,
) -> El {
    let input = el("input")
        .attr("type", "checkbox")
        .attr("data-field", name)
        .on("change", move |event| changed(is_checked(&event)));
    labelled(input, words, hint, ticked)
}

/// One of several, of which one is chosen.
pub fn radio(
    name: &'static str,
    value: &'static str,
    words: Words,
    hint: Option<Words>,
    chosen: bool,
    picked: impl Fn() + 'static,
) -> El {
    let input = el("input")
        .attr("type", "radio")
        .attr("name", name)
        .attr("data-field", name)
        .attr("value", value)
        .on("change", move |_| picked());
    labelled(input, words, hint, chosen)
}

fn labelled(input: El, words: Words, hint: Option<Words>, checked: bool) -> El {
    let input = if checked {
        input.attr("checked", "")
    } else {
        input
    };
    let label = el("span")
        .child(el("span").words(words))
        .maybe(hint.map(|hint| el("small").words(hint)));
    el("label").class("option").children(vec![input, label])
}

/// Fields that belong together, under a heading of the screen's second level.
pub fn together(title: Words, hint: Option<Words>, fields: Vec<El>) -> El {
    let legend = el("legend").child(el("h3").words(title));
    el("fieldset")
        .child(legend)
        .maybe(hint.map(|hint| parts::paragraph("hint", hint)))
        .children(fields)
}

fn is_checked(event: &Event) -> bool {
    let target = event.target();
    let checked = target.map(|target| member(&target, "checked"));
    checked
        .and_then(|checked| checked.as_bool())
        .unwrap_or_default()
}

/// The first second of a day as a date field has it (`2026-09-01`), where this device is. Unix seconds.
pub fn day_of(value: &str) -> Option<i64> {
    let mut numbers = value.splitn(3, '-').map(str::parse::<i32>);
    let (year, month, day) = (
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
    );
    // Of two digits it is a slip; a browser would take 26 for 1926.
    let year = u32::try_from(year).ok().filter(|year| *year >= 1_000)?;
    let date = Date::new_with_year_month_day(year, month - 1, day);
    let seconds = date.get_time() / 1_000.0;
    seconds.is_finite().then_some(seconds as i64)
}

/// The other way round.
pub fn value_of_day(seconds: i64) -> String {
    let date = Date::new(&JsValue::from_f64(seconds as f64 * 1_000.0));
    let two = |number: u32| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    let year = date.get_full_year().to_string();
    [year, two(date.get_month() + 1), two(date.get_date())].join("-")
}
