//! Every request that the page has made, the secret parts masked before they are kept.

use std::rc::Rc;

use serde_json::Value;
use yew::prelude::*;

/// Stands for a secret.
pub(crate) const MASK: &str = "••••••••••••••••";

/// Requests that are remembered.
const REMEMBERED: usize = 500;

/// One request and its answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// From 1.
    pub number: usize,
    /// Time of day by this machine: `16:02:31`.
    pub when: String,
    /// The method.
    pub method: &'static str,
    /// The path.
    pub path: String,
    /// The body, secrets masked; empty when there was none.
    pub body: String,
    /// Status of the answer, or what went wrong; absent while it is under way.
    pub answer: Option<Result<u16, String>>,
    /// Milliseconds until the answer's header.
    pub ms: Option<u32>,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Log(pub Vec<Entry>);

/// What can happen to the log.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A request was sent.
    Sent(Entry),
    /// It was answered, or could not be sent.
    Answered {
        /// Which.
        number: usize,
        /// How.
        answer: Result<u16, String>,
        /// After how many milliseconds.
        ms: u32,
    },
}

impl Reducible for Log {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut log = Rc::unwrap_or_clone(self);
        match change {
            Change::Sent(entry) => {
                log.0.push(entry);
                // Watch asks for as long as the page is open.
                let surplus = log.0.len().saturating_sub(REMEMBERED);
                log.0.drain(..surplus);
            }
            Change::Answered { number, answer, ms } => {
                if let Some(entry) = log.0.iter_mut().find(|e| e.number == number) {
                    entry.answer = Some(answer);
                    entry.ms = Some(ms);
                }
            }
        }
        Rc::new(log)
    }
}

/// The log's context.
pub(crate) type Requests = UseReducerHandle<Log>;

/// `json` for people to read, the value of every member called `secret` masked. What is not JSON is not shown at all.
pub(crate) fn masked(json: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(json) else { return MASK.into() };
    mask(&mut value);
    value.to_string()
}

fn mask(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if name == "secret" {
                    *member = Value::String(MASK.into());
                } else {
                    mask(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_kept() {
        let body = r#"{"tsig":{"name":"k.","secret":"c2VjcmV0"},"list":[{"secret":"eA=="}]}"#;
        let kept = masked(body);
        assert!(!kept.contains("c2VjcmV0") && !kept.contains("eA=="), "{kept}");
        assert!(kept.contains("\"k.\""));
        assert_eq!(masked("secret=c2VjcmV0"), MASK);
    }
}
