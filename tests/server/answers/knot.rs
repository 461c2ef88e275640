//! A knotd with one zone, asked many questions at once over one connection.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::super::peers::free_port;
use super::questions::Asked;
use super::shown::Shown;

/// How long it may take to load a zone, or to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Questions under way at a time: they and their answers fit into a socket's buffers many times.
const AT_ONCE: usize = 64;

pub struct Knot {
    child: Child,
    stream: Option<TcpStream>,
    _folder: TempDir,
}

impl Drop for Knot {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Knot {
    /// Starts one that serves this text as it is; none when it refuses the zone.
    pub fn start(program: &Path, origin: &str, text: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let (at, port) = (folder.path().display(), free_port());
        fs::write(folder.path().join("zone"), text).unwrap();
        fs::create_dir(folder.path().join("db")).unwrap();
        let config = format!(
            "server:\n  rundir: {at}\n  listen: 127.0.0.1@{port}\n  tcp-io-timeout: 60000\n  tcp-idle-timeout: 60\n  \
             udp-workers: 1\n  tcp-workers: 1\n  background-workers: 1\n\
             database:\n  storage: {at}/db\n\
             log:\n  - target: stdout\n    any: info\n\
             zone:\n  - domain: \"{origin}\"\n    file: {at}/zone\n    zonefile-sync: -1\n    journal-content: none\n"
        );
        fs::write(folder.path().join("config"), config).unwrap();
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let mut command = Command::new(program);
        command.arg("-c").arg(folder.path().join("config")).stdin(Stdio::null()).stderr(log.try_clone().unwrap());
        let child = command.stdout(log).spawn().unwrap();
        let mut knot = Self { child, stream: None, _folder: folder };
        let until = Instant::now() + PATIENCE;
        loop {
            let log = fs::read_to_string(knot._folder.path().join("log")).unwrap();
            if log.contains("failed to load") || log.contains("failed to parse") || log.contains("zone not loaded") {
                return None;
            }
            if log.contains("loaded, serial") && log.contains("server started") {
                let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port));
                if let Ok(stream) = stream {
                    stream.set_read_timeout(Some(PATIENCE)).unwrap();
                    knot.stream = Some(stream);
                    return Some(knot);
                }
            }
            if let Some(status) = knot.child.try_wait().unwrap() {
                super::super::peers::skipped(&format!("knotd ended over {origin} with {status}"));
                return None;
            }
            assert!(Instant::now() < until, "knotd does not start:\n{log}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The answers, in the order of the questions.
    pub fn ask(&mut self, asked: &[Asked]) -> Vec<Shown> {
        let stream = self.stream.as_mut().unwrap();
        let mut shown = Vec::with_capacity(asked.len());
        for some in asked.chunks(AT_ONCE) {
            let mut queries = Vec::new();
            for (id, asked) in (0..).zip(some) {
                let query = asked.query(id);
                queries.extend(u16::try_from(query.len()).unwrap().to_be_bytes());
                queries.extend(query);
            }
            stream.write_all(&queries).unwrap();
            // RFC 7766 §6.2.1.1: answers may come in any order.
            let mut answers: Vec<Option<Shown>> = vec![None; some.len()];
            for _ in some {
                let mut len = [0; 2];
                stream.read_exact(&mut len).unwrap();
                let mut answer = vec![0; usize::from(u16::from_be_bytes(len))];
                stream.read_exact(&mut answer).unwrap();
                let id = usize::from(u16::from_be_bytes([answer[0], answer[1]]));
                assert!(answers[id].replace(Shown::new(&answer)).is_none());
            }
            shown.extend(answers.into_iter().map(Option::unwrap));
        }
        shown
    }
}
