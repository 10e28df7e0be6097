//! Which machine a configured address may lead to: the configured host and no other, at a public address; or, where the
//! configuration says `private`, at an address of one's own network. Never link-local, where clouds keep the
//! credentials of their machines.

use std::io::{Error, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The one host of a gateway. Every other name is refused, so that no answer can lead elsewhere.
#[derive(Clone, Debug)]
pub struct Host {
    name: String,
    private: bool,
}

impl Host {
    /// Refuses what would send a code in the clear, or to a place that can be no gateway.
    pub fn of(url: &Url, private: bool) -> Result<Self, String> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err("url may hold no user or password".to_owned());
        }
        match url.scheme() {
            "https" => {}
            "http" if private => {}
            "http" => {
                return Err(
                    "url must begin with https://; http is for a gateway in one's own network (private = true)"
                        .to_owned(),
                );
            }
            other => {
                return Err(format!(
                    "url begins with {other}://, which is no web address"
                ));
            }
        }
        let host = url.host_str().ok_or("url names no host")?;
        let literal = host.trim_matches(['[', ']']).parse::<IpAddr>().ok();
        if literal.is_some_and(|address| !is_allowed(address, private)) {
            return Err(format!(
                "url: {host} is {}",
                if private {
                    "no address of a private network (private = true)"
                } else {
                    "no public address; a gateway in one's own network needs private = true"
                }
            ));
        }
        if host == "localhost" && !private {
            return Err("url: a gateway on this machine needs private = true".to_owned());
        }
        Ok(Self {
            name: host.to_owned(),
            private,
        })
    }
}

impl Resolve for Host {
    fn resolve(&self, name: Name) -> Resolving {
        let host = self.clone();
        Box::pin(async move {
            if !name.as_str().eq_ignore_ascii_case(&host.name) {
                return Err(Error::new(ErrorKind::PermissionDenied, "another host").into());
            }
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.name.as_str(), 0))
                .await?
                .filter(|address| is_allowed(address.ip(), host.private))
                .collect();
            if found.is_empty() {
                return Err(Error::new(ErrorKind::PermissionDenied, "no allowed address").into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// A private gateway is reached only within the private network, and a public one only outside it.
fn is_allowed(address: IpAddr, private: bool) -> bool {
    match address {
        IpAddr::V4(address) if private => is_own_v4(address),
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_allowed(IpAddr::V4(mapped), private),
            None if private => is_own_v6(address),
            None => is_public_v6(address),
        },
    }
}

fn is_own_v4(address: Ipv4Addr) -> bool {
    address.is_loopback() || address.is_private()
}

/// Unique local (RFC 4193), but for the address at which Amazon's clouds keep credentials.
fn is_own_v6(address: Ipv6Addr) -> bool {
    const METADATA: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);
    address.is_loopback() || (address.segments()[0] & 0xfe00 == 0xfc00 && address != METADATA)
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    /// Azure's own services on every machine.
    const WIRE_SERVER: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let special = (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 198 && (b == 18 || b == 19 || (b == 51 && c == 100)))
        || (a == 203 && b == 0 && c == 113);
    !(a == 0
        || a >= 224
        || shared
        || special
        || address == WIRE_SERVER
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local())
}

/// Global unicast (2000::/3), without documentation, benchmarks and what wraps an IPv4 address.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let wrapped = a == 0x2002 || (a == 0x2001 && b == 0);
    a & 0xe000 == 0x2000 && !wrapped && !(a == 0x2001 && (b == 0xdb8 || b == 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(url: &str, private: bool) -> Result<Host, String> {
        Host::of(&url.parse().unwrap(), private)
    }

    #[test]
    fn a_gateway_is_reached_by_https_at_a_public_address() {
        assert!(host("https://api.example/v1", false).is_ok());
        assert!(host("https://8.8.8.8/", false).is_ok());
        for refused in [
            "http://api.example/",
            "ftp://api.example/",
            "https://user:pass@api.example/",
            "https://localhost/",
            "https://127.0.0.1/",
            "https://10.1.2.3/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest",
            "https://100.100.100.200/",
            "https://168.63.129.16/",
            "https://0.0.0.0/",
            "https://[::1]/",
            "https://[fe80::1]/",
            "https://[fd00:ec2::254]/",
            "https://[::ffff:169.254.169.254]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[2002:a9fe:a9fe::1]/",
            // As browsers read it, so does the parser: 127.0.0.1.
            "https://2130706433/",
        ] {
            assert!(host(refused, false).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_gateway_of_ones_own_stays_within_the_network_and_link_local_is_never_one() {
        for allowed in [
            "http://127.0.0.1:13013/x",
            "http://localhost:13013/",
            "http://10.0.0.5/",
            "http://[::1]/",
            "http://[fd12::1]/",
            "http://kannel.school.example/",
        ] {
            assert!(host(allowed, true).is_ok(), "{allowed}");
        }
        for refused in [
            "http://8.8.8.8/",
            "http://169.254.169.254/",
            "http://[fe80::1]/",
            "http://[fd00:ec2::254]/",
            "http://[::ffff:169.254.169.254]/",
        ] {
            assert!(host(refused, true).is_err(), "{refused}");
        }
    }

    #[tokio::test]
    async fn a_name_is_looked_up_only_for_its_own_gateway_and_its_addresses_are_judged() {
        let own = host("http://localhost/", true).unwrap();
        assert!(own.resolve("localhost".parse().unwrap()).await.is_ok());
        assert!(
            own.resolve("elsewhere.example".parse().unwrap())
                .await
                .is_err()
        );
        // A public gateway whose name suddenly leads to this machine.
        let rebound = Host {
            name: "localhost".to_owned(),
            private: false,
        };
        assert!(rebound.resolve("localhost".parse().unwrap()).await.is_err());
    }
}
