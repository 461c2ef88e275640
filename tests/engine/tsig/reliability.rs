//! What has gone wrong with TSIG in the field, one test a row of docs/reliability.md (43 to 53).

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use proptest::prelude::*;
use sha2::Sha256;
use understudy::engine::answer::{Access, Client, Response, Rule, Server, Transport, Zone, Zones, respond};
use understudy::engine::dns::message::{Header, Message, MessageBuilder, Section};
use understudy::engine::dns::{Class, NameRef, Opcode, Rcode, RecordType};
use understudy::engine::limits::{AnswerLimits, TransferLimits, TsigLimits, ZoneLimits};
use understudy::engine::tsig::{Algorithm, Form, Key, Secret, TsigFault, check_request, sign_request, understand};
use understudy::engine::xfr::{Close, Failure, Flow, Kind, Now, Outcome, Request, Transfer, Via};
use understudy::engine::zone::{Builder, Snapshot, Versions};

use super::{NOW, SECRET, answer, answer_with_gaps, ask, key, name, parse, query, request_mac, response, verify};
use crate::wire::{rr, zone};

const AT: Now = Now { mono_ms: 0, wall_s: NOW };

/// `example.com` and its child `sub.example.com`, each for holders of its own key; the parent also for a network.
struct World {
    zones: Vec<(Snapshot, Arc<Access>)>,
    keys: Vec<Key>,
    limits: AnswerLimits,
}

impl Zones for World {
    fn zone(&self, apex: NameRef<'_>) -> Option<Zone> {
        let (content, access) = self.zones.iter().find(|(zone, _)| zone.apex() == apex)?;
        let history = Arc::new(Versions::new(&ZoneLimits::default()));
        Some(Zone { content: Some(content.clone()), history, access: access.clone() })
    }
}

impl World {
    fn new() -> Self {
        let content = |apex: &str, hosts: usize| {
            let mut records = vec![rr(&format!("{apex} 60 SOA ns. host. 1 1 1 1 1")), rr(&format!("{apex} 60 NS ns."))];
            records.extend((0..hosts).map(|n| rr(&format!("h{n}.{apex} 60 A 192.0.2.1"))));
            zone(apex, &records)
        };
        let access = |rules: &str| {
            let transfer = rules.split(' ').map(|rule| rule.parse::<Rule>().unwrap()).collect();
            Arc::new(Access { transfer, ..Access::default() })
        };
        let over_tls = || {
            let rule = "192.0.2.0/24,xfr.example".parse::<Rule>().unwrap().over(Transport::Tls);
            Arc::new(Access { transfer: vec![rule], ..Access::default() })
        };
        let named = |text: &str, secret: &[u8]| Key {
            name: name(text),
            algorithm: Algorithm::Sha256,
            secret: Secret::new(secret.to_vec()),
        };
        Self {
            zones: vec![
                (content("example.com", 900), access("192.0.2.0/24,xfr.example 198.51.100.0/24")),
                (content("sub.example.com", 1), access("::/0,sub.example 0.0.0.0/0,sub.example")),
                (content("tls.example", 1), over_tls()),
            ],
            keys: vec![named("xfr.example", SECRET), named("sub.example", b"another secret of another key")],
            limits: AnswerLimits { transfer_message: 180, ..AnswerLimits::default() },
        }
    }

    fn ask(&self, from: &str, transport: Transport, request: &[u8]) -> Vec<Vec<u8>> {
        let server = Server { zones: self, keys: &self.keys, limits: &self.limits, tsig: &TsigLimits::default() };
        match respond(server, Client { address: from.parse().unwrap(), transport }, request, NOW).response {
            Response::Silence => Vec::new(),
            Response::Message(message) => vec![message],
            Response::Stream(mut stream) => std::iter::from_fn(|| stream.next(NOW)).collect(),
        }
    }

    /// The response code, and how many records of the zone came.
    fn axfr(&self, request: &[u8]) -> (Rcode, usize) {
        let messages = self.ask("192.0.2.1", Transport::Tcp, request);
        let records = messages.iter().map(|m| usize::from(parse(m).count(Section::Answer))).sum();
        (parse(&messages[0]).rcode(), records)
    }
}

