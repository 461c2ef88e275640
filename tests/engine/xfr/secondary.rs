//! What one zone's secondary does, as timelines that a person can read: `tests/data/xfr/*.timeline`.
//!
//! A line at the margin is an input, its time first: `t=SECONDS`, `+SECONDS` after the one before, or `due` when a timer
//! comes due. Indented lines are what came of it. Zones have primaries `a`, `b` and so on, timers are shown as the time they are set to, jitter is that of the seed.
//! `UPDATE_GOLDENS=1 cargo test` writes the indented lines anew; read the difference.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use understudy::engine::diag::{Args, english};
use understudy::engine::dns::{Rcode, Serial};
use understudy::engine::limits::SecondaryLimits;
use understudy::engine::xfr::*;

/// The wall clock when the monotonic one starts.
const EPOCH_S: u64 = 1_795_000_000;

fn at(ms: u64) -> Now {
    Now { mono_ms: ms, wall_s: EPOCH_S + ms / 1_000 }
}

fn peer(letter: &str) -> PeerConfig {
    let (letter, kind) = letter.strip_suffix("+ixfr").map_or((letter, Kind::Axfr), |l| (l, Kind::Ixfr));
    let (letter, soa_via) = letter.strip_suffix("+tls").map_or((letter, Via::Udp), |l| (l, Via::Stream));
    PeerConfig { id: id(letter), label: letter.into(), soa_via, tls: soa_via == Via::Stream, kind }
}

fn id(letter: &str) -> PeerId {
    PeerId(u32::from(letter.as_bytes()[0] - b'a'))
}

fn letter(peer: PeerId) -> char {
    char::from(b'a' + u8::try_from(peer.0).unwrap())
}

/// `refresh=soa a b+ixfr`, `refresh=300 a`, `refresh=300 approval a`.
fn config(text: &str) -> Config {
    let (refresh, peers) = text.split_once(' ').unwrap_or((text, ""));
    let refresh = match refresh.strip_prefix("refresh=").expect("refresh=") {
        "soa" => Refresh::Soa,
        seconds => Refresh::Every(seconds.parse().unwrap()),
    };
    let (approval, peers) = peers.strip_prefix("approval ").map_or((false, peers), |peers| (true, peers));
    Config {
        peers: peers.split_whitespace().map(peer).collect(),
        refresh,
        limits: SecondaryLimits::default(),
        approval,
    }
}

/// `7` or `7/3600/600/86400`: serial, refresh, retry, expire.
fn candidate(text: &str) -> Candidate {
    let mut numbers = text.split('/').map(|n| n.parse().unwrap());
    let serial = Serial(numbers.next().unwrap());
    let mut timer = |default| numbers.next().unwrap_or(default);
    Candidate { serial, timers: SoaTimers { refresh: timer(3_600), retry: timer(600), expire: timer(86_400) } }
}

fn failure(word: &str) -> Failure {
    match word {
        "timeout" => Close::Timeout.failure(),
        "REFUSED" => {
            let args = Args::new().with("type", "AXFR").with("rcode", "REFUSED");
            Failure { rcode: Some(Rcode::REFUSED), ..Failure::new(&codes::XFR_RCODE, args) }
        }
        "changed" => Failure::new(&codes::XFR_SOA_CHANGED, Args::new().with("first", 1_u8).with("last", 2_u8)),
        "incremental" => Failure::new(&codes::XFR_INCREMENTAL, Args::new().with("serial", 1_u8)),
        other => panic!("no failure is called {other}"),
    }
}

fn holds(serial: &str, expire: Option<&str>) -> SoaOutcome {
    SoaOutcome::Serial { serial: Serial(serial.parse().unwrap()), expire_s: expire.map(|s| s.parse().unwrap()) }
}

