//! What the codes about hosts that records point to say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "mx-host-twice",
        message: "the mail server {target} of {owner} is listed twice",
        why: "The second preference has no effect: it is the same machine. Remove one, or name the other server.",
    },
    Text {
        code: "mx-null-beside-others",
        message: "{owner} says that it takes no mail and also names a mail server",
        why: "The null MX must stand alone; with others beside it some senders refuse and some deliver. Remove one or the other.",
    },
    Text {
        code: "mx-null-preference",
        message: "the null MX of {owner} has preference {preference}; 0 is meant for it",
        why: "Some programs know a null MX by its preference 0 alone.",
    },
    Text {
        code: "naptr-regexp-and-replacement",
        message: "the NAPTR record of {owner} has both a regular expression and a replacement",
        why: "They exclude each other: a client reports an error. Leave one of them empty.",
    },
    Text {
        code: "naptr-target-missing",
        message: "the NAPTR record of {owner} goes on to {target}, which does not exist in this zone",
        why: "Clients follow the replacement and get \"no such name\". Correct it or add the records.",
    },
    Text {
        code: "rp-txt-missing",
        message: "the RP record of {owner} points to {target}, which has no TXT record",
        why: "The second name is where a text about the person stands. Add it or write a dot for \"none\".",
    },
    Text {
        code: "srv-null-beside-others",
        message: "{owner} says that there is no such service and also names a server for it",
        why: "A target that is a dot must stand alone. Remove one or the other.",
    },
    Text {
        code: "srv-owner",
        message: "{owner} has an SRV record but does not begin with _service._protocol",
        why: "Clients ask for names like _sip._tcp.example.com alone and never find this one.",
    },
    Text {
        code: "srv-port-zero",
        message: "{owner} SRV gives the port 0",
        why: "Nothing listens on port 0. Give the real one, or a dot as target if there is no such service.",
    },
    Text {
        code: "surplus-final-dot",
        message: "{owner} {type} points to {target}: probably {meant} was meant",
        why: "With its final dot the name is complete, so it lies outside of the zone, at the top of the tree. Remove the dot.",
    },
    Text {
        code: "target-host-name",
        message: "{owner} {type} points to {target}, which is no host name",
        why: "Names of hosts have letters, digits and hyphens. BIND refuses others where check-names says so, and many programs will not connect to them.",
    },
    Text {
        code: "target-localhost",
        message: "{owner} {type} points to {target}: whoever follows it reaches itself",
        why: "Everybody's localhost is another machine. To say that a service does not exist, use a dot as target.",
    },
    Text {
        code: "target-redirected",
        message: "{owner} {type} points to {target}, which stands below a DNAME",
        why: "The DNAME makes it an alias, and the target must have addresses of its own. Point to where the DNAME leads.",
    },
    Text {
        code: "target-single-label",
        message: "{owner} {type} points to {target}, a name at the top of the tree",
        why: "Top-level names have no addresses as a rule. Perhaps the final dot is there by mistake.",
    },
];
