//! The scenarios of BIND's hostile primary (bin/tests/system/xfer), by their names: what it does, played here.

use understudy::engine::dns::message::Message;
use understudy::engine::dns::{RecordType, Serial};
use understudy::engine::limits::{TransferLimits, TsigLimits};
use understudy::engine::tsig::{Algorithm, Key, Secret, check_request};
use understudy::engine::xfr::{Close, Flow, Intake, Kind, Outcome, Request, Transfer, Via};

use crate::wire::{NOW, Rr, key, name, response, rr, rrs, zone};

const ID: u16 = 77;

fn content(last: u32) -> Vec<Rr> {
    let mut records = rrs("example 60 SOA ns. host. 2 1 1 1 1
        example 60 NS ns.
        a.example 60 A 192.0.2.1
        b.example 60 A 192.0.2.2");
    records.push(rr(&format!("example 60 SOA ns. host. {last} 1 1 1 1")));
    records
}

/// How one transfer of `kind` ends when the primary plays `scenario`.
fn transfer(scenario: &str, kind: Kind) -> Result<(), &'static str> {
    let ours = key(Algorithm::Sha256, b"the secret that both have");
    let signs = !matches!(scenario, "soamismatch" | "ixfrnotimp" | "ednsformerr");
    let held = (kind == Kind::Ixfr).then(|| zone("example", &rrs("example 60 SOA ns. host. 1 1 1 1 1")));
    let have = held.as_ref().map(|_| Serial(1));
    let request =
        Request { apex: name("example"), kind, have, id: ID, key: signs.then(|| ours.clone()), via: Via::Stream };
    let limits = TransferLimits::default();
    let mut transfer = Transfer::new(request, limits, Intake::new(name("example"), held, limits));
    let asked = transfer.request(NOW);
    let asked = Message::parse(&asked).unwrap();
    // It answers a request with EDNS by FORMERR.
    let rcode = match scenario {
        "ednsformerr" if asked.opt().is_some() => 1,
        "ixfrnotimp" if kind == Kind::Ixfr => 4,
        _ => 0,
    };
    let theirs = match scenario {
        "badkeydata" => Key { secret: Secret::new(b"another secret".to_vec()), ..(*ours).clone() },
        "unknownkey" => Key { name: name("unknown.key"), ..(*ours).clone() },
        _ => (*ours).clone(),
    };
    // Whoever signs with a key of his own has seen the request all the same.
    let known = vec![(*ours).clone()];
    let mut sequence = check_request(&asked, &known, NOW.wall_s, &TsigLimits::default()).unwrap();
    let records = content(if scenario == "soamismatch" { 3 } else { 2 });
    for (n, part) in records.chunks(2).enumerate() {
        let part = if rcode == 0 { part } else { &[] };
        let mut message =
            response(ID, Some(("example", RecordType::AXFR)).filter(|_| n == 0 && kind == Kind::Axfr), part);
        message[3] |= rcode;
        let leaves_out = scenario == "unsigned" || (scenario == "partial" && n > 0);
        if let Some(sequence) = sequence.as_mut().filter(|_| !leaves_out) {
            if theirs == *ours {
                sequence.sign(&mut message, NOW.wall_s);
            } else {
                let mut forged = message.clone();
                let _ =
                    understudy::engine::tsig::sign_request(&theirs, &mut forged, NOW.wall_s, &TsigLimits::default());
                message = forged;
            }
        }
        if transfer.message(NOW, &message) == Flow::Done {
            break;
        }
    }
    match transfer.closed(Close::Ended) {
        Outcome::Complete(..) => Ok(()),
        Outcome::Failed(failure) => Err(failure.code.name),
        Outcome::Current(_) => Err("current"),
    }
}

/// Whether it ends as the scenario's row says.
pub(super) fn play(scenario: &str, expect: &str) -> bool {
    let axfr = transfer(scenario, Kind::Axfr);
    match scenario {
        "goodaxfr" | "ednsformerr" => expect.ends_with("accept") && axfr == Ok(()),
        "ixfrnotimp" => {
            expect.ends_with("accept") && transfer(scenario, Kind::Ixfr) == Err("xfr-rcode") && axfr == Ok(())
        }
        "badkeydata" => axfr == Err("tsig-bad-signature"),
        "unknownkey" => axfr == Err("tsig-wrong-key"),
        "unsigned" => axfr == Err("tsig-unsigned"),
        "partial" => axfr == Err("tsig-last-unsigned"),
        "soamismatch" => axfr == Err("xfr-soa-changed"),
        _ => false,
    }
}
