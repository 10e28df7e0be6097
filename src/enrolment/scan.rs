//! App: get one, scan (or open it here, or type the key), type the code. Three numbered parts.

use super::{flow::Event, view::Flow};
use crate::{
    codes::copied_words,
    el::{El, Field, el, words},
    live::Live,
    machine::Act,
    parts::{self, Icon, icon},
    strings::Text,
};

/// Name, and its addresses for Android and iPhone.
const APPS: [(Text, &str, &str); 3] = [
    (
        Text::ScanAppGoogle,
        "https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2",
        "https://apps.apple.com/app/google-authenticator/id388497605",
    ),
    (
        Text::ScanAppMicrosoft,
        "https://play.google.com/store/apps/details?id=com.azure.authenticator",
        "https://apps.apple.com/app/microsoft-authenticator/id983156458",
    ),
    (
        Text::ScanAppFree,
        "https://play.google.com/store/apps/details?id=com.twofasapp",
        "https://apps.apple.com/app/2fa-authenticator-2fas/id1217793794",
    ),
];

pub fn screen(flow: Flow, notice: El) -> El {
    let Some(app) = flow.enrolment().and_then(|enrolment| enrolment.app) else {
        return notice;
    };
    let (uri, key) = (app.uri.expose(), app.key.expose());
    let scan = match flow.ui.on_touch() {
        true => on_the_phone(flow, uri, key),
        false => on_another_screen(flow, uri, key),
    };
    let get_app = part(flow, Text::ScanGetApp)
        .child(parts::paragraph("hint", flow.t(Text::ScanGetAppLead)))
        .child(apps(flow));
    let type_code = part(flow, Text::ScanType).children(vec![notice, code(flow)]);
    parts::group(
        "screen",
        vec![
            parts::heading(flow.t(Text::ScanTitle)),
            parts::list("ol", "numbered", vec![get_app, scan, type_code]),
            parts::clock_help(flow.ui, flow.school()),
            flow.ways_out(),
        ],
    )
}

fn part(flow: Flow, title: Text) -> El {
    el("li").child(el("h3").words(flow.t(title)))
}

/// The other screen scans this one.
fn on_another_screen(flow: Flow, uri: &str, key: &str) -> El {
    let mut otherwise = manual_key(flow, key);
    otherwise.insert(0, open_app(flow, uri, "button"));
    part(flow, Text::ScanScan)
        .class("beside")
        .child(parts::paragraph("hint", flow.t(Text::ScanScanLead)))
        .child(paper(flow, uri))
        .child(parts::fold(
            flow.t(Text::ScanShowKey),
            "show-key",
            otherwise,
        ))
}

/// Here, opening the app comes first; the QR is for another device.
fn on_the_phone(flow: Flow, uri: &str, key: &str) -> El {
    part(flow, Text::ScanAdd)
        .child(parts::paragraph("hint", flow.t(Text::ScanOpenLead)))
        .child(open_app(flow, uri, "button primary"))
        .child(parts::fold(
            flow.t(Text::ScanOtherScreen),
            "show-qr",
            vec![paper(flow, uri)],
        ))
        .child(parts::fold(
            flow.t(Text::ScanShowKey),
            "show-key",
            manual_key(flow, key),
        ))
}

fn paper(flow: Flow, uri: &str) -> El {
    parts::group("paper", vec![]).maybe(parts::qr(flow.ui, uri))
}

/// The code field with its button.
pub fn code(flow: Flow) -> El {
    let field = Field::default();
    let fields = vec![
        parts::code_field(flow.ui, Text::CodeLabel, &field, flow.wrong()),
        parts::submit(flow.t(Text::CodeConfirm), "confirm"),
    ];
    let submit = Act::new(move |()| flow.send.run(Event::SubmitCode(parts::typed(&field))));
    parts::form(submit, fields)
}

fn apps(flow: Flow) -> El {
    let rows = APPS.map(|(name, android, iphone)| {
        el("li")
            .child(el("span").words(flow.t(name)))
            .child(store(flow, name, Text::ScanForAndroid, android))
            .child(store(flow, name, Text::ScanForIphone, iphone))
    });
    parts::list("ul", "apps", rows.into())
}

/// "Google Authenticator voor Android" to a screen reader, "voor Android" to the eye.
fn store(flow: Flow, app: Text, system: Text, address: &'static str) -> El {
    let name = words(move || [&flow.ui.say(app), " "].concat());
    el("a")
        .attr("href", address)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .child(el("span").class("hidden").words(name))
        .child(el("span").words(flow.t(system)))
}

fn open_app(flow: Flow, uri: &str, style: &'static str) -> El {
    el("a")
        .class(style)
        .attr("href", uri.to_owned())
        .attr("data-action", "open-app")
        .children(vec![
            icon(Icon::Open),
            el("span").words(flow.t(Text::ScanOpenApp)),
        ])
}

fn manual_key(flow: Flow, key: &str) -> Vec<El> {
    let grouped: Vec<&str> = key
        .as_bytes()
        .chunks(4)
        .filter_map(|four| str::from_utf8(four).ok())
        .collect();
    let copied = Live::new(None);
    let text = key.to_owned();
    let copy = Act::new(move |()| flow.ui.copy(text.clone(), copied));
    let shown = el("p")
        .class("key")
        .attr("data-key", "")
        .attr("dir", "ltr")
        .attr("role", "group")
        .attr_words("aria-label", flow.t(Text::ScanKeyLabel))
        .text(grouped.join(" "));
    vec![
        parts::paragraph("hint", flow.t(Text::ScanKeyLead)),
        shown,
        parts::icon_button(Icon::Copy, flow.t(Text::ScanKeyCopy), "copy-key", copy),
        parts::paragraph("hint done", copied_words(flow.ui, copied)).attr("role", "status"),
    ]
}
