//! Why a run stopped: what was tried, what came back, what it most likely means, what to do.

use super::call::{Call, Effect, Response};
use super::model::{ApiMessage, Envelope, Permission, Secret};
use crate::engine::diag::{Arg, Args, Code, Diagnostic, Span, english};

/// Why a run stopped.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The number of the call that failed.
    pub call: u32,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The provider's own errors, secrets masked.
    pub errors: Vec<ApiMessage>,
    /// What it means. Values: `method`, `path`, `status`, `said`, and those of the code.
    pub diagnostic: Diagnostic,
}

/// The token is missing, malformed or unknown.
pub static PROVIDER_UNAUTHORIZED: Code = Code::error("provider-unauthorized", &[]);
/// The token may not do this.
pub static PROVIDER_FORBIDDEN: Code = Code::error("provider-forbidden", &[]);
/// The account has not been given the feature.
pub static PROVIDER_FEATURE_MISSING: Code = Code::error("provider-feature-missing", &[]);
/// Nothing is there under that id.
pub static PROVIDER_NOT_FOUND: Code = Code::error("provider-not-found", &[]);
/// Somebody else has it, or it is linked already.
pub static PROVIDER_CONFLICT: Code = Code::error("provider-conflict", &[]);
/// Too many calls.
pub static PROVIDER_RATE_LIMITED: Code = Code::error("provider-rate-limited", &[]);
/// The provider did not like the request.
pub static PROVIDER_REFUSED: Code = Code::error("provider-refused", &[]);
/// The provider is at fault.
pub static PROVIDER_FAULT: Code = Code::error("provider-fault", &[]);
/// No answer to a request that only reads.
pub static PROVIDER_UNREACHABLE: Code = Code::error("provider-unreachable", &[]);
/// No answer to a request that writes: it may have been done.
pub static PROVIDER_UNANSWERED: Code = Code::error("provider-unanswered", &[]);
/// An answer that is not the API's.
pub static PROVIDER_UNREADABLE: Code = Code::error("provider-unreadable", &[]);
/// A zone of that name is there already.
pub static PROVIDER_ZONE_EXISTS: Code = Code::error("provider-zone-exists", &[]);
/// The id is of another zone.
pub static ZONE_ID_OTHER_ZONE: Code = Code::error("zone-id-other-zone", &[]);
/// The zone is there, but is no secondary.
pub static ZONE_NOT_SECONDARY: Code = Code::error("zone-not-secondary", &[]);
/// The provider did not store what was sent.
pub static PEER_NOT_STORED: Code = Code::error("peer-not-stored", &[]);
/// The provider did not store which peers the zone is linked to, or how often it is refreshed.
pub static LINK_NOT_STORED: Code = Code::error("link-not-stored", &[]);
/// The token is disabled or expired.
pub static TOKEN_NOT_ACTIVE: Code = Code::error("token-not-active", &[]);
/// A list that never ends.
pub static PROVIDER_LIST_ENDLESS: Code = Code::error("provider-list-endless", &[]);
/// A POST may have been done, and looking again does not tell.
pub static PROVIDER_DOUBTFUL: Code = Code::error("provider-doubtful", &[]);
/// The plan changes what other zones use, and nobody has agreed.
pub static PLAN_CHANGES_OTHERS: Code = Code::error("plan-changes-others", &[]);
/// The account has too many zones to find out who uses an object.
pub static USES_TOO_MANY: Code = Code::error("uses-too-many", &[]);
/// The provider did not store a key as it was sent.
pub static KEY_NOT_STORED: Code = Code::error("key-not-stored", &[]);
/// The provider did not store an object as it was sent.
pub static OBJECT_NOT_STORED: Code = Code::error("object-not-stored", &[]);
/// The serial did not arrive in the time given.
pub static SERIAL_NOT_SEEN: Code = Code::error("serial-not-seen", &[]);

