//! Causes of failures about signatures: found here, or told by the peer in its TSIG record (RFC 8945 §5.2).

use super::Likelihood::{High, Low, Medium};
use super::{Found, Setting, codes};
use crate::engine::diag::Arg;
use crate::engine::dns::Rcode;
use crate::engine::xfr::Failure;

pub(super) fn causes(failure: &Failure, _: &Setting<'_>) -> Found {
    match failure.tsig_error {
        // RFC 8945 §5.2.2: the key was found, its MAC is another one.
        Some(Rcode::BADSIG) => vec![
            (High, &codes::SECRET_DIFFERS),
            (Medium, &codes::SAME_NAME_OTHER_KEY),
            (Medium, &codes::SECRET_ENCODING),
            (Medium, &codes::KEY_NOT_RELOADED),
            (Low, &codes::MESSAGE_CHANGED),
        ],
        // RFC 8945 §5.2.1: no key of this name and algorithm.
        Some(Rcode::BADKEY) => vec![
            (High, &codes::KEY_UNKNOWN),
            (Medium, &codes::ALGORITHM_DIFFERS),
            (Medium, &codes::KEY_NOT_RELOADED),
            (Low, &codes::WRONG_ADDRESS),
        ],
        Some(Rcode::BADTIME) => clock(failure),
        Some(Rcode::BADTRUNC) => vec![(High, &codes::CUT_SIGNATURE)],
        Some(_) => vec![(Medium, &codes::SERVER_LOG)],
        None => found_here(failure),
    }
}

fn clock(failure: &Failure) -> Found {
    let Some(Arg::Number(seconds)) = failure.args.get("seconds") else { return vec![(High, &codes::CLOCK_UNTOLD)] };
    let mut found: Found = vec![(High, &codes::CLOCK_DIFFERS)];
    // Time zones lie whole and half hours apart; a clock that merely drifted seldom does.
    let beside = seconds % 1_800;
    if *seconds >= 1_700 && beside.min(1_800 - beside) < 60 {
        found.push((Medium, &codes::TIME_ZONE));
    }
    found
}

/// Codes of the room `tsig`: what we think of the peer's signature. The primary took ours, else it had said so.
fn found_here(failure: &Failure) -> Found {
    match failure.code.name {
        "tsig-bad-time" => clock(failure),
        "tsig-bad-signature" => vec![(High, &codes::MESSAGE_CHANGED), (Medium, &codes::ANSWER_CHANGED)],
        "tsig-bad-signature-later" => vec![(High, &codes::ANSWER_CHANGED), (Medium, &codes::MESSAGE_CHANGED)],
        "tsig-unsigned" => vec![(High, &codes::NO_TSIG), (Medium, &codes::KEY_UNKNOWN_TO_ZONE)],
        "tsig-last-unsigned" | "tsig-unsigned-run" => vec![(High, &codes::SIGNATURE_ENDS)],
        "tsig-wrong-key" | "tsig-wrong-algorithm" => {
            vec![(High, &codes::WRONG_ADDRESS), (Medium, &codes::ANSWER_CHANGED)]
        }
        "tsig-bad-truncation" => vec![(High, &codes::CUT_SIGNATURE)],
        "tsig-mac-size" | "tsig-malformed" | "tsig-class-or-ttl" => {
            vec![(Medium, &codes::MESSAGE_CHANGED), (Medium, &codes::PRIMARY_SENDS_WRONG)]
        }
        _ => Vec::new(),
    }
}
