//! Zones signed by other signers, whole and with one thing altered, beside what other verifiers say of them.
//!
//! Where kzonecheck, ldns-verify-zone and dnssec-verify all refuse a zone it has a finding here that it had not before;
//! where all accept it, it has no error here. Where they differ nothing is asserted.

#[path = "dnssec_peers/alter.rs"]
mod alter;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use understudy::engine::diag::Severity;

use crate::dnssec_zones::{checked, codes};
use crate::receivers::installed;
use alter::{ALTERATIONS, Line, lines};

const ORIGIN: &str = "example.test";
const PROGRAMS: [&str; 7] = [
    "ldns-keygen",
    "ldns-signzone",
    "ldns-verify-zone",
    "kzonecheck",
    "dnssec-keygen",
    "dnssec-signzone",
    "dnssec-verify",
];

/// A zone with everything that signing treats apart.
const ZONE: &str = "\
$ORIGIN example.test.
$TTL 3600
@       SOA   ns1 host 5 7200 3600 1209600 3600
@       NS    ns1
@       NS    NS2.sub
@       MX    10 Mail
ns1     A     192.0.2.1
ns1     AAAA  2001:db8::1
mail    A     192.0.2.3
mail    A     192.0.2.4
*.w     TXT   \"any\" \"two strings\"
x.y.w   A     192.0.2.6
a.b.c   A     192.0.2.7
_sip._tcp SRV 1 2 5060 Mail
alias   CNAME mail
sub     NS    ns2.sub
sub     NS    ns1
ns2.sub A     192.0.2.5
sec     NS    ns1
sec     NS    ns.example.net.
sec     DS    12345 13 2 abababababababababababababababababababababababababababababababab
deep.er NS    ns1
old     DNAME Example.NET.
txt     TYPE65280 \\# 3 010203
zz      CAA   0 issue \"ca.example.net\"
";

/// How a zone is signed.
enum Signer {
    /// ldns-keygen's algorithms, ldns-signzone's options.
    Ldns(&'static [&'static str], &'static [&'static str]),
    /// The same of BIND's programs.
    Bind(&'static [&'static str], &'static [&'static str]),
}

const SIGNERS: [(&str, Signer); 8] = [
    ("ldns P-256, NSEC", Signer::Ldns(&["ECDSAP256SHA256"], &[])),
    ("ldns Ed25519, NSEC3", Signer::Ldns(&["ED25519"], &["-n", "-s", "aabb", "-t", "3"])),
    ("ldns P-384, NSEC3, ZONEMD", Signer::Ldns(&["ECDSAP384SHA384"], &["-n", "-z", "1:1", "-z", "1:2"])),
    ("ldns RSA/SHA-256, opt-out", Signer::Ldns(&["RSASHA256"], &["-n", "-p"])),
    ("BIND RSA/SHA-512, NSEC", Signer::Bind(&["RSASHA512"], &[])),
    ("BIND P-256, NSEC3", Signer::Bind(&["ECDSAP256SHA256"], &["-3", "-", "-H", "0"])),
    ("BIND Ed25519, opt-out", Signer::Bind(&["ED25519"], &["-3", "1234", "-H", "0", "-A"])),
    ("BIND two algorithms, NSEC3", Signer::Bind(&["ECDSAP256SHA256", "RSASHA256"], &["-3", "-", "-H", "0"])),
];

fn run(folder: &Path, program: &str, arguments: &[&str]) -> (bool, String) {
    let out = Command::new(installed(program).unwrap()).args(arguments).current_dir(folder).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    (out.status.success(), said)
}

