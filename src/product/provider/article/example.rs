//! Values that an article shows and nobody has: those reserved for documentation, and those of the provider's own pages.

use std::net::IpAddr;

/// Octets before a name server's name in which it is called an example.
const BEFORE: usize = 90;

/// Whether an address is one of documentation (RFC 5737, RFC 3849, RFC 9637).
#[must_use]
pub fn address(text: &str) -> bool {
    match text.parse() {
        Ok(IpAddr::V4(ip)) => matches!(ip.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _]),
        Ok(IpAddr::V6(ip)) => matches!(ip.segments(), [0x2001, 0xdb8, ..] | [0x3fff, 0..=0x0fff, ..]),
        Err(_) => false,
    }
}

/// Whether a zone is one that is reserved for examples (RFC 2606 §2, §3), or below one.
#[must_use]
pub fn zone(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let below = |zone: &str| name == zone || name.strip_suffix(zone).is_some_and(|rest| rest.ends_with('.'));
    ["example", "example.com", "example.net", "example.org"].into_iter().any(below)
}

/// Whether an identifier is one of the provider's documentation, or one that somebody made up: a digit all along, or all
/// digits in their order.
#[must_use]
pub fn id(text: &str) -> bool {
    const SHOWN: [&str; 2] = ["023e105f4ecef8ad9ca31a8372d0c353", "269d8f4853475ca241c4e730be286b20"];
    let text = text.to_ascii_lowercase();
    let same = text.bytes().zip(text.bytes().skip(1)).all(|(a, b)| a == b);
    SHOWN.contains(&text.as_str()) || same || text.starts_with("0123456789") || text.starts_with("1234567890")
}

/// Whether the name server at `at` of `text` is the article's own, or one that it calls an example.
pub(super) fn server(text: &str, at: usize, name: &str) -> bool {
    let plain = name.trim_end_matches('.').to_ascii_lowercase();
    let own = ["ns0001.secondary.cloudflare.com", "ns0002.secondary.cloudflare.com"].contains(&plain.as_str());
    let mut from = at.saturating_sub(BEFORE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..at).unwrap_or_default().to_ascii_lowercase();
    // What was said of it ends with the sentence before.
    let ends = [". ", ".\n", ":\n", "\n\n"].iter().filter_map(|end| before.rfind(end)).max();
    let sentence = before.get(ends.unwrap_or_default()..).unwrap_or_default();
    own || ["for example", "for instance", "such as", "e.g.", "zum beispiel", "z. b."]
        .iter()
        .any(|w| before.contains(w) && (sentence.contains(w) || w.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_reserved_for_documentation_is_nobodys() {
        for example in ["192.0.2.53", "198.51.100.1", "203.0.113.9", "2001:db8::53", "3fff:fff::1"] {
            assert!(address(example), "{example}");
        }
        for real in ["192.0.3.53", "198.18.0.53", "127.0.0.1", "2001:db9::1", "3fff:1000::1", "an address"] {
            assert!(!address(real), "{real}");
        }
        assert!(zone("example.com.") && zone("www.Example.org") && zone("a.example"));
        assert!(!zone("myexample.com") && !zone("example.test") && !zone("example.com.de"));
        assert!(
            id("023e105f4ecef8ad9ca31a8372d0c353") && id(&"a".repeat(32)) && id("0123456789abcdef0123456789abcdef")
        );
        assert!(!id("9a3f1c5b7d2e4a6f8c0b1d3e5f7a9b2c"));
    }

    #[test]
    fn a_name_server_is_an_example_where_it_is_called_one() {
        let is = |text: &str, name: &str| server(text, text.find(name).unwrap(), name);
        assert!(is("assigned, for example\n  ns0123.secondary.cloudflare.com", "ns0123.secondary.cloudflare.com"));
        let two = "such as ns7.secondary.test and ns8.secondary.test. Yours are ns3.secondary.test";
        assert!(is(two, "ns7.secondary.test") && is(two, "ns8.secondary.test") && !is(two, "ns3.secondary.test"));
        assert!(is("they are NS0001.secondary.cloudflare.com.", "NS0001.secondary.cloudflare.com."));
        assert!(is("(e.g. ns7.secondary.test)", "ns7.secondary.test"));
        assert!(!is("they are ns0101.secondary.cloudflare.com", "ns0101.secondary.cloudflare.com"));
    }
}
