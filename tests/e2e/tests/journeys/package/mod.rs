//! The npm package in somebody else's hands: installed from its tarball, read by a compiler, built and served by
//! Vite, and loaded by a page that has no bundler at all.

mod descriptions;

use std::fs;
use std::path::Path;
use tweestap_e2e::package::Project;
use tweestap_e2e::{World, journey, scene};

/// The widget comes up, speaks to the back end and goes on.
async fn the_widget_works_at(w: &mut World, address: &str) {
    w.signs_in("leerling").await;
    // The portal's cookie goes to every port of the machine.
    w.browser.goto(address).await.expect("a page");
    w.is_at("method").await;
    w.reads("Step 1 of 3").await;
    w.presses("choose-app").await;
    w.is_at("scan").await;
    w.scans_into_an_app().await;
}

#[test]
fn vite_builds_a_page_that_works_under_the_strict_policy() {
    journey(scene("en", "light", 768), async |w| {
        let project = Project::with_the_package();
        let built = project.is_built();
        every_asset_is_a_file_of_its_own(&project, &built);
        let (_vite, address) = project.is_served("preview", &w.server.address);
        the_widget_works_at(w, &address).await;
        assert_eq!(w.value("document.title").await, "enrolment scan");
    });
}

/// One that is inlined as a `data:` address does not load under the policy, and its digest protects nothing.
fn every_asset_is_a_file_of_its_own(project: &Project, built: &Path) {
    let contents: Vec<Vec<u8>> = files(&built.join("assets"));
    for path in project.json("integrity.json").as_object().unwrap().keys() {
        if path.starts_with("assets/") && !path.ends_with(".js") {
            let own = fs::read(project.installed(path)).unwrap();
            assert!(
                contents.contains(&own),
                "{path} was inlined, left out or changed"
            );
        }
    }
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn what_comes_in_bundles_of_its_own_is_in_the_package_too() {
    journey(scene("en", "light", 768), async |w| {
        w.signs_in("beheerder").await;
        let project = Project::with_the_package();
        project.is_built();
        for how in ["preview", "dev"] {
            let (_vite, address) = project.is_served(how, &w.server.address);
            for (element, step) in [
                ("tweestap-admin", "method"),
                ("tweestap-password", "change"),
            ] {
                let page = format!("{address}?{element}");
                w.browser.goto(&page).await.expect("a page");
                w.is_at(step).await;
            }
        }
    });
}

#[test]
fn vite_s_development_server_needs_no_setting() {
    journey(scene("en", "light", 1280), async |w| {
        let project = Project::with_the_package();
        let (_vite, address) = project.is_served("dev", &w.server.address);
        the_widget_works_at(w, &address).await;
    });
}

#[test]
fn a_page_without_a_bundler_loads_the_very_same_package() {
    journey(scene("en", "light", 320), async |w| {
        let project = Project::with_the_package();
        project.has_a_plain_page();
        project.is_built();
        let (_vite, address) = project.is_served("preview", &w.server.address);
        the_widget_works_at(w, &format!("{address}plain.html")).await;
        // The package is for others to publish: the server itself neither serves nor carries it.
        for path in [
            "/npm/package.json",
            "/npm/tweestap.js",
            "/npm/integrity.json",
        ] {
            assert_eq!(w.server.status_of(path).await, 404, "{path}");
        }
        assert_eq!(w.server.status_of("/tweestap.js").await, 200);
    });
}
