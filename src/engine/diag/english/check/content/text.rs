//! What the codes about texts say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "text-comment",
        message: "the record of {owner} ends at “{value}”, since the semicolon behind it begins a comment",
        why: "Outside of quotes a semicolon ends the record. Put the whole text in quotes.",
    },
    Text {
        code: "text-non-ascii",
        message: "“{value}” ({names}) is not plain ASCII",
        why: "Receivers treat the policy as broken. Such characters come from word processors and web pages: hyphens, spaces and quotes that only look alike.",
    },
    Text {
        code: "text-single-quotes",
        message: "the text of {owner} stands in single quotes, which are part of it",
        why: "Zone files know the double quote alone. Receivers see the single ones, and everything behind the first space as another string.",
    },
    Text {
        code: "text-typographic-quotes",
        message: "the text of {owner} has typographic quotes, which are part of it",
        why: "Zone files know the straight quote alone. Receivers see the quotes and everything behind the first space as another string.",
    },
    Text {
        code: "text-unquoted",
        message: "the policy of {owner} stands without quotes, so its {count} words are joined without spaces",
        why: "Each word is a string of its own, and receivers join them. Put the whole text in quotes.",
    },
    Text {
        code: "text-words",
        message: "the text of {owner} stands without quotes, so its {count} words are strings of their own",
        why: "Readers join them without spaces. Put the text in quotes if it is one.",
    },
];
