//! Handshakes with whom one should not talk to, and with whom one should.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Command, Stdio};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PublicKeyData, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

const NAME: &str = "ns1.example";

/// An authority, and what it says of a server.
struct Papers {
    anchors: Arc<RootCertStore>,
    chain: Vec<CertificateDer<'static>>,
    key: KeyPair,
}

fn papers(name: &str, last_year: i32) -> Papers {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let root = authority.self_signed(&authority_key).unwrap();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_after = date_time_ymd(last_year, 1, 1);
    let certificate = params.signed_by(&key, &Issuer::new(authority, authority_key)).unwrap();
    let mut anchors = RootCertStore::empty();
    anchors.add(root.der().clone()).unwrap();
    Papers { anchors: Arc::new(anchors), chain: vec![certificate.der().clone()], key }
}

impl Papers {
    fn good() -> Self {
        papers(NAME, 2_090)
    }

    fn server(&self, alpn: &[&[u8]]) -> TlsAcceptor {
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).unwrap();
        let mut config = server(DOT, self.chain.clone(), key).unwrap();
        config.alpn_protocols = alpn.iter().map(|p| p.to_vec()).collect();
        TlsAcceptor::from(Arc::new(config))
    }

    fn pin(&self) -> [u8; 32] {
        Sha256::digest(self.key.subject_public_key_info()).into()
    }
}

/// What became of a connection to this server.
async fn outcome(acceptor: TlsAcceptor, trust: &TlsTrust, anchors: &Arc<RootCertStore>) -> Result<(), String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let to = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        if let Ok(mut stream) = acceptor.accept(stream).await {
            // TLS 1.3's server is done first; the client may still turn away.
            let _ = stream.read(&mut [0; 1]).await;
        }
    });
    let stream = TcpStream::connect(to).await.unwrap();
    let begun = begin_with(stream, to.ip(), trust, || Arc::clone(anchors)).await;
    let said = begun.map(drop).map_err(|why| match why {
        Close::Tls(words) => words,
        other => panic!("{other:?}"),
    });
    serving.await.unwrap();
    said
}

#[tokio::test]
async fn the_right_name_and_the_right_key_are_believed() {
    let papers = Papers::good();
    let name = TlsTrust::Name(NAME.into());
    assert_eq!(outcome(papers.server(&[DOT]), &name, &papers.anchors).await, Ok(()));
    let nobody = Arc::new(RootCertStore::empty());
    let pins = TlsTrust::Pins(vec![[0; 32], papers.pin()].into());
    assert_eq!(outcome(papers.server(&[b"h2", DOT]), &pins, &nobody).await, Ok(()));
    assert_eq!(outcome(papers.server(&[DOT]), &TlsTrust::Opportunistic, &nobody).await, Ok(()));
}

#[tokio::test]
async fn row_58_strict_means_strict() {
    let (papers, expired) = (Papers::good(), papers(NAME, 2_001));
    let nobody = Arc::new(RootCertStore::empty());
    let (name, other) = (TlsTrust::Name(NAME.into()), TlsTrust::Name("ns2.example".into()));
    for (what, words, got) in [
        ("another name", "ns2.example", outcome(papers.server(&[DOT]), &other, &papers.anchors).await),
        ("expired", "xpired", outcome(expired.server(&[DOT]), &name, &expired.anchors).await),
        ("of an unknown authority", "UnknownIssuer", outcome(papers.server(&[DOT]), &name, &nobody).await),
        ("another key", "none of those pinned", {
            outcome(papers.server(&[DOT]), &TlsTrust::Pins(vec![[1; 32]].into()), &nobody).await
        }),
        ("no ALPN", "ALPN dot", outcome(papers.server(&[]), &name, &papers.anchors).await),
        ("h2 alone", "NoApplicationProtocol", outcome(papers.server(&[b"h2"]), &name, &papers.anchors).await),
        ("no name at all", "certificate's name", {
            let trust = TlsTrust::Name("not a name".into());
            client(Ipv4Addr::LOCALHOST.into(), &trust, || Arc::clone(&nobody)).map(drop).map_err(|e| format!("{e:?}"))
        }),
    ] {
        let said = got.expect_err(what);
        assert!(said.contains(words) && !said.contains("unexpected"), "{what}: {said}");
    }
    // Any certificate is not any server: the protocol must be the right one all the same.
    assert!(outcome(papers.server(&[]), &TlsTrust::Opportunistic, &nobody).await.is_err());
}

