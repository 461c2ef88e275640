//! A primary over TLS (RFC 9103): how it is reached, and what makes it believed.

use std::fmt::Write;

use super::file::Peer;
use super::outcome::Transport;
use super::{Draft, Primary, ProviderKind, Workspace};
use crate::engine::dns::Name;

/// The usual port for DNS in the clear.
const PORT: &str = "53";
/// And over TLS (RFC 7858 §3.1).
const TLS_PORT: &str = "853";
/// Octets of SHA-256.
const DIGEST: usize = 32;

/// What makes a primary believed (RFC 9103 §9.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Its certificate bears this name, with a chain to an authority that is trusted.
    Name(String),
    /// Its key has this digest: base64 of SHA-256 over the SPKI.
    Pin(String),
}

impl Trust {
    /// What a person typed: a name, or a pin, which no name can be, as it ends in `=`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digest = data_encoding::BASE64.decode(text.as_bytes());
        if digest.is_ok_and(|digest| digest.len() == DIGEST) {
            return Some(Self::Pin(text.to_owned()));
        }
        let dns = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':');
        let sound = !text.trim_matches('.').is_empty() && text.chars().all(dns);
        (sound && (text.parse::<std::net::IpAddr>().is_ok() || Name::absolute(text).is_ok()))
            .then(|| Self::Name(text.trim_end_matches('.').to_owned()))
    }
}

impl Primary {
    /// Whom to believe there; none while it is reached in the clear, or while nobody can be told from others.
    #[must_use]
    pub fn trust(&self) -> Option<Trust> {
        (self.transport == Transport::Tls).then(|| Trust::read(&self.tls)).flatten()
    }

    /// Whether a test could succeed: over TLS somebody must be told from others.
    #[must_use]
    pub fn is_believable(&self) -> bool {
        self.transport == Transport::Tcp || self.trust().is_some()
    }

    /// Reaches it that way from now on, at that way's port unless another one was typed.
    pub(super) fn carry(&mut self, transport: Transport) {
        let (usual, other) = match transport {
            Transport::Tcp => (PORT, TLS_PORT),
            Transport::Tls => (TLS_PORT, PORT),
        };
        if self.port == other {
            usual.clone_into(&mut self.port);
        }
        self.transport = transport;
    }
}

impl Peer {
    /// Whether what makes it believed is said once over TLS, and not at all in the clear.
    pub(super) fn is_tls_sound(&self) -> bool {
        let is_name = |name: &String| matches!(Trust::read(name), Some(Trust::Name(_)));
        let is_pin = |pin: &String| matches!(Trust::read(pin), Some(Trust::Pin(_)));
        match (self.transport.unwrap_or_default(), &self.tls_name, self.tls_pins.as_slice()) {
            (Transport::Tcp, None, []) => true,
            (Transport::Tls, Some(name), []) => is_name(name),
            (Transport::Tls, None, [_, ..]) => self.tls_pins.iter().all(is_pin),
            _ => false,
        }
    }
}

impl Workspace {
    /// Whether a primary shall be reached in a way for which the provider has no field (cloudflare/api.md §1.3).
    #[must_use]
    pub fn is_tls_refused(&self) -> bool {
        let over_tls = self.draft.primaries.iter().any(|primary| primary.transport == Transport::Tls);
        over_tls && self.draft.provider == ProviderKind::Cloudflare
    }
}

