//! `check-config`: everything that is wrong, at once, each with its place and a way out; and `serve` says the same.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use tweestap_server::config::{self, Config};
use tweestap_server::keys::signer_in;

const GOOD: &str = r#"public_url = "https://2fa.example"

[mail]
server = "smtp.school.example"
from = "tweestap@school.example"

[[sms]]
template = "twilio"
account = "AC1"
key_file = "sms.key"
from = "School"

[[school]]
id = "brug"
name = "De Brug"
issuer = "https://portal.example"
audience = "tweestap"
keys = ["portal.pem"]
origins = ["https://portal.example"]
methods = ["app", "sms"]
sms_domain = "portal.example"
sms_from = "De Brug"
texts = "texts"

[[school]]
id = "kade"
name = "De Kade"
issuer = "https://kade.example"
audience = "tweestap"
keys = ["portal.pem"]
"#;

fn folder() -> TempDir {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let signer = signer_in(&at("secret.pem")).unwrap();
    std::fs::write(at("portal.pem"), signer.public_pem()).unwrap();
    std::fs::write(at("sms.key"), "key").unwrap();
    std::fs::set_permissions(at("sms.key"), std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::create_dir(at("texts")).unwrap();
    std::fs::write(at("texts/nl.json"), "{\n  \"back\": \"Ga terug\"\n}\n").unwrap();
    std::fs::write(at("tweestap.toml"), GOOD).unwrap();
    folder
}

/// The lines, without the folder in front.
fn faults(folder: &Path, text: &str) -> Vec<String> {
    let path = folder.join("tweestap.toml");
    std::fs::write(&path, text).unwrap();
    let lines = config::read(&path)
        .err()
        .unwrap_or_else(|| panic!("accepted: {text}"));
    let front = format!("{}/", folder.display());
    lines
        .lines()
        .map(|line| line.replacen(&front, "", 1))
        .collect()
}

#[test]
fn everything_is_said_at_once_with_its_place_and_a_way_out() {
    let folder = folder();
    let bad = GOOD
        .replace(
            "public_url = \"https://2fa.example\"",
            "public_url = \"https://2fa.example/two\"",
        )
        .replace("from = \"tweestap@school.example\"", "from = \"tweestap\"")
        .replace("account = \"AC1\"", "acount = \"AC1\"")
        .replace(
            "\"https://portal.example\"]",
            "\"https://portal.example\", \"https://Portal.example\", \"*\"]",
        )
        .replace("\"app\", \"sms\"", "\"sms\", \"fax\"")
        .replace("id = \"kade\"", "id = \"brug\"")
        .replace(
            "issuer = \"https://kade.example\"",
            "issuer = \"https://portal.example\"\nrequired = \"yes\"",
        )
        .replace("texts = \"texts\"", "texts = \"text\"\nlogo = \"x\"");
    let found = faults(folder.path(), &bad);
    for (place, said) in [
        ("1:14", "leave out everything behind the host"),
        ("5:8", "[mail] from"),
        ("9:1", "did you mean \"account\"?"),
        ("20:19", "is not one of app, sms"),
        ("24:1", "there is no setting \"logo\""),
        ("30:12", "required must be true or false"),
    ] {
        let start = format!("tweestap.toml:{place}: ");
        assert!(
            found
                .iter()
                .any(|line| line.starts_with(&start) && line.contains(said)),
            "{place} {said}: {found:#?}"
        );
    }
    assert_eq!(found.len(), 6, "{found:#?}");
    // What depends on the rest is said when the rest can be read.
    let bad = bad
        .replace("\"sms\", \"fax\"", "\"sms\"")
        .replace("required = \"yes\"", "required = true")
        .replace("logo = \"x\"\n", "");
    let found = faults(folder.path(), &bad);
    for (place, said) in [
        ("19:38", "lower case"),
        ("19:64", "a pattern"),
        ("20:11", "methods must contain app"),
        ("23:9", "no such folder"),
        ("26:6", "the other in line 14"),
        ("28:10", "in line 16"),
    ] {
        let start = format!("tweestap.toml:{place}: ");
        assert!(
            found
                .iter()
                .any(|line| line.starts_with(&start) && line.contains(said)),
            "{place} {said}: {found:#?}"
        );
    }
}

#[test]
fn a_file_that_is_no_toml_says_every_place_where_it_is_not() {
    let folder = folder();
    let bad = GOOD
        .replace("name = \"De Brug\"", "name = \"De Brug")
        .replace("\"De Kade\"", "De Kade");
    let found = faults(folder.path(), &bad);
    assert!(found.len() >= 2, "{found:#?}");
    assert!(found[0].starts_with("tweestap.toml:15:"), "{found:#?}");
    assert!(
        found.iter().all(|line| line.contains("no TOML")),
        "{found:#?}"
    );
}

#[test]
fn what_stands_in_other_files_is_looked_at_as_well() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("portal.pem"), "no key").unwrap();
    std::fs::remove_file(at("sms.key")).unwrap();
    std::fs::write(
        at("texts/nl.json"),
        "{\n  \"bakc\": \"x\",\n  \"step_of\": \"Stap {n}\",\n  \"cancel\": 1,\n  \"retry\": \"a\\nb\",\n  \"continue\": \"Verder\"\n}\n",
    )
    .unwrap();
    std::fs::write(at("texts/nl-BE.json"), "{\n  \"back\": \"x\",,\n}").unwrap();
    std::fs::write(at("texts/xx.json"), "{}").unwrap();
    let found = faults(folder.path(), GOOD);
    for (start, said) in [
        ("tweestap.toml:10:12: ", "sms.key"),
        ("tweestap.toml:18:9: ", "portal.pem"),
        ("tweestap.toml:30:9: ", "portal.pem"),
        ("texts/nl.json:2:3: ", "did you mean \"back\"?"),
        ("texts/nl.json:3:3: ", "placeholders"),
        ("texts/nl.json:4:3: ", "text in quotes"),
        ("texts/nl.json:5:3: ", "one line"),
        ("texts/nl-BE.json:2:", "JSON"),
        ("texts/xx.json:1:1: ", "no language of the widget"),
    ] {
        assert!(
            found
                .iter()
                .any(|line| line.starts_with(start) && line.contains(said)),
            "{start} {said}: {found:#?}"
        );
    }
    assert_eq!(found.len(), 9, "{found:#?}");
}

