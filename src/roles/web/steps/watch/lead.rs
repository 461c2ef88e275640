//! What it comes to, in one sentence.

use super::super::super::text::{clock, fill, said, t, whole};
use super::super::super::watching::{Lack, Watch};
use crate::product::project::{Companion, Watched};

/// The first sentence, and the rest.
pub(super) fn lead(watch: &Watch, lack: Option<Lack>, companion: Companion) -> (String, String) {
    let s = t().watch;
    let seen = watch.report.as_ref().map(|report| clock(&report.at));
    if let Some(lack) = lack {
        let words = match lack {
            Lack::Zone => s.lack_zone,
            Lack::Servers => s.lack_servers,
            Lack::Key => s.lack_key,
        };
        return (s.lead_empty.into(), words.into());
    }
    match (companion, seen) {
        (Companion::Absent | Companion::Locked, Some(at)) => {
            return (s.lead_lost.into(), fill(s.lead_lost_rest, &[("at", &at)]));
        }
        (Companion::Absent | Companion::Locked, None) => return (s.lead_none.into(), String::new()),
        _ => {}
    }
    // The provider knows none either: the zone is not made yet.
    if watch.report.is_none() && watch.fault.as_deref() == Some(s.lack_servers) {
        return (s.lead_empty.into(), String::new());
    }
    if watch.fault.is_some() {
        return (s.lead_failed.into(), String::new());
    }
    match watch.summary() {
        Watched::Looking => (s.lead_asking.into(), s.lead_asking_rest.into()),
        Watched::Not if watch.paused => (s.lead_paused.into(), s.lead_paused_rest.into()),
        Watched::Not => (s.lead_asking.into(), s.lead_asking_rest.into()),
        Watched::Judged { first: None, at, .. } => (s.lead_safe.into(), fill(s.lead_safe_rest, &[("at", &clock(&at))])),
        Watched::Judged { wrong, first: Some(first), .. } => {
            let lead = if wrong > 0 { s.lead_not } else { s.lead_unproved };
            (lead.into(), whole(&said::phrase(&first)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::super::watching::Said;
    use super::*;
    use crate::product::api::nameservers::{Report, Server};

    #[test]
    fn nothing_pretends() {
        let said = |watch: &Watch, lack, companion| lead(watch, lack, companion).0;
        let fresh = Watch::default();
        assert_eq!(said(&fresh, Some(Lack::Servers), Companion::Present), "Nothing to watch yet.");
        assert_eq!(said(&fresh, None, Companion::Absent), "Watching needs the companion.");
        let servers = vec![Server { name: "ns1.".into(), ..Server::default() }];
        let report = Report { at: "2026-11-26T10:00:00Z".into(), servers, ..Report::default() };
        let seen = fresh.after(Said::Asking(true)).after(Said::Reported(Box::new(report), 0));
        assert_eq!(said(&seen, None, Companion::Present), "Not proved safe to delegate.");
        assert_eq!(
            lead(&seen, None, Companion::Absent).1,
            "What stands below was seen at 10:00:00. It is tried again until it is back."
        );
        let failed = seen.after(Said::Failed("x".into(), 0));
        assert_eq!(said(&failed, None, Companion::Present), "The last check failed.");
    }
}
