//! `/companion/v1`: probe and transfer as the page asks for them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

use super::judge::{records, transferred};
use super::peers::{Allow, KEY, Primary, Vendor, WRONG_KEY, ZONE, free_port};
use super::program::Serve;

fn ask(port: u16, key: &str) -> Value {
    let [algorithm, name, secret] = key.split(':').collect::<Vec<_>>().try_into().unwrap();
    json!({
        "v": 1, "zone": ZONE, "peer": { "ip": "127.0.0.1", "port": port, "transport": "tcp" },
        "tsig": { "name": name, "algorithm": algorithm, "secret": secret }, "kind": "axfr"
    })
}

/// The events of a stream: `event:`, `id:` and `data:` of each must agree.
fn events(stream: &str) -> Vec<Value> {
    stream
        .split("\n\n")
        .filter(|block| block.lines().any(|line| line.starts_with("data:")))
        .map(|block| {
            let field = |name: &str| {
                let line = block.lines().find_map(|line| line.strip_prefix(name)).expect(block);
                line.trim().to_owned()
            };
            let data: Value = serde_json::from_str(&field("data:")).unwrap();
            assert_eq!(data["type"], *field("event:"));
            assert_eq!(data["seq"].to_string(), field("id:"));
            data
        })
        .collect()
}

#[test]
fn a_transfer_streams_its_progress_and_its_zone_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let serve = Serve::start(&folder.path().join("data"));
    let answer = serve.post_accepting("/companion/v1/transfer", &ask(primary.port, KEY), "text/event-stream");
    assert_eq!(answer.status, 200, "{}", answer.text);
    let events = events(&answer.text);
    let (started, done) = (events.first().unwrap(), events.last().unwrap());
    assert_eq!((&started["type"], &started["zone"]), (&json!("started"), &json!("example.com.")));
    assert!(started["local"].as_str().unwrap().starts_with("127.0.0.1:"), "{started}");
    assert_eq!((&done["type"], &done["serial"], &done["records"]), (&json!("done"), &json!(2_026_010_107), &json!(25)));
    assert!(done["soa"].as_str().unwrap().contains("2026010107 7200 900 1209600 300"), "{done}");
    assert!(!answer.text.contains(KEY.rsplit(':').next().unwrap()));

    let path = format!("/companion/v1/transfers/{}/zone", started["transfer"].as_str().unwrap());
    let zone = serve.get(&path);
    assert_eq!(zone.status, 200);
    assert_eq!(records(&zone.text), transferred(primary.port, Some(KEY)));
    assert!(zone.text.lines().next().unwrap().contains("SOA"), "the SOA comes first");
    let again = serve.get(&path);
    assert_eq!((again.status, &again.json()["error"]["code"]), (404, &json!("transfer-gone")));
}

#[test]
fn without_a_stream_only_the_last_event_comes() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let serve = Serve::start(&folder.path().join("data"));
    let probe = |key: &str| serve.post("/companion/v1/probe", &ask(primary.port, key)).json();
    let right = probe(KEY);
    assert_eq!((&right["type"], &right["serial"]), (&json!("done"), &json!(2_026_010_107)));
    let wrong = probe(WRONG_KEY);
    assert_eq!(
        (&wrong["type"], &wrong["rcode"], &wrong["tsig_error"]),
        (&json!("failed"), &json!("NOTAUTH"), &json!("BADSIG"))
    );
    assert!(!wrong["causes"].as_array().unwrap().is_empty());
    primary.stop();
    let gone = serve.post("/companion/v1/probe", &ask(primary.port, KEY)).json();
    assert_eq!((&gone["type"], &gone["code"]), (&json!("failed"), &json!("xfr-connection-refused")));
}

#[test]
fn a_client_that_goes_away_ends_the_transfer() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    // A primary that takes the question and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let body = ask(silent.local_addr().unwrap().port(), KEY).to_string();
    let mut client = TcpStream::connect(serve.http.strip_prefix("http://").unwrap()).unwrap();
    write!(
        client,
        "POST /companion/v1/transfer HTTP/1.1\r\nHost: localhost\r\nX-Understudy-Token: {}\r\n\
         Accept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        serve.token,
        body.len()
    )
    .unwrap();
    let (mut question, _) = silent.accept().unwrap();
    let mut octets = [0; 512];
    assert!(question.read(&mut octets).unwrap() > 12);
    drop(client);
    question.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    // The end of the stream, long before the 30 seconds that a silent primary is given.
    assert_eq!(question.read(&mut octets).unwrap(), 0);
}

#[test]
fn what_cannot_be_asked_is_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let port = free_port();
    for (pointer, value, status) in [
        ("/zone", json!("a..b"), 422),
        ("/peer/ip", json!("localhost"), 422),
        ("/peer/port", json!(0), 422),
        ("/peer/source", json!("::1"), 422),
        ("/tsig/algorithm", json!("hmac-sha999"), 422),
        ("/tsig/secret", json!("not base64!"), 422),
        ("/v", json!(2), 422),
    ] {
        let mut body = ask(port, KEY);
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[field] = value;
        let answer = serve.post("/companion/v1/transfer", &body);
        let json = answer.json();
        assert_eq!(
            (answer.status, &json["v"], &json["error"]["pointer"]),
            (status, &json!(1), &json!(pointer)),
            "{json}"
        );
        assert!(!answer.text.contains("not base64!"), "the secret is shown");
    }
    // RFC 9103 §9.3.1: strict privacy needs somebody to believe.
    let mut nameless = ask(port, KEY);
    nameless["peer"]["transport"] = json!("tls");
    let answer = serve.post("/companion/v1/transfer", &nameless);
    assert_eq!((answer.status, &answer.json()["error"]["pointer"]), (422, &json!("/peer/tls_name")));
    let mut unknown = ask(port, KEY);
    unknown["peers"] = json!([]);
    let answer = serve.post("/companion/v1/probe", &unknown);
    assert_eq!((answer.status, &answer.json()["error"]["code"]), (400, &json!("body-unreadable")));
}
