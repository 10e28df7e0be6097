//! What a school asks of its people: read, tried out, saved.

use super::{both_ways, overlooks_what_it_does_not_know, refuses_what_it_does_not_know};
use tweestap_api::{
    GroupPolicy, Method, Named, Policy, PolicyBounds, PolicyFile, PolicyPreview, ProposePolicy,
    Recovery, RememberDuration, Role, RolePolicy, RoleRule, SavePolicy, Scope,
};

fn policy() -> Policy {
    let roles = Role::ALL.into_iter().map(|role| RolePolicy {
        role,
        rule: match role {
            Role::Teacher | Role::Manager => RoleRule::Must,
            _ => RoleRule::May,
        },
    });
    Policy {
        roles: roles.collect(),
        methods: vec![Method::App, Method::Sms],
        longest_remember: RememberDuration::ThreeDays,
        recovery: Recovery::Codes,
        starts_at: Some(1_800_000_000),
        grace_days: 14,
    }
}

const POLICY: &str = r#"{"roles":[{"role":"pupil","rule":"may"},{"role":"parent","rule":"may"},
    {"role":"teacher","rule":"must"},{"role":"staff","rule":"may"},{"role":"client","rule":"may"},
    {"role":"manager","rule":"must"}],"methods":["app","sms"],"longest_remember":"3d","recovery":"codes",
    "starts_at":1800000000,"grace_days":14}"#;

#[test]
fn a_policy_is_whole_but_for_its_start() {
    both_ways(&policy(), POLICY);
    refuses_what_it_does_not_know::<Policy>(POLICY);
    refuses_what_it_does_not_know::<RolePolicy>(r#"{"role":"pupil","rule":"may"}"#);
    let at_once = POLICY.replace(r#""starts_at":1800000000,"#, "");
    both_ways(
        &Policy {
            starts_at: None,
            ..policy()
        },
        &at_once,
    );
    for member in [
        "roles",
        "methods",
        "longest_remember",
        "recovery",
        "grace_days",
    ] {
        let without = POLICY.replace(&format!("\"{member}\":"), "\"starts_at\":");
        assert!(
            serde_json::from_str::<Policy>(&without).is_err(),
            "{member}"
        );
    }
    for wrong in ["256", "-1", "1.5", "\"7\""] {
        let with = POLICY.replace("\"grace_days\":14", &format!("\"grace_days\":{wrong}"));
        assert!(serde_json::from_str::<Policy>(&with).is_err(), "{wrong}");
    }
}

#[test]
fn what_is_asked_today_and_from_where_it_comes() {
    let file = PolicyFile {
        school: policy(),
        group: Some(GroupPolicy {
            name: "De Bruggen".to_owned(),
            schools: vec!["De Brug".to_owned(), "De Dam".to_owned()],
            policy: policy(),
            bounds: PolicyBounds {
                methods: vec![Method::App, Method::Sms],
                longest_remember: RememberDuration::OneWeek,
                recovery: Recovery::ResetCode,
                required: false,
            },
            version: 3,
        }),
        in_force: policy(),
        bounds: PolicyBounds {
            methods: vec![Method::App],
            longest_remember: RememberDuration::OneWeek,
            recovery: Recovery::Codes,
            required: false,
        },
        version: 7,
        server_time: 1_800_000_000,
    };
    let group = format!(
        r#""group":{{"name":"De Bruggen","schools":["De Brug","De Dam"],"policy":{POLICY},"bounds":{{"methods":["app","sms"],
        "longest_remember":"1w","recovery":"reset_code","required":false}},"version":3}},"#
    );
    let json = format!(
        r#"{{"school":{POLICY},{group}"in_force":{POLICY},
        "bounds":{{"methods":["app"],"longest_remember":"1w","recovery":"codes","required":false}},"version":7,
        "server_time":1800000000}}"#
    );
    both_ways(&file, &json);
    overlooks_what_it_does_not_know::<PolicyFile>(&json);
    assert_eq!(file.bounds_of(Scope::School).methods, [Method::App]);
    let widest = [Method::App, Method::Sms];
    assert_eq!(file.bounds_of(Scope::Group).methods, widest);
    let alone = PolicyFile {
        group: None,
        ..file
    };
    both_ways(&alone, &json.replace(&group, ""));
    assert_eq!(alone.bounds_of(Scope::Group), &alone.bounds);
}

#[test]
fn what_it_would_do_and_saving_it() {
    let preview = PolicyPreview {
        schools: vec!["De Brug".to_owned()],
        people: 100,
        must: 10,
        ready: 4,
        later: 3,
        at_next_sign_in: 2,
        stuck: 1,
        who: vec![Named {
            id: "a1".to_owned(),
            name: "Sam de Vries".to_owned(),
        }],
        includes_you: true,
        loosens: false,
        server_time: 1_800_000_000,
    };
    let json = r#"{"schools":["De Brug"],"people":100,"must":10,"ready":4,"later":3,"at_next_sign_in":2,
        "stuck":1,"who":[{"id":"a1","name":"Sam de Vries"}],"includes_you":true,"loosens":false,
        "server_time":1800000000}"#;
    both_ways(&preview, json);
    overlooks_what_it_does_not_know::<PolicyPreview>(json);
    let propose = ProposePolicy {
        scope: Scope::Group,
        policy: policy(),
    };
    let json = format!(r#"{{"scope":"group","policy":{POLICY}}}"#);
    both_ways(&propose, &json);
    refuses_what_it_does_not_know::<ProposePolicy>(&json);
    let save = SavePolicy {
        scope: Scope::School,
        policy: policy(),
        version: 7,
    };
    let json = format!(r#"{{"scope":"school","policy":{POLICY},"version":7}}"#);
    both_ways(&save, &json);
    refuses_what_it_does_not_know::<SavePolicy>(&json);
}

/// The names in the database are those on the wire.
#[test]
fn every_scope_has_the_same_name_everywhere() {
    for scope in Scope::ALL {
        both_ways(&scope, &format!("\"{}\"", scope.code()));
        assert_eq!(Scope::from_code(scope.code()), Some(scope));
    }
    assert_eq!(Scope::from_code("office"), None);
}
