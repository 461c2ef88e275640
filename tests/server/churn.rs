//! Versions in quick succession while many read; names that would make bad file names; a disk with no space.

use std::collections::BTreeMap;
use std::fs;
use std::net::{Ipv4Addr, UdpSocket};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use understudy::engine::dns::message::{Message, Section};
use understudy::engine::dns::{Name, Opcode, RecordType};
use understudy::engine::xfr::{Kind, Peer, SessionConfig};
use understudy::roles::server::driver::{Clients, ZoneConfig};
use understudy::roles::server::store::sqlite;

use super::peers::{ZONE, free_port};
use super::program::{Serve, understudy};
use super::scripted::{Scripted, query, served, soa_of};
use super::secondary::{Secondary, session};

const PATIENCE: Duration = Duration::from_secs(60);

fn follow(server: &Secondary, zone: Name, primary: u16, kind: Kind) {
    let config = session(primary, None);
    let peers = config.peers.into_iter().map(|peer| Peer { kind, ..peer }).collect();
    let config = ZoneConfig { zone, session: SessionConfig { peers, ..config }, clients: Clients::default() };
    server.runtime.block_on(server.control().configure_zone(config)).unwrap();
}

/// `UNDERSTUDY_UPDATES` says how many.
#[test]
fn row_19_versions_in_quick_succession_are_whole_for_everyone_who_reads() {
    let updates: u32 = std::env::var("UNDERSTUDY_UPDATES").map_or(150, |n| n.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let zone = format!("{ZONE}.");
    let primary = Scripted::start([(zone.clone(), 1)], Duration::ZERO, [3_600, 1, 86_400]);
    let server = Secondary::start(folder.path());
    follow(&server, Name::absolute(&zone).unwrap(), primary.port, Kind::Ixfr);
    server.wait_for_serial(1);
    let (port, over, read) = (server.dns(), AtomicBool::new(false), AtomicU32::new(0));
    std::thread::scope(|scope| {
        // Eight that ask: what each is told never goes back.
        for _ in 0..8 {
            scope.spawn(|| {
                let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
                socket.set_read_timeout(Some(PATIENCE)).unwrap();
                let (mut last, mut octets) = (0, [0; 1_500]);
                while !over.load(Ordering::Relaxed) {
                    socket
                        .send_to(
                            &query(&format!("changes.{zone}"), RecordType::TXT, Opcode::QUERY),
                            (Ipv4Addr::LOCALHOST, port),
                        )
                        .unwrap();
                    let len = socket.recv(&mut octets).unwrap();
                    let message = Message::parse(&octets[..len]).unwrap();
                    let mut texts = Vec::new();
                    for record in message.records(Section::Answer) {
                        let mut rdata = Vec::new();
                        record.rdata(&mut rdata).unwrap();
                        texts.push(String::from_utf8(rdata[1..].to_vec()).unwrap());
                    }
                    let [text] = texts.try_into().expect("one version");
                    let serial = text.strip_prefix("version ").unwrap().parse::<u32>().unwrap();
                    assert!(serial >= last, "back from {last} to {serial}");
                    last = serial;
                    read.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        // Four that transfer: each zone is one version's.
        for _ in 0..4 {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    let content = served(port, &zone).unwrap();
                    let (_, last) = primary.serials(&zone);
                    let is_one = (1..=last).rev().any(|serial| primary.content(&zone, serial) == content);
                    assert!(is_one, "no version is this: {content:?}");
                    read.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for _ in 0..updates {
                let serial = primary.bump(&zone);
                server.control().refresh(Name::absolute(&zone).unwrap().as_ref());
                server.wait_for_serial(serial);
            }
        }));
        over.store(true, Ordering::Relaxed);
        done.unwrap();
    });
    assert!(read.load(Ordering::Relaxed) > updates);
    assert_eq!(served(port, &zone).unwrap(), primary.content(&zone, updates + 1));
    server.stop();
}

#[test]
fn row_42_no_zone_is_named_out_of_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    // With a label of the primary's before it, 255 octets.
    let long = format!("{0}.{0}.{0}.{1}.", "l".repeat(63), "l".repeat(53));
    let names = [
        "\\.\\..",
        "\\.\\./\\.\\./up.",
        "/etc/passwd.",
        "nul\\000.",
        "%s$HOME.",
        "lost+found.",
        "understudy\\.db.",
        &long,
    ];
    let zones = names.map(|text| Name::absolute(text).unwrap());
    let primary = Scripted::start(zones.iter().map(|zone| (zone.to_string(), 1)), Duration::ZERO, [3_600, 1, 86_400]);
    let start = || {
        let server = Secondary::start(&data);
        zones.iter().for_each(|zone| follow(&server, zone.clone(), primary.port, Kind::Axfr));
        let until = Instant::now() + PATIENCE;
        while zones.iter().any(|zone| server.control().snapshot(zone.as_ref()).is_none()) {
            assert!(Instant::now() < until);
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    };
    start().stop();
    primary.mute(true);
    let server = start();
    for zone in &zones {
        let zone = zone.to_string();
        assert_eq!(served(server.dns(), &zone).unwrap(), primary.content(&zone, 1), "{zone}");
    }
    // A case of its own is the same zone.
    let upper = Name::absolute("LOST+found.").unwrap();
    assert!(server.control().status(upper.as_ref()).is_some());
    server.stop();
    let listed = |folder: &std::path::Path| {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(listed(folder.path()), ["data"]);
    assert!(listed(&data).iter().all(|name| name.starts_with("understudy.")), "{:?}", listed(&data));
    // A copy takes the place of a link, and leaves alone what that led to.
    let (link, target) = (folder.path().join("copy"), folder.path().join("precious"));
    fs::write(&target, "precious").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    assert_eq!(sqlite::backup(&data, &link).unwrap(), zones.len() as u64);
    assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
    assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
}

/// A program that is killed when it is dropped, by a test that fails, too.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The binary on a disk with room for so many blocks of 512 octets a file, or without a bound.
fn spawn(folder: &std::path::Path, port: u16, blocks: Option<u32>) -> Killed {
    let binary = understudy();
    let mut shell = std::process::Command::new("sh");
    // The signal would end it; ignored, a write fails as on a full disk.
    let limit = blocks.map_or_else(String::new, |blocks| format!("trap '' XFSZ; ulimit -f {blocks}; "));
    shell.arg("-c").arg(format!("{limit}exec \"$@\"")).arg("sh").arg(binary.get_program());
    shell.args(["serve", "--listen", "127.0.0.1:0", "--dns", &format!("127.0.0.1:{port}"), "--config"]);
    shell.arg(folder.join("config")).arg("--data").arg(folder.join("data"));
    Killed(shell.stdout(Stdio::null()).stderr(fs::File::create(folder.join("log")).unwrap()).spawn().unwrap())
}

#[test]
fn row_41_a_full_disk_leaves_the_old_version_served() {
    let folder = tempfile::tempdir().unwrap();
    let zones: Vec<_> = (0..40).map(|n| format!("z{n}.example.")).collect();
    let primary = Scripted::start(zones.iter().map(|z| (z.clone(), 1)), Duration::ZERO, [2, 1, 86_400]);
    let port = free_port();
    let mut config = format!(
        "version = 1\n[policy]\nlimits = {{ min_refresh = 1, min_retry = 1 }}\n[[peer]]\nname = \"p\"\naddress = \"127.0.0.1\"\nport = {}\n",
        primary.port
    );
    zones.iter().for_each(|zone| config += &format!("[[zone]]\nname = \"{zone}\"\nprimaries = [\"p\"]\n"));
    fs::write(folder.path().join("config"), config).unwrap();
    let serials = |wanted: &dyn Fn(&BTreeMap<String, u32>) -> bool, what: &str| {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
        let (until, mut found, mut octets) = (Instant::now() + PATIENCE, BTreeMap::new(), [0; 1_500]);
        loop {
            for zone in &zones {
                let _ = socket.send_to(&query(zone, RecordType::SOA, Opcode::QUERY), (Ipv4Addr::LOCALHOST, port));
            }
            while let Ok((len, _)) = socket.recv_from(&mut octets) {
                let (zone, serial) = soa_of(&octets[..len]).unwrap();
                serial.ok().map(|serial| found.insert(zone, serial));
            }
            if wanted(&found) {
                return found;
            }
            let log = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
            assert!(Instant::now() < until, "never {what}: {found:?}\n{log}");
        }
    };
    let all_at =
        |serial: u32| move |found: &BTreeMap<String, u32>| found.len() == 40 && found.values().all(|s| *s == serial);
    let child = spawn(folder.path(), port, None);
    serials(&all_at(1), "at 1");
    drop(child);
    // As large as it is now, and little more.
    let size = |name: &str| fs::metadata(folder.path().join("data").join(name)).map_or(0, |m| m.len());
    let most = size("understudy.db").max(size("understudy.db-wal"));
    let child = spawn(folder.path(), port, Some(u32::try_from(most / 512).unwrap() + 1_000));
    serials(&all_at(1), "restored");
    let until = Instant::now() + PATIENCE;
    let log = || fs::read_to_string(folder.path().join("log")).unwrap();
    while !log().contains("xfr-store-failed") {
        assert!(Instant::now() < until, "the disk never filled: {}", log());
        for zone in &zones {
            primary.bump(zone);
        }
        std::thread::sleep(Duration::from_millis(300));
    }
    // It says so and serves what it had, each zone whole.
    let held = serials(&|found| found.len() == 40, "answering on a full disk");
    for (zone, _) in held.iter().take(3) {
        let content = served(port, zone).unwrap();
        let (_, last) = primary.serials(zone);
        assert!((1..=last).any(|serial| primary.content(zone, serial) == content), "{zone}");
    }
    let acknowledged = serials(&|found| found.len() == 40, "answering");
    primary.mute(true);
    drop(child);
    // With room again: what was acknowledged is there, then it goes on.
    let child = spawn(folder.path(), port, None);
    let after = serials(&|found| found.len() == 40, "restored with room");
    for (zone, serial) in &after {
        assert!(serial >= &acknowledged[zone], "{zone} fell back from {} to {serial}", acknowledged[zone]);
        assert_eq!(served(port, zone).unwrap(), primary.content(zone, *serial), "{zone}");
    }
    primary.mute(false);
    let latest = primary.serials(&zones[0]).1;
    serials(&all_at(latest), "fresh again");
    drop(child);
}

#[test]
fn row_41_a_start_on_a_full_disk_serves_what_is_held_and_goes_on_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let zone = |name: &str| format!("[[zone]]\nname = \"{name}\"\nprimaries = [\"p\"]\n");
    let (old, new) = (format!("{ZONE}."), "new.example.".to_owned());
    let zones = [&old, &new].map(|zone| (zone.clone(), 1));
    let primary = Scripted::start(zones, Duration::ZERO, [3_600, 1, 86_400]);
    let head = format!("version = 1\n[[peer]]\nname = \"p\"\naddress = \"127.0.0.1\"\nport = {}\n", primary.port);
    let file = folder.path().join("config");
    fs::write(&file, head.clone() + &zone(&old)).unwrap();
    let config = ["--config", file.to_str().unwrap()];
    let until = |what: &str, holds: &dyn Fn() -> bool, serve: &Serve| {
        let end = Instant::now() + PATIENCE;
        while !holds() {
            assert!(Instant::now() < end, "never {what}: {}", serve.log());
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    let holds = |serve: &Serve, zone: &str, serial| served(serve.dns, zone).ok() == Some(primary.content(zone, serial));
    let mut serve = Serve::with(&data, &config);
    until("held", &|| holds(&serve, &old, 1), &serve);
    // Ended well, and killed: with and without the files that stand beside the database.
    for (well, serial) in [(true, 2), (false, 3)] {
        if well {
            assert_eq!(serve.terminate().code(), Some(0));
        } else {
            serve.kill();
        }
        // It comes with a zone that was never claimed, and finds a newer version at the primary.
        fs::write(&file, head.clone() + &zone(&old) + &zone(&new)).unwrap();
        primary.bump(&old);
        serve = Serve::without_room(&data, &config);
        assert!(holds(&serve, &old, serial - 1), "{}", serve.log());
        serve.log_says("nothing can be stored");
        let refresh = || drop(serve.post(&format!("/companion/v1/zones/{ZONE}/refresh"), &serde_json::json!({})));
        until(
            "refused",
            &|| {
                serve.log().contains("xfr-store-failed") || {
                    refresh();
                    false
                }
            },
            &serve,
        );
        assert!(holds(&serve, &old, serial - 1), "what cannot be stored is not served");
        assert!(serve.get("/companion/v1/zones").json()["store_fault"].is_string());
        assert!(serve.get("/metrics").text.contains("understudy_store_failing 1"));
        serve.give_room();
        until(
            "at the new version",
            &|| {
                holds(&serve, &old, serial) || {
                    refresh();
                    false
                }
            },
            &serve,
        );
        until("begun", &|| holds(&serve, &new, 1), &serve);
        serve.log_says("the database can be written again");
        // Another process reads it beside the server, which was not started again.
        let copy = folder.path().join(format!("copy-{serial}"));
        assert_eq!(sqlite::backup(&data, &copy).unwrap(), 2);
        assert!(serve.get("/companion/v1/zones").json().get("store_fault").is_none());
        assert!(serve.get("/metrics").text.contains("understudy_store_failing 0"));
    }
    // All of it is on the disk.
    serve.kill();
    primary.mute(true);
    let serve = Serve::with(&data, &config);
    assert!(holds(&serve, &old, 3) && holds(&serve, &new, 1), "{}", serve.log());
}
