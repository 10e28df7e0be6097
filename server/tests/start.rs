//! Starting: what is refused before anything is served, and the program as it is run.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tweestap_server::config::Config;
use tweestap_server::keys::{Keys, signer_in};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn keys_are_made_once_for_their_owner_only_and_read_again() {
    let folder = folder();
    let first = Keys::open(folder.path()).unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        assert_eq!(
            entry.unwrap().metadata().unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    let again = Keys::open(folder.path()).unwrap();
    assert_eq!(first.ring.jwks(0), again.ring.jwks(0));
    assert_eq!(first.pepper.hex("x", &["y"]), again.pepper.hex("x", &["y"]));
    let elsewhere = Keys::open(self::folder().path()).unwrap();
    assert_ne!(
        first.pepper.hex("x", &["y"]),
        elsewhere.pepper.hex("x", &["y"])
    );
}

#[test]
fn a_key_that_others_can_read_is_refused_with_a_sentence() {
    for name in ["sealing.key", "pepper.key", "assertion.pem"] {
        let folder = folder();
        Keys::open(folder.path()).unwrap();
        for mode in [0o640, 0o604, 0o644, 0o660] {
            set_mode(&folder.path().join(name), mode);
            let refused = Keys::open(folder.path()).err().unwrap();
            assert!(
                refused.contains(name) && refused.contains("can be read by others"),
                "{refused}"
            );
        }
    }
}

#[test]
fn a_malformed_short_or_monotonous_key_is_refused() {
    for name in ["sealing.key", "pepper.key", "assertion.pem"] {
        for text in [
            "",
            "abc",
            &"0".repeat(64),
            &"ff".repeat(32),
            &"g".repeat(64),
            &"0123456789abcdef".repeat(2),
        ] {
            let folder = folder();
            Keys::open(folder.path()).unwrap();
            std::fs::write(folder.path().join(name), text).unwrap();
            assert!(Keys::open(folder.path()).is_err(), "{name}: {text:?}");
        }
    }
}

const SCHOOL: &str = r#"
public_url = "https://tweestap.test"

[[school]]
id = "brug"
name = "De Brug"
issuer = "https://portal.test"
audience = "tweestap"
keys = ["portal.pub.pem"]
origins = ["https://portal.test"]
"#;

fn read(text: &str) -> Result<Config, String> {
    let folder = folder();
    let signer = signer_in(&folder.path().join("portal.pem")).unwrap();
    std::fs::write(folder.path().join("portal.pub.pem"), signer.public_pem()).unwrap();
    let path = folder.path().join("tweestap.toml");
    std::fs::write(&path, text).unwrap();
    Config::read(&path, false)
}

#[test]
fn a_configuration_is_read_with_careful_defaults() {
    let config = read(SCHOOL).unwrap();
    let school = config.school("brug").unwrap();
    assert_eq!(school.methods, [tweestap_api::Method::App]);
    assert_eq!(
        school.longest_remember,
        tweestap_api::RememberDuration::TwelveHours
    );
    assert!(config.is_https() && config.allows_origin("https://portal.test"));
}

#[test]
fn a_configuration_that_cannot_work_is_refused_with_a_sentence() {
    for (find, put, said) in [
        ("[[school]]", "[[schools]]", "did you mean \"school\""),
        (
            "audience = \"tweestap\"",
            "audience = \" \"",
            "may not be empty",
        ),
        ("portal.pub.pem", "nowhere.pem", "nowhere.pem"),
        ("portal.pub.pem", "portal.pem", "portal.pem"),
        ("[\"portal.pub.pem\"]", "[]", "names no public key"),
        (
            "[\"https://portal.test\"]",
            "[\"https://portal.test/\"]",
            "slash at the end",
        ),
        ("[\"https://portal.test\"]", "[\"*\"]", "a pattern"),
        ("[\"https://portal.test\"]", "[\"null\"]", "pages of nobody"),
        ("https://tweestap.test", "tweestap.test", "is not an origin"),
        (
            "https://tweestap.test",
            "http://tweestap.test",
            "must begin with https://",
        ),
        (
            "https://tweestap.test",
            "http://localhost.evil.test",
            "must begin with https://",
        ),
        (
            "id = \"brug\"",
            "id = \"brug\"\nmethods = [\"app\", \"sms\"]\nsms_domain = \"portal.test\"",
            "there is no [[sms]] gateway",
        ),
        (
            "id = \"brug\"",
            "id = \"brug\"\nmethods = [\"sms\"]",
            "never the only method",
        ),
        (
            "id = \"brug\"",
            "id = \"brug\"\nmethods = [\"app\", \"hardware\"]",
            "methods = \"hardware\" is not one of app, sms",
        ),
        (
            "id = \"brug\"",
            "id = \"brug\"\nmethods = []",
            "methods must contain app",
        ),
        (
            "id = \"brug\"",
            "id = \"brug\"\nlongest_remember = \"2w\"",
            "longest_remember",
        ),
        (
            "id = \"brug\"",
            "id = \"brug\"\ncountries = [\"XX\"]",
            "no country \"XX\"",
        ),
    ] {
        assert!(SCHOOL.contains(find));
        let refused = read(&SCHOOL.replace(find, put))
            .err()
            .unwrap_or_else(|| panic!("{put} was accepted"));
        assert!(refused.contains(said), "{put}: {refused}");
    }
    let twice = |other: &str| {
        let school = SCHOOL
            .split_once("[[school]]")
            .unwrap()
            .1
            .replace("id = \"brug\"", other);
        read(&format!("{SCHOOL}\n[[school]]{school}"))
            .err()
            .unwrap()
    };
    assert!(twice("id = \"brug\"").contains("two schools"));
    assert!(twice("id = \"andere\"").contains("could not be told apart"));
}

fn server(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tweestap-server"));
    command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env_remove("TWEESTAP_DATABASE_URL");
    command
}

fn refusal(arguments: &[&str]) -> String {
    let output = server(arguments).output().unwrap();
    assert!(!output.status.success());
    assert!(output.stdout.is_empty(), "nothing was ready");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_demonstration_is_served_on_loopback_only_and_a_school_needs_a_configuration() {
    let folder = folder();
    let data = folder.path().to_str().unwrap();
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let said = refusal(&["serve", "--demo", "--listen", address, "--data", data]);
        assert!(said.contains("loopback only"), "{said}");
    }
    assert!(
        std::fs::read_dir(folder.path()).unwrap().next().is_none(),
        "nothing was made"
    );
    let said = refusal(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
    assert!(
        said.contains("--config FILE") && said.contains("--demo"),
        "{said}"
    );
}

struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(data: &str) -> Self {
        let mut child = server(&["serve", "--demo", "--listen", "127.0.0.1:0", "--data", data])
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .strip_prefix("ready http://")
            .and_then(|rest| rest.strip_suffix("/\n"));
        let address = address.unwrap_or_else(|| panic!("{line:?}")).to_owned();
        Self { child, address }
    }

    /// One request over a real connection.
    fn ask(&self, request: &str) -> String {
        use std::io::{Read as _, Write as _};
        let mut stream = std::net::TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
        ))
    }

    fn post(&self, path: &str, body: &str) -> String {
        let length = body.len();
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        ))
    }

    /// Told to stop, it finishes by itself.
    fn stop(mut self) {
        // The shell's own: a bare machine has no program of that name.
        let told = Command::new("sh")
            .args(["-c", &format!("kill {}", self.child.id())])
            .status()
            .unwrap();
        assert!(told.success());
        assert!(
            self.child.wait().unwrap().success(),
            "it stopped with an error"
        );
    }
}

