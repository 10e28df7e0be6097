//! S-B-70: whether the time of the answer to "forgotten password" tells who is known. Known and unknown people are asked
//! about in turn, while the mail server is well, slow, or down.

use crate::Effort;
use crate::portal::Portal;
use crate::post_office::PostOffice;
use crate::ranks::p_value;
use crate::server::Server;
use crate::stats::{median, milliseconds};
use anyhow::{Context, Result, bail};
use reqwest::Client;
use serde_json::json;
use std::fs;
use std::time::{Duration, Instant};

/// Known people, asked about in turn, each from a place of its own: what is beyond the limits is no work for the worker.
const KNOWN: usize = 1_000;
/// Questions before anything is measured: connections, caches and the allocator settle.
const SETTLING: usize = 100;

/// The markdown table.
pub async fn measure(effort: &Effort) -> Result<String> {
    let mut table = format!(
        "Forgotten password: {} questions about known and unknown people in turn, each about one of {KNOWN}\n\n\
         | mail server | known p50 ms | unknown p50 ms | difference ms | Mann-Whitney p |\n\
         | --- | ---: | ---: | ---: | ---: |\n",
        effort.questions
    );
    let well = PostOffice::open(Duration::ZERO).await?;
    table += &row("well", well.port, effort.questions).await?;
    let slow = PostOffice::open(Duration::from_secs(5)).await?;
    table += &row("slow (5 s)", slow.port, effort.questions).await?;
    let gone = PostOffice::open(Duration::ZERO).await?;
    let port = gone.port;
    drop(gone);
    table += &row("down", port, effort.questions).await?;
    Ok(table)
}

async fn row(name: &str, port: u16, questions: usize) -> Result<String> {
    let (known, unknown) = ask(port, questions).await?;
    let difference = |known: Duration, unknown: Duration| known.abs_diff(unknown);
    let apart = median(&known).zip(median(&unknown));
    let apart = apart.map(|(known, unknown)| difference(known, unknown).as_secs_f64() * 1_000.0);
    let p = p_value(&known, &unknown);
    Ok(format!(
        "| {name} | {} | {} | {} | {} |\n",
        milliseconds(median(&known)),
        milliseconds(median(&unknown)),
        apart.map_or_else(|| "–".to_owned(), |apart| format!("{apart:.3}")),
        p.map_or_else(|| "–".to_owned(), |p| format!("{p:.3}")),
    ))
}

/// How long each answer took: about the known, about the unknown.
async fn ask(port: u16, questions: usize) -> Result<(Vec<Duration>, Vec<Duration>)> {
    let server = start(port).await?;
    let client = Client::new();
    let address = format!("{}/api/v1/password/forgot", server.base);
    let mut times = (Vec::new(), Vec::new());
    for number in 0..questions + SETTLING {
        let is_known = number % 2 == 0;
        let name = match is_known {
            true => format!("known-{:04}", number / 2 % KNOWN),
            false => format!("stranger-{:04}", number / 2 % KNOWN),
        };
        let question = json!({
            "school": "bench", "username": name, "email": format!("{name}@home.example"), "lang": "nl",
        });
        let place = format!("10.0.{}.{}", number / 250, number % 250 + 1);
        let asking = client.post(&address).header("x-forwarded-for", place);
        let begun = Instant::now();
        let answer = asking.json(&question).send().await?;
        let (status, body) = (answer.status(), answer.text().await?);
        let took = begun.elapsed();
        if (status.as_u16(), body.as_str()) != (202, "{}") {
            bail!("{name}: {status} {body}");
        }
        match (number < SETTLING, is_known) {
            (true, _) => {}
            (false, true) => times.0.push(took),
            (false, false) => times.1.push(took),
        }
    }
    Ok(times)
}

/// A server that keeps the passwords of the known, and sends its mail to `port`.
async fn start(port: u16) -> Result<Server> {
    let portal = Portal::new()?;
    let more = format!(
        "[school.password]\nforgotten = true\nlink = \"https://portal.example/password\"\n\n[mail]\n\
         server = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"tweestap@school.example\"\n"
    );
    let server = Server::for_school(|folder| portal.configure(folder, &more)).await?;
    let list = server.folder().join("people.csv");
    let people = (0..KNOWN).map(|number| {
        let name = format!("known-{number:04}");
        format!("{name},Person {number},{name}@home.example,\n")
    });
    let lines: String = people.collect();
    fs::write(&list, format!("username,name,email,co_emails\n{lines}"))?;
    let config = server.folder().join("schools.toml");
    let (list, config) = (text(&list)?, text(&config)?);
    let import = [
        "people", "import", list, "--school", "bench", "--config", config,
    ];
    server.run(&import).await?;
    Ok(server)
}

fn text(path: &std::path::Path) -> Result<&str> {
    path.to_str().context("a folder without a readable name")
}
