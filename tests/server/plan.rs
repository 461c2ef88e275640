//! `plan`, `apply` and `undo` against this machine's provider API, from a primary to a zone that is served and back to
//! nothing; and an apply that is killed at each of its calls.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use understudy::product::project::ProjectFile;
use understudy::product::provider::Date;
use understudy::product::provider::exports::{Export, Site};

use super::http::ACCOUNT;
use super::judge::transferred;
use super::nameservers::parent;
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, dig, free_port, zone_file};
use super::program::{Serve, stderr, stdout, understudy};

pub const PATIENCE: Duration = Duration::from_secs(60);

pub fn project(folder: &Path, url: &str, primary: u16) -> PathBuf {
    let [algorithm, name, _] = KEY.split(':').collect::<Vec<_>>().try_into().unwrap();
    let path = folder.join("project.toml");
    let text = format!(
        "project = 1\n[provider]\nkind = \"local\"\nurl = \"{url}\"\naccount_id = \"{ACCOUNT}\"\n\
         [[tsig]]\nname = \"{name}\"\nalgorithm = \"{algorithm}\"\nsecret_env = \"XFR_SECRET\"\n\
         [[primary]]\nname = \"named\"\nip = \"127.0.0.1\"\nport = {primary}\ntransfer = \"ixfr\"\ntsig = \"{name}\"\n\
         [[acl]]\nname = \"office\"\nrange = \"192.0.2.64/28\"\n\
         [[zone]]\nname = \"{ZONE}\"\ncreate = true\nprimaries = [\"named\"]\nrefresh = 3600\n"
    );
    fs::write(&path, text).unwrap();
    path
}

pub fn command(word: &str, project: &Path, serve: &Serve) -> Command {
    let mut command = understudy();
    command.arg(word).arg(project).env("UNDERSTUDY_TOKEN", &serve.token);
    command.env("XFR_SECRET", KEY.split(':').nth(2).unwrap());
    command
}

pub fn run(word: &str, project: &Path, serve: &Serve) -> Output {
    command(word, project, serve).output().unwrap()
}

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("{}{}", stdout(output), stderr(output)))
}

/// All objects of the account, times and serials left out.
pub fn objects(serve: &Serve) -> Value {
    let account = format!("/client/v4/accounts/{ACCOUNT}/secondary_dns");
    let list = |path: &str| serve.get(path).result();
    let zones = list("/client/v4/zones");
    let links: Vec<Value> = zones
        .as_array()
        .unwrap()
        .iter()
        .map(|zone| {
            let id = zone["id"].as_str().unwrap();
            let link = serve.get(&format!("/client/v4/zones/{id}/secondary_dns/incoming")).json();
            json!({ "peers": link["result"]["peers"], "every": link["result"]["auto_refresh_seconds"] })
        })
        .collect();
    json!([list(&format!("{account}/tsigs")), list(&format!("{account}/peers")), zones, links])
}

