//! The school's list of people, by command.

use std::path::Path;
use std::process::Command;

use serde_json::json;
use tempfile::TempDir;
use tweestap_api::Secret;
use tweestap_server::command::people::import;
use tweestap_server::keys::signer_in;
use tweestap_server::mail::address;
use tweestap_server::password_rules::Rules;
use tweestap_server::people::read;
use tweestap_server::store::addresses::{self, Of};

use super::{EMAIL, NEW, PARENT};
use crate::world::{ISSUER, PASSWORD, World};

const HEAD: &str = "username,name,email,co_emails,password\n";

/// Whether all of it was taken.
async fn take(world: &World, lines: &str) -> bool {
    let Ok(people) = read(
        &format!("{HEAD}{lines}"),
        "De Brug",
        Rules::of(false, false),
    ) else {
        return false;
    };
    let (app, school) = (&world.app, world.app.config.school("school").unwrap());
    import(&app.store, &app.keys, &app.hasher, school, &people)
        .await
        .is_ok()
}

#[tokio::test]
async fn somebody_imported_without_a_password_has_none_and_sets_one_by_the_link() {
    let world = World::new().await;
    assert!(take(&world, &format!("sam,Sam de Vries,{EMAIL},{PARENT},\n")).await);
    let sam = world.person("sam").await;
    let body = json!({ "password": "" });
    sam.post("/settings/password", body)
        .await
        .refused(422, "password_wrong");
    let body = json!({ "current": "", "password": NEW });
    let answer = sam.post("/settings/password/change", body).await;
    answer.refused(422, "password_wrong");
    world.clock.advance(1);
    let token = world.token_for("sam", PARENT).await;
    let named = world.reset(&token, "Vries met gele muizen").await;
    named.refused(422, "password_has_name");
    world.reset(&token, NEW).await.ok();
    assert!(world.takes("sam", NEW).await);
}

#[tokio::test]
async fn a_second_list_renews_names_and_addresses_and_replaces_no_password() {
    let world = World::with_sam().await;
    let again = format!("sam,Sam (4B),new@family.example,,{NEW}\nnoor,Noor,,,{NEW}\n");
    assert!(take(&world, &again).await);
    assert!(world.takes("sam", PASSWORD).await && world.takes("noor", NEW).await);
    world.forgot("sam", EMAIL).await;
    assert!(world.arrives().await.is_empty(), "the old address is gone");
    world.forgot("sam", "new@family.example").await;
    let mails = world.arrives().await;
    assert_eq!(
        (mails.len(), mails[0].to.as_str()),
        (1, "new@family.example")
    );
    assert!(mails[0].text.contains("van Sam (4B) bij"));
}

