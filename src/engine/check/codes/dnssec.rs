//! Codes about DNSSEC: signatures, keys, denial, delegations, signals to the parent, the zone's digest.

use crate::engine::diag::{Code, Label};

/// A key of an algorithm that must not be used any more.
pub static ALGORITHM_DEPRECATED: Code =
    Code::warning("algorithm-deprecated", &["RFC 9905 §2", "RFC 9906 §2", "RFC 8624 §3.1"]);
/// RRsets that lack a signature of an algorithm among the keys.
pub static ALGORITHM_INCOMPLETE: Code = Code::warning("algorithm-incomplete", &["RFC 4035 §2.2", "RFC 6840 §5.11"]);
/// A key of an algorithm that no number is assigned to.
pub static ALGORITHM_UNKNOWN: Code = Code::warning("algorithm-unknown", &["RFC 4034 §2.1.3"]);
/// A key of an algorithm that is not verified here.
pub static ALGORITHM_UNVERIFIED: Code = Code::info("algorithm-unverified", &["RFC 8080 §2"]);
/// CDNSKEY without CDS.
pub static CDNSKEY_ALONE: Code = Code::warning("cdnskey-alone", &["RFC 7344 §4"]);
/// A CDNSKEY that no CDS digests.
pub static CDNSKEY_NO_CDS: Code = Code::warning("cdnskey-no-cds", &["RFC 7344 §4"]);
/// A CDNSKEY that is no DNSKEY of the zone.
pub static CDNSKEY_NO_KEY: Code = Code::warning("cdnskey-no-key", &["RFC 7344 §4.1"]);
/// CDS without CDNSKEY.
pub static CDS_ALONE: Code = Code::warning("cds-alone", &["RFC 7344 §4"]);
/// A CDS that is the digest of no CDNSKEY.
pub static CDS_CDNSKEY_DIFFER: Code = Code::warning("cds-cdnskey-differ", &["RFC 7344 §4"]);
/// A request to remove the DS records.
pub static CDS_DELETE: Code = Code::info("cds-delete", &["RFC 8078 §4"]);
/// A removal that is not in its one form, or not alone.
pub static CDS_DELETE_FORM: Code = Code::warning("cds-delete-form", &["RFC 8078 §4"]);
/// A CDS of a digest type that must not be used any more.
pub static CDS_DIGEST: Code = Code::warning("cds-digest", &["RFC 9905 §2", "RFC 8624 §3.3"]);
/// A CDS or CDNSKEY below the apex.
pub static CDS_MISPLACED: Code = Code::warning("cds-misplaced", &["RFC 7344 §4.1"]);
/// A CDS that is the digest of no key.
pub static CDS_NO_KEY: Code = Code::warning("cds-no-key", &["RFC 7344 §4.1"]);
/// CDS or CDNSKEY without signature of an entry point.
pub static CDS_SEP_UNSIGNED: Code = Code::info("cds-sep-unsigned", &["RFC 7344 §4.1"]);
/// A CSYNC with flags that mean nothing.
pub static CSYNC_FLAGS: Code = Code::warning("csync-flags", &["RFC 7477 §2.1.1.2"]);
/// A CSYNC below the apex.
pub static CSYNC_MISPLACED: Code = Code::warning("csync-misplaced", &["RFC 7477 §2.1"]);
/// A CSYNC that waits for a serial to come.
pub static CSYNC_SERIAL: Code = Code::info("csync-serial", &["RFC 7477 §2.1.1.2.2"]);
/// Several CSYNC records.
pub static CSYNC_SEVERAL: Code = Code::warning("csync-several", &["RFC 7477 §2.1"]);
/// A CSYNC that lists a type parents do not copy.
pub static CSYNC_TYPES: Code = Code::info("csync-types", &["RFC 7477 §3.2"]);
/// A CSYNC in a zone that is not signed.
pub static CSYNC_UNSIGNED: Code = Code::warning("csync-unsigned", &["RFC 7477 §3"]);
/// A signed zone with neither NSEC nor NSEC3.
pub static DENIAL_MISSING: Code = Code::error("denial-missing", &["RFC 4035 §2.3", "RFC 5155 §7.1"]);
/// A key with flags that mean nothing.
pub static DNSKEY_FLAGS: Code = Code::warning("dnskey-flags", &["RFC 4034 §2.1.1"]);
/// Octets that are no key of their algorithm.
pub static DNSKEY_MALFORMED: Code = Code::error("dnskey-malformed", &["RFC 3110 §2", "RFC 6605 §4", "RFC 8080 §3"]);
/// A DNSKEY below the apex.
pub static DNSKEY_MISPLACED: Code = Code::warning("dnskey-misplaced", &["RFC 4035 §2.1"]);
/// Signatures without any key.
pub static DNSKEY_MISSING: Code = Code::error("dnskey-missing", &["RFC 4035 §2.1"]);
/// A key that may not sign the zone.
pub static DNSKEY_NOT_ZONE_KEY: Code = Code::warning("dnskey-not-zone-key", &["RFC 4034 §2.1.1"]);
/// A key of another protocol than 3.
pub static DNSKEY_PROTOCOL: Code = Code::warning("dnskey-protocol", &["RFC 4034 §2.1.2"]);
/// A revoked key.
pub static DNSKEY_REVOKED: Code = Code::info("dnskey-revoked", &["RFC 5011 §2.1"]);
/// A revoked key that did not sign its revocation.
pub static DNSKEY_REVOKED_UNSIGNED: Code = Code::warning("dnskey-revoked-unsigned", &["RFC 5011 §2.1"]);
/// No key that is marked as entry point.
pub static DNSKEY_SEP_MISSING: Code = Code::info("dnskey-sep-missing", &["RFC 4034 §2.1.1"]);
/// Keys that no entry point signs.
pub static DNSKEY_SEP_UNSIGNED: Code = Code::warning("dnskey-sep-unsigned", &["RFC 4035 §2.2", "RFC 6840 §6.2"]);
/// Keys of one tag.
pub static DNSKEY_TAGS_EQUAL: Code = Code::info("dnskey-tags-equal", &["RFC 4034 appendix B"]);
/// So many keys of one tag that validators give up.
pub static DNSKEY_TAGS_MANY: Code = Code::warning("dnskey-tags-many", &["RFC 4034 appendix B", "RFC 9364"]);
/// A DS of an algorithm that must not be used any more.
pub static DS_ALGORITHM_DEPRECATED: Code = Code::warning("ds-algorithm-deprecated", &["RFC 9905 §2", "RFC 9906 §2"]);
/// A DS of an algorithm that no number is assigned to.
pub static DS_ALGORITHM_UNKNOWN: Code = Code::warning("ds-algorithm-unknown", &["RFC 4035 §5.2"]);
/// DS records of several algorithms.
pub static DS_ALGORITHMS_SEVERAL: Code = Code::info("ds-algorithms-several", &["RFC 4035 §2.2"]);
/// A DS of a digest type that must not be used any more.
pub static DS_DIGEST_DEPRECATED: Code = Code::warning("ds-digest-deprecated", &["RFC 9905 §2", "RFC 9906 §2"]);
/// A DS of a digest type that no number is assigned to.
pub static DS_DIGEST_UNKNOWN: Code = Code::warning("ds-digest-unknown", &["RFC 4035 §5.2"]);
/// NSEC and NSEC3 in one zone.
pub static NSEC_BESIDE_NSEC3: Code = Code::warning("nsec-beside-nsec3", &["RFC 5155 §10.4"]);
/// An NSEC that lists other types than the name has.
pub static NSEC_BITMAP: Code = Code::error("nsec-bitmap", &["RFC 4034 §4.1.2", "RFC 4035 §2.3"]);
/// A name without NSEC.
pub static NSEC_MISSING: Code = Code::error("nsec-missing", &["RFC 4035 §2.3"]);
/// An NSEC that leads to another name than the next.
pub static NSEC_NEXT: Code = Code::error("nsec-next", &["RFC 4034 §4.1.1"]);
/// Several NSECs of one name.
pub static NSEC_SEVERAL: Code = Code::error("nsec-several", &["RFC 4035 §2.3"]);
/// An NSEC where nothing is to be proved.
pub static NSEC_SUPERFLUOUS: Code = Code::warning("nsec-superfluous", &["RFC 4035 §2.3"]);
/// NSEC or NSEC3 records that live longer than negative answers.
pub static NSEC_TTL: Code = Code::warning("nsec-ttl", &["RFC 9077 §3"]);
/// NSEC3 with a key whose algorithm does not go with it.
pub static NSEC3_ALGORITHM: Code = Code::warning("nsec3-algorithm", &["RFC 5155 §2"]);
/// An NSEC3 that lists other types than the name has.
pub static NSEC3_BITMAP: Code = Code::error("nsec3-bitmap", &["RFC 5155 §7.1"]);
/// An NSEC3 with flags that mean nothing.
pub static NSEC3_FLAGS: Code = Code::warning("nsec3-flags", &["RFC 5155 §3.1.2"]);
/// NSEC3 or NSEC3PARAM with a hash that is not known.
pub static NSEC3_HASH: Code = Code::warning("nsec3-hash", &["RFC 5155 §8.1"]);
/// More iterations than none.
pub static NSEC3_ITERATIONS: Code = Code::warning("nsec3-iterations", &["RFC 9276 §3.1"]);
/// So many iterations that nobody verifies them.
pub static NSEC3_ITERATIONS_MANY: Code = Code::warning("nsec3-iterations-many", &["RFC 9276 §3.2"]);
/// An NSEC3 whose owner is no hash below the apex.
pub static NSEC3_MISPLACED: Code = Code::warning("nsec3-misplaced", &["RFC 5155 §3"]);
/// A name without NSEC3.
pub static NSEC3_MISSING: Code = Code::error("nsec3-missing", &["RFC 5155 §7.1"]);
/// An NSEC3 that leads to another hash than the next.
pub static NSEC3_NEXT: Code = Code::error("nsec3-next", &["RFC 5155 §7.1"]);
/// An insecure delegation without NSEC3 where none may be missing.
pub static NSEC3_OPT_OUT: Code = Code::error("nsec3-opt-out", &["RFC 5155 §6"]);
/// NSEC3 records made otherwise than NSEC3PARAM says.
pub static NSEC3_PARAMETERS: Code = Code::warning("nsec3-parameters", &["RFC 5155 §4"]);
/// A salt.
pub static NSEC3_SALT: Code = Code::warning("nsec3-salt", &["RFC 9276 §3.1"]);
/// An NSEC3 that is the hash of no name.
pub static NSEC3_SUPERFLUOUS: Code = Code::warning("nsec3-superfluous", &["RFC 5155 §7.1"]);
/// An NSEC3PARAM with flags.
pub static NSEC3PARAM_FLAGS: Code = Code::warning("nsec3param-flags", &["RFC 5155 §4.1.2"]);
/// An NSEC3PARAM below the apex.
pub static NSEC3PARAM_MISPLACED: Code = Code::warning("nsec3param-misplaced", &["RFC 5155 §4"]);
/// NSEC3 records without NSEC3PARAM.
pub static NSEC3PARAM_MISSING: Code = Code::error("nsec3param-missing", &["RFC 5155 §4"]);
/// Several NSEC3PARAM records.
pub static NSEC3PARAM_SEVERAL: Code = Code::info("nsec3param-several", &["RFC 5155 §4"]);
/// A signature that does not verify.
pub static RRSIG_BOGUS: Code = Code::error("rrsig-bogus", &["RFC 4035 §5.3.3"]);
/// A signature that verifies only with the next name in lower case.
pub static RRSIG_CASE: Code = Code::warning("rrsig-case", &["RFC 6840 §5.1"]);
/// A signature whose key is not in the zone.
pub static RRSIG_KEY_MISSING: Code = Code::error("rrsig-key-missing", &["RFC 4035 §5.3.1"]);
/// A signature that names another number of labels than the owner has.
pub static RRSIG_LABELS: Code = Code::error("rrsig-labels", &["RFC 4034 §3.1.3"]);
/// More signatures over an RRset than are verified.
pub static RRSIG_MANY: Code = Code::warning("rrsig-many", &["RFC 4035 §5.3.3"]);
/// An RRset without a signature.
pub static RRSIG_MISSING: Code = Code::error("rrsig-missing", &["RFC 4035 §2.2"]);
/// A TTL below the one that was signed.
pub static RRSIG_ORIGINAL_TTL: Code = Code::warning("rrsig-original-ttl", &["RFC 4034 §3.1.4", "RFC 4035 §2.2"]);
/// A signature over signatures.
pub static RRSIG_OVER_RRSIG: Code = Code::warning("rrsig-over-rrsig", &["RFC 4035 §2.2"]);
/// A signature by a revoked key.
pub static RRSIG_REVOKED_KEY: Code = Code::warning("rrsig-revoked-key", &["RFC 5011 §2.1"]);
/// A signature that names another zone as the signer.
pub static RRSIG_SIGNER: Code = Code::error("rrsig-signer", &["RFC 4034 §3.1.7"]);
/// A signature with another TTL than its records.
pub static RRSIG_TTL: Code = Code::warning("rrsig-ttl", &["RFC 4034 §3"]);
/// A TTL above the one that was signed.
pub static RRSIG_TTL_ABOVE_ORIGINAL: Code =
    Code::warning("rrsig-ttl-above-original", &["RFC 4034 §3.1.4", "RFC 4035 §5.3.3"]);
