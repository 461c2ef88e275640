//! The binary killed at any instant: what it serves after the restart is a version that its primary had, no older than one
//! that it has served before. `UNDERSTUDY_KILLS` says how many times, `UNDERSTUDY_SEED` which instants.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, UdpSocket};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use understudy::engine::dns::{Opcode, RecordType};

use super::peers::free_port;
use super::program::understudy;
use super::scripted::{LARGE, Scripted, query, served, soa_of};

const PATIENCE: Duration = Duration::from_secs(60);

/// The longest run between the first answer and the kill.
const RUN_MS: u64 = 450;

/// What has become of the zones so far.
struct Life {
    primary: Scripted,
    zones: Vec<String>,
    port: u16,
    /// The highest serial that each zone was seen to serve.
    acknowledged: BTreeMap<String, u32>,
    random: u64,
}

impl Life {
    fn random(&mut self, below: u64) -> u64 {
        // xorshift64*: instants need no better.
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        self.random.wrapping_mul(0x2545_F491_4F6C_DD1D) % below
    }

    fn spawn(&self, folder: &Path, trace: &Path) -> Child {
        let mut command = understudy();
        command.args(["serve", "--listen", "127.0.0.1:0", "--dns", &format!("127.0.0.1:{}", self.port), "--config"]);
        command.arg(folder.join("config")).arg("--data").arg(folder.join("data")).arg("--trace").arg(trace);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Asks for the SOA of every zone until each has answered, which it does once all are restored; gives up at `until`.
    fn first_answers(&self, until: Instant) -> Option<BTreeMap<String, Option<u32>>> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(10))).unwrap();
        let (mut answers, mut octets) = (BTreeMap::new(), [0; 1_500]);
        while answers.len() < self.zones.len() {
            if Instant::now() > until {
                return None;
            }
            for zone in self.zones.iter().filter(|zone| !answers.contains_key(*zone)) {
                let _ = socket.send_to(&query(zone, RecordType::SOA, Opcode::QUERY), (Ipv4Addr::LOCALHOST, self.port));
            }
            while let Ok((len, _)) = socket.recv_from(&mut octets) {
                let (zone, serial) = soa_of(&octets[..len]).unwrap();
                answers.insert(zone, serial.ok());
            }
        }
        Some(answers)
    }

    /// Holds what is served to what the primary had and what was acknowledged.
    fn verify(&mut self, answers: &BTreeMap<String, Option<u32>>, kill: u64) {
        for (zone, serial) in answers {
            let acknowledged = self.acknowledged.get(zone).copied();
            let Some(serial) = *serial else {
                assert_eq!(acknowledged, None, "kill {kill}: {zone} lost");
                continue;
            };
            let (first, last) = self.primary.serials(zone);
            assert!(first <= serial && serial <= last, "kill {kill}: no primary had {serial} of {zone}");
            assert!(Some(serial) >= acknowledged, "kill {kill}: {zone} fell back to {serial} from {acknowledged:?}");
            assert_eq!(served(self.port, zone).unwrap(), self.primary.content(zone, serial), "kill {kill}: {zone}");
            self.acknowledged.insert(zone.clone(), serial);
        }
    }

    /// Changes zones at random instants and watches their serials, until the time has come.
    fn run(&mut self, until: Instant) {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(2))).unwrap();
        let (start, mut octets) = (Instant::now(), [0; 1_500]);
        let mut due: Vec<(u64, String)> = Vec::new();
        for zone in self.zones.clone() {
            due.push((self.random(RUN_MS / 2), zone));
        }
        while Instant::now() < until {
            let now_ms = u64::try_from(start.elapsed().as_millis()).unwrap();
            for (_, zone) in due.extract_if(.., |(at, _)| *at <= now_ms) {
                self.primary.bump(&zone);
                let notify = query(&zone, RecordType::SOA, Opcode::NOTIFY);
                let _ = socket.send_to(&notify, (Ipv4Addr::LOCALHOST, self.port));
            }
            for zone in &self.zones {
                let _ = socket.send_to(&query(zone, RecordType::SOA, Opcode::QUERY), (Ipv4Addr::LOCALHOST, self.port));
            }
            self.hear(&socket, &mut octets);
        }
        self.hear(&socket, &mut octets);
    }

    fn hear(&mut self, socket: &UdpSocket, octets: &mut [u8]) {
        loop {
            match socket.recv_from(octets) {
                Ok((len, _)) => {
                    // Answers to NOTIFYs come too.
                    let Some((zone, Ok(serial))) = soa_of(&octets[..len]) else { continue };
                    let known = self.acknowledged.entry(zone).or_default();
                    *known = serial.max(*known);
                }
                Err(e) if e.kind() == ErrorKind::ConnectionRefused => {}
                Err(_) => return,
            }
        }
    }
}

