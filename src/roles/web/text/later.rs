//! Steps 5 and 7.

super::texts!(
    Later,
    ENGLISH {
        lead: "Not part of this version.",
        rehearsal_by_hand: "Keep the version that is served now, then compare it with the one you are about to load. The size of the file says how much an AXFR would carry.",
        rehearsal_commands: "dig @PRIMARY ZONE AXFR > served.zone\ndiff <(sort served.zone) <(sort next.zone)",
        rehearsal_will: "It will play a change through: which RRsets differ, the IXFR that would carry it, and what NOTIFY, refresh and expire do when something fails.",
        until_then: "Until then, by hand",
        watch_by_hand: "Ask each assigned name server and the primary. Delegate only when every address of every server answers with the aa flag and the primary’s serial.",
        watch_commands: "dig @PRIMARY     ZONE SOA +norecurse +short\ndig @NAME-SERVER ZONE SOA +norecurse",
        watch_will: "It will compare the serial and the content at the primary, at the provider and at each assigned name server, and say when it is safe to delegate.",
    }
);