#[test]
fn texts_and_senders_of_a_school_are_read() {
    let folder = folder();
    let config = Config::read(&folder.path().join("tweestap.toml"), true).unwrap();
    let brug = config.school("brug").unwrap();
    assert_eq!(brug.texts.of("nl-BE")["back"], "Ga terug");
    assert_eq!(brug.accepted_amr, ["mfa"]);
    assert!(config.school("kade").unwrap().texts.of("nl").is_empty());
    let long = GOOD.replace(
        "sms_from = \"De Brug\"",
        "sms_from = \"De Brug op de hoek\"",
    );
    let found = faults(folder.path(), &long);
    assert!(
        found[0].starts_with("tweestap.toml:22:12: sms_from ="),
        "{found:#?}"
    );
    assert_eq!(found.len(), 1);
}

#[test]
fn groups_are_read_and_checked_with_their_place() {
    let folder = folder();
    let with = |groups: &str| format!("{GOOD}\n{groups}");
    let good =
        with("[[groups]]\nid = \"b\"\nname = \"De Bruggen\"\nschools = [\"brug\", \"kade\"]\n");
    std::fs::write(folder.path().join("tweestap.toml"), &good).unwrap();
    let config = Config::read(&folder.path().join("tweestap.toml"), true).unwrap();
    assert_eq!(config.group_of("kade").unwrap().name, "De Bruggen");
    assert!(config.group_of("nergens").is_none());
    let group = |id: &str, name: &str, schools: &str| {
        format!("[[groups]]\nid = {id:?}\nname = {name:?}\nschools = [{schools}]\n")
    };
    let first = GOOD.lines().count() + 2;
    for (groups, line, said) in [
        (
            group("b", "B", "\"brug\", \"dam\""),
            3,
            "there is no school \"dam\"",
        ),
        (
            group("b", "B", "\"brug\", \"brug\""),
            3,
            "is in a group already",
        ),
        (group("b", "B", ""), 3, "names no school"),
        (group(" ", "B", "\"brug\""), 1, "id must be one line"),
        (group("b", "", "\"brug\""), 2, "name must be one line"),
        (
            group("b", "B", "\"brug\"") + &group("c", "C", "\"kade\", \"brug\""),
            7,
            "is in a group already",
        ),
        (
            group("b", "B", "\"brug\"") + &group("b", "C", "\"kade\""),
            5,
            "two groups have the id",
        ),
        (
            "[[groups]]\nid = \"b\"\nname = \"B\"\n".to_owned(),
            0,
            "schools is missing",
        ),
        (
            group("b", "B", "\"brug\"") + "policy = true\n",
            4,
            "there is no setting \"policy\" here",
        ),
    ] {
        let found = faults(folder.path(), &with(&groups));
        assert_eq!(found.len(), 1, "{said}: {found:#?}");
        let place = format!("tweestap.toml:{}:", first + line);
        assert!(
            found[0].starts_with(&place) && found[0].contains(said),
            "{place} {found:#?}"
        );
    }
}

