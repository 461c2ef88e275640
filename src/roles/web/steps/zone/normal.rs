//! The zone in normal form (absolute names, one record a line, the SOA first) as a download. It comes from the worker in
//! parts, so a million records are no trouble.

use js_sys::Array;
use yew::prelude::*;

use super::super::super::check::{Check, use_check};
use super::super::super::io::files;
use super::super::super::parts::action::{Action, Weight};
use super::super::super::text::t;
use crate::product::api::worker::{Answer, Job, Reply};

/// Records asked for at once.
const COUNT: u32 = 32_768;

/// The button.
#[component]
pub(crate) fn Normal() -> Html {
    let check = use_check();
    let busy = use_state_eq(|| false);
    let onclick = {
        let (check, busy) = (check.clone(), busy.clone());
        Callback::from(move |()| {
            busy.set(true);
            let busy = busy.clone();
            let name = file_name(&check.last_origin);
            let done = Callback::from(move |parts: Option<Array>| {
                busy.set(false);
                if let Some(parts) = parts {
                    files::download(&name, "text/dns", &parts);
                }
            });
            next(check.clone(), 0, Array::new(), done);
        })
    };
    html! {
        <Action label={t().zone.normal} icon="download" weight={Weight::Plain} {onclick} disabled={*busy || check.pending} />
    }
}

/// Asks for the part from record `start` on, until all are there; none when the zone changed meanwhile.
fn next(check: Check, start: u64, parts: Array, done: Callback<Option<Array>>) {
    let asker = check.clone();
    let on = Callback::from(move |reply| match reply {
        Reply::Result { result: Answer::Printed { text, next: at, total }, .. } => {
            parts.push(&text.into());
            if at < total && at > start {
                next(check.clone(), at, parts.clone(), done.clone());
            } else {
                done.emit(Some(parts.clone()));
            }
        }
        Reply::Failed { .. } => done.emit(None),
        _ => {}
    });
    asker.ask(Job::Print { start, count: COUNT }, on);
}

/// `example.com.` as `example.com.zone`.
pub(super) fn file_name(origin: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let name: String = origin.chars().map(safe).collect();
    let name = name.trim_matches('.');
    if name.is_empty() { "root.zone".into() } else { format!("{name}.zone") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_names_its_file() {
        assert_eq!(file_name("example.com."), "example.com.zone");
        assert_eq!(file_name("0/25.2.0.192.in-addr.arpa."), "0_25.2.0.192.in-addr.arpa.zone");
        assert_eq!(file_name("."), "root.zone");
    }
}
