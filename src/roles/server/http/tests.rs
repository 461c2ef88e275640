//! The routes, asked without a socket.

mod api;
mod debug;
mod relay;
mod scale;

use std::path::PathBuf;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::*;
use crate::roles::server::Config;
use crate::roles::server::driver::Control;
use crate::roles::server::store::sqlite::Sqlite;
use crate::roles::server::token::Token;
use crate::roles::server::transfer::Transfers;

const ACCOUNT: &str = "/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/secondary_dns";
const SECRET: &str = "c2VjcmV0LW9mLXRoZS10ZXN0LWtleQ==";

struct Site {
    router: Router,
    app: App,
    _data: tempfile::TempDir,
}

fn site(www: Option<PathBuf>) -> Site {
    site_with(|config| Config { www, ..config }, Limits::default())
}

fn site_with(change: impl FnOnce(Config) -> Config, limits: Limits) -> Site {
    let data = tempfile::tempdir().unwrap();
    let store = Arc::new(Sqlite::open(data.path()).unwrap());
    let config = Config {
        listen: vec!["127.0.0.1:8053".parse().unwrap()],
        dns: Vec::new(),
        hosts: vec!["dns.example.net".to_owned()],
        ..Config::local(data.path().to_owned(), Token::given("right").unwrap())
    };
    let config = change(config);
    let control = Control::new(store.clone(), Vec::new());
    let (transfers, policies) = (Transfers::default(), Arc::default());
    let app = App { control, transfers, policies, store, config: Arc::new(config) };
    Site { router: bounded_router(app.clone(), limits), app, _data: data }
}

impl Site {
    async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", "127.0.0.1:8053");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, to_bytes(body, 64 << 20).await.unwrap().to_vec())
    }

    /// With the token; the envelope must be one.
    async fn api(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (status, _, answer) = self.ask(method, path, &[("authorization", "Bearer right")], &body).await;
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        assert_eq!(answer["success"], json!(status.is_success()), "{answer}");
        (status.as_u16(), answer)
    }

    async fn made(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.api("POST", path, body).await;
        // The provider answers 200 to what creates, not 201.
        assert_eq!(status, 200, "{answer}");
        answer["result"].clone()
    }
}

#[tokio::test]
async fn foreign_names_and_sites_are_refused_everywhere() {
    let site = site(None);
    let status = async |headers: &[(&str, &str)]| site.ask("GET", "/healthz", headers, "").await.0;
    for host in ["127.0.0.1:8053", "127.0.0.1", "localhost:1", "LOCALHOST", "dns.example.net:443"] {
        assert_eq!(status(&[("host", host)]).await, 200, "{host}");
    }
    for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.0.2.1", "", "[::1]"] {
        assert_eq!(status(&[("host", host)]).await, 403, "{host}");
    }
    let origin = async |origin: &str| status(&[("host", "localhost:8053"), ("origin", origin)]).await;
    assert_eq!(origin("http://localhost:8053").await, 200);
    for foreign in ["http://evil.example", "null", "http://localhost:9", "localhost:8053"] {
        assert_eq!(origin(foreign).await, 403, "{foreign}");
    }
}

#[tokio::test]
async fn each_route_asks_for_its_own_token_and_answers_in_its_own_shape() {
    let site = site(None);
    let get = async |path: &str, headers: &[(&str, &str)]| {
        let (status, _, body) = site.ask("GET", path, headers, "").await;
        (status.as_u16(), serde_json::from_slice::<Value>(&body).unwrap())
    };
    let verify = "/client/v4/user/tokens/verify";
    for right in [("authorization", "Bearer right"), ("authorization", "bearer right"), ("x-auth-key", "right")] {
        assert_eq!(get(verify, &[right]).await.0, 200, "{right:?}");
    }
    let code = async |headers: &[(&str, &str)]| {
        let (status, body) = get(verify, headers).await;
        assert_eq!((status, &body["success"], &body["result"]), (401, &json!(false), &Value::Null));
        body["errors"][0]["code"].as_u64().unwrap()
    };
    assert_eq!(code(&[]).await, 9106);
    assert_eq!(code(&[("x-understudy-token", "right")]).await, 9106);
    assert_eq!(code(&[("authorization", "Bearer wrong")]).await, 10_000);
    assert_eq!(code(&[("x-auth-key", "wrong"), ("x-auth-email", "a@example.net")]).await, 10_000);
    assert_eq!(code(&[("authorization", "Basic cmlnaHQ=")]).await, 6003);
    let clock = "/companion/v1/clock";
    assert_eq!(get(clock, &[("x-understudy-token", "right")]).await.0, 200);
    for wrong in [&[][..], &[("x-understudy-token", "wrong")], &[("authorization", "Bearer right")]] {
        let (status, body) = get(clock, wrong).await;
        assert_eq!((status, &body["v"], &body["error"]["code"]), (401, &json!(1), &json!("unauthorized")));
    }
    let (status, body) = get("/companion/v1/nothing", &[("x-understudy-token", "right")]).await;
    assert_eq!((status, &body["error"]["code"]), (404, &json!("no-such-route")));
}

