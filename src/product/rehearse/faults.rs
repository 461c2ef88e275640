//! Which faults hold at a moment, and what they are called.

use super::length::spoken;
use super::{Fault, Offset, What, codes};
use crate::engine::diag::{Args, Code};

/// The faults that hold now between the secondary and one primary.
#[derive(Clone, Debug)]
pub(super) struct Weather<'a>(Vec<&'a Fault>);

impl<'a> Weather<'a> {
    /// At `now_ms` with the primary called `name`.
    pub(super) fn at(faults: &'a [Fault], now_ms: u64, name: &str) -> Self {
        let holds = |fault: &&Fault| {
            let here = fault.primary.as_ref().is_none_or(|primary| primary == name);
            here && fault.at.0 <= now_ms && fault.until.is_none_or(|until| now_ms < until.0)
        };
        Self(faults.iter().filter(holds).collect())
    }

    pub(super) fn has(&self, what: What) -> bool {
        self.find(what).is_some()
    }

    pub(super) fn find(&self, what: What) -> Option<&'a Fault> {
        self.0.iter().copied().find(|fault| fault.what == what)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'a Fault> {
        self.0.iter().copied()
    }

    /// How much later everything arrives.
    pub(super) fn delay_ms(&self) -> u64 {
        self.iter().filter(|fault| fault.what == What::Delay).filter_map(|fault| fault.delay).map(|d| d.0).sum()
    }

    /// How far the clock that `what` is about is off.
    pub(super) fn off_s(&self, what: What) -> i64 {
        self.find(what).and_then(|fault| fault.off).map_or(0, |offset| offset.0)
    }
}

/// A clock that is off by so many seconds.
pub(super) fn shifted(wall_s: u64, off_s: i64) -> u64 {
    wall_s.saturating_add_signed(off_s)
}

/// What is said when a fault begins, and its name in a scenario.
const fn code(what: What) -> (&'static Code, &'static str) {
    match what {
        What::Down => (&codes::FAULT_DOWN, "down"),
        What::Silent => (&codes::FAULT_SILENT, "silent"),
        What::Unreachable => (&codes::FAULT_UNREACHABLE, "unreachable"),
        What::UdpLost => (&codes::FAULT_UDP_LOST, "udp-lost"),
        What::NotifyLost => (&codes::FAULT_NOTIFY_LOST, "notify-lost"),
        What::Loss => (&codes::FAULT_LOSS, "loss"),
        What::Delay => (&codes::FAULT_DELAY, "delay"),
        What::Cut => (&codes::FAULT_CUT, "cut"),
        What::Reset => (&codes::FAULT_RESET, "reset"),
        What::Stall => (&codes::FAULT_STALL, "stall"),
        What::WrongSecret => (&codes::FAULT_WRONG_SECRET, "wrong-secret"),
        What::KeyUnknown => (&codes::FAULT_KEY_UNKNOWN, "key-unknown"),
        What::WrongAlgorithm => (&codes::FAULT_WRONG_ALGORITHM, "wrong-algorithm"),
        What::Unsigned => (&codes::FAULT_UNSIGNED, "unsigned"),
        What::PrimaryClock => (&codes::FAULT_PRIMARY_CLOCK, "primary-clock"),
        What::OurClock => (&codes::FAULT_OUR_CLOCK, "our-clock"),
        What::TransferRefused => (&codes::FAULT_TRANSFER_REFUSED, "transfer-refused"),
        What::ZoneAbsent => (&codes::FAULT_ZONE_ABSENT, "zone-absent"),
        What::NotLoaded => (&codes::FAULT_NOT_LOADED, "not-loaded"),
        What::NotAuthoritative => (&codes::FAULT_NOT_AUTHORITATIVE, "not-authoritative"),
        What::Rcode => (&codes::FAULT_RCODE, "rcode"),
        What::IxfrWhole => (&codes::FAULT_IXFR_WHOLE, "ixfr-whole"),
        What::IxfrSoaAlone => (&codes::FAULT_IXFR_SOA_ALONE, "ixfr-soa-alone"),
        What::IxfrEmpty => (&codes::FAULT_IXFR_EMPTY, "ixfr-empty"),
        What::IxfrGap => (&codes::FAULT_IXFR_GAP, "ixfr-gap"),
        What::IxfrWrongStart => (&codes::FAULT_IXFR_WRONG_START, "ixfr-wrong-start"),
        What::IxfrWrongEnd => (&codes::FAULT_IXFR_WRONG_END, "ixfr-wrong-end"),
        What::IxfrMissing => (&codes::FAULT_IXFR_MISSING, "ixfr-missing"),
        What::IxfrRedundant => (&codes::FAULT_IXFR_REDUNDANT, "ixfr-redundant"),
        What::SerialMoves => (&codes::FAULT_SERIAL_MOVES, "serial-moves"),
        What::AfterEnd => (&codes::FAULT_AFTER_END, "after-end"),
        What::OutOfZone => (&codes::FAULT_OUT_OF_ZONE, "out-of-zone"),
        What::FirstNotSoa => (&codes::FAULT_FIRST_NOT_SOA, "first-not-soa"),
        What::OneRecordAMessage => (&codes::FAULT_ONE_RECORD_A_MESSAGE, "one-record-a-message"),
        What::DiskFull => (&codes::FAULT_DISK_FULL, "disk-full"),
    }
}

/// Its name in a scenario.
pub(super) const fn name(what: What) -> &'static str {
    code(what).1
}

/// What is said when a fault with `primary` begins.
pub(super) fn begins(fault: &Fault, primary: &str) -> (&'static Code, Args) {
    let to = if fault.to.is_empty() { "everything".to_owned() } else { fault.to.join(" and ") };
    let args = Args::new()
        .with("primary", primary)
        .with("after", fault.after.unwrap_or_default())
        .with("percent", fault.percent.unwrap_or_default())
        .with("delay", spoken(fault.delay.unwrap_or_default().0))
        .with("off", off(fault.off.unwrap_or_default()))
        .with("rcode", fault.rcode.as_deref().unwrap_or_default())
        .with("to", to);
    (code(fault.what).0, args)
}

/// What is said when it is over.
pub(super) fn over(fault: &Fault, primary: &str) -> (&'static Code, Args) {
    (&codes::FAULT_OVER, Args::new().with("primary", primary).with("fault", code(fault.what).1))
}

fn off(offset: Offset) -> String {
    let sign = if offset.0 < 0 { "−" } else { "+" };
    format!("{sign}{}", spoken(offset.0.unsigned_abs().saturating_mul(1_000)))
}
