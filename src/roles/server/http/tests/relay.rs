//! The relay before a server that stands in for the provider.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::*;

const BASE: &str = "/relay/cloudflare/client/v4";
const ID: &str = "023e105f4ecef8ad9ca31a8372d0c353";
const PROVIDER_TOKEN: &str = "provider-token";

/// Answers every request with the same octets and keeps what it was asked.
struct StandIn {
    address: SocketAddr,
    root: Vec<u8>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl StandIn {
    fn start(name: &str, answer: &str) -> Self {
        let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
        let root = made.cert.der().to_vec();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config =
            rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap();
        let (config, asked) = (Arc::new(config), Arc::<Mutex<Vec<String>>>::default());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (kept, answer) = (Arc::clone(&asked), answer.to_owned());
        std::thread::spawn(move || {
            for socket in listener.incoming().map_while(Result::ok) {
                let session = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = rustls::StreamOwned::new(session, socket);
                if let Some(request) = request(&mut stream) {
                    kept.lock().unwrap().push(request);
                    // The relay may have had enough of a large answer.
                    let _ = stream.write_all(answer.as_bytes());
                    stream.conn.send_close_notify();
                    let _ = stream.flush();
                }
            }
        });
        Self { address, root, asked }
    }

    fn site(&self) -> Site {
        let relay = Upstream::stand_in(self.address, &self.root);
        site_with(|config| Config { relay, ..config }, Limits::default())
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Head and body; none when the client went away, as one does that does not trust us.
fn request(stream: &mut impl Read) -> Option<String> {
    let (mut octets, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&octets).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        match stream.read(&mut buffer) {
            Ok(read) if read > 0 => octets.extend(&buffer[..read]),
            _ => return None,
        }
    }
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

fn fine() -> String {
    answer("200 OK", "content-type: application/json\r\nset-cookie: a=b\r\nretry-after: 3\r\n", "{\"success\":true}")
}

fn headers() -> Vec<(&'static str, &'static str)> {
    vec![
        ("x-understudy-token", "right"),
        ("authorization", "Bearer provider-token"),
        ("content-type", "application/json"),
        ("cookie", "mine=1"),
        ("origin", "http://127.0.0.1:8053"),
        ("x-forwarded-for", "192.0.2.1"),
        ("user-agent", "a browser"),
    ]
}

/// Status and the first error's code.
async fn refused(site: &Site, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, Value) {
    let (status, _, answer) = site.ask(method, path, headers, body).await;
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    assert!(!answer.to_string().contains(PROVIDER_TOKEN), "{answer}");
    (status.as_u16(), answer["errors"][0]["code"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listed_call_goes_on_with_named_headers_alone() {
    let provider = StandIn::start("api.cloudflare.com", &fine());
    let site = provider.site();
    let path = format!("{BASE}/zones/{ID}/secondary_dns/incoming?page=2");
    let (status, headers, body) = site.ask("PUT", &path, &headers(), "{\"name\":\"a.\"}").await;
    assert_eq!((status.as_u16(), body.as_slice()), (200, &b"{\"success\":true}"[..]));
    let mut names: Vec<_> = headers.keys().map(|name| name.as_str()).filter(|name| *name != "content-length").collect();
    names.sort_unstable();
    assert_eq!(names, ["content-type", "retry-after"]);
    let asked = provider.asked().concat().to_lowercase();
    assert!(
        asked.starts_with(&format!("put /client/v4/zones/{ID}/secondary_dns/incoming?page=2 http/1.1\r\n")),
        "{asked}"
    );
    for part in ["host: api.cloudflare.com", "authorization: bearer provider-token", "{\"name\":\"a.\"}"] {
        assert!(asked.contains(part), "{asked}");
    }
    for part in ["right", "cookie", "origin", "forwarded", "browser", "x-understudy"] {
        assert!(!asked.contains(part), "{part}: {asked}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_listed_too_large_or_without_our_token_goes_nowhere() {
    let provider = StandIn::start("api.cloudflare.com", &fine());
    let site = provider.site();
    let token = headers();
    let zone = format!("{BASE}/zones/{ID}");
    for (method, path) in [
        ("POST", format!("{zone}/dns_records")),
        ("GET", format!("{BASE}/user")),
        ("GET", format!("{BASE}/zones/../user")),
        ("GET", format!("{BASE}/zones/%2e%2e/user")),
        ("GET", format!("{BASE}//evil.example/zones")),
        ("GET", format!("{zone}?a={{b}}")),
        ("GET", format!("{zone}?{}", "a".repeat(1_025))),
        ("TRACE", zone.clone()),
    ] {
        assert_eq!(refused(&site, method, &path, &token, "").await, (403, json!(1320)), "{method} {path}");
    }
    assert_eq!(refused(&site, "PATCH", &zone, &token, &"x".repeat(MAX_BODY + 1)).await, (413, json!(1323)));
    for wrong in [&[][..], &[("x-understudy-token", "wrong")], &[("authorization", "Bearer right")]] {
        assert_eq!(refused(&site, "GET", &zone, wrong, "").await, (401, json!(10_000)));
    }
    let foreign = [("x-understudy-token", "right"), ("origin", "http://evil.example")];
    assert_eq!(refused(&site, "GET", &zone, &foreign, "").await, (403, json!(10_000)));
    assert!(provider.asked().is_empty(), "{:?}", provider.asked());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_not_followed_and_a_large_answer_not_passed_on() {
    let elsewhere = StandIn::start("api.cloudflare.com", &fine());
    let location = format!("location: https://{}/client/v4/zones\r\n", elsewhere.address);
    let zones = format!("{BASE}/zones");
    for status in ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let provider = StandIn::start("api.cloudflare.com", &answer(status, &location, ""));
        assert_eq!(refused(&provider.site(), "GET", &zones, &headers(), "").await, (502, json!(1322)), "{status}");
        assert_eq!(provider.asked().len(), 1);
    }
    assert!(elsewhere.asked().is_empty());
    let large = StandIn::start("api.cloudflare.com", &answer("200 OK", "", &"x".repeat((8 << 20) + 1)));
    assert_eq!(refused(&large.site(), "GET", &zones, &headers(), "").await, (502, json!(1323)));
    let fits = StandIn::start("api.cloudflare.com", &answer("404 Not Found", "", &"x".repeat(8 << 20)));
    let (status, _, body) = fits.site().ask("GET", &zones, &headers(), "").await;
    assert_eq!((status.as_u16(), body.len()), (404, 8 << 20));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_must_be_the_providers_and_from_a_known_authority() {
    let zones = format!("{BASE}/zones");
    let other = StandIn::start("api.evil.example", &fine());
    assert_eq!(refused(&other.site(), "GET", &zones, &headers(), "").await, (502, json!(1321)));
    let provider = StandIn::start("api.cloudflare.com", &fine());
    let unknown = StandIn { root: other.root.clone(), address: provider.address, asked: Arc::clone(&provider.asked) };
    assert_eq!(refused(&unknown.site(), "GET", &zones, &headers(), "").await, (502, json!(1321)));
    assert!(other.asked().is_empty() && provider.asked().is_empty());
}
