//! What a manager does about somebody's second step, and what that person finds then.

use super::{has_two_steps, opens, opens_the_desk};
use tweestap_e2e::{journey, scene};

#[test]
fn a_reset_has_a_reason_and_a_mail_and_the_person_sets_up_again() {
    journey(scene("nl", "light", 1280), async |w| {
        has_two_steps(w, "leerling").await;
        opens_the_desk(w).await;
        opens(w, "sam de vries", "Sam de Vries").await;
        w.find("[data-view=admin] [data-status=active]").await;
        w.presses("reset").await;
        w.is_at("reset").await;
        w.presses("confirm").await;
        w.is_told("reason_missing").await;
        w.focus_comes_to("[data-field=reason]").await;
        w.types("reason", "Telefoon kwijt").await;
        w.presses_twice("confirm").await;
        w.is_at("person").await;
        w.reads("Alles is verwijderd.").await;
        w.find("[data-view=admin] [data-status=none]").await;
        w.reads("Telefoon kwijt").await;
        assert_eq!(w.texts("[data-entry=reset]").await.len(), 1);
        // What is gone can be neither switched on nor off.
        w.reads("Aanzetten kan pas als het een keer is ingesteld.")
            .await;
        w.has_no("[data-action=switch-off]").await;
        w.has_no("[data-action=switch-on]").await;
        w.server
            .is_mailed("leerling", "Je school heeft je tweede stap gewist")
            .await;
        w.signs_out().await;
        has_two_steps(w, "leerling").await;
    });
}

#[test]
fn off_for_a_while_and_on_again() {
    journey(scene("nl", "dark", 320), async |w| {
        has_two_steps(w, "leerling").await;
        opens_the_desk(w).await;
        opens(w, "sam de vries", "Sam de Vries").await;
        w.presses("switch-off").await;
        w.is_at("switch-off").await;
        w.types("reason", "Op reis").await;
        w.presses("confirm").await;
        w.comes_to("person").await;
        w.reads("De tweede stap staat uit.").await;
        w.find("[data-view=admin] [data-status=suspended]").await;
        w.presses("switch-on").await;
        w.is_at("switch-on").await;
        w.types("reason", "Terug").await;
        w.presses("confirm").await;
        w.comes_to("person").await;
        w.reads("De tweede stap staat weer aan.").await;
        w.server
            .is_mailed("leerling", "Je tweede stap staat weer aan")
            .await;
        // In the list, too, and without asking again.
        w.presses("back").await;
        w.comes_to("people").await;
        w.find("[data-person] [data-status=active]").await;
    });
}

#[test]
fn an_account_that_is_locked_is_opened_again() {
    journey(scene("nl", "light", 1280), async |w| {
        opens_the_desk(w).await;
        opens(w, "lucas bakker", "Lucas Bakker").await;
        w.find("[data-view=admin] [data-status=locked]").await;
        w.presses("unlock").await;
        w.is_at("unlock").await;
        w.presses("cancel").await;
        w.comes_to("person").await;
        w.presses("unlock").await;
        w.types("reason", "Was het zelf").await;
        w.presses("confirm").await;
        w.comes_to("person").await;
        w.reads("Het account is van het slot.").await;
        w.has_no("[data-action=unlock]").await;
    });
}

#[test]
fn a_manager_does_nothing_to_their_own_account_and_takes_nothing_from_another_manager() {
    journey(scene("nl", "light", 1280), async |w| {
        opens_the_desk(w).await;
        opens(w, "joke peeters", "Joke Peeters").await;
        w.reads("Dit ben je zelf.").await;
        w.has_no("[data-action=reset]").await;
        w.presses("back").await;
        w.comes_to("people").await;
        super::chooses(w, "role", "manager").await;
        w.types("search", "").await;
        w.reads("2 mensen gevonden.").await;
        w.clicks("[data-person]:nth-of-type(2) [data-action=open-person]")
            .await;
        w.comes_to("person").await;
        w.has_no("[data-action=reset]").await;
        w.has_no("[data-action=support-code]").await;
    });
}
