//! Choose app or SMS, each in a sentence, the recommended one first.

use super::{flow::Event, view::Flow};
use crate::{
    el::{El, el},
    parts::{self, Icon, icon},
    strings::Text,
};
use tweestap_api::Method;

pub fn screen(flow: Flow, notice: El) -> El {
    let offered = flow
        .enrolment()
        .map(|enrolment| enrolment.offered)
        .unwrap_or_default();
    let help = match offered.contains(&Method::Sms) {
        true => Text::MethodHelp,
        false => Text::MethodHelpNoSms,
    };
    let choices = offered
        .iter()
        .enumerate()
        .map(|(index, method)| choice(flow, *method, index == 0 && offered.len() > 1))
        .collect();
    parts::group(
        "screen",
        vec![
            parts::heading(flow.t(Text::MethodTitle)),
            parts::lead(flow.t(Text::MethodLead)),
            notice,
            parts::group("choices", choices),
            parts::fold(
                flow.t(Text::MethodHelpTitle),
                "help-no-smartphone",
                vec![parts::paragraph("", flow.t(help))],
            ),
            flow.ways_out(),
        ],
    )
}

fn choice(flow: Flow, method: Method, recommended: bool) -> El {
    let (action, drawing, title, lead) = match method {
        // A hardware token is handed out, never chosen here.
        Method::App | Method::Hardware => (
            "choose-app",
            Icon::Phone,
            Text::MethodApp,
            Text::MethodAppLead,
        ),
        Method::Sms => (
            "choose-sms",
            Icon::Message,
            Text::MethodSms,
            Text::MethodSmsLead,
        ),
    };
    let badge = recommended.then(|| el("span").class("badge").words(flow.t(Text::Recommended)));
    let title = el("strong")
        .child(el("span").words(flow.t(title)))
        .maybe(badge);
    let lead = el("span").class("hint").words(flow.t(lead));
    parts::plain_button(action, "choice", flow.act(Event::ChooseMethod(method)))
        .children(vec![icon(drawing), el("span").children(vec![title, lead])])
}
