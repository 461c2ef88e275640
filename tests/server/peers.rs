//! Primaries: BIND, Knot, NSD and PowerDNS as Debian packs them, each in a folder of its own on a free port.

use std::fs;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The key that all primaries know.
pub const KEY: &str = "hmac-sha256:transfer.example:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
/// The same name and algorithm with another secret.
pub const WRONG_KEY: &str = "hmac-sha256:transfer.example:OTEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

/// The zone that all primaries serve.
pub const ZONE: &str = "example.com";

/// How long a daemon may take to answer; the machines that test are slow and busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whose name server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    Bind,
    Knot,
    Nsd,
    PowerDns,
}

impl Vendor {
    pub const ALL: [Self; 4] = [Self::Bind, Self::Knot, Self::Nsd, Self::PowerDns];

    const fn program(self) -> &'static str {
        match self {
            Self::Bind => "named",
            Self::Knot => "knotd",
            Self::Nsd => "nsd",
            Self::PowerDns => "pdns_server",
        }
    }
}

/// Whom a primary lets transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allow {
    /// This machine, without a key.
    Anybody,
    /// Those who sign with [`KEY`].
    KeyHolders,
}

/// A primary that runs until it is dropped.
pub struct Primary {
    child: Child,
    pub port: u16,
    folder: TempDir,
}

impl Drop for Primary {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Primary {
    /// Starts one with the zone of tests/data; none, said aloud, when the package is not installed.
    pub fn start(vendor: Vendor, allow: Allow) -> Option<Self> {
        Self::with_zone(vendor, allow, &fs::read_to_string(zone_file()).unwrap())
    }

    /// Starts one with this text as its zone.
    pub fn with_zone(vendor: Vendor, allow: Allow, zone: &str) -> Option<Self> {
        Self::again(vendor, allow, zone, free_port(), None)
    }

    /// Starts one where another has been, that tells a secondary at the port `notify` of its version (BIND only).
    pub fn again(vendor: Vendor, allow: Allow, zone: &str, port: u16, notify: Option<u16>) -> Option<Self> {
        let program = installed(vendor.program())?;
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("zone"), zone).unwrap();
        let also =
            notify.map_or_else(String::new, |to| format!("notify explicit; also-notify {{ 127.0.0.1 port {to}; }};"));
        let at = folder.path().display();
        let zone = match vendor {
            Vendor::Bind => {
                format!("zone \"{ZONE}\" {{ type primary; file \"{at}/zone\"; ixfr-from-differences yes; {also} }};\n")
            }
            Vendor::PowerDns => format!("zone \"{ZONE}\" {{ type primary; file \"{at}/zone\"; {also} }};\n"),
            Vendor::Knot => format!(
                "acl:\n  - id: who\n    action: transfer\n    {}\n\
                 zone:\n  - domain: {ZONE}\n    file: {at}/zone\n    acl: who\n    zonefile-sync: -1\n    \
                 zonefile-load: difference\n    journal-content: changes\n",
                if allow == Allow::KeyHolders {
                    format!("key: {}", key_name())
                } else {
                    "address: 127.0.0.1".to_owned()
                }
            ),
            Vendor::Nsd => format!(
                "zone:\n  name: {ZONE}\n  zonefile: zone\n  create-ixfr: yes\n  store-ixfr: yes\n  \
                 provide-xfr: 127.0.0.1 {}\n",
                if allow == Allow::KeyHolders { key_name() } else { "NOKEY" }
            ),
        };
        let child = spawn(vendor, &program, folder.path(), port, allow, &zone);
        let mut primary = Self { child, port, folder };
        primary.wait(vendor);
        Some(primary)
    }

    /// Gives it another zone text with a higher serial: it keeps the difference for IXFR, where its vendor's program does.
    pub fn update(&self, zone: &str) {
        fs::write(self.folder.path().join("zone"), zone).unwrap();
        self.reload();
    }

    /// Tells it to read its files again.
    pub fn reload(&self) {
        // named compares times, in whole seconds on some file systems.
        let hup = Command::new("kill").args(["-HUP", &self.child.id().to_string()]).status().expect("kill");
        assert!(hup.success());
    }

    /// Writes one of its files anew; it hears of it with the next [`Self::update`].
    pub fn rewrite(&self, file: &str, text: &str) {
        fs::write(self.folder.path().join(file), text).unwrap();
    }

