//! What every answer is wrapped in.

use serde::{Deserialize, Serialize};

use super::number;

/// An answer: `success` with a `result`, or `errors`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub struct Envelope<T> {
    /// Whether it was done.
    #[serde(default)]
    pub success: bool,
    /// Why not; empty on success.
    #[serde(default = "Vec::new")]
    pub errors: Vec<ApiMessage>,
    /// What to know besides.
    #[serde(default = "Vec::new")]
    pub messages: Vec<ApiMessage>,
    /// The object, a list of them, a word, or `null`.
    #[serde(default = "none")]
    pub result: Option<T>,
    /// Where a page of a list stands in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_info: Option<ResultInfo>,
}

const fn none<T>() -> Option<T> {
    None
}

impl<T> Envelope<T> {
    /// A success.
    #[must_use]
    pub const fn ok(result: T) -> Self {
        Self { success: true, errors: Vec::new(), messages: Vec::new(), result: Some(result), result_info: None }
    }

    /// A failure for one reason.
    #[must_use]
    pub fn failed(error: ApiMessage) -> Self {
        Self { success: false, errors: vec![error], messages: Vec::new(), result: None, result_info: None }
    }
}

/// One error or message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiMessage {
    /// At least 1000.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub code: u32,
    /// What it says.
    #[serde(default)]
    pub message: String,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation_url: Option<String>,
    /// Which part of the request it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Finer reasons; older gateway errors carry them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub error_chain: Vec<Self>,
}

impl ApiMessage {
    /// A code and its text.
    #[must_use]
    pub fn new(code: u32, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), ..Self::default() }
    }

    /// The same about one part of the request: a JSON pointer (RFC 6901).
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.source = Some(Source { pointer: pointer.into() });
        self
    }
}

/// A place in the request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// JSON pointer (RFC 6901).
    #[serde(default)]
    pub pointer: String,
}

/// Where a page of a list stands in it. Clients differ in which key they rely on, so all five are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultInfo {
    /// From 1.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub page: u64,
    /// How many a page holds at most.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub per_page: u64,
    /// How many this page holds.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub count: u64,
    /// How many there are.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub total_count: u64,
    /// How many pages there are.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub total_pages: u64,
}
