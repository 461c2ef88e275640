//! A key is rotated: the primary takes both, the provider switches by a plan of its own, a transfer is seen under the
//! new one, the old one goes. And an undo that is killed at each of its calls.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;

use super::http::ACCOUNT;
use super::judge::transferred;
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, dig, free_port, zone_file};
use super::plan::{Between, PATIENCE, code, command, objects, project, run, until};
use super::program::{Serve, stderr, stdout};

const NEW: &str = "hmac-sha512:rotated.example:c2Vjb25kIHNlY29uZCBzZWNvbmQgc2Vjb25kIHNlY29uZCBzZWNvbmQgc2Vjb25kIDY0";

fn new() -> [&'static str; 3] {
    NEW.split(':').collect::<Vec<_>>().try_into().unwrap()
}

/// A primary that takes these keys and no others.
fn primary(port: u16, keys: &[&str]) -> Option<Primary> {
    let zone = fs::read_to_string(zone_file()).unwrap();
    let [algorithm, name, secret] = new();
    let who: String = keys.iter().map(|key| format!("key \"{}\"; ", key.split(':').nth(1).unwrap())).collect();
    let primary = Primary::as_written(Vendor::Bind, port, &[("zone", &zone)], |at| {
        format!(
            "key \"{name}\" {{ algorithm {algorithm}; secret \"{secret}\"; }};\n\
             zone \"{ZONE}\" {{ type primary; file \"{at}/zone\"; allow-transfer {{ {who} }}; }};\n"
        )
    })?;
    until("named answers", || dig(port, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains("2026"));
    Some(primary)
}

/// The project with the new key in the old one's place.
fn rotated(folder: &Path, url: &str, primary: u16) -> PathBuf {
    let path = project(folder, url, primary);
    let text = fs::read_to_string(&path).unwrap();
    let [old_algorithm, old_name, _] = KEY.split(':').collect::<Vec<_>>().try_into().unwrap();
    let [algorithm, name, _] = new();
    let text = text
        .replace(old_algorithm, algorithm)
        .replace(old_name, name)
        .replace("XFR_SECRET\"", &format!("NEW_SECRET\"\nreplaces = \"{old_name}\""));
    let path = folder.join("rotation.toml");
    fs::write(&path, text).unwrap();
    path
}

fn order(word: &str, path: &Path, serve: &Serve) -> Command {
    let mut order = command(word, path, serve);
    order.env("NEW_SECRET", new()[2]);
    if word == "apply" {
        order.arg("--no-check");
    }
    order
}

fn done(word: &str, path: &Path, serve: &Serve, wanted: i32) -> String {
    let output = order(word, path, serve).output().unwrap();
    assert_eq!(code(&output), wanted, "{word}: {}{}", stdout(&output), stderr(&output));
    for secret in [new()[2], KEY.split(':').nth(2).unwrap()] {
        assert!(!stdout(&output).contains(secret) && !stderr(&output).contains(secret));
    }
    stdout(&output)
}

fn keys(serve: &Serve) -> Vec<String> {
    let list = serve.get(&format!("/client/v4/accounts/{ACCOUNT}/secondary_dns/tsigs")).result();
    list.as_array().unwrap().iter().map(|key| key["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_key_is_rotated_and_the_old_one_goes_last() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let port = free_port();
    let Some(both) = primary(port, &[KEY, NEW]) else { return };
    let path = project(folder.path(), &serve.http, port);
    done("apply", &path, &serve, 0);
    assert_eq!(keys(&serve), ["transfer.example."]);

    let rotation = rotated(folder.path(), &serve.http, port);
    let plan = done("plan", &rotation, &serve, 1);
    let calls: Vec<_> = ["POST ", "PUT ", "POST ", "DELETE "].into_iter().collect();
    let shown: Vec<_> =
        plan.lines().filter(|l| calls.iter().any(|c| l.trim_start().starts_with(c.trim_end()))).collect();
    assert_eq!(shown.len(), 4, "{plan}");
    assert!(shown[3].contains("DELETE") && shown[3].contains("/tsigs/"), "{plan}");
    // Both sides' order is said before anything is done.
    assert!(plan.contains("note:"), "{plan}");

    done("apply", &rotation, &serve, 0);
    assert_eq!(keys(&serve), ["rotated.example."]);
    let log = both.log();
    assert!(log.contains("TSIG rotated.example"), "no transfer under the new key:\n{log}");
    assert!(done("plan", &rotation, &serve, 0).contains("Nothing to do."));

    // The primary forgets the old key, and transfers go on.
    drop(both);
    let only = primary(port, &[NEW]).unwrap();
    serve.post(&format!("/companion/v1/zones/{ZONE}/retransfer"), &json!({}));
    until("a transfer under the new key alone", || only.log().contains("TSIG rotated.example"));
    assert_eq!(transferred(serve.dns, None), transferred(port, Some(NEW)));
    // A key that is gone cannot be put back by another process, and that is said.
    let undo = order("undo", &rotation, &serve).output().unwrap();
    assert_eq!(code(&undo), 1, "{}", stdout(&undo));
    assert!(stderr(&undo).contains("left alone"), "{}", stderr(&undo));
}

#[test]
fn a_rotation_that_the_primary_does_not_take_keeps_the_old_key() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let port = free_port();
    let Some(old) = primary(port, &[KEY]) else { return };
    let path = project(folder.path(), &serve.http, port);
    done("apply", &path, &serve, 0);
    let before = objects(&serve);
    let rotation = rotated(folder.path(), &serve.http, port);
    let mut apply = order("apply", &rotation, &serve).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // It waits for a transfer that does not come.
    until("the refusal", || old.log().contains("zone transfer") && old.log().contains("denied"));
    assert_eq!(keys(&serve).len(), 2);
    apply.kill().unwrap();
    apply.wait().unwrap();
    assert_eq!(keys(&serve).len(), 2);
    done("undo", &rotation, &serve, 0);
    assert_eq!(objects(&serve), before);
    serve.post(&format!("/companion/v1/zones/{ZONE}/retransfer"), &json!({}));
    assert!(done("plan", &path, &serve, 0).contains("Nothing to do."));
}

#[test]
fn a_rotation_killed_at_any_call_is_finished_or_undone() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let port = free_port();
    let Some(_both) = primary(port, &[KEY, NEW]) else { return };
    // The new key, the peer, the transfer, the old key: each before it is sent and before its answer is heard.
    for (at, sent) in (1..=4).flat_map(|at| [(at, false), (at, true)]) {
        let path = project(folder.path(), &serve.http, port);
        done("apply", &path, &serve, 0);
        let before = objects(&serve);
        let between = Between::start(&serve, at, sent);
        let rotation = rotated(folder.path(), &between.url, port);
        let record = killed("apply", &rotation, &serve, &between);
        let rotation = rotated(folder.path(), &serve.http, port);
        let gone = at == 4 && sent;
        if gone || at % 2 == 0 {
            done("apply", &rotation, &serve, 0);
            assert_eq!(keys(&serve), ["rotated.example."], "call {at}, sent {sent}");
            done("plan", &rotation, &serve, 0);
            // The zone as a whole is taken back by who made it.
            let [zones, peers, tsigs] = all(&serve);
            for id in zones.iter().chain(&peers).chain(&tsigs) {
                serve.delete(id);
            }
            fs::remove_file(&record).unwrap();
        } else {
            done("undo", &rotation, &serve, 0);
            assert_eq!(objects(&serve), before, "call {at}, sent {sent}");
            done("undo", &path, &serve, 0);
            continue;
        }
        let _ = fs::remove_file(path.with_extension("applied.json"));
        let acls = serve.get(&format!("/client/v4/accounts/{ACCOUNT}/secondary_dns/acls")).result();
        for acl in acls.as_array().unwrap() {
            let id = acl["id"].as_str().unwrap();
            serve.delete(&format!("/client/v4/accounts/{ACCOUNT}/secondary_dns/acls/{id}"));
        }
    }
}

/// Paths of all zones, peers and keys, in the order in which they can be removed.
fn all(serve: &Serve) -> [Vec<String>; 3] {
    let account = format!("/client/v4/accounts/{ACCOUNT}/secondary_dns");
    ["/client/v4/zones".to_owned(), format!("{account}/peers"), format!("{account}/tsigs")].map(|list| {
        let found = serve.get(&list).result();
        found.as_array().unwrap().iter().map(|one| format!("{list}/{}", one["id"].as_str().unwrap())).collect()
    })
}

/// Runs the order until `between` stops it, kills it, and gives its record, which is about the server then.
fn killed(word: &str, path: &Path, serve: &Serve, between: &Between) -> PathBuf {
    let mut process = order(word, path, serve).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    between.stopped.recv_timeout(PATIENCE).unwrap_or_else(|e| panic!("{word}: {e}"));
    process.kill().unwrap();
    process.wait().unwrap();
    let _ = between.go.send(());
    let record = path.with_extension("applied.json");
    let text = fs::read_to_string(&record).unwrap();
    fs::write(&record, text.replace(&between.url, &serve.http)).unwrap();
    record
}

#[test]
fn an_undo_killed_at_any_call_is_finished_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let nothing = objects(&serve);
    // Link, zone, ACL, peer, key.
    for (at, sent) in (1..=5).flat_map(|at| [(at, false), (at, true)]) {
        let path = project(folder.path(), &serve.http, primary.port);
        done("apply", &path, &serve, 0);
        let between = Between::start(&serve, at, sent);
        let record = path.with_extension("applied.json");
        let text = fs::read_to_string(&record).unwrap();
        fs::write(&record, text.replace(&serve.http, &between.url)).unwrap();
        let path = project(folder.path(), &between.url, primary.port);
        killed("undo", &path, &serve, &between);
        let path = project(folder.path(), &serve.http, primary.port);
        let undo = run("undo", &path, &serve);
        assert_eq!(code(&undo), 0, "call {at}, sent {sent}: {}{}", stdout(&undo), stderr(&undo));
        assert_eq!((objects(&serve), record.exists()), (nothing.clone(), false), "call {at}, sent {sent}");
    }
}
