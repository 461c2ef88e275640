//! What the codes about the zone as a whole say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "apex-mx-missing",
        message: "{zone} has an address but no MX record",
        why: "Mail is then delivered to that address. Name the mail server, or write MX 0 . to say that there is no mail.",
    },
    Text {
        code: "catalog-member-several",
        message: "the member {owner} of the catalog has {count} PTR records",
        why: "A member is one zone. Secondaries do not process a catalog with such a member.",
    },
    Text {
        code: "catalog-member-twice",
        message: "{zone} is a member of the catalog twice",
        why: "Each zone is listed once. Secondaries do not process the catalog until that is mended.",
    },
    Text {
        code: "catalog-version",
        message: "the catalog {zone} has no TXT record \"2\" at version.{zone}",
        why: "Without its version a secondary takes no member from the catalog.",
    },
    Text {
        code: "report-txt-missing",
        message: "{zone} takes error reports below _er but has no TXT record at *._er",
        why: "Resolvers send a report as a question and ask again and again if it is not answered; BIND wants a TXT record for the wildcard.",
    },
    Text {
        code: "rpz-address",
        message: "{owner} is no address or network of a policy zone",
        why: "Such names hold a prefix length, then the address backwards: 24.0.2.0.192.rpz-ip, and 48.zz.1.db8.2001.rpz-ip with zz for ::. BIND ignores the rule.",
    },
    Text {
        code: "zone-bare",
        message: "{zone} has nothing but its SOA and NS records",
        why: "Every question is answered with \"no such name\". Right for a parked name; otherwise the records are missing.",
    },
];
