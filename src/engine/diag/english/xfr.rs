//! What the codes of `xfr` say. Sorted by code.

use super::Text;

pub(super) static TEXTS: &[Text] = &[
    Text {
        code: "xfr-aborted",
        message: "the transfer was called off",
        why: "Something else took its place: another order, another configuration, or the end of the program.",
    },
    Text {
        code: "xfr-after-end",
        message: "{owner} {type} (record {record} of message {message}) follows the closing SOA",
        why: "An answer ends with its second SOA. What comes behind it belongs to no zone, so the whole answer is refused.",
    },
    Text {
        code: "xfr-after-expiry",
        message: "{peer} has serial {theirs}; ours, {ours}, has expired, so any version is taken",
        why: "",
    },
    Text { code: "xfr-approved", message: "serial {serial} is approved and goes into service", why: "" },
    Text {
        code: "xfr-asked-last",
        message: "{peer} is asked after the others for {seconds} seconds more: it failed {failures} times in a row",
        why: "",
    },
    Text { code: "xfr-begin", message: "asking {peer} for {kind}", why: "" },
    Text { code: "xfr-busy", message: "a check is under way already", why: "" },
    Text {
        code: "xfr-change-misfit",
        message: "the change of {owner} {type} does not fit the version held",
        why: "The differences were made from something else than what is held here. Nothing of them is kept; the whole zone is asked for.",
    },
    Text {
        code: "xfr-change-missing",
        message: "{owner} {type} is to be taken away and is not there",
        why: "The differences were made from another version than the one held under the same serial, or the primary's history is damaged. Nothing of them is kept; the whole zone is asked for in the same round. If it happens again and again, look at how the primary makes differences.",
    },
    Text {
        code: "xfr-changes",
        message: "{count} {count#difference#differences}: {deletions} {deletions#record#records} to take away, {additions} to add",
        why: "",
    },
    Text { code: "xfr-check-asked", message: "asking {peer} for its SOA: a check was ordered", why: "" },
    Text { code: "xfr-check-configured", message: "asking {peer} for its SOA: the configuration has changed", why: "" },
    Text { code: "xfr-check-notify", message: "asking {peer} for its SOA: NOTIFY", why: "" },
    Text { code: "xfr-check-refresh", message: "asking {peer} for its SOA: the refresh interval has passed", why: "" },
    Text { code: "xfr-check-retry", message: "asking {peer} for its SOA again: the last attempt failed", why: "" },
    Text { code: "xfr-check-start", message: "asking {peer} for its SOA: the zone was just started", why: "" },
    Text {
        code: "xfr-closed",
        message: "the primary closed the connection without an answer",
        why: "Many servers close the connection, without a word, on clients they do not know. Look at the primary's log and its list of allowed addresses and keys.",
    },
    Text { code: "xfr-configured", message: "primaries or policy have changed", why: "" },
    Text {
        code: "xfr-connect-timeout",
        message: "no connection within the time allowed",
        why: "A firewall drops the packets, or nothing answers at that address. Check the address, and that TCP is let through, not UDP alone.",
    },
    Text {
        code: "xfr-connection",
        message: "the connection failed: {words}",
        why: "These are the operating system's words.",
    },
    Text {
        code: "xfr-connection-refused",
        message: "the connection was refused",
        why: "The machine is there but nothing listens on that port over TCP. Is the name server running, and is it the right port?",
    },
    Text { code: "xfr-current", message: "{peer} has serial {theirs}, as we do", why: "" },
    Text {
        code: "xfr-cut",
        message: "the connection ended after {records} {records#record#records} in {messages} {messages#message#messages}, before the closing SOA",
        why: "What came is not a whole zone and is thrown away. The primary or something between may limit time or size; its log tells.",
    },
    Text {
        code: "xfr-datagram",
        message: "the answer does not fit into a datagram",
        why: "A stream is tried instead.",
    },
    Text {
        code: "xfr-empty-answer",
        message: "the answer holds no record",
        why: "The primary says NOERROR and sends nothing, as some do for zones they have not loaded.",
    },
    Text {
        code: "xfr-expire-option",
        message: "{peer} is a secondary itself, and the zone expires there in {seconds} seconds; so it does here",
        why: "",
    },
    Text {
        code: "xfr-expired",
        message: "serial {serial} has expired: no primary confirmed it for {age} seconds",
        why: "The zone answers SERVFAIL until a transfer succeeds. Look at the failures before this.",
    },
    Text {
        code: "xfr-fall-back",
        message: "the incremental way did not work with {peer}; asking for the whole zone",
        why: "",
    },
    Text { code: "xfr-first", message: "{peer} has serial {theirs}; nothing is held yet", why: "" },
    Text {
        code: "xfr-first-not-soa",
        message: "the answer begins with {owner} {type}, not with the zone's SOA",
        why: "An answer to a transfer request begins with the SOA. This is no transfer, or one of another zone.",
    },
    Text { code: "xfr-forced", message: "a transfer of the whole zone was ordered, whatever its serial", why: "" },
    Text {
        code: "xfr-held",
        message: "serial {serial} waits for approval; what was served before is served on",
        why: "Look at what it would change (understudy zone diff), then say yes or no (understudy zone approve, understudy zone reject). A newer version from the primary takes its place.",
    },
    Text {
        code: "xfr-held-other",
        message: "serial {held} waits, not {serial}: nothing was done",
        why: "Another version took its place since it was looked at. Look at the difference again.",
    },
    Text { code: "xfr-held-still", message: "{peer} has serial {serial}, which waits for approval here", why: "" },
    Text {
        code: "xfr-hold-bytes",
        message: "it takes {bytes} octets of memory, {most} are allowed",
        why: "The policy of the zone limits its size. If the zone may grow, raise max_bytes.",
    },
    Text {
        code: "xfr-hold-dnssec",
        message: "{count} {count#finding#findings} about its signatures, the first: {first} [{code}]",
        why: "Validating resolvers would refuse the zone or a part of it. Look at the signing at the primary, and at its clock.",
    },
    Text {
        code: "xfr-hold-errors",
        message: "a check finds {count} {count#error#errors}, the first: {first} [{code}]",
        why: "Mend them at the primary, or approve the version as it is.",
    },
    Text { code: "xfr-hold-person", message: "a person must say yes to each version of this zone", why: "" },
    Text {
        code: "xfr-hold-records",
        message: "it has {records} records, {most} are allowed",
        why: "The policy of the zone limits its size. If the zone may grow, raise max_records.",
    },
    Text {
        code: "xfr-hold-shrink",
        message: "it has {records} records, {before} are served: more than {percent} percent fewer",
        why: "A zone that loses much at once was often cut off where it is made. If that was meant, approve it.",
    },
    Text {
        code: "xfr-hold-unsigned",
        message: "it is not signed, what is served is",
        why: "With a DS record at the parent, resolvers would refuse the whole zone. Remove the DS record and wait for its TTL before signatures go.",
    },
    Text {
        code: "xfr-incremental",
        message: "the answer is incremental, from serial {serial}",
        why: "Differences cannot be applied here; the whole zone is asked for instead.",
    },
    Text {
        code: "xfr-ixfr-end",
        message: "the differences lead to serial {reached}, the answer began with {first}, and serial {serial} follows",
        why: "An answer to IXFR ends with the SOA that it began with, behind the differences that lead to it. This one was cut short or put together wrongly.",
    },
    Text {
        code: "xfr-ixfr-gap",
        message: "a difference from serial {serial} follows one that leads to {reached}",
        why: "Each difference begins at the serial where the one before it ended. The primary's history has a gap.",
    },
    Text {
        code: "xfr-ixfr-start",
        message: "the differences begin at serial {serial}, asked from was {have}",
        why: "They do not apply to the version held. The primary's history begins later than it thinks, or it answers another question.",
    },
    Text {
        code: "xfr-limit-bytes",
        message: "more than {limit} octets came",
        why: "The transfer was stopped. If the zone is really that large, raise the limit.",
    },
    Text {
        code: "xfr-limit-changes",
        message: "the differences hold more than {limit} records",
        why: "That is more than the zone itself is worth. The whole zone is asked for.",
    },
    Text {
        code: "xfr-limit-differences",
        message: "the answer holds more than {limit} differences",
        why: "So many steps cost more than the zone itself. The whole zone is asked for.",
    },
    Text {
        code: "xfr-limit-empty",
        message: "more than {limit} messages in a row held no record",
        why: "The transfer was stopped: such an answer never ends.",
    },
    Text {
        code: "xfr-limit-messages",
        message: "more than {limit} messages came",
        why: "The transfer was stopped. If the zone is really that large, raise the limit.",
    },
    Text {
        code: "xfr-limit-rate",
        message: "less than {limit} octets came within {seconds} seconds",
        why: "The transfer was stopped. The primary or the way to it is too slow, or keeps the connection open on purpose. The next primary is asked.",
    },
    Text {
        code: "xfr-limit-records",
        message: "more than {limit} records came",
        why: "The transfer was stopped. If the zone is really that large, raise the limit.",
    },
    Text {
        code: "xfr-limit-round",
        message: "the primaries have been asked for more than {limit} seconds",
        why: "Nothing more is asked in this round; the next begins after a while. The primaries answer slowly, or begin transfers and do not end them.",
    },
    Text {
        code: "xfr-limit-time",
        message: "the transfer took more than {limit} seconds",
        why: "It was stopped. The primary or the way to it is too slow for this zone, or keeps the connection open on purpose.",
    },
    Text {
        code: "xfr-malformed",
        message: "the message cannot be read: {fault} at octet {offset}",
        why: "The octets are no DNS message. Is it a name server that listens there, and does nothing on the way change its answers?",
    },
    Text {
        code: "xfr-meta-type",
        message: "{owner} {type} (record {record} of message {message}) cannot stand in a zone",
        why: "The type is for questions or for messages. The whole answer is refused.",
    },
    Text { code: "xfr-newer", message: "{peer} has serial {theirs}, {distance} ahead of ours, {ours}", why: "" },
    Text { code: "xfr-next-primary", message: "asking the next primary, {peer}, for its SOA", why: "" },
    Text { code: "xfr-no-edns", message: "{peer} does not understand EDNS ({rcode}); asking without", why: "" },
    Text {
        code: "xfr-no-ns",
        message: "serial {serial} has no NS record at its apex ({records} records in all)",
        why: "Such a zone cannot be delegated to, so it does not take the place of what is served. Some servers send one for a zone they failed to load: look at the primary's log.",
    },
    Text {
        code: "xfr-no-primaries",
        message: "no primary is configured",
        why: "The zone cannot be fetched from anywhere.",
    },
    Text {
        code: "xfr-no-soa",
        message: "the answer holds no SOA of the zone",
        why: "The primary answers, but not for this zone. Is the name right, and has the primary loaded it?",
    },
    Text {
        code: "xfr-not-a-response",
        message: "the message is a query, not a response",
        why: "What listens there sends queries back. It is no name server.",
    },
    Text {
        code: "xfr-not-authoritative",
        message: "the answer is not authoritative",
        why: "What answers is a resolver, or a server that does not hold the zone. A secondary must ask an authoritative server.",
    },
    Text { code: "xfr-nothing-held", message: "no version waits for approval", why: "" },
    Text { code: "xfr-notify", message: "NOTIFY from {source}", why: "" },
    Text {
        code: "xfr-notify-ahead",
        message: "{peer} has serial {theirs}, though NOTIFY promised {promised}",
        why: "",
    },
    Text {
        code: "xfr-notify-broken",
        message: "no primary has shown serial {promised} that NOTIFY promised; it is not waited for",
        why: "The NOTIFY was wrong, or the primary that sent it does not serve what it announces.",
    },
    Text {
        code: "xfr-notify-current",
        message: "NOTIFY from {source} for serial {promised}: we have {ours} already",
        why: "",
    },
    Text {
        code: "xfr-notify-later",
        message: "NOTIFY from {source} while a check is under way: another follows",
        why: "",
    },
    Text {
        code: "xfr-notify-recheck",
        message: "serial {promised} that NOTIFY promised is not there yet; looking once more in {seconds} seconds",
        why: "",
    },
    Text {
        code: "xfr-notify-unknown",
        message: "NOTIFY from {source}, which is no primary of this zone, is ignored",
        why: "If it should count, add the address to the primaries. Primaries with several addresses often send NOTIFY from another than they listen on.",
    },
    Text {
        code: "xfr-notify-waits",
        message: "NOTIFY after {failures} failures in a row; looking in {seconds} seconds",
        why: "",
    },
    Text {
        code: "xfr-older",
        message: "{peer} has serial {theirs}, {distance} behind ours, {ours}: it is never transferred",
        why: "A secondary only takes what is newer. Raise the serial on the primary above ours, or order a retransfer, which takes any serial.",
    },
    Text {
        code: "xfr-other-source",
        message: "the version held came from another primary, so {peer} is asked for the whole zone: changes of one are not applied to another's",
        why: "",
    },
    Text {
        code: "xfr-out-of-zone",
        message: "{count} {count#record#records} outside the zone {count#was#were} left out, the first {owner} {type} (record {record} of message {message})",
        why: "A zone holds its apex and names below it. The records are not served; the rest of the zone is. Knot and NSD do the same, BIND refuses the whole zone. Look for a wrong $ORIGIN at the primary.",
    },
    Text {
        code: "xfr-queued",
        message: "no connection: as many as allowed are under way, to this primary or in all",
        why: "Connections to one primary are limited, so that one that is slow does not take the place of others. If this lasts, the primary is too slow for the zones it is asked for, or it does not answer.",
    },
    Text {
        code: "xfr-rcode",
        message: "the primary answered the {type} query with {rcode}",
        why: "REFUSED: our address or key is not allowed. NOTAUTH: the zone or the key is not known there. SERVFAIL: the primary could not load the zone, or it has expired there.",
    },
    Text {
        code: "xfr-rdata",
        message: "{owner} {type} (record {record} of message {message}) has malformed data: {fault} at octet {offset}",
        why: "The whole answer is refused: a zone with such a record cannot be served.",
    },
    Text { code: "xfr-received", message: "serial {serial} has been received from {peer}", why: "" },
    Text {
        code: "xfr-redundant",
        message: "records added that were there already: {count}",
        why: "NSD 4.6 sends some in every difference. They change nothing.",
    },
    Text {
        code: "xfr-rejected",
        message: "serial {serial} is rejected and will not be fetched again",
        why: "What was served before is served on until the primary has another serial. After a restart the serial is fetched and judged again.",
    },
    Text { code: "xfr-rejected-still", message: "{peer} has serial {serial}, which was rejected here", why: "" },
    Text {
        code: "xfr-reset",
        message: "the primary broke the connection",
        why: "Many servers do so, without a word, to clients they do not know. Look at the primary's log and its list of allowed addresses.",
    },
    Text { code: "xfr-restored", message: "serving serial {serial} as stored before", why: "" },
    Text {
        code: "xfr-retransfer-follows",
        message: "the whole zone is asked for once the work under way has ended",
        why: "",
    },
    Text {
        code: "xfr-retransfer-joined",
        message: "a transfer of the whole zone is under way already and counts",
        why: "",
    },
    Text {
        code: "xfr-round-failed",
        message: "no primary could be used (failures in a row: {failures}); trying again in {seconds} seconds",
        why: "The failures before this say why.",
    },
    Text {
        code: "xfr-serial-undefined",
        message: "{peer} has serial {theirs}, exactly half the circle from ours, {ours}: neither is newer",
        why: "Such a version is never transferred. Raise the serial on the primary by any amount, or order a retransfer.",
    },
    Text { code: "xfr-served", message: "serving serial {serial}", why: "" },
    Text {
        code: "xfr-soa-below",
        message: "{owner} SOA (record {record} of message {message}) is not the zone's own",
        why: "A zone has one SOA, at its apex, and SOAs tell an answer's parts apart. The whole answer is refused.",
    },
    Text {
        code: "xfr-soa-changed",
        message: "the answer began with serial {first} and then brought another SOA, serial {last}",
        why: "The zone changed on the primary during the transfer, and what came is a mixture. It is thrown away; the next attempt gets one version.",
    },
    Text {
        code: "xfr-store-failed",
        message: "serial {serial} could not be stored: {words}",
        why: "The version before is served on. Is the disk full?",
    },
    Text {
        code: "xfr-timeout",
        message: "no answer within the time allowed",
        why: "The primary is there but says nothing. It may be overloaded, or a firewall lets the connection through and not the answer.",
    },
    Text {
        code: "xfr-tls",
        message: "the TLS handshake failed: {words}",
        why: "Is it the port for TLS (853), and does the certificate carry the name that is expected?",
    },
    Text { code: "xfr-told", message: "{listener} has heard of the new version (tries: {tries})", why: "" },
    Text {
        code: "xfr-told-in-vain",
        message: "{listener} did not answer NOTIFY (tries: {tries})",
        why: "It will find the version when its refresh is due. Check the address, and that UDP and TCP are let through.",
    },
    Text {
        code: "xfr-told-refused",
        message: "{listener} answered NOTIFY with {rcode}",
        why: "It does not have the zone, or does not take NOTIFY from this address or key. It will find the version when its refresh is due.",
    },
    Text {
        code: "xfr-truncated",
        message: "the answer is truncated",
        why: "Over UDP the query is repeated over TCP. Over TCP nothing may be truncated; the primary is at fault.",
    },
    Text {
        code: "xfr-unreachable",
        message: "there is no way to that address",
        why: "The network or this machine has no route. Is it an IPv6 address on a machine without IPv6?",
    },
    Text {
        code: "xfr-whole",
        message: "IXFR was answered with the whole zone, {records} records",
        why: "A primary that keeps no history, or none that goes back far enough, answers so.",
    },
    Text {
        code: "xfr-wrong-class",
        message: "{owner} {type} (record {record} of message {message}) is of class {class}, not IN",
        why: "The whole answer is refused.",
    },
    Text {
        code: "xfr-wrong-id",
        message: "the answer carries ID {got}, the request {sent}",
        why: "It is the answer to another request.",
    },
    Text {
        code: "xfr-wrong-opcode",
        message: "the answer has opcode {opcode}, not QUERY",
        why: "What answers is not what was asked.",
    },
    Text {
        code: "xfr-wrong-question",
        message: "the answer is to {name} {type}, which was not asked",
        why: "The primary answers another question. The whole answer is refused.",
    },
    Text {
        code: "xfr-zonemd-digest",
        message: "the zone's digest (ZONEMD, scheme {scheme}, hash {hash}) is not that of the records that came",
        why: "What came is not what was published, or the primary changed the zone without computing its digest anew. The version before is served on; after differences the whole zone is fetched. `zonemd = \"warn\"` in the zone's policy takes it all the same.",
    },
    Text {
        code: "xfr-zonemd-ignored",
        message: "the zone is taken though its digest does not hold: {reason}",
        why: "The policy says so. Have the digest computed anew at the primary.",
    },
    Text {
        code: "xfr-zonemd-repeated",
        message: "the zone has several digests (ZONEMD) of scheme {scheme} and hash {hash}, which verify nothing",
        why: "There may be one of a kind. Take the others out at the primary.",
    },
    Text {
        code: "xfr-zonemd-serial",
        message: "the zone's digest (ZONEMD, scheme {scheme}, hash {hash}) is of serial {serial}, the zone has {zone}",
        why: "The primary changed the zone without computing its digest anew.",
    },
    Text {
        code: "xfr-zonemd-unknown",
        message: "the zone's digest (ZONEMD) has scheme {scheme} and hash {hash}, which nobody here can verify",
        why: "",
    },
    Text {
        code: "xfr-zonemd-verified",
        message: "the zone's digest (ZONEMD, scheme {scheme}, hash {hash}) holds",
        why: "",
    },
];

pub(super) static LABELS: &[(&str, &str)] = &[];
