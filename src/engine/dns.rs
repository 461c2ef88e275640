//! The protocol's words: names, types, RDATA, messages, serials, and the reader and writer of wire form.

pub mod codes;
pub mod message;
pub mod name;
pub mod number;
pub mod rdata;
mod record;
mod serial;
mod types;
pub mod wire;

pub use name::{Name, NameBuf, NameFault, NameRef};
pub use record::{PartedSink, RecordSink, Token};
pub use serial::Serial;
pub use types::{Class, Opcode, Rcode, RecordType};
