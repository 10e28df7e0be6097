//! The portal on another origin than Tweestap, as at most schools: a small server that passes the portal's own
//! addresses on and puts Tweestap's address into the page. The browser itself must ask Tweestap for the rest.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, OnceLock};
use std::thread;

/// What the browser may ask the portal for.
const OWN: [&str; 4] = ["/portal.js", "/demo.css", "/favicon.svg", "/demo/"];
/// Lines that are about the connection, or that would tell Tweestap of a page that is none of its own.
const KEPT_BACK: [&str; 7] = [
    "host",
    "connection",
    "origin",
    "referer",
    "accept-encoding",
    "if-none-match",
    "sec-fetch-site",
];

/// A page of a stranger, which may frame whatever lets itself be framed.
const AROUND: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: 42\r\n\
    connection: close\r\n\r\n<!doctype html><title>A stranger</title>\r\n";

pub struct Portal {
    /// `http://localhost:43211`
    pub origin: String,
    tweestap: Arc<OnceLock<String>>,
}

impl Portal {
    /// On a free port; browsers call it by this name of the machine.
    pub fn open(host: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port for the portal");
        let port = listener.local_addr().expect("the portal's port").port();
        let tweestap = Arc::<OnceLock<String>>::default();
        let address = tweestap.clone();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let address = address.clone();
                thread::spawn(move || address.get().map(|address| serve(connection, address)));
            }
        });
        let origin = format!("http://{host}:{port}");
        Self { origin, tweestap }
    }

    /// From now on.
    pub fn stands_before(&self, tweestap: &str) {
        self.tweestap.set(tweestap.to_owned()).expect("one server");
    }
}

struct Asked {
    method: String,
    path: String,
    lines: Vec<String>,
    body: Vec<u8>,
}

/// One request a connection. A browser that hangs up has seen enough.
fn serve(mut connection: TcpStream, tweestap: &str) -> io::Result<()> {
    let asked = read(&connection)?;
    if asked.path == "/around" {
        return connection.write_all(AROUND);
    }
    let is_page = asked.path == "/" || asked.path.starts_with("/?");
    if !is_page && !OWN.iter().any(|own| asked.path.starts_with(own)) {
        return connection.write_all(
            b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        );
    }
    let answer = passed_on(&asked, tweestap)?;
    let answer = match is_page {
        true => page(&answer, &asked.path, tweestap),
        false => answer,
    };
    connection.write_all(&answer)
}

fn read(connection: &TcpStream) -> io::Result<Asked> {
    let mut reader = BufReader::new(connection);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut words = first.split_whitespace().map(str::to_owned);
    let mut asked = Asked {
        method: words.next().unwrap_or_default(),
        path: words.next().unwrap_or_default(),
        lines: Vec::new(),
        body: Vec::new(),
    };
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        let name = name.to_ascii_lowercase();
        if name == "content-length" {
            length = value.trim().parse().unwrap_or(0);
        }
        if !KEPT_BACK.contains(&name.as_str()) {
            asked.lines.push(line);
        }
    }
    asked.body.resize(length, 0);
    reader.read_exact(&mut asked.body)?;
    Ok(asked)
}

/// The whole answer, as it came.
fn passed_on(asked: &Asked, tweestap: &str) -> io::Result<Vec<u8>> {
    let host = tweestap.trim_start_matches("http://");
    let mut upstream = TcpStream::connect(host)?;
    let Asked { method, path, .. } = asked;
    write!(
        upstream,
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n"
    )?;
    upstream.write_all(asked.lines.concat().as_bytes())?;
    upstream.write_all(b"\r\n")?;
    upstream.write_all(&asked.body)?;
    let mut answer = Vec::new();
    upstream.read_to_end(&mut answer)?;
    Ok(answer)
}

/// The page with Tweestap's address in it, under the policy that such a portal needs. With the frame it runs no wasm,
/// and so its policy does not allow any.
fn page(answer: &[u8], path: &str, tweestap: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(answer);
    let (_, html) = text
        .split_once("\r\n\r\n")
        .expect("a page under its headers");
    let framed = path.contains("frame");
    // Hints are for a page that will run the wasm itself.
    let lines = html.lines();
    let lines = lines.filter(|line| !framed || !line.contains("preload\" "));
    let html = lines.collect::<Vec<_>>().join("\n");
    let html = html
        .replace("<html ", &format!("<html data-tweestap=\"{tweestap}\" "))
        .replace("href=\"/assets/", &format!("href=\"{tweestap}/assets/"))
        .replace(
            "src=\"/tweestap.js\"",
            &format!("crossorigin src=\"{tweestap}/tweestap.js\""),
        );
    let wasm = match framed {
        true => "",
        false => " 'wasm-unsafe-eval'",
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' {tweestap}{wasm}; connect-src 'self' {tweestap}; style-src 'self'; \
         img-src 'self'; frame-src {tweestap}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    );
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         content-security-policy: {policy}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n",
        html.len()
    );
    [head, html].concat().into_bytes()
}
