//! The options of the functions that read zone text.

use std::collections::BTreeMap;

use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};

use super::fault::Fault;
use crate::engine::check::receivers::Receiver;
use crate::engine::check::{self, Report};
use crate::engine::dns::Name;
use crate::engine::zonefile::{Refusal, Request, Sources};

/// `CheckOptions` of the type definitions.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CheckOptions {
    file: Option<String>,
    origin: Option<String>,
    at: Option<f64>,
    receivers: Vec<String>,
    includes: BTreeMap<String, String>,
}

impl CheckOptions {
    const KEYS: [&str; 5] = ["at", "file", "includes", "origin", "receivers"];

    /// The options as given; nothing or null is none of them.
    pub(super) fn read(value: &JsValue) -> Result<Self, Fault> {
        if value.is_undefined() || value.is_null() {
            return Ok(Self::default());
        }
        // A struct is read by its known keys alone, so a misspelt one has to be looked for.
        for key in
            js_sys::Object::keys(value.unchecked_ref::<js_sys::Object>()).iter().filter_map(|key| key.as_string())
        {
            if !Self::KEYS.contains(&key.as_str()) {
                let known = Self::KEYS.join(", ");
                return Err(Fault::new("options-unreadable", format!("no option {key}: known are {known}")));
            }
        }
        serde_wasm_bindgen::from_value(value.clone()).map_err(|why| Fault::new("options-unreadable", why.to_string()))
    }

    /// Reads and checks `text`.
    pub(super) fn check(&self, text: Vec<u8>) -> Result<Report, Fault> {
        let sources = Sources::new(self.file.as_deref().unwrap_or("zone"), text);
        let include = &mut |request: &Request, sources: &mut Sources| {
            let missing = || Refusal::Missing("it is not among the includes given".to_owned());
            let content = self.includes.get(&request.path).ok_or_else(missing)?;
            let full = || Refusal::Refused("too many files".to_owned());
            sources.add(request.path.clone(), content.clone().into_bytes(), request.at).ok_or_else(full)
        };
        Ok(check::text(sources, self.engine()?, include))
    }

    fn engine(&self) -> Result<check::Options, Fault> {
        let origin = match self.origin.as_deref() {
            None | Some("") => None,
            Some(name) => Some(domain_name(name)?),
        };
        let receiver = |name: &String| {
            let known = || Receiver::ALL.map(Receiver::name).join(", ");
            Receiver::from_name(name)
                .ok_or_else(|| Fault::new("receiver-unknown", format!("no receiver {name}: known are {}", known())))
        };
        let receivers = self.receivers.iter().map(receiver).collect::<Result<_, _>>()?;
        Ok(check::Options { origin, at: Some(seconds(self.at)), receivers, ..check::Options::default() })
    }
}

/// A domain name, with or without its final dot.
pub(super) fn domain_name(text: &str) -> Result<Name, Fault> {
    Name::absolute(text).map_err(|_| Fault::new("name-invalid", format!("{text} is no domain name")))
}

/// A time in Unix seconds; now when none is given.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast from f64 saturates; NaN is 0")]
pub(super) fn seconds(at: Option<f64>) -> u64 {
    at.unwrap_or_else(|| js_sys::Date::now() / 1000.0) as u64
}
