//! The connection a request came over, so that the gallery can show what an interrupted one looks like.

use std::convert::Infallible;
use std::net::{Shutdown, SocketAddr};
use std::sync::Arc;

use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::serve::IncomingStream;
use tokio::net::TcpListener;

/// A second handle on the socket.
#[derive(Clone)]
pub struct Line {
    stream: Option<Arc<std::net::TcpStream>>,
    /// The other end.
    pub peer: SocketAddr,
}

impl Line {
    /// Ends the connection in both directions.
    pub fn cut(&self) {
        if let Some(stream) = &self.stream
            && let Err(error) = stream.shutdown(Shutdown::Both)
        {
            tracing::debug!(%error, "the connection had ended already");
        }
    }
}

impl Connected<IncomingStream<'_, TcpListener>> for Line {
    #[cfg(unix)]
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        use std::os::fd::AsFd as _;
        let handle = stream.io().as_fd().try_clone_to_owned();
        Self {
            stream: handle.ok().map(|handle| Arc::new(handle.into())),
            peer: *stream.remote_addr(),
        }
    }

    #[cfg(not(unix))]
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self {
            stream: None,
            peer: *stream.remote_addr(),
        }
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Line {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Infallible> {
        let info = ConnectInfo::<Self>::from_request_parts(parts, state).await;
        Ok(info.ok().map(|ConnectInfo(line)| line))
    }
}
