//! What the codes about owner names and TTLs say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "idn-mixed-scripts",
        message: "{label} mixes Latin letters with those of another script: {unicode}",
        why: "Browsers show such labels encoded, because look-alikes are used to deceive. Perhaps a keyboard layout was wrong.",
    },
    Text {
        code: "idn-not-canonical",
        message: "{label} stands for {unicode}, which programs encode as {meant}",
        why: "Who types the name asks for the other label and never finds this one. Encode the name again.",
    },
    Text {
        code: "idn-raw",
        message: "{owner} has a label that is not encoded for the DNS: {label}",
        why: "Programs ask for its encoded form, which begins with xn--, and never find this one.",
    },
    Text {
        code: "label-hyphens",
        message: "{label} in {owner} has hyphens in third and fourth place",
        why: "That form is reserved for prefixes like xn--. Registries refuse such labels.",
    },
    Text {
        code: "owner-at-sign",
        message: "{owner} has an at sign in it",
        why: "A name is no mail address; nobody asks for this one. Inside a name @ does not stand for the origin.",
    },
    Text {
        code: "owner-dot",
        message: "the label {label} of {owner} has a dot inside",
        why: "It was escaped with a backslash, so it separates nothing. Most programs cannot ask for such a name.",
    },
    Text {
        code: "owner-octets",
        message: "{owner} has octets that are neither ASCII nor UTF-8 in the label {label}",
        why: "The file was probably written in an old character set. Encode the name for the DNS, beginning with xn--.",
    },
    Text {
        code: "owner-origin-twice",
        message: "{owner} ends in the zone's name twice: probably {meant} was meant",
        why: "A name without a final dot is completed by the origin. Write the dot.",
    },
    Text {
        code: "owner-space",
        message: "{owner} has a blank or control character in the label {label}",
        why: "Most programs cannot ask for such a name; only names of services under _tcp and _udp have blanks.",
    },
    Text {
        code: "ttl-long",
        message: "the {type} records of {owner} have a TTL of {ttl} s, longer than a week",
        why: "Resolvers keep records no longer than a week or a day, and a mistake stays visible that long.",
    },
    Text {
        code: "ttl-zero",
        message: "the {type} records of {owner} have the TTL 0",
        why: "They are never cached: every use asks the name servers again. A minute is short enough for nearly everything.",
    },
    Text {
        code: "type-experimental",
        message: "{owner} has a {type} record, a type that never left its experiment",
        why: "Nobody looks for it, and some servers do not load it. Remove it.",
    },
    Text {
        code: "type-null",
        message: "{owner} has a NULL record, which is not allowed in zone files",
        why: "It holds anything at all and is for experiments; servers differ in whether they load it.",
    },
    Text {
        code: "type-obsolete",
        message: "{owner} has a {type} record, a type that was given up",
        why: "Nothing reads it any more. Remove it, or use what took its place: AAAA for A6, MX for MD and MF, DNSKEY, RRSIG and NSEC for KEY, SIG and NXT.",
    },
];
