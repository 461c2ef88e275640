//! Errors in the provider's envelope.
//!
//! Numbers below 1300 and from 6000 on are the provider's own, as recorded or documented. It publishes none for secondary
//! DNS; those from 1300 to 1399 are ours, stable, and mean what their names say. Clients branch on the status.

use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Json, Response};

use super::super::super::store::Fault;
use crate::product::provider::model::{ApiMessage, Envelope};

/// The body is not a JSON object.
pub(super) const NOT_JSON: u32 = 1300;
/// A field is missing.
pub(super) const MISSING: u32 = 1301;
/// A field's value makes no sense.
pub(super) const INVALID: u32 = 1302;
/// There is no such object.
pub(super) const ABSENT: u32 = 1303;
/// Something else uses the object.
pub(super) const IN_USE: u32 = 1304;
/// There is one already.
pub(super) const EXISTS: u32 = 1305;
/// The store did not do it.
pub(super) const STORE: u32 = 1306;
/// The request took too long.
pub(super) const TOO_SLOW: u32 = 1307;
/// The zone is of another type.
pub(super) const NOT_SECONDARY: u32 = 1308;
/// Outgoing transfers are disabled.
pub(super) const DISABLED: u32 = 1309;

/// Why a request was not done.
pub(in crate::roles::server::http) struct Refusal {
    status: StatusCode,
    code: u32,
    message: String,
    pointer: Option<String>,
}

impl Refusal {
    pub(in crate::roles::server::http) fn new(status: StatusCode, code: u32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), pointer: None }
    }

    /// About the field at `pointer`.
    pub(super) fn field(code: u32, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..Self::new(StatusCode::BAD_REQUEST, code, message) }
    }

    /// No such object; SDKs and Terraform rely on the status.
    pub(super) fn absent(what: &str, id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, ABSENT, format!("there is no {what} {id}"))
    }

    pub(super) fn no_zone() -> Self {
        Self::new(StatusCode::NOT_FOUND, 1001, "Invalid zone identifier")
    }

    pub(super) fn no_route(path: &str) -> Self {
        let message = format!("Could not route to /client/v4{path}, perhaps your object identifier is invalid?");
        Self::new(StatusCode::NOT_FOUND, 7003, message)
    }

    pub(super) fn conflict(code: u32, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Conflict | Fault::Fenced => Self::conflict(STORE, fault.to_string()),
            _ => Self::new(StatusCode::INTERNAL_SERVER_ERROR, STORE, fault.to_string()),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut error = ApiMessage::new(self.code, self.message);
        if let Some(pointer) = self.pointer {
            error = error.at(pointer);
        }
        let mut envelope = Envelope::<()>::failed(error);
        if self.code == 7003 {
            envelope.errors.push(ApiMessage::new(7000, "No route for that URI"));
        }
        let mut response = (self.status, Json(envelope)).into_response();
        if self.status == StatusCode::CONFLICT {
            // SDKs try again twice on 409; nothing would change.
            response.headers_mut().insert("x-should-retry", HeaderValue::from_static("false"));
        }
        response
    }
}
