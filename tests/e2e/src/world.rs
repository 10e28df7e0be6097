//! One journey's surroundings: a server, a browser with its tabs, a folder. Waiting happens here, and only for
//! conditions; a wait in vain says what was done before and what stands on the page.

use crate::engine::{Driver, Engine};
use crate::escort::Escort;
use crate::portal::Portal;
use crate::scene::Scene;
use crate::server::Server;
use serde_json::Value;
use std::cell::RefCell;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use thirtyfour::prelude::*;

pub(crate) const DOWNLOADS: &str = "downloads";
/// Only what has failed takes so long: a slow machine has as much of it as it needs.
const PATIENCE: Duration = Duration::from_secs(60);
const BETWEEN_LOOKS: Duration = Duration::from_millis(30);

pub struct World {
    pub server: Server,
    pub browser: WebDriver,
    pub engine: Engine,
    pub scene: Scene,
    /// Where the browser finds the portal: at the server itself, unless engine or scene ask for more.
    pub portal: String,
    pub(crate) escort: Option<Escort>,
    /// What was done so far, for whoever reads a failure.
    trail: RefCell<Vec<String>>,
    missing: RefCell<String>,
    folder: TempDir,
    _driver: Driver,
}

impl World {
    pub(crate) async fn begin(engine: Engine, scene: Scene) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let portal = scene.portal.map(|portal| Portal::open(portal.host));
        let listed = scene.portal.is_some_and(|portal| portal.listed);
        let origins = portal.iter().filter(|_| listed);
        let origins = origins.map(|portal| portal.origin.clone()).collect();
        let server = Server::start_for(folder.path(), origins);
        if let Some(portal) = &portal {
            portal.stands_before(&server.address);
        }
        let escort = (!engine.has_devtools()).then(|| Escort::start(&server.address));
        let escorted = escort.as_ref().map(|escort| escort.address.clone());
        let portal = portal.map(|portal| portal.origin).or(escorted);
        let portal = portal.unwrap_or_else(|| server.address.clone());
        let downloads = folder.path().join(DOWNLOADS);
        std::fs::create_dir(&downloads).expect("a folder for downloads");
        let driver = engine.driver(folder.path());
        let browser = engine.browser(&driver, &downloads).await;
        let world = Self {
            server,
            browser: browser.expect("a browser"),
            engine,
            scene,
            portal,
            escort,
            trail: RefCell::default(),
            missing: RefCell::default(),
            folder,
            _driver: driver,
        };
        world.prepare().await;
        world
    }

    async fn prepare(&self) {
        let prepared = self.engine.prepare_tab(&self.browser, self.scene).await;
        prepared.expect("a prepared tab");
    }

    /// Ends the browser; a picture of its last page stays behind after a failure.
    pub(crate) async fn end(self, failed: bool) {
        let name = std::thread::current()
            .name()
            .unwrap_or("journey")
            .replace("::", "-");
        let picture = std::env::temp_dir().join(format!("tweestap-{name}.png"));
        if failed && self.browser.screenshot(&picture).await.is_ok() {
            eprintln!("the last page: {}", picture.display());
        }
        if let Err(error) = self.browser.quit().await {
            eprintln!("the browser did not end: {error}");
        }
    }

    /// A file of this journey.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where a downloaded file ends up.
    pub fn download(&self, name: &str) -> PathBuf {
        self.file(DOWNLOADS).join(name)
    }

    /// Takes down what is being done.
    pub(crate) fn note(&self, what: impl Into<String>) {
        self.trail.borrow_mut().push(what.into());
    }

    /// What a wait is still waiting for; said when it is in vain.
    pub fn is_still_missing(&self, what: &[String]) {
        *self.missing.borrow_mut() = what.join("\n");
    }

    pub(crate) fn trail(&self) -> String {
        self.trail.borrow().join(", ")
    }

    /// Waits until `look` sees it.
    pub async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let begun = Instant::now();
            if let Some(found) = look().await {
                return found;
            }
            if Instant::now() > deadline {
                self.in_vain(what).await;
            }
            // Half of the time is the page's own, however long a look at it takes.
            tokio::time::sleep(BETWEEN_LOOKS.max(begun.elapsed())).await;
        }
    }

    async fn in_vain(&self, what: &str) -> ! {
        let trail = self.trail();
        let page = self.js("return [location.href, e2e.text()]", vec![]).await;
        let page = page.map_or_else(|error| error.to_string(), |page| format!("{page:#}"));
        let missing = self.missing.borrow();
        panic!(
            "waited in vain for {what}\n{missing}\nafter: {trail}\npage: {}",
            page.replace("\\n", "\n")
        );
    }

    /// Runs a script in the page.
    pub async fn js(&self, script: &str, arguments: Vec<Value>) -> WebDriverResult<Value> {
        Ok(self
            .browser
            .execute(script, arguments)
            .await?
            .json()
            .clone())
    }

    /// What an expression is in the page.
    pub async fn value(&self, expression: &str) -> Value {
        let value = self.js(&format!("return {expression}"), vec![]).await;
        value.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// What a promise in the page comes to.
    pub async fn promised(&self, expression: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];\n\
             Promise.resolve({expression}).then((value) => done([value]), (error) => done(String(error)));"
        );
        let answer = self.browser.execute_async(script, vec![]).await;
        let answer = answer.unwrap_or_else(|error| panic!("{expression}: {error}"));
        match answer.json().get(0) {
            Some(value) => value.clone(),
            None => panic!("{expression}: {}", answer.json()),
        }
    }

    /// Back and forward between the pages of a tab.
    pub async fn goes_away_and_back(&self) {
        self.note("away and back");
        self.visits("favicon.svg").await;
        self.browser.back().await.expect("the page before");
    }

    /// An empty tab of the same browser, in front.
    pub async fn opens_another_tab(&self) -> WindowHandle {
        self.note("another tab");
        // A tab behind another one has no picture in WebKit: there it is another window, side by side.
        let tab = match self.engine {
            Engine::Webkit => self.browser.new_window().await,
            Engine::Chromium | Engine::Firefox => self.browser.new_tab().await,
        };
        let tab = tab.expect("another tab");
        self.turns_to(&tab).await;
        self.prepare().await;
        tab
    }

    pub async fn this_tab(&self) -> WindowHandle {
        self.browser.window().await.expect("a tab")
    }

    pub async fn turns_to(&self, tab: &WindowHandle) {
        self.note("turn to a tab");
        let turned = self.browser.switch_to_window(tab.clone()).await;
        turned.expect("a tab to turn to");
    }
}
