//! A peer and its headers in, the network that is asking out. `X-Forwarded-For` counts only from peers that are trusted.

use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use axum::http::HeaderMap;
use serde::Deserialize;

/// An address and how much of it counts: `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network {
    address: u128,
    bits: u8,
}

/// Both kinds of address as one.
fn wide(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(four) => four.to_ipv6_mapped().to_bits(),
        IpAddr::V6(six) => six.to_bits(),
    }
}

fn mask(bits: u8) -> u128 {
    u128::MAX.checked_shl(128 - u32::from(bits.min(128))).unwrap_or(0)
}

impl Network {
    /// Whether an address is in it.
    pub fn has(&self, address: IpAddr) -> bool {
        (wide(address) ^ self.address) & mask(self.bits) == 0
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("`{text}` is no address and no network, such as 10.0.0.1 or 10.0.0.0/8");
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| fault())?;
        let longest: u8 = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(longest), str::parse).ok().filter(|bits: &u8| *bits <= longest).ok_or_else(fault)?;
        Ok(Self { address: wide(address), bits: bits + (128 - longest) })
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// The network of whoever asks, as one number: /24 of version 4, /56 of version 6. Through trusted proxies, the last address in
/// `X-Forwarded-For` that is no proxy of ours.
pub fn asking(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> u128 {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.has(address));
    let mut asking = peer;
    if is_trusted(peer) {
        let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
        let said: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
        for address in said.iter().rev() {
            let Some(address) = read_address(address) else { break };
            asking = address;
            if !is_trusted(address) {
                break;
            }
        }
    }
    let wide = wide(asking);
    let is_four = Ipv6Addr::from_bits(wide).to_ipv4_mapped().is_some();
    wide & mask(if is_four { 96 + 24 } else { 56 })
}

/// With or without a port.
fn read_address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').split(']').next().unwrap_or_default();
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|both| both.ip());
    bare.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::{Network, asking};
    use axum::http::HeaderMap;

    fn who(peer: &str, said: &[&str], trusted: &[&str]) -> u128 {
        let mut headers = HeaderMap::new();
        for line in said {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        asking(peer.parse().unwrap(), &headers, &trusted)
    }

    fn alone(peer: &str) -> u128 {
        who(peer, &[], &[])
    }

    #[test]
    fn what_a_stranger_says_of_himself_does_not_count() {
        assert_eq!(who("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]), alone("203.0.113.200"));
        assert_eq!(who("10.1.1.1", &["1.1.1.1, 198.51.100.1, 10.2.2.2"], &["10.0.0.0/8"]), alone("198.51.100.77"));
        assert_eq!(who("10.1.1.1", &["1.1.1.1", "198.51.100.1:4711"], &["10.0.0.0/8"]), alone("198.51.100.77"));
        assert_eq!(who("10.1.1.1", &["nonsense"], &["10.0.0.0/8"]), alone("10.1.1.1"));
        assert_eq!(who("::1", &["[2001:db8:0:aa01::1]:5"], &["::1"]), alone("2001:db8:0:aaff::2"));
        assert_ne!(alone("2001:db8:0:aa01::1"), alone("2001:db8:0:bb01::1"));
    }

    #[test]
    fn what_is_no_network_is_told() {
        for text in ["", "10.0.0.0/33", "10.0.0", "x/8", "::1/129", "10.0.0.1/-1"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }
}
