//! Every screen in every state, on a narrow window, in every language and both themes.

use crate::access::LANGUAGES;
use serde_json::Value;
use tweestap_e2e::{World, journey, scene};

/// Name, step, and the code it is refused with ("": none).
const SCREENS: [(&str, &str, &str); 234] = [
    ("method", "method", ""),
    ("method-with-password", "method", ""),
    ("method-app-only", "method", ""),
    ("password", "password", ""),
    ("password-portal", "password", ""),
    ("scan", "scan", ""),
    ("phone", "phone", ""),
    ("phone-again", "phone", ""),
    ("confirm", "confirm", ""),
    ("confirm-resend", "confirm", ""),
    ("recovery-codes", "recovery-codes", ""),
    ("done", "done", ""),
    ("done-capped", "done", ""),
    ("done-not-remembered", "done", ""),
    ("not-needed", "not-needed", ""),
    ("change-app", "scan", ""),
    ("change-number", "phone", ""),
    ("change-number-code", "confirm", ""),
    ("change-codes", "recovery-codes", ""),
    ("change-done-app", "done", ""),
    ("change-done-sms", "done", ""),
    ("reset-code", "recovery-codes", ""),
    ("required-method", "method", ""),
    ("required-scan", "scan", ""),
    ("later-method", "method", ""),
    ("later-scan", "scan", ""),
    ("done-sms", "done", ""),
    ("method-not-offered", "method", "method_not_offered"),
    ("method-already-enrolled", "method", "already_enrolled"),
    ("password-wrong", "password", "password_wrong"),
    ("password-wrong-last", "password", "password_wrong"),
    ("password-too-many", "password", "too_many_attempts"),
    ("scan-wrong-code", "scan", "code_mismatch"),
    ("scan-wrong-code-last", "scan", "code_mismatch"),
    ("scan-malformed", "scan", "code_malformed"),
    ("scan-already-used", "scan", "code_already_used"),
    ("scan-too-many", "scan", "too_many_attempts"),
    ("scan-wrong-step", "scan", "wrong_step"),
    ("scan-expired", "scan", "enrolment_not_found"),
    ("scan-reauthenticate", "scan", "reauthentication_required"),
    ("phone-invalid", "phone", "number_invalid"),
    ("phone-landline", "phone", "number_not_mobile"),
    ("phone-country", "phone", "number_country_not_allowed"),
    ("phone-too-soon", "phone", "resend_too_soon"),
    ("phone-too-many", "phone", "too_many_messages"),
    ("phone-sms-unavailable", "phone", "sms_unavailable"),
    ("confirm-wrong-code", "confirm", "code_mismatch"),
    ("confirm-superseded", "confirm", "code_superseded"),
    ("confirm-expired", "confirm", "code_expired"),
    ("confirm-exhausted", "confirm", "code_exhausted"),
    ("resend-too-soon", "confirm", "resend_too_soon"),
    ("resend-too-many", "confirm", "too_many_messages"),
    ("resend-unavailable", "confirm", "sms_unavailable"),
    (
        "acknowledge-expired",
        "recovery-codes",
        "enrolment_not_found",
    ),
    ("challenge-app", "code", ""),
    ("challenge-sms", "code", ""),
    ("challenge-hardware", "code", ""),
    ("challenge-remember", "code", ""),
    ("challenge-ways", "code", ""),
    ("challenge-ways-reset-code", "code", ""),
    ("challenge-sms-not-sent", "code", "sms_unavailable"),
    ("challenge-sms-none-left", "code", "too_many_messages"),
    ("challenge-hardware-short", "code", "code_malformed"),
    ("challenge-wrong-code", "code", "code_mismatch"),
    ("challenge-past-code", "code", "code_mismatch"),
    ("challenge-malformed", "code", "code_malformed"),
    ("challenge-too-many", "code", "too_many_attempts"),
    ("challenge-locked", "code", "locked"),
    ("challenge-way-gone", "code", "way_not_offered"),
    ("challenge-ended", "code", "challenge_not_found"),
    ("challenge-sms-expired", "code", "code_expired"),
    ("challenge-sms-exhausted", "code", "code_exhausted"),
    ("challenge-resend-too-soon", "code", "resend_too_soon"),
    ("challenge-resend-too-many", "code", "too_many_messages"),
    ("challenge-resend-unavailable", "code", "sms_unavailable"),
    ("recovery-code", "recovery-code", ""),
    (
        "recovery-code-malformed",
        "recovery-code",
        "recovery_code_malformed",
    ),
    (
        "recovery-code-wrong",
        "recovery-code",
        "recovery_code_wrong",
    ),
    (
        "recovery-code-wrong-last",
        "recovery-code",
        "recovery_code_wrong",
    ),
    ("recovery-code-paused", "recovery-code", "too_many_attempts"),
    ("sign-in-reset-code", "reset-code", ""),
    (
        "sign-in-reset-code-wrong",
        "reset-code",
        "recovery_code_wrong",
    ),
    ("recovered", "recovered", ""),
    ("recovered-few", "recovered", ""),
    ("recovered-one", "recovered", ""),
    ("recovered-new-codes", "recovery-codes", ""),
    ("recovered-set-up", "method", ""),
    ("enrol-required", "enrol", ""),
    ("enrol-later", "enrol", ""),
    ("enrol-last-code", "enrol", ""),
    ("enrol-set-up", "method", ""),
    ("passed", "passed", ""),
    ("settings-off", "overview", ""),
    ("settings-single-sign-on", "overview", ""),
    ("settings-pending", "overview", ""),
    ("settings-app", "overview", ""),
    ("settings-sms", "overview", ""),
    ("settings-two", "overview", ""),
    ("settings-three", "overview", ""),
    ("settings-remembered", "overview", ""),
    ("settings-elsewhere", "overview", ""),
    ("settings-devices", "overview", ""),
    ("settings-required", "overview", ""),
    ("settings-suspended", "overview", ""),
    ("settings-locked", "overview", ""),
    ("settings-few-codes", "overview", ""),
    ("settings-one-code", "overview", ""),
    ("settings-no-codes", "overview", ""),
    ("settings-codes-pending", "overview", ""),
    ("settings-reset-code", "overview", ""),
    ("settings-password", "password", ""),
    ("settings-password-wrong", "password", "password_wrong"),
    (
        "settings-password-too-many",
        "password",
        "too_many_attempts",
    ),
    ("settings-portal", "password", ""),
    ("settings-prove", "code", ""),
    ("settings-prove-wrong", "code", "code_mismatch"),
    ("settings-switch-off", "confirm", ""),
    ("settings-erase", "confirm", ""),
    ("settings-remove-app", "confirm", ""),
    ("settings-remove-sms", "confirm", ""),
    ("settings-remove-hardware", "confirm", ""),
    ("settings-switched-off", "overview", ""),
    ("settings-new-codes", "recovery-codes", ""),
    ("settings-codes-kept", "overview", ""),
    ("settings-reset-code-shown", "recovery-codes", ""),
    ("settings-not-offered", "overview", "duration_not_offered"),
    (
        "settings-reauthenticate",
        "overview",
        "reauthentication_required",
    ),
    ("settings-not-enrolled", "overview", "not_enrolled"),
    ("settings-method-gone", "overview", "factor_not_found"),
    ("settings-last-method", "overview", "last_factor"),
    ("settings-required-now", "overview", "required_by_school"),
    ("settings-device-gone", "overview", "device_not_found"),
    ("settings-codes-gone", "overview", "codes_not_found"),
    ("forgotten", "forgotten", ""),
    ("forgotten-missing", "forgotten", "username_missing"),
    ("forgotten-sent", "sent", ""),
    ("forgotten-elsewhere", "not-offered", ""),
    ("new-password", "new-password", ""),
    (
        "new-password-missing",
        "new-password",
        "new_password_missing",
    ),
    ("new-password-common", "new-password", "password_too_common"),
    ("link-invalid", "link-invalid", ""),
    ("link-used", "link-invalid", "reset_link_invalid"),
    ("own-password", "change", ""),
    ("own-password-classes", "change", ""),
    ("own-password-differs", "change", "repeat_differs"),
    ("own-password-wrong", "change", "password_wrong"),
    ("own-password-too-short", "change", "password_too_short"),
    ("own-password-too-long", "change", "password_too_long"),
    ("own-password-kinds", "change", "password_needs_classes"),
    ("own-password-common", "change", "password_too_common"),
    ("own-password-name", "change", "password_has_name"),
    ("own-password-refused", "change", "password_refused"),
    ("own-password-prove", "code", ""),
    ("own-password-saved", "saved", ""),
    (
        "own-password-elsewhere",
        "not-offered",
        "password_not_offered",
    ),
    ("busy", "phone", "busy"),
    ("slow", "phone", ""),
    ("offline", "phone", "offline"),
    ("internal", "phone", "internal"),
    ("malformed", "phone", "malformed_request"),
    ("signed-out", "phone", "session_expired"),
    ("opening-slow", "opening", ""),
    ("opening-offline", "opening", "offline"),
    ("opening-busy", "opening", "busy"),
    ("opening-refused", "opening", "portal_token_invalid"),
    ("opening-second-factor", "opening", "second_factor_required"),
    ("opening-foreign", "opening", "origin_not_allowed"),
    ("opening-enrolment", "opening", "enrolment_required"),
    ("people", "people", ""),
    ("people-none", "people", ""),
    ("log", "trail", ""),
    ("log-empty", "trail", ""),
    ("person", "person", ""),
    ("person-none", "person", ""),
    ("person-pending", "person", ""),
    ("person-suspended", "person", ""),
    ("person-locked", "person", ""),
    ("person-with-code", "person", ""),
    ("person-yourself", "person", ""),
    ("person-manager", "person", ""),
    ("reset", "reset", ""),
    ("reset-no-reason", "reset", "reason_missing"),
    ("reset-done", "person", ""),
    ("switch-off", "switch-off", ""),
    ("switch-on", "switch-on", ""),
    ("unlock", "unlock", ""),
    ("support-code", "support-code", ""),
    ("support-code-unchecked", "support-code", "checked_missing"),
    ("support-code-made", "support-code-made", ""),
    ("desk-not-for-you", "opening", "manager_required"),
    ("person-gone", "opening", "person_not_found"),
    ("reset-too-high", "person", "role_too_high"),
    ("reset-yourself", "person", "not_yourself"),
    ("switch-on-nothing", "person", "never_set_up"),
    ("rules", "rules", ""),
    ("rules-some", "rules", ""),
    ("rules-group", "rules", ""),
    ("rules-everybody", "rules", ""),
    ("rules-by-operator", "rules", ""),
    ("rules-no-day", "rules", "day_missing"),
    ("preview", "preview", ""),
    ("preview-yourself", "preview", ""),
    ("activate", "activate", ""),
    ("deactivate", "deactivate", ""),
    ("rules-invalid", "rules", "policy_invalid"),
    ("rules-lock-you-out", "rules", "would_lock_you_out"),
    ("rules-no-group", "rules", "no_group"),
    ("rules-password", "password", ""),
    ("rules-password-wrong", "password", "password_wrong"),
    ("rules-portal", "password", ""),
    ("tokens", "tokens", ""),
    ("tokens-none", "tokens", ""),
    ("token-free", "token", ""),
    ("token-linked", "token", ""),
    ("token-back", "token", ""),
    ("tokens-import", "import", ""),
    ("tokens-no-file", "import", "file_missing"),
    ("tokens-unreadable", "import", "import_unreadable"),
    ("tokens-too-large", "import", "import_too_large"),
    ("import-checked", "import-checked", ""),
    ("import-faulty", "import-checked", ""),
    ("import-empty", "import-checked", ""),
    ("token-link", "link", ""),
    ("token-link-counter", "link", ""),
    ("token-link-nobody", "link", "person_missing"),
    ("token-resync", "resync", ""),
    ("token-unlink", "unlink", ""),
    ("token-unlink-no-reason", "unlink", "reason_missing"),
    ("token-remove", "remove", ""),
    ("token-link-wrong", "link", "code_mismatch"),
    ("token-link-taken", "link", "token_taken"),
    ("token-resync-wrong", "resync", "code_mismatch"),
    ("token-gone", "unlink", "token_not_found"),
    ("token-remove-back", "remove", "token_quarantined"),
];