fn stdout(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let out = Command::new(installed(program).unwrap()).args(arguments).current_dir(folder).output().unwrap();
    assert!(out.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}

impl Signer {
    /// The zone, signed.
    fn sign(&self, zone: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::write(path.join("zone"), zone).unwrap();
        let (fine, said) = match self {
            Self::Ldns(algorithms, options) => {
                let mut arguments = vec!["-o", ORIGIN, "-f", "signed"];
                arguments.extend(*options);
                let mut keys = Vec::new();
                for algorithm in *algorithms {
                    let size: &[&str] = if algorithm.starts_with("RSA") { &["-b", "1024"] } else { &[] };
                    for kind in [&["-k"][..], &[]] {
                        let all = [&["-r", "/dev/urandom", "-a", algorithm], size, kind, &[ORIGIN]].concat();
                        keys.push(stdout(path, "ldns-keygen", &all));
                    }
                }
                arguments.push("zone");
                arguments.extend(keys.iter().map(String::as_str));
                run(path, "ldns-signzone", &arguments)
            }
            Self::Bind(algorithms, options) => {
                for algorithm in *algorithms {
                    let size: &[&str] = if algorithm.starts_with("RSA") { &["-b", "1024"] } else { &[] };
                    for kind in [&["-f", "KSK"][..], &[]] {
                        stdout(path, "dnssec-keygen", &[&["-q", "-a", algorithm], size, kind, &[ORIGIN]].concat());
                    }
                }
                let all =
                    [&["-q", "-S", "-P", "-O", "full", "-o", ORIGIN, "-f", "signed"], *options, &["zone"]].concat();
                run(path, "dnssec-signzone", &all)
            }
        };
        assert!(fine, "{said}");
        fs::read_to_string(path.join("signed")).unwrap()
    }
}

/// Seconds for one verifier: ldns-verify-zone 1.8 goes around in a chain without end for ever.
const PATIENCE: &str = "5";

/// Who refuses the zone; and whether all gave an answer.
fn refusals(text: &str) -> (Vec<&'static str>, bool) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("zone"), text).unwrap();
    let checks: [(&str, &[&str]); 3] = [
        ("kzonecheck", &["-o", ORIGIN, "zone"]),
        ("ldns-verify-zone", &["zone"]),
        ("dnssec-verify", &["-q", "-o", ORIGIN, "zone"]),
    ];
    let (mut refused, mut all) = (Vec::new(), true);
    for (program, arguments) in checks {
        let mut command = Command::new("timeout");
        command.arg(PATIENCE).arg(installed(program).unwrap()).args(arguments).current_dir(folder.path());
        match command.output().unwrap().status.code() {
            Some(0) => {}
            Some(124) | None => all = false,
            Some(_) => refused.push(program),
        }
    }
    (refused, all)
}

#[test]
fn altered_zones_are_judged_as_by_other_verifiers() {
    if PROGRAMS.iter().any(|program| installed(program).is_none()) {
        return;
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let soak = std::env::var_os("UNDERSTUDY_SOAK").is_some();
    let places = if soak { 12 } else { 1 };
    let (mut wrong, mut agreed, mut open) = (Vec::new(), 0, 0);
    for (number, (title, signer)) in SIGNERS.into_iter().enumerate() {
        let whole = lines(&signer.sign(ZONE));
        let text = |lines: &[Line]| lines.iter().map(|line| line.to_string() + "\n").collect::<String>();
        let report = checked(text(&whole).as_bytes(), ORIGIN, Some(now));
        let before = codes(&report, Severity::Warning);
        let errors = codes(&report, Severity::Error);
        let (refused, _) = refusals(&text(&whole));
        if !errors.is_empty() {
            wrong.push(format!("{title}: {errors:?} ({refused:?} refuse it)"));
        }
        // A sample takes each alteration with one of four signers.
        let sample = ALTERATIONS.into_iter().enumerate().filter(|(n, _)| soak || n % 4 == number % 4);
        for (name, alter) in sample.map(|(_, alteration)| alteration) {
            for place in 0..places {
                let mut altered = whole.clone();
                // Another place for each signer, so that a sample sees many.
                if alter(&mut altered, place * 7 + title.len()).is_none() {
                    continue;
                }
                let altered = text(&altered);
                let report = checked(altered.as_bytes(), ORIGIN, Some(now));
                let errors = codes(&report, Severity::Error);
                let found: BTreeSet<_> = codes(&report, Severity::Warning).difference(&before).copied().collect();
                let (refusals, all) = refusals(&altered);
                let fits = match refusals.len() {
                    0 if all => errors.is_empty(),
                    3 => !found.is_empty() || !errors.is_empty(),
                    _ => {
                        open += 1;
                        continue;
                    }
                };
                agreed += 1;
                if !fits {
                    wrong.push(format!("{title}: {name} at {place}: {refusals:?} refuse, here {found:?} {errors:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {agreed} ({open} open):\n{}", wrong.len(), wrong.join("\n"));
    assert!(agreed >= 25, "{agreed} agreed, {open} open");
}
