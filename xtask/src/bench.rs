//! `cargo xtask bench`: the bundle's bytes, then the measuring program of `xtask/bench` against the
//! server as it ships. Numbers for people to read; nothing here passes or fails on time.

use crate::args::Bench;
use crate::bundle::{
    self,
    budget::{AIM, CEILING, Sizes},
};
use crate::process;
use crate::project::Project;
use crate::say::timed;
use crate::serve::build_server;
use crate::tools;
use anyhow::Result;

const BENCH: &str = "tweestap-bench";

pub fn run(project: &Project, options: &Bench) -> Result<()> {
    bundle::ensure(project)?;
    print!("{}", table(&Sizes::read(&project.dist())?));
    if options.bundle_only {
        return Ok(());
    }
    let browser = tools::for_web_tests(project)?;
    let server = build_server(project, !options.quick)?;
    timed("building the measuring program", || {
        process::run(&mut project.cargo(&["build", "--package", BENCH]))
    })?;
    let mut command = project.command(project.binary("debug", BENCH));
    if options.quick {
        command.arg("--quick");
    }
    command
        .env("TWEESTAP_SERVER", server)
        .env("CHROME", &browser.chrome)
        .env("CHROMEDRIVER", &browser.chromedriver);
    timed("measuring", || process::run_loud(&mut command))
}

/// Markdown. The total counts one language, the largest.
fn table(sizes: &Sizes) -> String {
    let needed = sizes.needed();
    let mut rows =
        String::from("\n| file | bytes | gzip 9 | brotli 11 |\n| --- | ---: | ---: | ---: |\n");
    for size in &sizes.0 {
        let aside = if needed.contains(&size) {
            ""
        } else {
            " (not in the total)"
        };
        rows += &format!(
            "| {} `{}`{aside} | {} | {} | {} |\n",
            size.key, size.file, size.raw, size.gzip, size.brotli
        );
    }
    let sum =
        |of: fn(&bundle::budget::Size) -> usize| needed.iter().map(|size| of(size)).sum::<usize>();
    let (raw, gzip, total) = (sum(|size| size.raw), sum(|size| size.gzip), sizes.total());
    rows + &format!(
        "| **total** | {raw} | {gzip} | **{total}** (ceiling {CEILING}, aim {AIM}) |\n\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::budget::Size;

    #[test]
    fn the_table_adds_up_what_one_person_downloads() {
        let size = |key: &str, file: &str, raw| Size {
            key: key.into(),
            file: file.into(),
            raw,
            gzip: raw / 2,
            brotli: raw / 4,
        };
        let sizes = Sizes(vec![
            size("entry", "tweestap.js", 400),
            size("nl", "assets/nl.json", 80),
            size("en", "assets/en.json", 40),
        ]);
        let text = table(&sizes);
        assert!(
            text.contains("| **total** | 480 | 240 | **120** (ceiling"),
            "{text}"
        );
        assert!(
            text.contains("`assets/en.json` (not in the total) | 40 | 20 | 10 |"),
            "{text}"
        );
    }
}
