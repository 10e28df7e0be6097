//! Passwords: forgotten, chosen anew by a mail's link, and changed. Data only.

use serde_json::{Value, json};
use tweestap_api::{OwnPassword, PasswordRules, Problem, View, routes};

use super::screen::{Answer, Screen, screen};
use super::sign_in;

const NEW: &str = "vier gele muizen op de kade";

fn rules() -> PasswordRules {
    PasswordRules {
        school: "Voorbeeldcollege".to_owned(),
        forgotten: true,
        change: true,
        minimum: 15,
        maximum: 256,
        classes: false,
        help: String::new(),
    }
}

/// As some systems insist.
fn compatible() -> PasswordRules {
    PasswordRules {
        minimum: 8,
        classes: true,
        help: "de balie naast de kantine".to_owned(),
        ..rules()
    }
}

fn forgotten(name: &'static str, title: &'static str, rules: PasswordRules) -> Screen {
    let opens = Answer::Rules(Box::new(rules));
    screen(name, View::Password, title, opens)
}

fn asked() -> Vec<Screen> {
    let asked = json!({ "username": "leerling", "email": "leerling@voorbeeldcollege.example" });
    vec![
        forgotten("forgotten", "A forgotten password", rules()),
        forgotten("forgotten-missing", "Nobody was named", rules()).click("send-link"),
        forgotten("forgotten-sent", "A link, if they are known", compatible())
            .fill(asked)
            .then("send-link", routes::PASSWORD_FORGOT, Answer::Done),
        forgotten(
            "forgotten-elsewhere",
            "Another place for that",
            PasswordRules {
                forgotten: false,
                ..compatible()
            },
        ),
    ]
}

/// The mail's link is followed; nothing behind its mark is what a used one leaves there.
fn followed(name: &'static str, title: &'static str, token: &'static str) -> Screen {
    Screen {
        link: Some(token),
        ..forgotten(name, title, rules())
    }
}

fn by_link() -> Vec<Screen> {
    let typed = || json!({ "new-password": NEW, "repeat-password": NEW });
    let refused = |name, title, problem| {
        followed(name, title, "gallery").refused(typed(), "save-password", problem)
    };
    vec![
        followed("new-password", "A new password", "gallery"),
        followed("new-password-missing", "Nothing was typed", "gallery").click("save-password"),
        refused(
            "new-password-common",
            "By the link, a common one",
            Problem::PasswordTooCommon,
        ),
        followed("link-invalid", "A link that is used or old", ""),
        refused(
            "link-used",
            "A link that was used meanwhile",
            Problem::ResetLinkInvalid,
        ),
    ]
}

fn own(name: &'static str, title: &'static str, rules: PasswordRules) -> Screen {
    let account = "Sam de Vries".to_owned();
    let opens = Answer::Password(Box::new(OwnPassword { account, rules }));
    screen(name, View::Password, title, opens)
}

fn typed() -> Value {
    json!({ "password": "tweestap-demo-wachtwoord", "new-password": NEW, "repeat-password": NEW })
}

pub fn screens(now: i64) -> Vec<Screen> {
    let mut screens = asked();
    screens.extend(by_link());
    screens.extend(changed(now));
    screens
}

fn changed(now: i64) -> Vec<Screen> {
    use Problem as P;
    let refused = |name, title, rules, problem| {
        own(name, title, rules).refused(typed(), "save-password", problem)
    };
    let differ = json!({ "password": "x", "new-password": NEW, "repeat-password": "vier muizen" });
    vec![
        own("own-password", "Another password", rules()),
        own("own-password-classes", "With the older rules", compatible())
            .fill(json!({ "new-password": "Klaver8" })),
        own("own-password-differs", "Not twice the same", rules())
            .fill(differ)
            .click("save-password"),
        refused(
            "own-password-wrong",
            "The password of now is wrong",
            rules(),
            P::PasswordWrong { attempts_left: 4 },
        ),
        refused(
            "own-password-too-short",
            "Too short",
            rules(),
            P::PasswordTooShort,
        ),
        refused(
            "own-password-too-long",
            "Too long",
            rules(),
            P::PasswordTooLong,
        ),
        refused(
            "own-password-kinds",
            "Too few kinds of characters",
            compatible(),
            P::PasswordNeedsClasses,
        ),
        refused(
            "own-password-common",
            "A common one",
            rules(),
            P::PasswordTooCommon,
        ),
        refused(
            "own-password-name",
            "A name in it",
            rules(),
            P::PasswordHasName,
        ),
        refused(
            "own-password-refused",
            "The portal refuses it",
            rules(),
            P::PasswordRefused,
        ),
        own("own-password-prove", "A code comes first", rules())
            .fill(typed())
            .then(
                "save-password",
                routes::SETTINGS_PASSWORD_CHANGE,
                Answer::Refused(P::ReauthenticationRequired),
            )
            .at(routes::CHALLENGE_PROVE, sign_in::opens(sign_in::app(now))),
        own("own-password-saved", "There is a new one", rules())
            .fill(typed())
            .then(
                "save-password",
                routes::SETTINGS_PASSWORD_CHANGE,
                Answer::Done,
            ),
        refused(
            "own-password-elsewhere",
            "The portal keeps it",
            rules(),
            P::PasswordNotOffered,
        ),
    ]
}
