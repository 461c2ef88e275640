//! Makes a machine's calls to the provider, one after the other, and keeps its record before each.

use std::io::{self, Read};
use std::thread::sleep;
use std::time::Duration;

use ureq::{Agent, Body, http};
use zeroize::Zeroizing;

use super::output::{answer, complain};
use super::project::Project;
use super::trust;
use crate::product::provider::model::Secret;
use crate::product::provider::{Call, Driven, Made, Method, Response};

/// How long a connection may take, and a whole call.
const CONNECT: Duration = Duration::from_secs(10);
const WHOLE: Duration = Duration::from_secs(60);
/// Octets of an answer: a list of 100,000 peers has about 20 million.
const LARGEST: u64 = 64 << 20;

/// A connection to the provider.
pub(super) struct Client {
    agent: Agent,
    url: String,
    token: Secret,
}

enum Fault {
    /// The call never left.
    Unsent(String),
    /// It may have been done.
    Lost(String),
}

impl Client {
    pub(super) fn new(project: &Project) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A redirect would carry the token elsewhere.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .tls_config(trust::tls())
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(WHOLE))
            .user_agent(concat!("understudy/", env!("CARGO_PKG_VERSION")));
        Self { agent: config.build().into(), url: project.url.clone(), token: project.token.clone() }
    }

    fn send(&self, call: &Call) -> Result<Response, Fault> {
        sleep(Duration::from_millis(call.delay_ms));
        let url = format!("{}{}", self.url, call.path);
        let bearer = Zeroizing::new(format!("Bearer {}", self.token.expose()));
        let body = call.body.to_json();
        let request =
            http::Request::builder().method(call.method.as_str()).uri(url).header("Authorization", bearer.as_str());
        let sent = match &body {
            Some(text) => request
                .header("Content-Type", "application/json")
                .body(text.as_str())
                .map_err(ureq::Error::from)
                .and_then(|request| self.agent.run(request)),
            // It says that it has no body; otherwise one would be sent in chunks.
            None if call.method == Method::Post => {
                request.body("").map_err(ureq::Error::from).and_then(|request| self.agent.run(request))
            }
            None => request.body(()).map_err(ureq::Error::from).and_then(|request| self.agent.run(request)),
        };
        read(sent.map_err(fault)?)
    }
}

fn read(mut response: http::Response<Body>) -> Result<Response, Fault> {
    let retry_after = response.headers().get("retry-after").and_then(|v| v.to_str().ok());
    let retry_after_s = retry_after.and_then(|text| text.trim().parse().ok());
    let status = response.status().as_u16();
    let mut body = Vec::new();
    let read = response.body_mut().as_reader().take(LARGEST + 1).read_to_end(&mut body);
    read.map_err(|error| Fault::Lost(error.to_string()))?;
    if body.len() as u64 > LARGEST {
        return Err(Fault::Lost(format!("the answer has more than {LARGEST} octets")));
    }
    Ok(Response { status, body, retry_after_s })
}

/// Whether the call may have been done. Neither kind repeats the request, so neither a token nor a secret.
fn fault(error: ureq::Error) -> Fault {
    let unsent = match &error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed | ureq::Error::BadUri(_) => true,
        ureq::Error::Io(error) => matches!(
            error.kind(),
            io::ErrorKind::ConnectionRefused | io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable
        ),
        ureq::Error::Timeout(when) => matches!(when, ureq::Timeout::Connect | ureq::Timeout::Resolve),
        _ => false,
    };
    let text = error.to_string();
    if unsent { Fault::Unsent(text) } else { Fault::Lost(text) }
}

/// How a machine's calls are told: one line each on stdout, or nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tell {
    /// Every call.
    All,
    /// None.
    Nothing,
}

/// Makes all calls of `machine`. Its record is kept before a call is sent and after it was answered.
///
/// # Errors
/// One line, when the record cannot be kept: then nothing more is sent.
pub(super) fn drive(
    machine: &mut dyn Driven,
    client: &Client,
    project: &Project,
    tell: Tell,
    keeps: bool,
) -> Result<(), String> {
    let mut kept = machine.record().revision();
    let mut told = machine.made().len();
    loop {
        let call = machine.next_call();
        keep(machine, project, keeps, &mut kept)?;
        let Some(call) = call else { break };
        match client.send(&call) {
            Ok(response) => machine.take(&response),
            Err(Fault::Unsent(reason)) => machine.unsent(&reason),
            Err(Fault::Lost(reason)) => machine.lost(&reason),
        }
        keep(machine, project, keeps, &mut kept)?;
        for made in machine.made().iter().skip(told) {
            if tell == Tell::All && !answer(&line(made)) {
                complain("cannot write the answer to standard output");
            }
        }
        told = machine.made().len();
    }
    Ok(())
}

fn keep(machine: &dyn Driven, project: &Project, keeps: bool, kept: &mut u64) -> Result<(), String> {
    let revision = machine.record().revision();
    if keeps && revision != *kept {
        project.keep(machine.record())?;
        *kept = revision;
    }
    Ok(())
}

/// `  3  POST   /accounts/…/tsigs  200, id …  Store the key`.
fn line(made: &Made) -> String {
    let Made { number, method, path, why, status, answer } = made;
    let status = status.map_or_else(String::new, |status| format!("{status}, "));
    format!("{number:>3}  {:<6} {path}  {status}{}  ({})\n", method.as_str(), answer.english(), why.english())
}
