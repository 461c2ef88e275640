//! What the codes about values of the SOA say. Sorted by code.

use crate::engine::diag::english::Text;

pub(in crate::engine::diag::english) static TEXTS: &[Text] = &[
    Text {
        code: "soa-expire-long",
        message: "EXPIRE ({seconds} s) is longer than 24 weeks",
        why: "BIND and this program's secondary wait no longer than 24 weeks, whatever is asked for: a copy that old is surely wrong.",
    },
    Text {
        code: "soa-expire-low",
        message: "EXPIRE ({seconds} s) is shorter than a week",
        why: "If the primary is down over a holiday, the secondaries stop answering too. Two to four weeks are usual.",
    },
    Text {
        code: "soa-expire-margin",
        message: "EXPIRE ({expire} s) is shorter than REFRESH and RETRY together ({both} s)",
        why: "One failed refresh ends the zone: the secondary has no second try before it stops answering.",
    },
    Text {
        code: "soa-minimum-long",
        message: "MINIMUM ({seconds} s) is longer than a day",
        why: "It is the time for which \"no such name\" is remembered. A new name stays invisible that long to who asked too early. One to three hours are usual.",
    },
    Text {
        code: "soa-minimum-short",
        message: "MINIMUM ({seconds} s) is shorter than five minutes",
        why: "It is the time for which \"no such name\" is remembered; every typing error comes back to the name servers after that. One to three hours are usual.",
    },
    Text {
        code: "soa-mname-address",
        message: "the primary in the SOA is written as an address: {target}",
        why: "The first field is the name of the primary. Dynamic updates and notifications look up this name and find nothing.",
    },
    Text {
        code: "soa-mname-alias",
        message: "the primary {target} in the SOA is an alias",
        why: "The first field is the primary's own name. Name the host that the CNAME leads to.",
    },
    Text {
        code: "soa-mname-host-name",
        message: "the primary {target} in the SOA is no host name",
        why: "Names of hosts have letters, digits and hyphens. BIND refuses others where check-names says so, which it does by default for primaries.",
    },
    Text {
        code: "soa-mname-missing",
        message: "the primary {target} in the SOA has no address in this zone",
        why: "Dynamic updates are sent there and go nowhere. Correct the name, or leave it if the primary is hidden on purpose.",
    },
    Text {
        code: "soa-mname-not-ns",
        message: "the primary {target} in the SOA is none of the NS records",
        why: "Right for a hidden primary. Otherwise the name is wrong or an NS record is missing.",
    },
    Text {
        code: "soa-mname-root",
        message: "the SOA names no primary",
        why: "The root stands for \"none\": nobody can send dynamic updates. Right only if that is meant.",
    },
    Text {
        code: "soa-refresh-long",
        message: "REFRESH ({seconds} s) is longer than a day",
        why: "A secondary that misses a notification serves the old version that long. Twenty minutes to twelve hours are usual.",
    },
    Text {
        code: "soa-refresh-short",
        message: "REFRESH ({seconds} s) is shorter than twenty minutes",
        why: "Secondaries ask that often although notifications tell them of changes. Twenty minutes to twelve hours are usual.",
    },
    Text {
        code: "soa-retry-short",
        message: "RETRY ({seconds} s) is shorter than three minutes",
        why: "While the primary is down, all secondaries ask again and again. A quarter of an hour is usual.",
    },
    Text {
        code: "soa-rname-incomplete",
        message: "the mailbox {mailbox} in the SOA has no domain",
        why: "The first label is the local part, the rest the domain: hostmaster.example.com stands for hostmaster@example.com. Probably a final dot is there by mistake.",
    },
    Text {
        code: "soa-rname-no-mail",
        message: "mail to the mailbox {mailbox} goes nowhere: {domain} has neither MX nor address",
        why: "It is where others report trouble with the zone. Choose a mailbox that is read, or give the domain an MX record.",
    },
    Text {
        code: "soa-serial-date",
        message: "the serial {serial} looks like a date but is none",
        why: "Serials in the form YYYYMMDDnn count on as numbers; a day that does not exist makes the next date a step back or a jump. Mind the order of month and day.",
    },
    Text {
        code: "soa-serial-future",
        message: "the serial {serial} is a date in the future",
        why: "Until that day every serial made from the date is lower, and secondaries ignore the new version. Count on from this one.",
    },
];
