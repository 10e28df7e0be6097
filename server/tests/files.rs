//! The widget's files: types, compression, caching, the exact policy.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use rust_embed::RustEmbed;
use tweestap_server::assets;

use crate::world::{Answer, World, demonstration, send};

/// A bundle as the build leaves it.
#[derive(RustEmbed)]
#[folder = "tests/fixture/dist"]
struct Fixture;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

async fn get(path: &str, headers: &[(&str, &str)]) -> Answer {
    ask("GET", path, headers, true).await
}

async fn ask(method: &str, path: &str, headers: &[(&str, &str)], with_page: bool) -> Answer {
    let router: Router =
        Router::new().fallback_service(assets::router_of::<Fixture, ()>(with_page).with_state(()));
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(router, request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_page_is_served_at_the_root_under_exactly_the_published_policy() {
    let page = get("/", &[]).await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    assert_eq!(page.header("content-security-policy"), POLICY);
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("cache-control"), "no-cache");
    assert_eq!(
        page.bytes,
        std::fs::read("tests/fixture/dist/index.html").unwrap()
    );
    assert_eq!(get("/index.html", &[]).await.bytes, page.bytes);
}

#[tokio::test]
async fn where_a_mailed_link_leads_no_address_travels_on() {
    // The token is behind the number sign; the school need not travel either.
    for path in ["/?password", "/?password&school=voorbeeldcollege"] {
        let page = get(path, &[]).await;
        assert_eq!(
            (page.status, page.header("referrer-policy")),
            (200, "no-referrer"),
            "{path}"
        );
        assert_eq!(page.header("content-security-policy"), POLICY, "{path}");
        assert_eq!(page.bytes, get("/", &[]).await.bytes, "{path}");
    }
}

#[tokio::test]
async fn without_the_demonstration_there_is_no_page_but_there_is_a_widget() {
    assert_eq!(ask("GET", "/", &[], false).await.status, 404);
    assert_eq!(ask("GET", "/index.html", &[], false).await.status, 404);
    assert_eq!(ask("GET", "/tweestap.js", &[], false).await.status, 200);
}

#[tokio::test]
async fn files_have_their_own_types_and_hashed_names_are_kept_for_a_year() {
    for (path, kind, caching) in [
        ("/tweestap.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/demo.css", "text/css; charset=utf-8", "no-cache"),
        (
            "/assets/tweestap-0123abcd.wasm",
            "application/wasm",
            "public, max-age=31536000, immutable",
        ),
    ] {
        let file = get(path, &[]).await;
        assert_eq!(
            (
                file.status,
                file.header("content-type"),
                file.header("cache-control")
            ),
            (200, kind, caching)
        );
        assert_eq!(file.header("content-security-policy"), POLICY);
        assert_eq!(file.header("access-control-allow-origin"), "*");
        assert_eq!(file.header("cross-origin-resource-policy"), "cross-origin");
    }
}

#[tokio::test]
async fn the_compressed_sibling_is_served_to_whoever_takes_it() {
    let plain = get("/tweestap.js", &[]).await;
    assert_eq!(
        (plain.header("content-encoding"), plain.header("vary")),
        ("", "accept-encoding")
    );
    for accepted in ["br", "gzip, deflate, br, zstd", "gzip;q=1.0, BR;q=0.5"] {
        let small = get("/tweestap.js", &[("accept-encoding", accepted)]).await;
        assert_eq!(
            (small.header("content-encoding"), small.header("vary")),
            ("br", "accept-encoding"),
            "{accepted}"
        );
        assert_eq!(small.bytes, b"not really compressed");
        assert_eq!(
            small.header("content-type"),
            "text/javascript; charset=utf-8"
        );
        assert_ne!(small.header("etag"), plain.header("etag"));
    }
    for refused in ["gzip", "br;q=0", "brotli", "identity", ""] {
        let answer = get("/tweestap.js", &[("accept-encoding", refused)]).await;
        assert_eq!(
            (answer.header("content-encoding"), &answer.bytes),
            ("", &plain.bytes),
            "{refused}"
        );
    }
    let single = get("/demo.css", &[("accept-encoding", "br")]).await;
    assert_eq!(
        (single.header("content-encoding"), single.header("vary")),
        ("", "")
    );
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_again() {
    let first = get("/tweestap.js", &[]).await;
    let tag = first.header("etag");
    assert!(tag.starts_with('"') && tag.len() == 34, "{tag}");
    for known in [tag.to_owned(), format!("\"x\", {tag}"), format!("W/{tag}")] {
        let again = get("/tweestap.js", &[("if-none-match", &known)]).await;
        assert_eq!(
            (again.status, again.bytes.len(), again.header("etag")),
            (304, 0, tag)
        );
    }
    assert_eq!(
        get("/tweestap.js", &[("if-none-match", "\"x\"")])
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn nothing_but_the_bundle_can_be_read_and_nothing_can_be_written() {
    for path in [
        "/nowhere",
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "//etc/passwd",
        "/assets/",
        "/assets",
        "/tweestap.js.br",
        "/assets/../../main.rs",
        "/index.html%00.js",
    ] {
        let answer = get(path, &[]).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (404, "not_found"),
            "{path}"
        );
    }
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"] {
        assert_eq!(
            ask(method, "/tweestap.js", &[], true).await.status,
            405,
            "{method}"
        );
    }
    let head = ask("HEAD", "/tweestap.js", &[], true).await;
    assert_eq!(head.status, 200);
}

#[tokio::test]
async fn the_demonstrations_routes_exist_only_in_the_demonstration() {
    let folder = tempfile::tempdir().unwrap();
    let (demo, _) = demonstration(&folder).await;
    let world = World::new().await;
    for path in [
        "/demo/outbox",
        "/demo/clock",
        "/demo/portal/session",
        "/demo/gallery",
    ] {
        let request = || Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(send(demo.clone(), request()).await.status, 200, "{path}");
        assert_eq!(world.send(request()).await.status, 404, "{path}");
    }
    let reset = || Request::post("/demo/reset").body(Body::empty()).unwrap();
    assert_ne!(world.send(reset()).await.status, 200);
}
