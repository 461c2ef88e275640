//! The rehearsal: scenarios, and the transfer that would carry one version to another.

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::fault::Fault;
use super::options::CheckOptions;
use super::plain;
use super::zone::{content, print};
use crate::engine::diag::{LineIndex, english};
use crate::product::api::report::Severity;
use crate::product::rehearse::{self, carry, library};

/// A scenario that comes with the package.
#[derive(Debug, Serialize)]
struct Example {
    name: &'static str,
    text: &'static str,
}

/// A fault of an answer to IXFR.
#[derive(Debug, Serialize)]
struct IxfrFinding {
    code: &'static str,
    severity: Severity,
    message: String,
}

/// The scenarios that come with the package: a name and the TOML text that `simulate` plays.
///
/// # Errors
/// None that an argument could cause.
#[wasm_bindgen(unchecked_return_type = "Example[]")]
pub fn scenarios() -> Result<JsValue, JsValue> {
    let all: Vec<_> = library::ALL.iter().map(|example| Example { name: example.name, text: example.text }).collect();
    Ok(plain(&all)?)
}

/// Plays a scenario through the machine that runs in the server: what the secondary would do, when, why, and what would
/// be served meanwhile. The same text gives the same timeline.
///
/// # Errors
/// `scenario-unreadable`, with the place of the first mistake.
#[wasm_bindgen(unchecked_return_type = "Timeline")]
pub fn simulate(scenario: &str) -> Result<JsValue, JsValue> {
    let timeline = rehearse::read(scenario).and_then(|read| rehearse::run(&read)).map_err(|wrong| {
        let first = wrong.first().map(|found| {
            let place = LineIndex::new(scenario.as_bytes()).position(scenario.as_bytes(), found.span.start);
            format!("line {}, column {}: {}", place.line, place.column, english::message(found.code, &found.args))
        });
        Fault::new("scenario-unreadable", first.unwrap_or_default())
    })?;
    Ok(plain(&timeline)?)
}

/// The messages with which a primary would carry `older` to `newer`: differences, or the whole zone when that is less
/// (RFC 1995 §4). Each without the two octets of its length.
///
/// # Errors
/// As `checkZone`; `zone-nameless`; `zones-incomparable` when the serial of `newer` is not later.
#[wasm_bindgen(js_name = makeIxfr, unchecked_return_type = "Uint8Array[]")]
pub fn make_ixfr(
    #[wasm_bindgen(unchecked_param_type = "string | Uint8Array", js_name = older)] old: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string | Uint8Array", js_name = newer)] new: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CheckOptions")] options: &JsValue,
) -> Result<Array, JsValue> {
    let options = CheckOptions::read(options)?;
    let (old, new) = (content(old, &options, "older")?, content(new, &options, "newer")?);
    let later = old.apex() == new.apex() && old.serial().zip(new.serial()).is_some_and(|(old, new)| old.is_before(new));
    if !later {
        let message = "two versions of one zone are wanted, the newer with the later serial (RFC 1982)";
        return Err(Fault::new("zones-incomparable", message).into());
    }
    Ok(carry::increment(&old, &new).iter().map(|message| JsValue::from(Uint8Array::from(message.as_slice()))).collect())
}

/// The zone, as text, that a secondary which holds `base` has after these messages.
///
/// # Errors
/// As `checkZone`; `zone-nameless`; `argument-type`; else the code of what kept the transfer from being installed.
#[wasm_bindgen(js_name = applyIxfr)]
pub fn apply_ixfr(
    #[wasm_bindgen(unchecked_param_type = "string | Uint8Array")] base: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array[]")] messages: &Array,
    #[wasm_bindgen(unchecked_optional_param_type = "CheckOptions")] options: &JsValue,
) -> Result<String, JsValue> {
    let base = content(base, &CheckOptions::read(options)?, "base")?;
    let octets: Result<Vec<_>, _> = messages.iter().map(|message| super::octets(&message, "messages")).collect();
    let octets = octets?;
    let zone = carry::applied(&base, octets.iter().map(Vec::as_slice))
        .map_err(|failure| Fault::new(failure.code.name, english::message(failure.code, &failure.args)))?;
    Ok(print(&zone))
}

/// All that is wrong with these messages as an answer to IXFR from `base`: records removed that are not there, added that
/// are, gaps between sequences, a wrong end. `applyIxfr` stops at the first fault that matters; this reads on.
///
/// # Errors
/// As `checkZone`; `zone-nameless`; `argument-type`.
#[wasm_bindgen(js_name = lintIxfr, unchecked_return_type = "IxfrFinding[]")]
pub fn lint_ixfr(
    #[wasm_bindgen(unchecked_param_type = "string | Uint8Array")] base: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array[]")] messages: &Array,
    #[wasm_bindgen(unchecked_optional_param_type = "CheckOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let base = content(base, &CheckOptions::read(options)?, "base")?;
    let octets: Result<Vec<_>, _> = messages.iter().map(|message| super::octets(&message, "messages")).collect();
    let octets = octets?;
    let found = carry::faults(&base, octets.iter().map(Vec::as_slice));
    let findings: Vec<_> = found
        .kept()
        .iter()
        .map(|fault| IxfrFinding {
            code: fault.code.name,
            severity: fault.severity.into(),
            message: english::message(fault.code, &fault.args),
        })
        .collect();
    Ok(plain(&findings)?)
}
