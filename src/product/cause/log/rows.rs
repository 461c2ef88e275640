//! The lines that are known, each as its program writes it; what stands between « and » is looked for. The more a line
//! says, the further up: a response code alone comes last.
//!
//! BIND 9.18, Knot 3.2, NSD 4.6 and PowerDNS 4.7 have these words in them (`tests/engine/causes.rs`). Releases before and
//! after say "master" or "primary": neither word is looked for.

use super::super::Likelihood::{High, Low, Medium};
use super::super::codes::{
    ACL_ADDRESS, ACL_KEY, ALGORITHM_DIFFERS, ANSWER_CHANGED, CLOCK_UNSAID, CLOCK_UNTOLD, CLOSED_WITHOUT_ANSWER,
    CONNECTION_LIMIT, CUT_SIGNATURE, DEAD_HOST, DISK, DUAL_VIEW, EXPIRED_THERE, FIREWALL_DROPS, FIREWALL_REJECTS,
    HOST_BUSY, IXFR_HISTORY, JOURNAL, KEY_NOT_RELOADED, KEY_REQUIRED, KEY_UNKNOWN, KEY_UNTOLD, LIMITS_THERE,
    MESSAGE_CHANGED, NO_PRIMARY_ANSWERS, NO_TRANSFERS, NO_TSIG, NOT_DNS, NOT_RUNNING, NOTIFY_SOURCE, NOTIFY_UNANSWERED,
    OTHER_ADDRESS, OTHER_PORT, PRIMARY_SENDS_WRONG, QUERY_REFUSED, RESOLVER, ROUTE, SAME_NAME_OTHER_KEY,
    SECRET_DIFFERS, SECRET_ENCODING, SERIAL_BACK, SERIAL_SAME, SERVER_LOG, SIGNATURE_ENDS, SLOW, TLS, TRANSFER_BROKEN,
    WRONG_ADDRESS, ZONE_ABSENT, ZONE_CHANGED, ZONE_CONTENT, ZONE_MISSPELT, ZONE_NOT_LOADED, ZONE_NOT_TRANSFERRED,
};
use super::Program::{Any, Bind, Knot, Nsd, PowerDns};
use super::Side::{Primary, Secondary};
use super::{Likelihood, Row};
use crate::engine::diag::Code;

type Causes = &'static [(Likelihood, &'static Code)];

const BADSIG: Causes =
    &[(High, &SECRET_DIFFERS), (Medium, &SAME_NAME_OTHER_KEY), (Medium, &SECRET_ENCODING), (Low, &MESSAGE_CHANGED)];
const BADKEY: Causes = &[(High, &KEY_UNKNOWN), (Medium, &ALGORITHM_DIFFERS), (Medium, &KEY_NOT_RELOADED)];
const BADTIME: Causes = &[(High, &CLOCK_UNTOLD)];
// Knot answers without a signature where it does not have the zone.
const UNSIGNED: Causes = &[(High, &NO_TSIG), (Medium, &ZONE_ABSENT), (Low, &WRONG_ADDRESS)];
// The answer was not signed with the same key, or says that the question was not: several programs have one line for both.
const UNVERIFIED: Causes = &[
    (High, &SECRET_DIFFERS),
    (High, &KEY_UNKNOWN),
    (Medium, &ALGORITHM_DIFFERS),
    (Medium, &CLOCK_UNTOLD),
    (Low, &ANSWER_CHANGED),
];
// A question for the SOA is seldom answered so for another reason.
const UNVERIFIED_THERE: Causes = &[
    (High, &SECRET_DIFFERS),
    (High, &KEY_UNKNOWN),
    (Medium, &ALGORITHM_DIFFERS),
    (Medium, &CLOCK_UNTOLD),
    (Medium, &ZONE_ABSENT),
];
// NSD refuses so where the key has another algorithm there.
const REFUSED: Causes =
    &[(High, &ACL_ADDRESS), (High, &KEY_REQUIRED), (Medium, &ACL_KEY), (Low, &ALGORITHM_DIFFERS), (Low, &ZONE_ABSENT)];
