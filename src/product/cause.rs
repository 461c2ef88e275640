//! A failure → its causes, ranked, each with what to do. What a probe, a transfer and the page say below "it failed".
//!
//! The ranking is knowledge about name servers, written down as data: which answer each of them gives for which mistake.

mod answer;
mod codes;
mod log;
mod network;
mod signature;

use std::net::{IpAddr, SocketAddr};

pub use log::{Decoded, Program, ROWS, Row, Side, of_text};

use crate::engine::diag::{Args, Code, english};
use crate::engine::dns::NameRef;
use crate::engine::tsig::Key;
use crate::engine::xfr::Failure;

/// Under which circumstances something failed.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The zone asked for.
    pub zone: NameRef<'a>,
    /// Who was asked.
    pub peer: SocketAddr,
    /// From which address, where that is known.
    pub local: Option<IpAddr>,
    /// The key that signed, if any.
    pub key: Option<&'a Key>,
    /// What carried it.
    pub over: Carrier,
    /// Whether the other carrier works; none when it was not tried.
    pub other_works: Option<bool>,
}

/// What carries DNS messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Datagrams: enough for a SOA.
    Udp,
    /// A connection: what transfers need (RFC 5936 §4.2).
    Tcp,
}

/// How likely a cause is. Ordered: the likeliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likelihood {
    /// Look here first.
    High,
    /// Then here.
    Medium,
    /// Then here.
    Low,
}

/// One cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What it is.
    pub code: &'static Code,
    /// How likely it is.
    pub likelihood: Likelihood,
    /// The values of its text.
    pub args: Args,
}

impl Cause {
    /// What it is and why we think so, in English.
    #[must_use]
    pub fn text(&self) -> String {
        english::other_message(self.code, &self.args)
    }

    /// What to do about it, in English.
    #[must_use]
    pub fn remedy(&self) -> String {
        english::other_why(self.code, &self.args)
    }
}

/// The causes of `failure`, the likeliest first; none when it is no failure of the peer or the way to it.
#[must_use]
pub fn rank(failure: &Failure, setting: &Setting<'_>) -> Vec<Cause> {
    let mut found = signature::causes(failure, setting);
    if found.is_empty() {
        found = match failure.rcode.filter(|rcode| rcode.0 != 0) {
            Some(rcode) => answer::causes(rcode, failure, setting),
            None => network::causes(failure, setting),
        };
    }
    let args = args(failure, setting);
    let mut causes: Vec<_> =
        found.into_iter().map(|(likelihood, code)| Cause { code, likelihood, args: args.clone() }).collect();
    causes.sort_by_key(|cause| cause.likelihood);
    causes
}

