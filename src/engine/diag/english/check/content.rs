//! What the codes about the content of records say, a file a topic.

pub(in crate::engine::diag::english) mod caa;
pub(in crate::engine::diag::english) mod keys;
pub(in crate::engine::diag::english) mod mail;
pub(in crate::engine::diag::english) mod services;
pub(in crate::engine::diag::english) mod sizes;
pub(in crate::engine::diag::english) mod spf;
pub(in crate::engine::diag::english) mod text;

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[Text {
    code: "spf-without-txt",
    message: "{owner} has an SPF record but no TXT record with its policy",
    why: "Mail servers read SPF policies from TXT records; the type SPF was given up in 2014. Write the same text as TXT.",
}];

pub(in crate::engine::diag::english) static LABELS: &[(&str, &str)] = &[
    ("add-mailto", "write mailto: in front"),
    ("add-semicolon", "add the semicolon"),
    ("add-space", "add the space"),
    ("quote-text", "put the text in quotes"),
    ("remove-backslash", "remove the backslashes"),
    ("remove-term", "remove it"),
    ("straight-quotes", "write straight quotes"),
    ("write-colon", "write a colon"),
    ("write-domain", "write the domain alone"),
    ("write-lower-case", "write small letters"),
];
