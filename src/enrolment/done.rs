//! It is on: how long may this device be remembered? Or it need not be, because the portal asks for a second step.

use super::{flow::Event, view::Flow};
use crate::{
    el::{El, Words},
    live::Live,
    machine::Act,
    parts::{self, Icon, icon},
    strings::Text,
};
use tweestap_api::{Method, RememberDuration};

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
    let chosen = Live::new(None);
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
    let finish = Act::new(move |()| {
        let duration = parts::chosen_of(&remember, chosen);
        flow.send.run(Event::Finish(duration));
    });
    ending(flow, title, flow.t(lead), notice, choice, finish)
}

/// Nothing was set up, and nothing is missing.
pub fn not_needed(flow: Flow, notice: El) -> El {
    let lead = flow.with_school(Text::NotNeededLead);
    let finish = flow.act(Event::Finish(RememberDuration::default()));
    ending(flow, Text::NotNeededTitle, lead, notice, None, finish)
}

fn ending(flow: Flow, title: Text, lead: Words, notice: El, choice: Option<El>, finish: Act) -> El {
    parts::group(
        "screen",
        vec![
            parts::group("emblem", vec![icon(Icon::Shield)]),
            parts::heading(flow.t(title)),
            parts::lead(lead),
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
