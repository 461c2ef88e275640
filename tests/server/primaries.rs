//! Several primaries, and one that is a secondary itself: the zone comes from whoever has it, and is good no longer than there.

use std::fs;
use std::time::{Duration, Instant};

use super::config;
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, dig, free_port, zone_file};
use super::program::Serve;

const PATIENCE: Duration = Duration::from_secs(60);

/// The named zone's primaries, in the order of their ports.
fn configure(folder: &std::path::Path, ports: &[u16]) -> String {
    let file = config::write(folder, ports[0], "");
    let key = KEY.split(':').nth(1).unwrap();
    let mut text = fs::read_to_string(&file).unwrap();
    let mut names = vec!["\"hidden\"".to_owned()];
    for port in &ports[1..] {
        text += &format!("[[peer]]\nname = \"p{port}\"\naddress = \"127.0.0.1\"\nport = {port}\nkey = \"{key}\"\n");
        names.push(format!("\"p{port}\""));
    }
    text += &format!("[[zone]]\nname = \"{ZONE}\"\nprimaries = [{}]\n", names.join(", "));
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn the_zone_comes_from_whoever_has_it() {
    let text = fs::read_to_string(zone_file()).unwrap();
    let (gone, own) = (free_port(), free_port());
    // It answers and transfers nothing.
    let Some(_closed) = Primary::as_written(Vendor::Bind, own, &[("zone", &text)], |at| {
        format!("zone \"{ZONE}\" {{ type primary; file \"{at}/zone\"; allow-transfer {{ none; }}; }};\n")
    }) else {
        return;
    };
    let Some(mut well) = Primary::start(Vendor::Knot, Allow::KeyHolders) else { return };
    let end = Instant::now() + PATIENCE;
    while !dig(own, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains("2026010107") {
        assert!(Instant::now() < end, "named does not answer");
        std::thread::sleep(Duration::from_millis(100));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = configure(folder.path(), &[gone, own, well.port]);
    let serve = Serve::with(&folder.path().join("data"), &["--config", &file]);
    config::until(&serve, "2026010107");
    // The two before it were asked; why they did not do is said, with which of them it was and over what.
    let refused = format!("code=\"xfr-connection-refused\" peer=127.0.0.1:{gone} transport=tcp");
    let rcode = format!("code=\"xfr-rcode\" peer=127.0.0.1:{own} transport=tcp");
    for words in [refused, rcode] {
        assert!(serve.log().contains(&words), "{words}\n{}", serve.log());
    }

    // Now the last is gone, and the first is there with a newer version.
    well.stop();
    let newer = text.replace("2026010107", "2026010108");
    let _first = Primary::again(Vendor::Bind, Allow::KeyHolders, &newer, gone, None).unwrap();
    let end = Instant::now() + PATIENCE;
    while !dig(serve.dns, &[ZONE, "SOA", "+short"]).contains("2026010108") {
        assert!(Instant::now() < end, "{}", serve.log());
        serve.post(&format!("/companion/v1/zones/{ZONE}/refresh"), &serde_json::json!({}));
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// RFC 7314 §4: a secondary as a primary says how long its copy is still good, and ours is good no longer.
#[test]
fn a_zone_of_a_secondary_is_good_no_longer_than_there() {
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let Some(between) = Primary::secondary_of(Vendor::Bind, primary.port, free_port()) else { return };
    // Its copy grows old; ours would begin anew.
    std::thread::sleep(Duration::from_secs(5));
    let folder = tempfile::tempdir().unwrap();
    let file = configure(folder.path(), &[between.port]);
    let serve = Serve::with(&folder.path().join("data"), &["--config", &file]);
    config::until(&serve, "2026010107");
    let left = |port: u16| {
        let said = dig(port, &[ZONE, "SOA", "+norecurse", "+expire"]);
        let found =
            said.lines().find_map(|line| line.strip_prefix("; EXPIRE: ")?.split(' ').next()?.parse::<u32>().ok());
        found.unwrap_or_else(|| panic!("{said}"))
    };
    // Theirs first: what time passes makes ours less. Seconds are rounded on both sides.
    let (theirs, ours) = (left(between.port), left(serve.dns));
    assert!(ours <= theirs + 2, "{ours} of {theirs}");
}
