//! What is written for other tools, as goldens, and read by the tools themselves where they are at hand.
//!
//! `UPDATE_GOLDENS=1 cargo test --no-default-features --test engine exports` writes tests/data/exports anew.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::receivers::measure::installed;
use understudy::product::provider::exports::{Export, Proof, SECRET, Site};
use understudy::product::provider::model::{Secret, Tsig};
use understudy::product::provider::pasted::{self, State};
use understudy::product::provider::{
    Date, Desired, DesiredAcl, DesiredOutgoing, DesiredPeer, DnssecMode, Kind, TransferType, ZoneChoice,
};

const TODAY: Date = Date::new(2026, 11, 25);
const LATER: Date = Date::new(2026, 12, 1);
const PLAIN: &str = "c2VjcmV0LW9mLXRoZS10ZXN0LWtleQ==";

fn want() -> Desired {
    let peer = |name: &str, ip: &str, key: Option<&str>| DesiredPeer {
        name: name.to_owned(),
        ip: ip.to_owned(),
        port: 53,
        transfer: TransferType::Ixfr,
        key: key.map(str::to_owned),
    };
    Desired {
        account_id: "023e105f4ecef8ad9ca31a8372d0c353".to_owned(),
        zone_id: ZoneChoice::Create,
        zone: "example.com.".to_owned(),
        keys: vec![Tsig {
            id: String::new(),
            name: "xfr.example.com".to_owned(),
            algo: "hmac-sha256.".to_owned(),
            secret: Secret::new(PLAIN),
        }],
        peers: vec![
            peer("one", "192.0.2.53", Some("xfr.example.com.")),
            peer("two", "2001:db8::53", Some("xfr.example.com")),
        ],
        acls: vec![DesiredAcl { name: "offices".to_owned(), range: "192.0.2.64/28".to_owned() }],
        outgoing: Some(DesiredOutgoing { peers: vec![peer("third", "198.51.100.53", None)], enabled: true }),
        refresh_s: 3_600,
        dnssec: Some(DnssecMode::MultiSigner),
        overrides: Some(false),
        ..Desired::default()
    }
}

/// Says what could not be tested.
fn skipped(why: &str) {
    // Not by eprintln, which the test harness shows of failed tests only.
    writeln!(std::io::stderr(), "skipped: {why}").unwrap();
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/exports")
}

#[test]
fn every_export_is_as_its_golden_and_holds_no_secret() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    for export in Export::ALL {
        let text = export.write(&want(), &Site::cloudflare(), TODAY);
        assert!(!text.contains(PLAIN), "{export:?}");
        let path = folder().join(export.file_name());
        if update {
            fs::create_dir_all(folder()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let golden = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(text, golden, "{}: UPDATE_GOLDENS=1 writes it anew", path.display());
    }
}

/// Over TLS each text says what its server can do, and no more; its tool reads it all the same.
#[test]
fn over_tls_every_export_is_as_its_golden() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let mut want = want();
    want.peers.iter_mut().for_each(|peer| peer.port = 853);
    want.tls = want.peers.iter().map(|peer| peer.ip.clone()).collect();
    let here = Site::here("http://127.0.0.1:8053");
    for export in [
        Export::Bind,
        Export::Knot,
        Export::Nsd,
        Export::PowerDns,
        Export::PowerDnsSql,
        Export::Technitium,
        Export::WindowsDns,
    ] {
        let text = export.write(&want, &here, TODAY);
        let path = folder().join("tls").join(export.file_name());
        if update {
            fs::create_dir_all(folder().join("tls")).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let golden = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(text, golden, "{}: UPDATE_GOLDENS=1 writes it anew", path.display());
        if export != Export::PowerDnsSql {
            assert_eq!(read(export, &text), None, "{export:?}\n{text}");
        }
        let cloudflare = export.write(&want, &Site::cloudflare(), TODAY);
        assert!(cloudflare.contains("no field for that") && !cloudflare.contains("transport tls"), "{export:?}");
    }
}

#[test]
fn old_addresses_are_written_until_they_end() {
    for export in
        [Export::Bind, Export::Knot, Export::Nsd, Export::PowerDns, Export::PowerDnsSql, Export::Nftables, Export::Ufw]
    {
        let text = |day| export.write(&want(), &Site::cloudflare(), day);
        assert!(text(TODAY).contains("198.41.144.240/28") && text(TODAY).contains("104.30.167.163"), "{export:?}");
        assert!(!text(LATER).contains("198.41") && text(LATER).contains("2a09:bac0:1000:c47::/64"), "{export:?}");
    }
}

/// Names are a person's text: none leaves its quotes.
#[test]
fn names_stay_in_their_quotes() {
    let mut want = want();
    want.peers[0].name = "a'b\"c${d}$(touch x)`e`\\\n%{f}".to_owned();
    for export in Export::ALL {
        let text = export.write(&want, &Site::cloudflare(), TODAY);
        assert_eq!(read(export, &text), None, "{export:?}\n{text}");
    }
}

/// What the docs say each export was proved by is what the code says.
#[test]
fn the_documented_proofs_are_those_of_the_code() {
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/exports.md")).unwrap();
    let rows: BTreeMap<&str, &str> = docs
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| ")?.split(" | ");
            Some((cells.next()?, cells.next()?))
        })
        .collect();
    for export in Export::ALL {
        assert_eq!(rows.get(export.title()), Some(&export.proof().word()), "{export:?}");
    }
}