fn input(words: &[&str]) -> Input {
    match words {
        ["start"] => Input::Command(Command::Start),
        ["refresh"] => Input::Command(Command::Refresh),
        ["retransfer"] => Input::Command(Command::Retransfer),
        ["approve", rest @ ..] => Input::Command(Command::Approve(rest.first().map(|s| Serial(s.parse().unwrap())))),
        ["reject", rest @ ..] => Input::Command(Command::Reject(rest.first().map(|s| Serial(s.parse().unwrap())))),
        ["judged", ticket, word] => Input::Judged(Ticket(ticket.parse().unwrap()), *word == "passes"),
        ["stop"] => Input::Command(Command::Stop),
        ["configure", rest @ ..] => Input::Command(Command::Configure(config(&rest.join(" ")))),
        ["timer", "check"] => Input::Timer(TimerId::Check),
        ["timer", "expire"] => Input::Timer(TimerId::Expire),
        ["soa", from, "failed", word] => Input::Soa(id(from), SoaOutcome::Failed(failure(word))),
        ["soa", from, serial] => Input::Soa(id(from), holds(serial, None)),
        ["soa", from, serial, "expires", seconds] => Input::Soa(id(from), holds(serial, Some(seconds))),
        ["transfer", from, "failed", word] => Input::Transfer(id(from), Outcome::Failed(failure(word))),
        ["transfer", from, "current", serial] => {
            Input::Transfer(id(from), Outcome::Current(Serial(serial.parse().unwrap())))
        }
        ["transfer", from, version] => Input::Transfer(id(from), Outcome::Complete(candidate(version), ())),
        ["stored", ticket] => Input::Stored(Ticket(ticket.parse().unwrap()), Ok(())),
        ["stored", ticket, "failed"] => {
            Input::Stored(Ticket(ticket.parse().unwrap()), Err(StoreFault { words: "disk full".to_owned() }))
        }
        ["notify", from, rest @ ..] => Input::Notify {
            from: (*from != "stranger").then(|| id(from)),
            source: "192.0.2.1".parse().unwrap(),
            serial: rest.first().map(|s| Serial(s.parse().unwrap())),
        },
        other => panic!("no input is called {other:?}"),
    }
}

/// Seconds with at most three decimals.
fn milliseconds(text: &str) -> u64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{part:0<3}").parse().unwrap()
}

fn seconds(ms: u64) -> String {
    format!("t={}.{}", ms / 1_000, ms % 1_000 / 100)
}

fn wall(s: u64) -> String {
    if s == 0 { "never".to_owned() } else { format!("t={}", i128::from(s) - i128::from(EPOCH_S)) }
}

fn note(p: &Persisted) -> String {
    let version = p.version.map_or_else(|| "nothing".to_owned(), |v| format!("serial {}", v.serial));
    let expired = if p.expired { ", expired" } else { "" };
    format!("{version}{expired}, confirmed {}, next check {}", wall(p.confirmed_s), wall(p.next_check_s))
}

fn show(output: &Output) -> String {
    match output {
        Output::AskSoa { peer, via: Via::Udp } => format!("ASK {} for its SOA over UDP", letter(*peer)),
        Output::AskSoa { peer, via: Via::Stream } => format!("ASK {} for its SOA over a connection", letter(*peer)),
        Output::Begin { peer, kind, have: None } => format!("BEGIN {} from {}", kind.mnemonic(), letter(*peer)),
        Output::Begin { peer, kind, have: Some(s) } => {
            format!("BEGIN {} from {} since {s}", kind.mnemonic(), letter(*peer))
        }
        Output::Abort(peer) => format!("ABORT {}", letter(*peer)),
        Output::Arm(timer, at_ms) => format!("ARM {timer:?} {}", seconds(*at_ms)),
        Output::Disarm(timer) => format!("DISARM {timer:?}"),
        Output::Judge(ticket, candidate) => format!("JUDGE {} serial {}", ticket.0, candidate.serial),
        Output::Store(ticket, candidate, persisted) => {
            format!("STORE {} serial {} ({})", ticket.0, candidate.serial, note(persisted))
        }
        Output::Note(persisted) => format!("NOTE {}", note(persisted)),
        Output::Serve(serving) => format!("SERVE {serving:?}"),
        Output::Event(code, args) => format!("{}: {}", code.name, english::message(code, args)),
    }
}

