//! The log: in words, and as a table that has every line.

use super::{opens, opens_the_desk};
use std::fs;
use tweestap_e2e::{World, journey, scene};

async fn downloaded(w: &World, name: &str) -> String {
    let file = w.download(name);
    w.until("the table", async || {
        fs::read_to_string(&file)
            .ok()
            .filter(|text| !text.is_empty())
    })
    .await
}

#[test]
fn the_table_has_every_line_and_computes_nothing() {
    journey(scene("nl", "light", 1280), async |w| {
        opens_the_desk(w).await;
        opens(w, "lucas bakker", "Lucas Bakker").await;
        // More than a page of them.
        for turn in 0..26 {
            for act in ["switch-off", "switch-on"] {
                w.presses(act).await;
                w.comes_to(act).await;
                w.types("reason", &format!("=1+{turn}")).await;
                w.presses("confirm").await;
                w.comes_to("person").await;
            }
        }
        w.presses("open-trail").await;
        w.is_at("trail").await;
        assert_eq!(w.texts("[data-entry]").await.len(), 50);
        w.presses("next-page").await;
        w.until("every line", async || {
            (w.texts("[data-entry]").await.len() == 53).then_some(())
        })
        .await;
        w.presses("export").await;
        w.reads("De tabel staat bij je downloads. Aantal gebeurtenissen: 53.")
            .await;
        let table = downloaded(w, "logboek.csv").await;
        let lines: Vec<&str> = table.trim_end().split("\r\n").collect();
        assert_eq!(lines.len(), 54);
        assert!(lines[0].starts_with("\u{feff}number;time;actor;"));
        assert!(lines[1].starts_with("\"53\";"), "{}", lines[1]);
        assert!(lines[1].contains("\"resumed\";\"Tweede stap weer aangezet\""));
        assert!(lines[1].contains(";\"'=1+25\";"), "{}", lines[1]);
        assert!(lines[53].starts_with("\"1\";"), "{}", lines[53]);
        assert!(lines[53].contains("Joke Peeters"));
    });
}
