//! Traces of live runs against BIND, Knot, NSD and PowerDNS: played again they come out word for word, and no secret is in
//! them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::sync::Arc;

use understudy::product::rehearse::trace::replay;
use understudy::roles::server::driver::Trace;

use super::peers::{Allow, KEY, Primary, Vendor, WRONG_KEY};
use super::secondary::Secondary;

/// A wrong key, the right one, a primary that is gone: the trace of it.
fn live(vendor: Vendor, content: bool) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut primary = Primary::start(vendor, Allow::KeyHolders)?;
    let path = folder.path().join("trace");
    let trace = Arc::new(Trace::create(&path, content).unwrap());
    let secondary = Secondary::traced(&folder.path().join("data"), Some(trace));
    secondary.configure(primary.port, Some(WRONG_KEY));
    secondary.wait("a failure", |status| !status.failures.is_empty() && !status.busy);
    secondary.configure(primary.port, Some(KEY));
    secondary.wait_for_serial(2_026_010_107);
    primary.stop();
    secondary.control().refresh(super::secondary::name(super::peers::ZONE).as_ref());
    secondary.wait("another failure", |status| !status.failures.is_empty() && !status.busy);
    secondary.stop();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    Some(fs::read_to_string(&path).unwrap())
}

fn holds(vendor: Vendor, content: bool) {
    let Some(trace) = live(vendor, content) else { return };
    let replayed = replay(&trace).unwrap_or_else(|fault| panic!("{vendor:?}: {fault:?}\n{trace}"));
    assert_eq!(replayed.difference, None, "{vendor:?}\n{trace}");
    let said: Vec<&str> = replayed.steps.iter().flat_map(|step| &step.said).map(String::as_str).collect();
    for what in ["event xfr-served serial=2026010107", "event xfr-connection-refused", "Serve(Stored("] {
        assert!(said.iter().any(|line| line.starts_with(what)), "{vendor:?}: no {what} in {said:#?}");
    }
    for key in [KEY, WRONG_KEY] {
        let secret = key.split(':').nth(2).unwrap();
        assert!(!trace.contains(secret) && !trace.contains(secret.trim_end_matches('=')), "a secret in the trace");
    }
    assert_eq!(trace.contains("\"wire\""), content);

    // One decision otherwise: where the machine would have waited for another time, the replay says so.
    let altered = trace.replace("\"first_retry_s\":5", "\"first_retry_s\":50");
    assert_ne!(altered, trace);
    assert!(replay(&altered).unwrap().difference.is_some(), "{vendor:?}: another machine goes unnoticed");
}

#[test]
fn a_trace_with_bind_comes_out_word_for_word() {
    holds(Vendor::Bind, false);
}

#[test]
fn a_trace_with_knot_comes_out_word_for_word() {
    holds(Vendor::Knot, true);
}

#[test]
fn a_trace_with_nsd_comes_out_word_for_word() {
    holds(Vendor::Nsd, false);
}

#[test]
fn a_trace_with_powerdns_comes_out_word_for_word() {
    holds(Vendor::PowerDns, false);
}

#[test]
fn replay_tells_what_differs_and_what_is_no_trace() {
    let Some(trace) = live(Vendor::Bind, false) else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = |text: &str| {
        let path = folder.path().join("trace");
        fs::write(&path, text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_understudy")).arg("replay").arg(&path).output().unwrap();
        let text = |octets: Vec<u8>| String::from_utf8(octets).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, out, err) = run(&trace);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("event xfr-served serial=2026010107"), "{out}");
    // A last line that a kill cut short is no fault.
    assert_eq!(run(&trace[..trace.len() - 5]).0, Some(0));
    let (code, _, err) = run(&trace.replace("event xfr-served serial=2026010107", "event xfr-served serial=7"));
    assert_eq!(code, Some(1));
    assert!(
        err.contains("- event xfr-served serial=7\n") && err.contains("+ event xfr-served serial=2026010107"),
        "{err}"
    );
    let (code, _, err) = run("no trace\n");
    assert!(code == Some(2) && err.contains("trace:1: no line of a trace"), "{err}");
}
