//! The name servers that the provider assigned and the zone's own NS do not name: said quietly, with the records to add.

use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::parts::copy::Copy;
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::state::use_project;
use super::super::super::submitting::use_submitting;
use super::super::super::text::t;
use super::super::super::watching::{Found, assigned, use_watching};
use crate::product::project::{Draft, Submission};
use crate::product::provider::delegate::unnamed;

/// The line; none while nothing lacks, or no name server is known.
#[component]
pub(crate) fn ApexNs() -> Html {
    let (project, check, run) = (use_project(), use_check(), use_submitting());
    let found = use_watching().and_then(|watching| watching.watch.zone.clone());
    let applied = matches!(project.submission, Submission::Applied { .. });
    let made = applied.then(|| Found { servers: run.shown.servers.clone(), ..Found::default() });
    let told = found.or(made).unwrap_or_default();
    let Some(result) = &check.result else { return html! {} };
    let Some(origin) = &result.report.origin else { return html! {} };
    let records = to_add(&project.draft, &told, origin, &result.name_servers);
    if records.is_empty() {
        return html! {};
    }
    let z = t().zone;
    let make = {
        let text = records.join("\n") + "\n";
        Callback::from(move |()| text.clone())
    };
    html! {
        <div class="us-strip us-ns">
            <Mark sign={Sign::Info} small=true />
            <span>{ z.ns_lacks }{ for records.iter().map(|record| html! { <span class="us-ns__record mono">{ record }</span> }) }</span>
            <Copy {make} label={z.ns_copy} />
        </div>
    }
}

/// The NS records that a zone of `origin` with these NS lacks, for a provider elsewhere.
fn to_add(draft: &Draft, told: &Found, origin: &str, ns: &[String]) -> Vec<String> {
    let bare = |name: &str| name.trim_end_matches('.').to_ascii_lowercase();
    let typed = &draft.zone_name;
    // Without any NS the zone has worse faults; another zone is not what the servers were assigned to.
    if draft.is_rehearsal() || ns.is_empty() || !(typed.is_empty() || bare(typed) == bare(origin)) {
        return Vec::new();
    }
    let servers = assigned(&draft.name_servers_typed(), told);
    let names = servers.iter().map(|server| server.split('=').next().unwrap_or_default());
    let lacks = unnamed(names.filter(|name| is_plain(name)), ns);
    let mut records = Vec::new();
    for record in lacks.map(|name| format!("{origin} IN NS {}.", bare(name))) {
        if !records.contains(&record) {
            records.push(record);
        }
    }
    records
}

/// Whether a typed name can stand in a zone file as it is: a parenthesis in it would take the lines behind it along.
fn is_plain(name: &str) -> bool {
    let is_plain =
        |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    name.trim_end_matches('.').split('.').all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::project::ProviderKind;

    #[test]
    fn what_the_zone_does_not_name_is_to_be_added() {
        let draft = |typed: &str| Draft { name_servers: typed.into(), ..Draft::default() };
        let ns = ["ns1.example.com.".to_owned(), "a.secondary.test.".to_owned()];
        let add = |draft: &Draft, told: &Found| to_add(draft, told, "example.com.", &ns);
        let none = Found::default();
        assert!(add(&draft(""), &none).is_empty(), "none is known");
        assert!(add(&draft("A.Secondary.test"), &none).is_empty());
        let b = ["example.com. IN NS b.secondary.test."];
        assert_eq!(add(&draft("a.secondary.test, b.secondary.test=192.0.2.1:53"), &none), b);
        // What the provider told takes the place of others.
        let told = Found { servers: vec!["b.secondary.test".into()], ..Found::default() };
        assert_eq!(add(&draft("x.secondary.test"), &told), b);
        assert_eq!(add(&draft(""), &told), b);
        let here = Draft { provider: ProviderKind::Local, ..draft("b.secondary.test") };
        assert!(add(&here, &told).is_empty(), "a rehearsal on this machine");
        let other = Draft { zone_name: "example.net".into(), ..draft("b.secondary.test") };
        assert!(add(&other, &told).is_empty(), "another zone");
        assert!(to_add(&draft("b.secondary.test"), &none, "example.com.", &[]).is_empty());
        let odd = "b.secondary.test B.secondary.test. c(d \"e\" f..g . =192.0.2.1";
        assert_eq!(add(&draft(odd), &none), b, "said once, and none that would break a zone");
    }
}