// Knot and PowerDNS also answer so where a transfer is not allowed; PowerDNS, and those that say so in the TSIG record, where the
// signature is not taken.
const NOTAUTH: Causes = &[
    (High, &ZONE_ABSENT),
    (Medium, &ACL_ADDRESS),
    (Medium, &KEY_REQUIRED),
    (Medium, &KEY_UNTOLD),
    (Low, &DUAL_VIEW),
    (Low, &WRONG_ADDRESS),
];
const SERVFAIL: Causes = &[(High, &ZONE_NOT_LOADED), (Medium, &ZONE_NOT_TRANSFERRED), (Low, &SERVER_LOG)];
const TIMED_OUT: Causes = &[(High, &FIREWALL_DROPS), (Medium, &WRONG_ADDRESS), (Medium, &DEAD_HOST)];
const NOBODY: Causes = &[(High, &NOT_RUNNING), (Medium, &OTHER_ADDRESS), (Low, &OTHER_PORT), (Low, &FIREWALL_REJECTS)];
const RESET: Causes = &[(High, &CONNECTION_LIMIT), (Medium, &CLOSED_WITHOUT_ANSWER), (Medium, &NOT_DNS)];
const CLOSED: Causes = &[(High, &CLOSED_WITHOUT_ANSWER), (Medium, &TRANSFER_BROKEN), (Medium, &CONNECTION_LIMIT)];
const HISTORY: Causes = &[(High, &IXFR_HISTORY), (Medium, &PRIMARY_SENDS_WRONG)];
const CONTENT: Causes = &[(High, &ZONE_CONTENT)];
const NO_KEY: Causes = &[(High, &ACL_ADDRESS), (High, &KEY_REQUIRED), (Low, &DUAL_VIEW)];
const ASIDE: Causes = &[(High, &ZONE_ABSENT), (Medium, &ZONE_NOT_LOADED), (Low, &DUAL_VIEW)];
const NOTIFIER: Causes = &[(High, &NOTIFY_SOURCE)];

/// One row a line: whose, which side writes it, the causes, the line.
macro_rules! rows {
    (@ [$(($likelihood:ident, $code:ident)),*]) => { &[$(($likelihood, &$code)),*] };
    (@ $causes:ident) => { $causes };
    ($($program:ident $side:ident $causes:tt $line:literal;)*) => {
        &[$(Row { program: $program, side: $side, causes: rows!(@ $causes), line: $line }),*]
    };
}

