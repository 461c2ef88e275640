//! What `Debug` shows of the things that hold secrets.

use super::*;
use crate::engine::dns::Name;
use crate::engine::tsig::{Algorithm, Key, Secret};
use crate::product::provider::model::Tsig;
use crate::roles::server::driver::Clients;

#[test]
fn debug_shows_no_secret() {
    const CANARY: &str = "canary-debug-secret-0123456789-ab";
    let text = data_encoding::BASE64.encode(CANARY.as_bytes());
    let key = Arc::new(Key {
        name: Name::absolute("k.").unwrap(),
        algorithm: Algorithm::Sha256,
        secret: Secret::from_base64(&text).unwrap(),
    });
    let tsig: Tsig = serde_json::from_value(json!({"name": "k.", "algo": "hmac-sha256.", "secret": text})).unwrap();
    let clients = Clients { keys: vec![key], ..Clients::default() };
    let config = Config::local(PathBuf::new(), Token::given(CANARY).unwrap());
    let shown =
        format!("{config:#?} {tsig:?} {clients:#?} {:?}", crate::product::provider::model::Envelope::ok(tsig.clone()));
    let octets: Vec<_> = CANARY.bytes().map(|b| b.to_string()).collect();
    for form in [CANARY, &text, &octets.join(", "), &octets.join(",\n")] {
        assert!(!shown.contains(form), "{shown}");
    }
    assert!(shown.contains("k."), "{shown}");
}
