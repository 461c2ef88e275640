//! Talks to the native binary at the page's own origin: the companion, and the provider API or its relay.

mod stream;

use std::rc::Rc;

use gloo_net::http::{Method, Request, RequestBuilder, Response};
use js_sys::Date;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortController;
use yew::prelude::*;

use super::super::state::{Project, use_project};
use super::super::text::{clock, fill, said, t};
use super::log::{Change, Entry, Requests, masked};
use crate::product::api::companion::{Clock, ErrorBody};
use crate::product::project::{Companion, ProviderKind};

/// What comes back from a call that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body as text.
    pub body: String,
    /// The `retry-after` header in seconds.
    pub retry_after_s: Option<u32>,
}

/// Why nothing came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No connection.
    Unreachable(String),
    /// An error before the stream began, or instead of it.
    Refused {
        /// HTTP status.
        status: u16,
        /// What it said.
        message: String,
    },
    /// The stream ended without `done` or `failed`.
    CutShort,
}

impl Fault {
    /// What a person is told.
    pub(crate) fn words(&self) -> String {
        let shell = t().shell;
        match self {
            Self::Unreachable(_) | Self::Refused { status: 404 | 405, .. } => shell.fault_unreachable.into(),
            Self::Refused { status: 401, .. } => shell.companion_refused_why.into(),
            Self::Refused { status, message } => {
                fill(shell.fault_refused, &[("status", status), ("message", &said::refused(message))])
            }
            Self::CutShort => shell.fault_cut_short.into(),
        }
    }
}

/// Makes requests and writes them down.
#[derive(Clone, PartialEq)]
pub(crate) struct Client {
    project: Project,
    requests: Requests,
    counter: Rc<std::cell::Cell<usize>>,
}

/// The client of this page.
#[hook]
#[expect(clippy::expect_used, reason = "app.rs wraps every component in the context; without it nothing can be asked")]
pub(crate) fn use_client() -> Client {
    let project = use_project();
    let requests = use_context::<Requests>().expect("the requests' context");
    let counter = use_context::<Rc<std::cell::Cell<usize>>>().expect("the requests' counter");
    Client { project, requests, counter }
}

impl Client {
    /// The companion's token, as it is now.
    pub(crate) fn token(&self) -> String {
        self.project.secrets.companion_token.clone()
    }

    /// Whether the companion answers, and takes our token; where it answers DNS queries.
    pub(crate) async fn look(&self) -> (Companion, Vec<String>) {
        let companion = match self.send(Method::GET, "companion/v1/clock", None, true, None).await {
            Ok(response) if response.status() == 401 => Companion::Locked,
            // A static host answers 404, or its own page with 200.
            Ok(response) if response.ok() && is_json(&response) => {
                let clock = response.json::<Clock>().await;
                return (Companion::Present, clock.map(|clock| clock.dns).unwrap_or_default());
            }
            Ok(_) | Err(_) => Companion::Absent,
        };
        (companion, Vec::new())
    }

    /// The companion's answer to a question, as text.
    pub(crate) async fn ask(&self, path: &str, question: &impl Serialize) -> Result<String, Fault> {
        let response = self.send(Method::POST, path, Some(&json(question)), true, None).await?;
        if !response.ok() {
            return Err(refused(response).await);
        }
        response.text().await.map_err(|e| Fault::Unreachable(e.to_string()))
    }

    /// Text of a companion's resource.
    pub(crate) async fn text(&self, path: &str) -> Result<String, Fault> {
        let response = self.send(Method::GET, path, None, true, None).await?;
        let status = response.status();
        let body = response.text().await.map_err(|e| Fault::Unreachable(e.to_string()))?;
        if status == 200 { Ok(body) } else { Err(Fault::Refused { status, message: String::new() }) }
    }

    /// One call of the provider API. `path` begins after `/client/v4`.
    pub(crate) async fn provider(&self, method: Method, path: &str, body: Option<&str>) -> Result<Answer, Fault> {
        let base = match self.project.draft.provider {
            ProviderKind::Local => "client/v4",
            ProviderKind::Cloudflare => "relay/cloudflare/client/v4",
        };
        let response = self.send(method, &format!("{base}{path}"), body, false, None).await?;
        let status = response.status();
        let retry_after_s = response.headers().get("retry-after").and_then(|seconds| seconds.parse().ok());
        let body = response.text().await.map_err(|e| Fault::Unreachable(e.to_string()))?;
        Ok(Answer { status, body, retry_after_s })
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&str>,
        companion: bool,
        abort: Option<&AbortController>,
    ) -> Result<Response, Fault> {
        let number = self.counter.get() + 1;
        self.counter.set(number);
        let began = Date::now();
        self.requests.dispatch(Change::Sent(Entry {
            number,
            when: time_of_day(),
            method: method_name(&method),
            path: format!("/{path}"),
            body: body.map(masked).unwrap_or_default(),
            answer: None,
            ms: None,
        }));
        let result = self.request(method, path, body, companion, abort).await;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds of one request fit")]
        let ms = (Date::now() - began) as u32;
        let answer = result.as_ref().map(Response::status).map_err(ToString::to_string);
        self.requests.dispatch(Change::Answered { number, answer, ms });
        result.map_err(|e| Fault::Unreachable(e.to_string()))
    }

    async fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<&str>,
        companion: bool,
        abort: Option<&AbortController>,
    ) -> Result<Response, gloo_net::Error> {
        let secrets = &self.project.secrets;
        let mut builder = RequestBuilder::new(path).method(method);
        if companion {
            builder = builder.header("X-Understudy-Token", &secrets.companion_token);
            if abort.is_some() {
                builder = builder.header("Accept", "text/event-stream");
            }
        } else if self.project.draft.provider == ProviderKind::Local {
            builder = builder.header("Authorization", &format!("Bearer {}", secrets.companion_token));
        } else {
            builder = builder
                .header("X-Understudy-Token", &secrets.companion_token)
                .header("Authorization", &format!("Bearer {}", secrets.api_token));
        }
        builder = builder.abort_signal(abort.map(AbortController::signal).as_ref());
        let request: Request = match body {
            Some(body) => builder.header("Content-Type", "application/json").body(body)?,
            None => builder.build()?,
        };
        request.send().await
    }
}

/// What an error before a stream began, or instead of it, says.
async fn refused(response: Response) -> Fault {
    let status = response.status();
    let body = response.text().await.unwrap_or_default();
    let message = serde_json::from_str::<ErrorBody>(&body).map(|b| b.error.message).unwrap_or_default();
    Fault::Refused { status, message }
}

fn is_json(response: &Response) -> bool {
    response.headers().get("content-type").is_some_and(|kind| kind.starts_with("application/json"))
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn words(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map(|e| String::from(e.message())).unwrap_or_default()
}

const fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "GET",
    }
}

/// The page's own origin: `http://127.0.0.1:8053`.
pub(crate) fn origin() -> String {
    web_sys::window().and_then(|w| w.location().origin().ok()).unwrap_or_default()
}

/// Now, as the companion writes times.
pub(crate) fn now_rfc3339() -> String {
    Date::new_0().to_iso_string().into()
}

/// This machine's time of day: `16:02:31`.
pub(crate) fn time_of_day() -> String {
    clock(&String::from(Date::new_0().to_iso_string()))
}