/// All of them.
pub static ROWS: &[Row] = rows! {
    // BIND, as the secondary
    Bind Secondary TIMED_OUT "«transfer of» 'example.com/IN' from 192.0.2.53#53: «failed to connect»: «timed out»";
    Bind Secondary NOBODY "«transfer of» 'example.com/IN' from 192.0.2.53#53: «failed to connect»: «connection refused»";
    Bind Secondary [(High, ROUTE), (Low, WRONG_ADDRESS)] "«transfer of» 'example.com/IN' from 2001:db8::53#53: «failed to connect»: «host unreachable»";
    Bind Secondary REFUSED "«transfer of» 'example.com/IN' from 192.0.2.53#53: «failed while receiving responses»: «REFUSED»";
    Bind Secondary NOTAUTH "«transfer of» 'example.com/IN' from 192.0.2.53#53: «failed while receiving responses»: «NOTAUTH»";
    Bind Secondary SERVFAIL "«transfer of» 'example.com/IN' from 192.0.2.53#53: «failed while receiving responses»: «SERVFAIL»";
    Bind Secondary CLOSED "«transfer of» 'example.com/IN' from 192.0.2.53#53: «failed while receiving responses»: «end of file»";
    Bind Secondary RESET "«transfer of» 'example.com/IN' from 192.0.2.53#53: «failed while receiving responses»: «connection reset»";
    Bind Secondary [(High, KEY_UNKNOWN), (High, SECRET_DIFFERS), (Medium, CLOCK_UNTOLD), (Medium, ALGORITHM_DIFFERS)] "«transfer of» 'example.com/IN' from 192.0.2.53#53: Transfer status: «tsig indicates error»";
    Bind Secondary [(High, SECRET_DIFFERS), (Medium, ANSWER_CHANGED)] "«transfer of» 'example.com/IN' from 192.0.2.53#53: failed while receiving responses: «tsig verify failure»";
    Bind Secondary UNSIGNED "«transfer of» 'example.com/IN' from 192.0.2.53#53: failed while receiving responses: «expected a TSIG» or SIG(0)";
    Bind Secondary [(High, PRIMARY_SENDS_WRONG)] "transfer of 'example.com/IN' from 192.0.2.53#53: «first RR in zone transfer must be SOA»";
    Bind Secondary [(High, ZONE_CHANGED)] "transfer of 'example.com/IN' from 192.0.2.53#53: «start and ending SOA records mismatch»";
    Bind Secondary HISTORY "transfer of 'example.com/IN' from 192.0.2.53#53: «IXFR out of sync: expected serial» 7, got 9";
    Bind Secondary [(High, PRIMARY_SENDS_WRONG)] "transfer of 'example.com/IN' from 192.0.2.53#53: «got incremental response to AXFR request»";
    Bind Secondary HISTORY "transfer of 'example.com/IN' from 192.0.2.53#53: «empty answer section, retrying with AXFR»";
    Bind Secondary [(High, SERIAL_BACK)] "transfer of 'example.com/IN' from 192.0.2.53#53: «requested serial» 9, primary «has» 7, «not updating»";
    Bind Secondary [(High, SLOW)] "transfer of 'example.com/IN' from 192.0.2.53#53: «maximum transfer time exceeded»";
    Bind Secondary [(High, SLOW), (Medium, HOST_BUSY)] "transfer of 'example.com/IN' from 192.0.2.53#53: «maximum idle time exceeded»";
    Bind Secondary [(High, SERIAL_BACK)] "zone example.com/IN: «serial number (»2026112301) «received from» primary 192.0.2.53#53 «< ours (»4000000000)";
    Bind Secondary TIMED_OUT "zone example.com/IN: «refresh: retry limit for» primary 192.0.2.53#53 «exceeded» (source 0.0.0.0#0)";
    Bind Secondary TIMED_OUT "zone example.com/IN: «refresh: failure trying» primary 192.0.2.53#53 (source 0.0.0.0#0): «timed out»";
    Bind Secondary NOBODY "zone example.com/IN: «refresh: failure trying» primary 192.0.2.53#53 (source 0.0.0.0#0): «connection refused»";
    Bind Secondary UNSIGNED "zone example.com/IN: «refresh: failure trying» primary 192.0.2.53#53 (source 0.0.0.0#0): «expected a TSIG» or SIG(0)";
    Bind Secondary UNVERIFIED "zone example.com/IN: «refresh: failure trying» primary 192.0.2.53#53 (source 0.0.0.0#0): «tsig» indicates error";
    Bind Secondary [(High, ZONE_ABSENT), (Medium, QUERY_REFUSED), (Low, DUAL_VIEW)] "zone example.com/IN: «refresh: unexpected rcode (»«REFUSED») from primary 192.0.2.53#53 (source 0.0.0.0#0)";
    Bind Secondary SERVFAIL "zone example.com/IN: «refresh: unexpected rcode (»«SERVFAIL») from primary 192.0.2.53#53 (source 0.0.0.0#0)";
    Bind Secondary NOTAUTH "zone example.com/IN: «refresh: unexpected rcode (»«NOTAUTH») from primary 192.0.2.53#53 (source 0.0.0.0#0)";
    Bind Secondary [(High, ZONE_MISSPELT), (Medium, RESOLVER)] "zone example.com/IN: «refresh: unexpected rcode (»«NXDOMAIN») from primary 192.0.2.53#53 (source 0.0.0.0#0)";
    Bind Secondary [(High, RESOLVER), (Medium, ZONE_NOT_LOADED), (Medium, ZONE_ABSENT)] "zone example.com/IN: «refresh: non-authoritative answer from» primary 192.0.2.53#53 (source 0.0.0.0#0)";
    Bind Secondary TIMED_OUT "zone example.com/IN: refresh: skipping zone transfer as primary 192.0.2.53#53 (source 0.0.0.0#0) «is unreachable (cached)»";
    Bind Secondary CONTENT "zone example.com/IN: «transferred zone has no NS records»";
    Bind Secondary NOTIFIER "zone example.com/IN: «refused notify from non-»primary: 192.0.2.77#5353";
    Bind Secondary [(High, DISK)] "«dumping» master «file»: /etc/bind/tmp-Xy12: open: «permission denied»";
    Bind Secondary BADKEY "zone example.com/IN: «could not get TSIG key for zone transfer»: not found";
    // BIND, as the primary
    Bind Primary [(High, ACL_KEY), (Medium, ACL_ADDRESS), (Low, DUAL_VIEW)] "client @0x7f3c 198.51.100.9#4711«/key »transfer.example (example.com): «zone transfer '»example.com/AXFR/IN' «denied»";
    Bind Primary NO_KEY "client @0x7f3c 198.51.100.9#4711 (example.com): «zone transfer '»example.com/AXFR/IN' «denied»";
    Bind Primary ASIDE "client @0x7f3c 198.51.100.9#4711 (example.com): «bad zone transfer request»: 'example.com/IN': «non-authoritative zone» (NOTAUTH)";
    Bind Primary BADSIG "client @0x7f3c 198.51.100.9#4711: «request has invalid signature»: TSIG transfer.example: tsig verify failure («BADSIG»)";
    Bind Primary BADKEY "client @0x7f3c 198.51.100.9#4711: «request has invalid signature»: TSIG transfer.example: tsig verify failure («BADKEY»)";
    Bind Primary BADTIME "client @0x7f3c 198.51.100.9#4711: «request has invalid signature»: TSIG transfer.example: tsig verify failure («BADTIME»)";
    Bind Primary [(High, CUT_SIGNATURE)] "client @0x7f3c 198.51.100.9#4711: «request has invalid signature»: TSIG transfer.example: tsig verify failure («BADTRUNC»)";
    Bind Secondary ASIDE "client @0x7f3c 192.0.2.53#5353: «received notify for zone» 'example.com': «not authoritative»";
    Bind Primary [(High, NOTIFY_UNANSWERED)] "zone example.com/IN: «notify to» 198.51.100.9#53: «retries exceeded»";
    Bind Primary [(High, IXFR_HISTORY)] "client @0x7f3c 198.51.100.9#4711 (example.com): transfer of 'example.com/IN': «IXFR version not in journal, falling back to AXFR»";
    Bind Primary [(High, CONNECTION_LIMIT)] "zone example.com/IN: «zone transfer deferred due to quota»";
    Bind Primary CONTENT "client @0x7f3c 198.51.100.9#4711 (example.com): transfer of 'example.com/IN': «RR too large for zone transfer» (65535 bytes)";
    Bind Primary [(High, JOURNAL)] "zone example.com/IN: «journal rollforward failed: journal out of sync with zone»";
    Bind Primary [(High, JOURNAL), (Low, DISK)] "zone example.com/IN: «journal rollforward failed:» no more";
    Bind Primary [(High, JOURNAL)] "example.com.jnl: «journal file corrupt»: expected serial 7, got 9";
    Bind Primary [(High, JOURNAL)] "«malformed transaction:» example.com.jnl last serial 9 != transaction first serial 7";
    Bind Primary [(High, SERIAL_BACK)] "zone example.com/IN: «zone serial (»2026112301/4000000000) «has gone backwards»";
    Bind Primary [(High, SERIAL_SAME)] "zone example.com/IN: «zone serial (»2026112301) «unchanged. zone may fail to transfer» to secondaries.";
    Bind Primary [(High, ZONE_CONTENT), (Low, DISK)] "zone example.com/IN: «loading from» master «file» example.com.db «failed:» CNAME and other data";
    Bind Primary CONTENT "zone example.com/IN: «not loaded due to errors».";
    Bind Primary CONTENT "zone example.com/IN: «has no NS records»";
    // Knot, as the secondary
    Knot Secondary REFUSED "[example.com.] AXFR, incoming, remote 192.0.2.53@53, «server responded with error '»«REFUSED»'";
    Knot Secondary NOTAUTH "[example.com.] refresh, remote 192.0.2.53@53, «server responded with error '»«NOTAUTH»'";
    Knot Secondary SERVFAIL "[example.com.] AXFR, incoming, remote 192.0.2.53@53, «server responded with error '»«SERVFAIL»'";
    Knot Secondary BADSIG "[example.com.] refresh, remote 192.0.2.53@53, «server responded with error '»«BADSIG»'";
    Knot Secondary BADKEY "[example.com.] refresh, remote 192.0.2.53@53, «server responded with error '»«BADKEY»'";
    Knot Secondary BADTIME "[example.com.] refresh, remote 192.0.2.53@53, «server responded with error '»«BADTIME»'";
    Knot Secondary [(High, PRIMARY_SENDS_WRONG), (Medium, IXFR_HISTORY)] "[example.com.] IXFR, incoming, remote 192.0.2.53@53, serial 7 -> 9, «failed to apply changes to zone» («such record already exists» in zone)";
    Knot Secondary HISTORY "[example.com.] IXFR, incoming, remote 192.0.2.53@53, serial 7 -> 9, «failed to apply changes to zone» («no such record» in zone found)";
    Knot Secondary HISTORY "[example.com.] IXFR, incoming, remote 192.0.2.53@53, «fallback to AXFR» (malformed data)";
    Knot Secondary [(High, SERIAL_BACK)] "[example.com.] refresh, remote 192.0.2.53@53, «remote serial» 7, «remote is outdated»";
    Knot Secondary [(High, EXPIRED_THERE)] "[example.com.] refresh, remote 192.0.2.53@53, «remote is expired, ignoring»";
    Knot Secondary [(High, LIMITS_THERE)] "[example.com.] AXFR, incoming, remote 192.0.2.53@53, «zone size exceeded»";
    Knot Secondary UNVERIFIED "[example.com.] AXFR, incoming, remote 192.0.2.53@53, «failed (»«failed to verify TSIG»)";
    Knot Secondary BADTIME "[example.com.] refresh, remote 192.0.2.53@53, «failed (»«TSIG out of time window»)";
    Knot Secondary UNSIGNED "[example.com.] AXFR, incoming, remote 192.0.2.53@53, «failed (»«expected a TSIG or SIG(0)»)";
    Knot Secondary TIMED_OUT "[example.com.] refresh, remote 192.0.2.53@53, «failed (»«connection timeout»)";
    Knot Secondary TIMED_OUT "[example.com.] AXFR, incoming, remote 192.0.2.53@53, «failed (»«network timeout»)";
    Knot Secondary NOBODY "[example.com.] refresh, remote 192.0.2.53@53, «failed (»«connection refused»)";
    // With TCP Fast Open a refused connection is one that is reset.
    Knot Secondary [(High, NOT_RUNNING), (Medium, CONNECTION_LIMIT), (Medium, CLOSED_WITHOUT_ANSWER), (Medium, NOT_DNS)] "[example.com.] AXFR, incoming, remote 192.0.2.53@53, «failed (»«connection reset»)";
    Knot Secondary [(High, PRIMARY_SENDS_WRONG), (Medium, MESSAGE_CHANGED)] "[example.com.] AXFR, incoming, remote 192.0.2.53@53, «malformed message»";
    Knot Secondary REFUSED "[example.com.] refresh, remote ns1, address 192.0.2.53@53, «failed (»«not allowed»)";
    Knot Secondary [(High, NO_PRIMARY_ANSWERS)] "[example.com.] «zone event '»refresh«' failed (»«no usable» master)";
    Knot Secondary [(High, NO_PRIMARY_ANSWERS)] "[example.com.] «refresh, failed (»«no usable» master), next retry at 2026-11-25T22:00:00+0000";
    Knot Secondary [(High, NO_PRIMARY_ANSWERS)] "[example.com.] refresh, «remote» ns1 «not usable»";
    Knot Secondary [(High, NO_PRIMARY_ANSWERS)] "[example.com.] «zone expired»";
    Knot Secondary [(High, DISK), (Medium, JOURNAL)] "[example.com.] IXFR, incoming, remote 192.0.2.53@53, «failed to store changes» (not enough space provided)";
    // Knot, as the primary
    Knot Secondary NOTIFIER "[example.com.] «ACL, »«denied»«, action »«notify», remote 192.0.2.77@5353";
    Knot Primary NO_KEY "[example.com.] «ACL, »«denied»«, action »«transfer», remote 198.51.100.9@4711«, key »«none»";
    // So it says of keys that it does not know, and of other algorithms, too.
    Knot Primary [(High, ACL_KEY), (Medium, KEY_UNKNOWN), (Medium, ALGORITHM_DIFFERS), (Medium, ACL_ADDRESS)] "[example.com.] «ACL, »«denied»«, action »«transfer», remote 198.51.100.9@4711«, key »'transfer.example.'";
    Knot Primary BADSIG "[example.com.] «TSIG, key '»transfer.example.', «verification failed '»«BADSIG»'";
    Knot Primary BADKEY "[example.com.] «TSIG, key '»transfer.example.', «verification failed '»«BADKEY»'";
    Knot Primary BADTIME "[example.com.] «TSIG, key '»transfer.example.', «verification failed '»«BADTIME»'";
    Knot Primary [(High, SERIAL_BACK)] "[example.com.] «zone file changed with decreased SOA serial»";
    Knot Primary [(High, SERIAL_SAME)] "[example.com.] «zone file changed without SOA serial update»";
    Knot Primary [(High, JOURNAL)] "[example.com.] «failed to load journal» (malformed data)";
    // A new secondary says so, too, before it asks for the zone.
    Knot Primary [(High, ZONE_NOT_LOADED), (Medium, ZONE_NOT_TRANSFERRED)] "[example.com.] «failed to parse zone file» '/var/lib/knot/example.com.zone' («not exists»)";
    Knot Primary [(High, ZONE_CONTENT), (Low, DISK)] "[example.com.] «failed to parse zone file» '/var/lib/knot/example.com.zone' (operation not permitted)";
    Knot Primary CONTENT "[example.com.] «zone loader, failed to load zone», file 'example.com.zone' (semantic check)";
    Knot Primary CONTENT "[example.com.] «zone event '»«load»«' failed (»«semantic check»)";
    // NSD, as the secondary
    // What follows a response code says more than that.
    Nsd Secondary BADKEY "xfrd: zone example.com, «from» 192.0.2.53: «tsig error (»«Bad Key»)";
    Nsd Secondary BADTIME "xfrd: zone example.com, «from» 192.0.2.53: «tsig error (»«Bad Time»)";
    Nsd Secondary BADSIG "xfrd: zone example.com, «from» 192.0.2.53: «tsig error (»«Bad Signature»)";
    Nsd Secondary UNVERIFIED "«xfrd: zone »example.com, from 192.0.2.53«: bad tsig signature»";
    Nsd Secondary UNSIGNED "xfrd: zone example.com, from 192.0.2.53: «no tsig in first packet of reply»";
    Nsd Secondary REFUSED "xfrd: zone example.com «received error code» «REFUSED» «from» 192.0.2.53";
    Nsd Secondary NOTAUTH "xfrd: zone example.com «received error code» «SERVER NOT AUTHORITATIVE FOR ZONE» «from» 192.0.2.53";
    Nsd Secondary SERVFAIL "xfrd: zone example.com «received error code» «SERVFAIL» «from» 192.0.2.53";
    Nsd Secondary [(Medium, SERVER_LOG)] "xfrd: zone example.com «received error code» FORMAT ERROR «from» 192.0.2.53";
    Nsd Secondary [(High, SIGNATURE_ENDS)] "xfrd: zone example.com, from 192.0.2.53: «too many consecutive packets without TSIG»";
    Nsd Secondary [(High, SIGNATURE_ENDS)] "xfrd: «last packet of reply has no TSIG»";
    Nsd Secondary [(High, SERIAL_BACK)] "xfrd: zone example.com «ignoring old serial (»9/7) from 192.0.2.53";
    Nsd Secondary HISTORY "«Failed to apply IXFR cleanly» (deletes nonexistent RRs, adds existing RRs). Zone example.com contents is different from master, starting AXFR. Transfer 9";
    Nsd Secondary [(High, LIMITS_THERE)] "xfrd : «transferred zone data was too large» 1073741824";
    Nsd Secondary [(High, NO_PRIMARY_ANSWERS)] "xfrd: zone example.com «has expired»";
    Nsd Secondary NOBODY "«xfrd: connect» 192.0.2.53 «failed: »«Connection refused»";
    Nsd Secondary [(High, TLS)] "xfrd: «TLS handshake failed» for example.com to 192.0.2.53";
    Nsd Secondary [(High, TLS)] "«xfrd tls: TLS verify failed» - (20) depth: 0 error: unable to get local issuer certificate";
    // NSD, as the primary
    Nsd Secondary NOTIFIER "«notify for» example.com. from 192.0.2.77 «refused,» no acl matches.";
    Nsd Primary [(High, ACL_ADDRESS), (Medium, KEY_REQUIRED), (Medium, ACL_KEY), (Medium, ALGORITHM_DIFFERS), (Low, ZONE_ABSENT)] "ixfr «for» example.com. «from» 198.51.100.9 «refused, »«no acl matches»";
    Nsd Primary BADKEY "«query: bad tsig (»«Bad Key»«) for key »transfer.example. from 198.51.100.9";
    Nsd Primary BADTIME "«query: bad tsig (»«Bad Time»«) for key »transfer.example. from 198.51.100.9";
    Nsd Primary BADSIG "«query: bad tsig signature for key »transfer.example. from 198.51.100.9";
    Nsd Primary [(High, NOTIFY_UNANSWERED)] "xfrd: zone example.com: «max notify send count reached», 198.51.100.9 unreachable";
    Nsd Primary [(High, IXFR_HISTORY)] "example.com SOA serial 7 «is not in memory, skip IXFR»";
    // PowerDNS, as the secondary
    PowerDns Secondary [(High, ZONE_ABSENT), (Medium, QUERY_REFUSED), (Low, DUAL_VIEW)] "«While checking domain freshness: »Query to '192.0.2.53:53«' for SOA of '»example.com«' returned Rcode »«Query Refused»";
    PowerDns Secondary [(High, ZONE_ABSENT), (Medium, QUERY_REFUSED), (Low, DUAL_VIEW)] "«While checking domain freshness: »Query to '192.0.2.53:53«' for SOA of '»example.com«' produced no results (RCode: »«Query Refused»)";
    PowerDns Secondary UNVERIFIED_THERE "«While checking domain freshness: »Query to '192.0.2.53:53«' for SOA of '»example.com«' returned Rcode »«Server Not Authoritative» for zone / Not Authorized";
    PowerDns Secondary UNVERIFIED_THERE "«While checking domain freshness: »SOA query to '192.0.2.53:53«' produced response without domain name (RCode: »«Server Not Authoritative» for zone / Not Authorized)";
    // Closed, silent or gone: it is all the same to it.
    PowerDns Secondary [(High, NOT_RUNNING), (High, FIREWALL_DROPS), (Medium, WRONG_ADDRESS), (Medium, OTHER_PORT)] "«Unable to retrieve SOA for »example.com, this was the first time.";
    PowerDns Secondary REFUSED "AXFR-in zone: 'example.com', primary: '192.0.2.53', unable to xfr zone (ResolverException): «AXFR chunk error: »«Query Refused»";
    PowerDns Secondary NOTAUTH "AXFR-in zone: 'example.com', primary: '192.0.2.53', unable to xfr zone (ResolverException): «AXFR chunk error: »«Server Not Authoritative» for zone / Not Authorized";
    PowerDns Secondary SERVFAIL "AXFR-in zone: 'example.com', primary: '192.0.2.53', unable to xfr zone (ResolverException): «AXFR chunk error: »«Server Failure»";
    PowerDns Secondary CLOSED "AXFR-in zone: 'example.com', primary: '192.0.2.53', unable to xfr zone (ResolverException): «EOF trying to read axfr chunk» from remote TCP client";
    PowerDns Secondary [(High, LIMITS_THERE)] "AXFR-in zone: 'example.com', primary: '192.0.2.53', unable to xfr zone (ResolverException): «Reached the maximum number of received bytes» during AXFR";
    PowerDns Secondary [(High, PRIMARY_SENDS_WRONG)] "AXFR-in zone: 'example.com', primary: '192.0.2.53', primary «tried to sneak in out-of-zone data» 'example.net'|A during AXFR, ignoring";
    PowerDns Secondary [(High, SERIAL_BACK)] "Domain 'example.com' «more recent than» master 192.0.2.53, our serial 9 > their serial 7";
    PowerDns Secondary [(High, SERIAL_SAME)] "Domain 'example.com' is «fresh, but RRSIGs differ on» master 192.0.2.53, so DNSSEC is stale, serial is 7";
    PowerDns Secondary HISTORY "IXFR-in zone 'example.com', primary '192.0.2.53', unable to xfr zone (std::exception): «Incomplete IXFR transfer for» 'example.com'";
    PowerDns Secondary [(High, SECRET_ENCODING)] "«unable to Base-64 decode TSIG key» 'transfer.example' for domain 'example.com' not found";
    PowerDns Secondary NOTIFIER "«Received NOTIFY for» example.com from 192.0.2.77 «which is not a» master (Refused)";
    PowerDns Secondary ASIDE "«Received NOTIFY for» example.com from 192.0.2.53 «for which we are not authoritative» (Refused)";
    PowerDns Secondary [(High, KEY_REQUIRED)] "«Received unsigned NOTIFY for» example.com from 192.0.2.53 while a TSIG key was required (Refused)";
    // PowerDNS, as the primary
    PowerDns Primary [(High, ACL_ADDRESS), (High, KEY_REQUIRED), (Low, ZONE_ABSENT)] "AXFR-out zone 'example.com', client '198.51.100.9:4711', «denied: client IP has no permission»";
    PowerDns Primary BADKEY "Packet for 'example.com' «denied: can't find TSIG key with name» 'transfer.example' and algorithm 'hmac-sha256.'";
    PowerDns Primary BADSIG "Packet for 'example.com' denied: «Signature with TSIG key '»transfer.example«' failed to validate»";
    PowerDns Primary BADSIG "«Received a TSIG signed message with a non-validating key»";
    PowerDns Primary BADTIME "Packet for 'example.com' denied: «Invalid TSIG time delta »1000« >  fudge »300";
    PowerDns Primary [(High, ALGORITHM_DIFFERS)] "Packet for 'example.com' denied: «Signature with TSIG key '»transfer.example«' does not match the expected algorithm» (hmac-sha256 / hmac-sha512)";
    PowerDns Primary [(High, ACL_KEY), (Medium, ZONE_ABSENT)] "AXFR-out zone 'example.com', client '198.51.100.9:4711', «denied: key with name '»transfer.example' and algorithm 'hmac-sha256«' does not grant access»";
    PowerDns Primary [(High, NOTIFY_UNANSWERED), (Medium, NOTIFY_SOURCE)] "«Received unsuccessful notification report for» 'example.com' from 198.51.100.9:53, error: Query Refused";
    // Ends each refusal; the line before it says more.
    PowerDns Primary [(Medium, ACL_ADDRESS), (Medium, ACL_KEY), (Medium, KEY_UNTOLD), (Medium, CLOCK_UNSAID)] "AXFR-out zone 'example.com', client '198.51.100.9', «failed: client may not request AXFR»";
    PowerDns Primary ASIDE "AXFR-out zone 'example.com', client '198.51.100.9:4711', domain 'example.com' not found, «can not AXFR».";
    // dig, the operating system, codes alone
    Any Secondary BADSIG ";; ->>HEADER<<- opcode: QUERY, status: NOTAUTH; TSIG error: «BADSIG»";
    Any Secondary BADKEY ";; Couldn't verify signature: «BADKEY»";
    Any Secondary BADTIME "; transfer.example. 0 ANY TSIG hmac-sha256. 1764102000 300 0 1234 «BADTIME» 6 AABpJ";
    Any Secondary [(High, CUT_SIGNATURE)] "TSIG error «BADTRUNC»";
    Any Secondary BADTIME ";; Couldn't verify signature: «clocks are unsynchronized»";
    Any Secondary [(High, TLS)] "TLS: «certificate verify failed»";
    Any Secondary [(High, TLS)] "tlsv1 alert «no application protocol»";
    Any Secondary NOBODY ";; Connection to 192.0.2.53#53(192.0.2.53) for example.com failed: «connection refused».";
    Any Secondary RESET ";; communications error to 192.0.2.53#53: «connection reset»";
    Any Secondary [(High, ROUTE), (Medium, FIREWALL_REJECTS), (Low, DEAD_HOST)] "connect: «No route to host»";
    Any Secondary [(High, ROUTE), (Low, WRONG_ADDRESS)] "failed («host is unreachable»)";
    Any Secondary [(High, ROUTE)] "connect: «Network is unreachable»";
    Any Secondary [(High, ROUTE)] ";; UDP setup with 2001:db8::53#53(2001:db8::53) for example.com failed: «network unreachable».";
    Any Secondary TIMED_OUT ";; communications error to 192.0.2.53#53: «timed out»";
    Any Secondary TIMED_OUT ";; «no servers could be reached»";
    Any Secondary [(High, DISK)] "write: «No space left on device»";
    Any Secondary [(High, DISK)] "open: «permission denied»";
    Any Secondary CLOSED ";; communications error to 192.0.2.53#53: «end of file»";
    Any Secondary [(High, ACL_ADDRESS), (High, KEY_REQUIRED), (Medium, ZONE_ABSENT), (Low, SERVER_LOG)] "; «Transfer failed.»";
    Any Secondary NOTAUTH ";; ->>HEADER<<- opcode: QUERY, status: «NOTAUTH», id: 4711";
    Any Secondary REFUSED ";; ->>HEADER<<- opcode: QUERY, status: «REFUSED», id: 4711";
    Any Secondary SERVFAIL ";; ->>HEADER<<- opcode: QUERY, status: «SERVFAIL», id: 4711";
    Any Secondary [(High, ZONE_MISSPELT), (Medium, RESOLVER)] ";; ->>HEADER<<- opcode: QUERY, status: «NXDOMAIN», id: 4711";
    Any Secondary [(High, NO_TRANSFERS), (Medium, RESOLVER)] ";; ->>HEADER<<- opcode: QUERY, status: «NOTIMP», id: 4711";
    Any Secondary [(Medium, NO_TSIG), (Medium, MESSAGE_CHANGED)] ";; ->>HEADER<<- opcode: QUERY, status: «FORMERR», id: 4711";
};
