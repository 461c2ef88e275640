//! Codes about service bindings, rewriting and URIs.

use crate::engine::diag::Code;

/// An answer that was copied.
pub static HINFO_ANY: Code = Code::info("hinfo-any", &["RFC 8482 §4.2"]);
/// A protocol that HTTPS clients do not know.
pub static HTTPS_ALPN: Code = Code::info("https-alpn", &["RFC 9460 §7.1", "RFC 9460 §9"]);
/// Neither regexp nor replacement.
pub static NAPTR_EMPTY: Code = Code::warning("naptr-empty", &["RFC 3403 §4.1"]);
/// A flag that goes with the other field.
pub static NAPTR_FLAG_FIELD: Code = Code::warning("naptr-flag-field", &["RFC 3404 §4.3"]);
/// Flags that no application has.
pub static NAPTR_FLAGS: Code = Code::info("naptr-flags", &["RFC 3403 §4.1", "RFC 3404 §4.3"]);
/// A substitution that is none.
pub static NAPTR_REGEXP: Code = Code::warning("naptr-regexp", &["RFC 3402 §3.2"]);
/// Alias form and service form at one name.
pub static SVCB_ALIAS_BESIDE_SERVICE: Code = Code::warning("svcb-alias-beside-service", &["RFC 9460 §2.4.1"]);
/// Parameters in alias form.
pub static SVCB_ALIAS_PARAMS: Code = Code::warning("svcb-alias-params", &["RFC 9460 §2.4.2"]);
/// Several records in alias form.
pub static SVCB_ALIAS_SEVERAL: Code = Code::warning("svcb-alias-several", &["RFC 9460 §2.4.2"]);
/// A DNS server without alpn.
pub static SVCB_DNS_ALPN: Code = Code::warning("svcb-dns-alpn", &["RFC 9461 §4.1"]);
/// A DNS server over HTTP without dohpath.
pub static SVCB_DNS_DOHPATH: Code = Code::warning("svcb-dns-dohpath", &["RFC 9461 §5"]);
/// A list of keys whose length is wrong.
pub static SVCB_ECH_LIST: Code = Code::warning("svcb-ech-list", &["RFC 9848 §3"]);
/// A hint that is none of the addresses.
pub static SVCB_HINT: Code = Code::info("svcb-hint", &["RFC 9460 §7.3"]);
/// A key that is mandatory anyhow.
pub static SVCB_MANDATORY_KNOWN: Code = Code::info("svcb-mandatory-known", &["RFC 9460 §9"]);
/// Port 0.
pub static SVCB_PORT_ZERO: Code = Code::info("svcb-port-zero", &["RFC 9460 §7.2"]);
/// A target that is an alias.
pub static SVCB_TARGET_ALIAS: Code = Code::info("svcb-target-alias", &["RFC 9460 §2.4.3"]);
/// A target that does not exist.
pub static SVCB_TARGET_MISSING: Code = Code::warning("svcb-target-missing", &["RFC 9460 §3"]);
/// A target without addresses.
pub static SVCB_TARGET_NO_ADDRESS: Code = Code::warning("svcb-target-no-address", &["RFC 9460 §3"]);
/// A URI record at a name without prefix.
pub static URI_OWNER: Code = Code::info("uri-owner", &["RFC 7553 §4.1"]);
/// A target that is no URI.
pub static URI_TARGET: Code = Code::warning("uri-target", &["RFC 7553 §4.4"]);
