//! From which machine a request comes: the key of the rate limits, and a field of the log.

use std::net::{IpAddr, SocketAddr};

use http::{Extensions, HeaderMap};

/// The other end of the TCP connection, put into every request's extensions by the accept loop.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Where a request comes from. Behind `trusted` reverse proxies it is the entry that the outermost of them wrote into
/// `X-Forwarded-For`; whatever stands further left was written by the client and is not believed.
pub fn client_address(extensions: &Extensions, headers: &HeaderMap, trusted: usize) -> IpAddr {
    let peer = extensions.get::<Peer>().map_or(IpAddr::from([0, 0, 0, 0]), |Peer(address)| address.ip().to_canonical());
    if trusted == 0 {
        return peer;
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let entries: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let entry = entries.len().checked_sub(trusted).and_then(|place| entries.get(place));
    entry.and_then(|text| parse(text)).unwrap_or(peer)
}

/// Proxies write addresses plainly, in brackets, or with a port.
fn parse(text: &str) -> Option<IpAddr> {
    let plain = text.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
    plain.or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip())).map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(header: Option<&str>, trusted: usize) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(Peer("[::ffff:10.0.0.1]:5000".parse().expect("valid")));
        let mut headers = HeaderMap::new();
        if let Some(text) = header {
            headers.insert("x-forwarded-for", text.parse().expect("valid"));
        }
        client_address(&extensions, &headers, trusted).to_string()
    }

    #[test]
    fn without_a_trusted_proxy_the_header_is_not_believed() {
        assert_eq!(from(Some("203.0.113.9"), 0), "10.0.0.1");
    }

    #[test]
    fn only_what_the_trusted_proxies_wrote_counts() {
        assert_eq!(from(Some("6.6.6.6, 203.0.113.9"), 1), "203.0.113.9");
        assert_eq!(from(Some("6.6.6.6, 203.0.113.9, 10.0.0.2"), 2), "203.0.113.9");
        assert_eq!(from(Some("[2001:db8::1]:443"), 1), "2001:db8::1");
    }

    #[test]
    fn what_is_no_address_falls_back_to_the_connection() {
        assert_eq!(from(Some("unknown"), 1), "10.0.0.1");
        assert_eq!(from(None, 1), "10.0.0.1");
        assert_eq!(from(Some("203.0.113.9"), 2), "10.0.0.1");
    }
}
