//! The widget below `/tweestap/<version>/`: the very same bytes under an address that may be kept and pinned.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use rust_embed::RustEmbed;
use tweestap_server::assets;

use crate::world::{Answer, send};

const HERE: &str = concat!("/tweestap/", env!("CARGO_PKG_VERSION"));
const FOR_EVER: &str = "public, max-age=31536000, immutable";

#[derive(RustEmbed)]
#[folder = "tests/fixture/dist"]
struct Fixture;

async fn get(path: &str, headers: &[(&str, &str)]) -> Answer {
    let router: Router =
        Router::new().fallback_service(assets::router_of::<Fixture, ()>(true).with_state(()));
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(router, request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_version_is_kept_for_a_year_and_any_page_may_load_it() {
    for (path, kind) in [
        ("/tweestap.js", "text/javascript; charset=utf-8"),
        ("/assets/tweestap-0123abcd.wasm", "application/wasm"),
    ] {
        let file = get(&format!("{HERE}{path}"), &[("accept-encoding", "br")]).await;
        assert_eq!(file.status, 200, "{path}");
        for (header, value) in [
            ("cache-control", FOR_EVER),
            ("content-type", kind),
            ("content-encoding", "br"),
            ("vary", "accept-encoding"),
            ("access-control-allow-origin", "*"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(file.header(header), value, "{path}: {header}");
        }
        let known = [
            ("if-none-match", file.header("etag")),
            ("accept-encoding", "br"),
        ];
        assert_eq!(get(&format!("{HERE}{path}"), &known).await.status, 304);
    }
}

/// What a page wrote down once as `integrity` of either address holds for the other.
#[tokio::test]
async fn the_version_has_the_bytes_of_the_stable_name() {
    for path in ["/tweestap.js", "/assets/tweestap-0123abcd.wasm"] {
        let versioned = get(&format!("{HERE}{path}"), &[]).await;
        assert_eq!(versioned.bytes, get(path, &[]).await.bytes, "{path}");
    }
    assert_eq!(
        get("/tweestap.js", &[]).await.header("cache-control"),
        "no-cache"
    );
}

#[tokio::test]
async fn other_versions_and_what_is_not_the_widget_are_not_there() {
    for path in [
        "/tweestap/0.0.0/tweestap.js",
        "/tweestap/latest/tweestap.js",
        "/tweestap/tweestap.js",
        "/tweestap/",
    ] {
        assert_eq!(get(path, &[]).await.status, 404, "{path}");
    }
    for path in [
        "",
        "/",
        "/index.html",
        "/demo.css",
        "/tweestap.js.br",
        "/assets/",
        "/assets/tweestap-0123abcd.wasm.br",
        "/assets/../index.html",
        "//index.html",
    ] {
        assert_eq!(
            get(&format!("{HERE}{path}"), &[]).await.status,
            404,
            "{path}"
        );
    }
}