/// The parts of a TSIG record as a sender may put them together.
#[derive(Clone)]
struct Parts {
    owner: Vec<u8>,
    algorithm: Vec<u8>,
    time_s: u64,
    fudge_s: u16,
    mac: Vec<u8>,
    id: u16,
    error: u16,
    other: Vec<u8>,
}

impl Parts {
    fn of(key: &Key) -> Self {
        Self {
            owner: key.name.as_ref().wire().to_vec(),
            algorithm: key.algorithm.name().as_ref().wire().to_vec(),
            time_s: NOW,
            fudge_s: 300,
            mac: vec![0; key.algorithm.mac_len()],
            id: 0x2a7d,
            error: 0,
            other: Vec::new(),
        }
    }

    /// HMAC-SHA256 over what RFC 8945 §4.3 lists, written down a second time.
    fn signed(self, secret: &[u8], prior: &[u8], message: &[u8]) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
        if !prior.is_empty() {
            mac.update(&u16::try_from(prior.len()).unwrap().to_be_bytes());
            mac.update(prior);
        }
        mac.update(message);
        mac.update(&self.owner.to_ascii_lowercase());
        mac.update(&[0, 255, 0, 0, 0, 0]);
        mac.update(&self.algorithm.to_ascii_lowercase());
        mac.update(&self.time_s.to_be_bytes()[2..]);
        mac.update(&self.fudge_s.to_be_bytes());
        mac.update(&self.error.to_be_bytes());
        mac.update(&u16::try_from(self.other.len()).unwrap().to_be_bytes());
        mac.update(&self.other);
        Self { mac: mac.finalize().into_bytes().to_vec(), ..self }
    }

    fn record(&self) -> Vec<u8> {
        let mut rdata = self.algorithm.clone();
        rdata.extend(&self.time_s.to_be_bytes()[2..]);
        rdata.extend(self.fudge_s.to_be_bytes());
        rdata.extend(u16::try_from(self.mac.len()).unwrap().to_be_bytes());
        rdata.extend(&self.mac);
        rdata.extend(self.id.to_be_bytes());
        rdata.extend(self.error.to_be_bytes());
        rdata.extend(u16::try_from(self.other.len()).unwrap().to_be_bytes());
        rdata.extend(&self.other);
        tsig(&self.owner, &rdata)
    }
}

fn tsig(owner: &[u8], rdata: &[u8]) -> Vec<u8> {
    let len = u16::try_from(rdata.len()).unwrap().to_be_bytes();
    [owner, &[0, 250, 0, 255, 0, 0, 0, 0], &len, rdata].concat()
}

/// The message with these records behind it, counted as additional.
fn with(message: &[u8], records: &[&[u8]]) -> Vec<u8> {
    let mut out = [&[message], records].concat().concat();
    out[11] += u8::try_from(records.len()).unwrap();
    out
}

fn sha256() -> Key {
    key(Algorithm::Sha256)
}

fn refusal(request: &[u8], keys: &[Key], now_s: u64, limits: &TsigLimits) -> (Rcode, Option<Rcode>, &'static str) {
    let rejection = check_request(&parse(request), keys, now_s, limits).unwrap_err();
    (rejection.rcode(), rejection.tsig_error(), rejection.fault().code().name)
}