/// Runs a timeline's inputs and writes it as it came out.
fn run(text: &str) -> String {
    let mut machine: Option<Secondary> = None;
    let (mut now_ms, mut armed) = (0, BTreeMap::new());
    let mut out = String::new();
    for line in text.lines() {
        if line.starts_with(' ') {
            continue;
        }
        writeln!(out, "{line}").unwrap();
        let words: Vec<_> = line.split_whitespace().collect();
        match words.as_slice() {
            [] | ["#", ..] => {}
            ["zone", rest @ ..] => machine = Some(Secondary::new(config(&rest.join(" ")), Persisted::default(), 1)),
            // Another process, at this time of the wall clock; what it remembers is what was noted last.
            ["restart", rest @ ..] => {
                let persisted = machine.as_ref().unwrap().persisted();
                machine = Some(Secondary::new(config(&rest.join(" ")), persisted, 2));
            }
            [time, rest @ ..] => {
                now_ms = match time.split_at(1) {
                    ("+", seconds) => now_ms + milliseconds(seconds),
                    _ if *time == "due" => armed[rest[1]],
                    _ => milliseconds(time.strip_prefix("t=").expect("t=")),
                };
                let mut outputs = Vec::new();
                machine.as_mut().unwrap().step(at(now_ms), input(rest), &mut outputs);
                for output in &outputs {
                    if let Output::Arm(timer, at_ms) = output {
                        armed.insert(if *timer == TimerId::Check { "check" } else { "expire" }, *at_ms);
                    }
                    writeln!(out, "      {}", show(output)).unwrap();
                }
            }
        }
    }
    out
}

fn timelines() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/xfr");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "timeline"));
    files.sort();
    files
}

