//! The table: a finding, and what BIND, Knot, NSD and PowerDNS do with a zone that has it.

use super::Effect;
use super::mnemonics::knows;
use crate::engine::check::codes::receivers as how;
use crate::engine::diag::{Arg, Args};
use crate::engine::dns::RecordType;

const Y: Effect = Effect::ACCEPTS;
const N: Effect = Effect::REFUSES;
/// Alters: drops the record.
const OUT: Effect = Effect::alters(&how::LEAVES_OUT);
/// Alters: has a record where none can be read here.
const IN: Effect = Effect::alters(&how::LOADS_ANYWAY);
/// Alters: has text that it cannot answer with.
const TEXT: Effect = Effect::alters(&how::KEEPS_TEXT);
/// Alters: another name.
const NAME: Effect = Effect::alters(&how::READS_OTHER_NAME);
/// Alters: the name is not completed.
const ABSOLUTE: Effect = Effect::alters(&how::TAKES_AS_ABSOLUTE);
/// Alters: one TTL for all.
const FIRST_TTL: Effect = Effect::alters(&how::TAKES_FIRST_TTL);
const LAST_TTL: Effect = Effect::alters(&how::TAKES_LAST_TTL);
const HOUR: Effect = Effect::alters(&how::TAKES_AN_HOUR);
const SIGNED_TTL: Effect = Effect::alters(&how::TAKES_SIGNED_TTL);
const ONE_UNIT: Effect = Effect::alters(&how::TAKES_ONE_UNIT);
const ZERO_TTL: Effect = Effect::alters(&how::TAKES_ZERO_TTL);
/// Alters: strings of 255 octets.
const SPLIT: Effect = Effect::alters(&how::SPLITS_STRING);
/// Alters: the text ends at a NUL.
const NUL: Effect = Effect::alters(&how::ENDS_AT_NUL);
/// Alters: a letter of the word.
const LETTER: Effect = Effect::alters(&how::TAKES_AS_LETTER);
/// Alters: the text begins late.
const LATER: Effect = Effect::alters(&how::BEGINS_LATE);
/// Alters: the number modulo 2³².
const WRAP: Effect = Effect::alters(&how::WRAPS_NUMBER);

type Row = [Effect; 4];

/// What the four do about a finding of this code, with these values; without values, what they do about most.
pub(super) fn measured(code: &str, args: Option<&Args>) -> Option<Row> {
    let mut row = by_code(code, args)?;
    let Some(written) = args.and_then(|args| args.get("type")).map(Arg::to_string) else { return Some(row) };
    // What is no record to BIND, which knows most types, is one to nobody who does not know its type.
    if row[0] == N && code != "mnemonic-bind" {
        let known = RecordType::from_mnemonic(written.as_bytes()).map_or([true; 4], knows);
        row.iter_mut().zip(known).filter(|(_, known)| !known).for_each(|(effect, _)| *effect = N);
    }
    // PowerDNS makes these records itself and leaves out those of the file, whatever they are.
    if matches!(&*written, "NSEC" | "NSEC3" | "NSEC3PARAM") && row[3] != N {
        row[3] = Y;
    }
    Some(row)
}

