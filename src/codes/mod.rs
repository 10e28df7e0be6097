//! Recovery codes on a screen: to copy, download, print, and to try whether they were kept. Enrolment shows
//! them once, the settings show new ones and the reset code.

mod check;
mod sheet;

pub use sheet::Sheet;

use crate::{
    el::{El, Words, el, words},
    live::{Keep, Live},
    machine::Act,
    parts::{self, Icon},
    strings::Text,
    ui::Ui,
};
use tweestap_api::Recovery;

/// Everything but the buttons that lead on.
pub fn screen(ui: Ui, sheet: Sheet, lead: Text, notice: El) -> El {
    let one = sheet.recovery == Recovery::ResetCode;
    let (title, label) = match one {
        true => (Text::ResetCodeKeepTitle, Text::ResetCodeLabel),
        false => (Text::CodesTitle, Text::CodesListLabel),
    };
    let codes = sheet.codes.iter().map(|code| {
        el("li")
            .attr("data-recovery-code", "")
            .attr("dir", "ltr")
            .text(code.expose().to_owned())
    });
    let class = if one { "codes one" } else { "codes" };
    let codes = parts::list("ol", class, codes.collect()).attr_words("aria-label", ui.t(label));
    let copied = Live::new(None);
    let downloaded = Live::new(false);
    let sheet = Keep::new(sheet);
    let tools = tools(ui, sheet, copied, downloaded);
    let saved = words(move || match downloaded.get() {
        true => ui.say(Text::CodesDownloaded),
        false => String::new(),
    });
    let check = (!one).then(|| check::fold_out(ui, sheet));
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(title)),
            parts::lead(ui.t(lead)),
            notice,
            codes,
            tools,
            parts::paragraph("hint done", copied_words(ui, copied)).attr("role", "status"),
            parts::paragraph("hint done", saved).attr("role", "status"),
        ],
    )
    .maybe(check)
}

/// Says how the copying went.
pub fn copied_words(ui: Ui, copied: Live<Option<bool>>) -> Words {
    words(move || match copied.get() {
        None => String::new(),
        Some(true) => ui.say(Text::Copied),
        Some(false) => ui.say(Text::CopyFailed),
    })
}

fn tools(ui: Ui, sheet: Keep<Sheet>, copied: Live<Option<bool>>, downloaded: Live<bool>) -> El {
    let with_sheet =
        move |act: fn(&Sheet, Ui) -> Option<()>| sheet.get().and_then(|sheet| act(&sheet, ui));
    let copy = Act::new(move |()| {
        let lines = sheet.get().map(|sheet| sheet.lines());
        ui.copy(lines.unwrap_or_default(), copied);
    });
    let download = Act::new(move |()| downloaded.set(with_sheet(Sheet::download).is_some()));
    let print = Act::new(move |()| with_sheet(Sheet::print).unwrap_or_default());
    let tool = |drawing, text, action, act| parts::icon_button(drawing, ui.t(text), action, act);
    parts::group(
        "tools",
        vec![
            tool(Icon::Copy, Text::CodesCopy, "copy-codes", copy),
            tool(
                Icon::Download,
                Text::CodesDownload,
                "download-codes",
                download,
            ),
            tool(Icon::Printer, Text::CodesPrint, "print-codes", print),
        ],
    )
}
