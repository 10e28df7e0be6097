//! Where a browser keeps things: none of these places may ever hold a secret. Also listens in on what the
//! page sends and gets, to know the secrets.

use crate::world::World;
use serde_json::json;

/// All a page can keep, as one text.
const KEPT: &str = "(async () => {\n\
    const databases = await indexedDB.databases();\n\
    const caches_ = await Promise.all((await caches.keys()).map(async (name) => {\n\
      const cache = await caches.open(name);\n\
      return [name, await Promise.all((await cache.keys()).map(async (request) =>\n\
        [request.url, await (await cache.match(request)).text()]))];\n\
    }));\n\
    const workers = await navigator.serviceWorker.getRegistrations();\n\
    return JSON.stringify({\n\
      local: { ...localStorage }, session: { ...sessionStorage }, databases, caches_, workers: workers.length,\n\
      cookie: document.cookie, state: history.state, name: window.name, address: location.href,\n\
      referrer: document.referrer, fetched: performance.getEntries().map(({ name }) => name),\n\
    });\n\
  })()";

impl World {
    /// Everything the browser keeps for this page, or that its history and its timings tell.
    pub async fn kept_by_the_browser(&self) -> String {
        let kept = self.promised(KEPT).await;
        kept.as_str().expect("a text").to_owned()
    }

    /// From the next page on, takes down the tokens that pass through `fetch`.
    pub async fn listens_in(&self) {
        let script = include_str!("listen.js");
        if let Some(escort) = &self.escort {
            return escort.brings(script);
        }
        let script = json!({ "source": script });
        let command = "Page.addScriptToEvaluateOnNewDocument";
        let added = self.browser.cdp().send_raw(command, script).await;
        added.expect("a script that listens in");
    }

    /// The tokens that passed in this document.
    pub async fn overheard(&self) -> Vec<String> {
        let heard = self.value("[...overheard]").await;
        serde_json::from_value(heard).expect("tokens")
    }

    /// None of the secrets is in what the browser keeps or in the server's log; with `in_page`, none is
    /// in the page's tree or its fields either.
    pub async fn nothing_leaks(&self, secrets: &[String], in_page: bool) {
        let mut places = vec![
            ("the browser", self.kept_by_the_browser().await),
            ("the server's log", self.server.log()),
        ];
        if in_page {
            let page = self.value("e2e.everything()").await;
            places.push(("the page", page.as_str().unwrap_or_default().to_owned()));
        }
        for (place, text) in places {
            assert!(text.len() > 20, "{place} could not be read: {text:?}");
            for secret in secrets {
                assert!(secret.len() >= 6, "not much of a secret: {secret:?}");
                assert!(!text.contains(secret.as_str()), "{place} holds {secret}");
            }
        }
    }
}