/// What a rule finds.
type Found = Vec<(Likelihood, &'static Code)>;

/// Every value that a cause's text may name.
fn args(failure: &Failure, setting: &Setting<'_>) -> Args {
    let key = setting.key;
    let copied = |name| failure.args.get(name).map_or_else(String::new, ToString::to_string);
    Args::new()
        .with("zone", setting.zone.to_string())
        .with("peer", setting.peer.to_string())
        .with("ip", setting.peer.ip().to_string())
        .with("port", setting.peer.port())
        .with("local", setting.local.map_or_else(|| "this machine".to_owned(), |ip| ip.to_string()))
        .with("key", key.map_or_else(String::new, |key| key.name.as_ref().without_dot()))
        .with("algorithm", key.map_or("", |key| key.algorithm.config_name()))
        .with("seconds", copied("seconds"))
        .with("direction", copied("direction"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dns::{Name, Rcode};
    use crate::engine::tsig::{Algorithm, Secret, TsigFault};
    use crate::engine::xfr::{Close, codes as xfr};

    fn key() -> Key {
        let name = Name::absolute("xfr-cf.example.com").unwrap();
        Key { name, algorithm: Algorithm::Sha256, secret: Secret::new(b"hidden-octets".to_vec()) }
    }

    fn ranked(failure: &Failure, key: Option<&Key>, other_works: Option<bool>) -> Vec<Cause> {
        let zone = Name::absolute("example.com").unwrap();
        let peer = "192.0.2.53:53".parse().unwrap();
        rank(failure, &Setting { zone: zone.as_ref(), peer, local: None, key, over: Carrier::Tcp, other_works })
    }

    fn first(failure: &Failure, key: Option<&Key>) -> &'static str {
        ranked(failure, key, None).first().map_or("", |cause| cause.code.name)
    }

    fn peer_error(error: Rcode) -> Failure {
        let fault = TsigFault::Peer { error, verified: false, peer_s: None, now_s: 0 };
        Failure { rcode: Some(Rcode::NOTAUTH), ..Failure::from_tsig(&fault) }
    }

    fn rcode(rcode: Rcode, rtype: &str) -> Failure {
        let args = Args::new().with("type", rtype).with("rcode", rcode.to_string());
        Failure { rcode: Some(rcode), ..Failure::new(&xfr::XFR_RCODE, args) }
    }

    #[test]
    fn each_mistake_of_an_operator_has_a_first_cause_of_its_own() {
        let key = key();
        let cases = [
            (peer_error(Rcode::BADSIG), "cause-secret-differs"),
            (peer_error(Rcode::BADKEY), "cause-key-unknown"),
            (peer_error(Rcode::BADTIME), "cause-clock-untold"),
            (Close::Refused.failure(), "cause-not-running"),
            (Close::ConnectTimeout.failure(), "cause-firewall-drops"),
            (Close::Unreachable.failure(), "cause-route"),
            (Close::Ended.failure(), "cause-closed-without-answer"),
            (rcode(Rcode::NOTAUTH, "SOA"), "cause-key-untold"),
            (rcode(Rcode::REFUSED, "AXFR"), "cause-acl-key"),
            (rcode(Rcode::SERVFAIL, "SOA"), "cause-zone-not-loaded"),
            (rcode(Rcode::NXDOMAIN, "SOA"), "cause-zone-misspelt"),
        ];
        for (failure, expected) in cases {
            assert_eq!(first(&failure, Some(&key)), expected, "{failure:?}");
        }
        assert_eq!(first(&rcode(Rcode::REFUSED, "AXFR"), None), "cause-key-required");
        assert_eq!(first(&rcode(Rcode::REFUSED, "SOA"), None), "cause-zone-absent");
        assert_eq!(first(&rcode(Rcode::NOTAUTH, "SOA"), None), "cause-zone-absent");
    }

    #[test]
    fn udp_that_answers_points_at_the_tcp_port() {
        let code = |failure: &Failure, udp| ranked(failure, None, Some(udp))[0].code.name;
        assert_eq!(code(&Close::Refused.failure(), true), "cause-tcp-closed");
        assert_eq!(code(&Close::Refused.failure(), false), "cause-not-running");
        assert_eq!(code(&Close::ConnectTimeout.failure(), true), "cause-tcp-dropped");
    }

    #[test]
    fn a_difference_of_whole_hours_looks_like_a_time_zone() {
        let skewed = |peer_s| {
            let fault = TsigFault::Peer { error: Rcode::BADTIME, verified: true, peer_s: Some(peer_s), now_s: 100_000 };
            ranked(&Failure::from_tsig(&fault), Some(&key()), None)
        };
        let codes: Vec<_> = skewed(100_000 + 7_203).iter().map(|cause| cause.code.name).collect();
        assert_eq!(codes, ["cause-clock-differs", "cause-time-zone"]);
        assert_eq!(skewed(100_000 - 1_000).len(), 1);
        assert!(skewed(100_000 - 1_000)[0].text().contains("1000 s behind ours"));
    }

    #[test]
    fn texts_are_filled_and_hold_no_secret() {
        let key = key();
        for failure in [peer_error(Rcode::BADSIG), rcode(Rcode::REFUSED, "AXFR"), Close::Refused.failure()] {
            for cause in ranked(&failure, Some(&key), None) {
                let text = format!("{}\n{}", cause.text(), cause.remedy());
                // BIND's own braces stay.
                let unfilled = text.replace("{ key \"xfr-cf.example.com\"; }", "");
                assert!(!unfilled.contains('{') && !text.contains("hidden"), "{text}");
            }
        }
    }
}
