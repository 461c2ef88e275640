//! The first half of a run: the calls that only read, until everything that the plan compares is known.

use std::collections::VecDeque;

use serde::de::DeserializeOwned;

use super::super::desired::{Kind, ZoneChoice};
use super::super::model::{Acl, DnsSettings, Dnssec, Incoming, Outgoing, Peer, TokenStatus, Tsig, Zone, same_name};
use super::super::{Desired, Phrase};
use super::{Ask, Call, Failure, Response, Run, Use, failure, object, result};
use crate::engine::diag::Label;
use crate::engine::dns::{Name, Serial};

static CALL_TOKEN: Label = Label { name: "call-token" };
static CALL_LOOK_KEYS: Label = Label { name: "call-look-keys" };
static CALL_LOOK_PEERS: Label = Label { name: "call-look-peers" };
static CALL_LOOK_ACLS: Label = Label { name: "call-look-acls" };
static CALL_LOOK_ZONE: Label = Label { name: "call-look-zone" };
static CALL_LOOK_LINK: Label = Label { name: "call-look-link" };
static CALL_LOOK_OUTGOING: Label = Label { name: "call-look-outgoing" };
static CALL_LOOK_DNSSEC: Label = Label { name: "call-look-dnssec" };
static CALL_LOOK_SETTINGS: Label = Label { name: "call-look-settings" };
static CALL_LOOK_USES: Label = Label { name: "call-look-uses" };
static ANSWER_TOKEN: Label = Label { name: "answer-token" };
static ANSWER_FOUND: Label = Label { name: "answer-found" };
pub(super) static ANSWER_NOTHING: Label = Label { name: "answer-nothing" };
pub(super) static ANSWER_NONE: Label = Label { name: "answer-none" };
pub(super) static ANSWER_REFUSED: Label = Label { name: "answer-refused" };
pub(super) static ANSWER_AGAIN: Label = Label { name: "answer-again" };
pub(super) static ANSWER_DOUBT: Label = Label { name: "answer-doubt" };
static ANSWER_STATUS: Label = Label { name: "answer-status" };
pub(super) static ANSWER_ZONE: Label = Label { name: "answer-zone" };
static ANSWER_LINK: Label = Label { name: "answer-link" };

/// Pages of one list before the run gives up. At the provider's 20 a page this is 100,000 objects.
const PAGES: u32 = 5_000;
/// Other zones of the account that are looked into for who uses an object: two calls a zone, and the provider allows
/// 1,200 calls in five minutes.
pub(in super::super) const USES: usize = 500;

/// What is asked first; what the zone has follows when there is a zone.
pub(super) fn questions(want: &Desired) -> VecDeque<Ask> {
    let zone = match want.zone_id {
        ZoneChoice::Id(_) => Ask::ZoneById,
        ZoneChoice::Create => Ask::ZoneByName,
    };
    let acls = (!want.acls.is_empty()).then_some(Ask::Acls(1));
    [Ask::Token, Ask::Keys(1), Ask::Peers(1)].into_iter().chain(acls).chain([zone]).collect()
}

/// What is asked about a zone that is there.
fn about_zone(want: &Desired) -> impl Iterator<Item = Ask> {
    let link = want.is_incoming().then_some(Ask::Link);
    let outgoing = want.outgoing.is_some().then_some(Ask::Outgoing);
    let dnssec = want.dnssec.is_some().then_some(Ask::Dnssec);
    let settings = (want.overrides.is_some() || want.multi_provider.is_some()).then_some(Ask::Settings);
    [link, outgoing, dnssec, settings].into_iter().flatten()
}

