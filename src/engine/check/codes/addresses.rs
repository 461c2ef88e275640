//! Codes about addresses that lead nowhere.

use crate::engine::diag::Code;

/// An address of a range given up.
pub static ADDRESS_DEPRECATED: Code = Code::info("address-deprecated", &["RFC 3879", "RFC 7526", "RFC 3701"]);
/// An address for documentation.
pub static ADDRESS_DOCUMENTATION: Code = Code::info("address-documentation", &["RFC 5737", "RFC 3849", "RFC 9637"]);
/// A link-local address.
pub static ADDRESS_LINK_LOCAL: Code = Code::info("address-link-local", &["RFC 3927 §2.1", "RFC 4291 §2.5.6"]);
/// A loopback address.
pub static ADDRESS_LOOPBACK: Code = Code::info("address-loopback", &["RFC 1122 §3.2.1.3", "RFC 4291 §2.5.3"]);
/// An IPv4-mapped address.
pub static ADDRESS_MAPPED: Code = Code::warning("address-mapped", &["RFC 4291 §2.5.5.2"]);
/// A multicast address.
pub static ADDRESS_MULTICAST: Code = Code::info("address-multicast", &["RFC 5771", "RFC 4291 §2.7"]);
/// A private address.
pub static ADDRESS_PRIVATE: Code = Code::info("address-private", &["RFC 1918 §5", "RFC 4193 §4.4", "RFC 6598 §4"]);
/// A reserved address.
pub static ADDRESS_RESERVED: Code = Code::info("address-reserved", &["RFC 1112 §4"]);
/// The unspecified address.
pub static ADDRESS_UNSPECIFIED: Code = Code::warning("address-unspecified", &["RFC 1122 §3.2.1.3", "RFC 4291 §2.5.2"]);
