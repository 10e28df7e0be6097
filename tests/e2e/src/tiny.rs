//! A web server of a few lines, for what plays a part beside the real one: a page of a portal, a set of keys.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

pub struct Asked {
    pub method: String,
    /// With its query.
    pub path: String,
    pub body: String,
}

pub struct Answer {
    pub status: u16,
    pub content_type: &'static str,
    pub body: String,
    /// Whole lines, `name: value`.
    pub headers: Vec<String>,
}

impl Answer {
    pub fn new(status: u16, content_type: &'static str, body: impl Into<String>) -> Self {
        Self {
            status,
            content_type,
            body: body.into(),
            headers: vec![],
        }
    }
}

/// A free port of this machine, held until it is served.
pub struct Tiny {
    listener: TcpListener,
    /// `http://127.0.0.1:43210`
    pub address: String,
}

impl Tiny {
    pub fn bind() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("its address"));
        Self { listener, address }
    }

    /// Answers until the test ends. One request a connection.
    pub fn serve(self, answer: impl Fn(Asked) -> Answer + Send + Sync + 'static) {
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in self.listener.incoming().flatten() {
                let answer = answer.clone();
                // A browser that went away is no failure.
                thread::spawn(move || one(stream, answer.as_ref()).ok());
            }
        });
    }
}

fn one(mut stream: TcpStream, answer: &dyn Fn(Asked) -> Answer) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut words = first.split_whitespace().map(str::to_owned);
    let given = answer(Asked {
        method: words.next().unwrap_or_default(),
        path: words.next().unwrap_or_default(),
        body: String::from_utf8_lossy(&body).into_owned(),
    });
    let mut head = format!(
        "HTTP/1.1 {} Answer\r\ncontent-type: {}\r\ncontent-length: {}\r\nconnection: close\r\n",
        given.status,
        given.content_type,
        given.body.len()
    );
    for line in given.headers {
        head.push_str(&line);
        head.push_str("\r\n");
    }
    write!(stream, "{head}\r\n{}", given.body)
}
