//! Whether two zone texts hold the same records: named-compilezone writes both in one form, one record a line.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use super::peers::{ZONE, dig};

/// The records of a zone text, as BIND prints them.
pub fn records(text: &str) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let (given, written) = (folder.path().join("given"), folder.path().join("written"));
    fs::write(&given, text).unwrap();
    let output = Command::new("named-compilezone")
        .args(["-i", "none", "-k", "ignore", "-s", "full", "-o"])
        .arg(&written)
        .arg(ZONE)
        .arg(&given)
        .output()
        .expect("named-compilezone");
    assert!(output.status.success(), "{}\n{text}", String::from_utf8_lossy(&output.stdout));
    fs::read_to_string(written).unwrap().lines().map(str::to_owned).collect()
}

/// The records that a server at `port` transfers to dig; `key` as `dig -y` takes it.
pub fn transferred(port: u16, key: Option<&str>) -> BTreeSet<String> {
    let mut words = vec![ZONE, "AXFR", "+onesoa", "+noall", "+answer"];
    words.extend(key.into_iter().flat_map(|key| ["-y", key]));
    let text = dig(port, &words);
    assert!(text.contains("SOA"), "dig got no zone: {text}");
    records(&text)
}
