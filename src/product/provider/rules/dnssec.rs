//! Who signs, and what that excludes. As of 2026-06-24, the provider's page on DNSSEC for secondary zones.

use super::super::desired::DnssecMode;
use super::{Desired, at};
use crate::engine::diag::{Code, Diagnostic};

/// Each side publishes the other's zone-signing key.
pub static DNSSEC_MULTI_SIGNER_KEYS: Code = Code::info("dnssec-multi-signer-keys", &["RFC 8901 §2.1.2"]);
/// Live signing needs the provider's name servers to be the only ones delegated to.
pub static DNSSEC_LIVE_HIDDEN_PRIMARY: Code = Code::info("dnssec-live-hidden-primary", &[]);
/// A pre-signed zone cannot be proxied.
pub static DNSSEC_PRESIGNED_NO_PROXY: Code = Code::info("dnssec-presigned-no-proxy", &[]);

pub(super) fn check(want: &Desired, found: &mut Vec<Diagnostic>) {
    let code = match want.dnssec {
        None | Some(DnssecMode::Off) => return,
        Some(DnssecMode::MultiSigner) => &DNSSEC_MULTI_SIGNER_KEYS,
        Some(DnssecMode::Live) => &DNSSEC_LIVE_HIDDEN_PRIMARY,
        Some(DnssecMode::Presigned) => &DNSSEC_PRESIGNED_NO_PROXY,
    };
    found.push(at(code, "/dnssec"));
}