#[tokio::test]
async fn objects_are_made_changed_found_and_removed() {
    let site = site(None);
    let key = json!({"name": "xfr.example.com", "algo": "hmac-sha256", "secret": SECRET});
    let key = site.made(&format!("{ACCOUNT}/tsigs"), key).await;
    assert_eq!(
        (&key["name"], &key["algo"], &key["secret"]),
        (&json!("xfr.example.com."), &json!("hmac-sha256."), &json!(SECRET))
    );
    let key_path = format!("{ACCOUNT}/tsigs/{}", key["id"].as_str().unwrap());
    let rotated = json!({"name": "xfr.example.com.", "algo": "hmac-sha512.", "secret": "bmV3"});
    let (_, put) = site.api("PUT", &key_path, rotated).await;
    assert_eq!((&put["result"]["id"], &put["result"]["secret"]), (&key["id"], &json!("bmV3")));

    let other = json!({"name": "other.example.com", "algo": "hmac-sha256", "secret": SECRET});
    let other = site.made(&format!("{ACCOUNT}/tsigs"), other).await;
    let taken = json!({"name": "xfr.example.com.", "algo": "hmac-sha256", "secret": SECRET});
    let other_path = format!("{ACCOUNT}/tsigs/{}", other["id"].as_str().unwrap());
    assert_eq!(site.api("PUT", &other_path, taken).await.0, 409);

    // A name alone; a float port; an absent key is kept, null clears.
    let peer = site.made(&format!("{ACCOUNT}/peers"), json!({"name": "a"})).await;
    assert_eq!((&peer["ip"], &peer["port"], peer.get("tsig_id")), (&json!(""), &json!(0), None));
    let peer_path = format!("{ACCOUNT}/peers/{}", peer["id"].as_str().unwrap());
    let all = json!({"name": "a", "ip": "127.0.0.1", "port": 1.0, "ixfr_enable": true, "tsig_id": key["id"]});
    assert_eq!(site.api("PUT", &peer_path, all).await.1["result"]["port"], json!(1));
    let (_, kept) = site.api("PUT", &peer_path, json!({"name": "b"})).await;
    assert_eq!((&kept["result"]["ip"], &kept["result"]["tsig_id"]), (&json!("127.0.0.1"), &key["id"]));

    let (_, cleared) = site.api("PUT", &peer_path, json!({"name": "b", "tsig_id": null})).await;
    assert_eq!((&cleared["result"]["ip"], cleared["result"].get("tsig_id")), (&json!("127.0.0.1"), None));
    assert_eq!(site.api("PUT", &peer_path, json!({"tsig_id": key["id"]})).await.1["result"]["tsig_id"], key["id"]);

    let zone = json!({"name": "Example.COM", "type": "secondary", "account": {"id": ACCOUNT.split('/').nth(4)}});
    let zone = site.made("/client/v4/zones", zone.clone()).await;
    assert_eq!(
        (&zone["name"], &zone["status"], &zone["type"]),
        (&json!("example.com"), &json!("pending"), &json!("secondary"))
    );
    assert!(zone["name_servers"].as_array().unwrap().iter().all(|n| n.as_str().unwrap().contains(".secondary.")));
    let zone_path = format!("/client/v4/zones/{}", zone["id"].as_str().unwrap());
    let link_path = format!("{zone_path}/secondary_dns/incoming");
    assert_eq!(site.api("GET", &link_path, Value::Null).await.0, 404);
    let link = json!({"name": "example.com.", "peers": [peer["id"]], "auto_refresh_seconds": 300.0});
    let made = site.made(&link_path, link.clone()).await;
    assert_eq!((&made["id"], &made["soa_serial"], &made["primaries"]), (&zone["id"], &json!(0), &json!([peer["id"]])));
    assert_eq!(site.api("POST", &link_path, link).await.0, 409);
    let forced = site.api("POST", &format!("{zone_path}/secondary_dns/force_axfr"), Value::Null).await;
    assert_eq!(forced.1["result"], json!("OK"));

    assert_eq!(site.api("DELETE", &key_path, Value::Null).await.0, 409);
    assert_eq!(site.api("DELETE", &peer_path, Value::Null).await.0, 409);
    // With `{}`, as some clients send it.
    assert_eq!(site.api("DELETE", &link_path, json!({})).await.1["result"]["id"], zone["id"]);
    for path in [&peer_path, &key_path, &zone_path] {
        assert_eq!(site.api("DELETE", path, Value::Null).await.0, 200);
        assert_eq!(site.api("GET", path, Value::Null).await.0, 404);
    }
}

