//! `[mail]` in the configuration: what is read, and what is refused with a sentence.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tempfile::TempDir;
use tweestap_server::config::Config;
use tweestap_server::config::mail::Tls;
use tweestap_server::keys::signer_in;

const WHOLE: &str = r#"
public_url = "https://tweestap.test"

[mail]
server = "smtp.school.example"
from = "tweestap@school.example"

[[school]]
id = "brug"
name = "De Brug"
issuer = "https://portal.test"
audience = "tweestap"
keys = ["portal.pub.pem"]
origins = ["https://portal.test"]
"#;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let signer = signer_in(&folder.path().join("portal.pem")).unwrap();
    std::fs::write(folder.path().join("portal.pub.pem"), signer.public_pem()).unwrap();
    folder
}

fn read_in(folder: &Path, text: &str) -> Result<Config, String> {
    let path = folder.join("tweestap.toml");
    std::fs::write(&path, text).unwrap();
    Config::read(&path, false)
}

fn read(text: &str) -> Result<Config, String> {
    read_in(folder().path(), text)
}

/// With these lines more in `[mail]`.
fn more(lines: &str) -> String {
    WHOLE.replace("[mail]\n", &format!("[mail]\n{lines}\n"))
}

#[test]
fn encryption_is_required_unless_something_as_good_is_said() {
    for (lines, tls, port) in [
        ("", Tls::Required, 587),
        ("tls = \"implicit\"", Tls::Implicit, 465),
        ("tls = \"required\"\nport = 2525", Tls::Required, 2525),
    ] {
        let config = read(&more(lines)).unwrap();
        let mail = config.mail.unwrap();
        assert_eq!((mail.tls, mail.port), (tls, port));
        assert!(mail.credentials.is_none() && mail.authority.is_none());
    }
    for here in ["localhost", "127.0.0.1", "::1"] {
        let text = more("tls = \"none\"").replace("smtp.school.example", here);
        assert_eq!(read(&text).unwrap().mail.unwrap().port, 25);
    }
    assert!(read(&WHOLE.replace("[mail]", "[[school]]")).is_err());
    let without = WHOLE.split_once("[mail]").unwrap();
    let without = format!(
        "{}[[school]]{}",
        without.0,
        without.1.split_once("[[school]]").unwrap().1
    );
    assert!(read(&without).unwrap().mail.is_none());
}

#[test]
fn settings_that_cannot_work_are_refused_with_a_sentence() {
    for (text, said) in [
        (
            more("tls = \"none\""),
            "is for a mail server on this machine",
        ),
        (
            more("tls = \"none\"").replace("smtp.school.example", "10.0.0.1"),
            "is for a mail server on this machine",
        ),
        (
            more("tls = \"none\"").replace("smtp.school.example", "localhost.evil.example"),
            "is for a mail server on this machine",
        ),
        (
            more("tls = \"opportunistic\""),
            "is not one of required, implicit, none",
        ),
        (more("port = 0"), "port must be"),
        (more("port = 65536"), "port"),
        (more("password = \"secret\""), "keep it out of this file"),
        (more("username = \"tweestap\""), "TWEESTAP_MAIL_PASSWORD"),
        (more("password_file = \"mail.key\""), "no username"),
        (more("ca_file = \"nowhere.pem\""), "nowhere.pem"),
        (more("sever = \"x\""), "did you mean \"server\""),
        (
            WHOLE.replace("smtp.school.example", "smtps://smtp.school.example"),
            "name of a mail server",
        ),
        (
            WHOLE.replace("smtp.school.example", "smtp.school.example:25"),
            "name of a mail server",
        ),
        (
            WHOLE.replace("smtp.school.example", ""),
            "name of a mail server",
        ),
        (
            WHOLE.replace("tweestap@school.example", "school.example"),
            "[mail] from",
        ),
        (
            WHOLE.replace(
                "tweestap@school.example",
                "De Brug <tweestap@school.example>",
            ),
            "[mail] from",
        ),
        (
            WHOLE.replace("id = \"brug\"", "id = \"brug\"\nmail_from = \"x\""),
            "mail_from",
        ),
        (
            WHOLE.replace("id = \"brug\"", "id = \"brug\"\nhelpdesk = \"a\\nb\""),
            "one line",
        ),
        (
            WHOLE.replace(
                "id = \"brug\"",
                "id = \"brug\"\nhelpdesk = \"https://help.example\"",
            ),
            "may not hold a link",
        ),
    ] {
        let refused = read(&text)
            .err()
            .unwrap_or_else(|| panic!("accepted: {text}"));
        assert!(refused.contains(said), "{said}: {refused}");
        assert!(!refused.contains("secret"), "{refused}");
    }
}

#[test]
fn the_password_is_in_a_file_of_its_owner_only() {
    let folder = folder();
    let file = folder.path().join("mail.password");
    let text = more("username = \"tweestap\"\npassword_file = \"mail.password\"");
    let set_mode = |mode| {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let refusal = |text: &str| read_in(folder.path(), text).err().unwrap();
    assert!(refusal(&text).contains("mail.password"));
    std::fs::write(&file, "letterbox\n").unwrap();
    set_mode(0o644);
    assert!(refusal(&text).contains("can be read by others"));
    set_mode(0o600);
    let mail = read_in(folder.path(), &text).unwrap().mail.unwrap();
    let (username, password) = mail.credentials.unwrap();
    assert_eq!(
        (username.as_str(), password.expose()),
        ("tweestap", "letterbox")
    );
    std::fs::write(&file, "\n").unwrap();
    assert!(refusal(&text).contains("is empty"));
}

#[test]
fn a_school_may_have_a_sender_and_a_help_desk_of_its_own() {
    let own = "id = \"brug\"\nmail_from = \"ict@brug.example\"\nhelpdesk = \" Lokaal 12 \"";
    let config = read(&WHOLE.replace("id = \"brug\"", own)).unwrap();
    let school = config.school("brug").unwrap();
    assert_eq!(
        school.mail_from.as_ref().unwrap().to_string(),
        "ict@brug.example"
    );
    assert_eq!(school.helpdesk, "Lokaal 12");
}
