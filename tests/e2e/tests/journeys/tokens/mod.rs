//! Hardware tokens at the desk: a vendor's file, a person who gets one, and taking it back.

mod giving;
mod importing;

use serde_json::json;
use tweestap_e2e::World;

use crate::admin::opens_the_desk;
use crate::rules::holds;

/// RFC 4226 and 6238: what their examples are made with, in hexadecimal.
const SECRET: &str = "3132333435363738393031323334353637383930";

async fn opens_the_tokens(w: &World) {
    opens_the_desk(w).await;
    w.presses("open-tokens").await;
    w.comes_to("tokens").await;
}

/// Puts a file of this text into the field, as somebody who picks one does.
async fn picks(w: &World, name: &str, text: &str) {
    let script = "const [field] = e2e.seen('[data-field=file]'); const files = new DataTransfer(); \
        files.items.add(new File([arguments[1]], arguments[0])); field.files = files.files; \
        field.dispatchEvent(new Event('change', { bubbles: true }));";
    w.find("[data-field=file]").await;
    let picked = w.js(script, vec![json!(name), json!(text)]).await;
    picked.expect("a file");
}

/// Two tokens: one by the time, one by a counter.
fn both() -> String {
    format!(
        "serial,secret,type,digits,period,counter\nT-1,{SECRET},totp,6,30,\nH-1,{SECRET},hotp,6,,0\n"
    )
}

async fn imports(w: &World, text: &str) {
    w.presses("open-import").await;
    w.comes_to("import").await;
    picks(w, "kastjes.csv", text).await;
    w.presses("check-file").await;
    w.comes_to("import-checked").await;
}
