//! A pasted line → ranked causes: what BIND, Knot, NSD and PowerDNS write into their logs, what dig and the operating
//! system say. One row a line, and each row shows one; values that no line tells get a word that fits.

mod rows;
mod values;

use super::{Cause, Likelihood};
use crate::engine::diag::Code;

pub use rows::ROWS;

/// Whose line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Program {
    /// named, rndc, dig.
    Bind,
    /// knotd, knotc, kdig.
    Knot,
    /// nsd, nsd-control.
    Nsd,
    /// `pdns_server`, `pdnsutil`.
    PowerDns,
    /// Any: a response code, a TSIG error, the operating system's words.
    Any,
}

impl Program {
    /// How it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Bind => "BIND",
            Self::Knot => "Knot DNS",
            Self::Nsd => "NSD",
            Self::PowerDns => "PowerDNS",
            Self::Any => "any program",
        }
    }
}

/// Who wrote the line: an address in it is the other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The secondary: the address is the primary's.
    Secondary,
    /// The primary: the address is the secondary's.
    Primary,
}

/// One kind of line.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Whose.
    pub program: Program,
    /// Which side writes it.
    pub side: Side,
    /// Its causes, the likeliest first.
    causes: &'static [(Likelihood, &'static Code)],
    /// A line as the program writes it, what is looked for between « and ».
    line: &'static str,
}

/// A line that was understood.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The line, without blanks around it.
    pub line: String,
    /// The row that it is like.
    pub row: &'static Row,
    /// Its causes, the likeliest first.
    pub causes: Vec<Cause>,
}

/// Decodes the first line of `text` that a row knows, the rows tried in their order: the more a line says, the sooner it
/// is found among others. None when no line is known.
#[must_use]
pub fn of_text(text: &str) -> Option<Decoded> {
    let lines: Vec<(&str, String)> = text.lines().map(|line| (line.trim(), line.to_lowercase())).collect();
    ROWS.iter().find_map(|row| {
        let (line, _) = lines.iter().find(|(_, lower)| row.fits(lower))?;
        Some(Decoded { line: (*line).to_owned(), row, causes: row.causes(line) })
    })
}

impl Row {
    /// What stands in the line, in this order, capitals aside.
    pub fn phrases(&self) -> impl Iterator<Item = &'static str> {
        self.line.split('«').skip(1).filter_map(|rest| rest.split_once('»')).map(|(phrase, _)| phrase)
    }

    /// A line as the program writes it.
    #[must_use]
    pub fn example(&self) -> String {
        self.line.replace(['«', '»'], "")
    }

    fn fits(&self, lower: &str) -> bool {
        let mut rest = lower;
        self.phrases().all(|phrase| match rest.split_once(&*phrase.to_lowercase()) {
            Some((_, behind)) => {
                rest = behind;
                true
            }
            None => false,
        })
    }

    fn causes(&self, line: &str) -> Vec<Cause> {
        let args = values::args(line, self.side);
        let cause = |(likelihood, code): &(Likelihood, &'static Code)| Cause {
            code,
            likelihood: *likelihood,
            args: args.clone(),
        };
        self.causes.iter().map(cause).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_example() {
        let mut wrong = Vec::new();
        for row in ROWS {
            let line = row.example();
            assert!(row.phrases().count() > 0, "{line}: nothing is looked for");
            let Some(decoded) = of_text(&line) else { panic!("not understood: {line}") };
            if !std::ptr::eq(decoded.row, row) {
                wrong.push(format!("{line}\nis taken for\n{}", decoded.row.example()));
            }
            assert!(!decoded.causes.is_empty() && decoded.causes.is_sorted_by_key(|cause| cause.likelihood), "{line}");
            // A word of the line is no key's name.
            let key = decoded.causes[0].args.get("key").map(ToString::to_string);
            let named = if line.contains("transfer.example") { "transfer.example" } else { "that is used" };
            assert_eq!(key.as_deref(), Some(named), "{line}");
            for cause in decoded.causes {
                let text = format!("{}\n{}", cause.text(), cause.remedy());
                // BIND's own braces stay.
                let rest = text.replace("allow-transfer { key", "");
                assert!(!rest.contains('{'), "{line}: {text}");
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(ROWS.len() > 150, "{} rows", ROWS.len());
    }

    #[test]
    fn a_line_tells_zone_address_and_key() {
        let first = |text: &str| of_text(text).map(|decoded| decoded.causes[0].text()).unwrap_or_default();
        let text = "25-Nov-2026 21:00:00.123 client @0x7f 198.51.100.9#4711/key other.key (example.com): \
                    zone transfer 'example.com/AXFR/IN' denied";
        assert_eq!(first(text), "the zone does not allow transfers to the key other.key");
        let text =
            "Packet for 'example.com' denied: can't find TSIG key with name 'other.key' and algorithm 'hmac-sha512.'";
        let said = "the primary does not know the key other.key with hmac-sha512. The secret was not even looked at";
        assert_eq!(first(text), said);
        // A secret in the place of the name is not repeated.
        for secret in ["hmac-sha256:k:c2VjcmV0", "c2VjcmV0IG9m+Q=="] {
            let said = first(&format!("request has invalid signature: TSIG {secret}: tsig verify failure (BADKEY)"));
            assert!(said.contains("the key that is used") && !said.contains("c2Vj"), "{said}");
        }
        let text = "[example.com.] AXFR, incoming, remote 2001:db8::53@53, server responded with error 'REFUSED'";
        assert!(first(text).contains("this machine, the address that 2001:db8::53 sees"), "{}", first(text));
    }

    #[test]
    fn the_most_telling_of_several_lines_is_taken() {
        let text = "zone example.com/IN: Transfer started.\n\
                    transfer of 'example.com/IN' from 192.0.2.53#53: connected using 192.0.2.53#53\n\
                    transfer of 'example.com/IN' from 192.0.2.53#53: failed while receiving responses: REFUSED\n";
        let decoded = of_text(text).unwrap();
        assert!(decoded.line.ends_with("REFUSED"), "{}", decoded.line);
        assert!(of_text("all is well\n\n").is_none());
        assert!(of_text("").is_none());
    }
}