#[test]
fn row_43_nothing_but_a_right_mac_gets_data() {
    let (world, key) = (World::new(), sha256());
    let (request, _) = ask(&key);
    assert_eq!(world.axfr(&request).0, Rcode::NOERROR);
    let bare = query(RecordType::AXFR);
    let parts = Parts::of(&key);
    let elsewhere = Parts::of(&key).signed(SECRET, &[], &query(RecordType::SOA));
    let right = Parts::of(&key).signed(SECRET, &[], &bare);
    assert_eq!(with(&bare, &[&right.record()]), request, "the second hand signs as the first");
    let no_mac = Parts { mac: Vec::new(), ..parts.clone() };
    let error_set = Parts { error: 18, ..parts.clone() };
    let error_signed = Parts { error: 18, ..parts.clone() }.signed(SECRET, &[], &bare);
    let answer_again = answer(&key, &request, 1).remove(0);
    let mut answer_again = answer_again;
    answer_again[2] &= 0x7f;
    for (what, request, rcode) in [
        ("no TSIG", bare.clone(), Rcode::REFUSED),
        // RFC 8945 §5.2.2.1: no octets are fewer than may be looked at.
        ("a MAC of no octets", with(&bare, &[&no_mac.record()]), Rcode::FORMERR),
        ("a MAC of zeros", with(&bare, &[&parts.record()]), Rcode::NOTAUTH),
        ("the MAC of another message", with(&bare, &[&elsewhere.record()]), Rcode::NOTAUTH),
        ("an error, MAC of zeros", with(&bare, &[&error_set.record()]), Rcode::NOTAUTH),
        ("an error, signed", with(&bare, &[&error_signed.record()]), Rcode::NOTAUTH),
        ("TSIG twice", with(&request, &[&right.record()]), Rcode::FORMERR),
        ("an answer sent back", answer_again, Rcode::NOTAUTH),
    ] {
        assert_eq!(world.axfr(&request), (rcode, 0), "{what}");
    }
    // The mend for forged requests once broke long answers.
    let (request, client) = ask(&key);
    let messages = world.ask("192.0.2.1", Transport::Tcp, &request);
    assert!(messages.len() > 300, "{} messages", messages.len());
    assert_eq!(verify(client, &messages, NOW), Ok(()));
}

#[test]
fn row_44_key_then_mac_then_time_then_length() {
    let (ours, limits) = (sha256(), TsigLimits::default());
    let bare = query(RecordType::AXFR);
    let stranger = Parts { owner: name("other.example").as_ref().wire().to_vec(), ..Parts::of(&ours) };
    let cut = |parts: Parts| Parts { mac: parts.mac[..16].to_vec(), ..parts };
    let late = Parts { time_s: NOW - 301, ..Parts::of(&ours) };
    let all_wrong = [
        // Everything is wrong; each case rights the first thing that was told.
        (cut(Parts { time_s: NOW - 301, ..stranger }), "tsig-unknown-key", Some(Rcode::BADKEY)),
        (cut(late.clone()), "tsig-bad-signature", Some(Rcode::BADSIG)),
        (cut(late.signed(SECRET, &[], &bare)), "tsig-bad-time", Some(Rcode::BADTIME)),
        (cut(Parts::of(&ours).signed(SECRET, &[], &bare)), "tsig-bad-truncation", Some(Rcode::BADTRUNC)),
    ];
    for (parts, code, error) in all_wrong {
        let request = with(&bare, &[&parts.record()]);
        assert_eq!(refusal(&request, std::slice::from_ref(&ours), NOW, &limits), (Rcode::NOTAUTH, error, code));
    }
    // BADTIME is signed, repeats the client's time and tells the server's; the client tells it from forgery.
    let (request, mut client) = ask(&ours);
    let rejection = check_request(&parse(&request), [ours.clone()].as_slice(), NOW + 4_000, &limits).unwrap_err();
    let mut told = response(1);
    let unsigned = told.clone();
    rejection.sign(&mut told, NOW + 4_000);
    let other = (NOW + 4_000).to_be_bytes()[2..].to_vec();
    let by_hand = Parts { error: 18, other, ..Parts::of(&ours) };
    let by_hand = by_hand.signed(SECRET, &request_mac(&request, &ours), &unsigned);
    assert_eq!(told, with(&unsigned, &[&by_hand.record()]));
    let fault = client.message(&parse(&told), NOW).unwrap_err();
    assert!(matches!(fault, TsigFault::Peer { error: Rcode::BADTIME, verified: true, peer_s: Some(_), .. }));
    assert_eq!(fault.skew_s(), Some(4_000));
    // Of an answer of many messages, each has a time of its own.
    let (request, mut client) = ask(&ours);
    let messages = answer(&ours, &request, 3);
    assert!(client.message(&parse(&messages[0]), NOW).is_ok());
    assert!(client.message(&parse(&messages[1]), NOW + 300).is_ok());
    assert_eq!(client.message(&parse(&messages[2]), NOW + 301).unwrap_err().code().name, "tsig-bad-time");
}

