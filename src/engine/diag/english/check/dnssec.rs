//! What the codes about signatures, denial and digests of a zone say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "denial-missing",
        message: "{zone} is signed but has neither NSEC nor NSEC3 records",
        why: "Nothing proves that a name does not exist, so that validators reject every negative answer. Sign the zone again with either.",
    },
    Text {
        code: "nsec-beside-nsec3",
        message: "{owner} has an {type}, but the zone uses the other kind of denial; {count} {count#name is#names are} like that",
        why: "A zone has NSEC or NSEC3. Both together are left from a change that did not come to its end: sign the zone again.",
    },
    Text {
        code: "nsec-bitmap",
        message: "the NSEC of {owner} lists other types than there are: missing {missing}, too many {surplus}",
        why: "Validators are told that a type is not there that is, or the other way round, and reject answers. Sign the zone again.",
    },
    Text {
        code: "nsec-missing",
        message: "{owner} has no NSEC",
        why: "Nothing proves which types the name has, and what follows it. kzonecheck and dnssec-verify refuse the zone. Sign it again.",
    },
    Text {
        code: "nsec-next",
        message: "the NSEC of {owner} leads to {next}, but the next name is {expected}",
        why: "The chain has a gap or denies names that exist: validators reject answers. Sign the zone again.",
    },
    Text {
        code: "nsec-several",
        message: "{owner} has {count} NSEC records; one is the most",
        why: "They contradict each other. Sign the zone again.",
    },
    Text {
        code: "nsec-superfluous",
        message: "{owner} has an NSEC or NSEC3 but no data of this zone to prove",
        why: "Names without data, glue and what lies below a delegation have none. kzonecheck refuses the zone. Sign it again.",
    },
    Text {
        code: "nsec-ttl",
        message: "the {type} of {owner} has a TTL of {ttl} s, more than negative answers may live ({negative} s); {count} {count#record is#records are} like that",
        why: "Resolvers that deny from their cache would do so too long. The TTL is the lesser of the SOA's own and its last field.",
    },
    Text {
        code: "nsec3-algorithm",
        message: "the zone uses NSEC3 but has a key of algorithm {algorithm}",
        why: "Validators that know this algorithm need not know NSEC3. Use algorithm 8 or 13.",
    },
    Text {
        code: "nsec3-bitmap",
        message: "the NSEC3 of {owner} lists other types than there are: missing {missing}, too many {surplus}",
        why: "Validators are told that a type is not there that is, or the other way round, and reject answers. Sign the zone again.",
    },
    Text {
        code: "nsec3-flags",
        message: "the NSEC3 {owner} has flags {flags}; only 0 and 1 mean something",
        why: "Validators ignore a record with other flags.",
    },
    Text {
        code: "nsec3-hash",
        message: "{owner} has hash algorithm {algorithm}; 1 (SHA-1) is the only one",
        why: "Validators and servers ignore such records.",
    },
    Text {
        code: "nsec3-iterations",
        message: "names are hashed with {iterations} further iterations; it must be 0",
        why: "They protect nothing, cost every server and validator time, and some validators treat the zone as insecure. Set NSEC3PARAM to `1 0 0 -`.",
    },
    Text {
        code: "nsec3-iterations-many",
        message: "names are hashed with {iterations} further iterations; beyond {limit} validators give up, and so does this check",
        why: "Resolvers treat the zone as insecure or answer SERVFAIL. Set NSEC3PARAM to `1 0 0 -`.",
    },
    Text {
        code: "nsec3-misplaced",
        message: "the owner of the NSEC3 {owner} is no hash right below the apex",
        why: "It proves nothing.",
    },
    Text {
        code: "nsec3-missing",
        message: "{owner} has no NSEC3 at its hash",
        why: "Nothing proves which types the name has or that it exists. kzonecheck and dnssec-verify refuse the zone. Sign it again.",
    },
    Text {
        code: "nsec3-next",
        message: "the NSEC3 {owner} leads to {next}, but the next hash is {expected}",
        why: "The ring has a gap or denies names that exist: validators reject answers. Sign the zone again.",
    },
    Text {
        code: "nsec3-opt-out",
        message: "the delegation {owner} has no NSEC3, and the one that covers it does not opt out",
        why: "Validators take the delegation for one that does not exist. Sign the zone again, with opt-out or with a record for each delegation.",
    },
    Text {
        code: "nsec3-parameters",
        message: "the NSEC3 {owner} is made with other iterations or salt than NSEC3PARAM says; {count} {count#record is#records are} like that",
        why: "Servers do not use them. They are left from another chain: sign the zone again.",
    },
    Text {
        code: "nsec3-salt",
        message: "names are hashed with a salt; there should be none",
        why: "It protects nothing, since every name is hashed with the zone's name already. Set NSEC3PARAM to `1 0 0 -`.",
    },
    Text {
        code: "nsec3-superfluous",
        message: "the NSEC3 {owner} is the hash of no name of the zone",
        why: "It is left from a name that is gone. kzonecheck refuses the zone. Sign it again.",
    },
    Text {
        code: "nsec3param-flags",
        message: "the NSEC3PARAM of {owner} has flags {flags}; they must be 0",
        why: "Servers are to ignore it and then have nothing to prove negative answers with; kzonecheck refuses the zone. ldns-signzone writes 1 here with opt-out, which belongs into the NSEC3 records only.",
    },
    Text {
        code: "nsec3param-misplaced",
        message: "{owner} has an NSEC3PARAM but is not the zone's apex",
        why: "Servers look for it at the apex only.",
    },
    Text {
        code: "nsec3param-missing",
        message: "{zone} has NSEC3 records but no NSEC3PARAM",
        why: "Servers do not know how to hash names, and so cannot prove negative answers. Add it at the apex.",
    },
    Text {
        code: "nsec3param-several",
        message: "{owner} has {count} NSEC3PARAM records",
        why: "Each promises a whole chain; the first is checked here. Two are right only while parameters change.",
    },
    Text {
        code: "rrsig-bogus",
        message: "the signature over the {type} records of {owner} does not verify",
        why: "The records were changed after signing, or the signature was. Validators treat them as forged. Sign the zone again.",
    },
    Text {
        code: "rrsig-case",
        message: "the signature over the NSEC of {owner} verifies only if its next name is put in lower case",
        why: "NSEC is signed as written since RFC 6840: today's validators take the record for forged. The name's case was changed after signing: sign again.",
    },
    Text {
        code: "rrsig-key-missing",
        message: "the signature over the {type} records of {owner} was made with key {tag} of algorithm {algorithm}, which is not among the zone's keys",
        why: "Nobody can verify it. Without another signature validators treat the records as forged. Publish the key or sign again.",
    },
    Text {
        code: "rrsig-labels",
        message: "the signature over the {type} records of {owner} is for {number} labels, which is not what the owner has",
        why: "Validators take the records for an expansion of a wildcard that is not there. Sign again.",
    },
    Text {
        code: "rrsig-many",
        message: "there are more than {limit} signatures over the {type} records of {owner}; the rest is not verified",
        why: "Since KeyTrap (CVE-2023-50387) validators stop after a few. Remove old ones.",
    },
    Text {
        code: "rrsig-missing",
        message: "the {type} records of {owner} have no signature",
        why: "Validators treat them as forged. kzonecheck and dnssec-verify refuse the zone. Sign it again.",
    },
    Text {
        code: "rrsig-original-ttl",
        message: "the TTL of the {type} records of {owner} is {number} s, less than the one that was signed",
        why: "It verifies, but the zone was changed after signing. Sign again.",
    },
    Text {
        code: "rrsig-over-rrsig",
        message: "{owner} has an RRSIG over {type} records",
        why: "Signatures are not signed themselves. kzonecheck refuses the zone. Sign again.",
    },
    Text {
        code: "rrsig-revoked-key",
        message: "the signature over the {type} records of {owner} was made with a revoked key",
        why: "Validators accept a revoked key for nothing but its own revocation. Sign again with another.",
    },
    Text {
        code: "rrsig-signer",
        message: "the signature over the {type} records of {owner} names another signer than this zone",
        why: "Validators do not accept it. It was copied from another zone, or the zone was renamed. Sign again.",
    },
    Text {
        code: "rrsig-ttl",
        message: "the signature over the {type} records of {owner} has another TTL than the records ({number} s)",
        why: "Caches keep the one longer than the other. Sign again.",
    },
    Text {
        code: "rrsig-ttl-above-original",
        message: "the TTL of the {type} records of {owner} is {number} s, more than the one that was signed",
        why: "Validators cut it down, and kzonecheck refuses the zone: it was changed after signing. Sign again.",
    },
    Text {
        code: "rrsig-type-absent",
        message: "{owner} has a signature over {type} records but no such records",
        why: "The records were removed after signing. Sign again.",
    },
    Text {
        code: "rrsig-unneeded",
        message: "{owner} has a signature over {type} records that belong to another zone",
        why: "The NS of a delegation, glue and what lies below are not signed. Sign again.",
    },
    Text {
        code: "signature-ends-before-expire",
        message: "the signature over the {type} records of {owner} ends in {left} s, before SOA EXPIRE ({bound} s)",
        why: "A secondary cut off from its primary would serve expired signatures before it stops. Sign for longer, or lower EXPIRE.",
    },
    Text {
        code: "signature-ends-before-refresh",
        message: "the signature over the {type} records of {owner} ends in {left} s; a secondary looks again after {bound} s",
        why: "One missed refresh, and the zone is bogus at the secondary. Sign again now, and earlier next time.",
    },
    Text {
        code: "signature-ends-before-ttl",
        message: "the signature over the {type} records of {owner} ends in {left} s, before its TTL of {ttl} s; {count} {count#is#are} like that",
        why: "Resolvers must cut the TTL down to that. Sign again earlier.",
    },
    Text {
        code: "signature-lifetime-long",
        message: "the signature over the {type} records of {owner} is valid for {days} days; {count} {count#is#are} like that",
        why: "Who has an old answer can replay it as long. Two to four weeks are usual.",
    },
    Text {
        code: "signature-window",
        message: "the signature over the {type} records of {owner} expires before its inception",
        why: "It is valid at no time. Look at the signer's clock and settings.",
    },
    Text {
        code: "unsigned-dnskey",
        message: "{zone} has DNSKEY records but is not signed",
        why: "Keys may come first when a zone is about to be signed. With a DS at the parent the zone is bogus now.",
    },
    Text {
        code: "unsigned-nsec",
        message: "{owner} has an {type}, but the zone is not signed",
        why: "It proves nothing without signatures. It is left from a signed version: remove all of them, or sign the zone.",
    },
    Text {
        code: "unsigned-rrsig",
        message: "{owner} has a signature, but the SOA of {zone} has none and there are no keys",
        why: "Nobody can verify it. It is left from a signed version: remove all of them, or sign the zone.",
    },
    Text {
        code: "zone-partly-signed",
        message: "{owner} has a signature, but the apex of {zone} has none",
        why: "A zone is signed whole or not at all: validators that find a DS reject it. Sign the zone again.",
    },
    Text {
        code: "zonemd-digest",
        message: "the digest of scheme {scheme} and hash {hash} is not that of the zone",
        why: "The zone was changed after it was digested; secondaries that verify refuse it. Make the ZONEMD again, after signing.",
    },
    Text {
        code: "zonemd-misplaced",
        message: "{owner} has a ZONEMD but is not the zone's apex",
        why: "It is data like any other and verifies nothing.",
    },
    Text {
        code: "zonemd-other",
        message: "the digest of scheme {scheme} and hash {hash} is not that of the zone, though another is",
        why: "Secondaries that know this one alone refuse the zone. Make all ZONEMD records again.",
    },
    Text {
        code: "zonemd-repeated",
        message: "there are several ZONEMD records of scheme {scheme} and hash {hash}",
        why: "None of them may be used to verify the zone. Keep one.",
    },
    Text {
        code: "zonemd-serial",
        message: "the ZONEMD is for serial {serial}, but the zone has {zone}",
        why: "The serial was raised without making the digest again; secondaries that verify refuse the zone.",
    },
    Text {
        code: "zonemd-unknown",
        message: "the ZONEMD of scheme {scheme} and hash {hash} is not verified here",
        why: "Known are scheme 1 with hash 1 (SHA-384) and 2 (SHA-512).",
    },
    Text {
        code: "zonemd-unverified",
        message: "none of the ZONEMD records can be verified; the first has scheme {scheme} and hash {hash}",
        why: "A secondary that must verify cannot, and refuses the zone. Publish scheme 1 with hash 1.",
    },
];
