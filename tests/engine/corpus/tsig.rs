//! TSIG cases of other projects' test suites that are no single message to verify: bare HMACs, keys as text, packets sent
//! to a server, queries with cut MACs, messages that follow another.
//!
//! `tests/data/corpus/tsig.txt` lists what cannot be judged here, each with its reason.

use std::collections::BTreeMap;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use understudy::engine::answer::{Access, Client, Response, Server, Transport, Zone, Zones, respond};
use understudy::engine::dns::message::{Header, Message, MessageBuilder};
use understudy::engine::dns::{Class, NameRef, Opcode, Rcode, RecordType};
use understudy::engine::limits::{AnswerLimits, TsigLimits, ZoneLimits};
use understudy::engine::tsig::{Algorithm, ClientSequence, Key, Secret, sign_request, understand};
use understudy::engine::zone::{Snapshot, Versions};

use super::{corpus, listed};
use crate::tsig::{NOW, base64, corpus_key, hex, name, parse, query, request_mac, rows};
use crate::wire::{rrs, zone};

struct World(Snapshot);

impl Zones for World {
    fn zone(&self, apex: NameRef<'_>) -> Option<Zone> {
        let history = Arc::new(Versions::new(&ZoneLimits::default()));
        let content = (apex == self.0.apex()).then(|| self.0.clone())?;
        Some(Zone { content: Some(content), history, access: Arc::new(Access::default()) })
    }
}

/// What a server with the zone of the cases says to a packet.
fn serve(keys: &Vec<Key>, packet: &[u8], now_s: u64, tsig: &TsigLimits) -> Option<Vec<u8>> {
    let world = World(zone("example.nil", &rrs("example.nil 60 SOA ns. host. 1 1 1 1 1")));
    let server = Server { zones: &world, keys, limits: &AnswerLimits::default(), tsig };
    let client = Client { address: "192.0.2.1".parse().unwrap(), transport: Transport::Tcp };
    match respond(server, client, packet, now_s).response {
        Response::Message(message) => Some(message),
        Response::Silence | Response::Stream(_) => None,
    }
}

/// The error of a message's TSIG record.
fn tsig_error(message: &Message<'_>, key: &Key) -> Option<Rcode> {
    let at = message.tsig_offset()?;
    let rdata = at + key.name.as_ref().wire().len() + 10 + key.algorithm.name().as_ref().wire().len();
    let mac_len = message.octets().get(rdata + 8..rdata + 10)?;
    let error = rdata + 10 + usize::from(u16::from_be_bytes([mac_len[0], mac_len[1]])) + 2;
    Some(Rcode(u16::from_be_bytes([message.octets()[error], message.octets()[error + 1]])))
}

/// An HMAC with somebody else's hash, so that ours is held against two.
fn by_hand(algorithm: Algorithm, secret: &[u8], data: &[u8]) -> Vec<u8> {
    macro_rules! hmac {
        ($hash:ty) => {{
            let mut mac = Hmac::<$hash>::new_from_slice(secret).unwrap();
            mac.update(data);
            mac.finalize().into_bytes().to_vec()
        }};
    }
    match algorithm {
        Algorithm::Md5 => hmac!(md5::Md5),
        Algorithm::Sha1 => hmac!(sha1::Sha1),
        Algorithm::Sha224 => hmac!(sha2::Sha224),
        Algorithm::Sha256 | Algorithm::Sha256Cut128 => hmac!(sha2::Sha256),
        Algorithm::Sha384 | Algorithm::Sha384Cut192 => hmac!(sha2::Sha384),
        Algorithm::Sha512 | Algorithm::Sha512Cut256 => hmac!(sha2::Sha512),
    }
}

/// The vector's HMAC comes out, and what we sign has the HMAC of the same bytes.
fn hmac(row: &Value) -> bool {
    let text = |field: &str| row[field].as_str().unwrap();
    let algorithm = Algorithm::from_text(text("alg")).unwrap();
    let (secret, payload) = (hex(text("key_hex").as_bytes()), hex(text("payload").as_bytes()));
    let right = by_hand(algorithm, &secret, &payload) == hex(text("mac").as_bytes());
    let key = Key { name: name("k"), algorithm, secret: Secret::new(secret.clone()) };
    let bare = query(RecordType::SOA);
    let mut signed = bare.clone();
    let _ = sign_request(&key, &mut signed, NOW, &TsigLimits::default());
    let on_wire = algorithm.name();
    let variables = [
        key.name.as_ref().wire(),
        &[0, 255, 0, 0, 0, 0],
        on_wire.as_ref().wire(),
        &NOW.to_be_bytes()[2..],
        &[1, 44, 0, 0, 0, 0],
    ];
    right && request_mac(&signed, &key) == by_hand(algorithm, &secret, &[bare, variables.concat()].concat())
}

fn keyspec(row: &Value) -> bool {
    let found = understand(row["spec"].as_str().unwrap(), &TsigLimits::default()).single();
    if row["expect"] == "error" {
        return found.is_none();
    }
    let part = |n: usize| row["key"][n].as_str().unwrap();
    found.is_some_and(|key| {
        Some(key.algorithm) == Algorithm::from_text(part(0))
            && key.name == name(part(1))
            && key.secret == Secret::new(part(2).as_bytes().to_vec())
    })
}

