//! Kannel with its fake SMS centre, in a network of its own: the fake centre listens on every address, and
//! must never do so on a machine that others can reach. The test starts itself again in there.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tweestap_api::Secret;
use tweestap_server::sms::adapter::Outcome;
use tweestap_server::sms::{Gateway as _, Message, text};

use super::{KEY, Running, configured, gateways, printed, sms_test, wait_for};

const INSIDE: &str = "TWEESTAP_TEST_NETWORK";
const NAME: &str = "sms::kannel::kannel_delivers_our_message_letter_for_letter";
const CENTRE: &str = "/usr/lib/kannel/test/fakesmsc";

#[test]
fn kannel_delivers_our_message_letter_for_letter() {
    if std::env::var_os(INSIDE).is_some() {
        return tokio::runtime::Runtime::new().unwrap().block_on(inside());
    }
    let mut network = Command::new("unshare");
    // Whoever is not root gets a network by being root in a world of their own.
    if !is_root() {
        network.arg("--map-root-user");
    }
    let output = network
        .arg("--net")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env(INSIDE, "1")
        .output()
        .expect("`unshare` (util-linux) is needed for a network of its own");
    let said = printed(&output);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    String::from_utf8_lossy(&id.stdout).trim() == "0"
}

async fn inside() {
    let up = Command::new("ip")
        .args(["link", "set", "lo", "up"])
        .status();
    assert!(
        up.is_ok_and(|status| status.success()),
        "`ip` (iproute2) is needed"
    );
    let kannel = Kannel::start();
    let folder = configured(&entry("sms.key"));

    let long = "Gereformeerde Scholengemeenschap “België” €";
    let code = Secret::new("482913");
    let message_in = |frame| {
        let host = "portal.test";
        let bound = text::Bound { host, frame };
        let text = text::code_message(text::Language::Dutch, long, bound, &code);
        Message {
            to: "+31612345678".to_owned(),
            text: Secret::new(text.expose()),
            school: "brug".to_owned(),
            reference: "r".to_owned(),
            validity: 300,
        }
    };
    let message = message_in(None);
    for message in [&message, &message_in(Some("2fa.test"))] {
        let sent = gateways(&folder).send(message, 1_800_000_000).await;
        assert_eq!(sent, Ok(()));
        // The fake centre prints a line break as it is, and then calls what follows another message.
        let (first, last) = message.text.expose().split_once('\n').unwrap();
        kannel.centre_says(&format!("<School +31612345678 text {first}>"));
        kannel.centre_says(&format!("<{last}>"));
    }

    let output = sms_test(&folder, "+31612345678");
    assert!(output.status.success(), "{}", printed(&output));
    kannel.centre_says("This is a test message from Tweestap.");

    // A wrong password is a refusal in words, and nothing is delivered.
    std::fs::write(folder.path().join("sms.key"), "another").unwrap();
    let adapters = gateways(&folder);
    let adapter = adapters.each().next().unwrap();
    let outcome = adapter
        .send(&message, 1_800_000_000, Duration::from_secs(30))
        .await;
    assert!(
        matches!(&outcome, Outcome::Refused(refusal) if refusal.status == 403),
        "{outcome:?}"
    );
    let output = sms_test(&folder, "+31612345678");
    let said = printed(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("kannel: refused with status 403"), "{said}");
    assert!(!said.contains(KEY) && !said.contains("another"), "{said}");
}

fn entry(key: &str) -> String {
    format!(
        "[[sms]]\ntemplate = \"kannel\"\naccount = \"school\"\nkey_file = \"{key}\"\nfrom = \"School\"\n"
    )
}

struct Kannel {
    folder: TempDir,
    _running: [Running; 3],
}

impl Kannel {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("kannel.conf");
        let settings = include_str!("../../fixture/sms/kannel.conf").replace("KEY", KEY);
        std::fs::write(&file, settings).unwrap();
        let box_of = |program: &str| {
            let log = File::create(folder.path().join(format!("{program}.log"))).unwrap();
            start(Command::new(program).arg(&file), log, program)
        };
        let bearer = box_of("bearerbox");
        wait_for(13_001, "bearerbox");
        let sms = box_of("smsbox");
        assert!(
            Path::new(CENTRE).is_file(),
            "{CENTRE} is missing: it is in Debian's kannel-extras"
        );
        let log = File::create(folder.path().join("centre.log")).unwrap();
        let mut centre = Command::new(CENTRE);
        centre.args([
            "-H",
            "127.0.0.1",
            "-r",
            "10000",
            "-m",
            "0",
            "-i",
            "1",
            "1 2 text nop",
        ]);
        let centre = start(&mut centre, log, "fakesmsc");
        wait_for(13_013, "smsbox");
        let kannel = Self {
            folder,
            _running: [sms, centre, bearer],
        };
        kannel.centre_says("Connecting to");
        kannel
    }

    /// Waits until the SMS centre has printed this.
    fn centre_says(&self, words: &str) {
        let begun = Instant::now();
        loop {
            let log = std::fs::read(self.folder.path().join("centre.log")).unwrap();
            let log = String::from_utf8_lossy(&log).into_owned();
            if log.contains(words) {
                return;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "no {words:?} in:\n{log}"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn start(command: &mut Command, log: File, what: &str) -> Running {
    let found = Command::new("which").arg(command.get_program()).output();
    assert!(
        found.is_ok_and(|found| found.status.success()),
        "{what} is missing: `cargo xtask test native` installs Kannel, or `apt-get install kannel kannel-extras`"
    );
    let both = log.try_clone().unwrap();
    Running::start(command.stdin(Stdio::null()).stdout(log).stderr(both))
}
