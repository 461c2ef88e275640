//! The name servers that the provider assigned, where others stand in the form.

use yew::prelude::*;

use super::super::super::parts::action::{Action as Button, Weight};
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::state::use_project;
use super::super::super::submitting::use_submitting;
use super::super::super::text::{fill, t};
use super::super::super::watching::{Found, use_watching};
use crate::product::project::{Action, Field, Submission};

/// Properties of [`Assigned`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct AssignedProperties {
    /// A strip under the step's head.
    #[prop_or_default]
    pub strip: bool,
}

/// The note; none while nothing differs, or nothing is known.
#[component]
pub(crate) fn Assigned(props: &AssignedProperties) -> Html {
    let (project, run) = (use_project(), use_submitting());
    let found = use_watching().and_then(|watching| watching.watch.zone.clone());
    // Another provider's answers say nothing about this one's.
    let applied = matches!(project.submission, Submission::Applied { .. });
    let made = applied.then(|| Found { servers: run.shown.servers.clone(), ..Found::default() });
    let typed = project.draft.name_servers_typed();
    let Some(found) = found.or(made).filter(|found| !found.servers.is_empty() && found.is_unlike(&typed)) else {
        return html! {};
    };
    let p = t().provider;
    let take = {
        let (project, names) = (project.clone(), found.servers.join(" "));
        Callback::from(move |()| project.dispatch(Action::Type(Field::NameServers, names.clone())))
    };
    html! {
        <Note sign={Sign::Warn} strip={props.strip}>
            { fill(p.assigned, &[("servers", &found.servers.join(", "))]) }{ " " }
            <Button label={p.assigned_take} weight={Weight::Inline} onclick={take} />
        </Note>
    }
}