fn by_code(code: &str, args: Option<&Args>) -> Option<Row> {
    let value = |name: &str| args.and_then(|args| args.get(name)).map(Arg::to_string);
    let is = |name: &str, expected: &[&str]| value(name).is_some_and(|value| expected.contains(&value.as_str()));
    match code {
        // PowerDNS reads the SOA at once, other records when it answers.
        "number-too-large" | "number-malformed" | "field-missing" | "field-extra" | "paren-open"
            if is("type", &["SOA"]) =>
        {
            let nsd = if code == "number-too-large" { WRAP } else { N };
            Some([N, N, nsd, N])
        }
        // What they take when nothing states a TTL.
        "ttl-inherited" | "ttl-missing" if is("ttl", &["3600"]) => Some([Y; 4]),
        // A hash that they do not know is refused where the chain is announced, not in its records.
        "nsec3-hash" if is("type", &["NSEC3PARAM"]) => Some([N, N, Y, Y]),
        // Above 32 bits only NSD reads on.
        "ttl-range"
            if value("ttl").and_then(|ttl| ttl.parse().ok()).is_some_and(|ttl: u64| ttl > u64::from(u32::MAX)) =>
        {
            Some([N, N, ZERO_TTL, N])
        }
        "ttl-units" if is("directive", &["$TTL"]) => Some([Y, Y, Y, ONE_UNIT]),
        // BIND knows the two and refuses them.
        "type-obsolete" if is("type", &["MD", "MF"]) => Some([N, Y, Y, Y]),
        // PowerDNS has these two.
        "type-provider-only" if is("type", &["ALIAS", "LUA"]) => Some([N, N, N, IN]),
        "paren-before-type" if is("part", &["owner"]) => Some([Y, N, N, N]),
        // Around nothing, NSD takes the blanks before it for an owner left out.
        "paren-before-type" if value("line").is_some() => Some([Y, Y, N, N]),
        // PowerDNS misses the type.
        "paren-close" if value("line").is_some() => Some([N, N, N, N]),
        "octet-nul" if is("where", &["in a string or a comment"]) => Some([Y, N, NUL, TEXT]),
        // Behind a backslash Knot takes an at sign; PowerDNS cuts the line at a blank first.
        "owner-at-sign" if value("written").is_some() => Some([Y; 4]),
        "owner-space" if is("written", &["escaped"]) => Some([Y, Y, Y, N]),
        // Behind a backslash BIND takes the line end, too; NSD has lost what stands before the last such one.
        "quote-lines" if is("escaped", &["yes"]) => Some([Y, N, LATER, N]),
        "quote-lines" if is("escaped", &["some"]) => Some([N, N, LATER, N]),
        // BIND and NSD take it for a letter, which strings may have; so does PowerDNS, which keeps the text.
        // NSD takes units in any order, and a number without one for seconds.
        "ttl-bad" if value("ttl").is_some_and(|ttl| ttl.bytes().all(|o| b"0123456789smhdwSMHDW".contains(&o))) => {
            Some([N, N, IN, if is("directive", &["$TTL"]) { ONE_UNIT } else { N }])
        }
        // BIND looks for so many groups of digits at the beginning.
        "field-form" if is("type", &["EUI48", "EUI64"]) => {
            let groups = if is("type", &["EUI48"]) { 6 } else { 8 };
            let has = value("value").is_some_and(|value| value.split('-').count() >= groups);
            Some([if has { IN } else { N }, N, N, TEXT])
        }
        "number-too-large" if is("type", &["IPSECKEY", "WKS"]) => Some([N, N, N, TEXT]),
        "number-malformed" if is("type", &["AFSDB"]) => Some([N; 4]),
        // NSD reads on below zero.
        "number-malformed" if value("value").is_some_and(|value| value.starts_with('-')) => Some([N, N, WRAP, TEXT]),
        "name-bad-escape" if value("value").is_some_and(|value| has_short_escape(&value)) => Some([N, N, NAME, N]),
        "rdata-generic-length" if value("type").is_some_and(|word| word.starts_with("TYPE")) => Some([N, N, IN, TEXT]),
        "field-extra" if is("type", &["LOC"]) => Some([N, N, IN, TEXT]),
        "field-quoted" if is("type", &["CAA"]) => Some([N, IN, IN, TEXT]),
        // The type itself has no such argument.
        "type-unknown" if value("type").is_some() => Some([N, N, N, TEXT]),
        // NSD takes it for a directive.
        "name-unescaped" if is("first", &["dollar"]) => Some([Y, N, N, Y]),
        "blank-unusual" if is("in", &["strings"]) => Some([LETTER, N, LETTER, Y]),
        // They close it at the end of the text; what follows otherwise is read as part of the record.
        "paren-open" if is("end", &["yes"]) => Some([N, N, IN, IN]),
        _ => match ROWS.binary_search_by_key(&code, |row| row.0) {
            Ok(at) => ROWS.get(at).map(|row| row.1),
            Err(_) => ACCEPTED.binary_search(&code).ok().map(|_| [Y; 4]),
        },
    }
}

/// Whether a backslash is followed by one or two digits alone.
fn has_short_escape(text: &str) -> bool {
    let digits = |behind: &str| behind.bytes().take(3).take_while(u8::is_ascii_digit).count();
    text.split('\\').skip(1).any(|behind| matches!(digits(behind), 1 | 2))
}

/// Names of the codes that one of the chosen columns refuses.
pub(super) fn refused(chosen: impl Fn(usize) -> bool) -> Vec<&'static str> {
    let refuses = |row: &Row| row.iter().enumerate().any(|(column, effect)| *effect == N && chosen(column));
    ROWS.iter().filter(|row| refuses(&row.1)).map(|row| row.0).collect()
}

