//! What can be wrong with a message's signature, found here or by the peer, each with what is needed to say why.

use super::{Algorithm, codes};
use crate::engine::diag::{Args, Code, Diagnostic, Span};
use crate::engine::dns::{Name, Rcode};

/// Why a message is not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TsigFault {
    /// The record's octets do not follow RFC 8945 §4.2.
    Malformed {
        /// Where the record begins.
        offset: usize,
    },
    /// The record's class is not ANY or its TTL not 0.
    ClassOrTtl,
    /// A MAC longer than the algorithm's, or shorter than may be looked at (RFC 8945 §5.2.2.1).
    MacSize {
        /// Octets received.
        got: usize,
        /// The fewest allowed.
        shortest: usize,
        /// The algorithm's own length.
        longest: usize,
    },
    /// We signed; the first message of the answer has no TSIG record.
    Unsigned,
    /// Too many messages without a TSIG record in a row.
    UnsignedRun {
        /// How many are allowed (RFC 8945 §5.3.1).
        limit: u32,
    },
    /// The last message of an answer has no TSIG record: what came since the last signed one is unproved.
    LastUnsigned {
        /// Messages since then.
        messages: u32,
    },
    /// The answer is signed with another key than the request.
    WrongKey {
        /// The name we signed with.
        ours: Name,
        /// The name in the answer.
        theirs: Name,
    },
    /// The answer is signed with another algorithm than the request.
    WrongAlgorithm {
        /// What we signed with.
        ours: Algorithm,
        /// The name in the answer.
        theirs: Name,
    },
    /// No key of that name and algorithm is known here (server side).
    UnknownKey {
        /// The name in the request.
        name: Name,
        /// The algorithm's name in the request.
        algorithm: Name,
        /// Whether a key of that name exists with another algorithm.
        name_known: bool,
    },
    /// The MAC is not the one our copy of the key yields.
    BadSignature {
        /// The key's name.
        key: Name,
        /// Messages of the same answer that were verified before.
        verified_before: u64,
    },
    /// A request whose TSIG record says what only an answer's can (server side).
    ErrorInRequest {
        /// The error it names.
        error: Rcode,
    },
    /// Signed correctly, at a time too far from ours.
    BadTime {
        /// The peer's clock when it signed, in Unix seconds.
        signed_s: u64,
        /// Our clock.
        now_s: u64,
        /// How many seconds the message allows.
        fudge_s: u16,
    },
    /// Signed correctly, with a MAC shorter than this side takes.
    BadTruncation {
        /// Octets received.
        got: usize,
        /// Octets wanted.
        want: usize,
    },
    /// The peer says that something is wrong with our signature.
    Peer {
        /// BADSIG, BADKEY, BADTIME, BADTRUNC, or a number without a meaning here.
        error: Rcode,
        /// Whether that answer was itself signed correctly. BADKEY and BADSIG never are (RFC 8945 §5.3.2).
        verified: bool,
        /// The peer's clock in Unix seconds, which BADTIME tells.
        peer_s: Option<u64>,
        /// Our clock.
        now_s: u64,
    },
}