/// Polled once, then dropped, as when a client hangs up. A time-out of zero would not do: it may poll again.
async fn drop_at_once(work: impl Future) {
    let mut work = std::pin::pin!(work);
    let first = std::future::poll_fn(|context| std::task::Poll::Ready(work.as_mut().poll(context).is_pending())).await;
    assert!(first, "a change runs in a task of its own");
}

#[tokio::test]
async fn what_a_client_that_hangs_up_asked_for_is_done_whole() {
    let site = site(None);
    let zone = json!({"name": "example.com", "type": "secondary", "account": {"id": ACCOUNT.split('/').nth(4)}});
    let zone = site.made("/client/v4/zones", zone).await;
    let zone_path = format!("/client/v4/zones/{}/secondary_dns", zone["id"].as_str().unwrap());
    let (link_path, force_path) = (format!("{zone_path}/incoming"), format!("{zone_path}/force_axfr"));
    let link = json!({"name": "example.com.", "peers": [], "auto_refresh_seconds": 300});
    drop_at_once(site.api("POST", &link_path, link.clone())).await;
    // Writers wait for one another: this one finds what the first has made.
    assert_eq!(site.api("POST", &link_path, link).await.0, 409);
    assert_eq!(site.api("POST", &force_path, Value::Null).await.0, 200, "the zone runs");
    drop_at_once(site.api("DELETE", &link_path, Value::Null)).await;
    assert_eq!(site.api("DELETE", &link_path, Value::Null).await.0, 404);
}

#[tokio::test]
async fn pages_end_in_an_empty_one() {
    let site = site(None);
    for n in 0..7 {
        site.made("/client/v4/zones", json!({"name": format!("z{n}.example"), "type": "secondary"})).await;
    }
    let list = async |query: &str| site.api("GET", &format!("/client/v4/zones{query}"), Value::Null).await.1;
    let second = list("?page=2&per_page=5").await;
    assert_eq!(
        second["result_info"],
        json!({"page": 2, "per_page": 5, "count": 2, "total_count": 7, "total_pages": 2})
    );
    assert_eq!(list("?page=3&per_page=5").await["result"], json!([]));
    assert_eq!(list("?page=18446744073709551615").await["result"], json!([]));
    assert_eq!(list("?name=z3.example").await["result"][0]["name"], json!("z3.example"));
    assert_eq!(list("?name=contains:z3").await["result_info"]["total_count"], json!(1));
    assert_eq!(list("?name=z.example").await["result"], json!([]));
}