/// Nothing comes: first they wait, after ten seconds they say that there is no connection, and soon that it is back.
const WAITING: [&str; 2] = ["slow", "opening-slow"];
/// The refusal is announced and overtaken at once: by the connection's return, by the step that is next or says it.
const OVERTAKEN: [&str; 4] = [
    "offline",
    "scan-reauthenticate",
    "link-used",
    "own-password-elsewhere",
];

const SPECIMENS: &str = "[...document.querySelectorAll('[data-gallery]')].map((section) => {\n\
      const root = section.querySelector('h2 + *').shadowRoot;\n\
      const view = root?.querySelector('[data-view]');\n\
      const name = section.dataset.gallery;\n\
      return {\n\
        name, step: view?.dataset.step, busy: view?.ariaBusy === 'true',\n\
        shown: [...root?.querySelectorAll('[data-error]') ?? []].map(({ dataset }) => dataset.error),\n\
        told: e2e.events.filter((event) => event.name === 'error' && event.gallery === name).map(({ detail }) => detail.code),\n\
        words: view?.textContent ?? '',\n\
      };\n\
    })";

#[test]
fn every_screen_holds_in_light() {
    every_screen_holds_in("light");
}

#[test]
fn every_screen_holds_in_the_dark() {
    every_screen_holds_in("dark");
}