impl Run {
    pub(super) fn call(&self, ask: Ask) -> Call {
        let list = |path: String, page: u32, label| {
            let path = if page == 1 { path } else { format!("{path}?page={page}") };
            self.read(path, Phrase::new(label))
        };
        let zone = |rest: &str, label| self.read(self.zone_path(rest), Phrase::new(label));
        match ask {
            Ask::Token => self.read("/user/tokens/verify".to_owned(), Phrase::new(&CALL_TOKEN)),
            Ask::AccountToken => self.read(self.account("tokens/verify"), Phrase::new(&CALL_TOKEN)),
            Ask::Keys(page) => list(self.account("secondary_dns/tsigs"), page, &CALL_LOOK_KEYS),
            Ask::Peers(page) => list(self.account("secondary_dns/peers"), page, &CALL_LOOK_PEERS),
            Ask::Acls(page) => list(self.account("secondary_dns/acls"), page, &CALL_LOOK_ACLS),
            Ask::ZoneById => {
                let id = match &self.want.zone_id {
                    ZoneChoice::Id(id) => id.as_str(),
                    ZoneChoice::Create => "",
                };
                self.read(format!("/zones/{id}"), Phrase::new(&CALL_LOOK_ZONE))
            }
            Ask::ZoneByName => {
                let name = Name::absolute(&self.want.zone).map_or_else(|_| String::new(), |n| n.as_ref().without_dot());
                let path = format!("/zones?name={}&account.id={}", query_value(&name), self.want.account_id);
                self.read(path, Phrase::new(&CALL_LOOK_ZONE))
            }
            Ask::Link => zone("secondary_dns/incoming", &CALL_LOOK_LINK),
            Ask::Outgoing => zone("secondary_dns/outgoing", &CALL_LOOK_OUTGOING),
            Ask::Enabled => zone("secondary_dns/outgoing/status", &CALL_LOOK_OUTGOING),
            Ask::Dnssec => zone("dnssec", &CALL_LOOK_DNSSEC),
            Ask::Settings => zone("dns_settings", &CALL_LOOK_SETTINGS),
            Ask::Zones(page) => {
                let path = format!("/zones?account.id={}&per_page=50&page={page}", self.want.account_id);
                self.read(path, Phrase::new(&CALL_LOOK_USES))
            }
            Ask::UsesIn(i) => self.read(self.other_zone(i, "incoming"), Phrase::new(&CALL_LOOK_USES)),
            Ask::UsesOut(i) => self.read(self.other_zone(i, "outgoing"), Phrase::new(&CALL_LOOK_USES)),
            Ask::Step(i) => self.write(i),
            Ask::Fill(i) => self.fill(i),
            Ask::Serial(i) => self.poll(i),
        }
    }

    fn other_zone(&self, i: usize, direction: &str) -> String {
        let id = self.found.zones.get(i).map_or("", |z| z.id.as_str());
        format!("/zones/{id}/secondary_dns/{direction}")
    }

    /// Takes the answer to a look.
    pub(super) fn looked(&mut self, ask: Ask, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        match ask {
            Ask::Token | Ask::AccountToken => self.looked_at_token(ask, call, response),
            Ask::Keys(page) => {
                let new = page_of(page, call, response)?;
                self.paged(page, new, |f| &mut f.keys, |k: &Tsig| &k.id, Ask::Keys, call)
            }
            Ask::Peers(page) => {
                let new = page_of(page, call, response)?;
                self.paged(page, new, |f| &mut f.peers, |p: &Peer| &p.id, Ask::Peers, call)
            }
            Ask::Acls(page) => {
                let new = page_of(page, call, response)?;
                self.paged(page, new, |f| &mut f.acls, |a: &Acl| &a.id, Ask::Acls, call)
            }
            Ask::Zones(page) => {
                let new = page_of(page, call, response)?;
                let phrase = self.paged(page, new, |f| &mut f.zones, |z: &Zone| &z.id, Ask::Zones, call)?;
                let more = self.queue.iter().any(|ask| matches!(ask, Ask::Zones(_)));
                if !more {
                    self.looked_at_zones(call, response)?;
                }
                Ok(phrase)
            }
            Ask::UsesIn(i) | Ask::UsesOut(i) => self.looked_at_use(i, call, response),
            Ask::ZoneById if response.status == 404 && self.want.provider == Kind::ThisMachine => {
                // This machine makes the zone with the id asked for, unless it has it under another.
                self.queue.push_front(Ask::ZoneByName);
                Ok(Phrase::new(&ANSWER_NOTHING))
            }
            Ask::ZoneById => {
                self.found.zone = Some(object(call, response)?);
                self.looked_at_zone(call, response)
            }
            Ask::ZoneByName => {
                let zones: Vec<Zone> = result(call, response)?.unwrap_or_default();
                self.found.zone = zones.into_iter().find(|z| same_name(&z.name, &self.want.zone));
                self.looked_at_zone(call, response)
            }
            Ask::Link | Ask::Outgoing | Ask::Enabled | Ask::Dnssec | Ask::Settings if response.status == 404 => {
                Ok(Phrase::new(&ANSWER_NOTHING))
            }
            Ask::Link => {
                let link: Incoming = object(call, response)?;
                let phrase = Phrase::new(&ANSWER_LINK).with("serial", link.soa_serial);
                if self.plan.is_none() {
                    self.before = Some(link.clone());
                }
                self.found.link = Some(link);
                Ok(phrase)
            }
            Ask::Outgoing => {
                let link: Outgoing = object(call, response)?;
                let phrase = Phrase::new(&ANSWER_LINK).with("serial", link.soa_serial);
                self.found.outgoing = Some(link);
                self.queue.push_front(Ask::Enabled);
                Ok(phrase)
            }
            Ask::Enabled => {
                // `null` has been seen for a configuration that was never enabled.
                let status: Option<String> = result(call, response)?;
                self.found.enabled = Some(status.as_deref() == Some("Enabled"));
                Ok(Phrase::new(&ANSWER_STATUS).with("status", status.unwrap_or_else(|| "not set".to_owned())))
            }
            Ask::Dnssec => {
                let dnssec: Dnssec = object(call, response)?;
                let status = dnssec.status.clone();
                self.found.dnssec = Some(dnssec);
                Ok(Phrase::new(&ANSWER_STATUS).with("status", status))
            }
            Ask::Settings => {
                let settings: DnsSettings = object(call, response)?;
                self.found.settings = Some(settings);
                Ok(found(1))
            }
            Ask::Step(_) | Ask::Fill(_) | Ask::Serial(_) => Ok(Phrase::new(&ANSWER_NOTHING)),
        }
    }

