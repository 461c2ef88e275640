//! TSIG from outside: published HMAC vectors, octets of real servers, streams that someone meddled with, properties.

#[path = "tsig/reliability.rs"]
mod reliability;

use std::path::Path;

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE as HEX};
use hmac::{Hmac, KeyInit, Mac};
use proptest::prelude::*;
use serde_json::Value;
use sha2::Sha256;
use understudy::engine::dns::message::{Header, Message, MessageBuilder, Section};
use understudy::engine::dns::{Class, Name, Opcode, Rcode, RecordType};
use understudy::engine::limits::TsigLimits;
use understudy::engine::tsig::{
    Algorithm, ClientSequence, Key, Proof, Secret, ServerSequence, TsigFault, check_request, sign_request,
};

use crate::corpus::corpus;

pub(crate) const NOW: u64 = 1_795_449_665;
pub(crate) const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

pub(crate) fn name(text: &str) -> Name {
    Name::absolute(text).unwrap()
}

pub(crate) fn key(algorithm: Algorithm) -> Key {
    Key { name: name("xfr.example."), algorithm, secret: Secret::new(SECRET.to_vec()) }
}

pub(crate) fn query(rtype: RecordType) -> Vec<u8> {
    let mut builder = MessageBuilder::new(Header::query(0x2a7d, Opcode::QUERY), 65_535);
    builder.question(name("example.com").as_ref(), rtype, Class::IN).unwrap();
    builder.finish()
}

pub(crate) fn response(n: u8) -> Vec<u8> {
    let header = Header::query(0x2a7d, Opcode::QUERY).response(Rcode::NOERROR);
    let mut builder = MessageBuilder::new(header, 65_535);
    let owner = name(&format!("h{n}.example.com"));
    builder.record(Section::Answer, owner.as_ref(), RecordType::A, Class::IN, 60, &[192, 0, 2, n]).unwrap();
    builder.finish()
}

pub(crate) fn parse(wire: &[u8]) -> Message<'_> {
    Message::parse(wire).unwrap()
}

pub(crate) fn ask(key: &Key) -> (Vec<u8>, ClientSequence) {
    let mut request = query(RecordType::AXFR);
    let sequence = sign_request(key, &mut request, NOW, &TsigLimits::default());
    (request, sequence)
}

pub(crate) fn serve(key: &Key, request: &[u8]) -> ServerSequence {
    check_request(&parse(request), &vec![key.clone()], NOW, &TsigLimits::default()).unwrap().unwrap()
}

pub(crate) fn rows(path: &Path) -> Vec<Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// A key as the corpus writes it: name, algorithm, secret.
pub(crate) fn corpus_key(of: &Value, decode: impl Fn(&[u8]) -> Vec<u8>) -> Key {
    let part = |n: usize| of[n].as_str().unwrap();
    let algorithm = Algorithm::from_text(part(1)).unwrap();
    Key { name: name(part(0)), algorithm, secret: Secret::new(decode(part(2).as_bytes())) }
}

pub(crate) fn base64(text: &[u8]) -> Vec<u8> {
    BASE64.decode(text).unwrap()
}

pub(crate) fn hex(text: &[u8]) -> Vec<u8> {
    HEX.decode(text).unwrap()
}

fn tcp_messages(mut stream: &[u8]) -> Vec<Vec<u8>> {
    let mut messages = Vec::new();
    while let Some((len, rest)) = stream.split_first_chunk() {
        let (message, rest) = rest.split_at(usize::from(u16::from_be_bytes(*len)).min(rest.len()));
        messages.push(message.to_vec());
        stream = rest;
    }
    messages
}

/// Verifies a whole answer.
pub(crate) fn verify(mut sequence: ClientSequence, messages: &[Vec<u8>], now_s: u64) -> Result<(), String> {
    for message in messages {
        let message = Message::parse(message).map_err(|fault| fault.code.name.to_owned())?;
        sequence.message(&message, now_s).map_err(|fault| fault.code().name.to_owned())?;
    }
    sequence.done().map_err(|fault| fault.code().name.to_owned())
}

/// The request MAC of a request that someone else signed: what `sign_request` makes of the same message and time.
pub(crate) fn request_mac(request: &[u8], key: &Key) -> Vec<u8> {
    let at = parse(request).tsig_offset().unwrap();
    let start = at + key.name.as_ref().wire().len() + 10 + key.algorithm.name().as_ref().wire().len() + 10;
    request[start..start + key.algorithm.mac_len()].to_vec()
}

