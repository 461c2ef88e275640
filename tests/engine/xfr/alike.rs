//! A zone that came about by differences answers like the same zone taken whole: rows 32 to 35 of docs/reliability.md. Each
//! zone is turned into each other by an IXFR written from the records alone, and both are asked for all names and types.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use understudy::engine::answer::{self, Access, Client, Response, Server, Transport, Zones};
use understudy::engine::dns::message::{Header, Message, MessageBuilder, Opt, Section};
use understudy::engine::dns::{Class, Name, NameRef, Opcode, RecordType, Serial};
use understudy::engine::dnssec::{Nsec3Param, owner_of_hash};
use understudy::engine::limits::{AnswerLimits, TransferLimits, TsigLimits, ZoneLimits};
use understudy::engine::tsig::Key;
use understudy::engine::xfr::*;
use understudy::engine::zone::{Change, Snapshot, Versions};

use super::ixfr::{feed, soa, whole};
use crate::wire::{NOW, Rr, dump, name, response, rr, rrs, zone};

const PLAIN: &str = "example 3600 NS ns1
    ns1.example 3600 A 192.0.2.53
    www.example 300 A 192.0.2.1
    www.example 300 A 192.0.2.2
    alias.example 300 CNAME www
    *.wild.example 60 TXT any
    a.deep.empty.example 60 A 192.0.2.7
    child.example 3600 NS ns.child
    ns.child.example 3600 A 192.0.2.54
    safe.example 3600 NS ns1
    safe.example 3600 DS 1 8 2 0000000000000000000000000000000000000000000000000000000000000000";

fn records(text: &str) -> Vec<Rr> {
    std::iter::once(soa(5)).chain(rrs(text)).collect()
}

/// Names with authority, and whether each is a delegation.
fn names(records: &[Rr]) -> BTreeMap<Name, bool> {
    let apex = name("example");
    let cut = |owner: NameRef<'_>| {
        let of = |r: &&Rr| r.rtype == RecordType::NS && r.owner != apex;
        records.iter().filter(of).any(|r| owner.is_within(r.owner.as_ref()) && owner != r.owner.as_ref())
    };
    let shown = records.iter().filter(|r| !cut(r.owner.as_ref()));
    shown
        .map(|r| (r.owner.clone(), records.iter().any(|o| o.owner == r.owner && o.rtype == RecordType::NS)))
        .map(|(owner, ns)| (owner.clone(), ns && owner != apex))
        .collect()
}

fn types(records: &[Rr], owner: &Name, more: &str) -> String {
    let mut types: Vec<u16> = records.iter().filter(|r| r.owner == *owner).map(|r| r.rtype.0).collect();
    types.sort_unstable();
    types.dedup();
    types.iter().map(|t| format!("{} ", RecordType(*t))).collect::<String>() + more
}

/// Signatures that nobody verifies here, and keys.
fn signed(mut records: Vec<Rr>) -> Vec<Rr> {
    let sets: std::collections::BTreeSet<_> = records.iter().map(|r| (r.owner.clone(), r.rtype)).collect();
    records.push(rr("example 300 DNSKEY 257 3 13 AQID"));
    for (owner, rtype) in sets {
        records.push(rr(&format!("{owner} 300 RRSIG {rtype} 13 2 300 20300101000000 20200101000000 1 example AQID")));
    }
    records
}

fn nsec(records: &[Rr]) -> Vec<Rr> {
    let names: Vec<Name> = names(records).into_keys().collect();
    let links = names.iter().zip(names.iter().cycle().skip(1));
    let link =
        |(owner, next): (&Name, &Name)| rr(&format!("{owner} 300 NSEC {next} {}", types(records, owner, "RRSIG NSEC")));
    signed(records.iter().cloned().chain(links.map(link)).collect())
}

