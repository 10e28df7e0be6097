//! What a school asks of its people: the form, what it would do, and why it is refused. Data only.

use serde_json::json;
use tweestap_api::{
    GroupPolicy, Method, Policy, PolicyBounds, PolicyFile, PolicyPreview, Problem, Proof, Recovery,
    RememberDuration, Role, RolePolicy, RoleRule, Settings, routes,
};

use super::desk::{body, desk, named, people};
use super::screen::{Answer, Screen};
use super::settings;

const DAY: i64 = 86_400;

pub fn policy(who: &[Role]) -> Policy {
    let rule = |role: &Role| match who.contains(role) {
        true => RoleRule::Must,
        false => RoleRule::May,
    };
    Policy {
        roles: Role::ALL
            .map(|role| RolePolicy {
                role,
                rule: rule(&role),
            })
            .to_vec(),
        methods: vec![Method::App, Method::Sms],
        longest_remember: RememberDuration::OneWeek,
        recovery: Recovery::Codes,
        starts_at: None,
        grace_days: 0,
    }
}

fn bounds(recovery: Recovery) -> PolicyBounds {
    PolicyBounds {
        methods: vec![Method::App, Method::Sms],
        longest_remember: RememberDuration::OneWeek,
        recovery,
        required: false,
    }
}

fn file(now: i64, policy: Policy) -> PolicyFile {
    PolicyFile {
        school: policy.clone(),
        group: None,
        in_force: policy,
        bounds: bounds(Recovery::ResetCode),
        version: 3,
        server_time: now,
    }
}

fn schools() -> Vec<String> {
    ["Voorbeeldcollege", "Voorbeeldlyceum"]
        .map(str::to_owned)
        .to_vec()
}

fn of_group(now: i64, policy: Policy) -> PolicyFile {
    PolicyFile {
        group: Some(GroupPolicy {
            name: "Voorbeeldgroep".to_owned(),
            schools: schools(),
            policy: policy.clone(),
            bounds: bounds(Recovery::Codes),
            version: 1,
        }),
        ..file(now, policy)
    }
}

/// Some of everything, and names that run the other way.
fn preview(now: i64) -> PolicyPreview {
    PolicyPreview {
        schools: vec!["Voorbeeldcollege".to_owned()],
        people: 1_284,
        must: 96,
        ready: 61,
        later: 0,
        at_next_sign_in: 33,
        stuck: 2,
        who: vec![
            named("sam", "Sam de Vries"),
            named(
                "yara",
                "\u{64a}\u{627}\u{631}\u{627} \u{62d}\u{62f}\u{627}\u{62f}",
            ),
            named("noor", "Noor Jansen"),
        ],
        includes_you: false,
        loosens: false,
        server_time: now,
    }
}

/// The section, as it opens.
fn rules(now: i64, name: &'static str, title: &'static str, file: PolicyFile) -> Screen {
    desk(now, name, title)
        .at(routes::ADMIN_PEOPLE, body(people(now)))
        .then("open-rules", routes::ADMIN_POLICY, body(file))
}

fn looked(screen: Screen, action: &'static str, preview: PolicyPreview) -> Screen {
    screen.then(action, routes::ADMIN_POLICY_PREVIEW, body(preview))
}

pub fn screens(now: i64) -> Vec<Screen> {
    let mut screens = forms(now);
    screens.extend(previews(now));
    screens.extend(refusals(now));
    screens.extend(proofs(now));
    screens
}

fn forms(now: i64) -> Vec<Screen> {
    let for_some = Policy {
        starts_at: Some(now + 9 * DAY),
        grace_days: 7,
        ..policy(&[Role::Teacher, Role::Staff])
    };
    let mut by_operator = file(now, policy(&Role::ALL));
    by_operator.bounds.required = true;
    vec![
        rules(now, "rules", "Rules", file(now, policy(&[]))),
        rules(
            now,
            "rules-some",
            "Rules for some, from a day",
            file(now, for_some),
        ),
        rules(
            now,
            "rules-group",
            "Rules of a group",
            of_group(now, policy(&[])),
        ),
        rules(
            now,
            "rules-everybody",
            "Compulsory for everybody",
            file(now, policy(&Role::ALL)),
        ),
        rules(
            now,
            "rules-by-operator",
            "Rules of the operator",
            by_operator,
        ),
        rules(
            now,
            "rules-no-day",
            "No day was picked",
            file(now, policy(&[Role::Teacher])),
        )
        .fill(json!({ "starts": "day" }))
        .click("preview"),
    ]
}

fn previews(now: i64) -> Vec<Screen> {
    let some = |name, title| rules(now, name, title, file(now, policy(&[Role::Teacher])));
    let yourself = PolicyPreview {
        includes_you: true,
        loosens: true,
        later: 12,
        at_next_sign_in: 21,
        ..preview(now)
    };
    let of_all = PolicyPreview {
        must: 1_284,
        ready: 1_061,
        at_next_sign_in: 221,
        schools: schools(),
        ..preview(now)
    };
    let nobody = PolicyPreview {
        must: 0,
        ready: 0,
        at_next_sign_in: 0,
        stuck: 0,
        who: vec![],
        schools: schools(),
        loosens: true,
        ..preview(now)
    };
    let free = of_group(now, policy(&[]));
    let bound = of_group(now, policy(&Role::ALL));
    vec![
        looked(
            some("preview", "What rules would do"),
            "preview",
            preview(now),
        ),
        looked(
            some("preview-yourself", "What rules would do to you"),
            "preview",
            yourself,
        ),
        looked(
            rules(now, "activate", "Before it is compulsory", free),
            "open-activate",
            of_all,
        ),
        looked(
            rules(now, "deactivate", "Before it is not", bound),
            "open-deactivate",
            nobody,
        ),
    ]
}

fn refusals(now: i64) -> Vec<Screen> {
    let refused = |name, title, problem| {
        rules(now, name, title, of_group(now, policy(&[Role::Teacher]))).then(
            "preview",
            routes::ADMIN_POLICY_PREVIEW,
            Answer::Refused(problem),
        )
    };
    vec![
        refused(
            "rules-invalid",
            "Rules that are not allowed",
            Problem::PolicyInvalid,
        ),
        refused(
            "rules-lock-you-out",
            "Rules that lock you out",
            Problem::WouldLockYouOut,
        ),
        refused("rules-no-group", "A group that is gone", Problem::NoGroup),
    ]
}

/// Before less is asked than now.
fn proofs(now: i64) -> Vec<Screen> {
    let asked = |name, title, proof| {
        let less = PolicyPreview {
            loosens: true,
            ..preview(now)
        };
        let some = rules(now, name, title, file(now, policy(&[Role::Teacher])));
        let missing = settings::opens(Settings {
            proof: Some(proof),
            ..settings::on(now)
        });
        looked(some, "preview", less).then("confirm", routes::SETTINGS, missing)
    };
    vec![
        asked(
            "rules-password",
            "Rules: the password first",
            Proof::Password,
        ),
        asked(
            "rules-password-wrong",
            "Rules: a wrong password",
            Proof::Password,
        )
        .refused(
            json!({ "password": "geheim" }),
            "continue",
            Problem::PasswordWrong { attempts_left: 3 },
        ),
        asked(
            "rules-portal",
            "Rules: the portal asks first",
            Proof::Portal,
        ),
    ]
}
