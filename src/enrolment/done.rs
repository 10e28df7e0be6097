//! It is on. How long may this device be remembered?

use super::{flow::Event, view::Flow};
use crate::{
    el::El,
    live::Live,
    machine::Act,
    parts::{self, Icon, icon},
    strings::Text,
};
use tweestap_api::Method;

pub fn screen(flow: Flow, notice: El) -> El {
    let Some(enrolment) = flow.enrolment() else {
        return notice;
    };
    let (title, lead) = match (enrolment.change, enrolment.method) {
        (false, Some(Method::Sms)) => (Text::DoneTitle, Text::DoneLeadSms),
        (false, _) => (Text::DoneTitle, Text::DoneLeadApp),
        (true, Some(Method::Sms)) => (Text::DoneTitleChanged, Text::DoneLeadAddedSms),
        (true, _) => (Text::DoneTitleChanged, Text::DoneLeadAddedApp),
    };
    let remember = enrolment.remember.unwrap_or_default();
    let chosen = Live::new(remember.duration);
    let finish = Act::new(move |()| {
        flow.send.run(Event::Finish(chosen.peek(|chosen| *chosen)));
    });
    let may_choose = remember.offered.len() > 1;
    // After a reload the choice holds from the next sign-in on, so no end is promised.
    let here = flow.state.peek(|state| state.code_given_here);
    let (hint, from) = match here {
        true => (Text::DoneRememberLead, Some(enrolment.server_time)),
        false => (Text::SettingsRememberLead, None),
    };
    let choice = may_choose.then(|| {
        parts::remember_choice(flow.ui, Text::DoneRemember, hint, &remember, from, chosen)
    });
    parts::group(
        "screen",
        vec![
            parts::group("emblem", vec![icon(Icon::Shield)]),
            parts::heading(flow.t(title)),
            parts::lead(flow.t(lead)),
            notice,
        ],
    )
    .maybe(choice)
    .child(parts::button(
        flow.t(Text::DoneFinish),
        "finish",
        "button primary",
        finish,
    ))
}
