//! Recovery that a person agrees with: a clean zone is broken in one place, again and again, and each time exactly one finding
//! comes of it, on the line of the mistake, and no other record is lost.

use std::collections::BTreeSet;

use understudy::engine::check::{self, Options};
use understudy::engine::diag::LineIndex;
use understudy::engine::dns::Name;
use understudy::engine::zonefile::{Refusal, Sources, print_record};

/// Nothing in it is found by any rule; the marks of mutations stand on lines of their own.
const CLEAN: &str = "\
$TTL 3600
@ IN SOA ns1 hostmaster (
    2026010101 ; serial
    7200 3600 ; refresh, retry
    1209600 3600 )
@ IN NS ns1
@ IN NS ns2
@ IN MX 10 mail
ns1 IN A 192.0.2.1
ns2 IN A 198.51.100.1
mail IN A 192.0.2.3
mail IN AAAA 2001:db8::3
note IN TXT \"one piece\" \"and another\"
keys IN TXT ( \"first\"
    \"second\" )
www IN CNAME mail
_sip._udp IN SRV 1 2 5060 mail
info IN TXT plain
last IN A 192.0.2.9
ns2 IN AAAA 2001:db8:1::2
@ IN TXT \"v=spf1 mx -all\"
";

/// The line that is changed, what stands there, what is put in its place, and how many records that may cost.
const MISTAKES: &[(u32, &str, &str, usize)] = &[
    // Quotes.
    (13, "\"and another\"", "\"and another", 1),
    (13, "\"one piece\" ", "\"one piece ", 1),
    (13, "\"one piece\"", "one piece\"", 1),
    (14, "( \"first\"", "( \"first", 1),
    (15, "\"second\" )", "\"second )", 1),
    (18, "plain", "\"plain", 1),
    (18, "plain", "plain\"", 1),
    // Parentheses: the opening is named, wherever the end is missed.
    (18, "plain", "plain )", 0),
    (18, "plain", "( plain", 1),
    (9, "A 192.0.2.1", "A ( 192.0.2.1", 1),
    // Types, classes, TTLs.
    (16, "CNAME", "CNMAE", 1),
    (12, "AAAA", "A", 1),
    (11, "A 192", "AAAA 192", 1),
    (9, "IN A ", "IN ", 1),
    (9, "IN A", "CH A", 1),
    (9, "ns1 IN", "ns1 1x IN", 1),
    (9, "ns1 IN", "ns1 99999999999 IN", 0),
    (9, "ns1 IN", "ns1 60 60 IN", 1),
    // Fields.
    (9, "192.0.2.1", "192.0.2.256", 1),
    (9, "192.0.2.1", "192.0.2", 1),
    (9, "192.0.2.1", "", 1),
    (9, "192.0.2.1", "192.0.2.1 192.0.2.2", 1),
    (12, "2001:db8::3", "2001:db8:::3", 1),
    (8, "10 mail", "mail", 1),
    (8, "10 mail", "10", 1),
    (8, "10 mail", "ten mail", 1),
    (8, "10 mail", "70000 mail", 1),
    (17, "5060 mail", "5060", 1),
    (17, "5060 mail", "5060 mail x", 1),
    (3, "2026010101", "2026010101x", 1),
    (5, "1209600 3600", "1209600", 1),
    (5, "1209600 3600", "1209600 3600 1", 1),
    (13, "\"one piece\"", "\"one \\999piece\"", 1),
    // Names.
    (16, "www", "w..w", 1),
    (16, "CNAME mail", "CNAME mail..", 1),
    (16, "www", "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww", 1),
    (16, "www", "w\\25w", 1),
    // Directives.
    (1, "$TTL 3600", "$TTL 36oo", 0),
    (1, "$TTL 3600", "$TTL", 0),
    (1, "$TTL 3600", "$TLT 3600", 0),
    (18, "info IN TXT plain", "$FOO bar", 1),
    (18, "info IN TXT plain", "$INCLUDE missing.zone", 1),
    (18, "info IN TXT plain", "$GENERATE 9-1 h$ A 192.0.2.$", 1),
    (18, "info IN TXT plain", "info", 1),
    (18, "info IN TXT plain", "# a comment of another language", 1),
    // Each of these was typed by somebody.
    (1, "3600", "5000000000", 0),
    (1, "3600", "-1", 0),
    (1, "3600", "", 0),
    (1, "3600", "1x", 0),
    (1, "3600", "1.5h", 0),
    (1, "3600", "3600 ,", 0),
    (1, "$TTL 3600", "$TTL3600", 0),
    (1, "$TTL 3600", "TTL 3600", 0),
    (1, "$TTL 3600", "$TLL 3600", 0),
    (1, "$TTL 3600", "TTL", 0),
    (1, "$TTL 3600", "$TLL", 0),
    (18, "info IN", "a+b..c IN", 1),
    (9, "ns1 IN", "ns1 1x IN", 0),
    (9, "ns1 IN", "ns1 1y IN", 0),
    (9, "ns1 IN", "ns1 1hour IN", 0),
    (9, "ns1 IN", "ns1 3000000000 IN", 0),
    (9, "ns1 IN", "ns1 -1 IN", 0),
    (9, "ns1 IN A", "ns1 A IN", 1),
    (9, " A ", " AA ", 1),
    (9, " A ", " A: ", 1),
    (9, "192.0.2.1", "192.0.2", 1),
    (9, "192.0.2.1", "192.0.2.1.", 1),
    (9, "192.0.2.1", "192.0.2.1/24", 1),
    (9, "192.0.2.1", "192.0.2.1, 192.0.2.2", 1),
    (9, "192.0.2.1", "ns2", 1),
    (9, "192.0.2.1", "192.0.2.01", 1),
    (12, "2001:db8::3", "2001:db8:::3", 1),
    (12, "2001:db8::3", "[2001:db8::3]", 1),
    (12, "2001:db8::3", "2001:db8::3/64", 1),
    (12, "AAAA", "A", 1),
    (11, " A ", " AAAA ", 1),
    (8, "10 mail", "mail", 1),
    (8, "10 mail", "mail 10", 1),
    (8, "10 mail", "10", 1),
    (8, "10 mail", "10, mail", 1),
    (8, "10 mail", "10mail", 1),
    (8, "10 mail", "10 192.0.2.3", 1),
    (8, "10 mail", "10 mail.example.com", 1),
    (8, "10 mail", "10 mial", 1),
    (8, "10 mail", "10 www", 1),
    (17, "1 2 5060 mail", "1 2 mail", 1),
    (17, "5060", "70000", 1),
    (17, "5060", "sip", 1),
    (17, "_sip._udp", "_sip.udp", 1),
    (17, "5060 mail", "5060 mail.example.com", 1),
    (2, "SOA", "SAO", 1),
    (2, "ns1 hostmaster", "ns1", 1),
    (2, "hostmaster", "hostmaster@example.com", 1),
    (2, "hostmaster", "hostmaster.example.com", 1),
    (3, "2026010101", "2026-01-01", 1),
    (3, "2026010101", "20260101011", 1),
    (4, "7200 3600", "7200 1x", 1),
    (4, "; refresh", "// refresh", 1),
    (6, " NS ", " N S ", 1),
    (7, "ns2", "ns2.example.com", 1),
    (7, "ns2", "ns3", 1),
    (7, "ns2", "192.0.2.1", 1),
    (7, "ns2", "www", 1),
    (16, "CNAME mail", "CNAME", 1),
    (16, "CNAME mail", "CNAME mail.example.com", 1),
    (16, "CNAME mail", "CNAME mial", 1),
    (16, "CNAME mail", "CNAME 192.0.2.3", 1),
    (16, "CNAME mail", "CNAME www", 1),
    (16, "CNAME mail", "CNAME mail mail", 1),
    (16, "www IN", "@ IN", 1),
    (16, "www IN", "www. IN", 1),
    (16, "www IN", "www.example.com IN", 1),
    (16, "www IN", "www,example IN", 1),
    (16, "www IN", "ww w IN", 1),
    (16, "www IN", "www IM", 1),
    (16, "www IN", "www: IN", 1),
    (16, "www IN", "http://www IN", 1),
    (13, "\"and another\"", "“and another”", 1),
    (13, "\"one piece\" \"and another\"", "'one piece'", 1),
    (21, "mx -all", "mx", 1),
    (21, "mx -all", "mx -al", 1),
    (21, "mx -all", "-all mx", 1),
    (21, "v=spf1", "v=spf", 1),
    (21, "v=spf1", "spf1", 1),
    (21, "v=spf1 ", "v=spf1", 1),
    (21, "\"v=spf1 mx -all\"", "v=spf1 mx -all", 1),
];

/// Line and code of each error and warning, and the records.
fn check(text: &str) -> (Vec<(u32, &'static str)>, BTreeSet<String>) {
    let options = Options { origin: Some(Name::absolute("example.com").unwrap()), ..Options::default() };
    let missing = &mut |_: &_, _: &mut _| Err(Refusal::Missing("no such file".to_owned()));
    let report = check::text(Sources::new("zone", text.as_bytes().to_vec()), options, missing);
    let index = LineIndex::new(text.as_bytes());
    let line = |start: u32| index.position(text.as_bytes(), start).line;
    let found = report.diagnostics.kept().iter().map(|d| (line(d.span.start), d.code.name)).collect();
    let mut records = BTreeSet::new();
    if let Some(zone) = &report.snapshot {
        let mut walk = zone.iter_canonical();
        while let Some(set) = walk.next() {
            for record in set.records() {
                let mut text = String::new();
                print_record(set.owner(), set.rtype(), 0, record.rdata, &mut text);
                records.insert(text);
            }
        }
    }
    (found, records)
}

#[test]
fn one_mistake_is_one_finding_at_its_place() {
    let (found, all) = check(CLEAN);
    assert_eq!(found, [], "the zone is clean");
    assert_eq!(all.len(), 16);
    let mut wrong = Vec::new();
    for &(number, from, to, cost) in MISTAKES {
        let lines: Vec<_> = (1..)
            .zip(CLEAN.lines())
            .map(|(at, line)| {
                if at == number {
                    assert!(line.contains(from), "line {at} has no {from}");
                    line.replacen(from, to, 1)
                } else {
                    line.to_owned()
                }
            })
            .collect();
        let (found, records) = check(&(lines.join("\n") + "\n"));
        let lost = all.difference(&records).count();
        if found.len() != 1 || found[0].0 != number || lost > cost {
            wrong.push(format!(
                "{number}: {from} -> {to}: {found:?}, {lost} lost: {:?}",
                all.difference(&records).collect::<Vec<_>>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), MISTAKES.len(), wrong.join("\n"));
}

/// Nothing tells a line that was meant to go on from one that ends: the lines behind it are found, too, up to the closing
/// parenthesis; but the first finding is the place, or right behind it, and only that record is lost.
#[test]
fn a_forgotten_opening_parenthesis_costs_its_record_alone() {
    let (_, all) = check(CLEAN);
    for (number, from, to) in [(2, " (", ""), (14, "( \"first\"", "\"first\"")] {
        let lines = (1..).zip(CLEAN.lines());
        let lines: Vec<_> =
            lines.map(|(at, line)| if at == number { line.replacen(from, to, 1) } else { line.to_owned() }).collect();
        let (found, records) = check(&(lines.join("\n") + "\n"));
        assert!(found.first().is_some_and(|(line, _)| (number..=number + 1).contains(line)), "{found:?}");
        assert!(found.last().is_some_and(|(line, code)| *line <= 15 && *code == "paren-close"), "{found:?}");
        assert_eq!(all.difference(&records).count(), 1);
    }
}
