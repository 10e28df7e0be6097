//! What happened, in words: one text for each action of the audit trail, by its code. What a newer server writes down is
//! said to be something unknown, and breaks no list.

use super::person::checked_words;
use crate::{
    el::{El, el, words},
    parts,
    strings::{Text, fill},
    time,
    ui::Ui,
};
use tweestap_api::{AuditEntry, Method};

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

/// What, by which method.
fn sentence(ui: Ui, entry: &AuditEntry) -> String {
    let what = ui.say(what(entry.action.code()));
    match entry.details.method {
        Some(one) => [&what, " (", &ui.say(method(one)), ")"].concat(),
        None => what,
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
    let checked = entry.details.checked_how;
    let checked = checked.map(|how| el("small").words(ui.t(checked_words(how))));
    // A name and a reason may run the other way than the page.
    let own = |text: &str| el("span").attr("dir", "auto").text(text.to_owned());
    let reason =
        (!entry.reason.is_empty()).then(|| el("p").class("reason").child(own(&entry.reason)));
    let (first, second) = match named {
        true => (el("strong").child(own(&entry.person.name)), Some(what)),
        false => (what, None),
    };
    let second = el("div").maybe(second).maybe(checked).maybe(reason);
    el("li")
        .attr("data-entry", entry.action.code())
        .children(vec![parts::group("", vec![first, by]), second])
}

#[cfg(test)]
mod tests {
    use super::what;
    use crate::Text;
    use tweestap_api::AuditAction;

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
}
