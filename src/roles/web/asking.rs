//! What the companion is asked with: the project's zone, one of its primaries, its key.

use super::check::Check;
use crate::product::api::companion::{Ask, Peer, Transport, VERSION};
use crate::product::project::{Primary, Trust, Workspace};

/// Why nothing can be asked yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lack {
    /// No zone name.
    Zone,
    /// No sound address and port.
    Address,
    /// The pasted text is no key.
    Key,
    /// Nothing makes the primary believed over TLS.
    Trust,
}

/// The question to the primary at index `at`.
pub(crate) fn ask(w: &Workspace, check: &Check, at: usize) -> Result<Ask, Lack> {
    let zone = zone_of(w, &check.last_origin).ok_or(Lack::Zone)?;
    let primary = w.draft.primaries.get(at).ok_or(Lack::Address)?;
    let peer = peer(primary)?;
    let tsig = super::key::for_companion(&w.secrets.key_text).map_err(|()| Lack::Key)?;
    Ok(Ask { v: VERSION, zone, peer, tsig, kind: primary.transfer, serial: w.checked.as_ref().and_then(|c| c.serial) })
}

/// A primary as the companion reaches it.
pub(crate) fn peer(primary: &Primary) -> Result<Peer, Lack> {
    let sound = primary.address.parse::<std::net::IpAddr>().is_ok();
    let port = primary.port.parse::<u16>().ok().filter(|&port| port > 0 && sound).ok_or(Lack::Address)?;
    let (tls_name, tls_pins) = match primary.trust() {
        Some(Trust::Name(name)) => (Some(name), Vec::new()),
        Some(Trust::Pin(pin)) => (None, vec![pin]),
        None if primary.transport == Transport::Tls => return Err(Lack::Trust),
        None => (None, Vec::new()),
    };
    Ok(Peer { ip: primary.address.clone(), port, transport: primary.transport, tls_name, tls_pins, source: None })
}

/// The zone's name: the text's, else as typed, else the last one that a text had.
pub(crate) fn zone_of(w: &Workspace, last: &str) -> Option<String> {
    let known = w.checked.as_ref().and_then(|c| c.origin.as_deref());
    let typed = Some(w.draft.zone_name.as_str()).filter(|name| !name.is_empty());
    let last = Some(last).filter(|name| !name.is_empty());
    known.or(typed).or(last).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::project::{Action, Checked, Field};

    #[test]
    fn over_tls_a_primary_must_be_told_from_others() {
        let w = Workspace::default()
            .reduce(Action::Type(Field::Address(0), "192.0.2.1".into()))
            .reduce(Action::Transport(Transport::Tls));
        let asked = |w: &Workspace| peer(&w.draft.primaries[0]);
        assert_eq!(asked(&w), Err(Lack::Trust));
        let named = asked(&w.reduce(Action::Type(Field::Tls(0), "ns1.example".into()))).unwrap();
        assert_eq!(
            (named.transport, named.port, named.tls_name.as_deref()),
            (Transport::Tls, 853, Some("ns1.example"))
        );
    }

    #[test]
    fn the_text_names_the_zone_first() {
        let w = Workspace::default();
        assert_eq!(zone_of(&w, ""), None);
        assert_eq!(zone_of(&w, "a."), Some("a.".into()));
        let w = w.reduce(Action::Type(Field::ZoneName, "b.".into()));
        assert_eq!(zone_of(&w, "a."), Some("b.".into()));
        let checked = Checked {
            revision: 0,
            origin: Some("c.".into()),
            serial: None,
            records: 0,
            errors: 0,
            warnings: 0,
            infos: 0,
        };
        assert_eq!(zone_of(&w.reduce(Action::Checked(checked)), "a."), Some("c.".into()));
    }
}
