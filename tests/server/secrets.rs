//! Secret hygiene: canaries are planted wherever a secret may come in, and looked for wherever something comes out, as they
//! are, in base64, in hex and as URLs escape them.

use std::fmt::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use data_encoding::{BASE64, HEXUPPER};
use rusqlite::types::ValueRef;
use serde_json::{Value, json};

use super::canary::{forms, search};
use super::http::ACCOUNT;
use super::program::{Serve, stderr, stdout, understudy};

/// How long a process may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// 33 octets: base64 has no padding, whose absence would make the search weaker.
const TSIG: &str = "canary-tsig-secret-0123456789-abc";
const OLD_TSIG: &str = "canary-older-secret-012345678-abc";
const TOKEN: &str = "canary-access-token-0123456789";
const PROVIDER_TOKEN: &str = "canary-provider-token-0123456789";
const WRONG_TOKEN: &str = "canary-wrong-token-0123456789";

#[test]
fn the_search_finds_what_it_looks_for() {
    let hidden = [
        TSIG.to_owned(),
        format!("key={}", BASE64.encode(format!("12{TSIG}34").as_bytes())),
        HEXUPPER.encode(TSIG.as_bytes()),
        TSIG.replace('-', "%2D"),
        format!("{:?}", TSIG.as_bytes()),
    ];
    for text in hidden {
        assert!(forms(TSIG).iter().any(|form| text.contains(form)), "{text}");
    }
}

/// Every value of every table, but the column that secrets have.
fn dump(path: &std::path::Path) -> (String, Vec<String>) {
    let database = rusqlite::Connection::open(path).unwrap();
    let names = |sql: &str| {
        let mut query = database.prepare(sql).unwrap();
        let names = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        names.collect::<Result<Vec<_>, _>>().unwrap()
    };
    let (mut text, mut secrets) = (String::new(), Vec::new());
    for table in names("SELECT name FROM sqlite_schema WHERE type = 'table'") {
        let columns = names(&format!("SELECT name FROM pragma_table_info('{table}')"));
        let mut query = database.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let mut rows = query.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for (at, column) in columns.iter().enumerate() {
                let value = match row.get_ref(at).unwrap() {
                    ValueRef::Text(octets) | ValueRef::Blob(octets) => String::from_utf8_lossy(octets).into_owned(),
                    other => format!("{other:?}"),
                };
                if (table.as_str(), column.as_str()) == ("object", "secret") {
                    secrets.push(value);
                } else {
                    writeln!(text, "{table}.{column}: {value}").unwrap();
                }
            }
        }
    }
    (text, secrets)
}