    /// A name server that is a secondary of the server at a port of this machine, signing with [`KEY`].
    pub fn secondary_of(vendor: Vendor, port: u16, own: u16) -> Option<Self> {
        let program = installed(vendor.program())?;
        let folder = tempfile::tempdir().unwrap();
        let (at, key) = (folder.path().display().to_string(), KEY.split(':').nth(1).unwrap());
        let zone = match vendor {
            Vendor::Bind => format!(
                "zone \"{ZONE}\" {{ type secondary; masterfile-format text; file \"{at}/zone\"; \
                 primaries {{ 127.0.0.1 port {port} key \"{key}\"; }}; }};\n"
            ),
            Vendor::Knot => format!(
                "remote:\n  - id: first\n    address: 127.0.0.1@{port}\n    key: {key}\n\
                 acl:\n  - id: who\n    action: [transfer, notify]\n    address: 127.0.0.1\n\
                 zone:\n  - domain: {ZONE}\n    file: {at}/zone\n    acl: who\n    master: first\n"
            ),
            Vendor::Nsd => format!(
                "zone:\n  name: {ZONE}\n  zonefile: zone\n  provide-xfr: 127.0.0.1 NOKEY\n  \
                 allow-notify: 127.0.0.1 NOKEY\n  request-xfr: 127.0.0.1@{port} {key}\n"
            ),
            Vendor::PowerDns => return None,
        };
        let child = spawn(vendor, &program, folder.path(), own, Allow::Anybody, &zone);
        let mut secondary = Self { child, port: own, folder };
        secondary.wait(vendor);
        Some(secondary)
    }

    /// One whose zones and keys are what `config` makes of its folder; nothing is waited for.
    pub fn configured(vendor: Vendor, config: impl FnOnce(&str) -> String) -> Option<Self> {
        let program = installed(vendor.program())?;
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        let zones = config(&folder.path().display().to_string());
        let child = spawn(vendor, &program, folder.path(), port, Allow::Anybody, &zones);
        Some(Self { child, port, folder })
    }

    /// A server of [`ZONE`] configured in the vendor's own words, which are given its folder; for BIND and PowerDNS, options of
    /// its own may stand before a line `===`. It need not have the zone yet.
    pub fn as_written(
        vendor: Vendor,
        own: u16,
        files: &[(&str, &str)],
        words: impl Fn(&str) -> String,
    ) -> Option<Self> {
        Self::written(vendor, own, Allow::Anybody, files, words)
    }

    /// The same, and unless the words say otherwise only `allow` may transfer.
    pub fn written(
        vendor: Vendor,
        own: u16,
        allow: Allow,
        files: &[(&str, &str)],
        words: impl Fn(&str) -> String,
    ) -> Option<Self> {
        let program = installed(vendor.program())?;
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let words = words(&folder.path().display().to_string());
        let child = spawn(vendor, &program, folder.path(), own, allow, &words);
        Some(Self { child, port: own, folder })
    }

    /// One that a test has started itself.
    pub const fn running(child: Child, port: u16, folder: TempDir) -> Self {
        Self { child, port, folder }
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where it listens, as `--from` takes it.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn stop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
        // NSD's other processes end by themselves, a little later.
        let until = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn wait(&mut self, vendor: Vendor) {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("{vendor:?} ended with {status}:\n{}", self.log());
            }
            let answer = dig(self.port, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]);
            if answer.contains("2026") {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{vendor:?} did not answer within {PATIENCE:?}:\n{}", self.log());
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

/// The zone that primaries serve unless told otherwise.
pub fn zone_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/server/example.com.zone")
}

fn key_name() -> &'static str {
    KEY.split(':').nth(1).unwrap()
}

/// A key (name, algorithm, secret) as a vendor's configuration has it; for Knot, behind those that are there.
pub fn key_of(vendor: Vendor, [name, algorithm, secret]: [&str; 3]) -> String {
    match vendor {
        Vendor::Bind => format!("key \"{name}\" {{ algorithm {algorithm}; secret \"{secret}\"; }};\n"),
        Vendor::Knot => format!("  - id: {name}\n    algorithm: {algorithm}\n    secret: {secret}\n"),
        Vendor::Nsd => format!("key:\n  name: {name}\n  algorithm: {algorithm}\n  secret: \"{secret}\"\n"),
        Vendor::PowerDns => format!("import-tsig-key {name} {algorithm} {secret}"),
    }
}

/// The path of a program, or none with a line that says what was skipped; under CI everything must be there.
pub fn installed(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/usr/bin".into()])
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file());
    if found.is_none() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{program} is not installed");
        skipped(&format!("{program} is not installed"));
    }
    found
}

/// Says what could not be tested.
pub fn skipped(why: &str) {
    // Not by eprintln, which the test harness shows of failed tests only.
    writeln!(std::io::stderr(), "skipped: {why}").unwrap();
}

