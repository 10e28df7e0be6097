//! A mail server on loopback that takes every letter and keeps none, as quickly or as slowly as a measurement wants.

use anyhow::Result;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub struct PostOffice {
    pub port: u16,
    serving: JoinHandle<()>,
}

impl PostOffice {
    /// Greets after `pause`.
    pub async fn open(pause: Duration) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let serving = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(async move {
                    tokio::time::sleep(pause).await;
                    // A caller that hangs up is no concern of the measurement.
                    drop(take(connection).await);
                });
            }
        });
        Ok(Self { port, serving })
    }
}

impl Drop for PostOffice {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// As much of RFC 5321 as a client needs.
async fn take(mut connection: TcpStream) -> Result<()> {
    let (reading, mut writing) = connection.split();
    let mut lines = BufReader::new(reading).lines();
    writing.write_all(b"220 bench\r\n").await?;
    let mut in_letter = false;
    while let Some(line) = lines.next_line().await? {
        let answer: &[u8] = match (in_letter, line.as_str()) {
            (true, ".") => b"250 taken\r\n",
            (true, _) => continue,
            (false, line) if line.starts_with("DATA") => b"354 go on\r\n",
            (false, line) if line.starts_with("QUIT") => b"221 bye\r\n",
            (false, _) => b"250 bench\r\n",
        };
        in_letter = answer.starts_with(b"354");
        writing.write_all(answer).await?;
    }
    Ok(())
}
