//! Catalog zones (RFC 9432) live: Knot makes one and changes it; named serves one written by hand, with every turn that
//! a producer can take.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::peers::{Primary, Vendor, dig, free_port};
use super::program::Serve;

const PATIENCE: Duration = Duration::from_secs(60);

/// A member's content, whatever its name.
fn content(serial: u32) -> String {
    format!(
        "@ 300 SOA ns.test. host.test. {serial} 3600 600 86400 300\n@ 300 NS ns.test.\n@ 300 TXT \"version {serial}\"\n"
    )
}

/// A configuration file with catalogs from `primary`.
fn configure(folder: &Path, primary: u16, catalogs: &[&str], admitted: &str) -> String {
    let path = folder.join("understudy.toml");
    let mut text = format!(
        "version = 1\n[[peer]]\nname = \"p\"\naddress = \"127.0.0.1\"\nport = {primary}\ntransfer = \"axfr\"\n"
    );
    for catalog in catalogs {
        text.push_str(&format!(
            "[[zone]]\nname = \"{catalog}\"\nprimaries = [\"p\"]\n[zone.catalog]\nmembers = [{admitted}]\n\
             [[zone.catalog.group]]\nname = \"closed\"\npolicy = {{ queries = [] }}\n"
        ));
    }
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The serial of a zone, or the response code in its place.
fn state(serve: &Serve, zone: &str) -> String {
    let said = dig(serve.dns, &[zone, "SOA", "+norecurse", "+time=2", "+tries=1"]);
    let code = said.split("status: ").nth(1).and_then(|rest| rest.split(',').next()).unwrap_or("silent").to_owned();
    let serial = |line: &str| line.split_whitespace().nth(6).map(str::to_owned);
    let answer = said.lines().find(|line| line.contains("\tSOA\t") && !line.starts_with(';'));
    answer.and_then(serial).unwrap_or(code)
}

/// Waits until the zones stand so, looking for news of the catalogs again and again.
fn until(serve: &Serve, catalogs: &[&str], wanted: &[(&str, &str)]) {
    let end = Instant::now() + PATIENCE;
    loop {
        let stands: Vec<_> = wanted.iter().map(|(zone, _)| state(serve, zone)).collect();
        if stands.iter().zip(wanted).all(|(is, (_, want))| is == want) {
            return;
        }
        assert!(Instant::now() < end, "{wanted:?} and they stand so: {stands:?}\n{}", serve.log());
        look(serve, catalogs);
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn look(serve: &Serve, zones: &[&str]) {
    for zone in zones {
        serve.post(&format!("/companion/v1/zones/{zone}/refresh"), &serde_json::json!({}));
    }
}

/// Knot's zones: a catalog that it makes, and its members, each with its groups.
fn knot_zones(members: &[(&str, &str)]) -> String {
    let mut text = "zone:\n  - domain: catalog.example\n    catalog-role: generate\n    acl: who\n".to_owned();
    for (zone, group) in members {
        text.push_str(&format!(
            "  - domain: {zone}\n    file: member.zone\n    zonefile-sync: -1\n    catalog-role: member\n    \
             catalog-zone: catalog.example\n    catalog-group: {group}\n    acl: who\n"
        ));
    }
    text
}

#[test]
fn members_of_a_catalog_that_knot_makes_come_and_go() {
    let zones = knot_zones(&[("a.example", "open"), ("b.example", "closed"), ("elsewhere.test", "open")]);
    let started = Primary::as_written(
        Vendor::Knot,
        free_port(),
        &[("member.zone", &content(7)), ("zone", &zones)],
        |at| {
            format!(
                "template:\n  - id: default\n    storage: {at}\nacl:\n  - id: who\n    action: transfer\n    address: 127.0.0.1\n\
             include: {at}/zone\n"
            )
        },
    );
    let Some(mut primary) = started else { return };
    let folder = tempfile::tempdir().unwrap();
    let config = configure(folder.path(), primary.port, &["catalog.example"], "\"*.example\"");
    let data = folder.path().join("data");
    let mut serve = Serve::with(&data, &["--config", &config]);
    let catalog = ["catalog.example"];
    until(&serve, &catalog, &[("a.example", "7"), ("elsewhere.test", "REFUSED")]);
    // In a group whose policy answers nobody: it is there, and asked in vain.
    serve.log_says("b.example. is a member by");
    assert_eq!(state(&serve, "b.example"), "REFUSED");
    serve.log_says("elsewhere.test. is listed, and the configuration does not admit it");

    primary.update(&knot_zones(&[("b.example", "open"), ("c.example", "open")]));
    until(&serve, &catalog, &[("a.example", "REFUSED"), ("b.example", "7"), ("c.example", "7")]);
    serve.log_says("a.example. is listed no more");
    serve.log_says("b.example. has other groups now: open");

    // Without its primary and without an end in order, members are what they were.
    serve.kill();
    primary.stop();
    let serve = Serve::with(&data, &["--config", &config]);
    until(&serve, &[], &[("b.example", "7"), ("c.example", "7"), ("a.example", "REFUSED")]);
}

/// A catalog zone as text.
fn catalog(serial: u32, records: &str) -> String {
    format!(
        "@ 0 SOA . . {serial} 3600 600 86400 0\n@ 0 NS invalid.\nversion 0 TXT \"2\"\n{}",
        records.split("; ").map(|record| record.to_owned() + "\n").collect::<String>()
    )
}

#[test]
fn members_begin_anew_change_owners_and_survive_a_broken_catalog() {
    let first = catalog(1, "x.zones 0 PTR a.example.; y.zones 0 PTR b.example.; z.zones 0 PTR one.example.");
    let second = catalog(1, "");
    let files = [("zone", first.as_str()), ("second", &second), ("a", &content(9)), ("b", &content(9))];
    let started = Primary::as_written(Vendor::Bind, free_port(), &files, |at| {
        let zone = |name: &str, file: &str| format!("zone \"{name}\" {{ type primary; file \"{at}/{file}\"; }};\n");
        let zones = [("one.example", "zone"), ("two.example", "second"), ("a.example", "a"), ("b.example", "b")];
        zones.map(|(name, file)| zone(name, file)).concat()
    });
    let Some(primary) = started else { return };
    let folder = tempfile::tempdir().unwrap();
    let catalogs = ["one.example", "two.example"];
    let config = configure(folder.path(), primary.port, &catalogs, "\"*\"");
    let data = folder.path().join("data");
    let serve = Serve::with(&data, &["--config", &config]);
    until(&serve, &catalogs, &[("a.example", "9"), ("b.example", "9"), ("one.example", "1")]);
    serve.log_says("one.example. is listed, and is configured otherwise");

    // A second one lists what the first has. A member's serial goes back: it is not taken.
    primary.rewrite("second", &catalog(2, "x2.zones 0 PTR a.example."));
    primary.rewrite("a", &content(3));
    primary.update(&catalog(2, "x.zones 0 PTR b.example.; x.zones 0 PTR a.example."));
    until(&serve, &catalogs, &[("one.example", "2"), ("two.example", "2")]);
    serve.log_says("a.example. is listed and belongs to the catalog one.example.");
    serve.log_says("the catalog is broken: x.zones.one.example. has not one PTR");
    look(&serve, &["a.example"]);
    serve.log_says("older");
    until(&serve, &[], &[("a.example", "9"), ("b.example", "9")]);

    // Under another label it begins anew, and so with the older serial (RFC 9432 §5.4); the other one goes.
    primary.update(&catalog(3, "x2.zones 0 PTR a.example."));
    until(&serve, &catalogs, &[("a.example", "3"), ("b.example", "REFUSED")]);
    serve.log_says("a.example. has another label, x2");

    // Both say that it has another owner, and its label there is the same: it stays as it is, though the first one
    // then lists it no more (RFC 9432 §4.3.1).
    primary.update(&catalog(4, "x2.zones 0 PTR a.example.; coo.x2.zones 0 PTR two.example."));
    until(&serve, &catalogs, &[("one.example", "4")]);
    serve.log_says("a.example. belongs to the catalog two.example. now");
    primary.update(&catalog(5, ""));
    until(&serve, &catalogs, &[("one.example", "5")]);
    serve.log_says("the catalog lists 0 members; 0 changes");
    assert_eq!(state(&serve, "a.example"), "3");

    // By our own configuration the catalog is none any more: its member is not served, and is there again with it.
    configure(folder.path(), primary.port, &["one.example"], "\"*\"");
    serve.signal("HUP");
    until(&serve, &[], &[("a.example", "REFUSED"), ("two.example", "REFUSED")]);
    configure(folder.path(), primary.port, &catalogs, "\"*\"");
    serve.signal("HUP");
    until(&serve, &[], &[("a.example", "3")]);
}
