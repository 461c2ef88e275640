//! Rules beyond their examples (`examples.rs`): fixes, times, receivers, content without text.

use std::collections::BTreeSet;

use understudy::engine::check::receivers::{Receiver, Verdict, refused_by};
use understudy::engine::check::{self, Options, Report, codes};
use understudy::engine::diag::{Diagnostics, Severity};
use understudy::engine::dns::Name;
use understudy::engine::zone::Change;
use understudy::engine::zonefile::{Refusal, Sources};

use crate::threads::Backwards;

fn checked(text: &[u8], options: Options) -> Report {
    let options = Options { origin: Some(Name::absolute("example.com").unwrap()), ..options };
    check::text(Sources::new("zone", text.to_vec()), options, &mut |_, _| Err(Refusal::Missing(String::new())))
}

const HEAD: &str = "$TTL 3600\n@ SOA ns1 host@example.com. 1 7200 3600 1209600 3600\n@ NS ns1\n@ NS ns2\n@ MX 0 ns2\n@ TXT \"v=spf1 mx -all\"\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n";

/// Every fix offered removes its finding and brings no other.
#[test]
fn fixes_mend() {
    let mut text = format!("{HEAD}@ MX 10 ns1.example.com\n").into_bytes();
    let mut mended = Vec::new();
    while let Some(finding) = checked(&text, Options::default()).diagnostics.kept().iter().find(|d| d.fix.is_some()) {
        mended.push(finding.code.name);
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits).rev() {
            text.splice(edit.span.start as usize..edit.span.end() as usize, edit.text.bytes());
        }
    }
    assert_eq!(mended, [codes::SOA_RNAME_AT.name, codes::MISSING_FINAL_DOT.name]);
    let report = checked(&text, Options::default());
    assert_eq!(report.diagnostics.counts().total(), 0, "{}", String::from_utf8_lossy(&text));
}

/// RFC 4034 §3.1.5: outside its window a signature is worth nothing; at its edges it is.
#[test]
fn signatures_are_judged_at_the_given_time() {
    let rrsig = "@ RRSIG NS 8 2 3600 20260201000000 20260101000000 1 example.com. AAAA\n";
    let text = format!("{}{rrsig}", HEAD.replace("host@", "host."));
    let at = |at| {
        let report = checked(text.as_bytes(), Options { at, ..Options::default() });
        let windows =
            report.diagnostics.kept().iter().map(|d| d.code.name).filter(|name| name.starts_with("signature-"));
        windows.collect::<Vec<_>>()
    };
    let (inception, expiration) = (1_767_225_600, 1_769_904_000);
    assert_eq!(at(Some(inception - 1)), [codes::SIGNATURE_EARLY.name]);
    assert_eq!(at(Some(inception)), [""; 0]);
    assert_eq!(at(Some(expiration)), [""; 0]);
    assert_eq!(at(Some(expiration + 1)), [codes::SIGNATURE_EXPIRED.name]);
    assert_eq!(at(None), [""; 0]);
}

/// What a named receiver refuses is an error for who asks for it, and its verdict says why.
#[test]
fn a_refusal_of_a_named_receiver_is_an_error() {
    let text = HEAD;
    let severity = |receivers: &[Receiver]| {
        let report = checked(text.as_bytes(), Options { receivers: receivers.to_vec(), ..Options::default() });
        let finding = report.diagnostics.kept().first().map(|d| (d.code.name, d.severity));
        (finding.unwrap(), report.diagnostics.counts().error)
    };
    let rname = codes::SOA_RNAME_AT.name;
    assert_eq!(severity(&[]), ((rname, Severity::Warning), 0));
    assert_eq!(severity(&[Receiver::Bind, Receiver::Nsd]), ((rname, Severity::Warning), 0));
    assert_eq!(severity(&[Receiver::Bind, Receiver::Knot]), ((rname, Severity::Error), 1));
    let report = checked(text.as_bytes(), Options::default());
    let knot = Receiver::Knot.judge(&report.diagnostics);
    assert_eq!((knot.verdict, knot.codes), (Verdict::Refuses, vec![rname]));
    assert_eq!(Receiver::Bind.judge(&report.diagnostics).verdict, Verdict::Accepts);
    assert_eq!(Receiver::Cloudflare.judge(&Diagnostics::new(0)).verdict, Verdict::Unknown);
    assert!(refused_by(&[Receiver::Cloudflare]).is_empty());
}

