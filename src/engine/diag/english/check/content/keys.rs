//! What the codes about TLSA, SMIMEA, OPENPGPKEY and SSHFP say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "dane-certificate",
        message: "the {type} record of {owner} has matching type 0, but no certificate or key behind it",
        why: "It matches no certificate, so clients refuse to connect. For a digest write matching type 1 or 2.",
    },
    Text {
        code: "dane-digest-length",
        message: "the digest of matching type {value} has {count} {count#octet#octets} instead of {expected}",
        why: "It matches no certificate, so clients refuse to connect. SHA-256 has 32 octets, SHA-512 64.",
    },
    Text {
        code: "dane-parameter",
        message: "{value} is no {field} of {type}",
        why: "Clients treat the record as unusable. Usages are 0 to 3, selectors 0 and 1, matching types 0 to 2.",
    },
    Text {
        code: "openpgpkey-data",
        message: "the data of {owner} is no OpenPGP key",
        why: "Clients cannot read it. It is the transferable public key in binary form, without armour.",
    },
    Text {
        code: "openpgpkey-owner",
        message: "{owner} is no name for an OPENPGPKEY record",
        why: "Clients look for it at the first 28 octets of the SHA-256 of the mailbox, as 56 hexadecimal digits, below _openpgpkey.",
    },
    Text {
        code: "smimea-owner",
        message: "{owner} is no name for an SMIMEA record",
        why: "Clients look for it at the first 28 octets of the SHA-256 of the mailbox, as 56 hexadecimal digits, below _smimecert.",
    },
    Text {
        code: "sshfp-algorithm",
        message: "{value} is no algorithm of SSH keys",
        why: "Clients ignore the record. There are 1 (RSA), 3 (ECDSA), 4 (Ed25519) and 6 (Ed448).",
    },
    Text {
        code: "sshfp-dsa",
        message: "{owner} has the fingerprint of a DSA key",
        why: "SSH programs do not take such keys any more. Remove the record.",
    },
    Text {
        code: "sshfp-sha1",
        message: "{owner} has the fingerprint of its key of algorithm {value} by SHA-1 alone",
        why: "SHA-1 can be forged, and some clients no longer take it. Add the fingerprint by SHA-256 (type 2).",
    },
    Text {
        code: "sshfp-type",
        message: "{value} is no type of fingerprint",
        why: "Clients ignore the record. There are 1 (SHA-1) and 2 (SHA-256).",
    },
    Text {
        code: "tlsa-host-alias",
        message: "the host {host} of {owner} is an alias",
        why: "Clients look for TLSA records at the name that the alias leads to first. Put the record, or an alias of it, there.",
    },
    Text {
        code: "tlsa-mail-usage",
        message: "the TLSA record of {owner} has usage {value}, which mail servers do not take",
        why: "Sending servers treat it as unusable, or refuse to deliver. For SMTP take usage 3 or 2.",
    },
    Text {
        code: "tlsa-owner",
        message: "{owner} is no name for a TLSA record",
        why: "Clients look for it at names like _443._tcp.www. Put the port and the protocol in front of the host.",
    },
];
