//! What the linter of answers to IXFR says. Sorted by code.

use super::Text;

const fn text(code: &'static str, message: &'static str, why: &'static str) -> Text {
    Text { code, message, why }
}

pub(super) static TEXTS: &[Text] = &[
    text(
        "ixfr-add-present",
        "record {record}: {owner} {type} is added though it is there already (sequence {sequence})",
        "It changes nothing; NSD 4.6 sends some in every difference. BIND and Knot may refuse the difference and fetch the whole zone.",
    ),
    text(
        "ixfr-after-end",
        "record {record}: {owner} {type} follows the closing SOA",
        "An answer ends with the SOA that it began with. Receivers refuse all of it.",
    ),
    text(
        "ixfr-backwards",
        "record {record}: sequence {sequence} leads from serial {from} back to {to}",
        "Each sequence leads to a newer version. The primary's journal is out of order, or its serial was set back.",
    ),
    text(
        "ixfr-delete-missing",
        "record {record}: {owner} {type} is removed though it is not there (sequence {sequence})",
        "The difference was made from another version than the one held. A careful receiver installs nothing of it and fetches the whole zone.",
    ),
    text(
        "ixfr-end",
        "record {record}: the sequences lead to serial {reached}; the answer began with {newest} and ends with {serial}",
        "An answer ends with the SOA that it began with, once the sequences have led there. Receivers fetch the whole zone instead.",
    ),
    text(
        "ixfr-gap",
        "record {record}: a sequence begins at serial {serial}, the one before it ended at {reached}",
        "The primary's journal lacks a version. Receivers fetch the whole zone instead.",
    ),
    text(
        "ixfr-no-end",
        "the answer ends behind {records} records, without the closing SOA",
        "It was cut off. Nothing of it can be used.",
    ),
    text(
        "ixfr-no-soa-first",
        "record 1 is {owner} {type}, not the zone's SOA",
        "Every answer begins with the SOA of the newest version.",
    ),
    text("ixfr-nothing", "the answer has no record", "The least that a primary says is its SOA."),
    text(
        "ixfr-outside",
        "record {record}: {owner} {type} lies outside the zone",
        "It is left out here, as by Knot and NSD; BIND refuses the whole answer.",
    ),
    text(
        "ixfr-soa-alone",
        "the answer is the SOA of serial {newest} alone, newer than {have}, and no difference",
        "In a datagram it means that the difference does not fit; over TCP it is a mistake. The receiver asks again, over TCP or for the whole zone.",
    ),
    text(
        "ixfr-soa-elsewhere",
        "record {record}: a SOA of {owner}, which is not the zone's name",
        "SOAs tell the parts of an answer apart. One of another name once took away a zone's own (CVE-2021-25214).",
    ),
    text(
        "ixfr-start",
        "record {record}: the first sequence begins at serial {serial}, not at {have}, which was asked from",
        "The difference cannot be applied. The receiver fetches the whole zone.",
    ),
];
