//! The binary under test.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The binary, with nothing in its environment that it reads unless a test sets it.
pub fn understudy() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_understudy"));
    for name in ["UNDERSTUDY_TOKEN", "UNDERSTUDY_TSIG", "UNDERSTUDY_DATA", "RUST_LOG"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Runs the binary to its end.
pub fn run(words: &[&str]) -> Output {
    understudy().args(words).output().unwrap()
}

/// The same by a clock that is `off` by so much, as faketime writes it: `-1000s`.
pub fn run_at(off: &str, words: &[&str]) -> Output {
    let binary = understudy();
    Command::new("faketime").args(["-f", off]).arg(binary.get_program()).args(words).output().unwrap()
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// `serve`, running until it is dropped.
pub struct Serve {
    child: Child,
    _stdout: BufReader<ChildStdout>,
    pub dns: u16,
    pub http: String,
    pub token: String,
    log: Arc<Mutex<String>>,
}

impl Serve {
    /// Starts it on free ports and reads the two lines that say where it is.
    pub fn start(data: &Path) -> Self {
        Self::with(data, &[])
    }

    /// The same with more arguments.
    pub fn with(data: &Path, more: &[&str]) -> Self {
        Self::with_environment(data, more, &[])
    }

    /// The same with more environment.
    pub fn with_environment(data: &Path, more: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = understudy();
        command.envs(environment.iter().copied());
        Self::of(command, data, more)
    }

    /// The same on a disk where no file may grow, until [`Self::give_room`].
    pub fn without_room(data: &Path, more: &[&str]) -> Self {
        let binary = understudy();
        let mut shell = Command::new("sh");
        // The signal would end it; ignored, a write fails as on a full disk.
        shell.args(["-c", "trap '' XFSZ; ulimit -S -f 0; exec \"$@\"", "sh"]).arg(binary.get_program());
        shell.env_remove("UNDERSTUDY_TOKEN").env_remove("RUST_LOG").stdin(Stdio::null());
        Self::of(shell, data, more)
    }

    /// Lets files grow again.
    pub fn give_room(&self) {
        let words = ["--pid", &self.child.id().to_string(), "--fsize=unlimited:"];
        assert!(Command::new("prlimit").args(words).status().unwrap().success());
    }

    fn of(mut command: Command, data: &Path, more: &[&str]) -> Self {
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--dns", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut lines = [String::new(), String::new()];
        for line in &mut lines {
            if stdout.read_line(line).unwrap() == 0 {
                let mut said = String::new();
                child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
                panic!("serve ended: {said}");
            }
        }
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let log = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                kept.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        let [first, second] = lines;
        let dns = first.trim().strip_prefix("DNS 127.0.0.1:").expect(&first).parse().unwrap();
        let open = second.trim().strip_prefix("Open ").expect(&second);
        let (http, token) = open.split_once("/#/?token=").expect(open);
        Self { child, _stdout: stdout, dns, http: http.to_owned(), token: token.to_owned(), log }
    }

    /// Sends it a signal: `HUP`.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap().success());
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Waits until the log has these words.
    pub fn log_says(&self, words: &str) {
        for _ in 0..600 {
            if self.log().contains(words) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("never logged: {words}\n{}", self.log());
    }

    /// Ends it as an operator would.
    pub fn terminate(&mut self) -> std::process::ExitStatus {
        self.signal("TERM");
        for _ in 0..50 {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("serve did not end within 5 seconds of SIGTERM");
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        // It may have been ended by the test.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