#[test]
fn what_a_school_says_about_passwords_is_checked_with_its_place() {
    let folder = folder();
    let with = |lines: &str| {
        GOOD.replace(
            "texts = \"texts\"\n",
            &format!("texts = \"texts\"\n\n[school.password]\n{lines}\n"),
        )
    };
    let good =
        with("forgotten = true\nlink = \"https://portal.example/new?x\"\nrules = \"classes\"");
    let good = format!("proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]\n{good}");
    std::fs::write(folder.path().join("tweestap.toml"), &good).unwrap();
    let config = Config::read(&folder.path().join("tweestap.toml"), true).unwrap();
    let brug = config.school("brug").unwrap();
    assert!(brug.password.forgotten && !brug.password.change);
    assert!(brug.password.rules(false).classes);
    assert_eq!(config.proxies.len(), 2);
    assert!(!config.school("kade").unwrap().password.forgotten);
    for (lines, place, said) in [
        ("forgotten = true", "25:1", "link = \"\" must be the page"),
        (
            "link = \"http://portal.example/x\"",
            "26:8",
            "must begin with https://",
        ),
        (
            "link = \"https://portal.example/x#t\"",
            "26:8",
            "behind the #",
        ),
        (
            "link = \"https://me@portal.example/x\"",
            "26:8",
            "before the @",
        ),
        (
            "link = \"https://evil.example/x\"",
            "26:8",
            "not one of the school's origins",
        ),
        (
            "link = \"javascript:alert(1)\"",
            "26:8",
            "must begin with https://",
        ),
        (
            "hook = \"http://portal.example/x\"",
            "26:8",
            "must be an https address",
        ),
        (
            "hook = \"https://10.0.0.1/x\"",
            "26:8",
            "must be an https address",
        ),
        (
            "change = true\nhook = \"https://portal.example/x\"",
            "26:10",
            "the portal changes them itself",
        ),
        ("rules = \"long\"", "26:9", "is not one of length, classes"),
        ("forgoten = true", "26:1", "did you mean \"forgotten\"?"),
        ("help = \"a\\nb\"", "26:8", "help must be one line"),
    ] {
        let found = faults(folder.path(), &with(lines));
        let start = format!("tweestap.toml:{place}: ");
        assert!(
            found.len() == 1 && found[0].starts_with(&start) && found[0].contains(said),
            "{lines}: {found:#?}"
        );
    }
    let found = faults(
        folder.path(),
        &format!("proxies = [\"proxy.example\"]\n{GOOD}"),
    );
    assert!(
        found[0].starts_with("tweestap.toml:1:12: \"proxy.example\" is no address"),
        "{found:#?}"
    );
    // A link that nobody can send.
    let without = good.replace(
        "[mail]\nserver = \"smtp.school.example\"\nfrom = \"tweestap@school.example\"\n",
        "",
    );
    let found = faults(folder.path(), &without);
    assert!(
        found.len() == 1 && found[0].contains("needs a mail server"),
        "{found:#?}"
    );
}

