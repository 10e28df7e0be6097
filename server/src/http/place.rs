//! From where a request comes: the other end of the connection, or what a reverse proxy of the configuration says of
//! it. The header counts from its right end, as far as proxies wrote it; what a caller wrote before is believed by
//! nobody (ASVS 4.1.3).

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::config::proxies::Network;
use crate::demo::Line;
use crate::state::Shared;

const FORWARDED: &str = "x-forwarded-for";

/// The network somebody is in, as a text: an IPv4 address, or the half of an IPv6 address that a provider hands out.
/// Everybody whose place is not known is in one.
pub struct From(pub String);

impl FromRequestParts<Shared> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Infallible> {
        let extensions = &parts.extensions;
        let plain = extensions.get::<ConnectInfo<SocketAddr>>();
        let line = extensions.get::<ConnectInfo<Line>>();
        let peer = plain
            .map(|ConnectInfo(peer)| *peer)
            .or(line.map(|ConnectInfo(line)| line.peer));
        let address = peer.map(|peer| client(peer.ip(), &parts.headers, &app.config.proxies));
        Ok(Self(address.map_or("unknown".to_owned(), network)))
    }
}

/// The rightmost address that is no proxy of ours.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let is_proxy = |address: IpAddr| proxies.iter().any(|network| network.has(address));
    let lines = headers.get_all(FORWARDED).iter();
    let said: Vec<&str> = lines.filter_map(|line| line.to_str().ok()).collect();
    let mut client = peer;
    for word in said.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !is_proxy(client) {
            break;
        }
        match address(word.trim()) {
            Some(before) => client = before,
            None => break,
        }
    }
    client
}

/// Some proxies add the port.
fn address(word: &str) -> Option<IpAddr> {
    let alone = word.trim_matches(['[', ']']).parse().ok();
    alone.or_else(|| word.parse().ok().map(|one: SocketAddr| one.ip()))
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, lines: &[&str]) -> String {
        let proxies = ["192.0.2.1", "10.0.0.0/8"].map(|text| Network::parse(text).unwrap());
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED, line.parse().unwrap());
        }
        network(client(peer.parse().unwrap(), &headers, &proxies))
    }

    #[test]
    fn only_what_our_own_proxies_wrote_is_believed() {
        for (peer, lines, expected) in [
            ("203.0.113.7", &[][..], "203.0.113.7"),
            // A caller without a proxy says what it likes.
            ("203.0.113.7", &["198.51.100.1"], "203.0.113.7"),
            ("192.0.2.1", &["203.0.113.7"], "203.0.113.7"),
            ("192.0.2.1", &["198.51.100.1, 203.0.113.7"], "203.0.113.7"),
            (
                "192.0.2.1",
                &["198.51.100.1", "203.0.113.7, 10.1.1.1"],
                "203.0.113.7",
            ),
            ("192.0.2.1", &["203.0.113.7:4711"], "203.0.113.7"),
            ("192.0.2.1", &["203.0.113.7, nonsense"], "192.0.2.1"),
            ("192.0.2.1", &[], "192.0.2.1"),
            (
                "::ffff:192.0.2.1",
                &["[2001:db8:1:2:3::9]:80"],
                "2001:db8:1:2::/64",
            ),
            ("2001:db8:1:2:ffff::1", &[], "2001:db8:1:2::/64"),
        ] {
            assert_eq!(seen(peer, lines), expected, "{peer} {lines:?}");
        }
    }
}
