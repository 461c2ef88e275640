//! What a check can say, a file a topic. The English stands in `diag/english/check.rs` and its folder.

pub mod addresses;
pub mod alias;
pub mod content;
pub mod dnssec;
pub mod name_servers;
pub mod names;
pub mod reverse;
pub mod soa;
pub mod targets;
pub mod zone;
pub mod receivers;

use crate::engine::diag::{Code, Label};

/// The apex has no NS records.
pub static APEX_NS_MISSING: Code = Code::error("apex-ns-missing", &["RFC 1035 §5.2", "RFC 1034 §4.2.1"]);
/// The apex has one NS record.
pub static APEX_NS_SINGLE: Code = Code::warning("apex-ns-single", &["RFC 1034 §4.1", "RFC 2182 §5"]);
/// An NS target of the apex that is an address.
pub static APEX_NS_TARGET_ADDRESS: Code = Code::error("apex-ns-target-address", &["RFC 1035 §3.3.11"]);
/// An NS target of the apex that is an alias.
pub static APEX_NS_TARGET_ALIAS: Code = Code::error("apex-ns-target-alias", &["RFC 2181 §10.3"]);
/// An NS target of the apex that has no address or does not exist.
pub static APEX_NS_TARGET_MISSING: Code = Code::error("apex-ns-target-missing", &["RFC 1912 §2.8"]);
/// A CNAME at the apex.
pub static CNAME_AT_APEX: Code = Code::error("cname-at-apex", &["RFC 1034 §3.6.2"]);
/// A CNAME to a name of the zone that does not exist.
pub static CNAME_DANGLING: Code = Code::warning("cname-dangling", &[]);
/// CNAMEs that lead in a circle.
pub static CNAME_LOOP: Code = Code::error("cname-loop", &["RFC 1034 §3.6.2"]);
/// A CNAME beside other records.
pub static CNAME_OTHER_DATA: Code = Code::error("cname-other-data", &["RFC 1034 §3.6.2", "RFC 2181 §10.1"]);
/// Several CNAMEs of one name.
pub static CNAME_SEVERAL: Code = Code::error("cname-several", &["RFC 2181 §10.1"]);
/// Records below a DNAME.
pub static DNAME_DATA_BELOW: Code = Code::error("dname-data-below", &["RFC 6672 §2.4"]);
/// Several DNAMEs of one name.
pub static DNAME_SEVERAL: Code = Code::error("dname-several", &["RFC 6672 §2.4"]);
/// A DNAME beside a delegation.
pub static DNAME_WITH_NS: Code = Code::error("dname-with-ns", &["RFC 6672 §2.3"]);
/// A DS at the apex.
pub static DS_AT_APEX: Code = Code::warning("ds-at-apex", &["RFC 4035 §2.4"]);
/// A DS without a delegation.
pub static DS_WITHOUT_NS: Code = Code::warning("ds-without-ns", &["RFC 4035 §2.4"]);
/// The same record twice, names in different case.
pub static DUPLICATE_CASE: Code = Code::warning("duplicate-case", &["RFC 2181 §5", "RFC 4343 §3"]);
/// The same record twice.
pub static DUPLICATE_RECORD: Code = Code::warning("duplicate-record", &["RFC 2181 §5"]);
/// A name server below the delegation without address.
pub static GLUE_MISSING: Code = Code::warning("glue-missing", &["RFC 1034 §4.2.1", "RFC 9471 §2.1"]);
/// A name server below another delegation without address.
pub static GLUE_SIBLING_MISSING: Code = Code::info("glue-sibling-missing", &["RFC 9471 §2.2"]);
/// An owner of addresses that is no host name.
pub static HOST_NAME: Code = Code::warning("host-name", &["RFC 952", "RFC 1123 §2.1"]);
/// A label that is no valid A-label.
pub static IDN_BROKEN: Code = Code::warning("idn-broken", &["RFC 5891 §5.4"]);
/// Records hidden by a delegation.
pub static OCCLUDED: Code = Code::warning("occluded", &["RFC 1034 §4.2.1", "RFC 2136 §7.18"]);
/// An owner outside the zone.
pub static OUT_OF_ZONE: Code = Code::warning("out-of-zone", &["RFC 1035 §5.2"]);
/// A signature that is not valid yet.
pub static SIGNATURE_EARLY: Code = Code::warning("signature-early", &["RFC 4034 §3.1.5"]);
/// A signature that is no longer valid.
pub static SIGNATURE_EXPIRED: Code = Code::warning("signature-expired", &["RFC 4034 §3.1.5"]);
/// EXPIRE below REFRESH.
pub static SOA_EXPIRE_SHORT: Code = Code::warning("soa-expire-short", &["RFC 1912 §2.2"]);
/// An SOA below the apex.
pub static SOA_MISPLACED: Code = Code::error("soa-misplaced", &["RFC 1035 §5.2"]);
/// No SOA at the apex.
pub static SOA_MISSING: Code = Code::error("soa-missing", &["RFC 1035 §5.2", "RFC 1034 §4.2.1"]);
/// RETRY above REFRESH.
pub static SOA_RETRY_LONG: Code = Code::warning("soa-retry-long", &["RFC 1912 §2.2"]);
/// An at sign in the mailbox.
pub static SOA_RNAME_AT: Code = Code::warning("soa-rname-at", &["RFC 1035 §8"]);
/// Serial 0.
pub static SOA_SERIAL_ZERO: Code = Code::warning("soa-serial-zero", &["RFC 1912 §2.2"]);
/// Several SOAs.
pub static SOA_SEVERAL: Code = Code::error("soa-several", &["RFC 1035 §5.2"]);
/// An alias form that names itself.
pub static SVCB_ALIAS_SELF: Code = Code::warning("svcb-alias-self", &["RFC 9460 §2.4.2"]);
/// A target that is an address.
pub static TARGET_ADDRESS: Code = Code::warning("target-address", &["RFC 1035 §3.3"]);
/// A target that is an alias.
pub static TARGET_ALIAS: Code = Code::warning("target-alias", &["RFC 2181 §10.3", "RFC 2782"]);
/// A target that does not exist.
pub static TARGET_MISSING: Code = Code::warning("target-missing", &["RFC 1912 §2.4"]);
/// A target without an address.
pub static TARGET_NO_ADDRESS: Code = Code::warning("target-no-address", &["RFC 1912 §2.4"]);
/// A target with the origin behind it twice.
pub static MISSING_FINAL_DOT: Code = Code::warning("missing-final-dot", &["RFC 1035 §5.1"]);
/// A TLSA for a host that does not exist.
pub static TLSA_HOST_MISSING: Code = Code::warning("tlsa-host-missing", &["RFC 6698 §3"]);
/// TTLs that differ inside an RRset.
pub static TTL_MISMATCH: Code = Code::warning("ttl-mismatch", &["RFC 2181 §5.2"]);
/// Duplicates and outsiders that are not listed.
pub static UNLISTED: Code = Code::warning("unlisted", &[]);
/// A `*` that is not the first label.
pub static WILDCARD_INNER: Code = Code::warning("wildcard-inner", &["RFC 4592 §2.1.3"]);