pub fn until(what: &str, mut done: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < end, "{what}: not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_rehearsal_from_the_primary_to_undo_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let serve = Serve::start(&data);
    // The assigned name servers stand in the zone, as they must before anybody delegates to them.
    let names = ["ns0001.secondary.understudy.test", "ns0002.secondary.understudy.test"];
    let zone = fs::read_to_string(zone_file()).unwrap();
    let zone = zone.replace("IN NS   ns1\n", &format!("IN NS {}.\n", names[0]));
    let zone = zone.replace("IN NS   ns2.example.net.", &format!("IN NS {}.", names[1]));
    let Some(primary) = Primary::again(Vendor::Bind, Allow::KeyHolders, &zone, free_port(), Some(serve.dns)) else {
        return;
    };
    let Some(parent) = parent("") else { return };
    let project = project(folder.path(), &serve.http, primary.port);
    let at = names.map(|name| format!("\"{name}=127.0.0.1:{}\"", serve.dns)).join(", ");
    fs::write(&project, fs::read_to_string(&project).unwrap() + &format!("name_servers = [{at}]\n")).unwrap();
    let record = project.with_extension("applied.json");
    let before = objects(&serve);

    let plan = run("plan", &project, &serve);
    assert_eq!(code(&plan), 1, "{}{}", stdout(&plan), stderr(&plan));
    assert!(stdout(&plan).contains("create  Zone"), "{}", stdout(&plan));
    assert_eq!((objects(&serve), record.exists()), (before.clone(), false), "a plan changes nothing");

    let apply = command("apply", &project, &serve).args(["--resolver", &parent.address()]).output().unwrap();
    assert_eq!(code(&apply), 0, "{}{}", stdout(&apply), stderr(&apply));
    assert!(stdout(&apply).contains("example.com: safe to delegate\n"), "{}{}", stdout(&apply), stderr(&apply));
    until("served", || dig(serve.dns, &[ZONE, "SOA", "+short"]).contains("2026010107"));
    assert_eq!(transferred(serve.dns, Some(KEY)), transferred(primary.port, Some(KEY)));
    let secret = KEY.split(':').nth(2).unwrap();
    for text in [fs::read_to_string(&record).unwrap(), stdout(&apply), stderr(&apply), stdout(&plan), stderr(&plan)] {
        assert!(!text.contains(secret) && !text.contains(&serve.token), "{text}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&record).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let again = run("plan", &project, &serve);
    assert_eq!((code(&again), stdout(&again).contains("Nothing to do.")), (0, true), "{}", stdout(&again));

    // Nobody at the parent was asked: that point is open, and said to be.
    let apply = run("apply", &project, &serve);
    assert_eq!(code(&apply), 0, "{}{}", stdout(&apply), stderr(&apply));
    let said = stdout(&apply);
    assert!(said.contains("nothing to do") && said.contains("not shown to be safe to delegate"), "{said}");
    assert!(said.contains("unproved parent-ds") && said.contains("proved   content"), "{said}");

    // A change at the primary arrives by NOTIFY, as a difference.
    std::thread::sleep(Duration::from_millis(1_100));
    primary.update(&(zone.replace("2026010107", "2026010108") + "new IN A 192.0.2.7\n"));
    until("changed", || dig(serve.dns, &[ZONE, "SOA", "+short"]).contains("2026010108"));
    assert!(dig(serve.dns, &[&format!("new.{ZONE}"), "A", "+short"]).contains("192.0.2.7"));

    until("IXFR", || primary.log().contains("IXFR ended"));
    assert_eq!(transferred(serve.dns, Some(KEY)), transferred(primary.port, Some(KEY)));

    assert_eq!(held(&data).keys().collect::<Vec<_>>(), ["chunk", "object", "reference", "step", "zone"]);
    let undo = run("undo", &project, &serve);
    assert_eq!(code(&undo), 0, "{}{}", stdout(&undo), stderr(&undo));
    assert_eq!((objects(&serve), record.exists()), (before, false));
    // Nothing is left: no zone that runs, no answer, no version or policy in the database; after a restart neither.
    let gone = |serve: &Serve| {
        assert_eq!(serve.get("/companion/v1/zones").json()["zones"], json!([]));
        assert!(dig(serve.dns, &[ZONE, "SOA"]).contains("status: REFUSED"));
    };
    gone(&serve);
    let nothing = run("undo", &project, &serve);
    assert_eq!((code(&nothing), stdout(&nothing).as_str()), (0, "Nothing to undo.\n"));
    drop(serve);
    let serve = Serve::start(&data);
    gone(&serve);
    assert_eq!(held(&data), BTreeMap::new());
    assert!(!fs::read_dir(folder.path()).unwrap().any(|f| f.unwrap().path().to_string_lossy().contains("applied")));
}

/// The tables of the server's database that hold something, but for the audit and the schema's own.
fn held(data: &Path) -> BTreeMap<String, i64> {
    let file =
        fs::read_dir(data).unwrap().map(|f| f.unwrap().path()).find(|f| f.extension().is_some_and(|e| e == "db"));
    let database = rusqlite::Connection::open(file.expect("a database")).unwrap();
    let mut tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
    let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let names =
        names.into_iter().filter(|name| !name.starts_with("sqlite_") && !["audit", "epoch"].contains(&name.as_str()));
    let count = |name: &String| database.query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |row| row.get(0));
    names.map(|name| (name.clone(), count(&name).unwrap())).filter(|(_, rows)| *rows > 0).collect()
}

/// A server, a primary, the project that joins them and its export as a script; nothing without the tools.
fn exported(folder: &Path, export: Export) -> Option<(Serve, Primary, PathBuf, String)> {
    if ["bash", "curl", "jq"].iter().any(|tool| Command::new(tool).arg("--version").output().is_err()) {
        eprintln!("skipped: bash, curl and jq are not all installed");
        return None;
    }
    let primary = Primary::start(Vendor::Bind, Allow::KeyHolders)?;
    let serve = Serve::start(&folder.join("data"));
    let path = project(folder, &serve.http, primary.port);
    let file = ProjectFile::read(&fs::read_to_string(&path).unwrap()).unwrap();
    let want = file.wishes(&BTreeMap::new()).remove(0);
    let script = export.write(&want, &Site::here(&serve.http), Date::new(2026, 11, 25));
    Some((serve, primary, path, script))
}

/// The script makes what the plan would, so that afterwards the plan has nothing to do.
#[test]
fn the_curl_export_makes_what_the_plan_wants() {
    let folder = tempfile::tempdir().unwrap();
    let Some((serve, primary, path, script)) = exported(folder.path(), Export::Curl) else { return };
    let run_script = || {
        let secret = KEY.split(':').nth(2).unwrap();
        let mut bash = Command::new("bash");
        bash.args(["-c", &script]).env("UNDERSTUDY_TOKEN", &serve.token).env("TSIG_SECRET", secret);
        let output = bash.output().unwrap();
        assert!(output.status.success(), "{script}\n{}{}", stdout(&output), stderr(&output));
    };
    run_script();
    until("served", || dig(serve.dns, &[ZONE, "SOA", "+short"]).contains("2026010107"));
    assert_eq!(transferred(serve.dns, Some(KEY)), transferred(primary.port, Some(KEY)));
    let plan = run("plan", &path, &serve);
    assert_eq!(code(&plan), 0, "{}{}", stdout(&plan), stderr(&plan));
    let before = objects(&serve);
    run_script();
    assert_eq!(objects(&serve), before);
}

/// The words of 2018 make the same here, where they are understood.
#[test]
fn the_articles_calls_make_the_zone_here() {
    let folder = tempfile::tempdir().unwrap();
    let Some((serve, primary, _, script)) = exported(folder.path(), Export::Article) else { return };
    assert!(script.contains("secondary_dns/masters") && script.contains("account_tag"), "{script}");
    let body = json!({ "name": ZONE, "type": "secondary", "account": { "id": ACCOUNT } });
    let zone = serve.post("/client/v4/zones", &body).result();
    let mut bash = Command::new("bash");
    bash.args(["-c", &script]).env("UNDERSTUDY_TOKEN", &serve.token).env("ZONE_ID", zone["id"].as_str().unwrap());
    let output = bash.env("TSIG_SECRET", KEY.split(':').nth(2).unwrap()).output().unwrap();
    assert!(output.status.success(), "{script}\n{}{}", stdout(&output), stderr(&output));
    until("served", || dig(serve.dns, &[ZONE, "SOA", "+short"]).contains("2026010107"));
    assert_eq!(transferred(serve.dns, Some(KEY)), transferred(primary.port, Some(KEY)));
}

/// At which call [`Between`] stops, counted from 1.
#[derive(Clone, Copy)]
pub enum At {
    /// Of those that write.
    Write(u32),
    /// Of all, those that read, too.
    Call(u32),
}

/// What stands between the command and the provider, and stops at one call.
pub struct Between {
    pub url: String,
    /// Said once, when the call has come: whether it writes.
    pub stopped: Receiver<bool>,
    pub go: Sender<()>,
    /// The writing calls that were answered.
    pub written: Arc<AtomicU32>,
}

impl Between {
    /// Passes everything on until the `at`-th call that writes; that one is passed on or not, and never answered.
    pub fn start(serve: &Serve, at: u32, sent: bool) -> Self {
        Self::at(serve, At::Write(at), sent)
    }

    /// The same of any call.
    pub fn at(serve: &Serve, at: At, sent: bool) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let upstream = serve.http.trim_start_matches("http://").to_owned();
        let (stop, stopped) = channel();
        let (go, gone) = channel::<()>();
        let written = Arc::new(AtomicU32::new(0));
        let answered = Arc::clone(&written);
        std::thread::spawn(move || {
            let (mut calls, mut writes) = (0, 0);
            for client in listener.incoming() {
                let Ok(client) = client else { return };
                let mut reader = BufReader::new(client.try_clone().unwrap());
                while let Some(request) = request(&mut reader, &upstream) {
                    let is_write = !request.starts_with(b"GET ");
                    calls += 1;
                    writes += u32::from(is_write);
                    let is_it = match at {
                        At::Write(at) => is_write && writes == at,
                        At::Call(at) => calls == at,
                    };
                    if is_it {
                        if sent {
                            pass(&upstream, &request);
                        }
                        let _ = stop.send(is_write);
                        // Held until the process is dead.
                        let _ = gone.recv();
                        return;
                    }
                    let answer = pass(&upstream, &request);
                    answered.fetch_add(u32::from(is_write), Ordering::SeqCst);
                    if (&client).write_all(&answer).is_err() {
                        break;
                    }
                }
            }
        });
        Self { url, stopped, go, written }
    }

    /// Whether the process came to the call, and the call writes; none when it has ended before. It is dead then.
    pub fn kill(&self, process: &mut Child) -> Option<bool> {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Ok(writes) = self.stopped.recv_timeout(Duration::from_millis(20)) {
                process.kill().unwrap();
                process.wait().unwrap();
                let _ = self.go.send(());
                return Some(writes);
            }
            if process.try_wait().unwrap().is_some() {
                return None;
            }
            assert!(Instant::now() < end, "neither at the call nor ended within {PATIENCE:?}");
        }
    }
}