#[test]
fn no_secret_comes_out_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let environment = [
        ("UNDERSTUDY_TOKEN", TOKEN),
        ("RUST_LOG", "trace"),
        ("RUST_BACKTRACE", "full"),
        // The relay must not reach the real provider from a test.
        ("ALL_PROXY", "http://127.0.0.1:1"),
        ("HTTPS_PROXY", "http://127.0.0.1:1"),
        ("https_proxy", "http://127.0.0.1:1"),
    ];
    let trace = folder.path().join("trace");
    let flags = ["--trace", trace.to_str().unwrap(), "--trace-content"];
    let mut serve = Serve::with_environment(&data, &flags, &environment);
    let (secret, old) = (BASE64.encode(TSIG.as_bytes()), BASE64.encode(OLD_TSIG.as_bytes()));
    let account = format!("/client/v4/accounts/{ACCOUNT}/secondary_dns");
    let id = |value: Value| value["id"].as_str().unwrap().to_owned();

    // The provider answers a TSIG with its secret, so ours does: these answers are not searched, all others are.
    let key = json!({ "name": "xfr.example", "algo": "hmac-sha256", "secret": old });
    let tsig = id(serve.post(&format!("{account}/tsigs"), &key).result());
    let key = json!({ "name": "xfr.example", "algo": "hmac-sha256", "secret": secret });
    serve.put(&format!("{account}/tsigs/{tsig}"), &key).result();

    let mut said = Vec::new();
    let peer = json!({ "name": "closed", "ip": "127.0.0.1", "port": 1, "tsig_id": tsig });
    let answer = serve.post(&format!("{account}/peers"), &peer);
    let peer = id(answer.result());
    said.push(answer.text);
    let zone = json!({ "name": "secret.example", "account": { "id": ACCOUNT }, "type": "secondary" });
    let zone = id(serve.post("/client/v4/zones", &zone).result());
    for link in ["incoming", "outgoing"] {
        let body = json!({ "name": "secret.example.", "auto_refresh_seconds": 300, "peers": [peer] });
        said.push(serve.post(&format!("/client/v4/zones/{zone}/secondary_dns/{link}"), &body).text);
    }
    said.push(serve.post(&format!("/client/v4/zones/{zone}/secondary_dns/outgoing/enable"), &json!({})).text);
    said.push(serve.post(&format!("/client/v4/zones/{zone}/secondary_dns/force_axfr"), &json!({})).text);
    serve.log_says("secret.example");

    // Wrong in every way: the error must not quote it.
    for body in [
        json!({ "name": "a", "algo": "hmac-sha256", "secret": format!("{secret}!") }),
        json!({ "name": "a", "algo": "hmac-sha256", "secret": [secret] }),
        json!({ "name": "a", "algo": "hmac-sha256", "secret": { "value": secret } }),
        json!({ "name": "xfr.example", "algo": "hmac-sha256", "secret": secret }),
        json!({ "name": "a", "algo": "hmac-sha257", "secret": secret }),
        json!([secret]),
    ] {
        let answer = serve.post(&format!("{account}/tsigs"), &body);
        assert!(answer.status >= 400, "{}", answer.text);
        said.push(answer.text);
    }
    let ask = json!({ "v": 1, "zone": "secret.example", "peer": { "ip": "127.0.0.1", "port": 1, "transport": "tcp" },
        "tsig": { "name": "xfr.example", "algorithm": "hmac-sha256", "secret": secret } });
    for (path, accept) in
        [("probe", "text/event-stream"), ("probe", "application/json"), ("transfer", "text/event-stream")]
    {
        said.push(serve.post_accepting(&format!("/companion/v1/{path}"), &ask, accept).text);
    }
    let mut assigned = ask.clone();
    assigned["name_servers"] = json!(["ns.secret.test=127.0.0.1:1"]);
    assigned["content"] = json!(true);
    assigned["resolver"] = json!("127.0.0.1:1");
    let answer = serve.post("/companion/v1/nameservers", &assigned);
    assert_eq!((answer.status, &answer.json()["safe"]), (200, &json!(false)), "{}", answer.text);
    said.push(answer.text);
    assigned["tsig"]["secret"] = json!(format!("{secret}!"));
    let answer = serve.post("/companion/v1/nameservers", &assigned);
    assert_eq!(answer.status, 422, "{}", answer.text);
    said.push(answer.text);
    let mut misplaced = ask.clone();
    misplaced["tsig"]["algorithm"] = json!([secret]);
    said.push(serve.post("/companion/v1/probe", &misplaced).text);

    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().into();
    let mut raw = |path: &str, headers: &[(&str, String)]| {
        let request = agent.get(format!("{}{path}", serve.http));
        let mut response = headers.iter().fold(request, |r, (name, value)| r.header(*name, value)).call().unwrap();
        let headers = format!("{:?}", response.headers());
        said.push(headers + &response.body_mut().read_to_string().unwrap());
        response.status().as_u16()
    };
    let relay = [("X-Understudy-Token", TOKEN.to_owned()), ("Authorization", format!("Bearer {PROVIDER_TOKEN}"))];
    assert_eq!(raw("/relay/cloudflare/client/v4/zones", &relay), 502);
    assert_eq!(raw("/relay/cloudflare/client/v4/user", &relay), 403);
    assert_eq!(raw("/client/v4/zones", &[("Authorization", format!("Bearer {WRONG_TOKEN}"))]), 401);
    assert_eq!(raw("/client/v4/zones", &[("Authorization", format!("Basic {WRONG_TOKEN}"))]), 401);
    assert_eq!(raw("/companion/v1/zones", &[("X-Understudy-Token", WRONG_TOKEN.to_owned())]), 401);
    raw(&format!("/?token={WRONG_TOKEN}"), &[]);
    for path in ["/metrics", "/healthz", "/readyz", "/", "/companion/v1/zones", "/client/v4/user/tokens/verify"] {
        said.push(serve.get(path).text);
    }
    for path in ["peers", "acls"] {
        said.push(serve.get(&format!("{account}/{path}")).text);
    }
    for path in ["events", "policy"] {
        said.push(serve.get(&format!("/companion/v1/zones/secret.example./{path}")).text);
    }
    assert!(said.iter().any(|text| text.contains("xfr-")), "the zone's events were to be full");
    serve.terminate();

    let all = [TSIG, OLD_TSIG, TOKEN, PROVIDER_TOKEN, WRONG_TOKEN];
    for text in &said {
        search("an answer", text, &all);
    }
    let log = serve.log();
    for said in ["secondary_dns/tsigs/", "the connection was refused"] {
        assert!(log.contains(said), "the log was to be full:\n{log}");
    }
    search("the log", &log, &all);
    let traced = String::from_utf8_lossy(&std::fs::read(&trace).unwrap()).into_owned();
    assert!(traced.contains("secret.example"), "the trace was to be full:\n{traced}");
    search("the trace", &traced, &all);
    let (dumped, secrets) = dump(&data.join("understudy.db"));
    assert_eq!(secrets.iter().filter(|s| s.contains(&secret)).count(), 1, "the secret has its column");
    assert!(dumped.contains("POST /accounts/"), "the audit says what was done:\n{dumped}");
    search("the database outside the secret's column", &dumped, &all);
    search("the secret's column", &secrets.concat(), &[OLD_TSIG, TOKEN, PROVIDER_TOKEN, WRONG_TOKEN]);
}