/// Button: add an address.
pub static ADD_GLUE: Label = Label { name: "add-glue" };
/// Button: add NS records.
pub static ADD_NAME_SERVERS: Label = Label { name: "add-name-servers" };
/// Button: one TTL for all.
pub static ALIGN_TTLS: Label = Label { name: "align-ttls" };
/// Button: add the final dot.
pub static ADD_FINAL_DOT: Label = Label { name: "add-final-dot" };
/// Second place: the alias.
pub static ALIAS_HERE: Label = Label { name: "alias-here" };
/// Second place: the delegation or DNAME.
pub static CUT_HERE: Label = Label { name: "cut-here" };
/// Button: encode a label for the DNS.
pub static ENCODE_LABEL: Label = Label { name: "encode-label" };
/// Second place: the first of two.
pub static FIRST_HERE: Label = Label { name: "first-here" };
/// Second place: the only name server.
pub static ONLY_NS_HERE: Label = Label { name: "only-name-server-here" };
/// Second place: the other record.
pub static OTHER_HERE: Label = Label { name: "other-record-here" };
/// Button: remove the final dot.
pub static REMOVE_FINAL_DOT: Label = Label { name: "remove-final-dot" };
/// Button: another serial.
pub static RAISE_SERIAL: Label = Label { name: "raise-serial" };
/// Button: a dot for the at sign.
pub static RNAME_DOT: Label = Label { name: "write-mailbox-with-dot" };