/// One request as it came, addressed to the upstream; none when the connection ended.
fn request(reader: &mut impl BufRead, upstream: &str) -> Option<Vec<u8>> {
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let lower = line.to_ascii_lowercase();
        if let Some(n) = lower.strip_prefix("content-length:") {
            length = n.trim().parse().unwrap();
        }
        assert!(!lower.starts_with("transfer-encoding:"), "a body without its length: {head}");
        let line = if lower.starts_with("host:") { format!("Host: {upstream}\r\nConnection: close\r\n") } else { line };
        head += &line;
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some([head.into_bytes(), body].concat())
}

fn pass(upstream: &str, request: &[u8]) -> Vec<u8> {
    let mut server = TcpStream::connect(upstream).unwrap();
    server.write_all(request).unwrap();
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).unwrap();
    answer
}

/// Key, peer, ACL, zone, link, transfer, and all that is read before, between and after them: each call before it is sent
/// and before its answer is heard.
#[test]
fn an_apply_killed_at_any_call_is_finished_or_undone() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let nothing = objects(&serve);
    let (mut read, mut wrote) = (0, 0);
    for at in 1.. {
        let before = (read, wrote);
        for sent in [false, true] {
            let what = format!("call {at}, sent {sent}");
            let between = Between::at(&serve, At::Call(at), sent);
            let path = project(folder.path(), &between.url, primary.port);
            let mut apply = command("apply", &path, &serve);
            let mut apply = apply.arg("--no-check").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let killed = between.kill(&mut apply);
            let record = path.with_extension("applied.json");
            match killed {
                Some(true) => wrote += 1,
                Some(false) => read += 1,
                None => {}
            }
            // What is on the disk is what was done, and besides it the one call that was under way.
            let text = fs::read_to_string(&record).unwrap_or_default();
            let states = [text.matches("\"done\"").count(), text.matches("\"intended\"").count()];
            let done = between.written.load(Ordering::SeqCst) as usize;
            assert_eq!(states, [done, usize::from(killed == Some(true))], "{what}: {text}");
            let record_was = record.exists();
            assert_eq!(record_was, states != [0, 0], "{what}");
            assert!(!path.with_extension("applied.json.part").exists(), "{what}");
            // The record is about the address that was asked; the rest goes straight to the server.
            if record_was {
                fs::write(&record, text.replace(&between.url, &serve.http)).unwrap();
            }
            let path = project(folder.path(), &serve.http, primary.port);
            // With nothing done yet, every start is the same.
            if at % 2 == u32::from(sent) && (record_was || at == 1) {
                let finished = run("apply", &path, &serve);
                assert_eq!(code(&finished), 0, "{what}: {}{}", stdout(&finished), stderr(&finished));
                let plan = run("plan", &path, &serve);
                assert_eq!(code(&plan), 0, "{what}: {}", stdout(&plan));
            }
            let undo = run("undo", &path, &serve);
            assert_eq!(code(&undo), 0, "{what}: {}{}", stdout(&undo), stderr(&undo));
            assert_eq!((objects(&serve), record.exists()), (nothing.clone(), false), "{what}");
        }
        if before == (read, wrote) {
            break;
        }
    }
    assert!(wrote == 12 && read > wrote, "killed at {wrote} calls that write, {read} that read");
}