fn run(arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_tweestap-server"))
        .args(arguments)
        .env_remove("TWEESTAP_DATABASE_URL")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.success(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn the_command_fails_with_the_lines_that_serving_fails_with_and_makes_nothing() {
    let folder = folder();
    let config = folder.path().join("tweestap.toml");
    let data = folder.path().join("data");
    let (config, data) = (config.to_str().unwrap(), data.to_str().unwrap());
    let (good, said, _) = run(&["check-config", "--config", config]);
    assert!(
        good && said.contains("2 schools (brug, kade), 1 SMS gateway, mail"),
        "{said}"
    );
    std::fs::create_dir(data).unwrap();
    assert!(run(&["check-config", "--config", config, "--data", data]).0);
    assert!(
        std::fs::read_dir(data).unwrap().next().is_none(),
        "nothing was made"
    );
    std::fs::write(config, GOOD.replace("id = \"kade\"", "id = \"brug\"")).unwrap();
    let (good, said, lines) = run(&["check-config", "--config", config]);
    assert!(!good && said.is_empty());
    assert!(
        lines.starts_with(&format!("{config}:26:6: two schools")),
        "{lines}"
    );
    let serve = [
        "serve",
        "--config",
        config,
        "--data",
        data,
        "--listen",
        "127.0.0.1:0",
    ];
    let (good, _, refused) = run(&serve);
    assert!(!good && refused.contains(lines.trim()), "{refused}");
}

#[test]
fn keys_are_listed_rotated_and_retired_by_command() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    tweestap_server::keys::Keys::open(folder.path()).unwrap();
    let keys = |arguments: &[&str]| run(&[&["keys"], arguments, &["--data", data]].concat());
    let (good, before, _) = keys(&["list"]);
    assert!(good && before.contains("signs  assertion.pem"), "{before}");
    let (good, said, _) = keys(&["rotate"]);
    assert!(good && said.contains("signs from"), "{said}");
    let (_, after, _) = keys(&["list"]);
    assert_eq!(after.lines().count(), 2, "{after}");
    let kid = before.split_whitespace().next().unwrap();
    assert!(keys(&["retire", kid]).0);
    let (_, left, _) = keys(&["list"]);
    assert!(left.lines().count() == 1 && !left.contains(kid), "{left}");
    // Ids are random base64url: one that begins with a dash is an id, and no option.
    let (good, _, refused) = keys(&["retire", "-Vb1mUJ8"]);
    assert!(
        !good && refused.contains("there is no signing key"),
        "{refused}"
    );
}

#[test]
fn the_schema_is_printed() {
    let (good, said, _) = run(&["config-schema"]);
    assert!(good);
    assert_eq!(said, tweestap_server::config::schema::text());
}

/// What the manual shows, put together, is a configuration that is taken.
#[test]
fn the_examples_of_the_manual_are_taken_as_they_stand() {
    use std::os::unix::fs::PermissionsExt as _;
    let manual = include_str!("../../../docs/operating.md");
    let examples = manual.split("```toml\n").skip(1);
    let text: String = examples
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    let folder = folder();
    for name in ["spryng.key", "mail.password"] {
        let path = folder.path().join(name);
        std::fs::write(&path, "key").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    std::fs::create_dir_all(folder.path().join("texts/voorbeeld")).unwrap();
    let path = folder.path().join("tweestap.toml");
    std::fs::write(&path, text).unwrap();
    let (config, gateways) = config::read(&path).unwrap();
    assert_eq!(config.schools[0].id, "voorbeeld");
    assert!(config.mail.is_some() && gateways.is_some());
}
