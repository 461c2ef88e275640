//! What the codes about SVCB, HTTPS, NAPTR and URI say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "hinfo-any",
        message: "{owner} has an HINFO record that a server answers with instead of ANY",
        why: "It is no data of the zone: someone copied an answer to ANY, so other records may be missing. Remove it and take the zone by transfer.",
    },
    Text {
        code: "https-alpn",
        message: "{value} is no protocol that HTTPS clients know",
        why: "They skip it. The usual ones are h2, h3 and http/1.1.",
    },
    Text {
        code: "naptr-empty",
        message: "the NAPTR record of {owner} has neither regexp nor replacement",
        why: "It leads nowhere. One of the two is given.",
    },
    Text {
        code: "naptr-flag-field",
        message: "the flag {value} does not go with what the NAPTR record of {owner} has",
        why: "U yields a URI by its regexp; S and A name a host by replacement. Give the field that goes with the flag.",
    },
    Text {
        code: "naptr-flags",
        message: "{value} are no flags of NAPTR",
        why: "Clients skip records whose flags they do not know. There are S, A, U and P, one at most, or nothing.",
    },
    Text {
        code: "naptr-regexp",
        message: "{value} is no substitution",
        why: "It has the form !pattern!replacement!, with the same sign three times and \\1 to \\9 for groups that the pattern has.",
    },
    Text {
        code: "svcb-alias-beside-service",
        message: "{owner} has {type} records in alias form and in service form",
        why: "Clients ignore all in service form as soon as there is one in alias form. Keep one kind.",
    },
    Text {
        code: "svcb-alias-params",
        message: "the {type} record of {owner} is an alias and has parameters, which clients ignore",
        why: "In alias form (priority 0) they have no effect. Remove them, or write a priority above 0.",
    },
    Text {
        code: "svcb-alias-several",
        message: "{owner} has {count} {type} records in alias form; one is the most",
        why: "Clients pick one at random. Keep the one that is meant.",
    },
    Text {
        code: "svcb-dns-alpn",
        message: "the SVCB record of the DNS server {owner} has no alpn",
        why: "There is no protocol by default, so clients cannot use it. Write alpn=dot, doq, h2 or h3.",
    },
    Text {
        code: "svcb-dns-dohpath",
        message: "the SVCB record of the DNS server {owner} has {value} but no dohpath",
        why: "Without the path clients cannot ask over HTTPS. Write the path of the server, such as /dns-query, with its template.",
    },
    Text {
        code: "svcb-ech-list",
        message: "the ech of {owner} is not whole: its length says {expected} octets and {count} follow",
        why: "Clients treat the record as malformed. Copy the list again.",
    },
    Text {
        code: "svcb-hint",
        message: "{value} is no address of {owner}",
        why: "Clients use the hint until they know the addresses, and then another server. Hints and addresses are the same.",
    },
    Text {
        code: "svcb-mandatory-known",
        message: "{value} is mandatory for HTTPS anyhow",
        why: "port and no-default-alpn need not be listed; leave them out.",
    },
    Text {
        code: "svcb-port-zero",
        message: "the {type} record of {owner} has port 0",
        why: "Nobody can connect to it. Write the port or leave it out.",
    },
    Text {
        code: "svcb-target-alias",
        message: "{owner} {type} points to {target}, which is an alias",
        why: "Clients follow it, but with one look-up more. Point to the name that the CNAME leads to.",
    },
    Text {
        code: "svcb-target-missing",
        message: "{owner} {type} points to {target}, which does not exist in this zone",
        why: "Clients find no address there. Correct the name or add its A or AAAA record.",
    },
    Text {
        code: "svcb-target-no-address",
        message: "{owner} {type} points to {target}, which has no address",
        why: "Hints help only until clients have asked for the addresses. Add an A or AAAA record.",
    },
    Text {
        code: "uri-owner",
        message: "{owner} has a URI record, but its name begins with no service",
        why: "Clients look for URI records at names such as _http._tcp.example.com.",
    },
    Text {
        code: "uri-target",
        message: "“{value}” is no URI with a scheme",
        why: "Clients cannot follow it. Write a whole URI, such as https://example.com/path.",
    },
];
