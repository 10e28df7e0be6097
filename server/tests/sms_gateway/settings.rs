//! `[[sms]]` in the configuration: what is refused, and that it is refused with a sentence.

use super::{Configured, KEY, gateways, set_mode};

fn twilio(more: &str) -> String {
    format!(
        "[[sms]]\ntemplate = \"twilio\"\naccount = \"AC1\"\nkey_file = \"sms.key\"\nfrom = \"School\"\n{more}\n"
    )
}

#[test]
fn every_template_is_whole_and_a_list_keeps_its_order() {
    let names = [
        "twilio",
        "cm",
        "spryng-v2",
        "messagebird",
        "spryng-v1",
        "kannel",
    ];
    let entries: Vec<_> = names
        .iter()
        .map(|name| twilio("").replace("\"twilio\"", &format!("\"{name}\"")))
        .collect();
    let gateways = gateways(&entries);
    let read: Vec<_> = gateways.each().map(|gateway| gateway.name()).collect();
    assert_eq!(read, names);
}

#[test]
fn without_gateways_there_are_none() {
    assert!(
        Configured::with("public_url = \"x\"")
            .read()
            .unwrap()
            .is_none()
    );
}

#[test]
fn a_gateway_can_be_written_out_and_a_template_changed() {
    let own = r#"
        [[sms]]
        name = "ours"
        url = "https://sms.example/{account}/send"
        encoding = "json"
        auth = { kind = "query", name = "api_key" }
        number = "00"
        account = "brug"
        body = { to = "{to}", message = "{text}" }
        ok_status = [200]
        ok_path = "$.id"
        retry_on = [429]
        from = "De Brug"
        key_file = "sms.key"
    "#;
    assert!(Configured::with(own).read().is_ok());
    assert!(
        Configured::with(&twilio("senders = { brug = \"Brug\" }"))
            .read()
            .is_ok()
    );
    assert!(
        Configured::with(&twilio("from = \"+3197012345678\"").replace("from = \"School\"\n", ""))
            .read()
            .is_ok()
    );
}

#[test]
fn what_is_wrong_is_refused_with_a_sentence() {
    for (more, sentence) in [
        ("key = \"x\"", "key does not belong in this file"),
        ("token = \"x\"", "token does not belong in this file"),
        ("key_env = \"X\"", "either key_file or key_env"),
        (
            "url = \"http://api.twilio.com/\"",
            "must begin with https://",
        ),
        ("url = \"https://127.0.0.1/\"", "private = true"),
        ("url = \"https://169.254.169.254/\"", "no public address"),
        (
            "url = \"http://169.254.169.254/\"\nprivate = true",
            "no address of a private network",
        ),
        ("url = \"https://{account}.example/\"", "in its path only"),
        (
            "url = \"https://x.example/{to}\"",
            "no placeholder but {account}",
        ),
        ("senders = { a = \"TwelveLetter\" }", "at most 11 letters"),
        ("senders = { a = \"12345\" }", "at most 11 letters"),
        ("senders = { a = \"Sch\\nool\" }", "at most 11 letters"),
        ("ok_status = [302]", "ok_status"),
        ("retry_on = [500]", "retry_on"),
        ("body = { To = \"{to}\" }", "{to} and {text}"),
        (
            "body = { To = \"{to}\", Body = \"{txt}\" }",
            "there is no {txt}",
        ),
        (
            "body = { To = \"{to}\", Body = [\"{text}\"] }",
            "one flat table",
        ),
        (
            "body = { To = \"{to}\", Body = \"{text}\", k = \"{key}\" }",
            "auth is { kind = \"body\" }",
        ),
        ("ok_path = \"sid\"", "is no path"),
        ("method = \"GET\"", "encoding = \"query\""),
        (
            "auth = { kind = \"header\", name = \"a b\" }",
            "is no header",
        ),
        ("nonsense = 1", "nonsense"),
    ] {
        let refusal = Configured::with(&twilio(more)).refusal();
        assert!(refusal.contains(sentence), "{more}: {refusal}");
        assert!(!refusal.contains(KEY));
    }
    let unknown = twilio("").replace("\"twilio\"", "\"tvilio\"");
    assert!(Configured::with(&unknown).refusal().contains("spryng-v2"));
    let twice = twilio("") + &twilio("");
    assert!(
        Configured::with(&twice)
            .refusal()
            .contains("name of its own")
    );
    let no_account = twilio("").replace("account = \"AC1\"\n", "");
    assert!(
        Configured::with(&no_account)
            .refusal()
            .contains("account is missing")
    );
}

#[test]
fn a_key_is_its_owners_and_is_never_empty() {
    let configured = Configured::with(&twilio(""));
    set_mode(&configured.key(), 0o644);
    assert!(configured.refusal().contains("can be read by others"));
    set_mode(&configured.key(), 0o600);
    for empty in ["", "\n", "two words"] {
        std::fs::write(configured.key(), empty).unwrap();
        assert!(
            configured.refusal().contains("the key is empty"),
            "{empty:?}"
        );
    }
    std::fs::remove_file(configured.key()).unwrap();
    assert!(configured.refusal().contains("sms.key"));
    let from_nowhere = twilio("").replace(
        "key_file = \"sms.key\"",
        "key_env = \"TWEESTAP_NO_SUCH_KEY\"",
    );
    assert!(
        Configured::with(&from_nowhere)
            .refusal()
            .contains("TWEESTAP_NO_SUCH_KEY")
    );
}
