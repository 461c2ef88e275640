//! What the codes about CAA records say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "caa-account",
        message: "{value} is no account URI",
        why: "An authority that knows the parameter refuses to issue. Write the whole URI that the authority gave your account.",
    },
    Text {
        code: "caa-critical-unknown",
        message: "the CAA record of {owner} marks {value} as critical, which no authority knows",
        why: "An authority that does not know a critical property must not issue at all. Take the flag away or correct the tag.",
    },
    Text {
        code: "caa-flags",
        message: "the CAA record of {owner} has the flags {value}; only 0 and 128 mean something",
        why: "The flag \"critical\" is the highest bit, 128. The others are reserved.",
    },
    Text {
        code: "caa-iodef",
        message: "“{value}” is no URL that reports can be sent to",
        why: "Authorities report refused requests there. Write a mailto:, https: or http: URL.",
    },
    Text {
        code: "caa-issue-value",
        message: "{value} is no domain of an authority",
        why: "Authorities treat the value as one that nobody matches, and refuse. Write the plain domain that the authority names, such as ca.example.net, parameters behind a semicolon.",
    },
    Text {
        code: "caa-issuewild-alone",
        message: "{owner} has issuewild but no issue",
        why: "Only certificates with a wildcard are bound then; any authority may issue others. Add an issue record.",
    },
    Text {
        code: "caa-methods",
        message: "{value} is no list of validation methods",
        why: "An authority that knows the parameter refuses to issue. Write labels such as dns-01 with commas between them.",
    },
    Text {
        code: "caa-none-beside",
        message: "{owner} forbids all authorities with \";\" and allows some beside it",
        why: "What is allowed stays allowed, so the \";\" has no effect. Keep one of the two.",
    },
    Text {
        code: "caa-parameters",
        message: "{value} is no parameter",
        why: "Authorities treat the whole value as malformed and refuse. Parameters are tag=value, with semicolons between them.",
    },
    Text {
        code: "caa-tag-case",
        message: "the CAA tag {value} of {owner} has capitals",
        why: "Authorities read it in either case, but NSD refuses the zone. Write small letters.",
    },
    Text {
        code: "caa-tag-unknown",
        message: "the CAA tag {value} of {owner} is not known and ignored",
        why: "It has no effect. There are issue, issuewild, issuemail, issuevmc, iodef, contactemail and contactphone.",
    },
];
