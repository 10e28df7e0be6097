//! What the widget sends. A member the back end does not know is refused: it might matter.

use super::{both_ways, refuses_what_it_does_not_know, secret};
use tweestap_api::{
    ChangePassword, ChooseMethod, ChooseWay, ConfirmCode, ForgotPassword, Frame, GivePassword,
    GivePhone, Method, NewPassword, OfChallenge, OfDevice, OfEnrolment, OfFactor, OpenSession,
    Recover, Redeem, RememberDuration, SaveRemember, VerifyChallenge, View, Way,
};

fn open(view: View) -> OpenSession {
    OpenSession {
        portal_token: secret("canary"),
        view,
        lang: "nl-BE".to_owned(),
        frame: None,
    }
}

fn verify() -> VerifyChallenge {
    VerifyChallenge {
        challenge: "c1".to_owned(),
        code: secret("canary"),
        remember: true,
    }
}

fn recover() -> Recover {
    Recover {
        challenge: "c1".to_owned(),
        code: secret("canary"),
    }
}

fn redeem() -> Redeem {
    Redeem {
        reference: secret("canary"),
        client_assertion: secret("canary"),
    }
}

fn forgot() -> ForgotPassword {
    ForgotPassword {
        school: "s1".to_owned(),
        username: "sam".to_owned(),
        email: secret("canary"),
        lang: "nl-BE".to_owned(),
    }
}

fn new_password() -> NewPassword {
    NewPassword {
        token: secret("canary"),
        password: secret("canary"),
    }
}

fn change() -> ChangePassword {
    ChangePassword {
        current: secret("canary"),
        password: secret("canary"),
    }
}

/// Each request that holds a secret, printed.
pub fn printed() -> Vec<String> {
    let code = secret("canary");
    let enrolment = "e1".to_owned();
    vec![
        format!("{:?}", open(View::Enrolment)),
        format!("{:?}", verify()),
        format!("{:?}", recover()),
        format!("{:?}", redeem()),
        format!("{:?}", forgot()),
        format!("{:?}", new_password()),
        format!("{:?}", change()),
        format!(
            "{:?}",
            GivePassword {
                password: secret("canary")
            }
        ),
        format!(
            "{:?}",
            GivePhone {
                enrolment: enrolment.clone(),
                number: secret("canary")
            }
        ),
        format!("{:?}", ConfirmCode { enrolment, code }),
    ]
}

