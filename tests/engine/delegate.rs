//! "Safe to delegate": all conditions proved, and each alone makes it false or unproved.

use std::collections::BTreeSet;

use understudy::product::provider::delegate::{
    Address, Answer, COMPARED_WHOLE, Condition, Content, Ds, Keys, Observations, Server, Standing, judge, same_rrset,
};

const SERIAL: u32 = 2_026_112_501;

fn ds() -> Ds {
    Ds { key_tag: 20_326, algorithm: 13, digest_type: 2, digest: "AB12".to_owned() }
}

/// Two servers with two addresses each, all as it should be.
fn good() -> Observations {
    let answer = Answer {
        authoritative: true,
        serial: Some(SERIAL),
        content: Some(Content { compared: 12, total: 12, ..Content::default() }),
        keys: Some(Keys { signed: true, ds: vec![Ds { digest: "ab12".to_owned(), ..ds() }] }),
    };
    let address = |address: &str| Address { address: address.to_owned(), answer: Some(answer.clone()) };
    let server = |name: &str, addresses: &[&str]| Server {
        name: name.to_owned(),
        addresses: Some(addresses.iter().map(|a| address(a)).collect()),
    };
    Observations {
        primary_serial: Some(SERIAL),
        primary_ns: Some(
            ["ns.example.com.", "NS0001.secondary.cloudflare.com.", "ns0002.secondary.cloudflare.com."]
                .map(str::to_owned)
                .to_vec(),
        ),
        assigned: vec![
            server("ns0001.secondary.cloudflare.com", &["192.0.2.1", "2001:db8::1"]),
            server("ns0002.secondary.cloudflare.com", &["192.0.2.2", "2001:db8::2"]),
        ],
        parent_ds: Some(vec![ds()]),
    }
}

fn last(seen: &mut Observations) -> &mut Option<Answer> {
    &mut seen.assigned[1].addresses.as_mut().unwrap()[1].answer
}

fn answer(seen: &mut Observations) -> &mut Answer {
    last(seen).as_mut().unwrap()
}

#[test]
fn all_proved_is_safe() {
    let judged = judge(&good());
    assert!(judged.is_safe(), "{judged:?}");
    assert!(judged.points.iter().all(|p| !p.said.english().contains('{')));
    let mut none = good();
    none.parent_ds = Some(Vec::new());
    answer(&mut none).keys = None;
    assert!(judge(&none).is_safe(), "without a DS nobody looks at signatures");
}

/// One observation changed, one condition that falls, and the judgement with it.
#[test]
fn each_condition_alone_makes_it_false() {
    type Spoil = fn(&mut Observations);
    let cases: [(&str, Condition, Standing, Spoil); 15] = [
        ("an address is silent", Condition::Answers, Standing::False, |s| *last(s) = None),
        ("an answer is not authoritative", Condition::Answers, Standing::False, |s| answer(s).authoritative = false),
        ("a server has no address", Condition::Answers, Standing::False, |s| {
            s.assigned[1].addresses = Some(Vec::new())
        }),
        ("a server is not resolved", Condition::Answers, Standing::Unproved, |s| s.assigned[1].addresses = None),
        ("no server is known", Condition::Answers, Standing::Unproved, |s| s.assigned.clear()),
        ("an older serial", Condition::Serial, Standing::False, |s| answer(s).serial = Some(SERIAL - 1)),
        ("a newer serial", Condition::Serial, Standing::False, |s| answer(s).serial = Some(SERIAL + 1)),
        ("the primary is not asked", Condition::Serial, Standing::Unproved, |s| s.primary_serial = None),
        ("an RRset differs", Condition::Content, Standing::False, |s| {
            answer(s).content.as_mut().unwrap().different = vec!["www.example.com. A".to_owned()];
        }),
        ("content is not compared", Condition::Content, Standing::Unproved, |s| answer(s).content = None),
        ("one RRset is not compared", Condition::Content, Standing::Unproved, |s| {
            answer(s).content.as_mut().unwrap().compared = 11
        }),
        ("the apex NS lacks a server", Condition::ApexNs, Standing::False, |s| {
            drop(s.primary_ns.as_mut().unwrap().pop())
        }),
        ("the DS is of another key", Condition::ParentDs, Standing::False, |s| {
            s.parent_ds.as_mut().unwrap()[0].key_tag = 1
        }),
        ("a DS over an unsigned answer", Condition::ParentDs, Standing::False, |s| {
            answer(s).keys = Some(Keys::default())
        }),
        ("the parent is not asked", Condition::ParentDs, Standing::Unproved, |s| s.parent_ds = None),
    ];
    for (what, condition, standing, spoil) in cases {
        let mut seen = good();
        spoil(&mut seen);
        let judged = judge(&seen);
        assert_eq!((judged.is_safe(), judged.of(condition)), (false, standing), "{what}: {judged:?}");
        // What depends on all answers is unproved then; nothing else is false.
        let false_ones = judged.points.iter().filter(|p| p.standing == Standing::False).count();
        assert_eq!(false_ones, usize::from(standing == Standing::False), "{what}: {judged:?}");
    }
}

#[test]
fn a_large_zone_is_compared_by_a_sample_whose_size_is_shown() {
    let judged = |compared| {
        let mut seen = good();
        for server in &mut seen.assigned {
            for address in server.addresses.iter_mut().flatten() {
                let content = address.answer.as_mut().unwrap().content.as_mut().unwrap();
                (content.compared, content.total) = (compared, COMPARED_WHOLE + 1);
            }
        }
        judge(&seen)
    };
    assert!(!judged(COMPARED_WHOLE - 1).is_safe());
    assert!(judged(COMPARED_WHOLE).is_safe());
    let said = judged(COMPARED_WHOLE).points[2].said.english();
    assert!(said.contains("10000") && said.contains("10001"), "{said}");
}

/// A provider may shorten TTLs: that is said, and makes nothing false.
#[test]
fn another_ttl_is_said_and_safe() {
    let mut seen = good();
    answer(&mut seen).content.as_mut().unwrap().other_ttl = 3;
    let judged = judge(&seen);
    assert!(judged.is_safe(), "{judged:?}");
    assert_eq!(judged.points[2].said.english(), "12 of 12 RRsets are compared and equal, 3 of them with another TTL");
}

#[test]
fn an_rrset_may_have_more_apex_ns_and_the_signers_own_records() {
    let set = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<BTreeSet<_>>();
    let (one, two) = (set(&["a."]), set(&["a.", "b."]));
    assert!(same_rrset(true, "NS", &one, &two, false) && !same_rrset(true, "NS", &two, &one, false));
    assert!(!same_rrset(false, "NS", &one, &two, false) && !same_rrset(true, "A", &one, &two, false));
    assert!(same_rrset(false, "RRSIG", &one, &two, true) && !same_rrset(false, "RRSIG", &one, &two, false));
}
