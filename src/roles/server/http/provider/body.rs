//! Request bodies, read field by field so that an error can point at the field.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::refusal::{INVALID, MISSING, NOT_JSON, Refusal};
use crate::product::provider::model::whole;

/// A JSON object.
pub(super) struct Body {
    fields: Map<String, Value>,
    /// Where it stands in the request: empty, or the name of the field that it is, with a slash behind it.
    at: String,
}

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|rejected| Refusal::new(rejected.status(), NOT_JSON, rejected.body_text()))?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(fields)) => Ok(Self { fields, at: String::new() }),
            Ok(_) => Err(Refusal::field(NOT_JSON, "", "the body must be a JSON object")),
            Err(error) => {
                let message = format!("the body is not JSON: {error}");
                Err(Refusal::new(StatusCode::BAD_REQUEST, NOT_JSON, message))
            }
        }
    }
}

impl Body {
    /// The field, if it is there; `null` counts as absent but for [`Self::is_cleared`].
    fn get(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|v| !v.is_null())
    }

    /// Whether the field is there and is `null`.
    pub(super) fn is_cleared(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(Value::is_null)
    }

    /// Whether the field is there, `null` or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// An object in it.
    pub(super) fn object(&self, name: &str) -> Result<Option<Self>, Refusal> {
        let value = self.typed(name, Value::is_object, "an object")?.and_then(Value::as_object);
        Ok(value.map(|fields| Self { fields: fields.clone(), at: format!("{}{name}/", self.at) }))
    }

    /// A text of a list.
    pub(super) fn one_of(&self, name: &str, words: &[&str]) -> Result<Option<&str>, Refusal> {
        match self.text(name)? {
            Some(word) if !words.contains(&word) => {
                Err(self.invalid(name, format_args!("{word} is none of {}", words.join(", "))))
            }
            word => Ok(word),
        }
    }

    /// A whole number within bounds.
    pub(super) fn bounded(&self, name: &str, least: u32, most: u32) -> Result<Option<u32>, Refusal> {
        match self.number(name)? {
            Some(number) if !(least..=most).contains(&number) => {
                Err(self.invalid(name, format_args!("{number} is not from {least} to {most}")))
            }
            number => Ok(number),
        }
    }

    /// The names of its fields.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }

    fn invalid(&self, name: &str, why: impl std::fmt::Display) -> Refusal {
        invalid(&format!("{}{name}", self.at), why)
    }

    /// A text.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        let typed = |v: &'_ Value| v.is_string();
        self.typed(name, typed, "a string").map(|v| v.and_then(Value::as_str))
    }

    /// A text that must be there.
    pub(super) fn required_text(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name)?.filter(|t| !t.is_empty()).ok_or_else(|| missing(&format!("{}{name}", self.at)))
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        self.typed(name, Value::is_boolean, "true or false").map(|v| v.and_then(Value::as_bool))
    }

    /// A whole number, `53` or `53.0`.
    pub(super) fn number<T: TryFrom<u64>>(&self, name: &str) -> Result<Option<T>, Refusal> {
        let Some(value) = self.typed(name, Value::is_number, "a number")? else { return Ok(None) };
        let number = value.as_number().and_then(whole).and_then(|n| T::try_from(n).ok());
        number.map(Some).ok_or_else(|| self.invalid(name, format_args!("{value} is not a whole number in range")))
    }

    /// A list of texts that must be there.
    pub(super) fn required_texts(&self, name: &str) -> Result<Vec<String>, Refusal> {
        let list =
            self.typed(name, Value::is_array, "a list")?.and_then(Value::as_array).ok_or_else(|| missing(name))?;
        let texts = list.iter().enumerate().map(|(i, entry)| {
            let text = entry.as_str().map(str::to_owned);
            text.ok_or_else(|| self.invalid(&format!("{name}/{i}"), "must be a string"))
        });
        texts.collect()
    }

    fn typed(&self, name: &str, is: impl Fn(&Value) -> bool, what: &str) -> Result<Option<&Value>, Refusal> {
        match self.get(name) {
            Some(value) if !is(value) => Err(self.invalid(name, format_args!("must be {what}"))),
            value => Ok(value),
        }
    }
}

/// The field is not there.
pub(super) fn missing(name: &str) -> Refusal {
    Refusal::field(MISSING, format!("/{name}"), format!("{name} is required"))
}

/// The field is there, and wrong. The text never quotes a secret: those are told by their field.
pub(super) fn invalid(name: &str, why: impl std::fmt::Display) -> Refusal {
    Refusal::field(INVALID, format!("/{name}"), format!("{name}: {why}"))
}
