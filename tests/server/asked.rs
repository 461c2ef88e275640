//! What dig hears from a running server besides records: truncation and the way over TCP, how long a zone is good, why
//! nothing is said, versions of EDNS, ANY, and the end of a zone that nobody confirms.

use std::fs;
use std::time::{Duration, Instant};

use super::peers::{Primary, Vendor, ZONE, dig, free_port, zone_file};
use super::program::Serve;

#[test]
fn a_running_server_says_what_is_cut_what_is_left_and_why_there_is_nothing() {
    let mut zone = fs::read_to_string(zone_file()).unwrap();
    (0..9).for_each(|n| zone.push_str(&format!("big 300 IN TXT \"{n}{}\"\n", "x".repeat(200))));
    let short = "@ 300 SOA ns1 host 1 1 1 4 300\n@ 300 NS ns1\nns1 300 A 192.0.2.53\n";
    let own = free_port();
    let Some(mut primary) = Primary::as_written(Vendor::Bind, own, &[("zone", &zone), ("short", short)], |at| {
        let zone = |name: &str, file: &str| format!("zone \"{name}\" {{ type primary; file \"{at}/{file}\"; }};\n");
        zone(ZONE, "zone") + &zone("short.example", "short")
    }) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("understudy.toml");
    let peer = |name: &str, port: u16| format!("[[peer]]\nname = \"{name}\"\naddress = \"127.0.0.1\"\nport = {port}\n");
    let of = |zone: &str, peer: &str, policy: &str| {
        format!("[[zone]]\nname = \"{zone}\"\nprimaries = [\"{peer}\"]\npolicy = {{ {policy} }}\n")
    };
    let text = [
        "version = 1\n".to_owned(),
        peer("here", own),
        peer("nobody", free_port()),
        of(ZONE, "here", ""),
        of("short.example", "here", ""),
        of("never.example", "nobody", ""),
        of("closed.example", "nobody", "queries = []"),
    ];
    fs::write(&file, text.concat()).unwrap();
    let serve = Serve::with(&folder.path().join("data"), &["--config", file.to_str().unwrap()]);
    let ask = |words: &[&str]| dig(serve.dns, &[words, &["+norecurse"]].concat());
    let until = |words: &[&str], wanted: &[&str]| {
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            let said = ask(words);
            if wanted.iter().all(|words| said.contains(words)) {
                return said;
            }
            assert!(Instant::now() < end, "never {wanted:?}: {said}\n{}", serve.log());
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    until(&[ZONE, "SOA"], &["2026010107"]);
    until(&["short.example", "SOA"], &["status: NOERROR", "ANSWER: 1"]);

    // RFC 8914: why there is nothing.
    for (words, status, why) in [
        (["never.example", "SOA"], "SERVFAIL", "EDE: 14 (Not Ready)"),
        (["other.test", "SOA"], "REFUSED", "EDE: 20 (Not Authoritative)"),
        (["closed.example", "SOA"], "REFUSED", "EDE: 18 (Prohibited)"),
    ] {
        let said = ask(&words);
        assert!(said.contains(&format!("status: {status}")) && said.contains(why), "{said}");
    }
    // RFC 7314: how long it is good, which is no longer than its SOA says.
    let said = ask(&[ZONE, "SOA", "+expire"]);
    let left = said.lines().find_map(|line| line.strip_prefix("; EXPIRE: ")?.split(' ').next()?.parse::<u32>().ok());
    let soa = ask(&[ZONE, "SOA", "+short"]);
    let expire: u32 = soa.split_whitespace().nth(5).unwrap().parse().unwrap();
    assert!(left.is_some_and(|left| left > 0 && left <= expire), "{left:?} of {expire}: {said}");
    // RFC 2181 §9: what does not fit is not there, whatever the client takes, and all of it over TCP.
    let big = format!("big.{ZONE}");
    for size in ["+bufsize=512", "+bufsize=4096", "+noedns"] {
        let said = ask(&[&big, "TXT", "+ignore", size]);
        assert!(said.contains("flags: qr aa tc;") && said.contains("ANSWER: 0,"), "{size}: {said}");
        let said = ask(&[&big, "TXT", size]);
        assert!(said.contains("retrying in TCP mode") && said.contains("ANSWER: 9,"), "{size}: {said}");
    }
    assert!(ask(&[ZONE, "SOA", "+edns=1", "+noednsnegotiation"]).contains("status: BADVERS"));
    // RFC 8482: one of its RRsets.
    let any = ask(&[ZONE, "ANY", "+notcp", "+noall", "+answer"]);
    let mut types: Vec<_> = any.lines().filter_map(|line| line.split_whitespace().nth(3)).collect();
    types.dedup();
    assert_eq!(types.len(), 1, "{any}");

    // Nobody confirms it any more: it is not served, and the other one is.
    primary.stop();
    until(&["short.example", "SOA"], &["status: SERVFAIL", "EDE: 24 (Invalid Data)"]);
    assert!(ask(&[ZONE, "SOA"]).contains("2026010107"));
}