#[test]
fn real_servers_answers_come_out_as_they_meant() {
    let mut cases = 0;
    for line in include_str!("../data/tsig/peers.txt").lines().filter(|l| !l.starts_with('#')) {
        let fields: Vec<&str> = line.split(" | ").collect();
        let [case, key, secret, now, request, answer, outcome] = fields[..] else { panic!("{line}") };
        let (algorithm, key_name) = key.split_once(':').unwrap();
        let algorithm = Algorithm::from_text(algorithm).unwrap();
        let key = Key { name: name(key_name), algorithm, secret: Secret::from_base64(secret).unwrap() };
        let now_s = now.parse().unwrap();
        let request = hex(request.as_bytes());
        let mut sequence = ClientSequence::new(&key, &request_mac(&request, &key), &TsigLimits::default());
        let mut got = "ok".to_owned();
        for message in answer.split('/') {
            if let Err(fault) = sequence.message(&parse(&hex(message.as_bytes())), now_s) {
                let error = fault.peer_error().and_then(Rcode::tsig_mnemonic);
                got = error.unwrap_or(fault.code().name).to_owned();
                if got == "BADTIME" {
                    // The capture was made an hour after the client's pretended time.
                    assert!(matches!(fault, TsigFault::Peer { verified: true, .. }), "{case}");
                    assert!((3_598..3_605).contains(&fault.skew_s().unwrap()), "{case}: {fault:?}");
                }
            }
        }
        assert_eq!(got, outcome, "{case}");
        cases += 1;
    }
    assert_eq!(cases, 12);
}

#[test]
fn corpus_streams_are_judged_as_rfc_8945_reads() {
    let (Some(index), Some(folder)) = (corpus("vectors/dev/tsig-streams.jsonl"), corpus("tsig-streams")) else {
        return;
    };
    for row in rows(&index) {
        let text = |field: &str| row[field].as_str().unwrap();
        let file = text("file");
        let key = corpus_key(&row["key"], base64);
        let request_id = parse(&hex(text("request").as_bytes())).header().id;
        let messages = tcp_messages(&std::fs::read(folder.join(file)).unwrap());
        let sequence = ClientSequence::new(&key, &hex(text("request_mac").as_bytes()), &TsigLimits::default());
        let mut verdict = verify(sequence, &messages, row["now"].as_u64().unwrap());
        // The ID ties a message to its request; that is looked at before the signature.
        if messages.iter().any(|m| parse_id(m) != request_id) {
            verdict = Err("wrong id".to_owned());
        }
        match text("expect") {
            "accept" => assert_eq!(verdict, Ok(()), "{file}"),
            "either" => {}
            expect if expect == "reject" || expect.starts_with("policy") => assert!(verdict.is_err(), "{file}"),
            other => panic!("{file}: {other}"),
        }
    }
}

fn parse_id(message: &[u8]) -> u16 {
    u16::from_be_bytes([message[0], message[1]])
}

#[test]
fn corpus_messages_are_judged_as_their_sources_do() {
    let Some(path) = corpus("vectors/dev/tsig.jsonl") else { return };
    let mut cases = 0;
    for row in rows(&path) {
        // Messages of a longer answer need those before them: see the corpus's tests.
        if row["kind"] != "verify" || row["has_ctx"] == true {
            continue;
        }
        let (id, expect) = (row["id"].as_str().unwrap(), row["expect"].as_str().unwrap());
        let key = corpus_key(&row["key"][0], hex);
        let wire = hex(row["message"].as_str().unwrap().as_bytes());
        let (now_s, limits) = (row["now"].as_u64().unwrap(), TsigLimits::default());
        let request_mac = hex(row["request_mac"].as_str().unwrap().as_bytes());
        let verdict = match Message::parse(&wire) {
            Err(fault) => Err(fault.code.name),
            Ok(message) if request_mac.is_empty() => {
                check_request(&message, &vec![key], now_s, &limits).map(drop).map_err(|r| r.fault().code().name)
            }
            Ok(message) => ClientSequence::new(&key, &request_mac, &limits)
                .message(&message, now_s)
                .map(drop)
                .map_err(|fault| fault.code().name),
        };
        assert_eq!(verdict.is_ok(), expect == "ok", "{id}: {verdict:?} {}", row["error"]);
        cases += 1;
    }
    assert!(cases > 10, "{cases}");
}

