//! What the codes about keys, delegations and signals to the parent say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "algorithm-deprecated",
        message: "a key of {owner} uses algorithm {algorithm}, which must not be used to sign any more",
        why: "Validators treat such signatures as if there were none, some already today. Roll the zone over to algorithm 13 (ECDSAP256SHA256).",
    },
    Text {
        code: "algorithm-incomplete",
        message: "the {type} records of {owner} have no signature of algorithm {algorithm}, which a key of the zone has; {count} {count#RRset lacks#RRsets lack} one",
        why: "Each algorithm among the keys must sign everything, or strict validators reject the zone. Sign again with all keys, or remove the key until its signatures are there.",
    },
    Text {
        code: "algorithm-unknown",
        message: "a key of {owner} has algorithm {algorithm}, which is not assigned",
        why: "No validator can use it. Look whether the number is a slip.",
    },
    Text {
        code: "algorithm-unverified",
        message: "signatures of algorithm {algorithm} are not verified here",
        why: "Everything else about them is checked. dnssec-verify or kzonecheck verify the signatures themselves.",
    },
    Text {
        code: "cdnskey-alone",
        message: "there are CDNSKEY records but no CDS",
        why: "Parents read the one or the other. Publish both for the same keys.",
    },
    Text {
        code: "cdnskey-no-cds",
        message: "no CDS is the digest of this CDNSKEY",
        why: "Parents that read CDS and those that read CDNSKEY would end with different DS records. Make both from the same keys.",
    },
    Text {
        code: "cdnskey-no-key",
        message: "this CDNSKEY is none of the zone's DNSKEY records",
        why: "A parent that took it would trust a key that signs nothing, and the zone would be bogus. Publish the key first, or correct the record.",
    },
    Text {
        code: "cds-alone",
        message: "there are CDS records but no CDNSKEY",
        why: "Parents read the one or the other. Publish both for the same keys.",
    },
    Text {
        code: "cds-cdnskey-differ",
        message: "the CDS with tag {tag} is the digest of no CDNSKEY",
        why: "Parents that read CDS and those that read CDNSKEY would end with different DS records. Make both from the same keys.",
    },
    Text {
        code: "cds-delete",
        message: "this {type} asks the parent to remove all DS records of {zone}",
        why: "Once the parent has done so the zone is insecure. Keep it only while DNSSEC is being turned off.",
    },
    Text {
        code: "cds-delete-form",
        message: "this {type} has algorithm 0 but is not the one form that asks for removal, alone",
        why: "Parents ignore it. Removal is written `0 0 0 00` as CDS and `0 3 0 AA==` as CDNSKEY, with no other records beside it.",
    },
    Text {
        code: "cds-digest",
        message: "the CDS has digest type {digest}, which must not be used any more",
        why: "Parents are to refuse it. Publish digest type 2 (SHA-256).",
    },
    Text {
        code: "cds-misplaced",
        message: "{owner} has a {type} but is not the zone's apex",
        why: "Parents look for it at the apex only.",
    },
    Text {
        code: "cds-no-key",
        message: "the CDS with tag {tag} is the digest of no DNSKEY of the zone",
        why: "A parent that took it would point to a key that is not there, and the zone would be bogus. Make it from the key that signs the keys.",
    },
    Text {
        code: "cds-sep-unsigned",
        message: "no entry point (KSK) signs the {type} records of {zone}",
        why: "Parents accept them only when a key signs them that their own DS names, which is the entry point. Most signers sign these two types with it.",
    },
    Text {
        code: "csync-flags",
        message: "the CSYNC of {owner} has flags {flags}, of which only 1 and 2 mean something",
        why: "A parent that does not know a flag must not act on the record.",
    },
    Text {
        code: "csync-misplaced",
        message: "{owner} has a CSYNC but is not the zone's apex",
        why: "Parents look for it at the apex only.",
    },
    Text {
        code: "csync-serial",
        message: "the CSYNC of {owner} holds from serial {serial} on, which the zone has not reached",
        why: "Parents do nothing until then. Raise the zone's serial or lower that of the record.",
    },
    Text {
        code: "csync-several",
        message: "{owner} has {count} CSYNC records; one is the most",
        why: "Parents must not act on any of them.",
    },
    Text {
        code: "csync-types",
        message: "the CSYNC of {owner} lists {type}; parents copy NS, A and AAAA",
        why: "A parent that does not support a listed type must not act on the record.",
    },
    Text {
        code: "csync-unsigned",
        message: "{owner} has a CSYNC but the zone is not signed",
        why: "Parents act on it only when DNSSEC proves it. Sign the zone or remove the record.",
    },
    Text {
        code: "dnskey-flags",
        message: "a key of {owner} has flags {flags}; 256 and 257 are usual",
        why: "The other bits are reserved and must be zero.",
    },
    Text {
        code: "dnskey-malformed",
        message: "the octets of a DNSKEY of {owner} are no key of algorithm {algorithm}",
        why: "Nothing verifies with it. Copy the record from the signer's output again.",
    },
    Text {
        code: "dnskey-misplaced",
        message: "{owner} has a DNSKEY but is not the zone's apex",
        why: "Validators look for keys at the apex only.",
    },
    Text {
        code: "dnskey-missing",
        message: "{zone} has signatures but no DNSKEY",
        why: "Nobody can verify them: with a DS at the parent the zone is bogus. Add the keys or sign the zone again.",
    },
    Text {
        code: "dnskey-not-zone-key",
        message: "a key of {owner} has flags {flags} and so is no zone key",
        why: "Validators must not verify with it. Zone keys have 256, entry points 257.",
    },
    Text {
        code: "dnskey-protocol",
        message: "a key of {owner} has protocol {protocol}; it must be 3",
        why: "Validators treat the key as invalid.",
    },
    Text {
        code: "dnskey-revoked",
        message: "the key with tag {tag} is revoked",
        why: "Validators that follow RFC 5011 no longer trust it. Remove it after the hold-down time.",
    },
    Text {
        code: "dnskey-revoked-unsigned",
        message: "the revoked key with tag {tag} does not sign the DNSKEY records",
        why: "A revocation counts only when the key itself signs it. Sign the keys with it once more. dnssec-verify refuses the zone.",
    },
    Text {
        code: "dnskey-sep-missing",
        message: "no key of {zone} has the flag that marks an entry point (257)",
        why: "Validators do not need it, but parents, CDS tools and people find the key for the DS by it.",
    },
    Text {
        code: "dnskey-sep-unsigned",
        message: "no entry point (KSK) of {zone} signs the DNSKEY records",
        why: "The parent's DS usually names the entry point; without its signature the zone is bogus for everybody. Sign the keys with it.",
    },
    Text {
        code: "dnskey-tags-equal",
        message: "{count} keys have the tag {tag}",
        why: "Validators must try each of them for every signature. Make a new key when you can.",
    },
    Text {
        code: "dnskey-tags-many",
        message: "{count} keys have the tag {tag}",
        why: "Since KeyTrap (CVE-2023-50387) validators try a few keys of one tag only and then take the zone for bogus. Remove or replace some.",
    },
    Text {
        code: "ds-algorithm-deprecated",
        message: "a DS of {owner} has algorithm {algorithm}, which must not be used any more",
        why: "Validators treat the child as insecure, some already today. The child should roll over to another algorithm.",
    },
    Text {
        code: "ds-algorithm-unknown",
        message: "a DS of {owner} has algorithm {algorithm}, which is not assigned",
        why: "Validators treat it as if it were not there. Look whether the number is a slip.",
    },
    Text {
        code: "ds-algorithms-several",
        message: "the DS records of {owner} have several algorithms: {algorithms}",
        why: "The child must be signed with each of them. That is so during a roll-over; otherwise remove the old one.",
    },
    Text {
        code: "ds-digest-deprecated",
        message: "a DS of {owner} has digest type {digest}, which must not be used any more",
        why: "Validators ignore it where they find another, and will ignore it altogether. Publish digest type 2 (SHA-256).",
    },
    Text {
        code: "ds-digest-unknown",
        message: "a DS of {owner} has digest type {digest}, which is not assigned",
        why: "Validators treat it as if it were not there. Publish digest type 2 (SHA-256).",
    },
    Text {
        code: "rsa-exponent-large",
        message: "the RSA exponent of a key of {owner} has {bits} bits or is no exponent at all",
        why: "Validators refuse exponents above 33 or 35 bits, since verification would take long. Use 65537.",
    },
    Text {
        code: "rsa-exponent-small",
        message: "the RSA exponent of a key of {owner} is 3 or less",
        why: "Signatures can be forged where padding is checked carelessly. Use 65537.",
    },
    Text {
        code: "rsa-modulus-long",
        message: "the RSA modulus of a key of {owner} has {bits} bits; 4096 is the most",
        why: "Validators do not accept it.",
    },
    Text {
        code: "rsa-modulus-short",
        message: "the RSA modulus of a key of {owner} has {bits} bits and can be broken",
        why: "Such keys were factored in practice, and validators refuse them. Use algorithm 13, or 2048 bits.",
    },
    Text {
        code: "rsa-modulus-weak",
        message: "the RSA modulus of a key of {owner} has {bits} bits; 2048 is what is advised",
        why: "Use algorithm 13, or 2048 bits.",
    },
];
