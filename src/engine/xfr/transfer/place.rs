//! Which record of which message, and what every record of a zone is.

use crate::engine::diag::{Args, Code};
use crate::engine::dns::message::RecordView;
use crate::engine::dns::{Class, NameRef, RecordType};
use crate::engine::xfr::{Failure, codes};

/// Which record of which message, counted from 1.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) message: u64,
    pub(super) record: usize,
}

impl Place {
    pub(super) fn args(self, record: &RecordView<'_>) -> Args {
        Args::new()
            .with("owner", record.owner().to_string())
            .with("type", record.rtype.to_string())
            .with("message", self.message)
            .with("record", self.record)
    }

    pub(super) fn failure(self, code: &'static Code, record: &RecordView<'_>) -> Failure {
        Failure::new(code, self.args(record))
    }
}

/// Holds a record to what is true of all: class IN, data, and no SOA but the apex's. Whether it lies inside the zone.
pub(super) fn check(apex: NameRef<'_>, record: &RecordView<'_>, at: Place) -> Result<bool, Failure> {
    if record.class != Class::IN {
        let args = at.args(record).with("class", record.class.0);
        return Err(Failure::new(&codes::XFR_WRONG_CLASS, args));
    }
    // RFC 6895 §3.1: question and meta types are never data.
    if record.rtype.is_meta() {
        return Err(at.failure(&codes::XFR_META_TYPE, record));
    }
    // CVE-2021-25214: SOAs tell an answer's parts apart; one of another name is never there by honest mistake.
    if record.rtype == RecordType::SOA && record.owner() != apex {
        return Err(at.failure(&codes::XFR_SOA_BELOW, record));
    }
    Ok(record.owner().is_within(apex))
}
