//! Whether it is safe to delegate, asked of name servers that run: BIND as primary, this program as the provider's name
//! servers, another BIND as the parent zone's.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use super::http::ACCOUNT;
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, dig, free_port, installed, zone_file};
use super::program::Serve;

/// The zone with both assigned name servers in its apex NS.
fn zone() -> String {
    fs::read_to_string(zone_file()).unwrap()
}

/// A parent zone that delegates, with this DS or none.
pub fn parent(ds: &str) -> Option<Primary> {
    let own = free_port();
    let text = format!("$TTL 60\n@ SOA ns h 1 60 60 60 60\n@ NS ns\nns A 192.0.2.1\nexample NS ns\n{ds}\n");
    let parent = Primary::as_written(Vendor::Bind, own, &[("parent", &text)], |at| {
        format!("zone \"com\" {{ type primary; file \"{at}/parent\"; }};\n")
    })?;
    for _ in 0..600 {
        if dig(own, &["com", "SOA", "+short", "+time=1", "+tries=1"]).contains("60 60") {
            return Some(parent);
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("the parent does not answer: {}", parent.log());
}

/// Links the zone of a primary at the provider's API; both assigned name servers are this server.
fn link(serve: &Serve, primary: u16) {
    let [algo, name, secret] = KEY.split(':').collect::<Vec<_>>().try_into().unwrap();
    let account = format!("/client/v4/accounts/{ACCOUNT}/secondary_dns");
    let id = |value: Value| value["id"].as_str().unwrap().to_owned();
    let tsig = serve.post(&format!("{account}/tsigs"), &json!({ "name": name, "algo": algo, "secret": secret }));
    let peer = json!({ "name": "named", "ip": "127.0.0.1", "port": primary, "tsig_id": id(tsig.result()) });
    let peer = id(serve.post(&format!("{account}/peers"), &peer).result());
    let zone = json!({ "name": ZONE, "account": { "id": ACCOUNT }, "type": "secondary" });
    let zone = id(serve.post("/client/v4/zones", &zone).result());
    let incoming = json!({ "name": ZONE, "auto_refresh_seconds": 86_400, "peers": [peer] });
    serve.post(&format!("/client/v4/zones/{zone}/secondary_dns/incoming"), &incoming).result();
    for _ in 0..600 {
        if dig(serve.dns, &[ZONE, "SOA", "+short"]).contains("2026") {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("never served: {}", serve.log());
}

fn ask(primary: &Primary, servers: &[String], parent: &Primary) -> Value {
    let [algorithm, name, secret] = KEY.split(':').collect::<Vec<_>>().try_into().unwrap();
    json!({
        "v": 1, "zone": ZONE, "name_servers": servers, "content": true,
        "peer": { "ip": "127.0.0.1", "port": primary.port },
        "tsig": { "name": name, "algorithm": algorithm, "secret": secret }, "resolver": parent.address(),
    })
}

fn standing<'a>(report: &'a Value, condition: &str) -> &'a Value {
    let points = report["points"].as_array().unwrap_or_else(|| panic!("{report}"));
    &points.iter().find(|point| point["condition"] == condition).unwrap_or_else(|| panic!("{report}"))["standing"]
}

#[test]
fn it_is_safe_when_all_of_it_is_shown_and_each_thing_alone_makes_it_unsafe() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let (Some(none), Some(some)) = (parent(""), parent(&format!("example DS 12345 13 2 {}", "ab".repeat(32)))) else {
        return;
    };
    link(&serve, primary.port);
    let at = |name: &str, port: u16| format!("{name}=127.0.0.1:{port}");
    let servers = [at("ns1.example.com", serve.dns), at("ns2.example.net", serve.dns)];
    let check = |servers: &[String], parent: &Primary| {
        let answer = serve.post("/companion/v1/nameservers", &ask(&primary, servers, parent));
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert!(!answer.text.contains(KEY.rsplit(':').next().unwrap()));
        answer.json()
    };

    let report = check(&servers, &none);
    assert_eq!(report["safe"], true, "{report:#}");
    let address = &report["servers"][1]["addresses"][0];
    assert_eq!((&address["serial"], &address["authoritative"]), (&json!(2_026_010_107), &json!(true)), "{report:#}");
    // All but the address below the delegation: no question reaches it.
    let content = &address["content"];
    assert_eq!((&content["compared"], &content["total"]), (&json!(21), &json!(21)), "{report:#}");

    let report = check(&servers, &some);
    assert_eq!((&report["safe"], standing(&report, "parent-ds")), (&json!(false), &json!("false")), "{report:#}");
    assert_eq!(report["parent"]["ds"][0]["key_tag"], 12_345);

    let report = check(&[servers[0].clone(), at("ns3.example.org", serve.dns)], &none);
    assert_eq!((&report["safe"], standing(&report, "apex-ns")), (&json!(false), &json!("false")), "{report:#}");

    // A server with other content under the same serial, and one that does not serve the zone.
    let other = zone().replace("192.0.2.81", "192.0.2.82");
    let other = Primary::with_zone(Vendor::Bind, Allow::Anybody, &other).unwrap();
    let report = check(&[servers[0].clone(), at("ns2.example.net", other.port)], &none);
    assert_eq!((&report["safe"], standing(&report, "content")), (&json!(false), &json!("false")), "{report:#}");
    assert_eq!(report["servers"][1]["addresses"][0]["content"]["different"], json!(["web.example.com. A"]));
    // A resolver sees TTLs and glue, too: the one is said, the other makes it unsafe.
    let other = zone().replace("mail   600", "mail   601");
    let other = Primary::with_zone(Vendor::Bind, Allow::Anybody, &other).unwrap();
    let report = check(&[servers[0].clone(), at("ns2.example.net", other.port)], &none);
    let content = &report["servers"][1]["addresses"][0]["content"];
    assert_eq!((&content["other_ttl"], &content["ttls"]), (&json!(1), &json!(["mail.example.com. A"])), "{report:#}");
    assert_eq!(report["safe"], true, "{report:#}");
    let other = zone().replace("192.0.2.153", "192.0.2.154");
    assert_ne!(other, zone());
    let other = Primary::with_zone(Vendor::Bind, Allow::Anybody, &other).unwrap();
    let report = check(&[servers[0].clone(), at("ns2.example.net", other.port)], &none);
    assert_eq!(report["servers"][1]["addresses"][0]["content"]["different"], json!(["child.example.com. NS"]));
    assert_eq!((&report["safe"], standing(&report, "content")), (&json!(false), &json!("false")), "{report:#}");
    let report = check(&[servers[0].clone(), at("ns2.example.net", none.port)], &none);
    assert_eq!((&report["safe"], standing(&report, "answers")), (&json!(false), &json!("false")), "{report:#}");
    let report = check(&[servers[0].clone(), at("ns2.example.net", free_port())], &none);
    assert_eq!(report["servers"][1]["addresses"][0]["failure"]["code"], "xfr-connection-refused", "{report:#}");
    assert_eq!((&report["safe"], standing(&report, "answers")), (&json!(false), &json!("false")), "{report:#}");

    // The primary has gone on, and the servers have not.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    primary.update(&zone().replace("2026010107", "2026010108"));
    for _ in 0..600 {
        if dig(primary.port, &[ZONE, "SOA", "+short"]).contains("2026010108") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let report = check(&servers, &none);
    assert_eq!((&report["safe"], standing(&report, "serial")), (&json!(false), &json!("false")), "{report:#}");
    assert_eq!(standing(&report, "content"), "unproved", "{report:#}");
}

/// A zone that the primary signs, with NSEC3: the chain is compared, too, and is the same at named and here.
#[test]
fn an_nsec3_chain_is_compared_by_what_denies() {
    let (Some(keygen), Some(signzone)) = (installed("dnssec-keygen"), installed("dnssec-signzone")) else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = |command: &mut Command| {
        let output = command.current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    fs::write(folder.path().join("zone"), zone()).unwrap();
    for flags in [&["-a", "ECDSAP256SHA256", ZONE][..], &["-a", "ECDSAP256SHA256", "-f", "KSK", ZONE]] {
        run(Command::new(&keygen).args(flags));
    }
    run(Command::new(signzone).args(["-S", "-3", "-", "-H", "0", "-o", ZONE, "-f", "signed", "zone"]));
    let signed = fs::read_to_string(folder.path().join("signed")).unwrap();
    let Some(primary) = Primary::with_zone(Vendor::Bind, Allow::KeyHolders, &signed) else { return };
    let Some(none) = parent("") else { return };
    let serve = Serve::start(&folder.path().join("data"));
    link(&serve, primary.port);
    let again = Primary::with_zone(Vendor::Knot, Allow::Anybody, &signed);
    let mut servers = vec![format!("ns1.example.com=127.0.0.1:{}", serve.dns)];
    servers.extend(again.iter().map(|knot| format!("ns2.example.net=127.0.0.1:{}", knot.port)));
    let report = serve.post("/companion/v1/nameservers", &ask(&primary, &servers, &none)).json();
    for server in report["servers"].as_array().unwrap() {
        let content = &server["addresses"][0]["content"];
        let (compared, differ) = (content["compared"].as_u64().unwrap(), content["differ"].as_u64().unwrap());
        // 21 of the unsigned zone, DNSKEY, NSEC3PARAM, and an NSEC3 of each name but the alias, the delegation with DS
        // and the empty ones.
        assert_eq!((compared, differ), (21 + 2 + 12, 0), "{report:#}");
    }
    assert_eq!(standing(&report, "content"), "proved", "{report:#}");
}

#[test]
fn what_cannot_be_asked_is_refused_or_said() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let post = |body: Value| {
        let answer = serve.post("/companion/v1/nameservers", &body);
        (answer.status, answer.json())
    };
    let many: Vec<String> = (0..17).map(|n| format!("ns{n}.example.test")).collect();
    let (status, error) = post(json!({ "v": 1, "zone": ZONE, "name_servers": many }));
    assert_eq!((status, &error["error"]["pointer"]), (422, &json!("/name_servers")));
    let (status, error) = post(json!({ "v": 1, "zone": ZONE, "name_servers": ["a.example=here"] }));
    assert_eq!((status, &error["error"]["pointer"]), (422, &json!("/name_servers/0")));
    let (status, error) = post(json!({ "v": 1, "zone": ZONE, "name_servers": ["a.example=169.254.169.254:53"] }));
    assert_eq!((status, &error["error"]["code"]), (403, &json!("peer-not-allowed")));
    let resolver = format!("127.0.0.1:{}", free_port());
    let body = json!({ "v": 1, "zone": ZONE, "name_servers": many[..16], "resolver": resolver });
    let (status, report) = post(body);
    assert_eq!((status, &report["safe"]), (200, &json!(false)), "{report:#}");
    assert!(report["points"].as_array().unwrap().iter().all(|point| point["standing"] == "unproved"), "{report:#}");
    assert_eq!(report["servers"][0]["failure"]["code"], "unresolved", "{report:#}");
}