#[test]
fn a_wrong_secret_key_clock_or_length_has_its_own_answer() {
    let ours = key(Algorithm::Sha256);
    let mut theirs = ours.clone();
    let limits = TsigLimits::default();
    let refuse = |request: &[u8], keys: &Vec<Key>, now_s, limits: &TsigLimits| {
        *check_request(&parse(request), keys, now_s, limits).unwrap_err()
    };
    // Another secret: BADSIG, unsigned.
    theirs.secret = Secret::new(b"another".to_vec());
    let (request, mut client) = ask(&ours);
    let rejection = refuse(&request, &vec![theirs.clone()], NOW, &limits);
    assert_eq!((rejection.rcode(), rejection.tsig_error()), (Rcode::NOTAUTH, Some(Rcode::BADSIG)));
    let mut answer = response(1);
    rejection.sign(&mut answer, NOW);
    let fault = client.message(&parse(&answer), NOW).unwrap_err();
    assert!(matches!(fault, TsigFault::Peer { error: Rcode::BADSIG, verified: false, .. }));
    // Another algorithm: BADKEY, and the fault knows that the name is known.
    theirs.algorithm = Algorithm::Sha512;
    let rejection = refuse(&request, &vec![theirs.clone()], NOW, &limits);
    assert_eq!(rejection.tsig_error(), Some(Rcode::BADKEY));
    assert_eq!(rejection.fault().code().name, "tsig-unknown-algorithm");
    assert_eq!(refuse(&request, &vec![], NOW, &limits).fault().code().name, "tsig-unknown-key");
    // Another time: BADTIME, signed, and it tells the server's clock. 300 s are still right.
    assert!(check_request(&parse(&request), &vec![ours.clone()], NOW + 300, &limits).is_ok());
    let rejection = refuse(&request, &vec![ours.clone()], NOW + 301, &limits);
    let mut answer = response(1);
    rejection.sign(&mut answer, NOW + 301);
    let (_, mut client) = ask(&ours);
    let fault = client.message(&parse(&answer), NOW).unwrap_err();
    assert!(matches!(fault, TsigFault::Peer { error: Rcode::BADTIME, verified: true, .. }), "{fault:?}");
    assert_eq!(fault.skew_s(), Some(301));
    // Time is looked at after the MAC: a wrong secret at a wrong time is BADSIG.
    theirs.algorithm = ours.algorithm;
    assert_eq!(refuse(&request, &vec![theirs], NOW + 301, &limits).tsig_error(), Some(Rcode::BADSIG));
}

#[test]
fn cut_macs_follow_the_policy_and_its_least_length() {
    let key = key(Algorithm::Sha256);
    let (request, _) = ask(&key);
    let at = request.len() - 32 - 6;
    for (octets, refused, cut_allowed) in
        [(9, "tsig-mac-size", false), (15, "tsig-mac-size", false), (16, "tsig-bad-truncation", true)]
    {
        let mut cut = request.clone();
        cut.drain(at + octets..at + 32);
        let missing = 32 - octets;
        cut[at - 1] = u8::try_from(octets).unwrap();
        let rdlen = at - 10 - key.algorithm.name().as_ref().wire().len() - 2;
        cut[rdlen + 1] -= u8::try_from(missing).unwrap();
        let keys = vec![key.clone()];
        let strict = check_request(&parse(&cut), &keys, NOW, &TsigLimits::default()).unwrap_err();
        assert_eq!(strict.fault().code().name, refused, "{octets}");
        let lax = check_request(
            &parse(&cut),
            &keys,
            NOW,
            &TsigLimits { shortest_mac: octets as u16, ..TsigLimits::default() },
        );
        assert_eq!(lax.is_ok(), cut_allowed, "{octets}");
    }
}

/// An answer of `count` messages, all signed, as our own server does it.
pub(crate) fn answer(key: &Key, request: &[u8], count: u32) -> Vec<Vec<u8>> {
    let mut server = serve(key, request);
    (0..count)
        .map(|n| {
            let mut message = response((n % 250) as u8);
            server.sign(&mut message, NOW);
            message
        })
        .collect()
}

