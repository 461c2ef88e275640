//! From the project to the question about the assigned name servers. Pure.

use super::super::asking::{peer, zone_of};
use super::super::key;
use super::known::Found;
use crate::product::api::companion::VERSION;
use crate::product::api::nameservers::Ask;
use crate::product::project::{ProviderKind, Workspace};
use crate::product::provider::model::is_id;

/// Why nothing can be asked yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lack {
    /// No zone name.
    Zone,
    /// No assigned name server is known.
    Servers,
    /// The pasted text is no key.
    Key,
}

/// The question, without its wish for content. The name servers that the provider has `told` are asked
/// for want of typed ones, and where the typed ones are not among them.
pub(super) fn question(w: &Workspace, last: &str, told: &Found) -> Result<Ask, Lack> {
    let zone = zone_of(w, last).ok_or(Lack::Zone)?;
    let servers = assigned(&w.draft.name_servers_typed(), told);
    if servers.is_empty() {
        return Err(Lack::Servers);
    }
    let here = (w.draft.provider == ProviderKind::Local).then(|| w.own_dns()).flatten();
    let name_servers = servers.into_iter().map(|name| match &here {
        // The names that this machine gives out are in nobody's DNS.
        Some(here) if !name.contains('=') => format!("{name}={here}"),
        _ => name,
    });
    let first = w.draft.primaries.first();
    let peer = first.and_then(|primary| peer(primary).ok());
    let tsig = key::for_companion(&w.secrets.key_text).map_err(|()| Lack::Key)?;
    let resolver = Some(w.draft.resolver.trim().to_owned()).filter(|text| !text.is_empty());
    Ok(Ask {
        v: VERSION,
        zone,
        name_servers: name_servers.collect(),
        peer,
        tsig,
        content: false,
        provider_signs: false,
        seed: None,
        resolver,
    })
}

/// The name servers that the provider assigned: as typed, or as it told for want of those.
pub(crate) fn assigned(typed: &[&str], told: &Found) -> Vec<String> {
    if typed.is_empty() || (!told.servers.is_empty() && told.is_unlike(typed)) {
        told.servers.clone()
    } else {
        typed.iter().map(|name| (*name).to_owned()).collect()
    }
}

/// What is watched, as a text that changes when something else is.
pub(super) fn subject(w: &Workspace, asked: Option<&Ask>) -> String {
    let asked = asked.and_then(|ask| serde_json::to_string(ask).ok()).unwrap_or_default();
    let draft = &w.draft;
    format!("{:?} {} {} {} {asked}", draft.provider, draft.account_id, draft.zone_id, draft.create_zone)
}

/// Whether the provider's API can be asked about the zone.
pub(super) fn may_ask_provider(w: &Workspace) -> bool {
    let token = w.draft.provider == ProviderKind::Local || !w.secrets.api_token.is_empty();
    let zone = if w.draft.create_zone { is_id(&w.draft.account_id) } else { is_id(&w.draft.zone_id) };
    token && zone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::project::{Action, Companion, Field};

    fn typed(fields: &[(Field, &str)]) -> Workspace {
        fields.iter().fold(Workspace::default(), |w, (field, text)| w.reduce(Action::Type(*field, (*text).into())))
    }

    #[test]
    fn this_machines_names_are_asked_at_its_own_address() {
        let w = typed(&[(Field::ZoneName, "a."), (Field::NameServers, "ns1.secondary.test ns2.test=192.0.2.1:53")]);
        let servers = |w: &Workspace| question(w, "", &Found::default()).map(|ask| ask.name_servers);
        assert_eq!(servers(&w), Ok(vec!["ns1.secondary.test".into(), "ns2.test=192.0.2.1:53".into()]));
        let w = w
            .reduce(Action::Provider(ProviderKind::Local))
            .reduce(Action::Companion(Companion::Present, vec!["0.0.0.0:5300".into()]));
        assert_eq!(servers(&w), Ok(vec!["ns1.secondary.test=127.0.0.1:5300".into(), "ns2.test=192.0.2.1:53".into()]));
    }

    #[test]
    fn the_servers_that_were_assigned_take_the_place_of_others() {
        let asked = |text: &str| {
            let told = ["ns7.secondary.test", "ns8.secondary.test"].map(str::to_owned).to_vec();
            let found = Found { servers: told, vanity: vec!["ns.a.".into()], ..Found::default() };
            let w = typed(&[(Field::ZoneName, "a."), (Field::NameServers, text)]);
            question(&w, "", &found).unwrap().name_servers.join(" ")
        };
        assert_eq!(asked("ns0001.secondary.test"), "ns7.secondary.test ns8.secondary.test");
        assert_eq!(asked("NS7.secondary.test."), "NS7.secondary.test.");
        assert_eq!(asked("ns.a"), "ns.a", "a name of the zone's own");
        assert_eq!(asked("ns1.test=192.0.2.1:53"), "ns1.test=192.0.2.1:53");
    }

    #[test]
    fn what_lacks_is_said_and_a_primary_may_lack() {
        assert_eq!(question(&Workspace::default(), "", &Found::default()).err(), Some(Lack::Zone));
        let w = typed(&[(Field::ZoneName, "a.")]);
        assert_eq!(question(&w, "", &Found::default()).err(), Some(Lack::Servers));
        let found = |name: &str| Found { servers: vec![name.into()], ..Found::default() };
        let told = question(&w, "", &found("ns1.")).unwrap();
        assert_eq!((told.name_servers, told.peer.is_none()), (vec!["ns1.".to_owned()], true));
        let w = w.reduce(Action::Type(Field::KeyText, "nonsense here".into()));
        assert_eq!(question(&w, "", &found("ns1.")).err(), Some(Lack::Key));
    }
}
