//! What the codes of `tsig` say. Sorted by code.

use super::Text;

pub(super) static TEXTS: &[Text] = &[
    Text {
        code: "tsig-bad-signature",
        message: "the signature does not fit our copy of the key {key}",
        why: "The two sides hold different secrets under this name, or the message was changed on its way. Compare the fingerprints of both copies.",
    },
    Text {
        code: "tsig-bad-signature-later",
        message: "a later message of the answer is not signed rightly; {messages} before it were",
        why: "The key is right. A message was lost, doubled or changed on its way, or the peer chains its signatures wrongly. Nothing of the answer is used.",
    },
    Text {
        code: "tsig-bad-time",
        message: "signed by a clock that is {seconds} s {direction} ours; {fudge} s are allowed",
        why: "The key is right, the clocks are not. Set both by NTP.",
    },
    Text {
        code: "tsig-bad-truncation",
        message: "the signature is cut to {got} octets; {want} are wanted here",
        why: "The other side cuts its signatures, as BIND does for an algorithm such as hmac-sha256-128. Take the number of bits off its algorithm.",
    },
    Text {
        code: "tsig-class-or-ttl",
        message: "the TSIG record's class is not ANY or its TTL is not 0",
        why: "Whoever wrote this message does not follow RFC 8945.",
    },
    Text {
        code: "tsig-last-unsigned",
        message: "the answer ends unsigned: nothing proves its last {messages} messages",
        why: "The last message of a signed answer must be signed. Someone may have cut the answer or added to it, so nothing of it is used.",
    },
    Text {
        code: "tsig-mac-size",
        message: "the signature has {got} octets; {shortest} to {longest} are possible",
        why: "Whoever wrote this message does not follow RFC 8945, or changed it on its way.",
    },
    Text {
        code: "tsig-malformed",
        message: "the TSIG record at octet {offset} cannot be read",
        why: "Whoever wrote this message does not follow RFC 8945, or changed it on its way.",
    },
    Text {
        code: "tsig-peer-badkey",
        message: "the peer answers BADKEY: it knows no key of this name and algorithm",
        why: "Name and algorithm must be the same on both sides; case and final dot do not count. The secret was not looked at.",
    },
    Text {
        code: "tsig-peer-badsig",
        message: "the peer answers BADSIG: its secret is another one",
        why: "Name and algorithm are known there, else it would say BADKEY. Compare the fingerprints of both secrets.",
    },
    Text {
        code: "tsig-peer-badtime",
        message: "the peer answers BADTIME: its clock is {seconds} s {direction} ours",
        why: "The key is right, the clocks are not. Set both by NTP.",
    },
    Text {
        code: "tsig-peer-badtime-untold",
        message: "the peer answers BADTIME without telling its own time",
        why: "The key is right, the clocks are more than five minutes apart. Set both by NTP.",
    },
    Text {
        code: "tsig-peer-badtrunc",
        message: "the peer answers BADTRUNC: it wants a longer signature",
        why: "The key is right; the signature was cut shorter than the peer allows.",
    },
    Text {
        code: "tsig-peer-other",
        message: "the peer answers TSIG error {error}, which has no meaning for signatures",
        why: "Its log may say more.",
    },
    Text {
        code: "tsig-unknown-algorithm",
        message: "the key {key} is known here, but not with the algorithm {algorithm}",
        why: "Name and algorithm must be the same on both sides. The answer is BADKEY.",
    },
    Text {
        code: "tsig-unknown-key",
        message: "no key {key} with the algorithm {algorithm} is known here",
        why: "Name and algorithm must be the same on both sides; case and final dot do not count. The answer is BADKEY.",
    },
    Text {
        code: "tsig-unsigned",
        message: "the answer to a signed request is not signed",
        why: "The peer does not do TSIG, or someone else answers in its place. The answer is not believed.",
    },
    Text {
        code: "tsig-unsigned-run",
        message: "more than {limit} messages without a signature in a row",
        why: "RFC 8945 allows 99, so that nobody collects an endless unproved answer. Nothing of the answer is used.",
    },
    Text {
        code: "tsig-wrong-algorithm",
        message: "asked with {ours}, answered with {theirs}",
        why: "An answer is signed with the key of its request. Someone else may answer in the peer's place.",
    },
    Text {
        code: "tsig-wrong-key",
        message: "asked with the key {ours}, answered with {theirs}",
        why: "An answer is signed with the key of its request. Someone else may answer in the peer's place.",
    },
];

pub(super) static LABELS: &[(&str, &str)] = &[];
