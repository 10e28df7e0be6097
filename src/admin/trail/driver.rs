//! Carries out what the trail's machine wants.

use super::{
    flow::{Effect, Event},
    table::table,
};
use crate::{
    admin::{Desk, history},
    client::Ask,
    machine::Sender,
    strings::Text,
    ui::Ui,
};
use js_sys::{Array, Date};
use tweestap_api::{Audit, AuditEntry, routes};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

pub fn carry_out(desk: Desk, effect: Effect, send: Sender<Event>) {
    match effect {
        Effect::Read(turn, below) => {
            desk.ui.if_slow(send, Event::Slow);
            let from = below.map(|below| ["?after=", &below.to_string()].concat());
            let address = [routes::ADMIN_AUDIT, &from.unwrap_or_default()].concat();
            desk.ask::<Audit>(Ask::get(address), move |answer| {
                send.run(match answer {
                    Ok(audit) => Event::Read(turn, audit),
                    Err(failure) => Event::Failed(turn, failure),
                });
            });
        }
        Effect::Step => desk.step("trail"),
        Effect::Save(entries) => {
            send.run(Event::Saved(save(desk.ui, &entries).is_some()));
        }
        Effect::Lost(failure) => desk.lost(failure),
        Effect::FocusEntry(number) => {
            let row = ["[data-number='", &number.to_string(), "']"].concat();
            desk.ui.focus_on(vec![row, "h2".to_owned()]);
        }
    }
}

/// As a file of the person's own: nothing of it stays at an address. `None`: the browser refuses.
fn save(ui: Ui, entries: &[AuditEntry]) -> Option<()> {
    let time = |seconds: i64| {
        let date = Date::new(&JsValue::from_f64(seconds as f64 * 1_000.0));
        String::from(date.to_iso_string())
    };
    let words = |entry: &AuditEntry| ui.say(history::what(entry.action.code()));
    let text = table(entries, time, words);
    let options = BlobPropertyBag::new();
    options.set_type("text/csv;charset=utf-8");
    let parts = Array::of1(&JsValue::from_str(&text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link = web_sys::window()?.document()?.create_element("a").ok()?;
    let link: HtmlAnchorElement = link.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(&[&ui.say(Text::TrailFile), ".csv"].concat());
    link.click();
    Url::revoke_object_url(&address).ok()
}
