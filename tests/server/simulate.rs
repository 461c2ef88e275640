//! `understudy simulate` from outside: the scenarios that come with it, one of one's own, and what is wrong with one.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use super::program::{run, stderr, stdout, understudy};

fn read_in(text: &str) -> Output {
    let mut command = understudy();
    command.args(["simulate", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_scenario_is_played_by_its_name_from_a_file_and_from_standard_input() {
    let list = stdout(&run(&["simulate", "--list"]));
    let names: Vec<_> = list.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.len() >= 20 && names.contains(&"serial-lowered"), "{list}");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rehearse/serial-lowered.txt");
    let timeline = fs::read_to_string(golden).unwrap();
    let by_name = run(&["simulate", "serial-lowered"]);
    assert_eq!((by_name.status.code(), stdout(&by_name)), (Some(0), timeline.clone()));

    let text = stdout(&run(&["simulate", "serial-lowered", "--show"]));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.toml");
    fs::write(&file, &text).unwrap();
    assert_eq!(stdout(&run(&["simulate", file.to_str().unwrap()])), timeline);
    assert_eq!(stdout(&read_in(&text)), timeline);
    let json = stdout(&run(&["simulate", "serial-lowered", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json["entries"].as_array().is_some_and(|entries| entries.len() > 5), "{json}");
}

#[test]
fn what_cannot_be_played_has_its_place_and_exit_2() {
    let wrong = read_in("rehearsal = 1\ntitle = \"t\"\nlasts = \"1h\"\n[[version]]\nat = \"soon\"\n");
    assert_eq!((wrong.status.code(), stdout(&wrong).as_str()), (Some(2), ""));
    assert!(stderr(&wrong).contains("-:5:6: error[rehearse-syntax]"), "{}", stderr(&wrong));
    let unknown = run(&["simulate", "no-such-scenario"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("simulate --list"), "{}", stderr(&unknown));
}