/// Packets that once stopped a server: each gets the answer that its source asks for.
fn packet(row: &Value) -> bool {
    let octets = hex(row["message"].as_str().unwrap().as_bytes());
    let known = Key { name: name("sha256"), algorithm: Algorithm::Sha256, secret: Secret::new(vec![1; 32]) };
    let said = |keys: Vec<Key>| {
        let message = serve(&keys, &octets, NOW, &TsigLimits::default())?;
        Some(parse(&message).rcode())
    };
    let wanted = row["expect"].as_str().unwrap();
    let (with_key, without) = (said(vec![known]), said(Vec::new()));
    if wanted.starts_with("FORMERR") {
        return with_key == Some(Rcode::FORMERR) && without == Some(Rcode::FORMERR);
    }
    assert!(wanted.contains("handled as a request"), "{wanted}");
    // It has no MAC: of a format error with the key, of an unknown key without.
    with_key == Some(Rcode::FORMERR) && without == Some(Rcode::NOTAUTH)
}

/// A query whose MAC is as long as the row says, to a server whose policy is the row's.
fn live(row: &Value) -> bool {
    let (key, action) = (&row["key"][0], row["action"].as_str().unwrap());
    let part = |n: usize| key[n].as_str().unwrap();
    // BIND writes how far MACs are cut behind the algorithm: hmac-md5-80.
    let spelled = part(1);
    let (plain, bits) = match spelled.rsplit_once('-') {
        Some((plain, bits)) if bits.len() <= 3 && plain != "hmac" => (plain, bits.parse::<usize>().ok()),
        _ => (spelled, None),
    };
    let algorithm = Algorithm::from_text(plain).unwrap();
    let key = Key { name: name(part(0)), algorithm, secret: Secret::new(base64(part(2).as_bytes())) };
    let policy = bits
        .filter(|_| action.contains("configured as truncated"))
        .map_or(u16::MAX, |bits| u16::try_from(bits / 8).unwrap());
    let limits = TsigLimits { shortest_mac: policy, ..TsigLimits::default() };
    let mut builder = MessageBuilder::new(Header::query(7, Opcode::QUERY), 65_535);
    builder.question(name("example.nil").as_ref(), RecordType::SOA, Class::IN).unwrap();
    let mut request = builder.finish();
    let _ = sign_request(&key, &mut request, NOW, &limits);
    let mut mac = request_mac(&request, &key);
    if let Some((_, tail)) = action.split_once("truncated to ") {
        let octets = tail.split(' ').next().unwrap().parse::<usize>().unwrap() / 8;
        let missing = mac.len() - octets;
        mac.truncate(octets);
        let at = request.len() - 6 - missing - octets;
        request.drain(at + octets..at + octets + missing);
        request[at - 1] = u8::try_from(octets).unwrap();
        let len = at - 10 - key.algorithm.name().as_ref().wire().len() - 1;
        request[len] -= u8::try_from(missing).unwrap();
    }
    let told = serve(&vec![key.clone()], &request, NOW, &limits).unwrap();
    let message = parse(&told);
    let said = (message.rcode(), tsig_error(&message, &key));
    let believed = ClientSequence::new(&key, &mac, &limits).message(&message, NOW);
    if row["expect"].as_str().unwrap().contains("BADTRUNC") {
        said == (Rcode::NOTAUTH, Some(Rcode::BADTRUNC)) && believed.is_err()
    } else {
        said == (Rcode::NOERROR, Some(Rcode::NOERROR)) && believed.is_ok()
    }
}

/// A message that follows the one of the same test that begins an answer.
fn follows(row: &Value, all: &[Value]) -> Option<bool> {
    let first = all.iter().find(|r| r["authority"] == row["authority"] && r["has_ctx"] == false)?;
    let key = corpus_key(&row["key"][0], hex);
    let octets = |row: &Value, field: &str| hex(row[field].as_str().unwrap().as_bytes());
    let mut sequence = ClientSequence::new(&key, &octets(first, "request_mac"), &TsigLimits::default());
    let verified = [first, row].map(|row| {
        let message = octets(row, "message");
        sequence.message(&parse(&message), row["now"].as_u64().unwrap()).is_ok()
    });
    Some(verified == [true, row["expect"] == "ok"])
}

#[test]
fn tsig_cases_come_out_as_their_sources_say() {
    let Some(path) = corpus("vectors/dev/tsig.jsonl") else { return };
    let all = rows(&path);
    let mut listed = listed(include_str!("../../data/corpus/tsig.txt"));
    let (mut judged, mut wrong) = (BTreeMap::<&str, usize>::new(), Vec::new());
    for row in &all {
        let (id, kind) = (row["id"].as_str().unwrap(), row["kind"].as_str().unwrap());
        let verdict = match kind {
            "hmac" => Some(hmac(row)),
            "keyspec" => Some(keyspec(row)),
            "packet" => Some(packet(row)),
            "live" => Some(live(row)),
            // Single messages are verified one by one in `tsig`.
            "verify" if row["has_ctx"] != true => continue,
            "verify" => follows(row, &all),
            other => panic!("{id}: {other}"),
        };
        *judged.entry(kind).or_default() += usize::from(verdict.is_some());
        if verdict != Some(true) && listed.remove(id).is_none() {
            wrong.push(format!("{id} {kind}: {verdict:?} {}", row["expect"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(listed.is_empty(), "judged as there by now: {:?}", listed.keys());
    assert_eq!(judged.keys().copied().collect::<Vec<_>>(), ["hmac", "keyspec", "live", "packet", "verify"]);
    assert!(judged.values().sum::<usize>() >= 20, "{judged:?}");
}
