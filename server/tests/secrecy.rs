//! Canaries: whole journeys at TRACE, then every file and every log line is searched for what must not be
//! there. A control shows that the search would find it.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use serde_json::json;

use crate::world::{PASSWORD, World};

#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub fn has(&self, text: &str) -> bool {
        contains(&self.0.lock().unwrap(), text)
    }

    pub fn length(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// What came after so many bytes. A copy: whoever searches it long keeps nobody from writing.
    pub fn since(&self, length: usize) -> Vec<u8> {
        self.0.lock().unwrap()[length..].to_vec()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The log of the whole test program: other tests' lines in it only make the search harder.
pub fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        tracing_subscriber::fmt()
            .with_env_filter(tracing_subscriber::EnvFilter::new("trace"))
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .init();
        log
    })
}

pub fn contains(haystack: &[u8], needle: &str) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rt_50_no_secret_reaches_a_log_line_a_file_or_the_write_ahead_log() {
    let log = log();
    let begun = log.length();
    let world = World::new().await;
    world.local("sam").await;
    let mut secrets: Vec<(&str, String)> = vec![("password", PASSWORD.to_owned())];

    let mut sam = world.earlier("sam").await;
    sam.choose_app().await;
    sam.post(
        "/enrolment/password",
        json!({ "password": "canary wrong password" }),
    )
    .await
    .refused(422, "password_wrong");
    let scan = sam
        .post("/enrolment/password", json!({ "password": PASSWORD }))
        .await
        .ok();
    sam.key = scan["app"]["key"].as_str().unwrap().to_owned();
    let id = scan["id"].as_str().unwrap();
    let confirming = sam.code(0);
    let codes = sam.confirm(id, &confirming).await.ok()["recovery_codes"].clone();
    search(
        &world,
        &log.since(begun),
        codes[0].as_str().unwrap(),
        "unacknowledged recovery code",
    );
    sam.acknowledge(id).await.ok();
    let remembered = sam
        .put(
            "/settings/remember",
            json!({ "duration": "1w", "this_device": true }),
        )
        .await;
    let cookie = remembered.cookies()[0]
        .split([';', '='])
        .nth(1)
        .unwrap()
        .to_owned();
    world.clock.advance(60);
    let (at_sign_in, challenge) = world.at_challenge("sam", "").await;
    let code = sam.code(0);
    let passed = at_sign_in
        .verify(challenge["id"].as_str().unwrap(), &code, true)
        .await
        .ok();

    // A lost phone, with an address and a token on the way.
    world.has_address("sam").await;
    let (lost, challenge) = world.at_challenge("sam", "").await;
    let chosen = lost.choose(&challenge, "recovery_code").await.ok();
    let typed = codes[1].as_str().unwrap();
    let recovered = lost.recover(&chosen, typed).await;
    let recovery_cookie = recovered.cookies()[0]
        .split([';', '='])
        .nth(1)
        .unwrap()
        .to_owned();
    recovered.ok();
    secrets.push(("recovery cookie", recovery_cookie));
    secrets.push(("address", "someone@example.org".to_owned()));
    world
        .link_token("kim", tweestap_server::oath::Kind::APP)
        .await;
    let seed = crate::world::ways::SEED.as_slice();
    secrets.push(("seed", String::from_utf8(seed.to_vec()).unwrap()));
    secrets.push(("seed in base32", data_encoding::BASE32.encode(seed)));
    secrets.push(("seed in hex", data_encoding::HEXLOWER.encode(seed)));

    let fresh = lost.tell("/settings/codes").await.ok()["recovery_codes"].clone();
    lost.tell("/settings/codes/acknowledge").await.ok();
    let mut joke = world.person_of(crate::world::SINGLE, "joke").await;
    let reset_code = joke.enrol_by_app().await.remove(0);
    joke.tell("/settings/reset-code").await.ok();

    let noor = world.person("noor").await;
    noor.enrol_by_sms(&world, "06 87 65 43 21").await;
    let token = world.good_token("joke");
    let body = json!({ "portal_token": token, "view": "settings", "lang": "nl" });
    crate::http::post_from(&world, crate::world::PORTAL, "", "/session", &body)
        .await
        .ok();

    let manager = world.manager("manager").await;
    let made = manager.support_code(&world.account("sam").await).await.ok();
    let support_code = made["code"].as_str().unwrap().to_owned();
    manager
        .get("/admin/people?query=canary%20searched")
        .await
        .ok();
    secrets.push(("name that was searched", "canary%20searched".into()));
    secrets.push(("support code without dashes", support_code.replace('-', "")));
    secrets.push(("support code", support_code));

    let raw = data_encoding::BASE32_NOPAD
        .decode(sam.key.as_bytes())
        .unwrap();
    secrets.push(("wrong password", "canary wrong password".into()));
    secrets.push(("key", sam.key.clone()));
    secrets.push(("Key URI", "otpauth://totp/De%20Brug:sam".into()));
    secrets.push(("reset code", reset_code.clone()));
    secrets.push(("reset code without dashes", reset_code.replace('-', "")));
    for code in [&codes, &fresh]
        .iter()
        .flat_map(|set| set.as_array().unwrap())
    {
        let code = code.as_str().unwrap();
        secrets.push(("recovery code", code.to_owned()));
        secrets.push(("recovery code without dashes", code.replace('-', "")));
    }
    secrets.push(("bearer", sam.bearer.clone()));
    secrets.push(("bearer at sign-in", at_sign_in.bearer.clone()));
    secrets.push(("cookie", cookie));
    secrets.push(("portal token", token));
    secrets.push((
        "assertion",
        passed["assertion"].as_str().unwrap().to_owned(),
    ));
    secrets.push(("number", "87654321".into()));
    secrets.push(("text message", "is je code voor".into()));
    secrets.push(("confirming code", format!("\"{confirming}\"")));
    secrets.push(("code", format!("\"{code}\"")));
    secrets.push(("message code", format!("#{}", world.post.code())));

    let logged = log.since(begun);
    for (what, secret) in &secrets {
        search(&world, &logged, secret, what);
    }
    for (name, bytes) in files(&world) {
        assert!(
            !bytes.windows(raw.len()).any(|window| window == raw),
            "the raw key is in {name}"
        );
    }
    control(&world, &logged);
}

/// What is meant to be there is found the same way.
fn control(world: &World, logged: &[u8]) {
    assert!(
        contains(logged, "/api/v1/enrolment/confirm"),
        "the log has lines of requests"
    );
    assert!(
        contains(logged, "UPDATE factors"),
        "the log has lines of queries"
    );
    if !world.is_postgres() {
        assert!(
            files(world)
                .iter()
                .any(|(_, bytes)| contains(bytes, "Name of noor")),
            "names are in the database"
        );
    }
}

pub fn files(world: &World) -> Vec<(String, Vec<u8>)> {
    std::fs::read_dir(world.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("tweestap.db")
        })
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect()
}

fn search(world: &World, logged: &[u8], secret: &str, what: &str) {
    assert!(!contains(logged, secret), "{what} is in the log");
    for (name, bytes) in files(world) {
        assert!(!contains(&bytes, secret), "{what} is in {name}");
    }
}
