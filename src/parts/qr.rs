//! The QR image: one path of real nodes, dark on white with its quiet zone in every theme.

use crate::{
    el::{El, el},
    strings::Text,
    ui::Ui,
};
use qrcode::{Color, EcLevel, QrCode, Version, bits::Bits};

/// Modules of quiet zone (ISO/IEC 18004).
const QUIET: usize = 4;

/// `None`: only for a content of some kilobytes; then the key is the way.
pub fn qr(ui: Ui, content: &str) -> Option<El> {
    let (path, size) = path(content)?;
    let side = size.to_string();
    let paper = ["M0 0h", &side, "v", &side, "H0z"].concat();
    let image = el("svg")
        .class("qr")
        .attr("data-qr", "")
        .attr("role", "img")
        .attr_words("aria-label", ui.t(Text::ScanQrLabel))
        .attr("viewBox", ["0 0 ", &side, " ", &side].concat())
        .attr("shape-rendering", "crispEdges")
        .child(el("path").attr("fill", "#fff").attr("d", paper))
        .child(el("path").attr("fill", "#000").attr("d", path));
    Some(image)
}

/// Horizontal runs of dark modules, and the side with quiet zones, in modules.
fn path(content: &str) -> Option<(String, usize)> {
    // Plain bytes in the smallest symbol that holds them: finding the best mix of modes saves four
    // modules of a side and costs 1.6 kB.
    let code = (1..=40).find_map(|version| {
        let mut bits = Bits::new(Version::Normal(version));
        bits.push_byte_data(content.as_bytes()).ok()?;
        bits.push_terminator(EcLevel::M).ok()?;
        QrCode::with_bits(bits, EcLevel::M).ok()
    })?;
    let width = code.width();
    let mut path = String::with_capacity(8 * 1024);
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let [left, top, length] = [x + QUIET, y + QUIET, run.len()].map(|n| n.to_string());
                for piece in ["M", &left, " ", &top, "h", &length, "v1h-", &length, "z"] {
                    path.push_str(piece);
                }
            }
            x += run.len();
        }
    }
    Some((path, width + 2 * QUIET))
}
