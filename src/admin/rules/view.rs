//! The section of the rules: what is inside follows the machine's screen.

use super::{
    driver::carry_out,
    flow::{Event, Screen, State, step},
    form, password, preview,
};
use crate::{
    admin::{Desk, heading, work::Work},
    el::{El, el},
    parts,
    strings::Text,
};
use tweestap_api::PolicyFile;

pub type Rules = Work<State, Event>;

impl Rules {
    /// As it is when the screen is built.
    pub fn file(self) -> Option<PolicyFile> {
        self.state.peek(|state| state.file.clone())
    }

    pub fn way_back(self) -> El {
        parts::ways_out(self.desk.ui, Some(self.act(Event::Back)), None)
    }
}

/// Lives as long as the desk: what was chosen and is not saved is there again when the section is.
pub fn begin(desk: Desk) -> Rules {
    Rules::begin(desk, State::default(), step, carry_out, desk).when_back(Event::Returned)
}

/// The section "rules" of the desk.
pub fn view(rules: Rules) -> El {
    let desk = rules.desk;
    rules.send.run(Event::Shown);
    let screen = rules.state.map(State::screen);
    let inside = el("div").inside(
        move || screen.get(),
        move |screen| {
            let notice = rules.notice(|state| state.notice.clone());
            Some(match screen {
                Screen::Opening => {
                    let failed = rules.is(|state| state.doing.is_none());
                    let retry = desk.gone_after(rules.act(Event::Retry));
                    let heading = heading(desk.ui.t(Text::RulesTitle));
                    parts::group("screen", vec![heading, notice]).child(parts::opening(
                        desk.ui,
                        el("div"),
                        failed,
                        retry,
                    ))
                }
                Screen::Rules => form::screen(rules, notice),
                Screen::Preview | Screen::Activate | Screen::Deactivate => {
                    preview::screen(rules, notice, screen)
                }
                Screen::Password => password::screen(rules, notice),
                Screen::Portal => password::at_the_portal(rules, notice),
            })
        },
    );
    let busy = rules.is(|state| state.doing.is_some());
    desk.frame(busy, rules.is(|state| state.slow), inside)
}
