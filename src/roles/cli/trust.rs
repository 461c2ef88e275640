//! Whom HTTPS believes: the system's trust anchors, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name; where there are
//! none, the ones built in.

use std::sync::Arc;

use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// What a client of the command line is configured with.
pub(super) fn tls() -> TlsConfig {
    // What cannot be read is not believed; a connection that needs it says so.
    let found = rustls_native_certs::load_native_certs().certs;
    let anchors: Vec<_> = found.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
    let roots = if anchors.is_empty() { RootCerts::WebPki } else { RootCerts::Specific(Arc::new(anchors)) };
    TlsConfig::builder().root_certs(roots).build()
}