#[tokio::test]
async fn row_58_a_server_that_closes_at_any_step_is_no_server() {
    for octets in [0, 1, 5, 6, 50, 120] {
        let papers = Papers::good();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let to = listener.local_addr().unwrap();
        let serving = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            // A hello that promises more than comes.
            let mut hello = vec![0x16, 3, 3, 0, 200, 2, 0, 0, 196, 3, 3];
            hello.resize(octets.max(11), 7);
            let _ = stream.write_all(&hello[..octets]).await;
            let _ = stream.shutdown().await;
            let _ = stream.read_to_end(&mut Vec::new()).await;
        });
        let stream = TcpStream::connect(to).await.unwrap();
        let begun = begin_with(stream, to.ip(), &TlsTrust::Name(NAME.into()), || Arc::clone(&papers.anchors)).await;
        assert!(matches!(begun, Err(Close::Tls(_) | Close::Reset)), "{octets}");
        serving.abort();
    }
}

/// A client's handshake with what [`speaking`] makes.
async fn accepted(papers: &Papers, alpn: &[&[u8]]) -> Result<(), String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let to = listener.local_addr().unwrap();
    let tls = papers.server(&[DOT]);
    let serving = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        accept(&tls, stream).await.map(drop).map_err(|e| e.to_string())
    });
    let trust = TlsTrust::Name(NAME.into());
    let (mut config, name) = client(to.ip(), &trust, || Arc::clone(&papers.anchors)).unwrap();
    config.alpn_protocols = alpn.iter().map(|p| p.to_vec()).collect();
    let stream = TcpStream::connect(to).await.unwrap();
    if let Ok(mut stream) = TlsConnector::from(Arc::new(config)).connect(name, stream).await {
        let _ = stream.read(&mut [0; 1]).await;
    }
    serving.await.unwrap()
}

#[tokio::test]
async fn row_58_a_client_without_dot_is_turned_away() {
    let papers = Papers::good();
    assert_eq!(accepted(&papers, &[DOT]).await, Ok(()));
    assert_eq!(accepted(&papers, &[b"h2", DOT]).await, Ok(()));
    assert!(accepted(&papers, &[]).await.unwrap_err().contains("ALPN dot"));
    assert!(accepted(&papers, &[b"h2"]).await.is_err());
}

/// What OpenSSL's client says of a handshake with us; none without OpenSSL.
fn openssl(to: SocketAddr, version: &str) -> Option<String> {
    let child = Command::new("openssl")
        .args(["s_client", "-connect", &to.to_string(), "-alpn", "dot", version])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let output = child.ok()?.wait_with_output().ok()?;
    Some(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn row_58_tls_1_2_is_too_old() {
    let papers = Papers::good();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let to = listener.local_addr().unwrap();
    let tls = papers.server(&[DOT]);
    let serving = tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let _ = accept(&tls, stream).await;
        }
    });
    let said = tokio::task::spawn_blocking(move || openssl(to, "-tls1_2").zip(openssl(to, "-tls1_3"))).await.unwrap();
    serving.abort();
    match said {
        None => eprintln!("skipped: no openssl"),
        Some((old, new)) => {
            assert!(old.contains("alert protocol version"), "{old}");
            assert!(new.contains("TLSv1.3") && new.contains("ALPN protocol: dot"), "{new}");
        }
    }
}
