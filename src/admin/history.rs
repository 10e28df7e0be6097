//! What happened, in words: one text for each action of the audit trail, by its code. What a newer server writes down is
//! said to be something unknown, and breaks no list.

use super::{person::checked_words, rules::role_name};
use crate::{
    el::{El, el, words},
    parts,
    strings::{Text, fill},
    time,
    ui::Ui,
};
use tweestap_api::{AuditDetails, AuditEntry, Method, Role, RoleRule, Scope};

pub fn what(code: &str) -> Text {
    match code {
        "switched_on" => Text::DidSwitchedOn,
        "factor_added" => Text::DidFactorAdded,
        "factor_replaced" => Text::DidFactorReplaced,
        "number_changed" => Text::DidNumberChanged,
        "factor_removed" => Text::DidFactorRemoved,
        "suspended" => Text::DidSuspended,
        "resumed" => Text::DidResumed,
        "erased" => Text::DidErased,
        "codes_regenerated" => Text::DidCodesRegenerated,
        "reset_code_shown" => Text::DidResetCodeShown,
        "recovery_code_used" => Text::DidRecoveryCodeUsed,
        "reset_code_used" => Text::DidResetCodeUsed,
        "locked" => Text::DidLocked,
        "unlocked" => Text::DidUnlocked,
        "reset" => Text::DidReset,
        "token_linked" => Text::DidTokenLinked,
        "token_unlinked" => Text::DidTokenUnlinked,
        "token_resynced" => Text::DidTokenResynced,
        "tokens_imported" => Text::DidTokensImported,
        "token_removed" => Text::DidTokenRemoved,
        "support_code_made" => Text::DidSupportCodeMade,
        "support_code_used" => Text::DidSupportCodeUsed,
        "password_changed" => Text::DidPasswordChanged,
        "policy_changed" => Text::DidPolicyChanged,
        _ => Text::DidOther,
    }
}

fn method(method: Method) -> Text {
    match method {
        Method::App => Text::WithApp,
        Method::Sms => Text::WithSms,
        Method::Hardware => Text::WithHardware,
    }
}

/// What, by which method. Where a code device is named by its number, that it is one has been said.
fn sentence(ui: Ui, entry: &AuditEntry) -> String {
    let what = ui.say(what(entry.action.code()));
    match entry.details.method {
        Some(_) if entry.details.serial.is_some() => what,
        Some(one) => [&what, " (", &ui.say(method(one)), ")"].concat(),
        None => what,
    }
}

/// What else is known about it: which code device, how many of them, whose rules. Words with a blank come with what
/// stands there.
#[derive(Clone, Debug, PartialEq)]
enum Known {
    Said(Text),
    Serial(String),
    Count(u32),
    /// Who must, by the rules that were set.
    Must(Vec<Role>),
}

fn known(details: &AuditDetails) -> Vec<Known> {
    let checked = details
        .checked_how
        .map(|how| Known::Said(checked_words(how)));
    let serial = details.serial.clone().map(Known::Serial);
    let count = details.count.map(Known::Count);
    let scope = details.scope.map(|scope| {
        Known::Said(match scope {
            Scope::School => Text::DidForSchool,
            Scope::Group => Text::DidForGroup,
        })
    });
    let must = details.policy.as_ref().map(|policy| {
        let must = policy.roles.iter().filter(|one| one.rule == RoleRule::Must);
        Known::Must(must.map(|one| one.role).collect())
    });
    let all = [checked, serial, count, scope, must];
    all.into_iter().flatten().collect()
}

fn said(ui: Ui, known: &Known) -> String {
    match known {
        Known::Said(text) => ui.say(*text),
        Known::Serial(serial) => ui.say_with(Text::DidSerial, "number", serial),
        Known::Count(count) => {
            let count = time::number(&ui.language(), *count);
            ui.say_with(Text::DidCount, "n", &count)
        }
        Known::Must(roles) if roles.is_empty() => ui.say(Text::DidMustNobody),
        Known::Must(roles) => {
            let names = roles.iter().map(|role| ui.say(role_name(*role)));
            let names: Vec<String> = names.collect();
            ui.say_with(Text::DidMust, "name", &names.join(", "))
        }
    }
}