#[test]
fn timelines_are_as_written() {
    let mut wrong = Vec::new();
    let files = timelines();
    assert!(files.len() >= 10, "{} timelines", files.len());
    for file in files {
        let expected = std::fs::read_to_string(&file).unwrap();
        let got = run(&expected);
        if got != expected {
            if std::env::var_os("UPDATE_GOLDENS").is_some() {
                std::fs::write(&file, got).unwrap();
            } else {
                let place = expected.lines().zip(got.lines()).position(|(a, b)| a != b).unwrap_or(0);
                let line = |t: &str| t.lines().nth(place).unwrap_or("").to_owned();
                wrong.push(format!(
                    "{}:{}\n  want {}\n  got  {}",
                    file.display(),
                    place + 1,
                    line(&expected),
                    line(&got)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_idle_machine_is_small() {
    let config = config("refresh=soa a b c d");
    let label: usize = config.peers.iter().map(|p| p.label.len() + 16).sum();
    let heap = config.peers.len() * size_of::<PeerConfig>() + label;
    let whole = size_of::<Secondary>() + heap;
    assert!(whole <= 1_024, "{whole} octets with four primaries");
}

#[test]
fn extreme_timers_neither_spin_nor_overflow() {
    for timers in ["0/0/0", "4294967295/4294967295/4294967295", "0/4294967295/1"] {
        let mut machine = Secondary::new(config("refresh=soa a"), Persisted::default(), 7);
        let mut now_ms = 0;
        let mut asked = 0;
        let mut inputs = vec![Input::Command(Command::Start)];
        while let Some(next) = inputs.pop() {
            let mut out = Vec::new();
            machine.step(at(now_ms), next, &mut out);
            for output in out {
                match output {
                    Output::AskSoa { peer, .. } => {
                        asked += 1;
                        inputs.push(Input::Soa(peer, holds("7", None)));
                    }
                    Output::Begin { peer, .. } => {
                        let version = candidate(&format!("7/{timers}"));
                        inputs.push(Input::Transfer(peer, Outcome::Complete(version, ())));
                    }
                    Output::Store(ticket, ..) => inputs.push(Input::Stored(ticket, Ok(()))),
                    Output::Arm(TimerId::Check, at_ms) => {
                        assert!(at_ms > now_ms, "{timers}: a check without a wait");
                        if at_ms < 60_000 {
                            now_ms = at_ms;
                            inputs.push(Input::Timer(TimerId::Check));
                        }
                    }
                    _ => {}
                }
            }
        }
        assert!((1..=40).contains(&asked), "{timers}: {asked} SOA queries in a minute");
    }
}

#[test]
fn a_flood_of_notifies_makes_one_check_an_interval() {
    let mut machine = Secondary::new(config("refresh=300 a"), Persisted::default(), 7);
    let mut out = Vec::new();
    machine.step(at(0), Input::Command(Command::Start), &mut out);
    machine.step(at(0), input(&["soa", "a", "7"]), &mut out);
    machine.step(at(0), input(&["transfer", "a", "7"]), &mut out);
    machine.step(at(0), input(&["stored", "1"]), &mut out);
    let (mut asked, mut events, mut armed_ms) = (0, 0, u64::MAX);
    for n in 0..100_000_u64 {
        let now = at(10_000 + n / 10);
        let mut out = Vec::new();
        if armed_ms <= now.mono_ms {
            armed_ms = u64::MAX;
            machine.step(now, Input::Timer(TimerId::Check), &mut out);
        }
        machine.step(now, input(&["notify", "a"]), &mut out);
        if machine.is_idle() {
            events += out.iter().filter(|o| matches!(o, Output::Event(..))).count();
        } else {
            asked += 1;
            machine.step(now, input(&["soa", "a", "7"]), &mut out);
        }
        for output in &out {
            match output {
                Output::Arm(TimerId::Check, at_ms) => armed_ms = *at_ms,
                Output::Disarm(TimerId::Check) => armed_ms = u64::MAX,
                _ => {}
            }
        }
    }
    assert!((9..=11).contains(&asked), "{asked} checks in ten seconds");
    assert!(events <= 100, "{events} events");
}

/// Anything that can happen, in any order.
fn anything() -> impl Strategy<Value = Vec<String>> {
    let serial = || prop_oneof![0_u32..4, Just(u32::MAX), Just(0x8000_0000)];
    let from = || prop_oneof![Just("a"), Just("b")];
    let word = prop_oneof![
        Just("refresh".to_owned()),
        Just("retransfer".to_owned()),
        Just("timer check".to_owned()),
        Just("timer expire".to_owned()),
        Just("configure refresh=300 b a+ixfr".to_owned()),
        Just("notify stranger".to_owned()),
        (from(), serial()).prop_map(|(f, s)| format!("soa {f} {s}")),
        from().prop_map(|f| format!("soa {f} failed timeout")),
        from().prop_map(|f| format!("soa {f} failed REFUSED")),
        (from(), serial()).prop_map(|(f, s)| format!("transfer {f} {s}")),
        (from(), serial()).prop_map(|(f, s)| format!("transfer {f} current {s}")),
        from().prop_map(|f| format!("transfer {f} failed changed")),
        (from(), serial()).prop_map(|(f, s)| format!("notify {f} {s}")),
        (0_u32..4).prop_map(|t| format!("stored {t}")),
        (0_u32..4).prop_map(|t| format!("stored {t} failed")),
    ];
    proptest::collection::vec(word, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    /// RFC 1982: without an order to retransfer and without expiry, a zone never goes back; and an idle machine always
    /// has a check armed, or it would never look again.
    #[test]
    fn whatever_happens_the_zone_never_goes_back_nor_falls_asleep(words in anything()) {
        let mut machine = Secondary::new(config("refresh=soa a+ixfr b"), Persisted::default(), 3);
        let mut out = Vec::new();
        machine.step(at(0), Input::Command(Command::Start), &mut out);
        let (mut armed, mut free) = (None, false);
        for (n, words) in words.iter().enumerate() {
            let before = machine.version();
            free |= words == "retransfer" || machine.is_expired();
            let now = at(n as u64 * 7_000);
            out.clear();
            if words == "timer check" {
                armed = armed.filter(|at_ms| *at_ms > now.mono_ms);
            }
            machine.step(now, input(&words.split(' ').collect::<Vec<_>>()), &mut out);
            for output in &out {
                match output {
                    Output::Arm(TimerId::Check, at_ms) => {
                        prop_assert!(*at_ms >= now.mono_ms);
                        armed = Some(*at_ms);
                    }
                    Output::Disarm(TimerId::Check) => armed = None,
                    _ => {}
                }
            }
            prop_assert!(armed.is_some() || !machine.is_idle(), "asleep after {words}");
            prop_assert!(armed.is_none() || machine.is_idle(), "armed while busy after {words}");
            if let (Some(old), Some(new)) = (before, machine.version())
                && old.serial != new.serial
            {
                prop_assert!(free || old.serial.is_before(new.serial), "{} after {}", new.serial, old.serial);
                free = false;
            }
        }
    }

    /// The seam of design.md §3: the same seed and inputs give the same outputs.
    #[test]
    fn the_same_inputs_and_seed_give_the_same_outputs(words in anything()) {
        let timeline = |seed| {
            let mut machine = Secondary::new(config("refresh=soa a+ixfr b"), Persisted::default(), seed);
            let mut out = Vec::new();
            machine.step(at(0), Input::Command(Command::Start), &mut out);
            for (n, words) in words.iter().enumerate() {
                machine.step(at(n as u64 * 700), input(&words.split(' ').collect::<Vec<_>>()), &mut out);
            }
            out
        };
        prop_assert_eq!(timeline(3), timeline(3));
    }
}
