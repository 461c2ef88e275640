//! Codes about keys and certificates of services and persons.

use crate::engine::diag::Code;

/// Matching type 0 without certificate or key.
pub static DANE_CERTIFICATE: Code = Code::warning("dane-certificate", &["RFC 6698 §2.1.4"]);
/// A digest that has not the length of its type.
pub static DANE_DIGEST_LENGTH: Code = Code::warning("dane-digest-length", &["RFC 6698 §2.1.3"]);
/// A usage, selector or matching type that is not assigned.
pub static DANE_PARAMETER: Code = Code::warning("dane-parameter", &["RFC 6698 §2.1", "RFC 6698 §7"]);
/// Data that is no OpenPGP packet.
pub static OPENPGPKEY_DATA: Code = Code::warning("openpgpkey-data", &["RFC 7929 §2.1", "RFC 9580 §4.2"]);
/// An owner that is not hash._openpgpkey.
pub static OPENPGPKEY_OWNER: Code = Code::warning("openpgpkey-owner", &["RFC 7929 §3"]);
/// An owner that is not hash._smimecert.
pub static SMIMEA_OWNER: Code = Code::warning("smimea-owner", &["RFC 8162 §3"]);
/// An algorithm of keys that is not assigned.
pub static SSHFP_ALGORITHM: Code = Code::warning("sshfp-algorithm", &["RFC 4255 §3.1.1"]);
/// A DSA key.
pub static SSHFP_DSA: Code = Code::info("sshfp-dsa", &["RFC 9142 §3.2"]);
/// A key with a fingerprint by SHA-1 alone.
pub static SSHFP_SHA1: Code = Code::info("sshfp-sha1", &["RFC 6594 §4", "RFC 8332 §3"]);
/// A type of fingerprint that is not assigned.
pub static SSHFP_TYPE: Code = Code::warning("sshfp-type", &["RFC 4255 §3.1.2"]);
/// A TLSA record at a host that is an alias.
pub static TLSA_HOST_ALIAS: Code = Code::info("tlsa-host-alias", &["RFC 7671 §7"]);
/// Usage 0 or 1 for mail.
pub static TLSA_MAIL_USAGE: Code = Code::warning("tlsa-mail-usage", &["RFC 7672 §3.1.3"]);
/// An owner that is not _port._protocol.
pub static TLSA_OWNER: Code = Code::warning("tlsa-owner", &["RFC 6698 §3"]);