/// In every language, on the narrowest window.
fn every_screen_holds_in(theme: &'static str) {
    journey(scene("nl", theme, 320), async |w| {
        for (lang, part) in in_parts(LANGUAGES) {
            opens_the_gallery(w, lang, part).await;
            w.passes_the_audit().await;
        }
    });
}

/// As in the address. On one page they would keep the browser so busy that what waits for an answer gives up.
pub const PARTS: [&str; 3] = ["people&half=1", "people&half=2", "desk"];

/// Each language with each part.
pub fn in_parts<'a>(
    langs: impl IntoIterator<Item = &'a str>,
) -> impl Iterator<Item = (&'a str, &'static str)> {
    langs
        .into_iter()
        .flat_map(|lang| PARTS.map(|part| (lang, part)))
}

/// The first of managers' own; from there on there are no others.
const FIRST_OF_THE_DESK: &str = "people";

fn screens_of(part: &str) -> &'static [(&'static str, &'static str, &'static str)] {
    const ALL: &[(&str, &str, &str)] = &SCREENS;
    let first = ALL.iter().position(|(name, ..)| *name == FIRST_OF_THE_DESK);
    let (people, desk) = ALL.split_at(first.unwrap());
    let (one, other) = people.split_at(people.len().div_ceil(2));
    match part {
        "desk" => desk,
        "people&half=1" => one,
        _ => other,
    }
}

