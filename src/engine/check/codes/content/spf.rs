//! Codes about SPF policies.

use crate::engine::diag::Code;

/// An ip4 or ip6 without a proper address.
pub static ADDRESS: Code = Code::warning("spf-address", &["RFC 7208 §5.6"]);
/// An ip4 with an IPv6 address, or the reverse.
pub static ADDRESS_FAMILY: Code = Code::warning("spf-address-family", &["RFC 7208 §5.6"]);
/// A private address in a policy.
pub static ADDRESS_PRIVATE: Code = Code::info("spf-address-private", &["RFC 1918 §3"]);
/// A mechanism behind all.
pub static AFTER_ALL: Code = Code::warning("spf-after-all", &["RFC 7208 §5.1"]);
/// Neither all nor redirect.
pub static ALL_MISSING: Code = Code::info("spf-all-missing", &["RFC 7208 §4.7", "RFC 7208 §5.1"]);
/// A policy that lets everybody pass.
pub static ALL_PASS: Code = Code::info("spf-all-pass", &["RFC 7208 §5.1"]);
/// Mail at the apex without a policy.
pub static APEX_MISSING: Code = Code::info("spf-apex-missing", &["RFC 7208 §3"]);
/// A value behind a term that takes none.
pub static ARGUMENT_EXTRA: Code = Code::warning("spf-argument-extra", &["RFC 7208 §4.6.1", "RFC 7208 §5.1"]);
/// A term without its value.
pub static ARGUMENT_MISSING: Code = Code::warning("spf-argument-missing", &["RFC 7208 §4.6.1"]);
/// A prefix length that is none.
pub static CIDR: Code = Code::warning("spf-cidr", &["RFC 7208 §5.6"]);
/// A domain that is no domain.
pub static DOMAIN: Code = Code::warning("spf-domain", &["RFC 7208 §7.1"]);
/// A mechanism written with an equals sign.
pub static EQUALS: Code = Code::warning("spf-equals", &["RFC 7208 §4.6.1", "RFC 7208 §6"]);
/// An include or redirect to a name of the zone without policy.
pub static INCLUDE_MISSING: Code = Code::warning("spf-include-missing", &["RFC 7208 §5.2", "RFC 7208 §6.1"]);
/// More than ten look-ups.
pub static LOOKUPS: Code = Code::warning("spf-lookups", &["RFC 7208 §4.6.4"]);
/// A policy that includes itself.
pub static LOOP: Code = Code::warning("spf-loop", &["RFC 7208 §4.6.4", "RFC 7208 §5.2"]);
/// A percent sign that begins no macro.
pub static MACRO: Code = Code::warning("spf-macro", &["RFC 7208 §7.1"]);
/// A term that is no mechanism.
pub static MECHANISM_UNKNOWN: Code = Code::warning("spf-mechanism-unknown", &["RFC 7208 §4.6.1", "RFC 7208 §5"]);
/// redirect or exp twice.
pub static MODIFIER_TWICE: Code = Code::warning("spf-modifier-twice", &["RFC 7208 §6"]);
/// A modifier that nobody knows.
pub static MODIFIER_UNKNOWN: Code = Code::info("spf-modifier-unknown", &["RFC 7208 §6"]);
/// A null MX without a policy that forbids mail.
pub static NULL_MX: Code = Code::info("spf-null-mx", &["RFC 7505 §4.2"]);
/// A policy that may not fit into a small answer.
pub static POLICY_LONG: Code = Code::info("spf-policy-long", &["RFC 7208 §3.4"]);
/// The mechanism ptr.
pub static PTR: Code = Code::warning("spf-ptr", &["RFC 7208 §5.5"]);
/// A redirect beside all.
pub static REDIRECT_IGNORED: Code = Code::warning("spf-redirect-ignored", &["RFC 7208 §6.1"]);
/// A Sender ID policy.
pub static SENDER_ID: Code = Code::info("spf-sender-id", &["RFC 6686 §5"]);
/// Several policies of one name.
pub static SEVERAL: Code = Code::warning("spf-several", &["RFC 7208 §3.2", "RFC 7208 §4.5"]);
/// A string that ends in the middle of a term.
pub static SPLIT: Code = Code::warning("spf-split", &["RFC 7208 §3.3"]);
/// An a or mx for a name that does not exist.
pub static TARGET_MISSING: Code = Code::info("spf-target-missing", &["RFC 7208 §4.6.4"]);
/// A policy that does not begin with its version.
pub static VERSION: Code = Code::warning("spf-version", &["RFC 7208 §4.5"]);
