//! Measures Tweestap as it runs: a person's waiting in Chromium, and the server's enrolments and
//! challenges per second. Prints markdown on stdout; judges nothing. `cargo xtask bench` calls it.

mod account;
mod browser;
mod demo;
mod journey;
mod load;
mod portal;
mod server;
mod stats;

use anyhow::Result;

/// How much is measured.
pub struct Effort {
    /// Visits per cell of the browser table; the median is printed.
    pub visits: usize,
    /// Seconds of load for each kind.
    pub seconds: u64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let quick = std::env::args().any(|word| word == "--quick");
    let effort = if quick {
        Effort {
            visits: 1,
            seconds: 2,
        }
    } else {
        Effort {
            visits: 7,
            seconds: 8,
        }
    };
    println!("{}", journey::measure(&effort).await?);
    println!("{}", load::measure(&effort).await?);
    Ok(())
}