/// A transfer of `example.com` at `now`, fed with messages that someone recorded.
fn replayed(key: &Key, request_at: u64, now: u64, touch: impl Fn(usize, &mut Vec<u8>)) -> Result<(), Failure> {
    let world = World::new();
    let asked = Request {
        apex: name("example.com"),
        kind: Kind::Axfr,
        have: None,
        id: 0x2a7d,
        key: Some(Arc::new(key.clone())),
        via: Via::Stream,
    };
    let mut transfer = Transfer::new(asked, TransferLimits::default(), Builder::new(ZoneLimits::default()));
    let request = transfer.request(Now { wall_s: request_at, ..AT });
    for (n, mut message) in world.ask("192.0.2.1", Transport::Tcp, &request).into_iter().enumerate() {
        touch(n, &mut message);
        if transfer.message(Now { wall_s: now, ..AT }, &message) == Flow::Done {
            break;
        }
    }
    match transfer.closed(Close::Ended) {
        Outcome::Complete(..) => Ok(()),
        Outcome::Failed(failure) => Err(failure),
        Outcome::Current(_) => panic!("not newer"),
    }
}

#[test]
fn row_45_yesterdays_answer_and_data_behind_the_signature_are_refused() {
    let key = sha256();
    assert_eq!(replayed(&key, NOW, NOW, |_, _| {}), Ok(()));
    let stale = replayed(&key, NOW, NOW + 86_400, |_, _| {}).unwrap_err();
    assert_eq!(stale.code.name, "tsig-bad-time");
    // A record slipped in behind the TSIG record of the last message, or of one in the middle.
    let slipped = b"\x01x\x00\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x01".as_slice();
    for place in [0, 5] {
        let behind = |n: usize, message: &mut Vec<u8>| {
            if n == place {
                *message = with(message, &[slipped]);
            }
        };
        assert_eq!(replayed(&key, NOW, NOW, behind).unwrap_err().code.name, "xfr-malformed", "message {place}");
    }
    // A server says FORMERR to a request of that kind, wherever the record stands.
    let (request, _) = ask(&key);
    let record = Parts::of(&key).signed(SECRET, &[], &query(RecordType::AXFR)).record();
    let mut in_authority = [query(RecordType::AXFR), record.clone()].concat();
    in_authority[9] = 1;
    let mut in_answer = [query(RecordType::AXFR), record].concat();
    in_answer[7] = 1;
    for misplaced in [with(&request, &[slipped]), in_authority, in_answer] {
        assert_eq!(World::new().axfr(&misplaced), (Rcode::FORMERR, 0));
    }
}