/// In the gallery's order.
pub fn names_of(part: &str) -> Vec<&'static str> {
    screens_of(part).iter().map(|(name, ..)| *name).collect()
}

/// Every screen of a part is there, at its step and refused as it should be.
pub async fn opens_the_gallery(w: &World, lang: &str, part: &str) {
    let known = SCREENS.map(|(name, _, _)| name);
    assert_eq!(
        w.server.gallery().await,
        known,
        "this test must know every screen"
    );
    let theme = w.scene.theme;
    w.visits(&format!("?gallery&part={part}&lang={lang}&theme={theme}"))
        .await;
    every_screen_is_there(w, part, &format!("every screen of {part}, in {lang}")).await;
}

async fn every_screen_is_there(w: &World, part: &str, what: &str) {
    w.until(what, async || {
        let specimens = w.js(&format!("return {SPECIMENS}"), vec![]).await.ok()?;
        let wrong = wrong_ones(screens_of(part), specimens.as_array()?);
        w.is_still_missing(&wrong);
        wrong.is_empty().then_some(())
    })
    .await;
}

/// Those to which nothing comes have said so: from now on nothing changes by itself.
pub async fn waits_until_nothing_waits(w: &World) {
    w.until("the end of all waiting", async || {
        let busy = w.js("return e2e.all('[aria-busy=\"true\"]').length", vec![]);
        (busy.await.ok()? == 0).then_some(())
    })
    .await;
}

/// What is not yet as it should be.
fn wrong_ones(screens: &[(&str, &str, &str)], specimens: &[Value]) -> Vec<String> {
    let expected = screens.iter().filter(|(name, step, error)| {
        let specimen = specimens.iter().find(|specimen| specimen["name"] == *name);
        !specimen.is_some_and(|specimen| is_as_expected(specimen, name, step, error))
    });
    let told = expected.map(|(name, _, _)| {
        let specimen = specimens.iter().find(|specimen| specimen["name"] == *name);
        format!("{name}: {}", specimen.unwrap_or(&Value::Null))
    });
    told.collect()
}

fn is_as_expected(specimen: &Value, name: &str, step: &str, error: &str) -> bool {
    let has = |list: &str, code: &str| {
        let codes = specimen[list].as_array();
        codes.is_some_and(|codes| codes.iter().any(|one| one == code))
    };
    let silent = |list: &str| specimen[list].as_array().is_some_and(Vec::is_empty);
    let busy = specimen["busy"] == true;
    let refused = match error {
        _ if WAITING.contains(&name) => busy || has("told", "offline"),
        "" => silent("told") && silent("shown") && !busy,
        _ if OVERTAKEN.contains(&name) => has("told", error) && !busy,
        _ => has("told", error) && has("shown", error) && !busy,
    };
    refused
        && specimen["step"] == step
        && !specimen["words"].as_str().unwrap_or_default().is_empty()
}
