//! Step 7.

super::texts!(
    Later,
    ENGLISH {
        lead: "Not part of this version.",
        until_then: "Until then, by hand",
        watch_by_hand: "Ask each assigned name server and the primary. Delegate only when every address of every server answers with the aa flag and the primary’s serial.",
        watch_commands: "dig @PRIMARY     ZONE SOA +norecurse +short\ndig @NAME-SERVER ZONE SOA +norecurse",
        watch_will: "It will compare the serial and the content at the primary, at the provider and at each assigned name server, and say when it is safe to delegate.",
    }
);