#[tokio::test]
async fn a_list_with_one_bad_line_changes_nothing() {
    let world = World::with_sam().await;
    assert!(!take(&world, "noor,Noor,noor@brug.example,,\nkim,Kim,nowhere,,\n").await);
    assert_eq!(world.count("SELECT COUNT(*) FROM directory").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM addresses").await, 2);
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let signer = signer_in(&at("secret.pem")).unwrap();
    std::fs::write(at("portal.pem"), signer.public_pem()).unwrap();
    let config = "public_url = \"https://2fa.example\"\n\n[[school]]\nid = \"brug\"\nname = \"De Brug\"\n\
                  issuer = \"https://portal.example\"\naudience = \"tweestap\"\nkeys = [\"portal.pem\"]\n";
    std::fs::write(at("tweestap.toml"), config).unwrap();
    folder
}

fn run(folder: &Path, school: &str) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_tweestap-server"))
        .args(["people", "import", "people.csv", "--school", school])
        .args(["--config", "tweestap.toml", "--data", "."])
        .current_dir(folder)
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

#[tokio::test]
async fn the_command_takes_all_of_a_list_or_names_every_bad_line() {
    let folder = folder();
    let write = |text: &str| std::fs::write(folder.path().join("people.csv"), text).unwrap();
    write(&format!("{HEAD}sam,Sam,{EMAIL},,{NEW}\n"));
    let (good, _, said) = run(folder.path(), "brug");
    assert!(!good && said.contains("there is no database"), "{said}");
    let store = tweestap_server::store::Store::sqlite(
        &folder.path().join("tweestap.db"),
        crate::world::QUICK,
    )
    .await
    .unwrap();
    store.close().await;
    let (good, _, said) = run(folder.path(), "kade");
    assert!(!good && said.contains("no school \"kade\""), "{said}");
    write(&format!(
        "{HEAD}sam,Sam,{EMAIL},,{NEW}\nnoor,,,,\nkim,Kim,kim,,\n"
    ));
    let (good, _, said) = run(folder.path(), "brug");
    assert!(!good);
    for line in [
        "nothing was changed",
        "people.csv, line 3: name",
        "people.csv, line 4: \"kim\"",
    ] {
        assert!(said.contains(line), "{said}");
    }
    write(&"x".repeat(4 * 1024 * 1024 + 1));
    let (good, _, said) = run(folder.path(), "brug");
    assert!(!good && said.contains("4 MB"), "{said}");
    write(&format!(
        "{HEAD}sam,Sam,{EMAIL},{PARENT},{NEW}\nnoor,Noor,,,\n"
    ));
    // Sealed with keys of its own, the addresses would open nowhere.
    let (good, _, said) = run(folder.path(), "brug");
    assert!(!good && said.contains("there is no key"), "{said}");
    assert!(!folder.path().join("sealing.key").exists());
    tweestap_server::keys::Keys::open(folder.path()).unwrap();
    let (good, said, _) = run(folder.path(), "brug");
    assert!(
        good && said.contains("2 people are in the directory of brug"),
        "{said}"
    );
    // With the slow hash of a real server, and readable by nobody.
    let store = tweestap_server::store::Store::sqlite(
        &folder.path().join("tweestap.db"),
        crate::world::QUICK,
    )
    .await
    .unwrap();
    let mut connection = store.read().await.unwrap();
    let (stored,): (String,) =
        sqlx::query_as("SELECT password FROM directory WHERE subject = 'sam'")
            .fetch_one(&mut *connection)
            .await
            .unwrap();
    assert!(stored.starts_with("19456,2,1$"), "{stored}");
    let hasher = tweestap_server::hash::Hasher::new(tweestap_server::hash::Cost::OWASP);
    assert!(
        hasher
            .is_password(&Secret::new(NEW), &stored)
            .await
            .unwrap()
    );
    drop(connection);
    store.close().await;
    let bytes = std::fs::read(folder.path().join("tweestap.db")).unwrap();
    assert!(!bytes.windows(14).any(|part| part == b"family.example"));
}

#[tokio::test]
async fn mail_that_waits_still_finds_everybody_who_is_on_the_next_list() {
    let world = World::with_sam().await;
    let token = world.token_for("sam", EMAIL).await;
    world.reset(&token, NEW).await.ok();
    // The mail server is away; the list of every night is taken.
    assert!(take(&world, &format!("sam,Sam,{PARENT},{EMAIL},\n")).await);
    let of = Of {
        school: "school",
        issuer: ISSUER,
        subject: "sam",
    };
    let mut connection = world.app.store.read().await.unwrap();
    let own = addresses::of(&mut connection, of).await.unwrap().remove(0);
    drop(connection);
    let parents = address::index(&world.app.keys, "school", PARENT);
    assert_eq!(own.address_index, parents, "whose it is may be another now");
    let mut to: Vec<String> = world
        .arrives()
        .await
        .into_iter()
        .map(|mail| mail.to)
        .collect();
    to.sort();
    assert_eq!(to, [PARENT, EMAIL]);

    world.clock.advance(1);
    let token = world.token_for("sam", EMAIL).await;
    world
        .reset(&token, "zes groene muizen op de kade")
        .await
        .ok();
    assert!(take(&world, &format!("sam,Sam,{EMAIL},{EMAIL},\n")).await);
    let to: Vec<String> = world
        .arrives()
        .await
        .into_iter()
        .map(|mail| mail.to)
        .collect();
    assert_eq!(to, [EMAIL], "whoever is not on it any more gets none");
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM addresses WHERE kind = 'own'")
            .await,
        1
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM addresses").await, 1);
}

#[tokio::test]
async fn an_address_is_found_however_its_host_is_written() {
    let world = World::new().await;
    assert!(take(&world, "sam,Sam,sam@b\u{fc}cher.example,,\n").await);
    world.forgot("sam", "sam@xn--bcher-kva.example").await;
    assert_eq!(world.arrives().await.len(), 1);
}
