//! One is given to somebody, who signs in with it; and taken back.

use super::{SECRET, both, imports, opens_the_tokens};
use tweestap_e2e::{Authenticator, World, journey, scene};

async fn opens(w: &World, serial: &str) {
    w.types("search", serial).await;
    w.reads("1 codekastje gevonden.").await;
    w.clicks("[data-token] [data-action=open-token]").await;
    w.comes_to("token").await;
}

async fn gives(w: &World, name: &str) {
    w.presses("link").await;
    w.is_at("link").await;
    w.types("person", name).await;
    w.clicks("[data-action=pick-person]").await;
    w.find("[data-action=other-person]").await;
}

/// The secret as apps have it.
fn token() -> Authenticator {
    let bytes: Vec<u8> = SECRET
        .as_bytes()
        .chunks(2)
        .map(|two| {
            let two = std::str::from_utf8(two).unwrap();
            u8::from_str_radix(two, 16).unwrap()
        })
        .collect();
    Authenticator {
        key: data_encoding::BASE32_NOPAD.encode(&bytes),
    }
}

#[test]
fn whoever_gets_one_signs_in_with_it_until_it_is_taken_back() {
    journey(scene("nl", "light", 1280), async |w| {
        opens_the_tokens(w).await;
        imports(w, &both()).await;
        w.presses("import").await;
        w.comes_to("tokens").await;
        opens(w, "t-1").await;
        gives(w, "sam de vries").await;
        w.presses("confirm").await;
        w.is_told("code_missing").await;
        w.focus_comes_to("[data-field=code]").await;
        let now = w.server.early_in_a_step().await;
        w.types("code", &token().code_at(now)).await;
        w.presses("confirm").await;
        w.is_told("reason_missing").await;
        w.types("reason", "Geen telefoon").await;
        w.presses_twice("confirm").await;
        w.comes_to("token").await;
        w.reads("Bij Sam de Vries").await;
        w.find("[data-status=linked]").await;
        w.signs_out().await;

        w.server.later(60).await;
        w.gives_name_and_password("leerling").await;
        w.comes_to("code").await;
        let now = w.server.early_in_a_step().await;
        w.types("code", &token().code_at(now)).await;
        w.presses("verify").await;
        w.is_signed_in().await;
    });
}

#[test]
fn one_that_counts_is_given_with_two_codes_and_rests_a_day_when_it_comes_back() {
    journey(scene("nl", "dark", 320), async |w| {
        opens_the_tokens(w).await;
        imports(w, &both()).await;
        w.presses("import").await;
        w.comes_to("tokens").await;
        opens(w, "h-1").await;
        w.fits_the_window().await;
        gives(w, "sam de vries").await;
        w.passes_the_audit().await;
        w.fits_the_window().await;
        // RFC 4226, appendix D: counters 0 and 1.
        w.types("code", "755224").await;
        w.types("next-code", "287082").await;
        w.types("reason", "Geen telefoon").await;
        w.presses("confirm").await;
        w.comes_to("token").await;
        w.reads("Bij Sam de Vries").await;

        w.presses("resync").await;
        w.types("code", "969429").await;
        w.types("next-code", "338314").await;
        w.presses("confirm").await;
        w.comes_to("token").await;
        w.reads("Het kastje loopt weer gelijk.").await;

        w.presses("unlink").await;
        w.types("reason", "Stuk").await;
        w.presses("confirm").await;
        w.comes_to("token").await;
        w.find("[data-status=quarantined]").await;
        w.has_no("[data-action=link]").await;
        w.has_no("[data-action=remove]").await;
    });
}
