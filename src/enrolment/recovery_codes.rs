//! Six codes to keep: copy, download, print; shown until acknowledged, never afterwards.

use super::{flow::Event, scan::copied_words, sheet::Sheet, view::Flow};
use crate::{
    el::{El, el, words},
    live::{Keep, Live},
    machine::Act,
    parts::{self, Icon},
    strings::Text,
    ui::Ui,
};

pub fn screen(flow: Flow, notice: El) -> El {
    let Some(enrolment) = flow.enrolment() else {
        return notice;
    };
    let ui = flow.ui;
    let sheet = Sheet::of(&enrolment);
    let codes = sheet.codes.iter().map(|code| {
        el("li")
            .attr("data-recovery-code", "")
            .text(code.expose().to_owned())
    });
    let codes = el("ol")
        .class("codes")
        .attr_words("aria-label", ui.t(Text::CodesListLabel))
        .children(codes.collect());
    let copied = Live::new(None);
    let downloaded = Live::new(false);
    let tools = tools(flow, Keep::new(sheet), copied, downloaded);
    let saved = words(move || match downloaded.get() {
        true => ui.say(Text::CodesDownloaded),
        false => String::new(),
    });
    parts::group(
        "screen",
        vec![
            parts::heading(flow.t(Text::CodesTitle)),
            parts::lead(flow.t(Text::CodesLead)),
            notice,
            codes,
            tools,
            parts::paragraph("hint done", copied_words(flow, copied)).attr("role", "status"),
            parts::paragraph("hint done", saved).attr("role", "status"),
            parts::paragraph("warning", flow.t(Text::CodesWarning)),
            parts::button(
                flow.t(Text::CodesAcknowledge),
                "acknowledge",
                "button primary",
                flow.act(Event::Acknowledge),
            ),
            parts::paragraph("hint", flow.t(Text::CodesAfter)),
            flow.ways_out(),
        ],
    )
}

fn tools(flow: Flow, sheet: Keep<Sheet>, copied: Live<Option<bool>>, downloaded: Live<bool>) -> El {
    let ui = flow.ui;
    let with_sheet =
        move |act: fn(&Sheet, Ui) -> Option<()>| sheet.get().and_then(|sheet| act(&sheet, ui));
    let copy = Act::new(move |()| {
        let lines = sheet.get().map(|sheet| sheet.lines());
        ui.copy(lines.unwrap_or_default(), copied);
    });
    let download = Act::new(move |()| downloaded.set(with_sheet(Sheet::download).is_some()));
    let print = Act::new(move |()| with_sheet(Sheet::print).unwrap_or_default());
    parts::group(
        "tools",
        vec![
            parts::icon_button(Icon::Copy, flow.t(Text::CodesCopy), "copy-codes", copy),
            parts::icon_button(
                Icon::Download,
                flow.t(Text::CodesDownload),
                "download-codes",
                download,
            ),
            parts::icon_button(
                Icon::Printer,
                flow.t(Text::CodesPrint),
                "print-codes",
                print,
            ),
        ],
    )
}