fn nsec3(records: &[Rr], salt: u8) -> Vec<Rr> {
    let param = rr(&format!("example 0 NSEC3PARAM 1 0 2 {salt:02x}"));
    let apex = name("example");
    let mut hashed = BTreeMap::new();
    for owner in names(records).into_keys() {
        let mut above = owner.as_ref();
        // Empty non-terminals too (RFC 5155 §7.1).
        while above.is_within(apex.as_ref()) {
            let hash = Nsec3Param::parse(&param.rdata).unwrap().hash(above);
            hashed.insert(owner_of_hash(&hash, apex.as_ref()).unwrap(), above.to_owned());
            let Some(parent) = above.parent() else { break };
            above = parent;
        }
    }
    let owners: Vec<_> = hashed.keys().cloned().collect();
    let mut all = records.to_vec();
    for (owner, next) in owners.iter().zip(owners.iter().cycle().skip(1)) {
        let next = next.to_string();
        let hash = next.split('.').next().unwrap();
        let types = types(records, &hashed[owner], "RRSIG");
        all.push(rr(&format!("{owner} 300 NSEC3 1 0 2 {salt:02x} {hash} {types}")));
    }
    all.push(param);
    signed(all)
}

/// One difference sequence, made of what is in one list and not in the other.
fn changed(from: &[Rr], to: &[Rr]) -> Snapshot {
    let only = |of: &[Rr], other: &[Rr]| {
        let same = |r: &Rr, o: &Rr| r == o && r.owner.as_ref().wire() == o.owner.as_ref().wire();
        let only = of.iter().filter(|r| r.rtype != RecordType::SOA && !other.iter().any(|o| same(r, o)));
        only.cloned().collect::<Vec<_>>()
    };
    let mut answer = vec![soa(7), soa(5)];
    answer.extend(only(from, to));
    answer.push(soa(7));
    answer.extend(only(to, from));
    answer.push(soa(7));
    let (apex, limits) = (name("example"), TransferLimits { change_percent: 1_000, ..TransferLimits::default() });
    let request =
        Request { apex: apex.clone(), kind: Kind::Ixfr, have: Some(Serial(5)), id: 9, key: None, via: Via::Stream };
    let held = zone("example", from);
    // Served before: what is known of its hashed names is carried on.
    held.prepare();
    let mut transfer = Transfer::new(request, limits, Intake::new(apex, Some(held), limits));
    transfer.request(NOW);
    let message = response(9, Some(("example", RecordType::IXFR)), &answer);
    whole(feed(transfer, &[message]).0).1.snapshot
}

struct One(Snapshot);

impl Zones for One {
    fn zone(&self, apex: NameRef<'_>) -> Option<answer::Zone> {
        let history = Arc::new(Versions::new(&ZoneLimits::default()));
        let content = Some(self.0.clone());
        (apex == self.0.apex()).then(|| answer::Zone { content, history, access: Arc::new(Access::default()) })
    }
}

fn ask(zone: &One, owner: &Name, rtype: RecordType, dnssec_ok: bool) -> Vec<u8> {
    let mut builder = MessageBuilder::new(Header::query(99, Opcode::QUERY), 1_232);
    builder.question(owner.as_ref(), rtype, Class::IN).unwrap();
    builder.opt(&Opt { dnssec_ok, ..Opt::new(1_232) }).unwrap();
    let (limits, tsig) = (AnswerLimits::default(), TsigLimits::default());
    let server = Server { zones: zone, keys: &Vec::<Key>::new(), limits: &limits, tsig: &tsig };
    let client = Client { address: IpAddr::from(Ipv4Addr::LOCALHOST), transport: Transport::Tcp };
    match answer::respond(server, client, &builder.finish(), NOW.wall_s).response {
        Response::Message(octets) => octets,
        other => panic!("{owner} {rtype}: {other:?}"),
    }
}