#[test]
fn what_cannot_be_asked_ends_with_two_and_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let path = project(folder.path(), &serve.http, 53);
    let text = fs::read_to_string(&path).unwrap();
    let secret = KEY.split(':').nth(2).unwrap();
    let cases = [
        (text.replace("secret_env = \"XFR_SECRET\"", &format!("secret = \"{secret}\"")), "secret_env or secret_file"),
        (text.replace("[[zone]]", &format!("secret = \"{secret}\"\n[[zone]]")), "unknown key"),
        (text.replace("port = 53\n", &format!("port = \"{secret}\"\n")), "a whole number from 0 to 65535 belongs here"),
        (
            text.replace("token_env", "").replace("account_id", &format!("token = \"{secret}\"\naccount_id")),
            "token_env",
        ),
        (text.replace("XFR_SECRET", "XFR_NOTHING"), "XFR_NOTHING"),
        (text.replace("http://127.0.0.1", "http://192.0.2.1"), "clear text"),
        (text.replace(ACCOUNT, "abc"), "account ID"),
    ];
    for (text, says) in cases {
        fs::write(&path, text).unwrap();
        for word in ["plan", "apply"] {
            let output = run(word, &path, &serve);
            let said = stderr(&output);
            assert_eq!((code(&output), said.contains(says)), (2, true), "{word}: {said}");
            assert!(!said.contains(secret) && !stdout(&output).contains(secret), "{said}");
            assert_eq!(said.lines().filter(|l| l.starts_with("error")).count(), 1, "{said}");
        }
    }
    assert_eq!(code(&understudy().args(["plan", "/nowhere.toml"]).output().unwrap()), 2);
}

