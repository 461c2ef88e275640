//! What the codes of `cause` say: the cause as message, what to do about it as why. Sorted by code.

use super::Text;

pub(super) static TEXTS: &[Text] = &[
    Text {
        code: "cause-acl-address",
        message: "the transfer is not allowed from {local}, the address that {ip} sees",
        why: "Add {local} to the list of addresses: allow-transfer in BIND, an acl rule in Knot, provide-xfr in NSD, allow-axfr-ips in PowerDNS. Behind NAT or in a container the address seen there may be yet another one; its log has it.",
    },
    Text {
        code: "cause-acl-key",
        message: "the zone does not allow transfers to the key {key}",
        why: "Allow it in {zone}: allow-transfer { key \"{key}\"; } in BIND, an acl rule with key: {key} in Knot, provide-xfr: {local} {key} in NSD, TSIG-ALLOW-AXFR in PowerDNS.",
    },
    Text {
        code: "cause-algorithm-differs",
        message: "{ip} has the key {key} with another algorithm, not {algorithm}",
        why: "Compare the algorithm on both sides; a form that leaves it out means hmac-sha256 to some programs and hmac-md5 to others. NSD takes the signature even so and then refuses the transfer.",
    },
    Text {
        code: "cause-answer-changed",
        message: "an address that several servers share, or a proxy or load balancer before {ip}, changes or mixes up answers",
        why: "Ask the server itself, past whatever stands before it, and see whether the signature holds there.",
    },
    Text {
        code: "cause-clock-differs",
        message: "the clock of {ip} is {seconds} s {direction} ours; 300 s are allowed. The key itself is right",
        why: "Synchronise both machines by NTP: timedatectl or chronyc tracking tells how each stands.",
    },
    Text {
        code: "cause-clock-unsaid",
        message: "the clocks of both machines are more than 300 s apart: PowerDNS refuses a signature for that without saying so",
        why: "Compare the time on both machines, to the second and in UTC: date -u. PowerDNS writes the difference into its log (TSIG time delta).",
    },
    Text {
        code: "cause-clock-untold",
        message: "the clocks are more than 300 s apart, and which is ahead is not said. The key itself is right",
        why: "Compare date -u on both machines. Synchronise both by NTP: timedatectl or chronyc tracking tells how each stands.",
    },
    Text {
        code: "cause-closed-without-answer",
        message: "{ip} ends connections from {local} without a word: some servers and firewalls do so to addresses that they do not allow",
        why: "Look into its log at this time; allow {local} there.",
    },
    Text {
        code: "cause-connection-limit",
        message: "{ip} has no place for another connection: its limit on TCP clients or transfers is reached",
        why: "Try again later; raise tcp-clients or transfers-out in BIND, max-tcp-clients in Knot, tcp-count in NSD.",
    },
    Text {
        code: "cause-cut-signature",
        message: "{ip} wants a longer signature than it got",
        why: "Take the number of bits off the algorithm on both sides.",
    },
    Text {
        code: "cause-dead-host",
        message: "the machine {ip} is down, or its address changed",
        why: "Ask its operator, or try to reach it by other means.",
    },
    Text {
        code: "cause-disk",
        message: "the program may not write where it wants to, or the disk is full",
        why: "Look at the owner and the mode of the folder, at AppArmor or SELinux, and at df. Zones of secondaries belong in a folder that the name server may write to, /var/cache/bind on Debian.",
    },
    Text {
        code: "cause-dual-view",
        message: "{ip} shows different views to different addresses or keys, and the one chosen for us lacks {zone}",
        why: "In BIND, match-clients of the right view must name the key or the address.",
    },
    Text {
        code: "cause-expired-there",
        message: "{ip} is itself a secondary, and its copy of {zone} has expired",
        why: "Mend the transfer to {ip} first.",
    },
    Text {
        code: "cause-firewall-drops",
        message: "a firewall drops what is sent to port {port} of {ip}",
        why: "Allow port {port}, TCP and UDP, from {local} at every firewall on the way, that of a cloud provider included.",
    },
    Text {
        code: "cause-firewall-rejects",
        message: "a firewall in front of {ip} rejects TCP port {port}",
        why: "Allow TCP port {port} from {local} there.",
    },
    Text {
        code: "cause-host-busy",
        message: "{ip} took the connection and was then too busy to answer, or waits for something itself",
        why: "Try again; look into its log and load.",
    },
    Text {
        code: "cause-ixfr-history",
        message: "{ip} has not kept the changes since the serial asked for, or does no incremental transfers",
        why: "Ask for AXFR, or keep history there: ixfr-from-differences in BIND, journal-content in Knot.",
    },
    Text {
        code: "cause-journal",
        message: "the journal of {zone} does not fit its zone file: the file was edited by hand, or put back, while updates or transfers were kept in the journal",
        why: "Where the file holds the truth, stop the server, remove the journal (.jnl of BIND; knotc zone-purge +journal) and start it. Before editing a dynamic zone: rndc freeze or knotc zone-freeze, afterwards thaw. A higher serial makes secondaries come.",
    },
    Text {
        code: "cause-key-not-reloaded",
        message: "{ip} runs with an older configuration than its files show",
        why: "Reload it: rndc reconfig, knotc reload, nsd-control reconfig; PowerDNS reads keys from its database at once, less a cache.",
    },
    Text {
        code: "cause-key-required",
        message: "the transfer is allowed only to those who sign, and no key was given",
        why: "Give the key that the primary has for this zone.",
    },
    Text {
        code: "cause-key-unknown",
        message: "{ip} does not know the key {key} with {algorithm}. The secret was not even looked at",
        why: "Compare the name on both sides, letter by letter; case and final dot do not count. Configure the key there if it is missing.",
    },
    Text {
        code: "cause-key-unknown-to-zone",
        message: "{ip} answers without looking at the signature, as a server does that has no TSIG or is not the one meant",
        why: "Check that {peer} is the primary itself.",
    },
    Text {
        code: "cause-key-untold",
        message: "{ip} does not take the signature of the key {key}, and does not say why, as PowerDNS does",
        why: "Compare name, algorithm and fingerprint on both sides: pdnsutil list-tsig-keys prints the keys there.",
    },
    Text {
        code: "cause-limits-here",
        message: "a limit on this side was reached; it protects against answers without end",
        why: "Raise the limit named in the message, if the zone really is that large.",
    },
    Text {
        code: "cause-limits-there",
        message: "{zone} is larger than the receiving server allows",
        why: "Raise zone-max-size in Knot, size-limit-xfr in NSD, xfr-max-received-mbytes in PowerDNS, if the zone really is that large.",
    },
    Text {
        code: "cause-message-changed",
        message: "something between here and {ip} changes messages: a proxy, a load balancer, a firewall that inspects DNS",
        why: "Ask {ip} from another network or past the proxy.",
    },
    Text {
        code: "cause-mtu",
        message: "large packets get lost on the way, small ones do not",
        why: "Lower the MTU, or let ICMP “too big” messages through.",
    },
    Text {
        code: "cause-no-primary-answers",
        message: "no primary has answered usefully for a while; this line tells only the outcome",
        why: "Look at the lines before it: they say what each primary answered. understudy probe asks the same from here.",
    },
    Text {
        code: "cause-no-transfers",
        message: "{ip} does not do this kind of transfer",
        why: "Ask for AXFR; if that is refused alike, zone transfers are switched off there.",
    },
    Text {
        code: "cause-no-tsig",
        message: "{ip} does not sign its answers: it knows no TSIG, or someone answers in its place",
        why: "Check that {peer} is the primary itself, not a resolver or proxy that drops signatures.",
    },
    Text {
        code: "cause-not-dns",
        message: "what answers on port {port} of {ip} is no name server",
        why: "Check the port: 53 is usual, 853 is for TLS.",
    },
    Text {
        code: "cause-not-running",
        message: "nothing listens on port {port} of {ip}: the name server is stopped",
        why: "Start it, and see that it stays up: systemctl status named, or knot, nsd, pdns.",
    },
    Text {
        code: "cause-notify-source",
        message: "the NOTIFY for {zone} came from an address, or with a key, that does not belong to a known primary: a primary with several addresses, NAT or a container shows another one",
        why: "Allow that address: allow-notify in BIND and NSD, an acl rule with action notify in Knot, allow-notify-from in PowerDNS; or make the primary send from the one that is known: notify-source in BIND, via in Knot, outgoing-interface in NSD.",
    },
    Text {
        code: "cause-notify-unanswered",
        message: "{local} has not answered the NOTIFY: it does not listen there, a firewall drops UDP, or it does not serve {zone}",
        why: "Changes then wait for the refresh interval. Send NOTIFY to the address at which the secondary listens for it; a provider names it.",
    },
    Text {
        code: "cause-other-address",
        message: "the name server there listens on other addresses only",
        why: "Look at listen-on in BIND, listen in Knot, ip-address in NSD, local-address in PowerDNS; 127.0.0.1 alone is a frequent default.",
    },
    Text {
        code: "cause-other-port",
        message: "the name server listens on another port than {port}",
        why: "53 is only the usual port: ask whoever runs the primary. On the machine itself, ss -lntp shows what listens where.",
    },
    Text {
        code: "cause-primary-sends-wrong",
        message: "{ip} sends what no zone transfer may hold",
        why: "Look for an update of its software; the message says what came.",
    },
    Text {
        code: "cause-query-refused",
        message: "queries from {local} are not allowed there",
        why: "Allow {local} or the key: allow-query in BIND.",
    },
    Text {
        code: "cause-resolver",
        message: "a resolver answers at {ip}, not the primary",
        why: "Give the address of the authoritative server.",
    },
    Text {
        code: "cause-route",
        message: "there is no way from here to {ip}",
        why: "Check the address, and whether this machine has IPv6 if it is such an address; ip route get {ip} shows the way taken.",
    },
    Text {
        code: "cause-same-name-other-key",
        message: "both sides have the key {key}, made at different times",
        why: "Compare the fingerprints: understudy key show prints one; the first 16 hex digits of the SHA-256 of the decoded secret are the same.",
    },
    Text {
        code: "cause-secret-differs",
        message: "the key {key} has another secret there",
        why: "Where it says BADSIG, name and algorithm are known there, else it would say BADKEY. Copy the secret from the primary again, from its first character to the last =, or generate a new key for both sides.",
    },
    Text {
        code: "cause-secret-encoding",
        message: "one side has the secret in base64 twice, in hex, or as plain text where base64 belongs",
        why: "Paste both sides into the key comparison: it names the transformation.",
    },
    Text {
        code: "cause-serial-back",
        message: "the serial of {zone} on {ip} is older than the one held: it was lowered, or put back from a copy",
        why: "Raise it above the one held, or order a retransfer, which takes any serial: rndc retransfer, knotc zone-retransfer, nsd-control force_transfer, pdns_control retrieve. Going back by serials alone takes two steps (RFC 1982); understudy simulate serial-in-two-steps shows them.",
    },
    Text {
        code: "cause-serial-same",
        message: "{zone} has changed and its serial has not: no secondary will come for it",
        why: "Raise the serial with every change; serial-update-method in BIND and serial-policy in Knot do it.",
    },
    Text {
        code: "cause-server-log",
        message: "the answer alone does not tell why",
        why: "Look into the log of {ip} at this time.",
    },
    Text {
        code: "cause-signature-ends",
        message: "{ip} or something before it ends the answer without a signature, or leaves too many messages unsigned",
        why: "Look for an update of its software; ask past any proxy.",
    },
    Text {
        code: "cause-slow",
        message: "the transfer takes longer than the receiver allows: a slow line, a busy primary, a very large zone",
        why: "Raise max-transfer-time-in and max-transfer-idle-in in BIND, tcp-remote-io-timeout in Knot, axfr-fetch-timeout in PowerDNS; use IXFR, so that less is sent.",
    },
    Text {
        code: "cause-tcp-closed",
        message: "{ip} answers over UDP, but its TCP port {port} is closed. Transfers need TCP",
        why: "Open TCP port {port} there: at the firewall, and in the server, which may have TCP switched off.",
    },
    Text {
        code: "cause-tcp-dropped",
        message: "{ip} answers over UDP, but TCP to port {port} gets lost. Transfers need TCP",
        why: "Allow TCP port {port} from {local} at every firewall on the way.",
    },
    Text {
        code: "cause-time-zone",
        message: "the difference is close to whole hours: one machine takes its local time for UTC",
        why: "Set the time zone and the hardware clock of that machine, then the time.",
    },
    Text {
        code: "cause-tls",
        message: "the TLS handshake fails: certificate, name, or the protocol name “dot” that RFC 9103 wants",
        why: "Compare the name with the certificate; see that port 853 speaks DNS over TLS.",
    },
    Text {
        code: "cause-transfer-broken",
        message: "the connection broke in the middle of the answer",
        why: "Try again; if it happens at the same place, the primary limits the time or size of transfers.",
    },
    Text {
        code: "cause-udp-dropped",
        message: "{ip} answers over TCP, but UDP to port {port} gets lost. Transfers work without it",
        why: "Allow UDP port {port} from {local} all the same: serials are asked for over UDP first, and NOTIFY comes that way.",
    },
    Text {
        code: "cause-wrong-address",
        message: "{ip} is not the address of the primary",
        why: "Compare it with the address records of the primary.",
    },
    Text {
        code: "cause-zone-absent",
        message: "{ip} does not serve {zone}: the name is misspelt, or the zone is not configured there",
        why: "Compare the name letter by letter with the primary’s configuration; ask it: dig @{ip} -p {port} {zone} SOA.",
    },
    Text { code: "cause-zone-changed", message: "the zone changed on {ip} while it was sent", why: "Try again" },
    Text {
        code: "cause-zone-content",
        message: "the records of {zone} break a rule that keeps it from being loaded or sent",
        why: "Check the zone: understudy check names each line with what is wrong, and which servers refuse it.",
    },
    Text {
        code: "cause-zone-misspelt",
        message: "{ip} knows of no name {zone}: it is misspelt",
        why: "Compare the name letter by letter; the zone’s name is its apex, without a host in front.",
    },
    Text {
        code: "cause-zone-not-apex",
        message: "{zone} is a name inside a zone there, not its apex",
        why: "Ask for the apex: the name whose SOA the answer’s authority section shows.",
    },
    Text {
        code: "cause-zone-not-loaded",
        message: "{ip} has {zone} configured but no usable copy of it: loading failed, or the copy expired",
        why: "Look into its log; named-checkzone or kzonecheck finds what kept it from loading; rndc zonestatus tells what it has.",
    },
    Text {
        code: "cause-zone-not-transferred",
        message: "{ip} is itself a secondary of {zone} and has not got it yet",
        why: "Check the transfer from its own primary first.",
    },
];

pub(super) static LABELS: &[(&str, &str)] = &[];