/// Content that came over the wire is judged by the same rules, without places.
#[test]
fn a_snapshot_is_judged_like_its_text() {
    let text = format!("{HEAD}@ MX 10 nobody\nalias CNAME alias\n");
    let report = checked(text.as_bytes(), Options::default());
    let codes = |d: &[understudy::engine::diag::Diagnostic]| d.iter().map(|d| d.code.name).collect::<BTreeSet<_>>();
    let again = check::snapshot(report.snapshot.as_ref().unwrap(), &Options::default());
    assert_eq!(codes(again.kept()), codes(report.diagnostics.kept()));
    assert_eq!(again.counts().total(), 3);
}

/// What is not kept still counts for a verdict.
#[test]
fn a_flood_hides_no_refusal() {
    let nines: String = (0..30).map(|n| format!("h{n} A 192.0.2.999\n")).collect();
    let text = format!("{}$GENERATE 1-2 g$ A 192.0.2.9\n{nines}", HEAD.replace("host@mail", "host"));
    let mut options = Options::default();
    options.text.diagnostics = 4;
    let report = checked(text.as_bytes(), options);
    assert!(report.diagnostics.kept().iter().all(|d| d.code.name == "ipv4-octet-range"));
    let nsd = Receiver::Nsd.judge(&report.diagnostics);
    assert_eq!((nsd.verdict, nsd.codes), (Verdict::Refuses, vec!["generate-used", "ipv4-octet-range"]));
}

/// What is found does not depend on how many do the work: on each example, and on a zone large enough to be cut into
/// parts, pieces and stretches, with faults, duplicates, outsiders and targets all over it.
#[test]
fn workers_find_what_one_finds() {
    let mut large = format!("{HEAD}@ MX 10 nobody\n");
    for n in 0..120_000_u32 {
        let (host, octet) = (n.wrapping_mul(2_654_435_761) % 100_000, n % 250);
        large.push_str(&match n % 97 {
            0 => format!("h{host} CNAME h{}\n", host / 2),
            1 => format!("h{host} TXT \"open\nh{host} A 192.0.2.{octet}\n"),
            2 => format!("d{host} NS ns.d{host}\n"),
            3 => format!("h{host} MX 5 mx{}\n  300 A 192.0.2.{octet}\n", host % 9),
            4 => "out.example.net. A 192.0.2.1\n".to_owned(),
            5 => format!("( h{host} A\n 192.0.2.{octet} )\n"),
            6 => "$TTL 600\n".to_owned(),
            _ => format!("h{host} A 192.0.2.{octet}\n"),
        });
    }
    let mut zones = vec![("large".to_owned(), large, Options::default())];
    zones.extend(crate::examples::all().into_iter().map(|e| (e.name.clone(), e.text.clone(), e.options().clone())));
    for (name, text, options) in zones {
        let origin = options.origin.clone().or_else(|| Name::absolute("example.com").ok());
        let options = Options { origin, ..options };
        let none = &mut |_: &_, _: &mut _| Err(Refusal::Missing(String::new()));
        let one = check::text(Sources::new("zone", text.clone().into_bytes()), options.clone(), none);
        let several = check::text_with(Sources::new("zone", text.into_bytes()), options, &Backwards(3), none);
        assert_eq!(several.diagnostics.counts(), one.diagnostics.counts(), "{name}");
        assert!(several.diagnostics.kept() == one.diagnostics.kept(), "{name}: other findings are kept");
        assert_eq!(
            (several.records(), several.rrsets(), several.serial()),
            (one.records(), one.rrsets(), one.serial()),
            "{name}"
        );
        if let (Some(new), Some(old)) = (&several.snapshot, &one.snapshot) {
            assert!(Change::between(old, new).is_none_or(|change| change.is_empty()), "{name}: other content");
        }
    }
}
