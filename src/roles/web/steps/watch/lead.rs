//! What it comes to, in one sentence.

use super::super::super::text::{clock, fill, said, t, whole};
use super::super::super::watching::{Lack, Watch};
use crate::product::project::{Companion, Watched, Workspace};

/// The first sentence, and the rest.
pub(super) fn lead(watch: &Watch, lack: Option<Lack>, project: &Workspace) -> (String, String) {
    let s = t().watch;
    let (companion, rehearsal) = (project.companion, project.draft.is_rehearsal());
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
    match watch.summary(rehearsal) {
        Watched::Looking => (s.lead_asking.into(), s.lead_asking_rest.into()),
        Watched::Not if watch.paused => (s.lead_paused.into(), s.lead_paused_rest.into()),
        Watched::Not => (s.lead_asking.into(), s.lead_asking_rest.into()),
        Watched::Judged { first: None, at, .. } if rehearsal => {
            (s.lead_rehearsed.into(), fill(s.lead_rehearsed_rest, &[("at", &clock(&at))]))
        }
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
    use crate::product::api::nameservers::{Address, Content, Parent, Primary, Report, Server};
    use crate::product::project::ProviderKind;

    #[test]
    fn nothing_pretends() {
        let with = |companion| Workspace { companion, ..Workspace::default() };
        let said = |watch: &Watch, lack, companion| lead(watch, lack, &with(companion)).0;
        let fresh = Watch::default();
        assert_eq!(said(&fresh, Some(Lack::Servers), Companion::Present), "Nothing to watch yet.");
        assert_eq!(said(&fresh, None, Companion::Absent), "Watching needs the companion.");
        let servers = vec![Server { name: "ns1.".into(), ..Server::default() }];
        let report = Report { at: "2026-11-26T10:00:00Z".into(), servers, ..Report::default() };
        let seen = fresh.after(Said::Asking(true)).after(Said::Reported(Box::new(report), 0));
        assert_eq!(said(&seen, None, Companion::Present), "Not proved safe to delegate.");
        assert_eq!(
            lead(&seen, None, &with(Companion::Absent)).1,
            "What stands below was seen at 10:00:00. It is tried again until it is back."
        );
        let failed = seen.after(Said::Failed("x".into(), 0));
        assert_eq!(said(&failed, None, Companion::Present), "The last check failed.");
    }

    #[test]
    fn a_rehearsal_tells_nobody_to_delegate() {
        let (primary_ns, name) = (Some(vec!["ns1.".to_owned()]), "ns1.".to_owned());
        let content = Some(Content { compared: 1, total: 1, ..Content::default() });
        let answered = Address { authoritative: Some(true), serial: Some(7), content, ..Address::default() };
        let servers = vec![Server { name, addresses: Some(vec![answered]), ..Server::default() }];
        let primary = Some(Primary { serial: Some(7), name_servers: primary_ns, ..Primary::default() });
        let parent = Parent { ds: Some(Vec::new()), ..Parent::default() };
        let mut report = Report { servers, primary, parent, ..Report::default() };
        let mut w = Workspace { companion: Companion::Present, ..Workspace::default() };
        let lead = |report: &Report, w: &Workspace| {
            let watch = Watch::default().after(Said::Started).after(Said::Reported(Box::new(report.clone()), 0));
            lead(&watch, None, w)
        };
        assert_eq!(lead(&report, &w).0, "Safe to delegate.");
        w.draft.provider = ProviderKind::Local;
        let (first, rest) = lead(&report, &w);
        assert_eq!(first, "The rehearsal passed.");
        assert!(rest.contains("leave the delegation as it is"), "{rest}");
        // The names that this machine gives out need not be in the primary's zone.
        if let Some(primary) = &mut report.primary {
            primary.name_servers = Some(vec!["ns.elsewhere.".into()]);
        }
        assert_eq!(lead(&report, &w).0, "The rehearsal passed.");
        w.draft.provider = ProviderKind::Cloudflare;
        assert_eq!(lead(&report, &w).0, "Do not delegate yet.");
    }
}
