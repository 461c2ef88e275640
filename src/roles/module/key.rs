//! TSIG keys: make, read in any form, write in any form, compare.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::fault::Fault;
use super::options::domain_name;
use super::plain;
use crate::engine::limits::TsigLimits;
use crate::engine::tsig::{self, Algorithm, Form, Key, KeyParts, understand};
use crate::product::api::key::{Comparison, Keys};

#[wasm_bindgen]
extern "C" {
    /// Browsers and Node have it under this name.
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(octets: &Uint8Array) -> Result<JsValue, JsValue>;
}

/// Says what a text holds: BIND, Knot, NSD, PowerDNS, `dig -y`, a provider's JSON or bare base64. Secrets show as their
/// length and fingerprint. Bad text never throws.
///
/// # Errors
/// None that an argument could cause.
#[wasm_bindgen(js_name = readKeys, unchecked_return_type = "Keys")]
pub fn read_keys(text: &str) -> Result<JsValue, JsValue> {
    Ok(plain(&Keys::new(text, &understand(text, &TsigLimits::default())))?)
}

/// Makes a key from the platform's randomness, as long as the algorithm's digest (RFC 8945 §8), and writes it in `form`.
/// The text holds the secret.
///
/// # Errors
/// `name-invalid`, `algorithm-unknown`, `algorithm-not-offered`, `form-unknown`, `no-randomness`.
#[wasm_bindgen(js_name = generateKey)]
pub fn generate_key(
    name: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "\"hmac-sha256\" | \"hmac-sha384\" | \"hmac-sha512\"")]
    algorithm: Option<String>,
    #[wasm_bindgen(unchecked_optional_param_type = "KeyForm")] form: Option<String>,
) -> Result<String, JsValue> {
    let mnemonic = algorithm.as_deref().unwrap_or("hmac-sha256");
    let offered = Algorithm::OFFERED.into_iter().find(|offered| offered.mnemonic().eq_ignore_ascii_case(mnemonic));
    let algorithm = offered.ok_or_else(|| {
        let names = Algorithm::OFFERED.map(Algorithm::mnemonic).join(", ");
        Fault::new("algorithm-not-offered", format!("new keys are made for {names}, not for {mnemonic}"))
    })?;
    let random = random(algorithm.digest_len())?;
    let too_little = || Fault::new("no-randomness", "the platform gives too little randomness");
    let key = Key::generate(domain_name(name)?, algorithm, random).ok_or_else(too_little)?;
    Ok(key.write(self::form(form.as_deref())?).to_string())
}

/// Writes the one key of a text in another form. The answer holds the secret.
///
/// # Errors
/// `key-unusable` with the first error of `readKeys`, `form-unknown`.
#[wasm_bindgen(js_name = writeKey)]
pub fn write_key(
    text: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "KeyForm")] form: Option<String>,
) -> Result<String, JsValue> {
    Ok(single(text)?.write(self::form(form.as_deref())?).to_string())
}

/// Names the difference of two copies of what should be one key: name, case, algorithm, length, padding, text instead of
/// base64.
///
/// # Errors
/// `key-unusable` when a text does not hold exactly one key.
#[wasm_bindgen(js_name = compareKeys, unchecked_return_type = "Comparison")]
pub fn compare_keys(here: &str, there: &str) -> Result<JsValue, JsValue> {
    let comparison = tsig::compare(&parts(here, "here")?, &parts(there, "there")?);
    Ok(plain(&Comparison::from(&comparison))?)
}

/// The one usable key of a text.
pub(super) fn single(text: &str) -> Result<Key, Fault> {
    let understood = understand(text, &TsigLimits::default());
    understood.single().ok_or_else(|| {
        let found = Keys::new(text, &understood);
        let why = found
            .diagnostics
            .into_iter()
            .find(|finding| finding.severity == crate::product::api::report::Severity::Error);
        let many = || format!("one key with name, algorithm and secret is wanted, the text holds {}", found.keys.len());
        Fault::new("key-unusable", why.map_or_else(many, |finding| finding.message))
    })
}

fn parts(text: &str, argument: &str) -> Result<KeyParts, Fault> {
    let mut keys = understand(text, &TsigLimits::default()).keys;
    match (keys.pop(), keys.len()) {
        (Some(parts), 0) => Ok(parts),
        (None, _) => Err(Fault::new("key-unusable", format!("{argument} holds no key"))),
        (Some(_), more) => {
            Err(Fault::new("key-unusable", format!("{argument} holds {} keys, one is wanted", more + 1)))
        }
    }
}

fn form(name: Option<&str>) -> Result<Form, Fault> {
    Ok(match name.unwrap_or("bind") {
        "bind" => Form::Bind,
        "knot" => Form::Knot,
        "nsd" => Form::Nsd,
        "powerdns" => Form::PowerDns,
        "dig" => Form::Dig,
        "json" => Form::Json,
        other => {
            let known = "bind, knot, nsd, powerdns, dig, json";
            return Err(Fault::new("form-unknown", format!("no form {other}: known are {known}")));
        }
    })
}

pub(super) fn random(octets: usize) -> Result<Vec<u8>, Fault> {
    let room = Uint8Array::new_with_length(u32::try_from(octets).unwrap_or_default());
    let none = |_| Fault::new("no-randomness", "the platform gives no randomness");
    get_random_values(&room).map_err(none)?;
    Ok(room.to_vec())
}