/// Whether a zone was between the first message of a transfer and the commit when the trace ended.
fn in_the_middle(trace: &Path) -> bool {
    let text = fs::read_to_string(trace).unwrap_or_default();
    let mut zones: BTreeMap<String, u8> = BTreeMap::new();
    // The last line may be cut.
    for line in text.lines().map_while(|line| serde_json::from_str::<Value>(line).ok()) {
        let stage = zones.entry(line["zone"].as_str().unwrap().to_owned()).or_default();
        let began = |said: &Value| said.as_str().unwrap().starts_with("Begin");
        if let Some(step) = line.get("step") {
            let ended = step["given"].get("stored").is_some() || step["given"].get("transfer-failed").is_some();
            *stage = if ended { 0 } else { *stage };
            *stage = if step["said"].as_array().unwrap().iter().any(began) { 1 } else { *stage };
        } else if line.get("heard").is_some() && *stage == 1 {
            *stage = 2;
        }
    }
    zones.values().any(|stage| *stage == 2)
}

#[test]
fn row_41_a_kill_at_any_instant_loses_nothing_acknowledged_and_makes_nothing_up() {
    let number = |variable: &str, usual: u64| std::env::var(variable).map_or(usual, |n| n.parse().unwrap());
    let (kills, seed) = (number("UNDERSTUDY_KILLS", 50), number("UNDERSTUDY_SEED", 7).max(1));
    let folder = tempfile::tempdir().unwrap();
    let zones: Vec<_> = (0..10).map(|n| format!("z{n}.example.")).collect();
    let first = zones.iter().map(|zone| (zone.clone(), 1));
    let primary = Scripted::start(first, Duration::from_millis(25), [3_600, 1, 86_400]);
    let mut config = "version = 1\n".to_owned();
    for (n, kind) in ["ixfr", "axfr"].iter().enumerate() {
        let port = primary.port;
        config +=
            &format!("[[peer]]\nname = \"p{n}\"\naddress = \"127.0.0.1\"\nport = {port}\ntransfer = \"{kind}\"\n");
    }
    for (n, zone) in zones.iter().enumerate() {
        config += &format!("[[zone]]\nname = \"{zone}\"\nprimaries = [\"p{}\"]\n", n % 2);
    }
    fs::write(folder.path().join("config"), config).unwrap();

    let mut life = Life { primary, zones, port: free_port(), acknowledged: BTreeMap::new(), random: seed };
    let (mut in_the_middle_of, trace) = (0, folder.path().join("trace"));
    // A zone that was never transferred would wait for its primary while that is mute.
    let mut child = life.spawn(folder.path(), &trace);
    let until = Instant::now() + PATIENCE;
    while life.acknowledged.len() < life.zones.len() {
        assert!(Instant::now() < until, "{:?}", life.acknowledged);
        life.run(Instant::now() + Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut kill = 0;
    // A few more when chance put too few into the middle.
    while kill <= kills || (in_the_middle_of * 3 < kill && kill < kills * 2) {
        // What the store holds, not what a primary would bring at once.
        life.primary.mute(true);
        let mut child = life.spawn(folder.path(), &trace);
        // Every eighth dies while it starts, or soon after.
        let early = (kill < kills && life.random(8) == 0).then(|| Duration::from_millis(life.random(200)));
        let until = early.map_or(Instant::now() + PATIENCE, |wait| Instant::now() + wait);
        let answers = life.first_answers(until);
        match &answers {
            Some(answers) => life.verify(answers, kill),
            None => assert!(early.is_some(), "kill {kill}: it never answered"),
        }
        life.primary.mute(false);
        if answers.is_some() && kill < kills {
            let wait = life.random(RUN_MS);
            life.run(Instant::now() + Duration::from_millis(wait));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        in_the_middle_of += u64::from(in_the_middle(&trace));
        kill += 1;
    }
    let kills = kill - 1;
    println!("{kills} kills, {in_the_middle_of} between first message and commit, {:?}", life.acknowledged);
    assert!(in_the_middle_of * 3 >= kills, "{in_the_middle_of} of {kills} kills between first message and commit");
    assert!(life.acknowledged.values().all(|serial| *serial > 1), "{:?}", life.acknowledged);
}

/// A first version so large that it is written while it still comes: killed in the middle of that, there is no zone, not
/// half of one; and what is begun anew leaves nothing behind.
#[test]
fn row_41_a_kill_while_a_first_version_is_written_leaves_none_or_all_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let zone = format!("{LARGE}.example.");
    let primary = Scripted::start([(zone.clone(), 1)], Duration::from_millis(5), [3_600, 1, 86_400]);
    let config = format!(
        "version = 1\n[[peer]]\nname = \"p\"\naddress = \"127.0.0.1\"\nport = {}\ntransfer = \"axfr\"\n\
         [[zone]]\nname = \"{zone}\"\nprimaries = [\"p\"]\n",
        primary.port
    );
    fs::write(folder.path().join("config"), config).unwrap();
    let zones = vec![zone.clone()];
    let mut life = Life { primary, zones, port: free_port(), acknowledged: BTreeMap::new(), random: 11 };
    let trace = folder.path().join("trace");
    let size = || {
        let size = |name: &str| fs::metadata(folder.path().join("data").join(name)).map_or(0, |file| file.len());
        size("understudy.db") + size("understudy.db-wal")
    };
    let kill = |mut child: Child| {
        child.kill().unwrap();
        child.wait().unwrap();
    };
    let answers = |life: &Life| life.first_answers(Instant::now() + PATIENCE).expect("an answer");
    let (mut in_the_middle_of, mut is_fresh) = (0, true);
    for nth in 0..12 {
        // With nothing from the primary: what the kill before has left.
        life.primary.mute(true);
        let child = life.spawn(folder.path(), &trace);
        let found = answers(&life);
        life.verify(&found, nth);
        kill(child);
        life.primary.mute(false);
        if found.values().all(Option::is_some) {
            if in_the_middle_of > 0 {
                break;
            }
            // On a busy machine the first kill came late: from the beginning.
            fs::remove_dir_all(folder.path().join("data")).unwrap();
            life.acknowledged.clear();
            is_fresh = true;
            continue;
        }
        let child = life.spawn(folder.path(), &trace);
        let until = Instant::now() + PATIENCE;
        // SQLite's log is begun anew at times, and then does not grow.
        let heard = || fs::read_to_string(&trace).unwrap_or_default().matches("\"heard\"").count();
        while if is_fresh { size() < 1 << 20 } else { heard() < 55 } {
            assert!(Instant::now() < until, "nothing was written early");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(life.random(60)));
        kill(child);
        is_fresh = false;
        in_the_middle_of += u64::from(in_the_middle(&trace));
        if in_the_middle_of >= 6 {
            break;
        }
    }
    assert!(in_the_middle_of > 0);
    let child = life.spawn(folder.path(), &trace);
    let until = Instant::now() + PATIENCE;
    while served(life.port, &zone).ok() != Some(life.primary.content(&zone, 1)) {
        assert!(Instant::now() < until, "never whole");
        std::thread::sleep(Duration::from_millis(50));
    }
    kill(child);
    life.primary.mute(true);
    let child = life.spawn(folder.path(), &trace);
    let found = answers(&life);
    assert_eq!(found[&zone], Some(1));
    life.verify(&found, 6);
    kill(child);
}
