//! Hardware tokens at the manager's desk: the list, one of each kind, and what can be done with it; what came of a
//! vendor's file is in `files`. Data only.

mod files;

use serde_json::{Value, json};
use tweestap_api::{HardwareToken, Problem, TokenAlgorithm, TokenState, Tokens, routes};

use super::desk::{body, desk, named, people, reason};
use super::screen::{Answer, Screen};

const DAY: i64 = 86_400;

fn token(now: i64, serial: &str, by_counter: bool, state: TokenState) -> HardwareToken {
    // The same whenever it is asked: another one would be news.
    let today = now - now % DAY;
    HardwareToken {
        id: "token".to_owned(),
        serial: serial.to_owned(),
        by_counter,
        digits: if by_counter { 8 } else { 6 },
        period: if by_counter { 0 } else { 60 },
        algorithm: TokenAlgorithm::Sha1,
        state,
        person: (state == TokenState::Linked).then(|| named("sam", "Sam de Vries")),
        free_at: (state == TokenState::Quarantined).then_some(today + DAY),
        imported_at: today - 9 * DAY,
    }
}

fn tokens(now: i64, tokens: Vec<HardwareToken>) -> Answer {
    body(Tokens {
        tokens,
        next: None,
        server_time: now,
    })
}

/// The section, as it opens.
fn section(now: i64, name: &'static str, title: &'static str, listed: Answer) -> Screen {
    desk(now, name, title)
        .at(routes::ADMIN_PEOPLE, body(people(now)))
        .then("open-tokens", routes::ADMIN_TOKENS, listed)
}

/// The only one in the list, opened.
fn opened(now: i64, name: &'static str, title: &'static str, token: HardwareToken) -> Screen {
    section(now, name, title, tokens(now, vec![token])).click("open-token")
}

pub fn screens(now: i64) -> Vec<Screen> {
    let mut screens = lists(now);
    screens.extend(files::screens(now));
    screens.extend(acts(now));
    screens.extend(refusals(now));
    screens
}

fn lists(now: i64) -> Vec<Screen> {
    use TokenState::{Free, Linked, Quarantined};
    let mut several = vec![
        token(now, "FT-2600001", false, Free),
        token(now, "FT-2600002", false, Linked),
        token(now, "GALT11223344", true, Quarantined),
    ];
    for (place, token) in several.iter_mut().enumerate() {
        token.id = format!("token-{place}");
    }
    let list = tokens(now, several);
    vec![
        section(now, "tokens", "Hardware tokens", list),
        section(
            now,
            "tokens-none",
            "No hardware tokens yet",
            tokens(now, vec![]),
        ),
        opened(
            now,
            "token-free",
            "A token that is free",
            token(now, "FT-2600001", false, Free),
        ),
        opened(
            now,
            "token-linked",
            "A token of somebody",
            token(now, "FT-2600002", false, Linked),
        ),
        opened(
            now,
            "token-back",
            "A token that is back",
            token(now, "GALT1", true, Quarantined),
        ),
    ]
}

fn acts(now: i64) -> Vec<Screen> {
    use TokenState::{Free, Linked};
    let free = |by_counter| token(now, "FT-2600001", by_counter, Free);
    let linked = || token(now, "FT-2600002", false, Linked);
    vec![
        opened(now, "token-link", "Before it is given", free(false)).click("link"),
        opened(
            now,
            "token-link-counter",
            "Before one that counts is given",
            free(true),
        )
        .click("link"),
        opened(now, "token-link-nobody", "Given to nobody", free(false))
            .click("link")
            .click("confirm"),
        opened(now, "token-resync", "Before it is set right", linked()).click("resync"),
        opened(now, "token-unlink", "Before it is taken back", linked()).click("unlink"),
        opened(
            now,
            "token-unlink-no-reason",
            "Taken back without a reason",
            linked(),
        )
        .click("unlink")
        .click("confirm"),
        opened(now, "token-remove", "Before it is removed", free(false)).click("remove"),
    ]
}

fn refusals(now: i64) -> Vec<Screen> {
    use TokenState::{Free, Linked};
    let free = || token(now, "FT-2600001", false, Free);
    let linked = || token(now, "FT-2600002", false, Linked);
    let codes = json!({ "code": "123456", "next-code": "654321" });
    let wrong = Problem::CodeMismatch {
        attempts_left: 4,
        seconds_ago: None,
    };
    let rests = Problem::TokenQuarantined {
        retry_after: 80_000,
    };
    let acted = |name, title, token, action, fields: Value, problem| {
        opened(now, name, title, token)
            .click(action)
            .refused(fields, "confirm", problem)
    };
    let given = |name, title, problem| {
        opened(now, name, title, free())
            .click("link")
            .fill(json!({ "person": "sam" }))
            .click("pick-person")
            .fill(json!({ "code": "123456", "reason": "Geen smartphone" }))
            .click("confirm")
            .replies(Answer::Refused(problem))
    };
    vec![
        given("token-link-wrong", "Given with a wrong code", wrong.clone()),
        given(
            "token-link-taken",
            "With somebody by now",
            Problem::TokenTaken,
        ),
        acted(
            "token-resync-wrong",
            "Set right with wrong codes",
            linked(),
            "resync",
            codes,
            wrong,
        ),
        acted(
            "token-gone",
            "A token that is gone",
            linked(),
            "unlink",
            reason(),
            Problem::TokenNotFound,
        ),
        acted(
            "token-remove-back",
            "Removed too early",
            free(),
            "remove",
            reason(),
            rests,
        ),
    ]
}