/// The page says the same word.
#[test]
fn the_page_says_the_proofs_words() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/roles/web/text/submit.rs")).unwrap();
    for (proof, field) in [
        (Proof::LoadedAndTransferred, "export_loaded"),
        (Proof::SyntaxOnly, "export_syntax"),
        (Proof::NotProvedHere, "export_unproved"),
    ] {
        let said = format!("{field}: \"Proof: {}", proof.word());
        assert!(text.contains(&said), "the page's text lacks {said}");
    }
}

/// Scripts pass shellcheck; Terraform's own reader takes its export, in its own form.
#[test]
fn scripts_and_modules_pass_their_linters() {
    for export in Export::ALL {
        let text = export.write(&want(), &Site::cloudflare(), TODAY);
        let words: &[&str] = match export {
            Export::Terraform => &["terraform", "fmt", "-check", "-diff", "-"],
            _ if export.file_name().ends_with(".sh") => &["shellcheck", "-"],
            _ => continue,
        };
        // Terraform is in no Debian package, so nothing has to have it.
        let optional = export == Export::Terraform && Command::new(words[0]).arg("-version").output().is_err();
        if optional {
            skipped("terraform is not installed");
            continue;
        }
        let Some(tool) = installed(words[0]) else { continue };
        let mut command = Command::new(tool);
        command.args(&words[1..]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{export:?}: {said}");
    }
}

/// This machine hears NOTIFY at a port of its own, which each configuration says in its own way; the firewall opens the
/// ports that the primaries have.
#[test]
fn ports_are_written_as_each_tool_has_them() {
    let mut want = want();
    want.peers[1].port = 5_353;
    for (own, export, says) in [
        ("127.0.0.1:5300", Export::Bind, "127.0.0.1 port 5300;"),
        ("[::1]:5300", Export::Bind, "::1 port 5300;"),
        ("127.0.0.1:5300", Export::Knot, "[ 127.0.0.1@5300 ]"),
        ("[::1]:5300", Export::Nsd, "notify: ::1@5300 NOKEY"),
        ("127.0.0.1:5300", Export::PowerDns, "ALSO-NOTIFY 127.0.0.1:5300"),
        ("[::1]:5300", Export::PowerDnsSql, "'ALSO-NOTIFY', '[::1]:5300'"),
        ("127.0.0.1:53", Export::Bind, "also-notify { 127.0.0.1; }"),
        ("127.0.0.1:53", Export::Nftables, "th dport { 53, 5353 } accept"),
        ("127.0.0.1:53", Export::Ufw, "from 127.0.0.1 to any port 5353"),
    ] {
        let site = Site::here("http://127.0.0.1:8053").hearing(own.parse().unwrap());
        let text = export.write(&want, &site, TODAY);
        assert!(text.contains(says), "{export:?} has no {says}:\n{text}");
        assert_eq!(read(export, &text), None, "{export:?}\n{text}");
    }
}

#[test]
fn tools_read_what_is_written_for_them() {
    for export in Export::ALL {
        let text = export.write(&want(), &Site::cloudflare(), TODAY);
        if let Some(fault) = read(export, &text) {
            assert_ne!(export.proof(), Proof::NotProvedHere, "{export:?} is read here");
            panic!("{export:?}: {fault}\n{text}");
        }
    }
}

/// What the real tool, or its language's parser, has against a text; nothing when it is not at hand, which is said aloud.
fn read(export: Export, text: &str) -> Option<String> {
    if export == Export::Terraform {
        return hcl::parse(text).err().map(|fault| fault.to_string());
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(export.file_name());
    let configures = matches!(export, Export::Bind | Export::Knot | Export::Nsd | Export::PowerDnsSql);
    let loaded = if configures { text.replace(SECRET, PLAIN) } else { text.to_owned() };
    let words: Vec<String> = match export {
        Export::Bind => ["named-checkconf"].map(str::to_owned).to_vec(),
        Export::Knot => ["knotc", "-c"].map(str::to_owned).to_vec(),
        Export::Nsd => ["nsd-checkconf"].map(str::to_owned).to_vec(),
        Export::Curl | Export::Article | Export::Technitium => ["bash", "-n"].map(str::to_owned).to_vec(),
        Export::PowerDns | Export::Ufw => ["sh", "-n"].map(str::to_owned).to_vec(),
        Export::Python => {
            ["python3", "-c", "import ast,sys; ast.parse(open(sys.argv[1]).read())"].map(str::to_owned).to_vec()
        }
        Export::JavaScript => ["node", "--check"].map(str::to_owned).to_vec(),
        Export::Nftables => ["unshare", "-rn", "nft", "-c", "-f"].map(str::to_owned).to_vec(),
        Export::PowerDnsSql => ["sqlite3", "-bail", ":memory:"].map(str::to_owned).to_vec(),
        Export::OctoDns | Export::Terraform | Export::WindowsDns => return None,
    };
    let (mut words, mut input) = (words, None);
    match export {
        Export::PowerDnsSql => {
            let tables = "CREATE TABLE domains (id INTEGER PRIMARY KEY, name TEXT);\
                          CREATE TABLE domainmetadata (id INTEGER PRIMARY KEY, domain_id INT, kind TEXT, content TEXT);\
                          CREATE TABLE tsigkeys (id INTEGER PRIMARY KEY, name TEXT, algorithm TEXT, secret TEXT);\
                          INSERT INTO domains (name) VALUES ('example.com');\n";
            input = Some(format!("{tables}{loaded}\nSELECT 1 / (count(*) > 10) FROM domainmetadata;\n"));
        }
        Export::Knot => {
            words.extend([file.display().to_string(), "conf-check".to_owned()]);
            // Its folders must be there, and be ours.
            let at = folder.path().display();
            fs::write(&file, format!("server:\n    rundir: {at}\ndatabase:\n    storage: {at}\n{loaded}")).unwrap();
        }
        Export::Nsd => {
            words.push(file.display().to_string());
            fs::write(
                &file,
                format!("server:\n    zonesdir: {}\n    username: \"\"\n{loaded}", folder.path().display()),
            )
            .unwrap();
        }
        _ => {
            words.push(file.display().to_string());
            fs::write(&file, &loaded).unwrap();
        }
    }
    if export == Export::Nftables && !Command::new("unshare").args(["-rn", "true"]).status().is_ok_and(|s| s.success())
    {
        skipped("this user may have no network namespace of its own");
        return None;
    }
    let tool = if export == Export::Nftables { "nft" } else { &words[0] };
    let path = installed(tool)?;
    if export != Export::Nftables {
        words[0] = path.display().to_string();
    } else {
        words[2] = path.display().to_string();
    }
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|fault| panic!("{words:?}: {fault}"));
    if let Some(input) = input {
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    }
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (!output.status.success()).then_some(said)
}

/// What we write for a primary is what we understand when it is pasted: all as it should be, today and after the change.
#[test]
fn what_is_written_for_a_primary_is_understood_when_pasted() {
    for (export, day) in
        [Export::Bind, Export::Knot, Export::Nsd, Export::PowerDns].into_iter().flat_map(|e| [(e, TODAY), (e, LATER)])
    {
        let text = export.write(&want(), &Site::cloudflare(), day);
        let found = pasted::read(&text, "example.com").unwrap_or_else(|| panic!("{export:?}"));
        let lines = pasted::judge(&found, &want(), &Site::cloudflare(), day);
        assert!(lines.iter().all(|l| l.state == State::Ok), "{export:?}: {lines:#?}\n{found:#?}");
        let lines = pasted::judge(&pasted::read(&text, "example.net").unwrap(), &want(), &Site::cloudflare(), day);
        assert_eq!(lines.iter().map(|l| l.state).max(), Some(State::Unknown), "{export:?}: another zone");
    }
}

/// What is said of each text, worst first, when it is pasted as the page takes it: without its secrets.
fn said_of_pasted(text: &str, want: &Desired, site: &Site) -> String {
    let found = pasted::read(&pasted::masked(text), "example.com").unwrap();
    let mut lines = pasted::judge(&found, want, site, TODAY);
    lines.sort_by_key(|line| std::cmp::Reverse(line.state));
    lines.iter().map(|l| format!("{:?} {}\n", l.state, l.said.english())).collect()
}

#[test]
fn a_key_that_is_defined_otherwise_is_no_good() {
    let site = Site::cloudflare();
    for export in [Export::Bind, Export::Knot, Export::Nsd, Export::PowerDns] {
        let text = export.write_with(&want(), &site, LATER, Some(PLAIN)).replace("\"${TSIG_SECRET:?}\"", PLAIN);
        assert!(said_of_pasted(&text, &want(), &site).starts_with("Ok"), "{export:?}");
        let algorithm = said_of_pasted(&text.replace("hmac-sha256", "hmac-sha512"), &want(), &site);
        let expected = "Bad the key xfr.example.com is defined with hmac-sha512; the key in step 3 has hmac-sha256";
        assert!(algorithm.contains(expected), "{export:?}: {algorithm}");
        let other = "b3RoZXIgb2N0ZXRzIHRoYW4gdGhvc2U=";
        let secret = said_of_pasted(&text.replace(PLAIN, other), &want(), &site);
        assert!(secret.contains("Bad the key xfr.example.com is defined with another secret"), "{export:?}: {secret}");
        assert!(!secret.contains(other) && !secret.contains(PLAIN));
    }
}

#[test]
fn a_rehearsal_on_this_machine_needs_this_machines_address_and_port() {
    let site = Site::here("http://127.0.0.1:8053").hearing("127.0.0.1:5390".parse().unwrap());
    for export in [Export::Bind, Export::Knot, Export::Nsd, Export::PowerDns] {
        let text = export.write(&want(), &site, TODAY);
        let said = said_of_pasted(&text, &want(), &site);
        assert!(said.starts_with("Ok") && said.contains("Ok 127.0.0.1:5390 is told"), "{export:?}: {said}");
        assert!(!said.contains("104.30"), "{export:?}: {said}");
        let elsewhere = said_of_pasted(&text.replace("5390", "5391"), &want(), &site);
        assert!(elsewhere.contains("Bad 127.0.0.1:5390 is not told"), "{export:?}: {elsewhere}");
    }
}

#[test]
fn a_key_that_would_let_in_is_asked_for() {
    let text = Export::Bind.write(&want(), &Site::cloudflare(), LATER);
    let unsigned = Desired { keys: Vec::new(), ..want() };
    let said = said_of_pasted(&text, &unsigned, &Site::cloudflare());
    assert!(said.contains("Unknown 104.30.167.163 may transfer with the key xfr.example.com. only"), "{said}");
    assert!(!said.contains("Bad"), "{said}");
}

#[test]
fn a_pasted_configuration_is_checked_against_the_dated_addresses() {
    let unsigned = Desired { keys: Vec::new(), ..want() };
    let verdict = |text: &str, want: &Desired| {
        let lines = pasted::judge(&pasted::read(text, "example.com").unwrap(), want, &Site::cloudflare(), TODAY);
        let said: Vec<_> = lines.iter().map(|l| format!("{:?} {}", l.state, l.said.english())).collect();
        said.join("\n")
    };
    let old = "acl cf { 198.41.144.240/28; 198.41.150.240/28; 2a06:98c0:1401::/48; 2a06:98c0:3601::/48; };\n\
               zone \"example.com\" IN { type primary; /* here */ allow-transfer { cf; }; # there\n };";
    let said = verdict(old, &unsigned);
    assert!(said.contains("Ending") && said.contains("2026-12-01") && said.contains("Bad 104.30.167.163"), "{said}");
    let elsewhere = "include \"/etc/acls\"; zone example.com { allow-transfer { cf; }; };";
    assert!(verdict(elsewhere, &unsigned).contains("Unknown 104.30.167.163"), "{}", verdict(elsewhere, &unsigned));
    let anybody = "options { allow-transfer { any; }; }; zone example.com { type primary; };";
    assert!(verdict(anybody, &unsigned).starts_with("Ok 104.30.167.163"));
    let other_key =
        "key other. { algorithm hmac-sha256; secret \"x\"; }; zone example.com { allow-transfer { key other.; }; };";
    assert!(verdict(other_key, &want()).contains("Bad 104.30.167.163"));
    let denied = "zone example.com { allow-transfer { !104.30.167.163; any; }; };";
    let said = verdict(denied, &unsigned);
    assert!(said.contains("Bad 104.30.167.163") && said.contains("Ok 104.30.167.173"), "{said}");
    let pattern = "pattern:\n name: \"cf\"\n provide-xfr: 104.30.167.163 NOKEY\n provide-xfr: 0.0.0.0/0 BLOCKED\nzone:\n name: example.com\n zonefile: z\n include-pattern: cf\n";
    assert!(verdict(pattern, &unsigned).contains("Bad 104.30.167.163"), "BLOCKED comes first");
    let ips = "allow-axfr-ips=127.0.0.0/8,104.30.167.160/28\nalso-notify=172.65.30.82:53\n";
    let said = verdict(ips, &unsigned);
    assert!(said.contains("Ok 104.30.167.173") && said.contains("Bad 2a09:bac0:1000:c47::/64"), "{said}");
    assert!(said.lines().any(|l| l.starts_with("Ok") && l.contains("172.65.30.82")), "{said}");
    assert!(pasted::read("$ORIGIN example.com.\n@ SOA a b 1 2 3 4 5", "example.com").is_none());
    for text in [
        "{;",
        "};};",
        "zone:\n - : [",
        "zone { allow-transfer { !{ !{ ",
        "provide-xfr:\nname:",
        "pdnsutil",
        "pdnsutil set-meta",
    ] {
        let _ =
            pasted::read(text, "example.com").map(|found| pasted::judge(&found, &want(), &Site::cloudflare(), TODAY));
    }
    let deep = "zone example.com { allow-transfer ".to_owned() + &"{ ".repeat(100_000);
    let _ = pasted::read(&deep, "example.com");
    let _ = Kind::Cloudflare;
}
