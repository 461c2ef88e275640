//! What the codes about addresses that lead nowhere say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "address-deprecated",
        message: "{owner} has an address of a range that was given up: {address}",
        why: "Site-local, 6to4, 6bone and IPv4-compatible addresses are no longer routed. Remove it or give the host a current one.",
    },
    Text {
        code: "address-documentation",
        message: "{owner} has an address that is reserved for documentation: {address}",
        why: "It was copied from an example: nobody can be reached there. Write the real one.",
    },
    Text {
        code: "address-link-local",
        message: "{owner} has a link-local address: {address}",
        why: "It means something on one wire only, and a name cannot say on which.",
    },
    Text {
        code: "address-loopback",
        message: "{owner} has a loopback address: {address}",
        why: "Whoever follows the name reaches itself. Lists of blocked addresses use them on purpose; a host's name should not.",
    },
    Text {
        code: "address-mapped",
        message: "{owner} has an AAAA record with an IPv4 address in it: {address}",
        why: "Mapped addresses are used inside a host and never on the wire. Write an A record instead.",
    },
    Text {
        code: "address-multicast",
        message: "{owner} has a multicast address: {address}",
        why: "No connection can be made to a group. Right only if the name is that of a group.",
    },
    Text {
        code: "address-private",
        message: "{owner} has a private address: {address}",
        why: "Outside of its network nobody reaches it, or somebody else. Such names belong into a zone for inside.",
    },
    Text {
        code: "address-reserved",
        message: "{owner} has an address of a reserved range: {address}",
        why: "Addresses from 240.0.0.0 on and those of 0.0.0.0/8 are not given to hosts.",
    },
    Text {
        code: "address-unspecified",
        message: "{owner} has the unspecified address: {address}",
        why: "It means \"none\" and must not be a destination; some systems connect to themselves. Remove the record or write the real address.",
    },
];
