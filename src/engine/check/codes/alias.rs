//! Codes about aliases and redirections.

use crate::engine::diag::Code;

/// A long chain of aliases.
pub static CNAME_CHAIN_LONG: Code = Code::info("cname-chain-long", &["RFC 1034 §3.6.2"]);
/// An alias of the root.
pub static CNAME_TARGET_ROOT: Code = Code::info("cname-target-root", &["RFC 1034 §3.6.2"]);
/// A wildcard alias that answers for its own target.
pub static CNAME_WILDCARD_LOOP: Code = Code::warning("cname-wildcard-loop", &["RFC 4592 §2.2.1", "RFC 1034 §3.6.2"]);
/// A DNAME at a wildcard.
pub static DNAME_AT_WILDCARD: Code = Code::warning("dname-at-wildcard", &["RFC 4592 §4.4"]);
/// A DNAME to a part of the zone that does not exist.
pub static DNAME_DANGLING: Code = Code::warning("dname-dangling", &["RFC 6672 §2.2"]);
/// A DNAME that leads back.
pub static DNAME_LOOP: Code = Code::warning("dname-loop", &["RFC 6672 §2.2"]);
