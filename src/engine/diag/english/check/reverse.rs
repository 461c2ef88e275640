//! What the codes about names of addresses say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "ptr-outside-reverse",
        message: "{owner} has a PTR record but does not lie under in-addr.arpa",
        why: "Who looks for the name of an address asks under in-addr.arpa or ip6.arpa and never finds this one. It belongs into the reverse zone.",
    },
    Text {
        code: "ptr-several",
        message: "{owner} has {count} PTR records",
        why: "They are allowed, but most programs use one of them at random, and mail servers may find that it does not match. Keep the one that leads back to the address.",
    },
    Text {
        code: "ptr-target-reverse",
        message: "the name of the address {owner} is {target}: probably {meant} was meant",
        why: "A name without a final dot is completed by the origin, here the reverse zone's. Write the dot.",
    },
    Text {
        code: "reverse-owner-depth",
        message: "{owner} has {count} labels for an address; {most} are the most",
        why: "No address asks for it. Probably the name repeats what the origin already says.",
    },
    Text {
        code: "reverse-owner-form",
        message: "{owner} has a PTR record, but {label} is no part of an address",
        why: "Under in-addr.arpa each label is a number from 0 to 255 without leading zeros, under ip6.arpa one hexadecimal digit. No address asks for this name.",
    },
    Text {
        code: "reverse-owner-short",
        message: "{owner} has a PTR record but {count} of {most} labels of an address",
        why: "It stands for a network, not for an address, and hardly anybody asks for those. Perhaps a part is missing.",
    },
];