/// The article's own text in a project's place: what it describes is a project once its secret has a place.
#[test]
fn the_articles_calls_in_a_projects_place_print_the_project() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("article.txt");
    let text = format!(
        "For each POST example replace :account_tag with your Account ID: {ACCOUNT}\nAccount ID: {ACCOUNT}\n\
         curl …/accounts/:account_tag/secondary_dns/tsigs --data '{{\"name\":\"xfr.example.com.\",\"secret\":\"c2VjcmV0\",\"algo\":\"hmac-sha256.\"}}'\n\
         curl …/accounts/:account_tag/secondary_dns/masters --data '{{\"ip\":\"192.0.2.53\",\"port\":53,\"ixfr_enable\":true}}'\n\
         curl …/zones/:zone_tag/secondary_dns --data '{{\"name\":\"example.com.\",\"masters\":[\"x\"],\"auto_refresh_seconds\":30}}'\n"
    );
    fs::write(&path, text).unwrap();
    let output = understudy().arg("plan").arg(&path).output().unwrap();
    assert_eq!(code(&output), 2);
    let said = stderr(&output);
    assert!(said.contains("article's calls") && said.contains("“peer” today") && said.contains("300 s"), "{said}");
    assert!(said.contains("environment variable TSIG_SECRET") && !said.contains("in Key"), "{said}");
    let printed = stdout(&output);
    assert!(!printed.contains("c2VjcmV0") && !said.contains("c2VjcmV0"), "{printed}{said}");
    let file = ProjectFile::read(&printed).unwrap_or_else(|e| panic!("{e:?}\n{printed}"));
    assert_eq!((file.provider.account_id.as_str(), file.zone[0].create, file.zone[0].refresh), (ACCOUNT, true, 300));
}
