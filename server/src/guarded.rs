//! The client for addresses that stand in the configuration: one host and no other, never a redirect, and no
//! connection outlives its request.

mod host;

pub use host::Host;

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Response};
use rustls_platform_verifier::BuilderVerifierExt as _;

/// A client for one host. `connect`: how long a connection may take, TLS and the look-up of the name included.
pub fn client(host: Host, https_only: bool, connect: Duration) -> Result<Client, String> {
    Client::builder()
        .tls_backend_preconfigured(tls()?)
        .https_only(https_only)
        .dns_resolver(host)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        // A proxy would look the name up itself, past the rule about addresses.
        .no_proxy()
        .referer(false)
        // No request gets lost on a connection that went stale.
        .pool_max_idle_per_host(0)
        .connect_timeout(connect)
        .user_agent(concat!("tweestap/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|_| "no HTTP client could be made".to_owned())
}

/// The whole answer; `None` when it broke off or is longer than `longest`.
pub async fn body(response: &mut Response, longest: usize) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        if body.len() + chunk.len() > longest {
            return None;
        }
        body.extend_from_slice(&chunk);
    }
    Some(body)
}

/// TLS 1.2 and 1.3 by ring, trusting what the system trusts.
fn tls() -> Result<rustls::ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_platform_verifier())
        .map(|builder| builder.with_no_client_auth())
        .map_err(|error| format!("TLS: {error}"))
}