#[test]
fn opening_a_session() {
    for (view, name) in [
        (View::Enrolment, "enrolment"),
        (View::Settings, "settings"),
        (View::Challenge, "challenge"),
    ] {
        let json = format!(r#"{{"portal_token":"canary","view":"{name}","lang":"nl-BE"}}"#);
        both_ways(&open(view), &json);
        refuses_what_it_does_not_know::<OpenSession>(&json);
    }
}

#[test]
fn opening_a_session_from_the_frame() {
    let json = r#"{"portal_token":"canary","view":"challenge","lang":"nl-BE","frame":{"keeps_cookies":false}}"#;
    let keeps_cookies = false;
    let frame = Some(Frame { keeps_cookies });
    let framed = OpenSession {
        frame,
        ..open(View::Challenge)
    };
    both_ways(&framed, json);
    refuses_what_it_does_not_know::<Frame>(r#"{"keeps_cookies":true}"#);
}

#[test]
fn redeeming_a_reference() {
    let json = r#"{"reference":"canary","client_assertion":"canary"}"#;
    both_ways(&redeem(), json);
    refuses_what_it_does_not_know::<Redeem>(json);
}

#[test]
fn choosing_a_method() {
    for method in [Method::App, Method::Sms] {
        let json = format!(r#"{{"method":"{}"}}"#, method.code());
        both_ways(&ChooseMethod { method }, &json);
        refuses_what_it_does_not_know::<ChooseMethod>(&json);
        assert_eq!(Method::from_code(method.code()), Some(method));
    }
    assert_eq!(Method::from_code("App"), None);
    assert!(serde_json::from_str::<ChooseMethod>(r#"{"method":"email"}"#).is_err());
}

#[test]
fn giving_a_password_byte_for_byte() {
    let json = r#"{"password":" Pässwörd\t\" "}"#;
    let password = secret(" Pässwörd\t\" ");
    both_ways(&GivePassword { password }, json);
    refuses_what_it_does_not_know::<GivePassword>(json);
}

#[test]
fn a_forgotten_password_and_a_new_one() {
    let json = r#"{"school":"s1","username":"sam","email":"canary","lang":"nl-BE"}"#;
    both_ways(&forgot(), json);
    refuses_what_it_does_not_know::<ForgotPassword>(json);
    let json = r#"{"token":"canary","password":"canary"}"#;
    both_ways(&new_password(), json);
    refuses_what_it_does_not_know::<NewPassword>(json);
    let json = r#"{"current":"canary","password":"canary"}"#;
    both_ways(&change(), json);
    refuses_what_it_does_not_know::<ChangePassword>(json);
}

#[test]
fn giving_a_number() {
    let json = r#"{"enrolment":"e1","number":"06 12345678"}"#;
    let number = GivePhone {
        enrolment: "e1".to_owned(),
        number: secret("06 12345678"),
    };
    both_ways(&number, json);
    refuses_what_it_does_not_know::<GivePhone>(json);
}

#[test]
fn speaking_of_one_enrolment() {
    let json = r#"{"enrolment":"e1"}"#;
    let enrolment = "e1".to_owned();
    both_ways(&OfEnrolment { enrolment }, json);
    refuses_what_it_does_not_know::<OfEnrolment>(json);
}

#[test]
fn confirming_a_code_as_text_so_that_zeros_stay() {
    let json = r#"{"enrolment":"e1","code":"000042"}"#;
    let code = ConfirmCode {
        enrolment: "e1".to_owned(),
        code: secret("000042"),
    };
    both_ways(&code, json);
    refuses_what_it_does_not_know::<ConfirmCode>(json);
    assert!(serde_json::from_str::<ConfirmCode>(r#"{"enrolment":"e1","code":42}"#).is_err());
}

#[test]
fn answering_a_challenge() {
    let json = r#"{"challenge":"c1","code":"canary","remember":true}"#;
    both_ways(&verify(), json);
    refuses_what_it_does_not_know::<VerifyChallenge>(json);

    let json = r#"{"challenge":"c1"}"#;
    let challenge = "c1".to_owned();
    both_ways(&OfChallenge { challenge }, json);
    refuses_what_it_does_not_know::<OfChallenge>(json);
}

#[test]
fn another_way_and_the_way_back_in() {
    let json = r#"{"challenge":"c1","way":"recovery_code"}"#;
    let challenge = "c1".to_owned();
    let way = Way::RecoveryCode;
    both_ways(&ChooseWay { challenge, way }, json);
    refuses_what_it_does_not_know::<ChooseWay>(json);

    let json = r#"{"challenge":"c1","code":"canary"}"#;
    both_ways(&recover(), json);
    refuses_what_it_does_not_know::<Recover>(json);
}

#[test]
fn one_method_and_one_device() {
    let factor = OfFactor {
        factor: "f1".to_owned(),
    };
    both_ways(&factor, r#"{"factor":"f1"}"#);
    refuses_what_it_does_not_know::<OfFactor>(r#"{"factor":"f1"}"#);
    let device = OfDevice {
        device: "d1".to_owned(),
    };
    both_ways(&device, r#"{"device":"d1"}"#);
    refuses_what_it_does_not_know::<OfDevice>(r#"{"device":"d1"}"#);
}

#[test]
fn saving_how_long_to_remember() {
    for (duration, name) in [
        (RememberDuration::AlwaysAsk, "always_ask"),
        (RememberDuration::TwelveHours, "12h"),
        (RememberDuration::ThreeDays, "3d"),
        (RememberDuration::OneWeek, "1w"),
    ] {
        let json = format!(r#"{{"duration":"{name}","this_device":false}}"#);
        let this_device = false;
        both_ways(
            &SaveRemember {
                duration,
                this_device,
            },
            &json,
        );
        refuses_what_it_does_not_know::<SaveRemember>(&json);
        assert_eq!(duration.code(), name);
        assert_eq!(RememberDuration::from_code(name), Some(duration));
    }
}

#[test]
fn no_member_of_a_request_may_be_left_out() {
    assert!(
        serde_json::from_str::<OpenSession>(r#"{"portal_token":"t","view":"settings"}"#).is_err()
    );
    assert!(
        serde_json::from_str::<VerifyChallenge>(r#"{"challenge":"c","code":"123456"}"#).is_err()
    );
    assert!(serde_json::from_str::<ConfirmCode>(r#"{"code":"123456"}"#).is_err());
    assert!(serde_json::from_str::<SaveRemember>(r#"{"duration":"12h"}"#).is_err());
    assert!(serde_json::from_str::<GivePassword>("{}").is_err());
}
