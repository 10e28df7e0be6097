//! Where no code is asked for a while: each remembered device, and the way to forget it.

use super::{flow::Event, overview, view::Flow};
use crate::{
    el::{El, el, words},
    parts,
    strings::{Text, fill},
    time,
    ui::Ui,
};
use tweestap_api::{Device, Settings};

pub fn section(flow: Flow, settings: &Settings) -> Option<El> {
    if settings.devices.is_empty() {
        return None;
    }
    let now = settings.server_time;
    let rows = settings.devices.iter().map(|device| row(flow, device, now));
    let list = parts::list("ul", "rows", rows.collect());
    let all = flow.act(Event::RevokeAll);
    let all = parts::button(
        flow.ui.t(Text::DevicesRevokeAll),
        "revoke-all",
        "button",
        all,
    );
    let title = flow.ui.t(Text::DevicesTitle);
    Some(overview::section(title, vec![list, all]))
}

fn row(flow: Flow, device: &Device, now: i64) -> El {
    let ui = flow.ui;
    let (browser, system) = (device.browser.clone(), device.system.clone());
    let name = words(move || name(ui, &browser, &system));
    let (since, used, until) = (device.since, device.last_used, device.until);
    let times = words(move || {
        let language = ui.language();
        let moment = |seconds| time::moment(&language, seconds, now);
        let said = fill(
            ui.say(Text::DevicesTimes),
            "date",
            &time::day(&language, since),
        );
        let said = fill(said, "used", &moment(used));
        fill(said, "time", &moment(until))
    });
    let about = parts::group(
        "about",
        vec![
            el("strong").attr("id", device.id.clone()).words(name),
            el("small").words(times),
        ],
    );
    let here = device
        .this_device
        .then(|| el("span").class("badge").words(ui.t(Text::DevicesThis)));
    let revoke = flow.act(Event::Revoke(device.id.clone()));
    let revoke = parts::button(ui.t(Text::DevicesRevoke), "revoke-device", "link", revoke)
        .attr("aria-describedby", device.id.clone());
    let row = el("li").attr("data-device", device.id.clone());
    let row = match device.this_device {
        true => row.attr("data-this-device", ""),
        false => row,
    };
    row.child(parts::group("what", vec![about]).maybe(here))
        .child(parts::group("acts", vec![revoke]))
}

/// "Firefox op Windows", as far as it is known.
fn name(ui: Ui, browser: &str, system: &str) -> String {
    match (browser, system) {
        ("", "") => ui.say(Text::DevicesUnknown),
        (one, "") | ("", one) => one.to_owned(),
        _ => fill(
            ui.say_with(Text::DevicesName, "name", browser),
            "system",
            system,
        ),
    }
}
