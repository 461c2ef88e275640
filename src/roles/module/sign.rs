//! Messages: a query, its signature, the verdict on a signed one.

use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::fault::Fault;
use super::key::{random, single};
use super::options::{domain_name, seconds};
use super::plain;
use crate::engine::diag::english;
use crate::engine::dns::message::{Header, Message, MessageBuilder};
use crate::engine::dns::{Class, Opcode, RecordType};
use crate::engine::limits::TsigLimits;
use crate::engine::tsig::{ClientSequence, TsigFault, check_request, sign_request};

/// Room for a query: a name, a type, a class.
const QUERY: usize = 512;

/// What `verifyMessage` says.
#[derive(Debug, Serialize)]
struct Verdict {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// A SOA query for a zone, with a random ID: something to sign.
///
/// # Errors
/// `name-invalid`, `no-randomness`.
#[wasm_bindgen(js_name = soaQuery)]
pub fn soa_query(zone: &str) -> Result<Vec<u8>, JsValue> {
    let zone = domain_name(zone)?;
    let id = random(2)?.iter().fold(0, |id, octet| id << 8 | u16::from(*octet));
    let mut builder = MessageBuilder::new(Header::query(id, Opcode::QUERY), QUERY);
    let full = |_| Fault::new("name-invalid", "the query does not fit");
    builder.question(zone.as_ref(), RecordType::SOA, Class::IN).map_err(full)?;
    Ok(builder.finish())
}

/// Signs a message (RFC 8945) with the one key of a text, at `at` Unix seconds or now.
///
/// # Errors
/// `key-unusable`, `message-unreadable`, `message-signed`.
#[wasm_bindgen(js_name = signMessage)]
pub fn sign_message(message: &Uint8Array, key: &str, at: Option<f64>) -> Result<Vec<u8>, JsValue> {
    let key = single(key)?;
    let mut octets = message.to_vec();
    if parse(&octets)?.tsig_offset().is_some() {
        return Err(Fault::new("message-signed", "the message is signed already").into());
    }
    let _ = sign_request(&key, &mut octets, seconds(at), &TsigLimits::default());
    Ok(octets)
}

/// Verifies a signed message with the one key of a text, at `at` Unix seconds or now. `requestMac` is the MAC of the
/// request when the message answers one (RFC 8945 §5.3). A wrong signature is an answer and does not throw.
///
/// # Errors
/// `key-unusable`, `message-unreadable`.
#[wasm_bindgen(js_name = verifyMessage, unchecked_return_type = "Verdict")]
pub fn verify_message(
    message: &Uint8Array,
    key: &str,
    #[wasm_bindgen(js_name = requestMac)] request_mac: Option<Uint8Array>,
    at: Option<f64>,
) -> Result<JsValue, JsValue> {
    let (key, octets) = (single(key)?, message.to_vec());
    let message = parse(&octets)?;
    let (limits, now_s) = (TsigLimits::default(), seconds(at));
    let fault = match request_mac {
        Some(mac) => ClientSequence::new(&key, &mac.to_vec(), &limits).message(&message, now_s).err(),
        None => match check_request(&message, std::slice::from_ref(&key), now_s, &limits) {
            Ok(Some(_)) => None,
            Ok(None) => Some(TsigFault::Unsigned),
            Err(rejection) => Some(rejection.fault().clone()),
        },
    };
    let told = fault.map(|fault| (fault.code(), fault.args()));
    let verdict = Verdict {
        ok: told.is_none(),
        code: told.as_ref().map(|(code, _)| code.name),
        message: told.as_ref().map(|(code, args)| english::message(code, args)),
        why: told.as_ref().map(|(code, args)| english::why(code, args)),
    };
    Ok(plain(&verdict)?)
}

fn parse(octets: &[u8]) -> Result<Message<'_>, Fault> {
    Message::parse(octets).map_err(|fault| Fault::new("message-unreadable", english::message(fault.code, &fault.args)))
}
