//! Before something is done: what will happen, and why it is done. Each act has this screen to itself.

use super::{
    Page, acts,
    flow::{Act, Event, name},
};
use crate::{
    admin::{form, heading},
    el::{El, Field, el, words},
    machine, parts,
    strings::{Text, fill},
};
use tweestap_api::CheckedHow;

/// Characters of a reason.
const LONGEST: &str = "500";

pub fn screen(page: Page, act: Act) -> El {
    let ui = page.desk.ui;
    let (title, lead, button) = match act {
        Act::SupportCode => (Text::SupportTitle, Text::SupportLead, Text::SupportButton),
        Act::Reset => (Text::ResetTitle, Text::ResetLead, Text::ResetButton),
        Act::SwitchOff => (Text::OffTitle, Text::OffLead, acts::words(act)),
        Act::SwitchOn => (Text::OnTitle, Text::OnLead, acts::words(act)),
        Act::Unlock => (Text::UnlockTitle, Text::UnlockLead, acts::words(act)),
    };
    let who = page.state.peek(name);
    let title = words(move || fill(ui.say(title), "name", &who));
    let reason = Field::default();
    let typed = reason.clone();
    let confirm = machine::Act::new(move |()| {
        let reason = parts::typed(&typed).expose().to_owned();
        page.send.run(Event::Confirm(reason));
    });
    let fields = vec![why(page, &reason), parts::submit(ui.t(button), "confirm")];
    let proof = (act == Act::SupportCode).then(|| checked(page));
    let form = parts::form(confirm, proof.into_iter().chain(fields).collect());
    let serious = matches!(act, Act::Reset | Act::SwitchOff);
    let class = if serious { "warning" } else { "lead" };
    let cancel = page.act(Event::Cancel);
    parts::group(
        "screen narrow",
        vec![
            heading(title).attr("aria-describedby", "desk-said consequence"),
            parts::paragraph(class, ui.t(lead)).attr("id", "consequence"),
            page.notice(|state| state.notice.clone()),
            form,
            parts::ways_out(ui, None, Some(cancel)),
        ],
    )
}

fn why(page: Page, field: &Field) -> El {
    let ui = page.desk.ui;
    let wrong = page.is(|state| {
        let notice = state.notice.as_ref();
        notice.is_some_and(|notice| notice.code == "reason_missing")
    });
    let hint = parts::paragraph("hint", ui.t(Text::ReasonHint)).attr("id", "reason-hint");
    let input = el("input")
        .field(field)
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("maxlength", LONGEST)
        .attr("aria-required", "true")
        .attr("aria-describedby", "desk-notice reason-hint")
        .attr_if("aria-invalid", "true", wrong);
    form::labelled(ui.t(Text::ReasonLabel), "reason", input).child(hint)
}

/// Whoever gives a code to the wrong person has given away the account.
fn checked(page: Page) -> El {
    let ui = page.desk.ui;
    let ways = [
        (CheckedHow::InPerson, "in_person"),
        (CheckedHow::Video, "video"),
        (CheckedHow::PhoneKnownNumber, "phone_known_number"),
        (CheckedHow::Document, "document"),
    ];
    let options = ways.map(|(how, code)| {
        let radio = el("input")
            .attr("type", "radio")
            .attr("name", "checked-how")
            .attr("data-field", "checked-how")
            .attr("value", code)
            .on("change", move |_| page.send.run(Event::Checked(how)));
        let said = el("span").words(ui.t(checked_words(how)));
        el("label").class("option").children(vec![radio, said])
    });
    let legend = el("legend").child(el("h3").words(ui.t(Text::CheckedLegend)));
    let warning = parts::paragraph("hint", ui.t(Text::SupportWarning)).attr("id", "checked-hint");
    el("fieldset")
        .attr("aria-describedby", "desk-notice checked-hint")
        .children(vec![legend, warning])
        .children(options.into())
}

pub fn checked_words(how: CheckedHow) -> Text {
    match how {
        CheckedHow::InPerson => Text::CheckedInPerson,
        CheckedHow::Video => Text::CheckedVideo,
        CheckedHow::PhoneKnownNumber => Text::CheckedPhone,
        CheckedHow::Document => Text::CheckedDocument,
    }
}