    /// Takes a page of a list, and asks for the next until one has nothing new: the lists declare no paging, and a
    /// provider that ignores `page` answers the same for ever.
    fn paged<T: Clone>(
        &mut self,
        page: u32,
        new: Vec<T>,
        list: fn(&mut super::Found) -> &mut Vec<T>,
        id: fn(&T) -> &str,
        next: fn(u32) -> Ask,
        call: &Call,
    ) -> Result<Phrase, Box<Failure>> {
        let list = list(&mut self.found);
        if page == 1 {
            list.clear();
        }
        let known: std::collections::HashSet<String> = list.iter().map(|o| id(o).to_owned()).collect();
        let new: Vec<T> = new.into_iter().filter(|o| !known.contains(id(o))).collect();
        let count = new.len();
        list.extend(new);
        if count > 0 {
            if page >= PAGES {
                return Err(Failure::new(&failure::PROVIDER_LIST_ENDLESS, call, None).arg("pages", PAGES));
            }
            self.queue.push_front(next(page + 1));
        }
        Ok(found(count))
    }

    fn looked_at_zone(&mut self, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        let Some(zone) = &self.found.zone else { return Ok(Phrase::new(&ANSWER_NOTHING)) };
        if !same_name(&zone.name, &self.want.zone) {
            let failure = Failure::new(&failure::ZONE_ID_OTHER_ZONE, call, Some(response));
            return Err(failure.arg("other", zone.name.as_str()).arg("zone", self.want.zone.as_str()));
        }
        // An older schema leaves `type` out.
        let other = !zone.kind.is_empty() && zone.kind != "secondary";
        if other && self.want.is_incoming() && !self.want.convert {
            let failure = Failure::new(&failure::ZONE_NOT_SECONDARY, call, Some(response));
            return Err(failure.arg("zone", self.want.zone.as_str()).arg("kind", zone.kind.as_str()));
        }
        let phrase = zone_phrase(zone);
        if self.plan.is_none() {
            self.queue.extend(about_zone(&self.want));
        }
        Ok(phrase)
    }

    /// The other zones are known: what is each linked to?
    fn looked_at_zones(&mut self, call: &Call, response: &Response) -> Result<(), Box<Failure>> {
        let ours = self.found.zone.as_ref().map(|z| z.id.clone());
        self.found.zones.retain(|z| Some(&z.id) != ours.as_ref());
        if self.found.zones.len() > USES {
            let failure = Failure::new(&failure::USES_TOO_MANY, call, Some(response));
            return Err(failure.arg("zones", self.found.zones.len()).arg("most", USES));
        }
        for (i, zone) in self.found.zones.iter().enumerate() {
            if zone.kind.is_empty() || zone.kind == "secondary" {
                self.queue.push_back(Ask::UsesIn(i));
            }
            self.queue.push_back(Ask::UsesOut(i));
        }
        Ok(())
    }