/// A signature over records that are not there.
pub static RRSIG_TYPE_ABSENT: Code = Code::warning("rrsig-type-absent", &["RFC 4034 §3"]);
/// A signature over records that the zone is not the authority for.
pub static RRSIG_UNNEEDED: Code = Code::warning("rrsig-unneeded", &["RFC 4035 §2.2"]);
/// An RSA exponent that is not usable.
pub static RSA_EXPONENT_LARGE: Code = Code::warning("rsa-exponent-large", &["RFC 3110 §2"]);
/// An RSA exponent of 3 or less.
pub static RSA_EXPONENT_SMALL: Code = Code::warning("rsa-exponent-small", &["RFC 3110 §4"]);
/// An RSA modulus above 4096 bits.
pub static RSA_MODULUS_LONG: Code = Code::warning("rsa-modulus-long", &["RFC 3110 §2"]);
/// An RSA modulus below 1024 bits.
pub static RSA_MODULUS_SHORT: Code = Code::warning("rsa-modulus-short", &["RFC 8624 §3.1"]);
/// An RSA modulus below 2048 bits.
pub static RSA_MODULUS_WEAK: Code = Code::info("rsa-modulus-weak", &["RFC 6781 §3.4.2"]);
/// A signature that ends before a secondary gives the zone up.
pub static SIGNATURE_ENDS_BEFORE_EXPIRE: Code = Code::info("signature-ends-before-expire", &["RFC 6781 §4.4.2"]);
/// A signature that ends before a secondary looks again.
pub static SIGNATURE_ENDS_BEFORE_REFRESH: Code = Code::warning("signature-ends-before-refresh", &["RFC 6781 §4.4.2"]);
/// A signature that ends before its TTL.
pub static SIGNATURE_ENDS_BEFORE_TTL: Code = Code::info("signature-ends-before-ttl", &["RFC 6781 §4.4.2"]);
/// A signature that is valid for more than half a year.
pub static SIGNATURE_LIFETIME_LONG: Code = Code::info("signature-lifetime-long", &["RFC 6781 §4.4.2"]);
/// A signature that ends before it begins.
pub static SIGNATURE_WINDOW: Code = Code::warning("signature-window", &["RFC 4034 §3.1.5"]);
/// Keys in a zone that is not signed.
pub static UNSIGNED_DNSKEY: Code = Code::info("unsigned-dnskey", &["RFC 4035 §2.1"]);
/// NSEC or NSEC3 in a zone that is not signed.
pub static UNSIGNED_NSEC: Code = Code::warning("unsigned-nsec", &["RFC 4035 §2.3"]);
/// Signatures in a zone that is not signed.
pub static UNSIGNED_RRSIG: Code = Code::warning("unsigned-rrsig", &["RFC 4035 §2.2"]);
/// A zone of which only a part is signed.
pub static ZONE_PARTLY_SIGNED: Code = Code::warning("zone-partly-signed", &["RFC 4035 §2.2"]);
/// A digest that is not the zone's.
pub static ZONEMD_DIGEST: Code = Code::error("zonemd-digest", &["RFC 8976 §4"]);
/// A ZONEMD below the apex.
pub static ZONEMD_MISPLACED: Code = Code::info("zonemd-misplaced", &["RFC 8976 §2"]);
/// A digest that is not the zone's beside one that is.
pub static ZONEMD_OTHER: Code = Code::warning("zonemd-other", &["RFC 8976 §4"]);
/// Two digests of one scheme and hash.
pub static ZONEMD_REPEATED: Code = Code::error("zonemd-repeated", &["RFC 8976 §2.2.3", "RFC 8976 §4"]);
/// A digest for another serial.
pub static ZONEMD_SERIAL: Code = Code::error("zonemd-serial", &["RFC 8976 §4"]);
/// A digest of a scheme or hash that is not known.
pub static ZONEMD_UNKNOWN: Code = Code::info("zonemd-unknown", &["RFC 8976 §2.2.2"]);
/// No digest that can be verified.
pub static ZONEMD_UNVERIFIED: Code = Code::error("zonemd-unverified", &["RFC 8976 §4"]);

/// Second place: records that lack a signature.
pub static UNSIGNED_HERE: Label = Label { name: "unsigned-here" };