/// When, and by whom.
fn by(ui: Ui, entry: &AuditEntry) -> String {
    let by = match &entry.actor {
        None => ui.say(Text::ByServer),
        Some(actor) if actor.id == entry.person.id => ui.say(Text::BySelf),
        Some(actor) => fill(ui.say(Text::ByName), "name", &actor.name),
    };
    [&time::stamp(&ui.language(), entry.at), ", ", &by].concat()
}

/// A line of a list. `named`: whose account it is about is said as well.
pub fn row(ui: Ui, entry: &AuditEntry, named: bool) -> El {
    let (one, other) = (entry.clone(), entry.clone());
    let what = el("strong").words(words(move || sentence(ui, &one)));
    let by = el("small").words(words(move || by(ui, &other)));
    let known = known(&entry.details).into_iter();
    let known = known.map(|known| el("small").words(words(move || said(ui, &known))));
    // A name and a reason may run the other way than the page.
    let own = |text: &str| el("span").attr("dir", "auto").text(text.to_owned());
    let reason =
        (!entry.reason.is_empty()).then(|| el("p").class("reason").child(own(&entry.reason)));
    let (first, second) = match named {
        true => (el("strong").child(own(&entry.person.name)), Some(what)),
        false => (what, None),
    };
    let second = el("div").maybe(second).children(known.collect());
    let second = second.maybe(reason);
    el("li")
        .attr("data-entry", entry.action.code())
        .children(vec![parts::group("", vec![first, by]), second])
}

#[cfg(test)]
mod tests {
    use super::{Known, known, what};
    use crate::Text;
    use tweestap_api::{
        AuditAction, AuditDetails, CheckedHow, Method, Policy, Recovery, RememberDuration, Role,
        RolePolicy, RoleRule, Scope,
    };

    #[test]
    fn every_action_has_words_of_its_own() {
        let mut said: Vec<Text> = Vec::new();
        for action in AuditAction::ALL {
            let words = what(action.code());
            assert_ne!(words, Text::DidOther, "{action:?}");
            assert!(!said.contains(&words), "{action:?}");
            said.push(words);
        }
    }

    #[test]
    fn what_a_newer_server_writes_down_is_said_to_be_unknown() {
        assert_eq!(what(AuditAction::Unknown.code()), Text::DidOther);
        assert_eq!(what("teleported"), Text::DidOther);
    }

    fn policy(teachers: RoleRule) -> Policy {
        let row = |role, rule| RolePolicy { role, rule };
        Policy {
            roles: vec![
                row(Role::Pupil, RoleRule::May),
                row(Role::Teacher, teachers),
            ],
            methods: vec![Method::App],
            longest_remember: RememberDuration::OneWeek,
            recovery: Recovery::Codes,
            starts_at: None,
            grace_days: 0,
        }
    }

    /// All of them together are in no entry; each is in some.
    #[test]
    fn nothing_that_the_server_wrote_down_is_kept_back() {
        let details = AuditDetails {
            method: Some(Method::Hardware),
            checked_how: Some(CheckedHow::Video),
            serial: Some("0012".to_owned()),
            count: Some(250),
            scope: Some(Scope::Group),
            version: Some(3),
            policy: Some(policy(RoleRule::Must)),
        };
        assert_eq!(
            known(&details),
            [
                Known::Said(Text::CheckedVideo),
                Known::Serial("0012".to_owned()),
                Known::Count(250),
                Known::Said(Text::DidForGroup),
                Known::Must(vec![Role::Teacher]),
            ]
        );
        let nobody = AuditDetails {
            policy: Some(policy(RoleRule::May)),
            ..AuditDetails::default()
        };
        assert_eq!(known(&nobody), [Known::Must(vec![])]);
        let own = AuditDetails {
            scope: Some(Scope::School),
            ..AuditDetails::default()
        };
        assert_eq!(known(&own), [Known::Said(Text::DidForSchool)]);
        assert_eq!(known(&AuditDetails::default()), []);
    }
}