impl Draft {
    /// The `[[peer]]` tables by which `understudy serve --config` reaches the primaries over TLS, which its API cannot
    /// say; empty while they are reached in the clear. A peer is called like `192.0.2.1:853`; what names no place has none.
    #[must_use]
    pub fn serve_peers(&self) -> String {
        let mut out = String::new();
        let mut named = Vec::new();
        for primary in &self.primaries {
            let (Some(trust), Some(socket)) = (primary.trust(), primary.socket()) else { continue };
            // The server takes no two peers of one name.
            if named.contains(&socket) {
                continue;
            }
            named.push(socket);
            let quoted = |text: &str| toml::Value::from(text).to_string();
            let gap = if out.is_empty() { "" } else { "\n" };
            let _ = writeln!(
                out,
                "{gap}[[peer]]\nname = {}\naddress = {}\nport = {}\ntransport = \"tls\"",
                quoted(&socket.to_string()),
                quoted(&socket.ip().to_string()),
                socket.port()
            );
            let _ = match trust {
                Trust::Name(name) => writeln!(out, "tls_name = {}", quoted(&name)),
                Trust::Pin(pin) => writeln!(out, "tls_pins = [{}]", quoted(&pin)),
            };
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::project::{Action, Field};

    const PIN: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    #[test]
    fn a_name_is_told_from_a_pin() {
        assert_eq!(Trust::read("ns1.example."), Some(Trust::Name("ns1.example".into())));
        assert_eq!(Trust::read("192.0.2.1"), Some(Trust::Name("192.0.2.1".into())));
        assert_eq!(Trust::read(PIN), Some(Trust::Pin(PIN.into())));
        for wrong in ["", ".", "sha256//x", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF=", "a b", "ns1..example"] {
            assert_eq!(Trust::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_file_says_over_tls_whom_to_believe_and_nothing_in_the_clear() {
        let read = |lines: &str| {
            let text = format!(
                "project = 1\n[provider]\nkind = \"cloudflare\"\naccount_id = \"023e105f4ecef8ad9ca31a8372d0c353\"\n[[primary]]\nname = \"p\"\nip = \"192.0.2.1\"\n{lines}\n\
                 [[zone]]\nname = \"example\"\ncreate = true\nprimaries = [\"p\"]\n"
            );
            match super::super::ProjectFile::read(&text) {
                Ok(_) => Vec::new(),
                Err(found) => found.iter().map(|finding| finding.code.name).collect(),
            }
        };
        let (tls, pins) = ("transport = \"tls\"", format!("tls_pins = [\"{PIN}\"]"));
        for sound in
            ["", "transport = \"tcp\"", &format!("{tls}\ntls_name = \"ns1.example\""), &format!("{tls}\n{pins}")]
        {
            assert_eq!(read(sound), Vec::<&str>::new(), "{sound}");
        }
        let both = format!("{tls}\ntls_name = \"ns1.example\"\n{pins}");
        let broken = format!("{tls}\ntls_pins = [\"x\"]");
        for wrong in [tls, "tls_name = \"ns1.example\"", &pins, &both, &broken, &format!("{tls}\ntls_name = \"a b\"")] {
            assert_eq!(read(wrong), ["project-peer-tls"], "{wrong}");
        }
    }

    #[test]
    fn the_port_follows_unless_it_was_chosen() {
        let tls = |w: Workspace| w.reduce(Action::Transport(Transport::Tls));
        let port = |w: &Workspace| w.draft.primaries[0].port.clone();
        let w = tls(Workspace::default());
        assert_eq!((port(&w), port(&w.reduce(Action::Transport(Transport::Tcp)))), ("853".into(), "53".into()));
        let own = Workspace::default().reduce(Action::Type(Field::Port(0), "5300".into()));
        assert_eq!(port(&tls(own)), "5300");
    }

    #[test]
    fn the_server_is_told_what_its_api_cannot_say() {
        let mut draft = Draft::default();
        draft.primaries[0].address = "192.0.2.1".into();
        assert_eq!(draft.serve_peers(), "");
        draft.primaries[0].carry(Transport::Tls);
        assert_eq!(draft.serve_peers(), "", "nobody could be told from others");
        draft.primaries[0].tls = "ns1.example".into();
        let over_tls = |address: &str, port: &str| Primary {
            address: address.into(),
            port: port.into(),
            transport: Transport::Tls,
            tls: PIN.into(),
            ..Primary::default()
        };
        draft.primaries.push(over_tls("2001:db8::1", "853"));
        // Another port is another peer; what names no place, and what was named already, is none.
        draft.primaries.push(over_tls("192.0.2.1", "8853"));
        for (address, port) in
            [("", "853"), ("ns1", "853"), ("192.0.2.2", ""), ("192.0.2.2", "0"), ("192.0.2.1", "8853")]
        {
            draft.primaries.push(over_tls(address, port));
        }
        assert_eq!(
            draft.serve_peers(),
            format!(
                "[[peer]]\nname = \"192.0.2.1:853\"\naddress = \"192.0.2.1\"\nport = 853\ntransport = \"tls\"\ntls_name = \"ns1.example\"\n\n\
                 [[peer]]\nname = \"[2001:db8::1]:853\"\naddress = \"2001:db8::1\"\nport = 853\ntransport = \"tls\"\ntls_pins = [\"{PIN}\"]\n\n\
                 [[peer]]\nname = \"192.0.2.1:8853\"\naddress = \"192.0.2.1\"\nport = 8853\ntransport = \"tls\"\ntls_pins = [\"{PIN}\"]\n"
            )
        );
    }
}
