//! Why a query or a transfer failed, with all that is needed to look for the cause.

use super::codes;
use crate::engine::diag::{Args, Code};
use crate::engine::dns::Rcode;
use crate::engine::tsig::TsigFault;

/// One failure. Carries no secret: [`Args`] cannot be made from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong.
    pub code: &'static Code,
    /// Its values.
    pub args: Args,
    /// The response code, when the primary answered at all.
    pub rcode: Option<Rcode>,
    /// The error field of the answer's TSIG record, when it had one other than zero (RFC 8945 §4.2).
    pub tsig_error: Option<Rcode>,
}

impl Failure {
    /// A signature that does not hold, or the peer's word about ours.
    #[must_use]
    pub fn from_tsig(fault: &TsigFault) -> Self {
        Self { tsig_error: fault.peer_error(), ..Self::new(fault.code(), fault.args()) }
    }

    /// A failure that no response code belongs to.
    #[must_use]
    pub const fn new(code: &'static Code, args: Args) -> Self {
        Self { code, args, rcode: None, tsig_error: None }
    }
}

/// Why a connection is no more, as the driver saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Close {
    /// The other side ended it (FIN), between two messages or inside one.
    Ended,
    /// The other side broke it (RST).
    Reset,
    /// Nobody listens there.
    Refused,
    /// The network or the machine says that there is no way.
    Unreachable,
    /// No connection within the time.
    ConnectTimeout,
    /// It was never opened: too many connections are under way.
    Queued,
    /// Connected, then silent for too long.
    Timeout,
    /// The TLS handshake failed; the words of the TLS library.
    Tls(String),
    /// The operating system's words for anything else.
    Other(String),
    /// We closed it: the work was called off.
    Aborted,
}

impl Close {
    /// The failure it is when nothing had been received.
    #[must_use]
    pub fn failure(self) -> Failure {
        let (code, args) = match self {
            Self::Ended => (&codes::XFR_CLOSED, Args::new()),
            Self::Reset => (&codes::XFR_RESET, Args::new()),
            Self::Refused => (&codes::XFR_CONNECTION_REFUSED, Args::new()),
            Self::Unreachable => (&codes::XFR_UNREACHABLE, Args::new()),
            Self::ConnectTimeout => (&codes::XFR_CONNECT_TIMEOUT, Args::new()),
            Self::Queued => (&codes::XFR_QUEUED, Args::new()),
            Self::Timeout => (&codes::XFR_TIMEOUT, Args::new()),
            Self::Tls(words) => (&codes::XFR_TLS, Args::new().with("words", words)),
            Self::Other(words) => (&codes::XFR_CONNECTION, Args::new().with("words", words)),
            Self::Aborted => (&codes::XFR_ABORTED, Args::new()),
        };
        Failure::new(code, args)
    }
}