#[test]
fn row_46_answers_as_requests_and_broken_algorithm_names_do_no_harm() {
    let (world, ours) = (World::new(), sha256());
    // A BADTIME answer of ours, sent to us: as it is, and dressed up as a request.
    let (request, _) = ask(&ours);
    let rejection =
        check_request(&parse(&request), [ours.clone()].as_slice(), NOW + 999, &TsigLimits::default()).unwrap_err();
    let mut badtime = response(1);
    rejection.sign(&mut badtime, NOW + 999);
    assert_eq!(world.ask("192.0.2.1", Transport::Tcp, &badtime), Vec::<Vec<u8>>::new());
    badtime[2] &= 0x7f;
    assert_eq!(world.axfr(&badtime), (Rcode::NOTAUTH, 0));
    // Algorithms that nobody knows, one of 255 octets, the root.
    let longest = [[63].as_slice(), &[b'a'; 63], &[63], &[b'a'; 63], &[63], &[b'a'; 63], &[61], &[b'a'; 61], &[0]];
    for algorithm in [longest.concat(), vec![0], b"\x08gss-tsig\x00".to_vec()] {
        let parts = Parts { algorithm, ..Parts::of(&ours) };
        let request = with(&query(RecordType::AXFR), &[&parts.record()]);
        assert_eq!(world.axfr(&request), (Rcode::NOTAUTH, 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// Any octets as TSIG RDATA, on every opcode: an answer or silence, never data.
    #[test]
    fn row_46_any_tsig_rdata_on_any_opcode_is_survived(
        opcode in 0_u8..16,
        rtype in prop_oneof![Just(RecordType::AXFR), Just(RecordType::SOA), any::<u16>().prop_map(RecordType)],
        rdata in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..90),
            proptest::collection::vec(any::<u8>(), 0..60).prop_map(|tail| [b"\x0bhmac-sha256\x00", &tail[..]].concat()),
        ],
        known in any::<bool>(),
    ) {
        let owner = name(if known { "xfr.example" } else { "no.example" });
        let mut builder = MessageBuilder::new(Header::query(1, Opcode(opcode)), 65_535);
        builder.question(name("example.com").as_ref(), rtype, Class::IN).unwrap();
        let request = with(&builder.finish(), &[&tsig(owner.as_ref().wire(), &rdata)]);
        for message in World::new().ask("192.0.2.1", Transport::Tcp, &request) {
            prop_assert_eq!(parse(&message).count(Section::Answer), 0);
        }
        // The client, for whom the same octets are an answer.
        let mut as_answer = request;
        as_answer[2] |= 0x80;
        if let Ok(message) = Message::parse(&as_answer) {
            prop_assert!(ask(&sha256()).1.message(&message, NOW).is_err());
        }
    }
}

#[test]
fn row_47_an_answer_begins_and_ends_signed_with_at_most_99_between() {
    let ours = sha256();
    let (request, _) = ask(&ours);
    let judge = |count: usize, every: usize, touch: fn(&mut Vec<Vec<u8>>)| {
        let mut messages = answer_with_gaps(&ours, SECRET, request_mac(&request, &ours), count, every);
        touch(&mut messages);
        verify(ask(&ours).1, &messages, NOW).err().unwrap_or_default()
    };
    let strip = |message: &mut Vec<u8>| {
        message.truncate(parse(message).tsig_offset().unwrap());
        message[11] -= 1;
    };
    // Messages 0, 100, 200 and 250 are signed: 99 stand between; one more is one too many.
    assert_eq!(judge(251, 100, |_| {}), "");
    assert_eq!(judge(251, 101, |_| {}), "tsig-unsigned-run");
    assert_eq!(judge(5, 2, |m| *m = (0..5).map(response).collect()), "tsig-unsigned", "none is signed");
    let mut first = answer_with_gaps(&ours, SECRET, request_mac(&request, &ours), 5, 2);
    strip(&mut first[0]);
    assert_eq!(verify(ask(&ours).1, &first, NOW), Err("tsig-unsigned".to_owned()));
    let mut last = answer_with_gaps(&ours, SECRET, request_mac(&request, &ours), 5, 2);
    strip(&mut last[4]);
    assert_eq!(verify(ask(&ours).1, &last, NOW), Err("tsig-last-unsigned".to_owned()));
    assert_eq!(judge(5, 99, |m| m.truncate(4)), "tsig-last-unsigned", "only the first is signed");
    // The transfer: a connection that ends behind unsigned messages brings no zone.
    let unsigned = replayed(&ours, NOW, NOW, |_, message| {
        message.truncate(parse(message).tsig_offset().unwrap());
        message[11] -= 1;
    });
    assert_eq!(unsigned.unwrap_err().code.name, "tsig-unsigned");
}

#[test]
fn row_48_chains_of_1_2_50_and_300_messages_hold() {
    for count in [1, 2, 50, 300] {
        for algorithm in Algorithm::ALL {
            let key = key(algorithm);
            let (request, client) = ask(&key);
            assert_eq!(verify(client, &answer(&key, &request, count), NOW), Ok(()), "{algorithm} {count}");
        }
        // Ours, read by a second hand: the first message covers all variables, later ones the timers.
        let ours = sha256();
        let (request, _) = ask(&ours);
        let theirs = answer_with_gaps(&ours, SECRET, request_mac(&request, &ours), count as usize, 1);
        assert_eq!(answer(&ours, &request, count), theirs, "{count}");
    }
}

#[test]
fn row_50_a_cut_mac_meets_the_least_and_then_the_policy() {
    for algorithm in Algorithm::ALL {
        let key = key(algorithm);
        let (request, _) = ask(&key);
        let mac = request_mac(&request, &key);
        let parts = Parts::of(&key);
        let bare = query(RecordType::AXFR);
        let least = (algorithm.digest_len() / 2).max(10).min(algorithm.mac_len());
        let send = |octets: usize, policy: usize| {
            let policy = u16::try_from(policy).unwrap_or(u16::MAX);
            let mut mac = mac.clone();
            mac.resize(octets, 0);
            let request = with(&bare, &[&Parts { mac, ..parts.clone() }.record()]);
            let limits = TsigLimits { shortest_mac: policy, ..TsigLimits::default() };
            match check_request(&parse(&request), [key.clone()].as_slice(), NOW, &limits) {
                Ok(_) => (Rcode::NOERROR, None),
                Err(rejection) => (rejection.rcode(), rejection.tsig_error()),
            }
        };
        let (formerr, badtrunc) = ((Rcode::FORMERR, None), (Rcode::NOTAUTH, Some(Rcode::BADTRUNC)));
        let fine = (Rcode::NOERROR, None);
        assert_eq!(send(least - 1, 0), formerr, "{algorithm}: fewer than may be looked at");
        assert_eq!(send(least, 0), fine, "{algorithm}: as many");
        assert_eq!(send(algorithm.mac_len() + 1, 0), formerr, "{algorithm}: more than there are");
        assert_eq!(send(algorithm.mac_len(), usize::MAX), fine, "{algorithm}: whole");
        if least < algorithm.mac_len() {
            assert_eq!(send(least, least + 1), badtrunc, "{algorithm}: one fewer than the policy");
            assert_eq!(send(least + 1, least + 1), fine, "{algorithm}: as many as the policy");
            assert_eq!(send(algorithm.mac_len() - 1, usize::MAX), badtrunc, "{algorithm}: the policy is all");
        }
    }
    // BADTRUNC comes signed, so that the client can believe it (RFC 8945 §5.3.2).
    let key = key(Algorithm::Sha512);
    let (request, _) = ask(&key);
    let whole = request_mac(&request, &key);
    let parts = Parts { mac: whole[..40].to_vec(), ..Parts::of(&key) };
    let request = with(&query(RecordType::AXFR), &[&parts.record()]);
    let limits = TsigLimits::default();
    let rejection = check_request(&parse(&request), [key.clone()].as_slice(), NOW, &limits).unwrap_err();
    let mut told = response(1);
    rejection.sign(&mut told, NOW);
    let mut client = understudy::engine::tsig::ClientSequence::new(&key, &whole[..40], &limits);
    let fault = client.message(&parse(&told), NOW).unwrap_err();
    assert!(matches!(fault, TsigFault::Peer { error: Rcode::BADTRUNC, verified: true, .. }), "{fault:?}");
}

#[test]
fn row_51_names_algorithms_and_secrets_in_every_spelling() {
    // On the wire: any case of both names, ours or theirs.
    let key = sha256();
    for (owner, algorithm) in
        [("XFR.example", "hmac-sha256"), ("xfr.EXAMPLE", "HMAC-SHA256"), ("xfr.example", "Hmac-Sha256")]
    {
        let wire = |text: &str| name(text).as_ref().wire().to_vec();
        let parts = Parts { owner: wire(owner), algorithm: wire(algorithm), ..Parts::of(&key) };
        let bare = query(RecordType::AXFR);
        let request = with(&bare, &[&parts.signed(SECRET, &[], &bare).record()]);
        let mut server = check_request(&parse(&request), [key.clone()].as_slice(), NOW, &TsigLimits::default())
            .unwrap_or_else(|r| panic!("{owner} {algorithm}: {r:?}"))
            .unwrap();
        // The answer's name is as the client wrote it, and the client takes it in any case.
        let mut told = response(1);
        server.sign(&mut told, NOW);
        let at = parse(&told).tsig_offset().unwrap();
        assert_eq!(&told[at..at + 13], wire(owner).as_slice());
    }
    // In text: MD5 with and without its domain, dots, quotes, white space, padding of every length.
    let read = |text: &str| understand(text, &TsigLimits::default()).single();
    for text in [
        "hmac-md5:k:MDEyMzQ1Njc4OWFiY2RlZg==",
        "HMAC-MD5.SIG-ALG.REG.INT:k.:MDEyMzQ1Njc4OWFiY2RlZg==",
        "key \"K.\" { algorithm hmac-md5.sig-alg.reg.int.; secret MDEyMzQ1Njc4OWFiY2RlZg==; };",
        "key k { algorithm HMAC-MD5; secret \"MDEyMzQ1 Njc4OWFi Y2RlZg==\"; };",
        "  hmac-md5:k:MDEyMzQ1Njc4OWFiY2RlZg==\n\n",
    ] {
        let key = read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((key.algorithm, key.name), (Algorithm::Md5, name("k")), "{text}");
        assert!(key.secret == Secret::new(b"0123456789abcdef".to_vec()), "{text}");
    }
    // Secrets of 1 to 1024 octets, through text and over the wire; the block's length is no edge.
    for len in [1, 2, 3, 15, 16, 17, 31, 32, 63, 64, 65, 127, 128, 129, 255, 1_023, 1_024] {
        let octets: Vec<u8> = (0..len).map(|n| (n * 7 % 251) as u8).collect();
        for algorithm in Algorithm::ALL {
            let key = Key { name: name("k.example"), algorithm, secret: Secret::new(octets.clone()) };
            for form in Form::WRITABLE {
                let text = key.write(form);
                assert!(
                    understand(&text, &TsigLimits::default()).keys.iter().any(|k| k.key().as_ref() == Some(&key)),
                    "{form:?} {len}"
                );
            }
            let mut request = query(RecordType::SOA);
            let client = sign_request(&key, &mut request, NOW, &TsigLimits::default());
            let mut server = check_request(&parse(&request), [key.clone()].as_slice(), NOW, &TsigLimits::default())
                .unwrap()
                .unwrap();
            let mut told = response(2);
            server.sign(&mut told, NOW);
            assert_eq!(verify(client, &[told], NOW), Ok(()), "{algorithm} {len}");
        }
    }
}

#[test]
fn row_52_macs_are_compared_in_constant_time_and_secrets_are_not_shown() {
    // Time itself cannot be asserted; that the one comparison of MACs is the constant-time one can.
    let source = include_str!("../../../src/engine/tsig/mac.rs");
    assert!(source.contains("hmac.verify_truncated_left(mac)"));
    for file in [
        include_str!("../../../src/engine/tsig/client.rs"),
        include_str!("../../../src/engine/tsig/server.rs"),
        include_str!("../../../src/engine/tsig/record.rs"),
    ] {
        assert!(!file.contains(".mac ==") && !file.contains("== tsig.mac") && !file.contains("eq(tsig.mac"));
    }
    // A MAC wrong in its first octet, in its last, in each.
    let key = sha256();
    let bare = query(RecordType::AXFR);
    let right = Parts::of(&key).signed(SECRET, &[], &bare);
    for place in 0..32 {
        let mut wrong = right.clone();
        wrong.mac[place] ^= 0x80;
        let request = with(&bare, &[&wrong.record()]);
        assert_eq!(refusal(&request, std::slice::from_ref(&key), NOW, &TsigLimits::default()).2, "tsig-bad-signature");
    }
    // Nothing that is printed for a log or a screen holds the secret, in any form.
    let (request, client) = ask(&key);
    let server = super::serve(&key, &request);
    let other = Key { secret: Secret::new(b"another".to_vec()), ..key.clone() };
    let rejection = check_request(&parse(&request), [other].as_slice(), NOW, &TsigLimits::default()).unwrap_err();
    let understood = understand(&key.write(Form::Bind), &TsigLimits::default());
    let shown =
        format!("{key:?} {client:?} {server:?} {rejection:?} {understood:?} {}", key.write_masked(Form::Dig, "*"));
    let written = [
        String::from_utf8(SECRET.to_vec()).unwrap(),
        data_encoding::BASE64.encode(SECRET),
        data_encoding::HEXLOWER.encode(SECRET),
        format!("{:?}", &SECRET[..4]).trim_matches(['[', ']']).to_owned(),
    ];
    for secret in &written {
        assert!(!shown.contains(secret.as_str()), "{shown}");
    }
}

#[test]
fn row_53_address_key_transport_and_zone_decide_together() {
    let world = World::new();
    let parent = sha256();
    let child = world.keys[1].clone();
    let unknown = Key { name: name("any.example"), ..sha256() };
    let ask = |zone: &str, key: Option<&Key>, from: &str, transport| {
        let mut builder = MessageBuilder::new(Header::query(7, Opcode::QUERY), 65_535);
        builder.question(name(zone).as_ref(), RecordType::AXFR, Class::IN).unwrap();
        let mut request = builder.finish();
        if let Some(key) = key {
            let _ = sign_request(key, &mut request, NOW, &TsigLimits::default());
        }
        let messages = world.ask(from, transport, &request);
        let message = parse(&messages[0]);
        (message.rcode(), message.count(Section::Answer) > 0)
    };
    let (inside, network, outside, six) = ("192.0.2.7", "198.51.100.7", "203.0.113.7", "2001:db8::7");
    let (data, refused) = ((Rcode::NOERROR, true), (Rcode::REFUSED, false));
    let (notauth, formerr) = ((Rcode::NOTAUTH, false), (Rcode::FORMERR, false));
    for transport in [Transport::Tcp, Transport::Tls] {
        for (zone, key, from, expected) in [
            ("example.com", Some(&parent), inside, data),
            ("example.com", None, inside, refused),
            ("example.com", Some(&child), inside, refused),
            ("example.com", Some(&parent), outside, refused),
            ("example.com", Some(&parent), six, refused),
            ("example.com", None, network, data),
            // The right key of another zone still proves who asks, and the network's rule wants none.
            ("example.com", Some(&child), network, data),
            // A signature that does not hold gets nothing, however open the zone is.
            ("example.com", Some(&unknown), network, notauth),
            // The child's own rules hold, not those of the zone above it.
            ("sub.example.com", None, network, refused),
            ("sub.example.com", Some(&parent), inside, refused),
            ("sub.example.com", Some(&child), outside, data),
            ("sub.example.com", Some(&child), six, data),
            ("SUB.Example.COM", Some(&child), six, data),
            // Names are compared by labels: neither of these is a zone here.
            ("b.sub.example.com", Some(&child), six, notauth),
            ("xsub.example.com", Some(&child), six, notauth),
        ] {
            let key_name = key.map(|k| k.name.to_string());
            assert_eq!(ask(zone, key, from, transport), expected, "{zone} {key_name:?} {from} {transport:?}");
        }
    }
    // A rule for one transport lets nobody in over another, whatever the address and the key.
    for (key, from, transport, expected) in [
        (Some(&parent), inside, Transport::Tls, data),
        (Some(&parent), inside, Transport::Tcp, refused),
        (None, inside, Transport::Tls, refused),
        (Some(&parent), outside, Transport::Tls, refused),
    ] {
        assert_eq!(ask("tls.example", key, from, transport), expected, "{from} {transport:?}");
    }
    // RFC 5936 §4.2: no datagram carries a zone, whoever asks.
    assert_eq!(ask("example.com", Some(&parent), inside, Transport::Udp), formerr);
    assert_eq!(ask("example.com", None, outside, Transport::Udp), refused);
}
