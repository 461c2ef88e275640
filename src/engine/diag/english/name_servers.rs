//! What stands in the way of asking name servers. Sorted by name.

pub(super) static LABELS: &[(&str, &str)] = &[
    ("parent-no-resolver", "this machine names no resolver to ask for the parent's DS"),
    ("parent-unanswered", "the resolver answers {rcode} to the question for the DS"),
    ("parent-unasked", "nobody was asked for the parent's DS"),
    ("peer-not-allowed", "{ip} is an internal address; --allow-peer lets this server ask it"),
    ("resolver-silent", "{name}: the resolver does not answer"),
    ("server-nowhere", "{name}: such a name exists nowhere; give its address as NAME=ADDRESS:PORT"),
    ("server-unresolved", "{name}: {words}"),
];
