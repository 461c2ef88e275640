//! From the project to what the provider should have.

use super::asking::zone_of;
use super::key;
use super::text::t;
use crate::engine::tsig::Form;
use crate::product::api::companion::{Kind as Transfer, Transport};
use crate::product::project::{self, Primary, Probe, ProviderKind, TransferRun, Workspace};
use crate::product::provider::model::{Secret, Tsig};
use crate::product::provider::{Desired, DesiredPeer, Kind, TransferType, ZoneChoice};

/// Why there is nothing to send yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lack {
    /// No zone name.
    Zone,
    /// The pasted text is no key.
    Key,
    /// The project has one, whose secret a reload forgot.
    KeyAgain,
    /// A port or address is none.
    Peer,
    /// The refresh interval is no number.
    Refresh,
}

impl Lack {
    /// What to do about it.
    pub(crate) fn words(self) -> String {
        let s = t().submit;
        let words = match self {
            Self::Zone => s.needs_zone,
            Self::Key => s.needs_key,
            Self::KeyAgain => s.needs_key_again,
            Self::Peer => s.needs_peer,
            Self::Refresh => s.needs_refresh,
        };
        words.to_owned()
    }
}

/// What the provider should have. Values that the provider's rules judge are passed on as typed.
pub(crate) fn desired(w: &Workspace, last_origin: &str) -> Result<Desired, Lack> {
    let draft = &w.draft;
    let zone = zone_of(w, last_origin).ok_or(Lack::Zone)?;
    let keys = keys(w)?;
    let key = keys.first().map(|key| key.name.clone());
    let typed = draft.primaries.iter().filter(|primary| !primary.address.is_empty());
    let peers = typed.map(|primary| peer(primary, &zone, key.as_ref())).collect::<Result<_, _>>()?;
    Ok(Desired {
        provider: match draft.provider {
            ProviderKind::Cloudflare => Kind::Cloudflare,
            ProviderKind::Local => Kind::ThisMachine,
        },
        account_id: draft.account_id.clone(),
        zone_id: if draft.create_zone { ZoneChoice::Create } else { ZoneChoice::Id(draft.zone_id.clone()) },
        zone,
        name_servers: draft.name_servers().into_iter().map(str::to_owned).collect(),
        keys,
        peers,
        tls: over_tls(&draft.primaries).into_iter().filter(|address| !address.is_empty()).collect(),
        refresh_s: draft.refresh.parse().map_err(|_| Lack::Refresh)?,
        serial: serial(w),
        ..Desired::default()
    })
}

/// As much of it as the primary's own configuration rests on, whatever else lacks; the key is without its secret.
pub(crate) fn primary_side(w: &Workspace, last_origin: &str) -> Desired {
    let draft = &w.draft;
    let known = match &w.key {
        project::Key::Whole { name, algorithm, .. } => Some((name, algorithm)),
        // Not pasted again since the project was opened.
        project::Key::Empty => Some((&draft.key_name, &draft.key_algorithm)).filter(|(name, _)| !name.is_empty()),
        project::Key::Faulty { .. } => None,
    };
    let key = known.map(|(name, algo)| Tsig {
        id: String::new(),
        name: name.clone(),
        algo: algo.clone(),
        secret: Secret::new(""),
    });
    let zone = zone_of(w, last_origin).unwrap_or_else(|| "example.com.".into());
    let peers = draft.primaries.iter().filter_map(|primary| peer(primary, &zone, None).ok()).collect();
    let tls = over_tls(&draft.primaries);
    Desired { keys: key.into_iter().collect(), peers, tls, zone, ..Desired::default() }
}

/// The addresses that are reached over TLS.
fn over_tls(primaries: &[Primary]) -> Vec<String> {
    let tls = primaries.iter().filter(|primary| primary.transport == Transport::Tls);
    tls.map(|primary| primary.address.clone()).collect()
}

