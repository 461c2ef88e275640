//! Zones: check, print, compare.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::fault::Fault;
use super::options::CheckOptions;
use super::{octets, plain};
use crate::engine::check;
use crate::engine::diag::Span;
use crate::engine::dns::RecordSink;
use crate::engine::zone::{Change, Snapshot};
use crate::engine::zonefile::Printer;
use crate::product::api::difference::Difference;
use crate::product::api::report::Report;

/// Parses and checks a zone.
///
/// The answer has every finding's code, severity, place, English, RFC, what named receivers do about it and, where there
/// is one, a fix as text edits. Bad text never throws.
///
/// # Errors
/// `options-unreadable`, `name-invalid`, `receiver-unknown`, `argument-type`.
#[wasm_bindgen(js_name = checkZone, unchecked_return_type = "Report")]
pub fn check_zone(
    #[wasm_bindgen(unchecked_param_type = "string | Uint8Array")] text: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CheckOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let report = CheckOptions::read(options)?.check(octets(text, "text")?)?;
    Ok(plain(&Report::from(&report))?)
}

/// The zone as every name server reads it: absolute names, TTL and class on each line, SOA first, canonical order. What
/// the secondary would serve; entries with errors are left out, so look at `checkZone` first.
///
/// # Errors
/// As `checkZone`; `zone-nameless` when neither the text nor `origin` says which zone it is.
#[wasm_bindgen(js_name = printZone)]
pub fn print_zone(
    #[wasm_bindgen(unchecked_param_type = "string | Uint8Array")] text: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CheckOptions")] options: &JsValue,
) -> Result<String, JsValue> {
    let zone = content(text, &CheckOptions::read(options)?, "text")?;
    Ok(print(&zone))
}

/// What differs between two versions: serials, SOA fields, RRsets.
///
/// # Errors
/// As `checkZone`; `zone-nameless`; `zones-incomparable` for two zones, or a version without a SOA.
#[wasm_bindgen(js_name = diffZones, unchecked_return_type = "Difference")]
pub fn diff_zones(
    #[wasm_bindgen(unchecked_param_type = "string | Uint8Array", js_name = older)] old: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string | Uint8Array", js_name = newer)] new: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CheckOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let options = CheckOptions::read(options)?;
    let (old, new) = (content(old, &options, "old")?, content(new, &options, "new")?);
    let incomparable = || Fault::new("zones-incomparable", "two versions of one zone are wanted, each with its SOA");
    let change = Change::between(&old, &new).ok_or_else(incomparable)?;
    Ok(plain(&Difference::new(&change, &new))?)
}

/// The content of a text.
pub(super) fn content(text: &JsValue, options: &CheckOptions, argument: &str) -> Result<Snapshot, Fault> {
    let report: check::Report = options.check(octets(text, argument)?)?;
    let nameless = || Fault::new("zone-nameless", format!("nothing says which zone {argument} is: give origin"));
    report.snapshot.ok_or_else(nameless)
}

/// A version as text.
pub(super) fn print(zone: &Snapshot) -> String {
    let mut printer = Printer::new();
    let mut walk = zone.iter_canonical();
    while let Some(set) = walk.next() {
        for datum in set.records() {
            printer.record(set.owner(), set.rtype(), datum.ttl, datum.rdata, Span::NONE);
        }
    }
    printer.finish()
}
