//! A file is imported whole or not at all.

use super::{both, holds, imports, opens_the_tokens, picks};
use tweestap_e2e::{journey, scene};

#[test]
fn a_file_is_checked_first_and_then_imported() {
    journey(scene("nl", "light", 1280), async |w| {
        opens_the_tokens(w).await;
        imports(w, &both()).await;
        w.reads("Alles klopt. Aantal codekastjes: 2.").await;
        w.passes_the_audit().await;
        w.presses_twice("import").await;
        w.comes_to("tokens").await;
        w.reads("Ingelezen en nu vrij. Aantal codekastjes: 2.")
            .await;
        w.types("search", "h-1").await;
        w.reads("1 codekastje gevonden.").await;
        w.clicks("[data-token] [data-action=open-token]").await;
        w.comes_to("token").await;
        assert_eq!(w.text("[data-view=admin] h2").await, "H-1");
        // Back: the same search, and its row has the focus.
        w.presses("back").await;
        w.comes_to("tokens").await;
        holds(w, "search", "h-1").await;
        w.focus_comes_to("[data-action=open-token]").await;

        // The same file again is known throughout.
        imports(w, &both()).await;
        w.reads("De school heeft dit kastje al.").await;
        w.has_no("[data-action=import]").await;
    });
}

#[test]
fn one_faulty_row_and_nothing_is_imported() {
    journey(scene("nl", "dark", 320), async |w| {
        opens_the_tokens(w).await;
        let half = format!("{}X-1,1234,totp,6,30,\n", both());
        imports(w, &half).await;
        w.reads("Rijen waarin iets niet klopt: 1 van 3.").await;
        w.find("[data-row='4']").await;
        w.has_no("[data-action=import]").await;
        w.passes_the_audit().await;
        w.fits_the_window().await;
        w.presses("back").await;
        w.comes_to("import").await;
        w.find("[data-field=key][autocomplete=off][data-1p-ignore]")
            .await;
        // No file, and one that is none.
        w.presses("check-file").await;
        w.is_told("file_missing").await;
        picks(w, "foto.xml", "<html").await;
        w.presses("check-file").await;
        w.is_told("import_unreadable").await;
        picks(w, "groot.csv", &"x".repeat(2 * 1024 * 1024 + 1)).await;
        w.presses("check-file").await;
        w.is_told("import_too_large").await;
        w.presses("cancel").await;
        w.comes_to("tokens").await;
        // Asked for anew: the list in sight is from before the file.
        w.types("search", "t-1").await;
        w.reads("Geen codekastje gevonden.").await;
        w.has_no("[data-token]").await;
    });
}