/// A port that is free for TCP and UDP at this moment.
pub fn free_port() -> u16 {
    // Below the ports that connections go out from, and each given once: nobody takes it before its server does.
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let n = NEXT.fetch_add(1, Ordering::Relaxed) + std::process::id() * 101;
        let port = 18_000 + u16::try_from(n % 14_000).unwrap();
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        if tcp.is_ok() && UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

/// What dig says to a question at a port of this machine.
pub fn dig(port: u16, words: &[&str]) -> String {
    let mut dig = Command::new("dig");
    let output = dig.arg("@127.0.0.1").arg("-p").arg(port.to_string()).args(words).output().expect("dig");
    String::from_utf8(output.stdout).unwrap()
}

/// `zone` is the zone in the vendor's words; PowerDNS reads named's.
fn spawn(vendor: Vendor, program: &Path, folder: &Path, port: u16, allow: Allow, zone: &str) -> Child {
    let at = folder.display();
    let [algorithm, name, secret] = KEY.split(':').collect::<Vec<_>>().try_into().unwrap();
    let signed = allow == Allow::KeyHolders;
    let config = folder.join("config");
    let mut command;
    match vendor {
        Vendor::Bind => {
            let (own, zone) = zone.split_once("===\n").unwrap_or(("", zone));
            let who = if signed { format!("key \"{name}\"") } else { "127.0.0.1".to_owned() };
            let text = format!(
                "key \"{name}\" {{ algorithm {algorithm}; secret \"{secret}\"; }};\n\
                 controls {{ }};\n\
                 options {{ directory \"{at}\"; pid-file \"{at}/pid\"; session-keyfile \"{at}/session\"; \
                 listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion no; notify no; \
                 dnssec-validation no; allow-transfer {{ {who}; }}; {own} }};\n\
                 {zone}"
            );
            fs::write(&config, text).unwrap();
            // Debian's AppArmor profile confines named by its path, to folders that a test does not use.
            let copy = folder.join("named");
            fs::copy(program, &copy).unwrap();
            command = Command::new(copy);
            command.arg("-g").arg("-c").arg(&config);
        }
        Vendor::Knot => {
            fs::create_dir(folder.join("db")).unwrap();
            let text = format!(
                "server:\n  rundir: {at}\n  listen: 127.0.0.1@{port}\n\
                 database:\n  storage: {at}/db\n\
                 log:\n  - target: stderr\n    any: debug\n\
                 key:\n  - id: {name}\n    algorithm: {algorithm}\n    secret: {secret}\n\
                 {zone}"
            );
            fs::write(&config, text).unwrap();
            command = Command::new(program);
            command.arg("-c").arg(&config);
        }
        Vendor::Nsd => {
            let text = format!(
                "server:\n  ip-address: 127.0.0.1@{port}\n  port: {port}\n  username: \"\"\n  zonesdir: \"{at}\"\n  \
                 database: \"\"\n  pidfile: \"{at}/pid\"\n  xfrdfile: \"{at}/xfrd\"\n  xfrdir: \"{at}\"\n  \
                 zonelistfile: \"{at}/zones\"\n  server-count: 1\n  verbosity: 2\n\
                 remote-control:\n  control-enable: no\n\
                 key:\n  name: {name}\n  algorithm: {algorithm}\n  secret: \"{secret}\"\n\
                 {zone}"
            );
            fs::write(&config, text).unwrap();
            command = Command::new(program);
            command.arg("-d").arg("-c").arg(&config);
        }
        Vendor::PowerDns => {
            let (own, zone) = zone.split_once("===\n").unwrap_or(("", zone));
            // PowerDNS 4.7 knows the older word only.
            fs::write(folder.join("named.conf"), zone.replace("type primary", "type master")).unwrap();
            let who = if signed { "" } else { "127.0.0.1" };
            let text = format!(
                "launch=bind\nbind-config={at}/named.conf\nbind-dnssec-db={at}/keys.db\nlocal-address=127.0.0.1\n\
                 local-port={port}\nsocket-dir={at}\nallow-axfr-ips={who}\n{own}"
            );
            fs::write(folder.join("pdns.conf"), text).unwrap();
            let keys = folder.join("keys.db").display().to_string();
            pdnsutil(folder, &["create-bind-db", &keys]);
            pdnsutil(folder, &["import-tsig-key", name, algorithm, secret]);
            if signed {
                pdnsutil(folder, &["activate-tsig-key", ZONE, name, "primary"]);
            }
            command = Command::new(program);
            command.arg(format!("--config-dir={at}")).args(["--daemon=no", "--guardian=no", "--write-pid=no"]);
        }
    }
    let log = fs::File::create(folder.join("log")).unwrap();
    let err = log.try_clone().unwrap();
    command.stdin(Stdio::null()).stdout(log).stderr(err);
    let until = Instant::now() + PATIENCE;
    loop {
        match command.spawn() {
            Ok(child) => return child,
            // Another test's child was forked while the copy was written, and holds it until it runs its own program.
            Err(e) if e.kind() == std::io::ErrorKind::ExecutableFileBusy && Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(e) => panic!("{vendor:?}: {e}"),
        }
    }
}

/// What pdnsutil does in a server's folder.
pub fn pdnsutil(folder: &Path, words: &[&str]) {
    let mut command = Command::new("pdnsutil");
    let output = command.arg(format!("--config-dir={}", folder.display())).args(words).output().expect("pdnsutil");
    assert!(output.status.success(), "pdnsutil {words:?}: {}", String::from_utf8_lossy(&output.stderr));
}