impl TsigFault {
    /// The code that says it.
    #[must_use]
    pub fn code(&self) -> &'static Code {
        match self {
            Self::Malformed { .. } => &codes::MALFORMED,
            Self::ClassOrTtl => &codes::CLASS_OR_TTL,
            Self::MacSize { .. } => &codes::MAC_SIZE,
            Self::Unsigned => &codes::UNSIGNED,
            Self::UnsignedRun { .. } => &codes::UNSIGNED_RUN,
            Self::LastUnsigned { .. } => &codes::LAST_UNSIGNED,
            Self::WrongKey { .. } => &codes::WRONG_KEY,
            Self::WrongAlgorithm { .. } => &codes::WRONG_ALGORITHM,
            Self::UnknownKey { name_known: false, .. } => &codes::UNKNOWN_KEY,
            Self::UnknownKey { name_known: true, .. } => &codes::UNKNOWN_ALGORITHM,
            Self::BadSignature { verified_before: 0, .. } => &codes::BAD_SIGNATURE,
            Self::BadSignature { .. } => &codes::BAD_SIGNATURE_LATER,
            Self::ErrorInRequest { .. } => &codes::ERROR_IN_REQUEST,
            Self::BadTime { .. } => &codes::BAD_TIME,
            Self::BadTruncation { .. } => &codes::BAD_TRUNCATION,
            Self::Peer { error: Rcode::BADKEY, .. } => &codes::PEER_BADKEY,
            Self::Peer { error: Rcode::BADSIG, .. } => &codes::PEER_BADSIG,
            Self::Peer { error: Rcode::BADTIME, peer_s: Some(_), .. } => &codes::PEER_BADTIME,
            Self::Peer { error: Rcode::BADTIME, .. } => &codes::PEER_BADTIME_UNTOLD,
            Self::Peer { error: Rcode::BADTRUNC, .. } => &codes::PEER_BADTRUNC,
            Self::Peer { .. } => &codes::PEER_OTHER,
        }
    }

    /// The values of its text.
    #[must_use]
    pub fn args(&self) -> Args {
        let args = Args::new();
        match self {
            Self::Malformed { offset } => args.with("offset", *offset),
            Self::ClassOrTtl | Self::Unsigned => args,
            Self::MacSize { got, shortest, longest } => {
                args.with("got", *got).with("shortest", *shortest).with("longest", *longest)
            }
            Self::UnsignedRun { limit } => args.with("limit", *limit),
            Self::LastUnsigned { messages } => args.with("messages", *messages),
            Self::WrongKey { ours, theirs } => args.with("ours", ours.to_string()).with("theirs", theirs.to_string()),
            Self::WrongAlgorithm { ours, theirs } => {
                args.with("ours", ours.mnemonic()).with("theirs", theirs.to_string())
            }
            Self::UnknownKey { name, algorithm, .. } => {
                args.with("key", name.to_string()).with("algorithm", algorithm.to_string())
            }
            Self::BadSignature { key, verified_before } => {
                args.with("key", key.to_string()).with("messages", *verified_before)
            }
            Self::ErrorInRequest { error } => args.with("error", error.0),
            Self::BadTime { signed_s, now_s, fudge_s } => {
                skew(args, *signed_s, *now_s).with("fudge", u64::from(*fudge_s))
            }
            Self::BadTruncation { got, want } => args.with("got", *got).with("want", *want),
            Self::Peer { peer_s: Some(peer_s), now_s, .. } => skew(args, *peer_s, *now_s),
            Self::Peer { error, .. } => args.with("error", error.0),
        }
    }

    /// The same as a finding; it has no place in a text.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic { args: self.args(), ..Diagnostic::new(self.code(), Span::NONE) }
    }

    /// The TSIG error that the peer sent us; none when the fault was found here.
    #[must_use]
    pub const fn peer_error(&self) -> Option<Rcode> {
        match self {
            Self::Peer { error, .. } => Some(*error),
            _ => None,
        }
    }

    /// Seconds by which the peer's clock is ahead of ours (negative: behind), where the fault is about time.
    #[must_use]
    pub fn skew_s(&self) -> Option<i64> {
        match self {
            Self::BadTime { signed_s: theirs, now_s, .. } | Self::Peer { peer_s: Some(theirs), now_s, .. } => {
                Some(theirs.saturating_sub(*now_s).cast_signed() - now_s.saturating_sub(*theirs).cast_signed())
            }
            _ => None,
        }
    }

    /// What a server answers a request that has this fault with: the response code, and the TSIG error if the answer
    /// has a TSIG record (RFC 8945 §5.2).
    #[must_use]
    pub const fn answer(&self) -> (Rcode, Option<Rcode>) {
        match self {
            Self::UnknownKey { .. } => (Rcode::NOTAUTH, Some(Rcode::BADKEY)),
            Self::BadSignature { .. } | Self::ErrorInRequest { .. } => (Rcode::NOTAUTH, Some(Rcode::BADSIG)),
            Self::BadTime { .. } => (Rcode::NOTAUTH, Some(Rcode::BADTIME)),
            Self::BadTruncation { .. } => (Rcode::NOTAUTH, Some(Rcode::BADTRUNC)),
            _ => (Rcode::FORMERR, None),
        }
    }
}

fn skew(args: Args, theirs: u64, ours: u64) -> Args {
    let direction = if theirs > ours { "ahead of" } else { "behind" };
    args.with("seconds", theirs.abs_diff(ours)).with("direction", direction).with("theirs", theirs).with("ours", ours)
}
