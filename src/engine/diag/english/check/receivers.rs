//! What receivers make of what they do not refuse: "PowerDNS …". Sorted.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "mnemonic-bind",
        message: "BIND does not know the type {type}",
        why: "Releases of BIND in wide use refuse a zone file that names it. A transfer is no trouble; in a file write the type by its number.",
    },
    Text {
        code: "mnemonic-knot",
        message: "Knot does not know the type {type}",
        why: "Releases of Knot in wide use refuse a zone file that names it. A transfer is no trouble; in a file write the type by its number.",
    },
    Text {
        code: "mnemonic-nsd",
        message: "NSD does not know the type {type}",
        why: "Releases of NSD in wide use refuse a zone file that names it. A transfer is no trouble; in a file write the type by its number.",
    },
    Text {
        code: "mnemonic-powerdns",
        message: "PowerDNS does not know the type {type}",
        why: "Releases of PowerDNS in wide use refuse a zone file that names it. A transfer is no trouble; in a file write the type by its number.",
    },
    Text {
        code: "name-not-completed",
        message: "{target} is written without a final dot in a record of type {type}",
        why: "The origin completes it here and with most name servers, but PowerDNS takes it as it stands, from the root. Write the whole name with its dot.",
    },
    Text {
        code: "svcb-key-name",
        message: "the {type} record of {owner} names its parameter {key}",
        why: "It is registered, but BIND, Knot and NSD do not know the name yet and refuse a zone file with it. A newer release may; until then leave it out, or transfer the zone instead of copying its file.",
    },
    Text {
        code: "text-raw-octets",
        message: "the {type} text of {owner} has octets beyond printable ASCII",
        why: "Knot refuses a zone file with such octets in a string; others serve them. Write each of them as a backslash and three digits.",
    },
    Text {
        code: "uri-unquoted",
        message: "the target of the URI record of {owner} stands without quotes",
        why: "BIND refuses a zone file with such a record; others take it. Put the target in quotes.",
    },
];

pub(in crate::engine::diag::english) static LABELS: &[(&str, &str)] = &[
    ("begins-late", "loses the text before the line end"),
    ("ends-at-nul", "ends the text at the NUL octet"),
    ("escape-octets", "write them as \\DDD"),
    ("keeps-text", "keeps the text, but cannot answer with it"),
    ("leaves-out", "leaves the record out"),
    ("loads-anyway", "loads the record all the same"),
    ("reads-other-name", "reads another name"),
    ("splits-string", "cuts the string into several"),
    ("takes-an-hour", "takes 3600 seconds for the TTL"),
    ("takes-as-absolute", "takes the name as it stands, from the root"),
    ("takes-as-letter", "takes it for a letter of the word"),
    ("takes-first-ttl", "takes the first record's TTL for all"),
    ("takes-last-ttl", "takes the last record's TTL for all"),
    ("takes-one-unit", "takes the first number with the last unit for the TTL"),
    ("takes-signed-ttl", "gives the signature the TTL that it signs"),
    ("takes-zero-ttl", "takes 0 for the TTL"),
    ("wraps-number", "counts the number from 0 again"),
    ("write-generic", "write the type by its number"),
];
