//! Whole journeys against the real server: all of them in Chromium, and on request the main ones in Firefox
//! and WebKit. Which those are stands in `tests/e2e/engines.txt`.

use super::END_TO_END;
use super::verdict::counted;
use crate::bundle;
use crate::npm;
use crate::project::Project;
use crate::serve::build_server;
use crate::tally::Tally;
use crate::tools;
use anyhow::Result;
use std::ffi::OsString;
use std::process::Command;

const ENGINES: &str = include_str!("../../../tests/e2e/engines.txt");

/// cargo's own harness rather than nextest: the stories of one file share one driver and one server.
pub fn run(project: &Project, all_browsers: bool, sum: &mut Tally) -> Result<()> {
    let judges = tools::for_end_to_end(project)?;
    let others = all_browsers.then(|| tools::for_all_browsers(project));
    let others = others.transpose()?;
    bundle::ensure(project)?;
    let server = build_server(project, false)?;
    npm::write(project)?;
    let places: [(&str, OsString); 12] = [
        ("TWEESTAP_SERVER", server.into()),
        ("TWEESTAP_AXE", judges.axe.into()),
        ("TWEESTAP_PAGES", judges.pages.into()),
        ("TWEESTAP_PACKAGE", npm::folder(project).into()),
        ("TWEESTAP_PACKAGE_JUDGES", judges.package.into()),
        ("TWEESTAP_NODE", judges.runtimes.node.into()),
        ("TWEESTAP_PYTHON", judges.runtimes.python.into()),
        ("TWEESTAP_PHP", judges.runtimes.php.into()),
        ("TWEESTAP_PLAYWRIGHT", judges.playwright.into()),
        ("TWEESTAP_SELENIUM", judges.selenium.into()),
        ("CHROME", judges.browser.chrome.into()),
        ("CHROMEDRIVER", judges.browser.chromedriver.into()),
    ];
    let mut chromium = journeys(project);
    chromium.envs(places.clone());
    let mut commands = vec![chromium];
    if let Some(others) = others {
        let mut firefox = main_journeys(project, "firefox");
        firefox
            .envs(places.clone())
            .env("FIREFOX", others.firefox.browser)
            .env("GECKODRIVER", others.firefox.driver);
        let mut webkit = main_journeys(project, "webkit");
        webkit
            .envs(places)
            .env("MINIBROWSER", others.webkit.browser)
            .env("WEBKITDRIVER", others.webkit.driver);
        commands.extend([firefox, webkit]);
    }
    counted(commands, sum)
}

fn journeys(project: &Project) -> Command {
    project.cargo(&["test", "--package", END_TO_END, "--no-fail-fast"])
}

fn main_journeys(project: &Project, engine: &str) -> Command {
    let mut command = journeys(project);
    command.args(["--test", "journeys", "--"]);
    command.args(everywhere(ENGINES));
    command.env("TWEESTAP_BROWSER", engine);
    command
}

/// The beginnings of the names of the journeys that every engine runs.
fn everywhere(list: &str) -> impl Iterator<Item = &str> {
    let marked = list.lines().filter_map(|line| line.strip_prefix("+ "));
    marked.filter_map(|line| line.split_whitespace().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_the_engines_is_read_as_it_is_written() {
        let list = "# a + line\n+ app::  words\n- sheet::  reason\n+ sms::\n";
        let names: Vec<&str> = everywhere(list).collect();
        assert_eq!(names, ["app::", "sms::"]);
        assert!(everywhere(ENGINES).count() > 5);
    }
}