/// Sorted by code. Columns: BIND, Knot, NSD, PowerDNS.
#[rustfmt::skip]
static ROWS: &[(&str, Row)] = &[
    ("apex-ns-missing", [N, Y, Y, Y]),
    ("apex-ns-target-address", [N, Y, Y, Y]),
    ("apex-ns-target-alias", [N, Y, Y, Y]),
    ("apex-ns-target-missing", [N, Y, Y, Y]),
    ("apex-ns-target-redirected", [N, Y, Y, Y]),
    ("base32-malformed", [N, N, N, TEXT]),
    ("base64-malformed", [N, N, N, TEXT]),
    ("blank-unusual", [N, N, N, N]),
    ("byte-order-mark", [N, N, N, N]),
    ("caa-tag", [N, IN, N, TEXT]),
    ("caa-tag-case", [Y, Y, N, Y]),
    ("cds-delete-form", [N, Y, Y, Y]),
    ("class-number", [Y, N, Y, N]),
    ("class-other", [N, N, N, N]),
    ("cname-at-apex", [N, N, N, Y]),
    ("cname-other-data", [N, N, N, Y]),
    ("cname-several", [N, N, N, Y]),
    ("data-empty", [N, IN, IN, TEXT]),
    ("digest-length", [N, IN, IN, TEXT]),
    ("directive-date", [Y, N, N, N]),
    ("directive-extra", [N, N, N, Y]),
    ("directive-indented", [N, N, N, N]),
    ("directive-unknown", [N, N, N, N]),
    ("dname-data-below", [Y, N, N, Y]),
    ("dname-several", [N, N, N, Y]),
    ("dname-with-ns", [Y, N, Y, Y]),
    ("ds-at-apex", [N, Y, Y, Y]),
    ("entry-long", [N, N, N, TEXT]),
    ("field-extra", [N, N, N, TEXT]),
    ("field-form", [N, N, N, TEXT]),
    ("field-missing", [N, N, N, TEXT]),
    ("field-quoted", [N, N, IN, TEXT]),
    ("field-wire", [N, IN, IN, TEXT]),
    ("generate-used", [Y, N, N, Y]),
    ("generate-words", [N, N, N, Y]),
    ("generic-names", [Y, Y, Y, NAME]),
    ("hash-length", [N, IN, IN, TEXT]),
    ("hex-malformed", [N, N, N, TEXT]),
    ("hex-odd", [N, N, N, TEXT]),
    ("hex-split", [Y, N, Y, Y]),
    ("idn-raw", [Y, N, Y, Y]),
    ("include-missing", [N, N, N, N]),
    ("include-quoted", [Y, Y, N, Y]),
    ("ipv4-for-ipv6", [N, N, N, TEXT]),
    ("ipv4-leading-zero", [N, N, N, TEXT]),
    ("ipv4-malformed", [N, N, N, TEXT]),
    ("ipv4-octet-range", [N, N, N, TEXT]),
    ("ipv4-octets", [N, N, N, TEXT]),
    ("ipv6-for-ipv4", [N, N, N, TEXT]),
    ("ipv6-malformed", [N, N, N, TEXT]),
    ("label-too-long", [N, N, N, N]),
    ("line-end-cr", [Y, N, Y, ABSOLUTE]),
    ("line-ends", [Y, N, Y, Y]),
    ("loc-altitude", [N, N, IN, TEXT]),
    ("loc-angle", [N, N, IN, TEXT]),
    ("loc-size", [N, N, N, TEXT]),
    ("loc-wire", [N, IN, IN, TEXT]),
    ("mnemonic-bind", [N, Y, Y, Y]),
    ("mnemonic-knot", [Y, N, Y, Y]),
    ("mnemonic-nsd", [Y, Y, N, Y]),
    ("mnemonic-powerdns", [Y, Y, Y, N]),
    ("mnemonic-unknown", [N, N, N, TEXT]),
    ("name-bad-escape", [N, NAME, NAME, NAME]),
    ("name-compressed", [N, IN, N, TEXT]),
    ("name-empty-label", [N, N, N, N]),
    ("name-not-completed", [Y, Y, Y, ABSOLUTE]),
    ("name-too-long", [N, N, N, N]),
    ("name-unescaped", [Y, N, Y, Y]),
    ("naptr-regexp", [N, Y, Y, Y]),
    ("ns-at-wildcard", [N, Y, Y, Y]),
    ("ns-target-root", [N, Y, Y, Y]),
    ("nsec3-misplaced", [N, Y, Y, Y]),
    ("number-malformed", [N, N, N, TEXT]),
    ("number-too-large", [N, N, WRAP, TEXT]),
    ("octet-nul", [N, N, NUL, NUL]),
    ("origin-relative", [Y, N, N, N]),
    ("out-of-zone", [OUT, OUT, N, N]),
    ("owner-at-sign", [Y, N, Y, Y]),
    ("owner-missing", [N, N, N, N]),
    ("owner-quoted", [Y, N, Y, NAME]),
    ("paren-before-type", [Y, Y, Y, N]),
    ("paren-close", [N, N, N, TEXT]),
    ("paren-nested", [Y, N, N, Y]),
    ("paren-open", [N, N, N, TEXT]),
    ("quote-lines", [N, N, Y, N]),
    ("quote-open", [N, N, N, TEXT]),
    ("quote-touches", [Y, N, Y, Y]),
    ("rdata-generic-length", [N, N, N, TEXT]),
    ("rdata-trailing", [N, IN, N, TEXT]),
    ("rrsig-original-ttl", [Y, SIGNED_TTL, Y, Y]),
    ("rrsig-ttl", [Y, SIGNED_TTL, Y, Y]),
    ("rrsig-ttl-above-original", [Y, SIGNED_TTL, Y, Y]),
    ("soa-misplaced", [N, OUT, N, Y]),
    ("soa-missing", [N, N, N, N]),
    ("soa-rname-at", [Y, N, Y, Y]),
    ("soa-several", [N, OUT, N, Y]),
    ("string-bad-escape", [N, N, IN, TEXT]),
    ("string-too-long", [N, SPLIT, N, TEXT]),
    ("svcb-alpn", [N, N, IN, TEXT]),
    ("svcb-alpn-missing", [N, IN, IN, TEXT]),
    ("svcb-docpath", [N, N, N, TEXT]),
    ("svcb-dohpath", [N, N, IN, TEXT]),
    ("svcb-duplicate", [N, N, N, TEXT]),
    ("svcb-ech", [N, N, N, TEXT]),
    ("svcb-groups", [N, N, N, TEXT]),
    ("svcb-ipv4hint", [N, N, N, TEXT]),
    ("svcb-ipv6hint", [N, N, N, TEXT]),
    ("svcb-key", [N, N, N, TEXT]),
    ("svcb-key-name", [N, N, N, Y]),
    ("svcb-mandatory", [N, N, N, TEXT]),
    ("svcb-mandatory-missing", [N, N, N, TEXT]),
    ("svcb-no-value", [N, N, N, TEXT]),
    ("svcb-order", [N, IN, IN, TEXT]),
    ("svcb-port", [N, N, N, TEXT]),
    ("svcb-quotes", [N, N, N, TEXT]),
    ("svcb-value-missing", [N, N, N, TEXT]),
    ("svcb-wire", [N, IN, IN, TEXT]),
    ("text-raw-octets", [Y, N, Y, Y]),
    ("time-malformed", [N, N, N, TEXT]),
    ("ttl-bad", [N, N, N, N]),
    ("ttl-inherited", [Y, HOUR, HOUR, Y]),
    ("ttl-mismatch", [FIRST_TTL, LAST_TTL, Y, Y]),
    ("ttl-missing", [Y, HOUR, HOUR, HOUR]),
    ("ttl-range", [ZERO_TTL, Y, HOUR, Y]),
    ("ttl-units", [Y, Y, Y, N]),
    ("ttl-unknown", [N, Y, Y, Y]),
    ("type-bitmap", [N, IN, IN, TEXT]),
    ("type-missing", [N, N, N, N]),
    ("type-not-data", [N, N, N, TEXT]),
    ("type-provider-only", [N, N, N, N]),
    ("type-unknown", [N, N, N, N]),
    ("type-unknown-rdata", [N, N, N, TEXT]),
    ("uri-unquoted", [N, Y, Y, Y]),
    ("wire-short", [N, IN, N, TEXT]),
];

