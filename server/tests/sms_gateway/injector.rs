//! Something that listens where a gateway should be and does what gateways do on bad days. It is no gateway:
//! what it answers is the test's own.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came over the wire.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// `POST /v1/messages HTTP/1.1`
    pub line: String,
    /// By name in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

#[derive(Clone)]
pub enum Does {
    /// A status line, headers and a body.
    Answers(String),
    /// Reads, and never answers.
    Hangs,
    /// Reads, and hangs up.
    HangsUp,
    /// A head, and then one byte at a time.
    Trickles(Duration),
    /// A good status, and then as many bytes as anyone takes, up to 64 MB.
    Floods,
}

impl Does {
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::answer(
            status,
            "content-type: application/json\r\n",
            &body.to_string(),
        )
    }

    pub fn answer(status: u16, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self::Answers(format!(
            "HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\n\r\n{body}"
        ))
    }
}

type Script = Arc<dyn Fn(usize, &Heard) -> Does + Send + Sync>;

pub struct Injector {
    pub address: SocketAddr,
    heard: Arc<Mutex<Vec<Heard>>>,
    open: Arc<AtomicUsize>,
    written: Arc<AtomicUsize>,
}

impl Injector {
    /// Does the same to everyone.
    pub async fn that(does: Does) -> Self {
        Self::scripted(move |_, _| does.clone()).await
    }

    /// Does what the script says to the first request (0), the second, …
    pub async fn scripted(script: impl Fn(usize, &Heard) -> Does + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let injector = Self {
            address: listener.local_addr().unwrap(),
            heard: Arc::default(),
            open: Arc::default(),
            written: Arc::default(),
        };
        let (heard, open, written) = (
            injector.heard.clone(),
            injector.open.clone(),
            injector.written.clone(),
        );
        let script: Script = Arc::new(script);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                open.fetch_add(1, Ordering::SeqCst);
                let (heard, open, written, script) =
                    (heard.clone(), open.clone(), written.clone(), script.clone());
                tokio::spawn(async move {
                    drop(serve(stream, &heard, &written, &script).await);
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        injector
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.heard.lock().unwrap().len()
    }

    /// Bytes of answers that were taken off our hands.
    pub fn written(&self) -> usize {
        self.written.load(Ordering::SeqCst)
    }

    /// Waits until nobody holds a connection any more.
    pub async fn is_left_alone(&self) {
        for _ in 0..600 {
            if self.open.load(Ordering::SeqCst) == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("connections are still held");
    }
}

async fn serve(
    mut stream: TcpStream,
    all: &Mutex<Vec<Heard>>,
    written: &AtomicUsize,
    script: &Script,
) -> std::io::Result<()> {
    let Some(heard) = read(&mut stream).await? else {
        return Ok(());
    };
    let place = {
        let mut all = all.lock().unwrap();
        all.push(heard.clone());
        all.len() - 1
    };
    match script(place, &heard) {
        Does::Answers(answer) => stream.write_all(answer.as_bytes()).await?,
        Does::HangsUp => return Ok(()),
        Does::Hangs => {}
        Does::Trickles(pause) => {
            stream
                .write_all(b"HTTP/1.1 201 X\r\ncontent-length: 1000\r\n\r\n")
                .await?;
            loop {
                stream.write_all(b" ").await?;
                tokio::time::sleep(pause).await;
            }
        }
        Does::Floods => {
            stream
                .write_all(b"HTTP/1.1 201 X\r\ncontent-length: 67108864\r\n\r\n")
                .await?;
            for _ in 0..1_024 {
                stream.write_all(&[b' '; 65_536]).await?;
                written.fetch_add(65_536, Ordering::SeqCst);
            }
        }
    }
    // Until the other side hangs up.
    let mut rest = [0; 64];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}

async fn read(stream: &mut TcpStream) -> std::io::Result<Option<Heard>> {
    let mut bytes = Vec::new();
    let head = loop {
        let mut more = [0; 4_096];
        let count = stream.read(&mut more).await?;
        if count == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&more[..count]);
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.split("\r\n");
    let line = lines.next().unwrap_or_default().to_owned();
    let headers: BTreeMap<_, _> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .get("content-length")
        .map_or(0, |length| length.parse().unwrap());
    let mut body = bytes[head + 4..].to_vec();
    while body.len() < length {
        let mut more = [0; 4_096];
        let count = stream.read(&mut more).await?;
        if count == 0 {
            return Ok(None);
        }
        body.extend_from_slice(&more[..count]);
    }
    Ok(Some(Heard {
        line,
        headers,
        body,
    }))
}
