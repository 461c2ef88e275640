//! What the codes of `tsig` say. Sorted by code.

use super::Text;

pub(super) static TEXTS: &[Text] = &[
    Text {
        code: "key-algorithm-assumed",
        message: "no algorithm is named, so hmac-sha256 is taken",
        why: "dig and kdig take it, too; older versions of dig took hmac-md5. Put the algorithm in front: hmac-sha256:name:secret.",
    },
    Text {
        code: "key-algorithm-cut",
        message: "{algorithm} is registered, but few name servers know it",
        why: "Knot and NSD refuse it, and BIND means something else by it. Use hmac-sha256.",
    },
    Text {
        code: "key-algorithm-cut-bind",
        message: "to BIND, {algorithm} is the longer algorithm with its signatures cut short",
        why: "On the wire BIND names the algorithm without the number of bits, so the other side must be given that name and must accept cut signatures. Take the number of bits off.",
    },
    Text {
        code: "key-algorithm-dated",
        message: "{algorithm} is obsolete",
        why: "It still works where both sides have it; a new key should use hmac-sha256.",
    },
    Text {
        code: "key-algorithm-unknown",
        message: "{algorithm} is no TSIG algorithm",
        why: "Those there are: hmac-sha256, hmac-sha384, hmac-sha512, hmac-sha224, hmac-sha1, hmac-md5, and the cut ones hmac-sha256-128, hmac-sha384-192, hmac-sha512-256.",
    },
    Text {
        code: "key-block-open",
        message: "the key block is not closed",
        why: "A key block ends with }; so something may be missing at its end.",
    },
    Text {
        code: "key-empty",
        message: "there is no key yet",
        why: "Paste a key in any form: a BIND block, Knot or NSD configuration, a PowerDNS line, dig -y, JSON, or the secret alone.",
    },
    Text {
        code: "key-name",
        message: "{key} is no domain name: {reason}",
        why: "A key is found by its name, which is a domain name although no zone need hold it.",
    },
    Text {
        code: "key-name-odd",
        message: "the name {key} has characters beyond letters, digits, hyphens and underscores",
        why: "Both sides must write them alike, and forms differ in how they escape them. Choose a plain name.",
    },
    Text {
        code: "key-name-twice",
        message: "there are two keys named {key}",
        why: "A server finds a key by name, so only one of them can work.",
    },
    Text {
        code: "key-part-missing",
        message: "the {form} has no {part}",
        why: "A key is a name, an algorithm and a secret; both sides need all three alike.",
    },
    Text {
        code: "key-secret-character",
        message: "character {character} of the secret is {kind}, which base64 does not have",
        why: "Base64 has letters, digits, + and /, and = at the end. Something was lost or added in copying, or this is no base64.",
    },
    Text {
        code: "key-secret-empty",
        message: "the secret is empty",
        why: "Some servers load such a key, and then anybody can sign with it.",
    },
    Text {
        code: "key-secret-hex",
        message: "the secret looks like {inner} octets in hex; as base64 it is {octets} others",
        why: "Every server reads it as base64. If it was meant as hex, convert it on both sides.",
    },
    Text {
        code: "key-secret-hex-only",
        message: "the secret is hex, not base64",
        why: "Its {characters} digits do not fit base64. Convert it, for instance: xxd -r -p | base64.",
    },
    Text {
        code: "key-secret-last-bits",
        message: "the last character of the secret cannot stand there",
        why: "It holds bits that no octet takes. It was mistyped or cut; strict servers refuse it, others ignore the bits.",
    },
    Text {
        code: "key-secret-length",
        message: "the secret has {characters} characters: one too many, or some missing",
        why: "Base64 comes in fours, less its padding. Copy it again, from its first character to its last.",
    },
    Text {
        code: "key-secret-long",
        message: "{octets} octets are more than the block of {algorithm}, {block}, and add nothing",
        why: "HMAC hashes a longer secret to {digest} octets first. It works everywhere.",
    },
    Text {
        code: "key-secret-masked",
        message: "the secret is hidden: this is a mask, not the secret",
        why: "Copy it from where it is shown in full.",
    },
    Text {
        code: "key-secret-padding",
        message: "the secret ends with {got} padding characters, {want} belong there",
        why: "BIND, Knot and NSD refuse it. The = at the end are easily lost in copying.",
    },
    Text {
        code: "key-secret-padding-inside",
        message: "character {character} of the secret is =, which may stand at the end only",
        why: "Two secrets may have been run together, or text was pasted behind the secret.",
    },
    Text {
        code: "key-secret-repeats",
        message: "all octets of the secret are the same",
        why: "Anybody can guess it. Generate a new key.",
    },
    Text {
        code: "key-secret-short",
        message: "the secret has {octets} octets; {digest} are advised for {algorithm}",
        why: "A secret shorter than the digest weakens the signature. It works everywhere.",
    },
    Text {
        code: "key-secret-space",
        message: "white space inside the secret, first at its character {character}",
        why: "BIND and NSD ignore it, Knot and kdig refuse it. It comes from line breaks in copying.",
    },
    Text {
        code: "key-secret-text",
        message: "the secret is text that was encoded",
        why: "Text has far fewer possibilities than random octets, so it can be guessed from one signed message. Generate a new key.",
    },
    Text {
        code: "key-secret-twice",
        message: "the secret is base64 of base64: {inner} octets, encoded twice",
        why: "A server signs with the {octets} octets of the inner text. If the other side holds the {inner} octets, it answers BADSIG.",
    },
    Text {
        code: "key-secret-url-safe",
        message: "character {character} of the secret is of the URL-safe alphabet",
        why: "Name servers want + and / where this has - and _.",
    },
    Text {
        code: "key-secret-weak",
        message: "the secret has {octets} octets, less than half of the {digest} advised for {algorithm}",
        why: "A short secret can be guessed from one signed message; dig refuses very short ones. Generate a new key.",
    },
    Text {
        code: "key-secret-word",
        message: "the secret has letters of one case only, which random base64 has not",
        why: "It looks like a word or a pass phrase put where base64 belongs. Servers decode it all the same.",
    },
    Text {
        code: "key-semicolon",
        message: "the {field} lacks its semicolon",
        why: "named does not load a configuration without it.",
    },
    Text {
        code: "key-smart-quotes",
        message: "{count} quotation {count#mark is a bent one#marks are bent ones}",
        why: "A word processor or chat bent them; no name server takes them for quotation marks.",
    },
    Text {
        code: "key-text-long",
        message: "the text is longer than {limit} bytes",
        why: "Paste the part that holds the key.",
    },
    Text {
        code: "key-unreadable",
        message: "no key is found here",
        why: "Known forms: a BIND key block, Knot or NSD configuration, a PowerDNS line, dig -y, JSON, or the secret alone.",
    },
    Text {
        code: "keys-algorithm",
        message: "the algorithms differ: {here} here, {there} there",
        why: "The side that is asked answers BADKEY, since it finds a key by name and algorithm.",
    },
    Text {
        code: "keys-algorithm-same",
        message: "same algorithm",
        why: "Dot, case and the domain behind hmac-md5 do not count.",
    },
    Text {
        code: "keys-algorithm-unknown",
        message: "the algorithm is known on one side only",
        why: "The form there does not tell it. Both must have the same.",
    },
    Text {
        code: "keys-incomplete",
        message: "not enough is known of both sides",
        why: "Each side needs at least a readable secret.",
    },
    Text {
        code: "keys-name",
        message: "the names differ: {here} here, {there} there",
        why: "The side that is asked answers BADKEY, since it finds a key by its name.",
    },
    Text { code: "keys-name-case-and-dot", message: "same name", why: "Case and final dot do not count on the wire." },
    Text { code: "keys-name-same", message: "same name", why: "" },
    Text {
        code: "keys-name-unknown",
        message: "the name is known on one side only",
        why: "The form there does not tell it. Both must have the same.",
    },
    Text { code: "keys-same", message: "both sides hold the same key", why: "" },
    Text {
        code: "keys-secret-case",
        message: "the secrets differ in the case of letters only",
        why: "Case counts in base64. Something made all letters small or large on the way.",
    },
    Text {
        code: "keys-secret-cut-here",
        message: "the secret here is the beginning of the one there",
        why: "At its end {count} {count#character was#characters were} lost in copying.",
    },
    Text {
        code: "keys-secret-cut-there",
        message: "the secret there is the beginning of the one here",
        why: "At its end {count} {count#character was#characters were} lost in copying.",
    },
    Text {
        code: "keys-secret-differs",
        message: "the secrets differ: {here} octets here, {there} there",
        why: "Name and algorithm do not tell, so the side that is asked answers BADSIG. Copy the secret again, or generate a new key for both.",
    },
    Text {
        code: "keys-secret-hex-here",
        message: "here stands the hex of the secret there",
        why: "Servers read it as base64, which gives other octets. Use the form there.",
    },
    Text {
        code: "keys-secret-hex-there",
        message: "there stands the hex of the secret here",
        why: "Servers read it as base64, which gives other octets. Use the form here.",
    },
    Text {
        code: "keys-secret-one-character",
        message: "the secrets differ in one character, number {character}",
        why: "One of the two was mistyped or misread, such as l for I or 0 for O.",
    },
    Text { code: "keys-secret-same", message: "same secret", why: "" },
    Text {
        code: "keys-secret-spelling",
        message: "the same octets, written differently",
        why: "White space, padding or alphabet differ. The stricter server refuses one of the two.",
    },
    Text {
        code: "keys-secret-text-here",
        message: "here stands the plain text whose base64 stands there",
        why: "Servers decode what stands here, which gives other octets. Use the form there.",
    },
    Text {
        code: "keys-secret-text-there",
        message: "there stands the plain text whose base64 stands here",
        why: "Servers decode what stands there, which gives other octets. Use the form here.",
    },
    Text {
        code: "keys-secret-twice-here",
        message: "the secret here is the one there, base64-encoded twice",
        why: "This side signs with the {here} octets of the base64 text instead of the {there} it stands for. Use the form there; the key itself need not change.",
    },
    Text {
        code: "keys-secret-twice-there",
        message: "the secret there is the one here, base64-encoded twice",
        why: "The other side signs with the {there} octets of the base64 text instead of the {here} it stands for. Use the form here; the key itself need not change.",
    },
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
        code: "tsig-error-in-request",
        message: "a request whose signature names the error {error}, which only an answer's does",
        why: "Someone may have sent an answer back as a request. It gets nothing.",
    },
    Text {
        code: "tsig-last-unsigned",
        message: "the answer ends unsigned: nothing proves its last {messages} {messages#message#messages}",
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

pub(super) static LABELS: &[(&str, &str)] = &[
    ("key-add-semicolon", "Add the semicolon"),
    ("key-correct-padding", "Correct the padding"),
    ("key-remove-space", "Remove the white space"),
    ("key-standard-alphabet", "Use + and /"),
    ("key-straighten-quotes", "Straighten the quotation marks"),
];
