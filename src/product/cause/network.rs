//! Causes of connections that fail, and of answers that are none.

use super::Likelihood::{High, Low, Medium};
use super::{Carrier, Found, Setting, codes};
use crate::engine::xfr::Failure;

pub(super) fn causes(failure: &Failure, setting: &Setting<'_>) -> Found {
    if setting.over == Carrier::Udp {
        return datagram(failure, setting);
    }
    match failure.code.name {
        // TCP says "closed" and UDP answers: the server runs.
        "xfr-connection-refused" if setting.other_works == Some(true) => {
            vec![(High, &codes::TCP_CLOSED), (Low, &codes::FIREWALL_REJECTS)]
        }
        "xfr-connection-refused" => nothing_listens(),
        "xfr-connect-timeout" if setting.other_works == Some(true) => vec![(High, &codes::TCP_DROPPED)],
        "xfr-connect-timeout" => nothing_comes_back(),
        "xfr-timeout" => vec![
            (Medium, &codes::HOST_BUSY),
            (Medium, &codes::NOT_DNS),
            (Medium, &codes::FIREWALL_DROPS),
            (Low, &codes::MTU),
        ],
        "xfr-unreachable" => vec![(High, &codes::ROUTE), (Low, &codes::WRONG_ADDRESS)],
        "xfr-reset" => {
            vec![(High, &codes::CONNECTION_LIMIT), (Medium, &codes::CLOSED_WITHOUT_ANSWER), (Medium, &codes::NOT_DNS)]
        }
        "xfr-closed" => {
            vec![(High, &codes::CLOSED_WITHOUT_ANSWER), (Medium, &codes::CONNECTION_LIMIT), (Medium, &codes::NOT_DNS)]
        }
        "xfr-cut" => vec![(High, &codes::TRANSFER_BROKEN), (Low, &codes::MTU)],
        "xfr-tls" => vec![(High, &codes::TLS)],
        "xfr-malformed" | "xfr-not-a-response" | "xfr-wrong-id" | "xfr-wrong-opcode" | "xfr-wrong-question" => {
            vec![(High, &codes::NOT_DNS), (Medium, &codes::MESSAGE_CHANGED)]
        }
        "xfr-not-authoritative" => {
            vec![(High, &codes::RESOLVER), (Medium, &codes::ZONE_NOT_LOADED), (Medium, &codes::ZONE_ABSENT)]
        }
        "xfr-no-soa" => vec![(High, &codes::ZONE_NOT_APEX), (Medium, &codes::ZONE_ABSENT)],
        "xfr-soa-changed" => vec![(High, &codes::ZONE_CHANGED)],
        "xfr-change-misfit" | "xfr-change-missing" | "xfr-incremental" | "xfr-empty-answer" | "xfr-ixfr-end"
        | "xfr-ixfr-gap" | "xfr-ixfr-start" => {
            vec![(High, &codes::IXFR_HISTORY), (Medium, &codes::PRIMARY_SENDS_WRONG)]
        }
        "xfr-after-end" | "xfr-first-not-soa" | "xfr-meta-type" | "xfr-rdata" | "xfr-soa-below" | "xfr-truncated"
        | "xfr-wrong-class" => vec![(High, &codes::PRIMARY_SENDS_WRONG)],
        code if code.starts_with("xfr-limit-") => vec![(High, &codes::LIMITS_HERE)],
        _ => Vec::new(),
    }
}

/// Over UDP: silence and ICMP's "port unreachable" mean less when TCP works.
fn datagram(failure: &Failure, setting: &Setting<'_>) -> Found {
    match (failure.code.name, setting.other_works) {
        ("xfr-connection-refused" | "xfr-timeout", Some(true)) => vec![(High, &codes::UDP_DROPPED)],
        ("xfr-connection-refused", _) => nothing_listens(),
        ("xfr-timeout", _) => nothing_comes_back(),
        _ => causes(failure, &Setting { over: Carrier::Tcp, ..*setting }),
    }
}

fn nothing_listens() -> Found {
    vec![
        (High, &codes::NOT_RUNNING),
        (High, &codes::OTHER_PORT),
        (Medium, &codes::OTHER_ADDRESS),
        (Low, &codes::FIREWALL_REJECTS),
        (Low, &codes::WRONG_ADDRESS),
    ]
}

fn nothing_comes_back() -> Found {
    vec![(High, &codes::FIREWALL_DROPS), (Medium, &codes::WRONG_ADDRESS), (Medium, &codes::DEAD_HOST)]
}
