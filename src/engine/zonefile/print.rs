//! Records to text that every name server reads: absolute names, a TTL and the class on each line, the SOA first.

use std::fmt::Write;

use crate::engine::diag::Span;
use crate::engine::dns::{NameRef, RecordSink, RecordType, rdata};

/// Appends one record as a line.
pub fn print_record(owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], out: &mut String) {
    // Writing to a String does not fail.
    let _ = write!(out, "{}\t{ttl}\tIN\t{rtype}\t", owner.in_zone_file());
    rdata::print(rtype, rdata, out);
    out.push('\n');
}

/// Collects records as zone text. The first SOA goes to the top; others, such as the one that closes an AXFR
/// (RFC 5936 §2.2), are left out.
#[derive(Debug, Default)]
pub struct Printer {
    soa: Option<String>,
    rest: String,
}

impl Printer {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        match self.soa {
            Some(mut text) => {
                text.push_str(&self.rest);
                text
            }
            None => self.rest,
        }
    }
}

impl RecordSink for Printer {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], _: Span) {
        if rtype != RecordType::SOA {
            print_record(owner, rtype, ttl, rdata, &mut self.rest);
        } else if self.soa.is_none() {
            print_record(owner, rtype, ttl, rdata, self.soa.get_or_insert_default());
        }
    }
}
