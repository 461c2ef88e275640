//! TLS for transfers (RFC 9103): version 1.3 alone, ALPN `dot`, and whom to believe. Nothing falls back to TCP. For
//! HTTPS the same version, and HTTP/1.1.

mod renewed;

use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::version::TLS13;
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, ServerConfig, SignatureScheme};
use tokio_rustls::{TlsAcceptor, TlsConnector, client, server};

use crate::engine::xfr::{Close, TlsTrust};

pub use renewed::Renewed;

/// RFC 7858 §3.1, RFC 9103 §7.1: what both sides say they speak.
const DOT: &[u8] = b"dot";

/// RFC 7301 §6.
const HTTP: &[u8] = b"http/1.1";

static PROVIDER: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| Arc::new(ring::default_provider()));

/// The trust anchors of the system, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name; read once.
static ANCHORS: LazyLock<Arc<RootCertStore>> = LazyLock::new(|| {
    let mut anchors = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "cannot read some of the system's trust anchors");
    }
    anchors.add_parsable_certificates(found.certs);
    Arc::new(anchors)
});

/// Makes a connection one over TLS, to a primary that is whom it should be.
///
/// # Errors
/// [`Close::Tls`] with the library's words.
pub(super) async fn begin(
    stream: TcpStream,
    to: IpAddr,
    trust: &TlsTrust,
) -> Result<client::TlsStream<TcpStream>, Close> {
    begin_with(stream, to, trust, || Arc::clone(&ANCHORS)).await
}

async fn begin_with(
    stream: TcpStream,
    to: IpAddr,
    trust: &TlsTrust,
    anchors: impl FnOnce() -> Arc<RootCertStore>,
) -> Result<client::TlsStream<TcpStream>, Close> {
    let (config, name) = client(to, trust, anchors)?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|e| refused(&e))?;
    match stream.get_ref().1.alpn_protocol() {
        Some(protocol) if protocol == DOT => Ok(stream),
        // RFC 9103 §7.1: without it the other side may be anything that speaks TLS.
        _ => Err(Close::Tls("the server does not say that it speaks DNS (ALPN dot)".to_owned())),
    }
}

fn client(
    to: IpAddr,
    trust: &TlsTrust,
    anchors: impl FnOnce() -> Arc<RootCertStore>,
) -> Result<(ClientConfig, ServerName<'static>), Close> {
    let builder = ClientConfig::builder_with_provider(Arc::clone(&PROVIDER))
        .with_protocol_versions(&[&TLS13])
        .map_err(|e| Close::Tls(e.to_string()))?;
    // An address sends no name, and the verifiers of keys do not look at one.
    let nameless = ServerName::IpAddress(to.into());
    let by_key = |pins| Arc::new(ByKey { pins, provider: Arc::clone(&PROVIDER) });
    let (builder, name) = match trust {
        TlsTrust::Name(name) => {
            let parsed = ServerName::try_from(name.to_string());
            let name = parsed.map_err(|_| Close::Tls(format!("{name} can be no certificate's name")))?;
            (builder.with_root_certificates(anchors()), name)
        }
        TlsTrust::Pins(pins) => {
            (builder.dangerous().with_custom_certificate_verifier(by_key(Some(Arc::clone(pins)))), nameless)
        }
        TlsTrust::Opportunistic => (builder.dangerous().with_custom_certificate_verifier(by_key(None)), nameless),
    };
    let mut config = builder.with_no_client_auth();
    config.alpn_protocols = vec![DOT.to_vec()];
    Ok((config, name))
}

/// A pin as text: base64 of SHA-256 over a key's `SubjectPublicKeyInfo`, with or without `sha256/` before it.
#[must_use]
pub fn pin(text: &str) -> Option<[u8; 32]> {
    let digest = text.strip_prefix("sha256/").unwrap_or(text);
    data_encoding::BASE64.decode(digest.as_bytes()).ok()?.try_into().ok()
}

/// What speaks for a server: the chain and the key, each a PEM file.
fn speaking(protocol: &[u8], chain: &Path, key: &Path) -> Result<TlsAcceptor, String> {
    let certificates = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|e| format!("{} is no PEM file with certificates: {e}", chain.display()))?;
    let secret =
        PrivateKeyDer::from_pem_file(key).map_err(|e| format!("{} is no PEM file with a key: {e}", key.display()))?;
    let config = server(protocol, certificates, secret).map_err(|e| format!("{} and its key: {e}", chain.display()))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn server(
    protocol: &[u8],
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<ServerConfig, Error> {
    let builder = ServerConfig::builder_with_provider(Arc::clone(&PROVIDER)).with_protocol_versions(&[&TLS13])?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key)?;
    config.alpn_protocols = vec![protocol.to_vec()];
    Ok(config)
}

/// Takes a client's handshake. One that does not say `dot` is turned away (RFC 9103 §7.1).
///
/// # Errors
/// Why there is no connection.
pub async fn accept(acceptor: &TlsAcceptor, stream: TcpStream) -> io::Result<server::TlsStream<TcpStream>> {
    let stream = acceptor.accept(stream).await?;
    match stream.get_ref().1.alpn_protocol() {
        Some(protocol) if protocol == DOT => Ok(stream),
        _ => Err(io::Error::other("the client does not say that it speaks DNS (ALPN dot)")),
    }
}

/// A handshake that came to nothing.
fn refused(error: &io::Error) -> Close {
    match error.kind() {
        // The library's own words come as invalid data; an end in the middle as an early one.
        io::ErrorKind::UnexpectedEof => Close::Tls("the server closed the connection in the handshake".to_owned()),
        io::ErrorKind::InvalidData => Close::Tls(match error.get_ref().and_then(|own| own.downcast_ref()) {
            // Ours, before which the library says that it did not expect them.
            Some(Error::General(words)) => words.clone(),
            _ => error.to_string(),
        }),
        _ => super::close(error),
    }
}

/// Believes keys, not names: those pinned, or any.
#[derive(Debug)]
struct ByKey {
    pins: Option<Arc<[[u8; 32]]>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for ByKey {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(pins) = &self.pins else { return Ok(ServerCertVerified::assertion()) };
        // RFC 7858 §4.2, RFC 7469 §2.4: the digest of the SubjectPublicKeyInfo.
        let key = ParsedCertificate::try_from(end_entity)?.subject_public_key_info();
        let digest: [u8; 32] = Sha256::digest(&key).into();
        if pins.contains(&digest) {
            Ok(ServerCertVerified::assertion())
        } else {
            let shown = data_encoding::BASE64.encode(&digest);
            Err(Error::General(format!("the server's key, sha256/{shown}, is none of those pinned")))
        }
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        // RFC 9103 §7.2: 1.3 or later.
        Err(Error::General("TLS 1.2".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests;