#[tokio::test]
async fn what_cannot_be_used_is_refused_at_its_field_and_no_secret_is_repeated() {
    let site = site(None);
    let tsigs = format!("{ACCOUNT}/tsigs");
    let key = |name: &str, algo: &str, secret: Value| json!({"name": name, "algo": algo, "secret": secret});
    let cases = [
        (tsigs.clone(), key("", "hmac-sha256", json!(SECRET)), "/name"),
        (tsigs.clone(), key("a..b", "hmac-sha256", json!(SECRET)), "/name"),
        (tsigs.clone(), key("a", "sha7", json!(SECRET)), "/algo"),
        (tsigs.clone(), key("a", "hmac-sha256", json!(format!("{SECRET}!"))), "/secret"),
        (tsigs.clone(), key("a", "hmac-sha256", json!([SECRET])), "/secret"),
        (format!("{ACCOUNT}/peers"), json!({"ip": "192.0.2.1"}), "/name"),
        (format!("{ACCOUNT}/peers"), json!({"name": "a", "ip": "192.0.2.0/24"}), "/ip"),
        (format!("{ACCOUNT}/peers"), json!({"name": "a", "port": 53.5}), "/port"),
        (format!("{ACCOUNT}/peers"), json!({"name": "a", "port": 65_536}), "/port"),
        (format!("{ACCOUNT}/peers"), json!({"name": "a", "tsig_id": "f".repeat(32)}), "/tsig_id"),
        ("/client/v4/zones".to_owned(), json!({"type": "secondary"}), "/name"),
        ("/client/v4/zones".to_owned(), json!({"name": "a", "type": "tertiary"}), "/type"),
    ];
    for (path, body, pointer) in cases {
        let (status, answer) = site.api("POST", &path, body.clone()).await;
        assert_eq!((status, &answer["errors"][0]["source"]["pointer"]), (400, &json!(pointer)), "{body} {answer}");
        assert!(!answer.to_string().contains(SECRET), "{answer}");
    }
    let bearer = [("authorization", "Bearer right")];
    for (body, status) in
        [("{", 400), ("[]", 400), ("\"x\"", 400), (&*"[".repeat(9_000), 400), (&*"x".repeat(MAX_BODY + 1), 413)]
    {
        let (got, _, answer) = site.ask("POST", &tsigs, &bearer, body).await;
        assert_eq!(got.as_u16(), status);
        assert_eq!(serde_json::from_slice::<Value>(&answer).unwrap()["errors"][0]["code"], json!(1300));
    }
    let (status, answer) = site.api("GET", "/client/v4/accounts/ABC/secondary_dns/tsigs", Value::Null).await;
    assert_eq!((status, &answer["errors"][0]["code"]), (404, &json!(7003)));
    assert_eq!(site.api("PATCH", &tsigs, json!({})).await.0, 405);
    // Works here, not there.
    let (_, answer) = site.api("POST", "/client/v4/zones", json!({"name": "local", "type": "secondary"})).await;
    assert_eq!(answer["messages"][0]["source"]["pointer"], json!("/name"));
}

#[tokio::test]
async fn a_companion_body_that_does_not_read_is_not_repeated() {
    let site = site(None);
    let token = [("x-understudy-token", "right")];
    let key = format!("hmac-sha256:k:{SECRET}");
    let peer = json!({"ip": "192.0.2.1", "port": 53});
    for body in [
        json!({"v": 1, "zone": "example.", "peer": peer, "tsig": key}),
        json!({"v": 1, "zone": "example.", "peer": peer, "kind": key}),
        json!({"v": key, "zone": "example.", "peer": peer}),
        json!({"v": 1, "zone": "example.", "peer": peer, (key): 1}),
    ] {
        let (status, _, answer) = site.ask("POST", "/companion/v1/probe", &token, &body.to_string()).await;
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        assert_eq!((status.as_u16(), &answer["error"]["code"]), (400, &json!("body-unreadable")), "{answer}");
        assert!(answer["error"]["message"].as_str().unwrap().starts_with("line 1, column "), "{answer}");
        assert!(!answer.to_string().contains(SECRET), "{answer}");
    }
}

#[tokio::test]
async fn whatever_is_wrong_under_companion_has_the_companions_shape() {
    let site = site(None);
    let token = [("x-understudy-token", "right")];
    let large = "x".repeat(MAX_BODY + 1);
    for (method, path, body, status, code) in [
        ("GET", "/companion/v1/probe", "", 405, "method-not-allowed"),
        ("POST", "/companion/v1/clock", "", 405, "method-not-allowed"),
        ("DELETE", "/companion/v1/zones", "", 405, "method-not-allowed"),
        ("POST", "/companion/v1/probe", &*large, 413, "body-too-large"),
        ("POST", "/companion/v1/zones/%ff/refresh", "", 400, "request-unreadable"),
        ("GET", "/companion/v2/zones", "", 404, "no-such-route"),
        ("POST", "/companion", "", 405, "method-not-allowed"),
    ] {
        let (got, headers, answer) = site.ask(method, path, &token, body).await;
        let answer: Value = serde_json::from_slice(&answer).unwrap_or_else(|e| panic!("{method} {path}: {e}"));
        let expected = (status, &json!(1), &json!(code));
        assert_eq!((got.as_u16(), &answer["v"], &answer["error"]["code"]), expected, "{method} {path}");
        assert!(status != 405 || path == "/companion" || headers.contains_key("allow"), "{method} {path}");
    }
}

