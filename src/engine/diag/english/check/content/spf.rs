//! What the codes about SPF policies say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "spf-address",
        message: "{value} has no IPv{version} address behind it",
        why: "Receivers treat the whole policy as broken. Write the address or network in digits, such as ip4:192.0.2.0/24 or ip6:2001:db8::/32.",
    },
    Text {
        code: "spf-address-family",
        message: "{value} has an address of the other family",
        why: "Receivers treat the whole policy as broken. ip4 is for IPv4 addresses, ip6 for IPv6 addresses.",
    },
    Text {
        code: "spf-address-private",
        message: "{value} is a private address, which no receiver ever sees",
        why: "Mail arrives from public addresses. Name the address that the mail leaves your network with.",
    },
    Text {
        code: "spf-after-all",
        message: "{value} stands behind \"all\" and is never looked at",
        why: "\"all\" matches every sender, so receivers stop there. Move it in front of \"all\" or remove it.",
    },
    Text {
        code: "spf-all-missing",
        message: "the SPF policy of {owner} does not end in \"all\"",
        why: "Senders that nothing matches count as neutral, as if there were no policy. End it with ~all or -all.",
    },
    Text {
        code: "spf-all-pass",
        message: "the SPF policy of {owner} lets every sender pass",
        why: "Anybody may then send mail in this name, and some receivers distrust it for that. Write ~all or -all.",
    },
    Text {
        code: "spf-apex-missing",
        message: "{owner} has mail servers but no SPF policy",
        why: "Anybody may send mail in this name, and large receivers refuse or mark mail without SPF and DKIM. Write one, such as v=spf1 mx ~all.",
    },
    Text {
        code: "spf-argument-extra",
        message: "{value} has a value, but takes none",
        why: "Receivers treat the whole policy as broken. \"all\" stands alone, and include, exists and ptr take no prefix length.",
    },
    Text {
        code: "spf-argument-missing",
        message: "{value} lacks its value",
        why: "Receivers treat the whole policy as broken. include, exists, ip4, ip6, redirect and exp need one.",
    },
    Text {
        code: "spf-cidr",
        message: "{value} has a prefix length that is no number up to {limit}",
        why: "Receivers treat the whole policy as broken. IPv4 prefixes end at 32, IPv6 prefixes at 128.",
    },
    Text {
        code: "spf-domain",
        message: "{value} does not name a domain",
        why: "Receivers treat the whole policy as broken. A whole domain name belongs here, without scheme, port, at sign or final text; addresses belong behind ip4 or ip6.",
    },
    Text {
        code: "spf-equals",
        message: "{value} is written with \"=\" and therefore ignored",
        why: "With an equals sign it is an unknown modifier. Mechanisms take a colon.",
    },
    Text {
        code: "spf-include-missing",
        message: "{owner} refers to {target}, which has no SPF policy in this zone",
        why: "Receivers treat the whole policy as broken. Add the policy there or correct the name.",
    },
    Text {
        code: "spf-lookups",
        message: "the SPF policy of {owner} needs more than {limit} look-ups",
        why: "Receivers stop at the eleventh and treat the policy as broken. Each include, a, mx, ptr, exists and redirect counts, those of included policies of this zone too; replace some by ip4 and ip6.",
    },
    Text {
        code: "spf-loop",
        message: "the SPF policy of {owner} comes back to itself",
        why: "Receivers follow the circle until they treat the policy as broken. Take one include or redirect out.",
    },
    Text {
        code: "spf-macro",
        message: "{value} has a percent sign that begins no macro",
        why: "Receivers treat the whole policy as broken. A macro is a percent sign and a letter in braces; a lone percent sign is written %%.",
    },
    Text {
        code: "spf-mechanism-unknown",
        message: "{value} is no SPF mechanism",
        why: "Receivers treat the whole policy as broken. There are all, include, a, mx, ptr, ip4, ip6 and exists.",
    },
    Text {
        code: "spf-modifier-twice",
        message: "{value} is the second of its kind; one is the most",
        why: "Receivers treat the whole policy as broken. Keep the one that is meant.",
    },
    Text {
        code: "spf-modifier-unknown",
        message: "{value} is no known SPF modifier and is ignored",
        why: "It has no effect. Remove it or correct its name.",
    },
    Text {
        code: "spf-null-mx",
        message: "{owner} takes no mail, but its SPF policy does not say that it sends none",
        why: "Others may use the name for their mail, and receivers may refuse yours, since nobody can answer it. Write v=spf1 -all.",
    },
    Text {
        code: "spf-policy-long",
        message: "the SPF policy of {owner} has {count} octets; up to {limit} fit any answer",
        why: "Longer answers are cut and asked for again over TCP, which some resolvers fail to do. Shorten it or move parts into an included policy.",
    },
    Text {
        code: "spf-ptr",
        message: "{value} should not be used",
        why: "It is slow and unreliable, and receivers may skip it. Name the addresses with ip4 and ip6 or the hosts with a.",
    },
    Text {
        code: "spf-redirect-ignored",
        message: "{value} is ignored, since the policy has an \"all\"",
        why: "\"all\" matches first, whatever the order. Keep one of the two.",
    },
    Text {
        code: "spf-sender-id",
        message: "{owner} has a Sender ID policy, which nobody reads any more",
        why: "Sender ID (spf2.0) was given up. Remove the record; SPF policies begin with v=spf1.",
    },
    Text {
        code: "spf-several",
        message: "{owner} has {count} SPF policies; one is the most",
        why: "Receivers treat all of them as broken. Join their terms in one record.",
    },
    Text {
        code: "spf-split",
        message: "the SPF policy of {owner} is split where a space is missing: {value}",
        why: "The strings are joined without a space. Put a space at the end of the first or at the beginning of the second.",
    },
    Text {
        code: "spf-target-missing",
        message: "the SPF policy of {owner} names {target}, which has no address in this zone",
        why: "The term matches nobody, and receivers give up after two such look-ups. Correct the name or remove the term.",
    },
    Text {
        code: "spf-version",
        message: "this looks like an SPF policy but does not begin with \"v=spf1\" and a space: “{value}”",
        why: "Receivers do not see it. The first seven characters are v=spf1 and a space.",
    },
];
