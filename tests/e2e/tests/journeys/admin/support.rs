//! A code of the help desk, from the question who somebody is to the second step that it leads to.

use super::{has_two_steps, opens, opens_the_desk, sets_up};
use tweestap_e2e::{World, journey, scene};

#[test]
fn a_code_that_was_read_out_lets_somebody_set_up_again() {
    journey(scene("nl", "light", 1280), async |w| {
        has_two_steps(w, "leerling").await;
        opens_the_desk(w).await;
        opens(w, "sam de vries", "Sam de Vries").await;
        w.presses("support-code").await;
        w.is_at("support-code").await;
        w.types("reason", "Telefoon kwijt").await;
        w.presses("confirm").await;
        w.is_told("checked_missing").await;
        w.clicks("[data-field=checked-how][value=in_person]").await;
        w.presses("confirm").await;
        w.is_at("support-code-made").await;
        let code = w.text("[data-support-code]").await;
        let code: String = code.split_whitespace().collect();
        assert_eq!(code.len(), 12, "{code}");
        w.may_use_the_clipboard().await;
        w.presses("copy").await;
        w.reads("Gekopieerd.").await;
        assert_eq!(w.clipboard().await.replace('-', ""), code);
        w.presses("finish").await;
        w.is_at("person").await;
        w.reads("Er is een hulpcode gemaakt.").await;
        w.reads("Deze persoon staat voor me").await;
        w.has_no("[data-support-code]").await;
        let page = w.value("e2e.everything()").await.to_string();
        assert!(!page.contains(&code[..4]), "the code stayed in the page");
        w.signs_out().await;

        w.gives_name_and_password("leerling").await;
        w.is_challenged().await;
        w.presses("use-recovery-code").await;
        w.types("recovery-code", &code.to_lowercase()).await;
        w.presses("verify").await;
        w.comes_to("enrol").await;
        w.presses("set-up").await;
        sets_up(w).await;
        w.is_signed_in().await;
    });
}

async fn is_out_of_sight(w: &World, selector: &str) {
    let seen = format!("e2e.seen('{selector}').length");
    assert_eq!(w.value(&seen).await, 0, "{selector}");
}

/// The code is seen once, and a reason is work: looking elsewhere is no way to lose them.
#[test]
fn another_section_and_back_and_everything_is_as_it_was_left() {
    journey(scene("nl", "dark", 320), async |w| {
        has_two_steps(w, "leerling").await;
        opens_the_desk(w).await;
        opens(w, "sam de vries", "Sam de Vries").await;
        w.presses("support-code").await;
        w.is_at("support-code").await;
        w.types("reason", "Telefoon kwijt").await;
        for (section, step) in [("open-rules", "rules"), ("open-trail", "trail")] {
            w.presses(section).await;
            w.comes_to(step).await;
            is_out_of_sight(w, "[data-field=reason]").await;
            w.passes_the_audit().await;
            w.presses("open-people").await;
            w.comes_to("support-code").await;
        }
        w.clicks("[data-field=checked-how][value=in_person]").await;
        w.presses("confirm").await;
        w.comes_to("support-code-made").await;
        let code = w.text("[data-support-code]").await;
        w.presses("open-tokens").await;
        w.comes_to("tokens").await;
        is_out_of_sight(w, "[data-support-code]").await;
        w.presses("open-people").await;
        w.comes_to("support-code-made").await;
        assert_eq!(w.text("[data-support-code]").await, code);
        w.presses("finish").await;
        w.comes_to("person").await;
        w.reads("Telefoon kwijt").await;
    });
}