/// Asks both for all names of both, one below each and types of all kinds.
fn alike(what: &str, from: &[Rr], to: &[Rr]) {
    let newer: Vec<Rr> = to.iter().map(|r| if r.rtype == RecordType::SOA { soa(7) } else { r.clone() }).collect();
    let (changed, loaded) = (One(changed(from, to)), One(zone("example", &newer)));
    assert_eq!(dump(&changed.0), dump(&loaded.0), "{what}");
    let owners = from.iter().chain(to).map(|r| r.owner.clone());
    let below = from.iter().chain(to).map(|r| name(&format!("zz.{}", r.owner)));
    let asked: std::collections::BTreeSet<Name> = owners.chain(below).collect();
    for owner in &asked {
        for rtype in ["SOA", "NS", "A", "TXT", "CNAME", "DS", "DNSKEY", "NSEC", "NSEC3PARAM", "RRSIG"] {
            let rtype = RecordType::from_mnemonic(rtype.as_bytes()).unwrap();
            for dnssec_ok in [false, true] {
                let (by_change, by_load) =
                    (ask(&changed, owner, rtype, dnssec_ok), ask(&loaded, owner, rtype, dnssec_ok));
                assert_eq!(by_change, by_load, "{what}: {owner} {rtype} DO {dnssec_ok}");
            }
        }
    }
}

/// What other servers refuse, each in one way or another. Here it is taken as the primary has it, whichever way it comes;
/// the check names it (`engine/check`).
#[test]
fn row_32_content_that_contradicts_itself_comes_the_same_by_every_way() {
    let plain = records(PLAIN);
    let odd = [
        ("CNAME beside other data", "www.example 300 CNAME alias"),
        ("two CNAMEs", "alias.example 300 CNAME ns1"),
        ("data below a DNAME", "www.example 300 DNAME other\n    below.www.example 300 A 192.0.2.9"),
        ("data below a cut", "more.child.example 60 TXT below"),
        ("CNAME at a cut", "child.example 300 CNAME www"),
    ];
    for (what, more) in odd {
        let with: Vec<Rr> = plain.iter().cloned().chain(rrs(more)).collect();
        alike(what, &plain, &with);
        alike(what, &with, &plain);
        let (apex, limits) = (name("example"), TransferLimits::default());
        let request = Request { apex: apex.clone(), kind: Kind::Axfr, have: None, id: 9, key: None, via: Via::Stream };
        let mut transfer = Transfer::new(request, limits, Intake::new(apex, None, limits));
        transfer.request(NOW);
        let answer: Vec<Rr> = with.iter().cloned().chain([soa(5)]).collect();
        let message = response(9, Some(("example", RecordType::AXFR)), &answer);
        let by_transfer = whole(feed(transfer, &[message]).0).1.snapshot;
        assert_eq!(dump(&by_transfer), dump(&zone("example", &with)), "{what}");
    }
}

#[test]
fn row_33_signatures_delegations_and_chains_that_come_and_go_answer_as_if_loaded_whole() {
    let plain = records(PLAIN);
    let without = |records: Vec<Rr>, gone: &dyn Fn(&Rr) -> bool| records.into_iter().filter(|r| !gone(r)).collect();
    let cut = |r: &Rr| r.owner == name("child.example") && r.rtype == RecordType::NS;
    let uncut: Vec<Rr> = without(plain.clone(), &cut);
    let stages: Vec<(&str, Vec<Rr>)> = vec![
        ("plain", plain.clone()),
        ("without the delegation", uncut.clone()),
        ("NSEC", nsec(&plain)),
        ("NSEC without keys and signatures", {
            let gone = |r: &Rr| [RecordType::RRSIG, RecordType::DNSKEY].contains(&r.rtype);
            without(nsec(&plain), &gone)
        }),
        ("NSEC without the delegation", nsec(&uncut)),
        ("NSEC3", nsec3(&plain, 0xab)),
        ("NSEC3 with another salt", nsec3(&plain, 0xcd)),
        ("NSEC3 without the delegation", nsec3(&uncut, 0xab)),
    ];
    for (before, from) in &stages {
        for (after, to) in stages.iter().filter(|(after, _)| after != before) {
            alike(&format!("{before} to {after}"), from, to);
        }
    }
}

