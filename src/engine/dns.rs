//! The protocol's words: names, types, RDATA, messages, serials, and the reader and writer of wire form.

pub mod name;
mod record;
mod serial;
mod types;

pub use name::{Name, NameFault, NameRef};
pub use record::{RecordSink, Token};
pub use serial::Serial;
pub use types::{Class, Opcode, Rcode, RecordType};
