//! Causes of response codes: what BIND, Knot, NSD and PowerDNS mean by them.

use super::Likelihood::{High, Low, Medium};
use super::{Found, Setting, codes};
use crate::engine::diag::Arg;
use crate::engine::dns::Rcode;
use crate::engine::xfr::Failure;

pub(super) fn causes(rcode: Rcode, failure: &Failure, setting: &Setting<'_>) -> Found {
    let asked = match failure.args.get("type") {
        Some(Arg::Text(rtype)) => rtype.as_str(),
        _ => "",
    };
    let is_transfer = matches!(asked, "AXFR" | "IXFR");
    match rcode {
        // BIND and NSD also refuse to answer for zones that they do not serve; a SOA is seldom refused otherwise.
        Rcode::REFUSED if !is_transfer => vec![
            (High, &codes::ZONE_ABSENT),
            (Medium, &codes::QUERY_REFUSED),
            (Low, &codes::DUAL_VIEW),
            (Low, &codes::WRONG_ADDRESS),
        ],
        Rcode::REFUSED if setting.key.is_some() => vec![
            (High, &codes::ACL_KEY),
            (Medium, &codes::ACL_ADDRESS),
            // NSD takes a signature of any algorithm, and lets transfer with the key's own alone.
            (Medium, &codes::ALGORITHM_DIFFERS),
            (Low, &codes::DUAL_VIEW),
            (Low, &codes::ZONE_ABSENT),
        ],
        Rcode::REFUSED => vec![
            (High, &codes::KEY_REQUIRED),
            (High, &codes::ACL_ADDRESS),
            (Low, &codes::DUAL_VIEW),
            (Low, &codes::ZONE_ABSENT),
        ],
        // RFC 8945 §5.2 uses it for keys, and then the TSIG record says so; here it has none, or one without an error.
        // BIND, Knot and PowerDNS answer it to transfers of zones that they do not serve; the last two also to those that
        // they do not allow.
        // PowerDNS answers it to any question that is signed with a key, an algorithm or a secret that it does not have, or by
        // another clock.
        Rcode::NOTAUTH if is_transfer && setting.key.is_some() => vec![
            (High, &codes::ZONE_ABSENT),
            (High, &codes::KEY_UNTOLD),
            (Medium, &codes::CLOCK_UNSAID),
            (Medium, &codes::ACL_KEY),
            (Low, &codes::WRONG_ADDRESS),
        ],
        Rcode::NOTAUTH if is_transfer => {
            vec![
                (High, &codes::ZONE_ABSENT),
                (Medium, &codes::ACL_ADDRESS),
                (Medium, &codes::KEY_REQUIRED),
                (Low, &codes::WRONG_ADDRESS),
            ]
        }
        Rcode::NOTAUTH if setting.key.is_some() => vec![
            (High, &codes::KEY_UNTOLD),
            (Medium, &codes::CLOCK_UNSAID),
            (Medium, &codes::ZONE_ABSENT),
            (Low, &codes::DUAL_VIEW),
            (Low, &codes::WRONG_ADDRESS),
        ],
        Rcode::NOTAUTH => vec![(High, &codes::ZONE_ABSENT), (Low, &codes::DUAL_VIEW), (Low, &codes::WRONG_ADDRESS)],
        Rcode::SERVFAIL => {
            vec![(High, &codes::ZONE_NOT_LOADED), (Medium, &codes::ZONE_NOT_TRANSFERRED), (Low, &codes::SERVER_LOG)]
        }
        Rcode::NXDOMAIN => {
            vec![(High, &codes::ZONE_MISSPELT), (Medium, &codes::RESOLVER), (Low, &codes::WRONG_ADDRESS)]
        }
        Rcode::NOTIMP if asked == "IXFR" => vec![(High, &codes::IXFR_HISTORY), (Medium, &codes::NO_TRANSFERS)],
        Rcode::NOTIMP => vec![(High, &codes::NO_TRANSFERS), (Medium, &codes::RESOLVER)],
        Rcode::FORMERR if asked == "IXFR" => vec![(High, &codes::IXFR_HISTORY), (Medium, &codes::MESSAGE_CHANGED)],
        Rcode::FORMERR if setting.key.is_some() => vec![(Medium, &codes::NO_TSIG), (Medium, &codes::MESSAGE_CHANGED)],
        Rcode::FORMERR => vec![(Medium, &codes::NOT_DNS), (Medium, &codes::MESSAGE_CHANGED)],
        _ => vec![(Medium, &codes::SERVER_LOG)],
    }
}
