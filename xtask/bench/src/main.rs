//! Measures Tweestap as it runs: a person's waiting in Chromium, the server's enrolments and challenges per second, and
//! whether the time of an answer tells who is known. Prints markdown on stdout; judges nothing. `cargo xtask bench` calls it.

mod account;
mod browser;
mod crowd;
mod demo;
mod forgotten;
mod journey;
mod load;
mod portal;
mod post_office;
mod ranks;
mod server;
mod stats;

use anyhow::Result;

/// How much is measured.
pub struct Effort {
    /// Visits per cell of the browser table; the median is printed.
    pub visits: usize,
    /// Seconds of load for each kind.
    pub seconds: u64,
    /// Questions about forgotten passwords, for each way the mail server can be.
    pub questions: usize,
    /// Pages of each kind of a school of 50 000.
    pub pages: usize,
}

#[tokio::main]
async fn main() -> Result<()> {
    let quick = std::env::args().any(|word| word == "--quick");
    let effort = if quick {
        Effort {
            visits: 1,
            seconds: 2,
            questions: 200,
            pages: 5,
        }
    } else {
        Effort {
            visits: 7,
            seconds: 8,
            questions: 2_000,
            pages: 40,
        }
    };
    // By themselves: `tweestap-bench --forgotten` and `--crowd` need no browser.
    if std::env::args().any(|word| word == "--forgotten") {
        println!("{}", forgotten::measure(&effort).await?);
        return Ok(());
    }
    if std::env::args().any(|word| word == "--crowd") {
        println!("{}", crowd::measure(&effort).await?);
        return Ok(());
    }
    println!("{}", journey::measure(&effort).await?);
    println!("{}", load::measure(&effort).await?);
    println!("{}", forgotten::measure(&effort).await?);
    println!("{}", crowd::measure(&effort).await?);
    Ok(())
}
