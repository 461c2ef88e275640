//! What receivers make of what they do not refuse: "PowerDNS …". Sorted.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[Text {
    code: "svcb-target-relative",
    message: "the {type} target {target} is written without a final dot",
    why: "The origin completes it here and with most name servers, but PowerDNS takes it as it stands, from the root. Write the whole name with its dot.",
}];

pub(in crate::engine::diag::english) static LABELS: &[(&str, &str)] = &[
    ("keeps-text", "keeps the text, but cannot answer with it"),
    ("leaves-out", "leaves the record out"),
    ("loads-anyway", "loads the record all the same"),
    ("reads-other-name", "reads another name"),
    ("splits-string", "cuts the string into several"),
    ("takes-an-hour", "takes 3600 seconds for the TTL"),
    ("takes-as-absolute", "takes the name as it stands, from the root"),
    ("takes-first-ttl", "takes the first record's TTL for all"),
    ("takes-last-ttl", "takes the last record's TTL for all"),
    ("takes-zero-ttl", "takes 0 for the TTL"),
    ("wraps-number", "counts the number from 0 again"),
];
