//! `understudy serve` as an operator starts and ends it.

use std::fs;
use std::net::TcpListener;
use std::time::Instant;

use super::program::{Serve, run, stderr, understudy};

#[test]
fn it_says_where_it_is_and_ends_on_sigterm() {
    let folder = tempfile::tempdir().unwrap();
    let mut serve = Serve::start(&folder.path().join("data"));
    assert_eq!(data_encoding::BASE64URL_NOPAD.decode(serve.token.as_bytes()).unwrap().len(), 32);
    let body = ureq::get(format!("{}/healthz", serve.http)).call().unwrap().body_mut().read_to_string().unwrap();
    assert_eq!(body.trim(), "ok");
    let begun = Instant::now();
    assert_eq!(serve.terminate().code(), Some(0));
    assert!(begun.elapsed().as_secs() < 5);
}

#[test]
fn sighup_does_not_end_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut serve = Serve::start(&folder.path().join("data"));
    serve.signal("HUP");
    serve.log_says("there is no configuration file to read again");
    assert_eq!(serve.get("/readyz").text, "ready\n");
    assert_eq!(serve.terminate().code(), Some(0));
}

#[test]
fn a_flood_of_refused_messages_is_a_handful_of_lines() {
    let folder = tempfile::tempdir().unwrap();
    let mut serve = Serve::start(&folder.path().join("data"));
    // NOTIFY for a zone that it has, from an address that is no primary's.
    serve.post("/client/v4/zones", &serde_json::json!({ "name": "example.com", "type": "secondary" })).result();
    let notify = [
        0, 1, 0x20, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, b'e', b'x', b'a', b'm', b'p', b'l', b'e', 3, b'c', b'o', b'm', 0, 0,
        6, 0, 1,
    ];
    let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.connect(("127.0.0.1", serve.dns)).unwrap();
    let mut answer = [0; 512];
    for _ in 0..500 {
        socket.send(&notify).unwrap();
        let len = socket.recv(&mut answer).unwrap();
        assert_eq!(answer[3] & 15, 5, "REFUSED, {len} octets");
    }
    assert_eq!(serve.terminate().code(), Some(0));
    serve.log_says("ending on SIGTERM");
    let lines = serve.log().matches("answer-notify-refused").count();
    assert!((1..100).contains(&lines), "{lines} lines");
}

#[test]
fn a_given_token_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "chosen-token\n").unwrap();
    let serve = Serve::with(&folder.path().join("data"), &["--token-file", file.to_str().unwrap()]);
    assert_eq!(serve.token, "chosen-token");
}

/// Runs `serve` where it cannot start; gives its one line.
fn refused(words: &[&str]) -> String {
    let output = run(&[&["serve"], words].concat());
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(output.stdout.is_empty());
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[test]
fn a_port_in_use_is_one_line_and_exit_2() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let http = refused(&["--data", data, "--listen", &address, "--dns", "127.0.0.1:0"]);
    assert_eq!(http, format!("error: HTTP {address}: the port is in use by another program\n"));
    let dns = refused(&["--data", data, "--listen", "127.0.0.1:0", "--dns", &address]);
    assert_eq!(dns, format!("error: DNS over TCP {address}: the port is in use by another program\n"));
}

#[test]
fn an_unusable_folder_is_one_line_and_exit_2() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let under_a_file = file.join("data");
    let line = refused(&["--listen", "127.0.0.1:0", "--dns", "127.0.0.1:0", "--data", under_a_file.to_str().unwrap()]);
    assert!(line.starts_with("error: cannot make "), "{line}");

    let data = folder.path().join("data");
    let _first = Serve::start(&data);
    let line = refused(&["--listen", "127.0.0.1:0", "--dns", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
    assert!(line.trim_end().ends_with("is in use by another understudy"), "{line}");
}

#[test]
fn outside_loopback_it_wants_a_chosen_token_and_leave_to_go_without_tls() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let line = refused(&["--data", data, "--listen", "0.0.0.0:0", "--dns", "127.0.0.1:0"]);
    assert!(line.contains("UNDERSTUDY_TOKEN"), "{line}");
    let output = understudy()
        .args(["serve", "--data", data, "--listen", "0.0.0.0:0", "--dns", "127.0.0.1:0"])
        .env("UNDERSTUDY_TOKEN", "chosen")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--insecure-http"), "{}", stderr(&output));
    assert!(!stderr(&output).contains("chosen"));
}