/// The command line: what `plan`, `apply`, `undo`, `probe`, `transfer` and `serve --check-config` say and keep, when all goes
/// well and when a secret stands where it should not, or is wrong.
#[test]
fn the_command_line_says_and_keeps_no_secret() {
    const REFUSED: &str = "canary-refused-token-0123456789-a";
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let serve = Serve::with_environment(&data, &[], &[("UNDERSTUDY_TOKEN", TOKEN)]);
    let secret = BASE64.encode(TSIG.as_bytes());
    let all = [TSIG, TOKEN, REFUSED];
    let project = folder.path().join("project.toml");
    let text = format!(
        "project = 1\n[provider]\nkind = \"local\"\nurl = \"{}\"\naccount_id = \"{ACCOUNT}\"\n\
         [[tsig]]\nname = \"xfr.example\"\nalgorithm = \"hmac-sha256\"\nsecret_env = \"XFR_SECRET\"\n\
         [[primary]]\nname = \"closed\"\nip = \"127.0.0.1\"\nport = 1\ntsig = \"xfr.example\"\n\
         [[zone]]\nname = \"secret.example\"\ncreate = true\nprimaries = [\"closed\"]\n",
        serve.http
    );
    let config = folder.path().join("serve.toml");
    let record = project.with_extension("applied.json");
    let run = |words: &[&str], token: &str| {
        let mut command = understudy();
        command.args(words).env("UNDERSTUDY_TOKEN", token).env("XFR_SECRET", &secret).env("RUST_BACKTRACE", "full");
        command.env("UNDERSTUDY_TSIG", format!("hmac-sha256:xfr.example:{secret}"));
        let output = command.output().unwrap();
        let said = stdout(&output) + &stderr(&output);
        search(&words.join(" "), &said, &all);
        search("the record", &std::fs::read_to_string(&record).unwrap_or_default(), &all);
        (output.status.code(), said)
    };
    std::fs::write(&project, &text).unwrap();
    let path = project.to_str().unwrap();
    let (code, said) = run(&["plan", path], TOKEN);
    assert!(code == Some(1) && said.contains("xfr.example"), "{said}");
    assert_eq!(run(&["plan", path, "--format", "json"], TOKEN).0, Some(1));
    assert_ne!(run(&["plan", path], REFUSED).0, Some(1));
    // The peer's port is closed, so the serial never comes; what was made until then stands in the record.
    let mut apply = understudy();
    apply.args(["apply", path]).env("UNDERSTUDY_TOKEN", TOKEN).env("XFR_SECRET", &secret);
    let mut apply = apply.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let end = Instant::now() + PATIENCE;
    while !std::fs::read_to_string(&record).unwrap_or_default().contains("force_axfr") {
        assert!(Instant::now() < end, "no transfer was asked for");
        std::thread::sleep(Duration::from_millis(50));
    }
    apply.kill().unwrap();
    let output = apply.wait_with_output().unwrap();
    search("apply", &(stdout(&output) + &stderr(&output)), &all);
    assert_eq!(run(&["plan", path], TOKEN).0, Some(1));
    assert_eq!(run(&["undo", path], TOKEN).0, Some(0));
    // In wrong places.
    for (from, to) in [
        ("secret_env = \"XFR_SECRET\"", format!("secret = \"{secret}\"")),
        ("port = 1", format!("port = \"{secret}\"")),
        ("hmac-sha256", secret.clone()),
        ("kind = \"local\"", format!("kind = \"{TOKEN}\"")),
        ("create = true", format!("create = \"{TSIG}\"")),
    ] {
        std::fs::write(&project, text.replace(from, &to)).unwrap();
        let mut command = understudy();
        let output =
            command.args(["plan", path]).env("UNDERSTUDY_TOKEN", TOKEN).env("XFR_SECRET", &secret).output().unwrap();
        let said = stdout(&output) + &stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        // An algorithm is named, whatever stands there.
        let canaries = if from == "hmac-sha256" { &all[1..] } else { &all[..] };
        search(from, &said, canaries);
    }
    for wrong in [
        format!("version = 1\n[[key]]\nname = \"k\"\nalgorithm = \"hmac-sha256\"\nsecret = \"{secret}\"\n"),
        format!("version = 1\n[[peer]]\nname = \"p\"\naddress = \"127.0.0.1\"\nport = \"{secret}\"\n"),
        format!("version = 1\n[[key]]\nname = \"k\"\nalgorithm = \"hmac-sha256\"\nsecret_file = [\"{secret}\"]\n"),
        format!("version = 1\n[[peer]]\nname = \"p\"\naddress = \"{secret}\"\n"),
        format!("version = 1\n[[peer]]\nname = \"p\"\naddress = \"127.0.0.1\"\ntransport = \"{secret}\"\n"),
    ] {
        std::fs::write(&config, wrong).unwrap();
        assert_eq!(run(&["serve", "--config", config.to_str().unwrap(), "--check-config"], TOKEN).0, Some(1));
    }
    for words in [
        &["probe", "secret.example", "--from", "127.0.0.1:1"][..],
        &["transfer", "secret.example", "--from", "127.0.0.1:1"],
    ] {
        assert_ne!(run(words, TOKEN).0, Some(0));
    }
    assert_eq!(run(&["zone", "list", "--url", &serve.http], REFUSED).0, Some(2));
    search("the server's log", &serve.log(), &all);
}