/// Codes that keep none of them from loading the zone as written. Sorted.
#[rustfmt::skip]
static ACCEPTED: &[&str] = &[
    "address-mapped", "address-unspecified", "algorithm-deprecated", "algorithm-incomplete", "algorithm-unknown",
    "apex-ns-single", "bimi-location-missing", "bimi-uri", "bimi-version", "caa-account", "caa-critical-unknown",
    "caa-iodef", "caa-issue-value", "caa-methods", "caa-parameters", "cdnskey-alone", "cdnskey-no-cds",
    "cdnskey-no-key", "cds-alone", "cds-cdnskey-differ", "cds-digest", "cds-misplaced", "cds-no-key",
    "cname-dangling", "cname-loop", "cname-target-root", "cname-wildcard-loop", "csync-flags", "csync-misplaced",
    "csync-several", "csync-unsigned", "dane-certificate", "dane-digest-length", "dane-parameter", "denial-missing",
    "dkim-hash-sha1", "dkim-key-encoding", "dkim-key-length", "dkim-key-malformed", "dkim-key-missing",
    "dkim-key-type", "dkim-key-weak", "dkim-service", "dkim-several", "dkim-version", "dmarc-pct",
    "dmarc-policy-missing", "dmarc-policy-value", "dmarc-several", "dmarc-uri", "dmarc-value", "dmarc-version",
    "dname-at-wildcard", "dname-dangling", "dname-loop", "dnskey-flags", "dnskey-malformed", "dnskey-misplaced",
    "dnskey-missing", "dnskey-not-zone-key", "dnskey-protocol", "dnskey-revoked-unsigned", "dnskey-sep-unsigned",
    "dnskey-tags-many", "ds-algorithm-deprecated", "ds-algorithm-unknown", "ds-digest-deprecated",
    "ds-digest-unknown", "ds-without-ns", "duplicate-case", "duplicate-record", "glue-missing",
    "glue-sibling-missing", "host-name", "idn-broken", "idn-not-canonical", "missing-final-dot",
    "mta-sts-host-missing", "mta-sts-id", "mta-sts-several", "mta-sts-version", "mx-null-beside-others",
    "naptr-empty", "naptr-flag-field", "naptr-regexp-and-replacement", "naptr-target-missing", "node-types-many",
    "nsec-beside-nsec3", "nsec-bitmap", "nsec-missing", "nsec-next", "nsec-several", "nsec-superfluous", "nsec-ttl",
    "nsec3-algorithm", "nsec3-bitmap", "nsec3-flags", "nsec3-hash", "nsec3-iterations", "nsec3-iterations-many",
    "nsec3-missing", "nsec3-next", "nsec3-opt-out", "nsec3-parameters", "nsec3-salt", "nsec3-superfluous",
    "nsec3param-flags", "nsec3param-misplaced", "nsec3param-missing", "occluded", "openpgpkey-data",
    "openpgpkey-owner", "owner-after-origin", "owner-octets", "owner-origin-twice", "owner-space", "policy-misplaced",
    "provider-record-size", "provider-set-size", "ptr-outside-reverse", "rp-txt-missing", "rrsig-bogus", "rrsig-case",
    "rrsig-key-missing", "rrsig-labels", "rrsig-many", "rrsig-missing", "rrsig-over-rrsig", "rrsig-revoked-key",
    "rrsig-signer", "rrsig-type-absent", "rrsig-unneeded", "rsa-exponent-large", "rsa-exponent-small",
    "rsa-modulus-long", "rsa-modulus-short", "set-records-many", "set-too-large", "signature-ends-before-refresh",
    "signature-window", "smimea-owner", "soa-expire-short", "soa-mname-address", "soa-mname-host-name",
    "soa-retry-long", "soa-serial-zero", "spf-address", "spf-address-family", "spf-after-all", "spf-argument-extra",
    "spf-argument-missing", "spf-cidr", "spf-domain", "spf-equals", "spf-include-missing", "spf-lookups", "spf-loop",
    "spf-macro", "spf-mechanism-unknown", "spf-modifier-twice", "spf-ptr", "spf-redirect-ignored", "spf-several",
    "spf-split", "spf-version", "spf-without-txt", "srv-null-beside-others", "srv-owner", "sshfp-algorithm",
    "sshfp-type", "surplus-final-dot", "svcb-alias-beside-service", "svcb-alias-params", "svcb-alias-self",
    "svcb-alias-several", "svcb-dns-alpn", "svcb-dns-dohpath", "svcb-ech-list", "svcb-target-missing",
    "svcb-target-no-address", "tag-backslash", "tag-malformed", "tag-separator", "tag-twice", "target-address",
    "target-alias", "target-host-name", "target-localhost", "target-missing", "target-no-address",
    "target-redirected", "text-comment", "text-non-ascii", "text-single-quotes", "text-typographic-quotes",
    "text-unquoted", "tls-rpt-several", "tls-rpt-uri", "tls-rpt-version", "tlsa-host-missing", "tlsa-mail-usage",
    "tlsa-owner", "type-experimental", "type-null", "type-obsolete", "unsigned-nsec", "unsigned-rrsig", "uri-target",
    "wildcard-inner", "zone-partly-signed", "zonemd-digest", "zonemd-other", "zonemd-repeated", "zonemd-serial",
    "zonemd-unverified",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::diag::english;

    #[test]
    fn rows_are_sorted_and_about_codes_that_exist() {
        assert!(ROWS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(ACCEPTED.is_sorted_by(|a, b| a < b));
        for code in ROWS.iter().map(|row| &row.0).chain(ACCEPTED) {
            assert!(english::all().any(|text| text.code == *code), "{code}");
        }
    }
}
