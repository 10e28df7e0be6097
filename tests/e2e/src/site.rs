//! A page that is not ours, on the same host as the demonstration's server and so with its cookies. It serves
//! what a test hands it, and passes everything else on.

use std::collections::HashMap;
use std::io::{Read, Result, Write, copy};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// One address: more head lines, each ended, and the body.
pub struct Page {
    pub kind: &'static str,
    pub headers: String,
    pub body: String,
}

impl Page {
    pub fn html(body: impl Into<String>) -> Self {
        Self {
            kind: "text/html; charset=utf-8",
            headers: String::new(),
            body: body.into(),
        }
    }

    pub fn css(body: impl Into<String>) -> Self {
        Self {
            kind: "text/css; charset=utf-8",
            ..Self::html(body)
        }
    }

    pub fn with(mut self, header: &str) -> Self {
        self.headers.push_str(header);
        self.headers.push_str("\r\n");
        self
    }
}

pub struct Site {
    /// `http://127.0.0.1:43211`
    pub address: String,
}

impl Site {
    /// `server`: the demonstration's address. Lives as long as the test program.
    pub fn start(server: &str, pages: HashMap<String, Page>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("its address"));
        let behind = Arc::new((server.trim_start_matches("http://").to_owned(), pages));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let behind = Arc::clone(&behind);
                // A browser that hangs up in the middle is no failure of the test.
                thread::spawn(move || answer(stream, &behind.0, &behind.1).ok());
            }
        });
        Self { address }
    }
}

fn answer(mut client: TcpStream, server: &str, pages: &HashMap<String, Page>) -> Result<()> {
    let (head, rest) = read_head(&mut client)?;
    let path = head.split([' ', '?']).nth(1).unwrap_or_default();
    if let Some(page) = pages.get(path) {
        let Page {
            kind,
            headers,
            body,
        } = page;
        let length = body.len();
        return write!(
            client,
            "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\
             connection: close\r\n{headers}\r\n{body}"
        );
    }
    let mut server_side = TcpStream::connect(server)?;
    server_side.write_all(passed_on(&head, server).as_bytes())?;
    server_side.write_all(&rest)?;
    let length: usize = header(&head, "content-length").parse().unwrap_or_default();
    let missing = length.saturating_sub(rest.len()) as u64;
    copy(&mut (&client).take(missing), &mut server_side)?;
    copy(&mut server_side, &mut client).map(drop)
}

/// Up to the empty line, and what came after it already.
fn read_head(client: &mut TcpStream) -> Result<(String, Vec<u8>)> {
    let mut read = Vec::new();
    let mut block = [0; 4096];
    loop {
        let length = client.read(&mut block)?;
        read.extend_from_slice(&block[..length]);
        let end = read.windows(4).position(|four| four == b"\r\n\r\n");
        if length == 0 || end.is_some() {
            let rest = read.split_off(end.map_or(read.len(), |end| end + 4));
            return Ok((String::from_utf8_lossy(&read).into_owned(), rest));
        }
    }
}

/// The same request as if it came from the server's own page, on a connection of its own.
fn passed_on(head: &str, server: &str) -> String {
    let mut passed = String::new();
    for line in head.trim_end().lines() {
        let name = line.split(':').next().unwrap_or_default().to_lowercase();
        match name.as_str() {
            "host" => passed.push_str(&format!("host: {server}\r\n")),
            "origin" => passed.push_str(&format!("origin: http://{server}\r\n")),
            "connection" | "referer" => {}
            _ => passed.push_str(&format!("{line}\r\n")),
        }
    }
    passed + "connection: close\r\n\r\n"
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let pairs = head.lines().filter_map(|line| line.split_once(':'));
    let mut found = pairs.filter(|(key, _)| key.eq_ignore_ascii_case(name));
    found.next().map_or("", |(_, value)| value.trim())
}
