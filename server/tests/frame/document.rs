//! The document itself.

use axum::body::Body;
use axum::http::Request;

use crate::world::{Answer, World};

async fn asked(world: &World, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world.send(request.body(Body::empty()).unwrap()).await
}

fn ancestors(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    let (_, ancestors) = policy.split_once("frame-ancestors ").unwrap();
    assert_eq!(policy.matches("frame-ancestors").count(), 1);
    ancestors.to_owned()
}

#[tokio::test]
async fn only_the_school_s_own_pages_may_frame_it_and_the_request_changes_nothing() {
    let world = World::new().await;
    let evil = [
        ("referer", "https://evil.test/"),
        ("origin", "https://evil.test"),
        ("host", "evil.test"),
    ];
    for headers in [&[][..], &evil] {
        let query = "/frame/strict/settings?origin=https://evil.test&frame-ancestors=*";
        for path in ["/frame/strict/settings", query] {
            let answer = asked(&world, "GET", path, headers).await;
            assert_eq!(answer.status, 200);
            assert_eq!(ancestors(&answer), "https://strict.test");
            let page = String::from_utf8(answer.bytes).unwrap();
            assert!(
                page.contains("data-origins=\"https://strict.test\""),
                "{page}"
            );
            assert!(!page.contains("evil"), "{page}");
        }
    }
    let answer = asked(&world, "GET", "/frame/school/challenge", &[]).await;
    assert_eq!(ancestors(&answer), "https://portal.test");
}

#[tokio::test]
async fn the_document_has_the_widget_s_strict_policy_and_is_kept_nowhere() {
    let world = World::new().await;
    let answer = asked(&world, "GET", "/frame/school/enrolment", &[]).await;
    assert!(answer.header("content-security-policy").starts_with(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; \
         img-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
         trusted-types 'none'; frame-ancestors "
    ));
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("content-type", "text/html; charset=utf-8"),
        // It would overrule the list of pages in some browsers.
        ("x-frame-options", ""),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    let permissions = answer.header("permissions-policy");
    assert!(
        permissions.contains("camera=()") && permissions.contains("otp-credentials=(self)"),
        "{permissions}"
    );
    let page = String::from_utf8(answer.bytes).unwrap();
    assert_eq!(
        page.matches("<script type=\"module\" src=\"/").count(),
        page.matches("<script").count()
    );
    assert!(
        !page.contains("style") && !page.contains("onload"),
        "{page}"
    );
}

#[tokio::test]
async fn what_does_not_exist_may_be_framed_by_nobody() {
    let world = World::new().await;
    for (method, path, status) in [
        ("GET", "/frame/nobody/settings", 404),
        ("GET", "/frame/school/password", 404),
        ("GET", "/frame/school/", 404),
        ("GET", "/frame/school/settings/more", 404),
        ("GET", "/frame/SCHOOL/settings", 404),
        ("GET", "/frame/%2e%2e/settings", 404),
        ("POST", "/frame/school/settings", 405),
    ] {
        let answer = asked(&world, method, path, &[]).await;
        assert_eq!(answer.status, status, "{method} {path}");
        let closed = answer.header("x-frame-options") == "DENY"
            || answer
                .header("content-security-policy")
                .contains("frame-ancestors 'none'");
        assert!(closed, "{method} {path}");
    }
}

#[tokio::test]
async fn a_school_without_pages_is_framed_by_nobody_and_its_name_is_no_markup() {
    let world = World::new().await;
    let world = world
        .with_school(|school| {
            school.origins.clear();
            school.name = "De \"Brug\" <script>alert('x')</script> & Co".to_owned();
        })
        .await;
    let answer = asked(&world, "GET", "/frame/school/settings", &[]).await;
    assert_eq!(ancestors(&answer), "'none'");
    let page = String::from_utf8(answer.bytes).unwrap();
    let name =
        "De &quot;Brug&quot; &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; Co</title>";
    assert!(page.contains(name), "{page}");
    assert_eq!(page.matches("<script").count(), 2);
}

#[tokio::test]
async fn the_document_is_told_where_it_stands_in_known_words_only() {
    let world = World::new().await;
    for (said, site) in [
        ("same-origin", "same-origin"),
        ("same-site", "same-site"),
        ("cross-site", "cross-site"),
        ("none", ""),
        ("\"><script>", ""),
    ] {
        let path = "/frame/school/settings";
        let answer = asked(&world, "GET", path, &[("sec-fetch-site", said)]).await;
        let page = String::from_utf8(answer.bytes).unwrap();
        assert!(page.contains(&format!("data-site=\"{site}\"")), "{page}");
        assert_eq!(page.matches("<script").count(), 2);
    }
}

#[tokio::test]
async fn a_school_with_words_of_its_own_has_them_in_the_frame_too() {
    let world = World::new().await;
    let world = world
        .restarted_with(|school| {
            if school.id == "strict" {
                let own = [("back".to_owned(), "Ga terug".to_owned())];
                school.texts.insert("nl", own.into());
            }
        })
        .await;
    let texts = |page: Vec<u8>| {
        let page = String::from_utf8(page).unwrap();
        let (_, rest) = page.split_once("data-texts=\"")?;
        Some(rest.split('"').next().unwrap().to_owned())
    };
    let answer = asked(&world, "GET", "/frame/strict/settings", &[]).await;
    let address = texts(answer.bytes).unwrap();
    assert_eq!(address, "/api/v1/schools/strict/texts/{lang}");
    let said = asked(&world, "GET", &address.replace("{lang}", "nl"), &[]).await;
    assert_eq!(said.json()["back"], "Ga terug");
    // Without them the widget asks for nothing.
    let answer = asked(&world, "GET", "/frame/school/settings", &[]).await;
    assert_eq!(texts(answer.bytes), None);
}
