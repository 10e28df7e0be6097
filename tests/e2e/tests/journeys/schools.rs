//! A school's own address, and a school that asks for a second step itself.

use tweestap_e2e::{journey, scene};

#[test]
fn a_school_at_its_own_address_knows_its_own_people_and_no_others() {
    journey(scene("nl", "light", 320), async |w| {
        w.visits(&format!("?school=voorbeeldkantoor&{}", w.scene.query()))
            .await;
        w.reads("Welkom bij Voorbeeldkantoor").await;
        w.has_no("[data-username=leerling]").await;
        w.gives_name_and_password("leerling").await;
        w.reads("Je naam of wachtwoord klopt niet").await;
        w.types("username", "kantoor").await;
        w.types("password", "tweestap-demo-wachtwoord").await;
        w.presses("sign-in").await;
        w.is_at("enrol").await;
        w.presses("sign-out").await;
        // The way to the other school.
        w.clicks(".schools summary").await;
        w.clicks("[data-school=voorbeeldcollege]").await;
        w.reads("Welkom bij Voorbeeldcollege").await;
        w.has_no("[data-username=kantoor]").await;
        w.gives_name_and_password("docent").await;
        w.is_signed_in().await;
    });
}

#[test]
fn somebody_whose_school_asks_for_two_steps_itself_is_asked_nothing_twice() {
    journey(scene("en", "dark", 768), async |w| {
        w.visits_the_portal().await;
        w.clicks("#single-sign-on").await;
        w.gives_name_and_password("kantoor").await;
        // This office requires two steps: they were given.
        w.is_signed_in().await;
        w.presses("open-enrolment").await;
        w.is_at("not-needed").await;
        w.reads("There is nothing to do").await;
        w.has_no("[data-action=choose-app]").await;
        w.presses("finish").await;
        w.is_signed_in().await;
        w.presses("open-settings").await;
        w.settings_say("off").await;
        w.reads("Taken care of").await;
        w.has_no("[data-action=set-up]").await;
        w.passes_the_audit().await;
        w.signs_out().await;
        w.clicks("#single-sign-on").await;
        w.gives_name_and_password("kantoor").await;
        w.is_at("enrol").await;
    });
}
