//! Stands between a browser without devtools and the server: puts the scripts of a journey before everything
//! else of the page, and takes down what the page complains of. All the rest passes as it is.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// The addresses that it answers itself.
const SCRIPT: &str = "/e2e/page.js";
const COMPLAINT: &str = "/e2e/complaint";
/// The policy of the page allows scripts of its own origin, and this is one.
const TAG: &str = "<head><script src=\"/e2e/page.js\"></script>";

pub struct Escort {
    /// `http://127.0.0.1:43211`
    pub address: String,
    shared: Arc<Shared>,
}

struct Shared {
    /// Of the escort and of the server: `127.0.0.1:43210`.
    here: String,
    there: String,
    script: Mutex<String>,
    complaints: Mutex<Vec<String>>,
}

impl Escort {
    /// On a port of its own, for as long as this process lives.
    pub fn start(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let here = listener.local_addr().expect("its address").to_string();
        let script = [include_str!("confess.js"), include_str!("page.js")].concat();
        let shared = Arc::new(Shared {
            there: server.trim_start_matches("http://").to_owned(),
            script: Mutex::new(script),
            complaints: Mutex::default(),
            here,
        });
        let served = Arc::clone(&shared);
        thread::spawn(move || {
            for browser in listener.incoming().map_while(Result::ok) {
                let served = Arc::clone(&served);
                // A browser that has gone away, or a server: the connection ends, as it would without us.
                thread::spawn(move || served.pass_on(browser));
            }
        });
        Self {
            address: format!("http://{}", shared.here),
            shared,
        }
    }

    /// From the next page on, this script too.
    pub fn brings(&self, script: &str) {
        held(&self.shared.script).push_str(script);
    }

    /// What the pages complained of since the last time.
    pub fn complaints(&self) -> Vec<String> {
        std::mem::take(&mut *held(&self.shared.complaints))
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    fn read(stream: &TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let mut words = line.split_whitespace().map(str::to_owned);
        let (method, path) = (words.next()?, words.next()?);
        let mut headers = Vec::new();
        loop {
            line.clear();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length = length.map_or(Some(0), |(_, value)| value.parse().ok())?;
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        Some(Self {
            method,
            path,
            headers,
            body,
        })
    }

    fn is_the_page(&self) -> bool {
        self.method == "GET" && (self.path == "/" || self.path.starts_with("/?"))
    }
}

impl Shared {
    fn pass_on(&self, mut browser: TcpStream) -> Option<()> {
        let request = Request::read(&browser)?;
        match request.path.as_str() {
            SCRIPT => {
                let head = "HTTP/1.0 200 OK\r\ncontent-type: text/javascript\r\ncache-control: no-store\r\n\r\n";
                let answer = [head, held(&self.script).as_str()].concat();
                browser.write_all(answer.as_bytes()).ok()
            }
            COMPLAINT => {
                let complaint = String::from_utf8_lossy(&request.body).into_owned();
                held(&self.complaints).push(complaint);
                browser.write_all(b"HTTP/1.0 204 No Content\r\n\r\n").ok()
            }
            _ => self.ask_the_server(&request, browser),
        }
    }

    fn ask_the_server(&self, request: &Request, mut browser: TcpStream) -> Option<()> {
        let mut server = TcpStream::connect(&self.there).ok()?;
        server.write_all(&self.forwarded(request)).ok()?;
        if request.is_the_page() {
            let mut page = Vec::new();
            server.read_to_end(&mut page).ok()?;
            browser.write_all(&with_the_script(&page)).ok()
        } else {
            let passed = std::io::copy(&mut server, &mut browser).ok();
            browser.shutdown(Shutdown::Both).ok();
            passed.map(drop)
        }
    }

    /// HTTP/1.0, so that the answer comes in one piece and ends with the connection; and with the server's own
    /// address, for it knows no other.
    fn forwarded(&self, request: &Request) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.0\r\n", request.method, request.path);
        for (name, value) in &request.headers {
            let kept =
                name != "connection" && !(request.is_the_page() && name == "accept-encoding");
            if kept {
                let value = value.replace(&self.here, &self.there);
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        head.push_str("\r\n");
        [head.as_bytes(), &request.body].concat()
    }
}

/// An answer without a page in it (not modified, an error) stays as it is.
fn with_the_script(answer: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(answer);
    let (Some((head, body)), true) = (text.split_once("\r\n\r\n"), text.contains("<head>")) else {
        return answer.to_vec();
    };
    let lines = head.split("\r\n");
    let kept = lines.filter(|line| !line.to_ascii_lowercase().starts_with("content-length:"));
    let head: Vec<&str> = kept.collect();
    let page = format!(
        "{}\r\n\r\n{}",
        head.join("\r\n"),
        body.replacen("<head>", TAG, 1)
    );
    page.into_bytes()
}
