//! What the codes about the content of records say, a file a topic.

pub(in crate::engine::diag::english) mod spf;

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[Text {
    code: "spf-without-txt",
    message: "{owner} has an SPF record but no TXT record with its policy",
    why: "Mail servers read SPF policies from TXT records; the type SPF was given up in 2014. Write the same text as TXT.",
}];

pub(in crate::engine::diag::english) static LABELS: &[(&str, &str)] =
    &[("add-space", "add the space"), ("remove-term", "remove it"), ("write-colon", "write a colon")];