impl Failure {
    /// A failure of `call` that `code` names.
    pub(super) fn new(code: &'static Code, call: &Call, response: Option<&Response>) -> Box<Self> {
        let status = response.map(|r| r.status);
        let errors = response
            .and_then(|r| serde_json::from_slice::<Envelope<serde_json::Value>>(&r.body).ok())
            .map(|envelope| envelope.errors)
            .unwrap_or_default();
        let diagnostic = Diagnostic::new(code, Span::NONE)
            .arg("method", call.method.as_str())
            .arg("path", call.path.as_str())
            .arg("status", status.map_or(0, u32::from))
            .arg("said", said(&errors));
        Box::new(Self { call: call.number, status, errors, diagnostic })
    }

    /// What an answer with an error status means.
    pub(super) fn answered(call: &Call, response: &Response) -> Box<Self> {
        let mut failure = Self::new(&PROVIDER_REFUSED, call, Some(response));
        let code = means(response.status, &failure.errors);
        let found = Diagnostic { code, severity: code.severity, ..failure.diagnostic.clone() };
        let writes = call.effect == Effect::Write;
        let needs =
            Permission::needed(writes, &call.path).map_or_else(|| "no permission".to_owned(), |p| p.to_string());
        failure.diagnostic = found.arg("retry", response.retry_after_s.unwrap_or(300)).arg("needs", needs);
        failure
    }

    /// With one more value for the text.
    pub(super) fn arg(mut self: Box<Self>, name: &'static str, value: impl Into<Arg>) -> Box<Self> {
        self.diagnostic.args = std::mem::take(&mut self.diagnostic.args).with(name, value);
        self
    }

    /// Puts the mask in place of every secret, wherever the provider's words repeat it.
    pub(super) fn mask<'a>(&mut self, secrets: impl Iterator<Item = &'a Secret>) {
        for secret in secrets.filter(|s| !s.is_empty()) {
            let hide = |text: &str| text.replace(secret.expose(), Secret::MASK);
            let mut stack: Vec<_> = self.errors.iter_mut().collect();
            while let Some(error) = stack.pop() {
                error.message = hide(&error.message);
                stack.extend(&mut error.error_chain);
            }
            let args = self.diagnostic.args.iter();
            self.diagnostic.args = args.fold(Args::new(), |args, (name, value)| match value {
                Arg::Text(text) => args.with(name, hide(text)),
                Arg::Number(n) => args.with(name, *n),
            });
        }
    }

    /// What happened, in English.
    #[must_use]
    pub fn message(&self) -> String {
        english::other_message(self.diagnostic.code, &self.diagnostic.args)
    }

    /// What it most likely means and what to do, in English.
    #[must_use]
    pub fn why(&self) -> String {
        english::other_why(self.diagnostic.code, &self.diagnostic.args)
    }
}

/// The provider's words on one line: `1061 example.com already exists; …`.
fn said(errors: &[ApiMessage]) -> String {
    let all: Vec<_> = errors.iter().map(|e| format!("{} {}", e.code, e.message)).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join("; ") }
}

/// Clients branch on the status first: the numbers of secondary DNS errors are not published. The numbers below were
/// seen in recorded answers or the provider's documentation, as of 2026-11.
fn means(status: u16, errors: &[ApiMessage]) -> &'static Code {
    let has = |code: u32| errors.iter().any(|e| e.code == code || e.error_chain.iter().any(|e| e.code == code));
    // Recorded on an account without the feature, with status 401.
    let unauthorised_feature = errors.iter().any(|e| e.message.contains("Not authorized to setup"));
    match status {
        _ if unauthorised_feature => &PROVIDER_FEATURE_MISSING,
        _ if has(6003) || has(9106) => &PROVIDER_UNAUTHORIZED,
        _ if has(10_000) => &PROVIDER_FORBIDDEN,
        _ if has(1061) => &PROVIDER_ZONE_EXISTS,
        _ if has(1104) => &PROVIDER_FEATURE_MISSING,
        _ if has(1001) || has(7000) || has(7003) => &PROVIDER_NOT_FOUND,
        401 => &PROVIDER_UNAUTHORIZED,
        403 => &PROVIDER_FORBIDDEN,
        404 => &PROVIDER_NOT_FOUND,
        409 => &PROVIDER_CONFLICT,
        429 => &PROVIDER_RATE_LIMITED,
        500.. => &PROVIDER_FAULT,
        _ => &PROVIDER_REFUSED,
    }
}