#[test]
fn row_34_a_ttl_alone_is_a_change_and_a_set_is_served_with_one() {
    let base = records(PLAIN);
    let ttl = |records: &[Rr], which: &dyn Fn(&Rr) -> bool| {
        let change = |r: &Rr| Rr { ttl: if which(r) { 77 } else { r.ttl }, ..r.clone() };
        records.iter().map(change).collect::<Vec<_>>()
    };
    let www = |r: &Rr| r.owner == name("www.example");
    let one = |r: &Rr| r.rdata == [192, 0, 2, 2];
    for (what, which) in [("the set", &www as &dyn Fn(&Rr) -> bool), ("one of the set", &one), ("all", &|_| true)] {
        let after = ttl(&base, which);
        alike(what, &base, &after);
        alike(what, &after, &base);
        let octets = ask(&One(changed(&base, &after)), &name("www.example"), RecordType::A, false);
        let message = Message::parse(&octets).unwrap();
        let ttls: Vec<u32> = message.records(Section::Answer).map(|r| r.ttl).collect();
        // RFC 2181 §5.2.
        assert_eq!(ttls, [77, 77], "{what}");
    }
}

#[test]
fn row_35_names_are_compared_without_case_and_kept_as_received() {
    let base = records(PLAIN);
    let cased = |of: &Rr| {
        if of.owner == name("www.example") { Rr { owner: name("WwW.example"), ..of.clone() } } else { of.clone() }
    };
    let upper: Vec<Rr> = base.iter().map(cased).collect();
    let shown = |zone: &Snapshot| dump(zone).into_iter().filter(|line| line.contains("192.0.2.1")).collect::<Vec<_>>();
    // Taken away and brought back in another case.
    alike("another case", &base, &upper);
    alike("and back", &upper, &base);
    let mut answer = vec![soa(7), soa(5)];
    answer.extend(rrs("WWW.EXAMPLE 300 A 192.0.2.1
        wWw.example 300 A 192.0.2.2"));
    answer.push(soa(7));
    answer.extend(rrs("WwW.example 300 A 192.0.2.1
        WwW.example 300 A 192.0.2.2"));
    answer.push(soa(7));
    let apply = |answer: &[Rr]| {
        let (apex, limits) = (name("EXAMPLE"), TransferLimits { change_percent: 1_000, ..TransferLimits::default() });
        let request =
            Request { apex: apex.clone(), kind: Kind::Ixfr, have: Some(Serial(5)), id: 9, key: None, via: Via::Stream };
        let mut transfer = Transfer::new(request, limits, Intake::new(apex, Some(zone("example", &base)), limits));
        transfer.request(NOW);
        whole(feed(transfer, &[response(9, Some(("example", RecordType::IXFR)), answer)]).0).1.snapshot
    };
    assert_eq!(shown(&apply(&answer)), ["WwW.example. 300 A 192.0.2.1"]);
    // One that differs in case alone is there already (NSD adds such): no second record, and the first one's case stays.
    let again = [soa(7), soa(5), soa(7), rr("WWW.example 300 A 192.0.2.1"), soa(7)];
    let zone = apply(&again);
    assert_eq!(shown(&zone), ["www.example. 300 A 192.0.2.1"]);
    assert_eq!(zone.len(), base.len());
    // What changed in case alone is a change to others too.
    let newer: Vec<Rr> = upper.iter().map(|r| if r.rtype == RecordType::SOA { soa(7) } else { r.clone() }).collect();
    let (old, new) = (crate::wire::zone("example", &base), crate::wire::zone("example", &newer));
    let change = Change::between(&old, &new).unwrap();
    assert_eq!(dump(&change.apply(&old).unwrap()), dump(&new));
}