    fn looked_at_use(&mut self, i: usize, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        // 401 is recorded for an account without outgoing transfers: then no zone sends any.
        if matches!(response.status, 404 | 401) {
            return Ok(Phrase::new(&ANSWER_NOTHING));
        }
        // Both directions name their peers alike.
        let link: Outgoing = object(call, response)?;
        let zone = self.found.zones.get(i).map_or_else(String::new, |z| z.name.clone());
        let phrase = found(link.linked().len());
        self.found.uses.push(Use { zone, peers: link.linked().to_vec() });
        Ok(phrase)
    }

    fn looked_at_token(&mut self, ask: Ask, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        match result::<TokenStatus>(call, response) {
            Ok(token) => {
                let token = token.unwrap_or_default();
                if token.status.is_empty() || token.status == "active" {
                    Ok(Phrase::new(&ANSWER_TOKEN).with("status", "active"))
                } else {
                    Err(Failure::new(&failure::TOKEN_NOT_ACTIVE, call, Some(response)).arg("state", token.status))
                }
            }
            // A token that belongs to an account is unknown to the user's route and has one of its own.
            Err(failure) if ask == Ask::Token && failure.errors.iter().any(|e| e.code == 1000) => {
                self.queue.push_front(Ask::AccountToken);
                Ok(Phrase::new(&ANSWER_REFUSED))
            }
            Err(failure) => Err(failure),
        }
    }

    pub(super) fn zone_path(&self, rest: &str) -> String {
        let zone = self.found.zone.as_ref().map_or("{zone}", |z| z.id.as_str());
        format!("/zones/{zone}/{rest}")
    }
}

/// One page of a list. A provider that knows no pages may refuse the parameter: then the first page was all.
pub(in super::super) fn page_of<T: DeserializeOwned>(
    page: u32,
    call: &Call,
    response: &Response,
) -> Result<Vec<T>, Box<Failure>> {
    if page > 1 && response.status == 400 {
        return Ok(Vec::new());
    }
    Ok(result::<Vec<T>>(call, response)?.unwrap_or_default())
}

fn found(count: usize) -> Phrase {
    if count == 0 { Phrase::new(&ANSWER_NOTHING) } else { Phrase::new(&ANSWER_FOUND).with("count", count) }
}

pub(super) fn zone_phrase(zone: &Zone) -> Phrase {
    Phrase::new(&ANSWER_ZONE).with("status", zone.status.as_str()).with("servers", zone.name_servers.join(", "))
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
fn query_value(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

/// Whether `link` has the wanted serial by what the run has done: since `before`, as the looks found it, the serial has
/// moved or the primary was asked. The serial alone would be that of the key, peers or link from before the run.
pub(super) fn has_arrived(link: &Incoming, before: Option<&Incoming>, wanted: Option<u32>) -> bool {
    let (serial, checked) = before.map_or((0, ""), |b| (b.soa_serial, b.checked_time.as_str()));
    let checked = link.checked_time != checked;
    // 0 is a serial like any other, but stands for "no transfer yet", too: it counts if it is the one wanted, nothing
    // was transferred before, and the primary was asked since.
    let zero = link.soa_serial == 0 && serial == 0 && wanted == Some(0) && checked;
    zero || has_serial(link.soa_serial, wanted) && (link.soa_serial != serial || checked)
}

/// The serial to wait for: never one that is older than what the provider has.
pub(super) fn awaited(wanted: Option<u32>, link: Option<&Incoming>) -> Option<u32> {
    let had = link.map(|link| link.soa_serial).filter(|serial| *serial != 0);
    match (wanted, had) {
        (Some(wanted), Some(had)) if Serial(wanted).is_before(Serial(had)) => Some(had),
        _ => wanted,
    }
}

/// Whether the provider's serial is the wanted one or a later one (RFC 1982); 0 stands for "no transfer yet".
pub(super) fn has_serial(serial: u32, wanted: Option<u32>) -> bool {
    serial != 0 && wanted.is_none_or(|w| w == serial || Serial(w).is_before(Serial(serial)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_an_older_version_than_what_is_served() {
        let link = |soa_serial| Incoming { soa_serial, ..Incoming::default() };
        assert_eq!(awaited(Some(7), Some(&link(8))), Some(8));
        assert_eq!(awaited(Some(7), Some(&link(6))), Some(7));
        assert_eq!(awaited(Some(7), Some(&link(0))), Some(7), "no transfer yet");
        assert_eq!(awaited(Some(1), Some(&link(u32::MAX))), Some(1), "it went round");
        assert_eq!((awaited(None, Some(&link(8))), awaited(Some(7), None)), (None, Some(7)));
    }
}
