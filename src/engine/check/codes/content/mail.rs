//! Codes about the policies of mail beside SPF: DMARC, DKIM, MTA-STS, TLS reports, BIMI.

use crate::engine::diag::Code;

/// No l tag.
pub static BIMI_LOCATION_MISSING: Code =
    Code::warning("bimi-location-missing", &["draft-brand-indicators-for-message-identification"]);
/// A logo or certificate that is not fetched by HTTPS.
pub static BIMI_URI: Code = Code::warning("bimi-uri", &["draft-brand-indicators-for-message-identification"]);
/// A record whose version is not first or not right.
pub static BIMI_VERSION: Code = Code::warning("bimi-version", &["draft-brand-indicators-for-message-identification"]);
/// A key for SHA-1 alone.
pub static DKIM_HASH_SHA1: Code = Code::warning("dkim-hash-sha1", &["RFC 8301 §3.1"]);
/// A key that is not Base64.
pub static DKIM_KEY_ENCODING: Code = Code::warning("dkim-key-encoding", &["RFC 6376 §3.6.1"]);
/// An Ed25519 key that has not 32 octets.
pub static DKIM_KEY_LENGTH: Code = Code::warning("dkim-key-length", &["RFC 8463 §4.2"]);
/// Octets that are no key.
pub static DKIM_KEY_MALFORMED: Code = Code::warning("dkim-key-malformed", &["RFC 6376 §3.6.1", "RFC 8017 §A.1"]);
/// No p tag.
pub static DKIM_KEY_MISSING: Code = Code::warning("dkim-key-missing", &["RFC 6376 §3.6.1"]);
/// An empty key.
pub static DKIM_KEY_REVOKED: Code = Code::info("dkim-key-revoked", &["RFC 6376 §3.6.1"]);
/// An RSA key below 2048 bits.
pub static DKIM_KEY_SHORT: Code = Code::info("dkim-key-short", &["RFC 8301 §3.2"]);
/// A kind of key that DKIM does not have.
pub static DKIM_KEY_TYPE: Code = Code::warning("dkim-key-type", &["RFC 6376 §3.6.1", "RFC 8463 §4"]);
/// An RSA key below 1024 bits.
pub static DKIM_KEY_WEAK: Code = Code::warning("dkim-key-weak", &["RFC 8301 §3.2"]);
/// A key that is not for mail.
pub static DKIM_SERVICE: Code = Code::warning("dkim-service", &["RFC 6376 §3.6.1"]);
/// Several keys of one selector.
pub static DKIM_SEVERAL: Code = Code::warning("dkim-several", &["RFC 6376 §3.6.2.2"]);
/// A tag that DKIM keys do not have.
pub static DKIM_TAG_UNKNOWN: Code = Code::info("dkim-tag-unknown", &["RFC 6376 §3.6.1"]);
/// A key in test.
pub static DKIM_TESTING: Code = Code::info("dkim-testing", &["RFC 6376 §3.6.1"]);
/// A version that is not first or not DKIM1.
pub static DKIM_VERSION: Code = Code::warning("dkim-version", &["RFC 6376 §3.6.1"]);
/// No policy at _dmarc.
pub static DMARC_NONE: Code = Code::info("dmarc-none", &["RFC 7489 §6.6.3"]);
/// A percentage above 100, or no number.
pub static DMARC_PCT: Code = Code::warning("dmarc-pct", &["RFC 7489 §6.3"]);
/// No p tag.
pub static DMARC_POLICY_MISSING: Code = Code::warning("dmarc-policy-missing", &["RFC 7489 §6.3"]);
/// A p tag that is not the second.
pub static DMARC_POLICY_ORDER: Code = Code::info("dmarc-policy-order", &["RFC 7489 §6.4"]);
/// A policy that is none of the three.
pub static DMARC_POLICY_VALUE: Code = Code::warning("dmarc-policy-value", &["RFC 7489 §6.3"]);
/// Reports to another domain.
pub static DMARC_REPORT_EXTERNAL: Code = Code::info("dmarc-report-external", &["RFC 7489 §7.1"]);
/// Several policies.
pub static DMARC_SEVERAL: Code = Code::warning("dmarc-several", &["RFC 7489 §6.6.3"]);
/// A tag that DMARC does not have.
pub static DMARC_TAG_UNKNOWN: Code = Code::info("dmarc-tag-unknown", &["RFC 7489 §6.3"]);
/// An address for reports that is no mailto URI.
pub static DMARC_URI: Code = Code::warning("dmarc-uri", &["RFC 7489 §6.3"]);
/// A tag with a value it does not take.
pub static DMARC_VALUE: Code = Code::warning("dmarc-value", &["RFC 7489 §6.3"]);
/// A policy whose version is not first or not right.
pub static DMARC_VERSION: Code = Code::warning("dmarc-version", &["RFC 7489 §6.3"]);
/// No host for the policy.
pub static MTA_STS_HOST_MISSING: Code = Code::warning("mta-sts-host-missing", &["RFC 8461 §3.3"]);
/// No identifier, or one that is none.
pub static MTA_STS_ID: Code = Code::warning("mta-sts-id", &["RFC 8461 §3.1"]);
/// Several records.
pub static MTA_STS_SEVERAL: Code = Code::warning("mta-sts-several", &["RFC 8461 §3.1"]);
/// A record whose version is not first or not right.
pub static MTA_STS_VERSION: Code = Code::warning("mta-sts-version", &["RFC 8461 §3.1"]);
/// A policy at a name where nobody looks for it.
pub static POLICY_MISPLACED: Code =
    Code::warning("policy-misplaced", &["RFC 7489 §6.1", "RFC 6376 §3.6.2.1", "RFC 8461 §3.1", "RFC 8460 §3"]);
/// A backslash in front of a semicolon.
pub static TAG_BACKSLASH: Code = Code::warning("tag-backslash", &["RFC 6376 §3.2"]);
/// A piece between semicolons that is no tag.
pub static TAG_MALFORMED: Code = Code::warning("tag-malformed", &["RFC 6376 §3.2"]);
/// A semicolon that is missing.
pub static TAG_SEPARATOR: Code = Code::warning("tag-separator", &["RFC 6376 §3.2"]);
/// A tag that stands twice.
pub static TAG_TWICE: Code = Code::warning("tag-twice", &["RFC 6376 §3.2"]);
/// Several records.
pub static TLS_RPT_SEVERAL: Code = Code::warning("tls-rpt-several", &["RFC 8460 §3"]);
/// No address for reports, or one that is none.
pub static TLS_RPT_URI: Code = Code::warning("tls-rpt-uri", &["RFC 8460 §3"]);
/// A record whose version is not first or not right.
pub static TLS_RPT_VERSION: Code = Code::warning("tls-rpt-version", &["RFC 8460 §3"]);
