//! Hardware tokens: what a manager asks, and what is answered.

use super::{both_ways, overlooks_what_it_does_not_know, refuses_what_it_does_not_know, secret};
use tweestap_api::{
    FindTokens, HardwareToken, ImportFormat, ImportTokens, Imported, LinkToken, Named, ResyncToken,
    RowError, RowProblem, TokenAlgorithm, TokenState, Tokens,
};

fn token() -> HardwareToken {
    HardwareToken {
        id: "t1".to_owned(),
        serial: "00042".to_owned(),
        by_counter: false,
        digits: 8,
        period: 60,
        algorithm: TokenAlgorithm::Sha256,
        state: TokenState::Linked,
        person: Some(Named {
            id: "a1".to_owned(),
            name: "Sam de Vries".to_owned(),
        }),
        free_at: None,
        imported_at: 1_800_000_000,
    }
}

const TOKEN: &str = r#"{"id":"t1","serial":"00042","by_counter":false,"digits":8,"period":60,"algorithm":"sha256",
    "state":"linked","person":{"id":"a1","name":"Sam de Vries"},"imported_at":1800000000}"#;

fn import() -> ImportTokens {
    ImportTokens {
        format: ImportFormat::Pskc,
        content: secret("canary"),
        key: Some(secret("canary")),
        check_only: true,
    }
}

fn link() -> LinkToken {
    LinkToken {
        person: "a1".to_owned(),
        code: secret("canary"),
        next_code: Some(secret("canary")),
        reason: "asked at the desk".to_owned(),
    }
}

fn resync() -> ResyncToken {
    ResyncToken {
        code: secret("canary"),
        next_code: secret("canary"),
    }
}

/// What holds a secret, printed.
pub fn printed() -> Vec<String> {
    vec![
        format!("{:?}", import()),
        format!("{:?}", link()),
        format!("{:?}", resync()),
    ]
}

#[test]
fn a_page_of_tokens() {
    let page = Tokens {
        tokens: vec![token()],
        next: Some("t1".to_owned()),
        server_time: 1_800_000_000,
    };
    let json = format!(r#"{{"tokens":[{TOKEN}],"next":"t1","server_time":1800000000}}"#);
    both_ways(&page, &json);
    overlooks_what_it_does_not_know::<Tokens>(&json);
    overlooks_what_it_does_not_know::<HardwareToken>(TOKEN);
    let in_the_cupboard = HardwareToken {
        by_counter: true,
        digits: 6,
        period: 0,
        algorithm: TokenAlgorithm::Sha1,
        state: TokenState::Quarantined,
        person: None,
        free_at: Some(1_800_086_400),
        ..token()
    };
    both_ways(
        &in_the_cupboard,
        r#"{"id":"t1","serial":"00042","by_counter":true,"digits":6,"period":0,"algorithm":"sha1",
        "state":"quarantined","free_at":1800086400,"imported_at":1800000000}"#,
    );
}

#[test]
fn what_is_asked_of_tokens() {
    for (json, read) in [
        (
            r#"{"format":"pskc","content":"canary","key":"canary","check_only":true}"#,
            import(),
        ),
        (
            r#"{"format":"csv","content":"canary","check_only":true}"#,
            ImportTokens {
                format: ImportFormat::Csv,
                key: None,
                ..import()
            },
        ),
    ] {
        both_ways(&read, json);
        refuses_what_it_does_not_know::<ImportTokens>(json);
    }
    let json =
        r#"{"person":"a1","code":"canary","next_code":"canary","reason":"asked at the desk"}"#;
    both_ways(&link(), json);
    refuses_what_it_does_not_know::<LinkToken>(json);
    let without = json.replace(r#""next_code":"canary","#, "");
    let one_code = LinkToken {
        next_code: None,
        ..link()
    };
    both_ways(&one_code, &without);
    let json = r#"{"code":"canary","next_code":"canary"}"#;
    both_ways(&resync(), json);
    refuses_what_it_does_not_know::<ResyncToken>(json);
    refuses_what_it_does_not_know::<FindTokens>(r#"{"query":"0","state":"free","after":"t1"}"#);
    let nothing: FindTokens = serde_json::from_str("{}").unwrap();
    assert!(nothing.query.is_none() && nothing.state.is_none() && nothing.after.is_none());
}

#[test]
fn what_became_of_a_file() {
    let fault = |serial: Option<&str>, problem| RowError {
        row: 3,
        serial: serial.map(str::to_owned),
        problem,
    };
    let imported = Imported {
        rows: 12,
        imported: 0,
        errors: vec![
            fault(None, RowProblem::SerialMissing),
            fault(Some("00042"), RowProblem::SecretTooShort),
        ],
        faulty: 2,
    };
    let json = r#"{"rows":12,"imported":0,"errors":[{"row":3,"problem":"serial_missing"},
        {"row":3,"serial":"00042","problem":"secret_too_short"}],"faulty":2}"#;
    both_ways(&imported, json);
    overlooks_what_it_does_not_know::<Imported>(json);
}

#[test]
fn every_name_of_a_state_and_of_a_fault() {
    for state in TokenState::ALL {
        both_ways(&state, &format!("\"{}\"", state.code()));
        assert_eq!(TokenState::from_code(state.code()), Some(state));
    }
    assert_eq!(TokenState::from_code("Free"), None);
    for (problem, name) in [
        (RowProblem::SerialMissing, "serial_missing"),
        (RowProblem::SerialTwice, "serial_twice"),
        (RowProblem::SerialKnown, "serial_known"),
        (RowProblem::SecretMissing, "secret_missing"),
        (RowProblem::SecretUnreadable, "secret_unreadable"),
        (RowProblem::SecretTooShort, "secret_too_short"),
        (RowProblem::KindUnknown, "kind_unknown"),
        (RowProblem::DigitsUnsupported, "digits_unsupported"),
        (RowProblem::PeriodUnsupported, "period_unsupported"),
        (RowProblem::AlgorithmUnsupported, "algorithm_unsupported"),
        (RowProblem::CounterUnreadable, "counter_unreadable"),
        (RowProblem::TooManyColumns, "too_many_columns"),
        (RowProblem::Expired, "expired"),
        (RowProblem::MacWrong, "mac_wrong"),
    ] {
        both_ways(&problem, &format!("\"{name}\""));
    }
}