#[tokio::test]
async fn a_policy_is_kept_and_a_wrong_one_told_apart() {
    let site = site(None);
    let zone = site.made("/client/v4/zones", json!({"name": "example.com", "type": "secondary"})).await;
    let ask = async |method: &str, zone: &str, body: &str| {
        let path = format!("/companion/v1/zones/{zone}/policy");
        let (status, _, answer) = site.ask(method, &path, &[("x-understudy-token", "right")], body).await;
        (status.as_u16(), serde_json::from_slice::<Value>(&answer).unwrap())
    };
    let empty = json!({"v": 1, "zone": "example.com.", "policy": {}, "effective": {}});
    assert_eq!(ask("GET", "example.com", "").await, (200, empty));
    let policy = json!({"refresh": 600, "queries": [{"from": "192.0.2.0/24"}], "approval": {"person": true}});
    let body = json!({"v": 1, "policy": policy}).to_string();
    let (status, answer) = ask("PUT", "EXAMPLE.com.", &body).await;
    assert_eq!((status, &answer["policy"], &answer["effective"]), (200, &policy, &policy));
    assert_eq!(ask("PUT", "example.com", &body).await.0, 200, "again");
    assert_eq!(ask("GET", "example.com", "").await.1["policy"], policy);
    assert_eq!(ask("GET", "other.example", "").await.1["error"]["code"], "no-such-zone");
    for (body, code) in [
        ("{", "body-unreadable"),
        (r#"{"policy":{}}"#, "body-unreadable"),
        (r#"{"v":1,"policy":{"refersh":1}}"#, "body-unreadable"),
        (r#"{"v":1,"policy":{},"more":1}"#, "body-unreadable"),
        (r#"{"v":1,"policy":{"transfers":[{"from":"::/0","key":"k"}]}}"#, "key-unknown"),
    ] {
        let (status, answer) = ask("PUT", "example.com", body).await;
        assert_eq!((status, answer["error"]["code"].as_str()), (422, Some(code)), "{body}");
    }
    // Gone with the zone: one made again under the name begins without.
    let path = format!("/client/v4/zones/{}", zone["id"].as_str().unwrap());
    site.api("DELETE", &path, Value::Null).await;
    site.made("/client/v4/zones", json!({"name": "example.com", "type": "secondary"})).await;
    assert_eq!(ask("GET", "example.com", "").await.1["policy"], json!({}));
}

#[tokio::test]
async fn the_page_is_revalidated_and_allows_only_its_own_scripts() {
    let folder = tempfile::tempdir().unwrap();
    let html = "<script src=\"a.js\"></script><script type=\"module\">start()</script>";
    std::fs::write(folder.path().join("index.html"), html).unwrap();
    std::fs::write(folder.path().join("app.wasm"), b"\0asm").unwrap();
    std::fs::write(folder.path().parent().unwrap().join("understudy-outside.txt"), "x").unwrap();
    let site = site(Some(folder.path().to_owned()));
    let (status, headers, body) = site.ask("GET", "/", &[], "").await;
    assert_eq!((status.as_u16(), body.as_slice()), (200, html.as_bytes()));
    let policy = headers["content-security-policy"].to_str().unwrap();
    let digest = data_encoding::BASE64.encode(&<sha2::Sha256 as sha2::Digest>::digest(b"start()"));
    for part in ["default-src 'none'", "frame-ancestors 'none'", &format!("'sha256-{digest}'"), "'wasm-unsafe-eval'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("script-src 'self' 'unsafe-inline'"));
    assert_eq!(headers["cache-control"], "no-cache");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    let etag = headers["etag"].to_str().unwrap();
    let (status, _, body) = site.ask("GET", "/index.html", &[("if-none-match", etag)], "").await;
    assert_eq!((status.as_u16(), body.len()), (304, 0));
    assert_eq!(site.ask("GET", "/app.wasm", &[], "").await.1["content-type"], "application/wasm");
    for path in ["/../understudy-outside.txt", "/%2e%2e/understudy-outside.txt", "//etc/passwd", "/nothing"] {
        assert_eq!(site.ask("GET", path, &[], "").await.0, 404, "{path}");
    }
    assert_eq!(site.ask("POST", "/", &[], "").await.0, 405);
}
