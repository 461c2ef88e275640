//! What the codes about DMARC, DKIM, MTA-STS, TLS reports and BIMI say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "bimi-location-missing",
        message: "the BIMI record of {owner} has no l",
        why: "Mailbox providers ignore it. l has the https URL of the logo; empty, it says that there is none.",
    },
    Text {
        code: "bimi-uri",
        message: "{value} is no https URL",
        why: "Mailbox providers fetch logos and certificates by HTTPS alone.",
    },
    Text {
        code: "bimi-version",
        message: "this BIMI record does not begin with v=BIMI1;: “{value}”",
        why: "Mailbox providers do not see it. The first tag is v=BIMI1, followed by a semicolon.",
    },
    Text {
        code: "dkim-hash-sha1",
        message: "the DKIM key of {owner} is for SHA-1 alone",
        why: "SHA-1 must not be used to sign or verify, so no signature with this key counts. Remove the tag h or write h=sha256.",
    },
    Text {
        code: "dkim-key-encoding",
        message: "the DKIM key of {owner} is not Base64",
        why: "Signatures that name this selector fail. Copy the key again, without quotes or line marks between its parts.",
    },
    Text {
        code: "dkim-key-length",
        message: "the Ed25519 key of {owner} has {count} {count#octet#octets} instead of {expected}",
        why: "Signatures that name this selector fail. p has the 32 octets of the key alone, without the frame of a PEM file.",
    },
    Text {
        code: "dkim-key-malformed",
        message: "the DKIM key of {owner} is no complete RSA public key",
        why: "Signatures that name this selector fail. A part may be missing, or it is a key of another kind. Copy the key again.",
    },
    Text {
        code: "dkim-key-missing",
        message: "the DKIM record of {owner} has no key",
        why: "Signatures that name this selector fail. The tag p has the public key.",
    },
    Text {
        code: "dkim-key-revoked",
        message: "the DKIM key of {owner} is revoked",
        why: "The tag p is empty, so signatures that name this selector fail. Remove the record once no such mail is on its way.",
    },
    Text {
        code: "dkim-key-short",
        message: "the DKIM key of {owner} has {count} bits; {limit} are recommended",
        why: "Shorter keys may be broken in their lifetime. Take 2048 bits with the next selector.",
    },
    Text {
        code: "dkim-key-type",
        message: "{value} is no kind of DKIM key",
        why: "Verifiers ignore the record. There are rsa and ed25519.",
    },
    Text {
        code: "dkim-key-weak",
        message: "the DKIM key of {owner} has {count} bits; {limit} are the least",
        why: "Verifiers must not accept shorter keys. Make a new key of 2048 bits.",
    },
    Text {
        code: "dkim-service",
        message: "the DKIM key of {owner} is not for mail: {value}",
        why: "Verifiers ignore the record. s is * or email, or missing.",
    },
    Text {
        code: "dkim-several",
        message: "{owner} has {count} DKIM keys; one is the most",
        why: "Which key verifiers take is open. Give each key a selector of its own.",
    },
    Text {
        code: "dkim-tag-unknown",
        message: "the tag {value} is none of a DKIM key and is ignored",
        why: "It has no effect. Remove it or correct its name.",
    },
    Text {
        code: "dkim-testing",
        message: "the DKIM key of {owner} is marked as a test",
        why: "Verifiers treat its mail as unsigned. Remove t=y when signing works.",
    },
    Text {
        code: "dkim-version",
        message: "{value} is not the version of a DKIM key, or not its first tag",
        why: "Verifiers discard the record. The tag may be missing; if it is there, it is v=DKIM1 and first.",
    },
    Text {
        code: "dmarc-none",
        message: "{owner} has TXT records but no DMARC policy",
        why: "Receivers look here for a text that begins with v=DMARC1 and ignore others. Remove it or write a policy.",
    },
    Text {
        code: "dmarc-pct",
        message: "{value} is no percentage from 0 to 100",
        why: "Receivers ignore it and apply the policy to all mail. Write a number; newer receivers ignore pct altogether.",
    },
    Text {
        code: "dmarc-policy-missing",
        message: "the DMARC policy of {owner} has no p",
        why: "Receivers ignore the policy or take p=none. Write p=none, p=quarantine or p=reject behind v=DMARC1.",
    },
    Text {
        code: "dmarc-policy-order",
        message: "{value} does not stand directly behind v=DMARC1",
        why: "The grammar of RFC 7489 has it there, and strict receivers ignore the policy otherwise. Move it to the second place.",
    },
    Text {
        code: "dmarc-policy-value",
        message: "{value} is no policy",
        why: "Receivers ignore it or take p=none. There are none, quarantine and reject.",
    },
    Text {
        code: "dmarc-report-external",
        message: "reports about {zone} go to {value}, outside of the zone",
        why: "Reporters send them only if {expected} has a TXT record v=DMARC1. Services for reports publish it; otherwise ask the domain's owner.",
    },
    Text {
        code: "dmarc-several",
        message: "{owner} has {count} DMARC policies; one is the most",
        why: "Receivers then apply none. Keep one.",
    },
    Text {
        code: "dmarc-tag-unknown",
        message: "the tag {value} is none of DMARC and is ignored",
        why: "It has no effect. Remove it or correct its name.",
    },
    Text {
        code: "dmarc-uri",
        message: "“{value}” is no address for reports",
        why: "Nobody sends reports there. Write mailto: and an address; several are separated by commas.",
    },
    Text {
        code: "dmarc-value",
        message: "{value} is no value of the tag {tag}",
        why: "Receivers ignore the tag. adkim and aspf take r or s; fo takes 0, 1, d and s; ri takes seconds; rf takes afrf; psd and t take y or n.",
    },
    Text {
        code: "dmarc-version",
        message: "this DMARC policy does not begin with v=DMARC1: “{value}”",
        why: "Receivers do not see it. The first tag is v=DMARC1, in exactly these letters.",
    },
    Text {
        code: "mta-sts-host-missing",
        message: "the policy that {owner} announces is read from {host}, which does not exist in this zone",
        why: "Senders fetch it by HTTPS from that host and find none. Add its address or alias.",
    },
    Text {
        code: "mta-sts-id",
        message: "the MTA-STS record of {owner} has no id of 1 to {limit} letters and digits",
        why: "Senders treat the domain as one without MTA-STS. Write an id, such as the date and a number, and change it with the policy.",
    },
    Text {
        code: "mta-sts-several",
        message: "{owner} has {count} MTA-STS records; one is the most",
        why: "Senders treat the domain as one without MTA-STS. Keep one.",
    },
    Text {
        code: "mta-sts-version",
        message: "this MTA-STS record does not begin with v=STSv1;: “{value}”",
        why: "Senders do not see it. The first tag is v=STSv1, followed by a semicolon.",
    },
    Text {
        code: "policy-misplaced",
        message: "{owner} has a {policy} record, which receivers look for at {expected}",
        why: "At this name nobody sees it. Move it to a name of that form.",
    },
    Text {
        code: "tag-backslash",
        message: "the {policy} record of {owner} has a backslash in front of a semicolon",
        why: "The backslash is part of the text that receivers see, and spoils the value before it. Inside quotes a semicolon needs none.",
    },
    Text {
        code: "tag-malformed",
        message: "{value} is no tag of the form name=value",
        why: "Receivers discard the {policy} record or ignore the piece. Write name=value, with a semicolon between two tags.",
    },
    Text {
        code: "tag-separator",
        message: "a semicolon is missing in front of {value}",
        why: "Without it the tag belongs to the value of the one before it. Tags are separated by semicolons.",
    },
    Text {
        code: "tag-twice",
        message: "the tag {tag} stands twice in the {policy} record of {owner}",
        why: "Which of them counts is open, and some receivers discard the record. Keep one.",
    },
    Text {
        code: "tls-rpt-several",
        message: "{owner} has {count} records about TLS reports; one is the most",
        why: "Senders then send no reports. Keep one; its rua may name several addresses.",
    },
    Text {
        code: "tls-rpt-uri",
        message: "the record about TLS reports of {owner} has no address for them: {value}",
        why: "Nobody sends reports. rua has mailto: and an address, or an https URL.",
    },
    Text {
        code: "tls-rpt-version",
        message: "this record about TLS reports does not begin with v=TLSRPTv1;: “{value}”",
        why: "Senders do not see it. The first tag is v=TLSRPTv1, followed by a semicolon.",
    },
];
