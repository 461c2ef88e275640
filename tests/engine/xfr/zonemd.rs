//! The zone's digest after a transfer (RFC 8976): right ones, wrong ones, unknown ones, over AXFR and IXFR, each policy.

use understudy::engine::answer::Transport;
use understudy::engine::check::{self, Options};
use understudy::engine::dns::{Class, RecordType};
use understudy::engine::xfr::*;
use understudy::engine::zone::digest;
use understudy::engine::zonefile::{Refusal, Sources};

use super::world::{Weather, World, changed, config, content, ixfr_peer, peer};
use crate::corpus::corpus;
use crate::wire::{Rr, dump, name, zone};

const APEX: &str = "example";

/// The records with a digest of this scheme and hash algorithm; of `serial`, and with its last octet moved by `off`.
fn digested(mut records: Vec<Rr>, serial: u32, scheme: u8, hash: u8, off: u8) -> Vec<Rr> {
    let whole = zone(APEX, &records);
    let mut octets =
        if hash == 2 { digest::simple_sha512(&whole).to_vec() } else { digest::simple_sha384(&whole).to_vec() };
    *octets.last_mut().unwrap() ^= off;
    let rdata = [&serial.to_be_bytes()[..], &[scheme, hash], &octets].concat();
    records.push(Rr { owner: name(APEX), rtype: RecordType::ZONEMD, class: Class::IN, ttl: 300, rdata });
    records
}

/// What is said once version 8 is there, and the serial served.
fn after(policy: ZonemdPolicy, version: &[Rr]) -> (Option<u32>, Vec<&'static str>) {
    let config = SessionConfig { zonemd: policy, ..config(vec![peer(1, Transport::Tcp, None)]) };
    let mut world = World::new(config, Vec::new(), Weather::default());
    world.start(0);
    world.publish(version);
    world.events.clear();
    world.give(SessionInput::Command(SessionCommand::Refresh));
    world.run(0);
    let said = world.events.iter().filter(|code| code.contains("zonemd")).copied().collect();
    (world.serial(), said)
}

#[test]
fn a_digest_that_does_not_hold_keeps_the_version_before() {
    let (wrong, right) = (digested(content(8), 8, 1, 1, 1), digested(content(8), 8, 1, 1, 0));
    let refuse = ZonemdPolicy::default();
    assert_eq!(after(refuse, &right), (Some(8), vec!["xfr-zonemd-verified"]));
    assert_eq!(after(refuse, &digested(content(8), 8, 1, 2, 0)), (Some(8), vec!["xfr-zonemd-verified"]));
    assert_eq!(after(refuse, &wrong), (Some(7), vec!["xfr-zonemd-digest"]));
    assert_eq!(
        after(refuse, &digested(content(8), 7, 1, 1, 0)),
        (Some(7), vec!["xfr-zonemd-serial"]),
        "of another serial"
    );
    let twice = digested(wrong.clone(), 8, 1, 1, 2);
    assert_eq!(after(refuse, &twice), (Some(7), vec!["xfr-zonemd-repeated"]), "two of one kind");
    assert_eq!(
        after(refuse, &digested(wrong.clone(), 8, 1, 2, 0)),
        (Some(8), vec!["xfr-zonemd-verified"]),
        "one is enough"
    );
    assert_eq!(after(refuse, &digested(content(8), 8, 240, 1, 1)), (Some(8), vec!["xfr-zonemd-unknown"]), "scheme");
    assert_eq!(after(refuse, &digested(content(8), 8, 1, 240, 1)), (Some(8), vec!["xfr-zonemd-unknown"]), "hash");
    assert_eq!(after(refuse, &content(8)), (Some(8), vec![]), "none");
    assert_eq!(after(ZonemdPolicy::Warn, &wrong), (Some(8), vec!["xfr-zonemd-ignored"]));
    assert_eq!(after(ZonemdPolicy::Off, &wrong), (Some(8), vec![]));
}

#[test]
fn a_difference_that_leads_to_another_digest_is_followed_by_the_whole_zone() {
    let mut world = World::new(config(vec![ixfr_peer(1)]), Vec::new(), Weather::default());
    world.start(0);
    world.publish(&digested(changed(8), 8, 1, 1, 0));
    world.give(SessionInput::Command(SessionCommand::Refresh));
    world.run(0);
    assert_eq!(world.serial(), Some(8));
    world.publish(&digested(changed(9), 9, 1, 1, 4));
    world.events.clear();
    world.give(SessionInput::Command(SessionCommand::Refresh));
    world.run(0);
    assert_eq!(world.serial(), Some(8), "{:?}", world.events);
    let said: Vec<_> = world.events.iter().filter(|code| code.contains("zonemd") || code.contains("fall")).collect();
    assert_eq!(said, [&"xfr-zonemd-digest", &"xfr-fall-back", &"xfr-zonemd-digest"]);
    world.publish(&digested(changed(10), 10, 1, 1, 0));
    world.give(SessionInput::Command(SessionCommand::Refresh));
    world.run(0);
    assert_eq!(dump(world.served.as_ref().unwrap()), dump(&world.primary));
}

/// The cases of ldns-zone-digest, which RFC 8976's authors wrote.
#[test]
fn row_60_zones_of_the_reference_implementation_are_judged_as_it_does() {
    let Some(root) = corpus("zonemd-cases") else { return };
    let index = std::fs::read_to_string(corpus("index/zones.tsv").unwrap()).unwrap();
    let mut judged = 0;
    for row in index.lines().map(|row| row.split('\t').collect::<Vec<_>>()).filter(|row| row[2] == "zonemd-cases") {
        let text = std::fs::read(root.join(row[4]).join(row[3])).unwrap();
        let options = Options { origin: Some(name(row[5])), ..Options::default() };
        let report = check::text(Sources::new("zone", text), options, &mut |_, _| Err(Refusal::Missing(String::new())));
        let verdict = Zonemd::verify(report.snapshot.as_ref().unwrap());
        let right = match (row[6], row[0]) {
            ("good", _) => matches!(verdict, Zonemd::Verified(..)),
            // To be refused there; RFC 8976 §4 leaves it to the receiver.
            (_, id) if id.contains("34-unknown-scheme") => matches!(verdict, Zonemd::Unknown(..)),
            // A digest of another length is an error of the text, and no record.
            (_, id) if id.contains("31-too-small") || id.contains("32-truncated") => verdict == Zonemd::Absent,
            ("bad", _) => matches!(verdict, Zonemd::Failed(_)),
            _ => true,
        };
        assert!(right, "{row:?}: {verdict:?}");
        judged += 1;
    }
    assert!(judged >= 20, "{judged}");
}
