//! `proxies`: whose word counts about where a request comes from. Addresses, or networks such as 10.0.0.0/8.

use std::net::IpAddr;

use super::report::Report;
use super::source::Source;

/// Addresses that begin alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(most), |bits| bits.parse().ok())?;
        (bits <= most).then_some(Self { address, bits })
    }

    pub fn has(self, other: IpAddr) -> bool {
        match (self.address, other.to_canonical()) {
            (IpAddr::V4(one), IpAddr::V4(other)) => {
                let beyond = 32 - u32::from(self.bits);
                u32::from(one).checked_shr(beyond) == u32::from(other).checked_shr(beyond)
            }
            (IpAddr::V6(one), IpAddr::V6(other)) => {
                let beyond = 128 - u32::from(self.bits);
                u128::from(one).checked_shr(beyond) == u128::from(other).checked_shr(beyond)
            }
            _ => false,
        }
    }
}

/// Those of a file. What is none is in the report.
pub(super) fn read(source: &Source<'_>, report: &mut Report) -> Vec<Network> {
    let listed = source.read::<Vec<String>>("/proxies", &mut Report::default());
    let mut networks = Vec::new();
    for (place, text) in listed.into_iter().flatten().enumerate() {
        match Network::parse(&text) {
            Some(network) => networks.push(network),
            None => {
                let said = format!(
                    "{text:?} is no address and no network; write 127.0.0.1, or 10.0.0.0/8"
                );
                source.fault(&format!("/proxies/{place}"), said, report);
            }
        }
    }
    networks
}

#[cfg(test)]
mod tests {
    use super::Network;

    #[test]
    fn a_network_has_the_addresses_that_begin_like_it() {
        for (network, address, has) in [
            ("10.0.0.0/8", "10.1.2.3", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/8", "::ffff:10.0.0.1", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("0.0.0.0/0", "8.8.8.8", true),
            ("0.0.0.0/0", "::1", false),
            ("fd00::/8", "fd12::1", true),
            ("::/0", "2001:db8::1", true),
            ("::1", "::2", false),
        ] {
            let network = Network::parse(network).unwrap();
            assert_eq!(
                network.has(address.parse().unwrap()),
                has,
                "{network:?} {address}"
            );
        }
        for bad in [
            "",
            "10.0.0.0/33",
            "10.0.0/8",
            "proxy.example",
            "10.0.0.0/x",
            "::/129",
        ] {
            assert_eq!(Network::parse(bad), None, "{bad}");
        }
    }
}