fn keys(w: &Workspace) -> Result<Vec<Tsig>, Lack> {
    if w.forgot_key() {
        return Err(Lack::KeyAgain);
    }
    if w.secrets.key_text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let key = key::read(&w.secrets.key_text).single().ok_or(Lack::Key)?;
    let secret = Secret::new(key.write(Form::Bare).trim_end());
    // cloudflare/api.md §3.2: the algorithm goes with its final dot.
    let algo = format!("{}.", key.algorithm.mnemonic().trim_end_matches('.'));
    Ok(vec![Tsig { id: String::new(), name: key.name.to_string(), algo, secret }])
}

fn peer(primary: &Primary, zone: &str, key: Option<&String>) -> Result<DesiredPeer, Lack> {
    let port = primary.port.parse::<u16>().map_err(|_| Lack::Peer)?;
    let transfer = match primary.transfer {
        Transfer::Axfr => TransferType::Axfr,
        Transfer::Ixfr => TransferType::Ixfr,
    };
    let name = format!("{} {}", zone.trim_end_matches('.'), primary.address);
    Ok(DesiredPeer { name, ip: primary.address.clone(), port, transfer, key: key.cloned() })
}

/// The serial to wait for: what the primary said last, else what the text says.
fn serial(w: &Workspace) -> Option<u32> {
    let probed = match &w.probe {
        Probe::Ended { outcome: Ok(done), .. } => Some(done.serial),
        _ => None,
    };
    let loaded = match &w.transfer {
        TransferRun::Ended { outcome: Ok(done), .. } => Some(done.serial),
        _ => None,
    };
    probed.or(loaded).or_else(|| w.checked.as_ref().and_then(|c| c.serial))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::project::{Action, Field};

    #[test]
    fn the_primary_is_configured_with_what_is_known() {
        let w = Workspace::default();
        assert_eq!((primary_side(&w, "").zone.as_str(), primary_side(&w, "a.").zone.as_str()), ("example.com.", "a."));
        let port = w.reduce(Action::Type(Field::Port(0), "5300".into()));
        assert_eq!(primary_side(&port, "").peers[0].port, 5300);
        let tls = port.clone().reduce(Action::Transport(Transport::Tls));
        assert_eq!(primary_side(&tls, "").tls, [""], "the address is still to be typed");
        // The port of a primary that is still being typed opens nothing.
        let half = port.reduce(Action::Type(Field::Port(0), "5300x".into()));
        assert!(primary_side(&half, "").peers.is_empty());
        let mut reopened = Workspace::default();
        (reopened.draft.key_name, reopened.draft.key_algorithm) = ("k.".into(), "hmac-sha256".into());
        assert_eq!(primary_side(&reopened, "").keys[0].name, "k.");
    }

    #[test]
    fn a_project_becomes_a_wish() {
        let w = Workspace::default();
        assert!(matches!(desired(&w, ""), Err(Lack::Zone)));
        let w = w
            .reduce(Action::Type(Field::Address(0), "192.0.2.53".into()))
            .reduce(Action::Type(Field::KeyText, "hmac-sha256:k.example:c2VjcmV0c2VjcmV0c2VjcmV0".into()));
        let want = desired(&w, "example.com.").unwrap();
        assert_eq!(want.peers[0].name, "example.com 192.0.2.53");
        assert_eq!(want.peers[0].key.as_deref(), Some("k.example."));
        assert_eq!(want.keys[0].algo, "hmac-sha256.");
        // What a reload forgot is no wish for a peer without a key.
        let mut reloaded = w.clone();
        reloaded.secrets.key_text.clear();
        reloaded.draft.key_name = "k.example.".into();
        assert!(matches!(desired(&reloaded, "example.com."), Err(Lack::KeyAgain)));
        let w = w.reduce(Action::Type(Field::Port(0), "x".into()));
        assert!(matches!(desired(&w, "example.com."), Err(Lack::Peer)));
    }
}
