//! What the codes about name servers of the zone and of delegations say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "apex-ns-address-shared",
        message: "the name servers {target} and {other} have the same address {address}",
        why: "They are one machine under two names; when it fails, the zone is gone. Give each its own address.",
    },
    Text {
        code: "apex-ns-address-ttls",
        message: "the TTLs of A ({v4} s) and AAAA ({v6} s) of the name server {target} differ",
        why: "One address is forgotten before the other, so resolvers reach it over one protocol only for a while. Give both the same TTL.",
    },
    Text {
        code: "apex-ns-no-ipv4",
        message: "the zone has A records, but none of its name servers has an IPv4 address",
        why: "Resolvers without IPv6 cannot ask for them. BIND warns of it too.",
    },
    Text {
        code: "apex-ns-no-ipv6",
        message: "the zone has AAAA records, but none of its name servers has an IPv6 address",
        why: "Resolvers without IPv4 cannot ask for them. BIND warns of it too.",
    },
    Text {
        code: "apex-ns-one-network",
        message: "all name servers of {zone} are in one network: {network}",
        why: "One router or one route takes all of them away at once. Put one into another network.",
    },
    Text {
        code: "apex-ns-target-redirected",
        message: "the name server {target} of {owner} stands below a DNAME",
        why: "The DNAME makes it an alias, and a name server must have addresses of its own. BIND refuses the zone.",
    },
    Text {
        code: "apex-ns-ttl-low",
        message: "the NS records of {zone} have a TTL of {ttl} s",
        why: "Resolvers ask for them all the time, and an outage is felt at once. Hours to days are usual: name servers seldom change.",
    },
    Text {
        code: "delegation-ns-single",
        message: "{owner} is delegated to one name server",
        why: "With one name server the child is gone whenever that one cannot be reached. Add a second NS record.",
    },
    Text {
        code: "ns-at-wildcard",
        message: "{owner} has NS records, but a wildcard cannot be delegated",
        why: "Servers do not agree on what it means; BIND refuses the zone. Delegate names one by one.",
    },
    Text {
        code: "ns-target-root",
        message: "{owner} NS points to the root, which is no host",
        why: "NS names a host with an address. Only MX and SRV use the root to say \"none\".",
    },
    Text {
        code: "ns-target-wildcard",
        message: "the name server {target} of {owner} has its address from a wildcard",
        why: "Any name written wrong would be found the same way, and the parent's glue has to name the host. Add its own A or AAAA record.",
    },
    Text {
        code: "referral-large",
        message: "a referral to {owner} takes {octets} octets with its glue; 512 fit a plain UDP answer",
        why: "Resolvers without EDNS have to ask again over TCP. Use fewer name servers or shorter names.",
    },
];
