//! What the codes about types and sizes say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "node-types-many",
        message: "{owner} has records of {count} types; BIND takes {limit}",
        why: "Since 9.18.28 and 9.20.0 (2024-07) BIND refuses a zone with more, unless max-types-per-name says otherwise.",
    },
    Text {
        code: "provider-record-size",
        message: "the {type} record of {owner} has {count} octets; Cloudflare takes {limit}",
        why: "Its documentation (2026-08) has this limit for one record. Make it shorter or divide it.",
    },
    Text {
        code: "provider-set-size",
        message: "the {type} records of {owner} have {count} octets together; Cloudflare takes {limit}",
        why: "Its documentation (2026-08) has this limit for the records of one name and type. Spread them over several names.",
    },
    Text {
        code: "provider-type",
        message: "the zone has {count} {count#RRset#RRsets} of the type {type}, which Cloudflare's interface does not list",
        why: "Its documentation (2026-08) names twenty types besides SOA and those of DNSSEC; whether a transfer brings others is not said. Look after the first transfer whether they are there.",
    },
    Text {
        code: "set-over-datagram",
        message: "the {type} records of {owner} take {count} octets; datagrams have {limit}",
        why: "Every resolver asks a second time over TCP, and those that cannot get no answer. Fewer or shorter records help.",
    },
    Text {
        code: "set-records-many",
        message: "{owner} has {count} {type} records; BIND takes {limit}",
        why: "Since 9.18.28 and 9.20.0 (2024-07) BIND refuses a zone with more, unless max-records-per-type says otherwise.",
    },
    Text {
        code: "set-too-large",
        message: "the {type} records of {owner} take {count} octets; a message has {limit}",
        why: "No server can answer with all of them, and answers hold all or none. Spread them over several names.",
    },
    Text {
        code: "type-private",
        message: "the zone has {count} {count#RRset#RRsets} of the type {type}, which is for private use",
        why: "Only programs of your own know what it means. Providers may not take it.",
    },
    Text {
        code: "type-unassigned",
        message: "the zone has {count} {count#RRset#RRsets} of the type {type}, which is not assigned",
        why: "Nobody knows what it means, and one day it may be something else. Take a type for private use, 65280 to 65534.",
    },
];
