//! The text message, on a narrow screen: numbers as people write them, codes too early and too late, and
//! signing in with one.

use tweestap_e2e::{Message, World, journey, scene};

#[test]
fn a_parent_sets_up_text_messages_and_signs_in_with_one() {
    journey(scene("en", "dark", 320), async |w| {
        w.signs_in("ouder").await;
        w.server.later(360).await;
        w.opens_enrolment().await;
        w.chooses_and_gives_the_password("choose-sms", "phone")
            .await;
        w.reads("Step 3 of 5").await;

        for (typed, code, words) in [
            ("", "number_missing", "Type your mobile number"),
            ("010 123 45 67", "number_not_mobile", "not a mobile number"),
            (
                "+49 1512 3456789",
                "number_country_not_allowed",
                "Only Dutch and Belgian",
            ),
            ("06 123", "number_invalid", "does not exist"),
            ("zes twaalf", "number_invalid", "does not exist"),
        ] {
            w.types("phone", typed).await;
            w.presses("send-code").await;
            w.is_told_that(code, words).await;
            w.field_holds("phone", typed).await;
        }
        assert!(
            w.server.outbox().await.is_empty(),
            "nothing was sent to such a number"
        );

        // A Belgian number, as Belgians write it; then the Dutch one after all.
        w.types("phone", "0470 12 34 56").await;
        w.presses("send-code").await;
        w.is_at("confirm").await;
        w.reads("We sent a code to +32 470 12 34 56.").await;
        let belgian = w.server.newest_message().await;
        assert_eq!(
            (belgian.kind.as_str(), belgian.to.as_str()),
            ("sms", "+32470123456")
        );

        w.presses("change-number").await;
        w.is_at("phone").await;
        assert_eq!(
            w.attribute("[data-field=phone]", "value").await,
            "+32 470 12 34 56"
        );
        w.types("phone", "06 12 34 56 78").await;
        w.presses("send-code").await;
        w.is_at("confirm").await;
        w.reads("We sent a code to +31 6 12345678.").await;
        let earlier = w.server.newest_message().await;
        is_a_message_to(&earlier, "+31612345678");

        w.presses("resend").await;
        w.is_told_that("resend_too_soon", "You can ask for a new one in")
            .await;
        assert_eq!(w.server.outbox().await.len(), 2);
        // Going back and giving the same number again is no way round the wait: the code stays.
        w.presses("change-number").await;
        w.comes_to("phone").await;
        w.presses("send-code").await;
        w.comes_to("confirm").await;
        assert_eq!(w.server.outbox().await.len(), 2);
        w.server.later(31).await;
        w.presses("resend").await;
        w.reads("A new code is on its way to +31 6 12345678.").await;
        let newest = w.server.newest_message().await;
        is_a_message_to(&newest, "+31612345678");
        assert_eq!(w.server.outbox().await.len(), 3);

        // One in a million: then the journey goes on without the earlier code.
        if earlier.code() != newest.code() {
            w.types("code", &earlier.code()).await;
            w.presses("confirm").await;
            w.is_told_that("code_superseded", "from an earlier message")
                .await;
            w.field_holds("code", "").await;
        }
        w.types("code", &another_than(&[&earlier, &newest, &belgian]))
            .await;
        w.presses("confirm").await;
        w.is_told_that("code_mismatch", "Look in the newest message")
            .await;

        w.reloads().await;
        w.is_at("confirm").await;
        w.types("code", &newest.code()).await;
        w.presses("confirm").await;
        w.is_at("recovery-codes").await;
        w.recovery_codes().await;
        w.presses("acknowledge").await;
        w.is_at("done").await;
        w.presses("finish").await;
        w.is_signed_in().await;

        w.presses("open-settings").await;
        w.settings_say("on").await;
        let sms = w.text("[data-factor=sms]").await;
        assert!(sms.contains("Text message to +31 6 •••• ••78"), "{sms}");
        let widget = w
            .value("e2e.all('tweestap-settings')[0].shadowRoot.innerHTML")
            .await;
        assert!(
            !widget.as_str().unwrap().contains("12345678"),
            "the whole number is nobody's business here"
        );
        assert_eq!(w.duration().await, "always_ask");

        a_message_opens_the_door(w).await;
    });
}

async fn a_message_opens_the_door(w: &World) {
    w.signs_out().await;
    // The earlier messages have made the next one wait.
    w.server.later(600).await;
    w.gives_name_and_password("ouder").await;
    w.is_challenged().await;
    w.reads("We sent a code to +31 6 •••• ••78.").await;
    assert_eq!(w.server.outbox().await.len(), 4);
    let message = w.server.newest_message().await;
    is_a_message_to(&message, "+31612345678");
    w.types("code", &another_than(&[&message])).await;
    w.presses("verify").await;
    w.is_told_that("code_mismatch", "Look in the newest message")
        .await;
    w.types("code", &message.code()).await;
    w.presses("verify").await;
    w.is_signed_in().await;
}

/// The code, whose it is, a warning, and the line that binds it to the portal's address.
fn is_a_message_to(message: &Message, number: &str) {
    let code = message.code();
    assert_eq!(message.to, number);
    let words = format!("{code} is your code for Voorbeeldcollege. Give it to no one.");
    let bound = format!("@portal.voorbeeldcollege.example #{code}");
    assert_eq!(message.text, format!("{words}\n{bound}"));
}

fn another_than(messages: &[&Message]) -> String {
    let taken: Vec<String> = messages.iter().map(|message| message.code()).collect();
    let mut codes = (100_000..).map(|number: u32| number.to_string());
    codes.find(|code| !taken.contains(code)).unwrap()
}