/// A test that fails leaves no server behind.
impl Drop for Running {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}

#[test]
fn the_program_says_when_it_is_ready_answers_and_stops_when_told_and_its_clock_survives() {
    let folder = folder();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let running = Running::start(data);
    assert!(running.get("/demo/clock").starts_with("HTTP/1.1 200"));
    assert!(running.get("/api/v1/settings").contains("session_expired"));
    assert!(
        running
            .post("/demo/clock", r#"{"advance_seconds":315360000}"#)
            .starts_with("HTTP/1.1 200")
    );
    let now = |running: &Running| {
        running
            .get("/demo/clock")
            .rsplit("\r\n\r\n")
            .next()
            .unwrap()
            .to_owned()
    };
    let year = now(&running)[8..12].to_owned();
    running.stop();
    let running = Running::start(data);
    assert_eq!(now(&running)[8..12], year);
    assert!(
        running
            .post("/demo/reset", "{}")
            .starts_with("HTTP/1.1 200")
    );
    assert_ne!(now(&running)[8..12], year);
    // The gallery's broken line: nothing at all comes back.
    assert_eq!(
        running.post("/demo/gallery/offline/enrolment/phone", "{}"),
        ""
    );
    running.stop();
}

#[test]
fn a_call_that_never_ends_does_not_keep_the_program_from_stopping() {
    use std::io::Write as _;
    let folder = folder();
    let running = Running::start(folder.path().to_str().unwrap());
    let mut stream = std::net::TcpStream::connect(&running.address).unwrap();
    let request =
        "POST /demo/gallery/slow/enrolment/phone HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    // A second call is answered: the first one has arrived and is being held.
    assert!(running.get("/demo/clock").starts_with("HTTP/1.1 200"));
    running.stop();
}