#[test]
fn bad_flags_are_one_line_and_exit_2() {
    refused(&["--listen", "nowhere"]);
    refused(&["--allow-transfer", "192.0.2.0/33"]);
    refused(&["--allow-peer", "192.0.2.0/24,transfer.key"]);
    refused(&["--dns", "127.0.0.1"]);
    refused(&["--nonsense"]);
    refused(&["--www", "/nonexistent"]);
}

/// What curl prints, or its exit code.
fn curl(words: &[&str]) -> Result<String, i32> {
    let output = std::process::Command::new("curl").args(["-sS", "--max-time", "60"]).args(words).output().unwrap();
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap())
    } else {
        Err(output.status.code().unwrap())
    }
}

#[test]
fn with_a_certificate_it_is_https() {
    if super::peers::installed("curl").is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let papers = super::xot::Papers::new();
    let [ca, cert, key] = ["ca", "cert", "key"].map(|name| papers.file(name).display().to_string());
    let data = folder.path().join("data");
    let serve = Serve::with(&data, &["--tls-cert", &cert, "--tls-key", &key, "--ns-suffix", "Rehearsal.example."]);
    let port = serve.http.strip_prefix("https://127.0.0.1:").expect(&serve.http);
    let url = |path: &str| format!("https://localhost:{port}{path}");
    assert_eq!(curl(&["--cacert", &ca, &url("/healthz")]).unwrap().trim(), "ok");
    // Neither without trust nor without TLS.
    assert_eq!(curl(&[&url("/healthz")]), Err(60));
    assert!(curl(&[&format!("http://localhost:{port}/healthz")]).is_err());
    // Whoever says nothing holds up nobody.
    let silent = std::net::TcpStream::connect(("127.0.0.1", port.parse().unwrap())).unwrap();
    let token = format!("Authorization: Bearer {}", serve.token);
    let body = r#"{"name":"example.com","type":"secondary"}"#;
    let zone = curl(&["--cacert", &ca, "-H", &token, "--data", body, &url("/client/v4/zones")]).unwrap();
    assert!(zone.contains(r#"["ns0001.secondary.rehearsal.example","ns0002.secondary.rehearsal.example"]"#), "{zone}");
    let origin = format!("Origin: https://localhost:{port}");
    let companion = format!("X-Understudy-Token: {}", serve.token);
    let asked = ["--cacert", &ca, "-H", &companion, "-H", &origin, &url("/companion/v1/zones")];
    assert!(curl(&asked).unwrap().contains("example.com."));
    serve.log_says("POST /zones from 127.0.0.1");
    // The command line believes whom the system does, or the file that the usual variable names.
    let zones = |anchors: &str| {
        let mut zones = understudy();
        zones.args(["zone", "list", "--url", &url("")]).env("UNDERSTUDY_TOKEN", &serve.token);
        zones.env("SSL_CERT_FILE", anchors).output().unwrap()
    };
    assert!(super::program::stdout(&zones(&ca)).contains("example.com."), "{}", stderr(&zones(&ca)));
    assert_eq!(zones("/etc/ssl/certs/ca-certificates.crt").status.code(), Some(2));
    drop(silent);
}

/// The certificate's files are replaced under a server that goes on: HTTPS and transfers over TLS have the new one after
/// SIGHUP, and keep the old one when the new one is bad.
#[test]
fn sighup_reads_the_certificate_again_and_keeps_the_old_one_when_it_is_bad() {
    use std::net::TcpStream;
    use std::sync::Arc;

    let folder = tempfile::tempdir().unwrap();
    let (papers, renewed) = (super::xot::Papers::new(), super::xot::Papers::new());
    let [cert, key] = ["cert", "key"].map(|name| papers.file(name).display().to_string());
    let xot = super::peers::free_port();
    let at = format!("127.0.0.1:{xot}");
    let files = ["--tls-cert", &cert, "--tls-key", &key];
    let words = [&["--listen", "https://127.0.0.1:0", "--xot", &at][..], &files].concat();
    let serve = Serve::with(&folder.path().join("data"), &words);
    let https: u16 = serve.http.rsplit(':').next().unwrap().parse().unwrap();
    // The certificate that a server shows to whom asks, whoever signed it.
    let shown = |port: u16, alpn: &[u8], authority: &super::xot::Papers| {
        use rustls::pki_types::pem::PemObject;
        let mut anchors = rustls::RootCertStore::empty();
        anchors.add(rustls::pki_types::CertificateDer::from_pem_file(authority.file("ca")).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder =
            rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let mut config = builder.with_root_certificates(anchors).with_no_client_auth();
        config.alpn_protocols = vec![alpn.to_vec()];
        let name = "localhost".try_into().unwrap();
        let mut connection = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        while connection.is_handshaking() {
            if connection.complete_io(&mut stream).is_err() {
                return false;
            }
        }
        true
    };
    let both = |authority: &super::xot::Papers| [shown(https, b"http/1.1", authority), shown(xot, b"dot", authority)];
    assert_eq!((both(&papers), both(&renewed)), ([true; 2], [false; 2]));

    // Half of it is not yet there: the key is of another certificate. Then it is no certificate at all.
    for bad in [fs::read(renewed.file("cert")).unwrap(), b"-----BEGIN CERTIFICATE-----\n".to_vec()] {
        let before = serve.log().matches("the certificate stays as it was").count();
        fs::write(papers.file("cert"), bad).unwrap();
        serve.signal("HUP");
        let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
        while serve.log().matches("the certificate stays as it was").count() == before {
            assert!(std::time::Instant::now() < end, "{}", serve.log());
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        assert_eq!((both(&papers), both(&renewed)), ([true; 2], [false; 2]), "{}", serve.log());
    }
    for name in ["cert", "key"] {
        fs::copy(renewed.file(name), papers.file(name)).unwrap();
    }
    serve.signal("HUP");
    serve.log_says("the certificate and its key were read again");
    assert_eq!((both(&papers), both(&renewed)), ([false; 2], [true; 2]));
}

#[test]
fn https_is_where_it_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let papers = super::xot::Papers::new();
    let [cert, key] = ["cert", "key"].map(|name| papers.file(name).display().to_string());
    let data = folder.path().join("data");
    let refuses = |words: &[&str], why: &str| {
        let line = refused(&[&["--data", data.to_str().unwrap(), "--dns", "127.0.0.1:0"], words].concat());
        assert!(line.contains(why), "{line}");
    };
    refuses(&["--listen", "https://127.0.0.1:0"], "HTTPS needs a certificate");
    refuses(&["--listen", "127.0.0.1:0", "--tls-cert", &cert], "belong together");
    refuses(&["--listen", "127.0.0.1:0", "--tls-cert", &cert, "--tls-key", &cert], "is no PEM file with a key");
    refuses(&["--listen", "ftp://127.0.0.1:0"], "invalid");
    refuses(&["--listen", "127.0.0.1:0", "--ns-suffix", "a..b"], "no domain name");
    // Outside this machine the certificate is enough; the token must still be chosen.
    let serve = Serve::with_environment(
        &data,
        &["--listen", "0.0.0.0:0", "--listen", "http://127.0.0.1:0", "--tls-cert", &cert, "--tls-key", &key],
        &[("UNDERSTUDY_TOKEN", "chosen")],
    );
    assert!(serve.http.starts_with("https://127.0.0.1:"), "{}", serve.http);
    drop(serve);
    // Where the certificate is for transfers, this machine's own address stays as it was.
    let xot = ["--xot", "127.0.0.1:0", "--tls-cert", &cert, "--tls-key", &key];
    assert!(Serve::with(&data, &xot).http.starts_with("http://127.0.0.1:"));
}

/// docs/understudy.service, with the binary under test in the place of the installed one.
#[test]
fn the_unit_is_one_that_systemd_takes_and_calls_hardened() {
    let Some(systemd) = super::peers::installed("systemd-analyze") else { return };
    let folder = tempfile::tempdir().unwrap();
    let unit = folder.path().join("understudy.service");
    let text =
        fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/understudy.service")).unwrap();
    fs::write(&unit, text.replace("/usr/bin/understudy", env!("CARGO_BIN_EXE_understudy"))).unwrap();
    let run = |words: &[&str]| std::process::Command::new(&systemd).args(words).arg(&unit).output().unwrap();
    let verified = run(&["verify", "--man=no"]);
    let said = stderr(&verified);
    assert!(verified.status.success() && !said.contains("understudy.service"), "{said}");
    // Out of 100, the less the safer: below 20 is what it calls OK.
    let judged = run(&["security", "--offline=true", "--threshold=20", "--no-pager"]);
    assert!(judged.status.success(), "{}{}", super::program::stdout(&judged), stderr(&judged));
}
