//! Zone transfers over TLS (RFC 9103) with other servers: named both ways, and NSD's client.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, PublicKeyData};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use understudy::product::provider::exports::{Export, Site};
use understudy::product::provider::model::{Secret, Tsig};
use understudy::product::provider::{Date, Desired, DesiredPeer, TransferType};

use super::judge::{records, transferred};
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, dig, free_port, zone_file};
use super::program::{Serve, stderr, stdout, understudy};

const NAME: &str = "ns1.example";
const PATIENCE: Duration = Duration::from_secs(60);

/// An authority's certificate, a server's and its key, as PEM files.
pub struct Papers {
    folder: TempDir,
    pin: String,
}

impl Papers {
    pub fn new() -> Self {
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        // OpenSSL takes a certificate whose issuer has its own name for one that signed itself.
        authority.distinguished_name.push(DnType::CommonName, "an authority");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority_key = KeyPair::generate().unwrap();
        let root = authority.self_signed(&authority_key).unwrap();
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![NAME.to_owned(), "localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &Issuer::new(authority, authority_key)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        for (file, text) in [("ca", root.pem()), ("cert", certificate.pem()), ("key", key.serialize_pem())] {
            fs::write(folder.path().join(file), text).unwrap();
        }
        Self { folder, pin: data_encoding::BASE64.encode(&Sha256::digest(key.subject_public_key_info())) }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// named with the zone, on a port for TLS beside its own.
fn primary(papers: &Papers, port: u16) -> Option<Primary> {
    let zone = fs::read_to_string(zone_file()).unwrap();
    let (cert, key) = (papers.file("cert"), papers.file("key"));
    let own = free_port();
    let primary = Primary::as_written(Vendor::Bind, own, &[("zone", &zone)], |at| {
        format!(
            "listen-on port {port} tls ours {{ 127.0.0.1; }};\n===\n\
             tls ours {{ cert-file \"{}\"; key-file \"{}\"; }};\n\
             zone \"{ZONE}\" {{ type primary; file \"{at}/zone\"; ixfr-from-differences yes; }};\n",
            cert.display(),
            key.display()
        )
    })?;
    until("named answers", || dig(own, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains("2026"));
    Some(primary)
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < end, "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A server that takes the zone from this primary, over TLS if `peer` says so, and gives it over TLS at `port`.
fn serve(papers: &Papers, data: &Path, port: u16, primary: u16, peer: &str) -> Serve {
    let config = papers.file("config.toml");
    let text = format!(
        "version = 1\n[server]\nxot = [\"127.0.0.1:{port}\"]\ntls_cert = \"{}\"\ntls_key = \"{}\"\n\
         [[peer]]\nname = \"p\"\naddress = \"127.0.0.1\"\nport = {primary}\n{peer}\n\
         [[zone]]\nname = \"{ZONE}\"\nprimaries = [\"p\"]\n",
        papers.file("cert").display(),
        papers.file("key").display()
    );
    fs::write(&config, text).unwrap();
    let serve = Serve::with(data, &["--config", config.to_str().unwrap()]);
    until("our server has the zone", || {
        dig(serve.dns, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains("2026")
    });
    serve
}

#[test]
fn the_zone_comes_from_named_over_tls_by_name_and_by_pin() {
    let (papers, port) = (Papers::new(), free_port());
    let Some(primary) = primary(&papers, port) else { return };
    let run = |words: &[&str]| {
        let from = format!("127.0.0.1:{port}");
        let mut command = understudy();
        command.env("SSL_CERT_FILE", papers.file("ca")).args([words[0], ZONE, "--from", &from]).args(&words[1..]);
        command.output().unwrap()
    };
    // By each of the three ways to believe it, and signed, too.
    let signed = ["transfer", "--tls", NAME, "--tsig", KEY];
    for words in
        [&["transfer", "--tls", NAME][..], &["transfer", "--tls-pin", &papers.pin], &["transfer", "--tls-any"], &signed]
    {
        let output = run(words);
        assert!(output.status.success(), "{words:?}: {}\n{}", stderr(&output), primary.log());
        assert_eq!(records(&stdout(&output)), transferred(primary.port, None), "{words:?}");
    }
    for words in [&["transfer", "--tls", "ns2.example"][..], &["transfer", "--tls-pin", &papers.pin.replace('=', "A")]]
    {
        assert!(!run(words).status.success(), "{words:?}");
    }
    let probed = run(&["probe", "--tls", NAME]);
    assert!(probed.status.success(), "{}{}", stdout(&probed), stderr(&probed));
    assert!(stdout(&probed).contains("ALPN dot") && stdout(&probed).contains("nothing goes in the clear"));
    let probed = run(&["probe", "--tls", "ns2.example"]);
    assert!(!probed.status.success() && stdout(&probed).contains("ns2.example"), "{}", stdout(&probed));
    // The other port speaks no TLS: refused, and nothing goes there in the clear.
    let mut plain = understudy();
    plain.args(["transfer", ZONE, "--from", &primary.address(), "--tls-any"]);
    assert!(!plain.output().unwrap().status.success());
}

#[test]
fn a_zone_goes_from_named_through_us_to_named_over_tls() {
    let (papers, first, ours) = (Papers::new(), free_port(), free_port());
    let Some(primary) = primary(&papers, first) else { return };
    let data = tempfile::tempdir().unwrap();
    let peer = format!("transport = \"tls\"\ntls_pins = [\"{}\"]\ntransfer = \"ixfr\"", papers.pin);
    let serve = serve(&papers, data.path(), ours, first, &peer);
    let third = free_port();
    let ca = papers.file("ca");
    let secondary = Primary::as_written(Vendor::Bind, third, &[], |at| {
        format!(
            "tls theirs {{ ca-file \"{}\"; remote-hostname \"{NAME}\"; }};\n\
             zone \"{ZONE}\" {{ type secondary; file \"{at}/zone\"; primaries {{ 127.0.0.1 port {ours} tls theirs; }}; }};\n",
            ca.display()
        )
    })
    .unwrap();
    let end = Instant::now() + Duration::from_secs(20);
    while !dig(third, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains("2026") {
        assert!(Instant::now() < end, "named has no zone from us: {}\n{}", secondary.log(), serve.log());
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(transferred(secondary.port, None), transferred(primary.port, None));
    assert!(secondary.log().contains("Transfer status: success"), "{}", secondary.log());
    // Changes, too. named takes a file for the same that changed within the second.
    std::thread::sleep(Duration::from_millis(1_100));
    primary.update(&fs::read_to_string(zone_file()).unwrap().replace("2026010107", "2026010108"));
    until("the changes came over TLS", || {
        serve.post(&format!("/companion/v1/zones/{ZONE}/refresh"), &serde_json::json!({}));
        dig(serve.dns, &[ZONE, "SOA", "+short"]).contains("2026010108")
    });
    assert!(serve.log().contains("code=\"xfr-changes\""), "{}", serve.log());
}

/// What is written for BIND's side of it: the lines for its options where they belong, and these papers.
#[test]
fn bind_loads_its_export_and_gives_the_zone_over_tls_alone() {
    let (papers, port, own) = (Papers::new(), free_port(), free_port());
    let (name, secret) = ("tls.example", "ZXhwb3J0IGV4cG9ydCBleHBvcnQgZXhwb3J0IDMyICE=");
    let want = Desired {
        zone: format!("{ZONE}."),
        keys: vec![Tsig { id: String::new(), name: name.into(), algo: "hmac-sha256.".into(), secret: Secret::new("") }],
        peers: vec![DesiredPeer {
            name: "p".into(),
            ip: "127.0.0.1".into(),
            port,
            transfer: TransferType::Axfr,
            key: Some(name.into()),
        }],
        tls: vec!["127.0.0.1".into()],
        ..Desired::default()
    };
    let site = Site::here("http://127.0.0.1").hearing(([127, 0, 0, 1], free_port()).into());
    let text = Export::Bind.write_with(&want, &site, Date::new(2026, 11, 26), Some(secret));
    let text = text.replace("/etc/bind/tls.crt", &papers.file("cert").display().to_string());
    let text = text.replace("/etc/bind/tls.key", &papers.file("key").display().to_string());
    // IPv6 may be off here.
    let options = text.lines().filter_map(|line| line.strip_prefix("//     ").filter(|line| !line.contains("v6")));
    let options = options.collect::<Vec<_>>().join("\n");
    assert!(options.contains(&format!("listen-on port {port} tls ")), "{text}");
    let zone = fs::read_to_string(zone_file()).unwrap();
    let files = [(&*format!("{ZONE}.zone"), &*zone)];
    let primary = Primary::written(Vendor::Bind, own, Allow::KeyHolders, &files, |_| format!("{options}\n===\n{text}"));
    let Some(primary) = primary else { return };
    until("named answers", || dig(own, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains("2026"));
    let key = format!("hmac-sha256:{name}:{secret}");
    let take = |from: u16, words: &[&str], key: &str| {
        let mut command = understudy();
        command.env("UNDERSTUDY_TSIG", key).args(["transfer", ZONE, "--from", &format!("127.0.0.1:{from}")]);
        command.args(words).output().unwrap()
    };
    let given = take(port, &["--tls-pin", &papers.pin], &key);
    assert!(given.status.success(), "{}\n{}", stderr(&given), primary.log());
    assert!(records(&stdout(&given)).len() > 10, "{}", stdout(&given));
    assert!(!take(port, &["--tls-pin", &papers.pin], "").status.success(), "without the key");
    assert!(!take(own, &[], &key).status.success(), "in the clear");
}

/// NSD 4.6.1 serves transfers over TLS without the protocol's name in its handshake: an expected refusal (RFC 9103 §7.1).
#[test]
fn nsd_as_a_primary_over_tls_does_not_say_dot_and_is_refused() {
    let (papers, own, tls) = (Papers::new(), free_port(), free_port());
    let zone = fs::read_to_string(zone_file()).unwrap();
    let (cert, key) = (papers.file("cert"), papers.file("key"));
    let Some(primary) = Primary::as_written(Vendor::Nsd, own, &[("zone", &zone)], |_| {
        format!(
            "server:\n  ip-address: 127.0.0.1@{tls}\n  tls-port: {tls}\n  tls-service-pem: \"{}\"\n  tls-service-key: \"{}\"\n\
             zone:\n  name: {ZONE}\n  zonefile: zone\n  provide-xfr: 127.0.0.1 NOKEY\n",
            cert.display(),
            key.display()
        )
    }) else {
        return;
    };
    until("NSD answers", || dig(own, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains("2026"));
    for trust in [&["--tls", NAME][..], &["--tls-pin", &papers.pin], &["--tls-any"]] {
        let mut command = understudy();
        command.env("SSL_CERT_FILE", papers.file("ca")).args(["transfer", ZONE, "--from", &format!("127.0.0.1:{tls}")]);
        let output = command.args(trust).output().unwrap();
        assert!(!output.status.success() && stdout(&output).is_empty(), "{trust:?}");
        assert!(stderr(&output).contains("does not say that it speaks DNS (ALPN dot)"), "{}", stderr(&output));
    }
    // The same server in the clear gives the zone: nothing fell back to that.
    let output = understudy().args(["transfer", ZONE, "--from", &primary.address()]).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn nsd_takes_the_zone_from_us_over_tls_once_it_knows_our_authority() {
    let (papers, ours) = (Papers::new(), free_port());
    let Some(primary) = Primary::start(Vendor::Bind, Allow::Anybody) else { return };
    let data = tempfile::tempdir().unwrap();
    let serve = serve(&papers, data.path(), ours, primary.port, "");
    let nsd = |bundle: &str| {
        Primary::as_written(Vendor::Nsd, free_port(), &[], |at| {
            format!(
                "{bundle}tls-auth:\n  name: ours\n  auth-domain-name: {NAME}\n\
                 zone:\n  name: {ZONE}\n  zonefile: \"{at}/zone\"\n  provide-xfr: 127.0.0.1 NOKEY\n  \
                 request-xfr: AXFR 127.0.0.1@{ours} NOKEY ours\n"
            )
        })
    };
    // It does not believe us: a refusal of its own, and nothing in the clear instead.
    let Some(stranger) = nsd("") else { return };
    serve.log_says("a client's TLS handshake came to nothing client=127.0.0.1 error=received fatal alert: UnknownCA");
    let said = dig(stranger.port, &[ZONE, "SOA", "+norecurse", "+time=2", "+tries=1"]);
    assert!(!said.contains("2026010107") && !serve.log().contains("AXFR of"), "{said}\n{}", serve.log());
    drop(stranger);
    // We take nobody who does not say `dot` (RFC 9103 §7.1), so an answer shows that it does.
    let secondary = nsd(&format!("server:\n  tls-cert-bundle: \"{}\"\n", papers.file("ca").display())).unwrap();
    until("NSD has the zone", || {
        dig(secondary.port, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains("2026010107")
    });
    // NSD puts names in lower case.
    let lower = |port| transferred(port, None).iter().map(|line| line.to_ascii_lowercase()).collect::<Vec<_>>();
    let (mut theirs, mut first) = (lower(secondary.port), lower(primary.port));
    theirs.sort();
    first.sort();
    assert_eq!(theirs, first);
}
