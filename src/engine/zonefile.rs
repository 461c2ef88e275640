//! Zone files: text to records and diagnostics, records to text (RFC 1035 §5 and the dialect in the wild).
//!
//! [`Parser`] reads the files of [`Sources`] in slices and feeds a [`RecordSink`](crate::engine::dns::RecordSink). It
//! never stops at the first error, opens no file and asks no clock: `$INCLUDE` is an event that the host answers.
//! A file is held, or the host reads windows of it ([`Stored`]) when they are wanted.

pub mod codes;
mod directive;
mod fields;
mod form;
mod generate;
mod lexer;
mod lines;
mod mend;
mod octets;
mod parser;
mod parts;
mod print;
mod record;
mod recovery;
mod sources;
mod stops;
mod text;
mod ttl;
mod window;
mod words;

pub use fields::Fields;
pub use lines::Lines;
pub use parser::{Broken, Options, Parser, Refusal, Request, Step, Summary, parse};
pub use print::{Printer, print_record};
pub use sources::{Content, Source, Sources, Stored, Written};
pub use ttl::{MAX_TTL, parse_ttl};
