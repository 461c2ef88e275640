//! What the codes of `check` say. Sorted by code.

pub(super) mod addresses;
pub(super) mod alias;
pub(super) mod content;
pub(super) mod dnssec;
pub(super) mod dnssec_keys;
pub(super) mod name_servers;
pub(super) mod names;
pub(super) mod reverse;
pub(super) mod soa;
pub(super) mod targets;
pub(super) mod zone;
pub(super) mod receivers;

use super::Text;

pub(super) static TEXTS: &[Text] = &[
    Text {
        code: "apex-ns-missing",
        message: "{zone} has no NS records",
        why: "A zone names its own name servers at its apex. BIND refuses a zone without them, and nobody can tell who serves it.",
    },
    Text {
        code: "apex-ns-single",
        message: "{zone} has one NS record; two are the least",
        why: "With one name server the zone is gone whenever that one cannot be reached. Add the secondary's name servers.",
    },
    Text {
        code: "apex-ns-target-address",
        message: "the name server of {owner} is written as an address: {target}",
        why: "NS takes the name of a host; the address belongs into an A or AAAA record of that name. BIND refuses the zone.",
    },
    Text {
        code: "apex-ns-target-alias",
        message: "the name server {target} of {owner} is an alias",
        why: "A name server must have addresses of its own. BIND refuses the zone. Name the host that the CNAME leads to.",
    },
    Text {
        code: "apex-ns-target-missing",
        message: "the name server {target} of {owner} has no address in this zone",
        why: "Nobody can reach it, and BIND refuses the zone. Add its A or AAAA record or correct the name.",
    },
    Text {
        code: "cname-at-apex",
        message: "{owner} is the zone's apex and cannot be a CNAME",
        why: "A CNAME stands alone, but the apex always has SOA and NS records. Use A and AAAA records, or HTTPS in alias form.",
    },
    Text {
        code: "cname-dangling",
        message: "{owner} is an alias of {target}, which does not exist in this zone",
        why: "Resolvers follow the alias and get \"no such name\". Correct the target or remove the alias.",
    },
    Text {
        code: "cname-loop",
        message: "the alias {owner} leads back to itself over {count} CNAME {count#record#records}",
        why: "No resolver ever gets an answer. One of the aliases must point to a name with other records.",
    },
    Text {
        code: "cname-other-data",
        message: "{owner} has a CNAME and also {type} records",
        why: "A name with a CNAME is only an alias, so the other records are never found; BIND, Knot and NSD refuse the zone. Remove one or the other.",
    },
    Text {
        code: "cname-several",
        message: "{owner} has {count} CNAME records; one is the most",
        why: "A name is an alias of one other name. BIND, Knot and NSD refuse the zone. Keep the one that is meant.",
    },
    Text {
        code: "dname-data-below",
        message: "{owner} stands below the DNAME at {dname} and is never found",
        why: "The DNAME redirects every name below it. Knot and NSD refuse such a zone. Remove the records or the DNAME.",
    },
    Text {
        code: "dname-several",
        message: "{owner} has {count} DNAME records; one is the most",
        why: "A subtree can be redirected to one other only. BIND, Knot and NSD refuse the zone.",
    },
    Text {
        code: "dname-with-ns",
        message: "{owner} has both a DNAME and NS records",
        why: "A name is either delegated or redirected; only a zone's apex may have both. Knot refuses the zone, others serve one of the two.",
    },
    Text {
        code: "ds-at-apex",
        message: "{owner} is the zone's apex; its DS belongs into the parent's zone",
        why: "Validators ask the parent for it and never look here. BIND refuses the zone.",
    },
    Text {
        code: "ds-without-ns",
        message: "{owner} has a DS but is not delegated",
        why: "A DS signs a delegation. Without NS records beside it, it has no effect; probably those are missing.",
    },
    Text {
        code: "duplicate-case",
        message: "this {type} record of {owner} is there already, with other capitals",
        why: "Names are the same whatever their case, so the record is served once. Remove one of the two.",
    },
    Text {
        code: "duplicate-record",
        message: "this {type} record of {owner} is there already",
        why: "An RRset holds each record once, so it is served once. Remove one, or correct it if another was meant.",
    },
    Text {
        code: "glue-missing",
        message: "the name server {target} of {owner} lies inside that zone but has no address here",
        why: "To ask it for its address one would need its address. Add its A or AAAA record here: the glue.",
    },
    Text {
        code: "glue-sibling-missing",
        message: "the name server {target} of {owner} lies in another delegated zone and has no address here",
        why: "Resolvers find it through that zone, with more questions. An A or AAAA record here saves them.",
    },
    Text {
        code: "host-name",
        message: "{owner} has an address but is no host name: {label}",
        why: "Names of hosts have letters, digits and hyphens, hyphens not at an end. BIND refuses others where check-names says so, and many programs will not connect to them.",
    },
    Text {
        code: "idn-broken",
        message: "{label} begins like an internationalized label but does not decode",
        why: "What begins xn-- is read back into another script by browsers; this one cannot be. Encode the name again.",
    },
    Text {
        code: "missing-final-dot",
        message: "{owner} {type} points to {target}: probably {meant} was meant",
        why: "A name without a final dot is completed by the origin. Write the dot.",
    },
    Text {
        code: "occluded",
        message: "the {type} records of {owner} are hidden by the delegation of {cut}",
        why: "Queries for the name are referred to the child's name servers. Unless these are addresses of a name server, they belong into the child's zone.",
    },
    Text {
        code: "out-of-zone",
        message: "{owner} does not lie inside the zone {zone}",
        why: "It is left out: BIND ignores it, NSD refuses the zone. Often a final dot is there by mistake, or $ORIGIN is not what was meant.",
    },
    Text {
        code: "signature-early",
        message: "the signature over the {type} records of {owner} is not valid yet",
        why: "Validators treat the records as forged until its inception. Look at the signer's clock.",
    },
    Text {
        code: "signature-expired",
        message: "the signature over the {type} records of {owner} has expired",
        why: "Validators treat the records as forged. Sign the zone again before it is transferred.",
    },
    Text {
        code: "soa-expire-short",
        message: "EXPIRE ({expire} s) is shorter than REFRESH ({refresh} s)",
        why: "A secondary would stop serving the zone before it asks for a new version. Two to four weeks are usual.",
    },
    Text {
        code: "soa-misplaced",
        message: "an SOA stands at {owner}; the zone is {zone}",
        why: "A zone has one SOA, at its apex. BIND and NSD refuse the zone. Perhaps two zones are in one file, or the zone's name is another.",
    },
    Text {
        code: "soa-missing",
        message: "{zone} has no SOA record",
        why: "The SOA holds the serial and the timers of the transfer; without it there is no zone. Perhaps the zone's name is another.",
    },
    Text {
        code: "soa-retry-long",
        message: "RETRY ({retry} s) is longer than REFRESH ({refresh} s)",
        why: "After a failure a secondary should ask again sooner than usual, not later.",
    },
    Text {
        code: "soa-rname-at",
        message: "the mailbox is written with an at sign: {mailbox}",
        why: "In an SOA the first dot stands for the at sign. Knot refuses the record; others serve a name with an at sign in it.",
    },
    Text {
        code: "soa-serial-zero",
        message: "the serial is 0",
        why: "Some secondaries take 0 for \"no version\" and tools refuse to count from it. Begin with 1 or with the date.",
    },
    Text {
        code: "soa-several",
        message: "{zone} has {count} SOA records; one is the most",
        why: "It is open which version this is. BIND and NSD refuse the zone. Keep one.",
    },
    Text {
        code: "svcb-alias-self",
        message: "the {type} record of {owner} is an alias of itself",
        why: "Clients that follow it come back to where they were. In alias form it points to another name.",
    },
    Text {
        code: "target-address",
        message: "{owner} {type} points to an address: {target}",
        why: "A name belongs here; the address belongs into an A or AAAA record of that name. As written it is a name that does not exist.",
    },
    Text {
        code: "target-alias",
        message: "{owner} {type} points to {target}, which is an alias",
        why: "The target must have addresses of its own. Point to the name that the CNAME leads to.",
    },
    Text {
        code: "target-missing",
        message: "{owner} {type} points to {target}, which does not exist in this zone",
        why: "Whoever follows the record finds no address. Correct the name or add its A or AAAA record.",
    },
    Text {
        code: "target-no-address",
        message: "{owner} {type} points to {target}, which has no address",
        why: "The name exists, but without A or AAAA record nobody can connect to it.",
    },
    Text {
        code: "tlsa-host-missing",
        message: "{owner} is about the host {host}, which does not exist in this zone",
        why: "Clients look up the host before its TLSA record. Correct the name or add the host.",
    },
    Text {
        code: "ttl-mismatch",
        message: "the TTL is {ttl}, that of another {type} record of {owner} {other}",
        why: "The records of one name and type have one TTL. BIND takes the first one's; resolvers take the lowest.",
    },
    Text {
        code: "unlisted",
        message: "{count} more {count#record is#records are} left out as duplicates or out of zone",
        why: "They are of the same kind as those listed.",
    },
    Text {
        code: "wildcard-inner",
        message: "the * in {owner} is no wildcard: it is not the first label",
        why: "Only a name that begins with *. stands for others. As written, the * is an ordinary label.",
    },
];

pub(super) static LABELS: &[(&str, &str)] = &[
    ("add-final-dot", "add the final dot"),
    ("add-glue", "add a line for its address"),
    ("add-name-servers", "add lines for name servers"),
    ("alias-here", "the alias is here"),
    ("align-ttls", "give all the first one's TTL"),
    ("cut-here", "hidden by this"),
    ("encode-label", "write the label encoded"),
    ("first-here", "the first is here"),
    ("only-name-server-here", "the only one is here"),
    ("other-record-here", "the other one is here"),
    ("remove-final-dot", "remove the final dot"),
    ("raise-serial", "begin with 1"),
    ("write-mailbox-with-dot", "write the at sign as a dot"),
    ("unsigned-here", "these lack a signature, for one"),
];
