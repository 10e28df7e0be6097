//! Twilio, played by Prism from Twilio's own OpenAPI document (cut to the one operation). What we mean to say
//! is made required first: Prism leaves out of a form what the document does not name, so that a misspelt
//! optional field would go unseen.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tweestap_api::Secret;
use tweestap_server::sms::adapter::Outcome;
use tweestap_server::sms::{Gateway as _, Message};

use super::{KEY, Running, configured, gateways, printed, sms_test, tools, wait_for};

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
const OPERATION: &str = "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Messages.json/post";

fn prism() -> PathBuf {
    let installed = tools().join("npm-prism/node_modules/.bin/prism");
    let path = std::env::var_os("TWEESTAP_PRISM").map_or(installed, PathBuf::from);
    assert!(
        path.is_file(),
        "Prism is missing at {}: `cargo xtask test native` installs it, or name it in TWEESTAP_PRISM",
        path.display()
    );
    path
}

/// Prism with the strict document, and its port.
struct Twilio {
    port: u16,
    _running: Running,
    _folder: TempDir,
}

impl Twilio {
    fn start() -> Self {
        let mut document: Value =
            serde_json::from_str(include_str!("../../fixture/sms/twilio.openapi.json")).unwrap();
        let schema =
            format!("{OPERATION}/requestBody/content/application~1x-www-form-urlencoded/schema");
        document.pointer_mut(&schema).unwrap()["required"] =
            json!(["To", "From", "Body", "ValidityPeriod"]);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("twilio.json");
        std::fs::write(&path, document.to_string()).unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let running = Running::start(
            Command::new(prism())
                .args([
                    "mock",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    &port.to_string(),
                    "--errors",
                ])
                .arg(&path)
                .stdin(Stdio::null())
                .stdout(Stdio::null()),
        );
        wait_for(port, "Prism");
        Self {
            port,
            _running: running,
            _folder: folder,
        }
    }

    fn entry(&self, more: &str) -> String {
        let port = self.port;
        format!(
            "[[sms]]\ntemplate = \"twilio\"\nprivate = true\naccount = \"{ACCOUNT}\"\nkey_file = \"sms.key\"\n\
             url = \"http://127.0.0.1:{port}/2010-04-01/Accounts/{{account}}/Messages.json\"\nfrom = \"School\"\n{more}\n"
        )
    }

    async fn takes(&self, more: &str) -> Outcome {
        let folder = configured(&self.entry(more));
        let gateways = gateways(&folder);
        let adapter = gateways.each().next().unwrap();
        adapter
            .send(&message(), 1_800_000_000, Duration::from_secs(60))
            .await
    }
}

fn message() -> Message {
    Message {
        to: "+31612345678".to_owned(),
        text: Secret::new("482913 is je code voor \"De Brug\" & co.\n@portal.test #482913"),
        school: "brug".to_owned(),
        reference: "r".to_owned(),
        validity: 300,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twilios_own_contract_takes_our_request_and_refuses_one_with_anything_wrong() {
    let twilio = Twilio::start();
    let taken = twilio.takes("").await;
    assert!(matches!(taken, Outcome::Taken(Some(_))), "{taken:?}");

    for (wrong, status) in [
        // A name that Twilio does not know.
        (
            "body = { To = \"{to}\", From = \"{from}\", Text = \"{text}\" }",
            422,
        ),
        (
            "body = { Too = \"{to}\", From = \"{from}\", Body = \"{text}\" }",
            422,
        ),
        // A value of another type.
        (
            "body = { To = \"{to}\", From = \"{from}\", Body = \"{text}\", ValidityPeriod = \"{valid_until}\" }",
            422,
        ),
        ("auth = { kind = \"bearer\" }", 401),
        ("encoding = \"json\"", 415),
        ("account = \"AC1\"", 422),
    ] {
        let more = wrong.starts_with("account");
        let outcome = if more {
            let entry = twilio.entry("").replace(ACCOUNT, "AC1");
            let folder = configured(&entry);
            let gateways = gateways(&folder);
            gateways
                .each()
                .next()
                .unwrap()
                .send(&message(), 1_800_000_000, Duration::from_secs(60))
                .await
        } else {
            twilio.takes(wrong).await
        };
        match outcome {
            Outcome::Refused(refusal) => assert_eq!(refusal.status, status, "{wrong}"),
            other => panic!("{wrong}: {other:?}"),
        }
    }

    // As the server uses it, and as whoever sets it up tries it.
    let folder = configured(&twilio.entry(""));
    assert_eq!(
        gateways(&folder).send(&message(), 1_800_000_000).await,
        Ok(())
    );
    let output = sms_test(&folder, "06 12 34 56 78");
    let said = printed(&output);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("twilio: taken"), "{said}");
    assert!(!said.contains(KEY) && !said.contains("12345678"), "{said}");

    let both = twilio.entry("") + &twilio.entry("name = \"second\"\nauth = { kind = \"bearer\" }");
    let output = sms_test(&configured(&both), "0612345678");
    let said = printed(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("twilio: taken") && said.contains("second: refused with status 401"),
        "{said}"
    );
    assert!(!said.contains(KEY) && !said.contains("12345678"), "{said}");

    let landline = sms_test(&folder, "020 123 45 67");
    assert!(printed(&landline).contains("number_not_mobile"));
    assert!(!landline.status.success());
}
