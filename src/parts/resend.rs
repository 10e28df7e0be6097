//! "Send a new code", with the seconds that are left. The button stays usable: the server decides, and
//! a disabled button explains nothing.

use super::{button, group, paragraph};
use crate::{
    el::{El, words},
    live::Live,
    machine::Act,
    strings::Text,
    time::device_now,
    ui::Ui,
};

/// `wait`: seconds until another code may be asked for, from now on.
pub fn resend(ui: Ui, wait: i64, act: Act) -> El {
    let wait = wait.max(0);
    let until = device_now() + wait;
    let left = Live::new(wait);
    ui.each_second(move || {
        let now = (until - device_now()).clamp(0, wait);
        if left.peek(|left| *left != now) {
            left.set(now);
        }
    });
    let countdown = words(move || match left.get() {
        0 => String::new(),
        n => ui.say_with(Text::ConfirmResendIn, "n", &n.to_string()),
    });
    // Announced once, when it becomes possible, not each second.
    let ready = left.map(|left| *left == 0);
    let ready = words(move || match ready.get() {
        true => ui.say(Text::ConfirmResendReady),
        false => String::new(),
    });
    group(
        "resend",
        vec![
            paragraph("hint", countdown).attr("aria-hidden", "true"),
            paragraph("hint", ready).attr("role", "status"),
            button(ui.t(Text::ConfirmResend), "resend", "link", act),
        ],
    )
}