/// An answer whose first, every `every`th and last message is signed, written down from RFC 8945 §5.3.1 a second time.
pub(crate) fn answer_with_gaps(
    key: &Key,
    secret: &[u8],
    request_mac: Vec<u8>,
    count: usize,
    every: usize,
) -> Vec<Vec<u8>> {
    let mut prior = request_mac;
    let mut since: Vec<u8> = Vec::new();
    let mut messages = Vec::new();
    for n in 0..count {
        let mut message = response((n % 250) as u8);
        since.extend(&message);
        if n == 0 || n % every == 0 || n + 1 == count {
            let algorithm = key.algorithm.name();
            let timers = [&NOW.to_be_bytes()[2..], &300_u16.to_be_bytes()].concat();
            let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
            mac.update(&[&32_u16.to_be_bytes(), prior.as_slice(), &since].concat());
            if n == 0 {
                mac.update(&[key.name.as_ref().wire(), &[0, 255, 0, 0, 0, 0], algorithm.as_ref().wire()].concat());
                mac.update(&[&timers[..], &[0; 4]].concat());
            } else {
                mac.update(&timers);
            }
            prior = mac.finalize().into_bytes().to_vec();
            since.clear();
            message[11] += 1;
            let tail = [&message[..2], &[0; 4]].concat();
            let rdata = [algorithm.as_ref().wire(), &timers, &[0, 32], &prior, &tail].concat();
            message.extend(key.name.as_ref().wire());
            message.extend([0, 250, 0, 255, 0, 0, 0, 0, 0, u8::try_from(rdata.len()).unwrap()]);
            message.extend(rdata);
        }
        messages.push(message);
    }
    messages
}

#[test]
fn an_answer_must_end_signed_and_hang_together() {
    let key = key(Algorithm::Sha384);
    let (request, client) = ask(&key);
    let whole = answer(&key, &request, 5);
    assert_eq!(verify(client, &whole, NOW), Ok(()));
    let meddled = |change: fn(&mut Vec<Vec<u8>>)| {
        let mut messages = whole.clone();
        change(&mut messages);
        let (_, client) = ask(&key);
        verify(client, &messages, NOW).unwrap_err()
    };
    assert_eq!(meddled(|m| drop(m.remove(0))), "tsig-bad-signature");
    assert_eq!(meddled(|m| drop(m.remove(2))), "tsig-bad-signature-later");
    assert_eq!(meddled(|m| m.swap(2, 3)), "tsig-bad-signature-later");
    assert_eq!(meddled(|m| m.push(response(9))), "tsig-last-unsigned");
    assert_eq!(meddled(|m| m.insert(0, response(9))), "tsig-unsigned");
    assert_eq!(meddled(|m| m.extend(vec![response(9); 100])), "tsig-unsigned-run");
    assert_eq!(meddled(|m| m.extend(vec![response(9); 99])), "tsig-last-unsigned");
    assert_eq!(meddled(Vec::clear), "tsig-unsigned");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_signed_verifies_and_no_other_bit_does(which in 0..9_usize, bit in any::<prop::sample::Index>()) {
        let key = key(Algorithm::ALL[which]);
        let (request, _) = ask(&key);
        prop_assert_eq!(request.len() + 6, query(RecordType::AXFR).len() + key.record_len());
        let mut client = ask(&key).1;
        let signed = answer(&key, &request, 1).remove(0);
        prop_assert_eq!(client.message(&parse(&signed), NOW), Ok(Proof::Signed));
        for wire in [request, signed.clone()] {
            let bit = bit.index(wire.len() * 8);
            let mut flipped = wire.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            // The ID in the header is not covered: the original one in the record is (RFC 8945 §4.3.2). Names are
            // covered in lower case, so the case bit of the key's and the algorithm's name is not.
            let at = parse(&wire).tsig_offset().unwrap();
            let names = at..at + key.name.as_ref().wire().len() + 10 + key.algorithm.name().as_ref().wire().len();
            if bit / 8 < 2 || (names.contains(&(bit / 8)) && bit % 8 == 5) {
                continue;
            }
            let Ok(message) = Message::parse(&flipped) else { continue };
            let believed = if wire == signed {
                ask(&key).1.message(&message, NOW).is_ok()
            } else {
                matches!(check_request(&message, &vec![key.clone()], NOW, &TsigLimits::default()), Ok(Some(_)))
            };
            prop_assert!(!believed, "bit {}", bit);
        }
    }

    #[test]
    fn up_to_99_messages_may_stand_unsigned_between_two(count in 1..300_usize, every in 1..120_usize) {
        let key = key(Algorithm::Sha256);
        let (request, client) = ask(&key);
        let messages = answer_with_gaps(&key, SECRET, request_mac(&request, &key), count, every);
        let longest_gap = every.min(count.saturating_sub(1)) - usize::from(count > 1);
        let expected = if longest_gap > 99 { Err("tsig-unsigned-run".to_owned()) } else { Ok(()) };
        prop_assert_eq!(verify(client, &messages, NOW), expected);
    }

    #[test]
    fn an_answer_of_any_length_verifies(count in 1..300_u32, which in 0..9_usize) {
        let key = key(Algorithm::ALL[which]);
        let (request, client) = ask(&key);
        prop_assert_eq!(verify(client, &answer(&key, &request, count), NOW), Ok(()));
    }
}
