//! What few pages need is downloaded by nobody else, and what they need is all they download.

use tweestap_e2e::{World, journey, scene};

/// Paths of everything that this page has loaded since it was opened.
async fn loaded(w: &World) -> String {
    let paths = "performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname).join('\\n')";
    w.value(paths).await.as_str().unwrap().to_owned()
}

#[test]
fn a_pupil_downloads_nothing_of_administration_or_of_passwords() {
    journey(scene("fr", "light", 1280), async |w| {
        w.signs_in("leerling").await;
        w.opens_enrolment().await;
        let loaded = loaded(w).await;
        assert!(loaded.contains("/assets/tweestap_widget_bg-"), "{loaded}");
        for theirs in ["/apart-", "tweestap_admin", "tweestap_password"] {
            assert!(!loaded.contains(theirs), "{theirs}: {loaded}");
        }
    });
}

#[test]
fn who_forgot_a_password_downloads_no_more_than_the_page_for_it() {
    journey(scene("fr", "light", 1280), async |w| {
        w.visits("password").await;
        w.is_at("forgotten").await;
        let loaded = loaded(w).await;
        assert!(loaded.contains("/assets/tweestap_password_bg-"), "{loaded}");
        // The widget of everybody is hinted at by the portal's page; nothing here calls for it.
        assert!(!loaded.contains("tweestap_admin"), "{loaded}");
    });
}
