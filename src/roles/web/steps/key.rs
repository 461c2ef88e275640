//! Step 3: the TSIG key. Any form is understood as it is pasted; two sides are compared; any form is written.

mod comparison;
mod generator;
mod message;
mod parts;
mod side;
mod strength;
mod write_as;

use yew::prelude::*;

use super::super::key;
use super::super::parts::action::Action as Button;
use super::super::parts::step_head::StepHead;
use super::super::route;
use super::super::state::use_project;
use super::super::text::{fill, said, sentence, t, whole};
use super::primary::use_judged;
use crate::engine::tsig::{Comparison, Understood, compare};
use crate::product::project::{Action, Field, Key as Known, Workspace, steps::Step};

/// The step.
#[component]
pub(crate) fn Key() -> Html {
    let project = use_project();
    let k = t().key;
    let here = key::read(&project.secrets.key_text);
    let there = key::read(&project.secrets.other_key_text);
    let compared = both(&here, &there);
    let _ = use_judged();
    let (lead, rest) = lead(&project, &here, compared.as_ref());
    let typed = |field: Field| {
        let project = project.clone();
        Callback::from(move |text: String| {
            let other =
                if field == Field::KeyText { &project.secrets.other_key_text } else { &project.secrets.key_text };
            let differ = both(&key::read(&text), &key::read(other)).is_some_and(|compared| !compared.is_same());
            if field == Field::KeyText {
                project.dispatch(Action::Key(key::summary(&text)));
            }
            project.dispatch(Action::KeysDiffer(differ));
            project.dispatch(Action::Type(field, text));
        })
    };
    let clear = {
        let (ours, theirs) = (typed(Field::KeyText), typed(Field::OtherKeyText));
        Callback::from(move |()| {
            ours.emit(String::new());
            theirs.emit(String::new());
        })
    };
    let empty = project.secrets.key_text.is_empty();
    html! {
        <>
            <StepHead title={route::name(Step::Key)} {lead} {rest}>
                <Button label={k.clear} onclick={clear} disabled={empty && !project.forgot_key() && project.secrets.other_key_text.is_empty()} />
            </StepHead>
            <div class="us-cols us-key-top">
                <side::Side title={k.here} meta={k.here_meta} label={k.tsig_key} placeholder={k.paste_here} id="tsig-key"
                    text={project.secrets.key_text.clone()} oninput={typed(Field::KeyText)} />
                <side::Side title={k.there} meta={k.there_meta} label={k.other} placeholder={k.paste_there} id="other-key"
                    text={project.secrets.other_key_text.clone()} oninput={typed(Field::OtherKeyText)} />
            </div>
            if let Some(compared) = compared {
                <comparison::View {compared} />
            }
            if empty {
                <generator::Generator onmake={typed(Field::KeyText)} />
            } else {
                <div class="us-cols us-key-bottom">
                    <parts::Parts text={project.secrets.key_text.clone()} />
                    { here.single().map(|key| html! { <strength::Strength octets={key.secret.len()} digest={key.algorithm.digest_len()} /> }) }
                    if here.single().is_some() {
                        <write_as::WriteAs text={project.secrets.key_text.clone()} />
                    }
                </div>
                if here.single().is_some() {
                    <message::TestMessage text={project.secrets.key_text.clone()} />
                }
            }
        </>
    }
}

/// Both sides compared, when each has one key.
fn both(here: &Understood, there: &Understood) -> Option<Comparison> {
    let ([ours], [theirs]) = (here.keys.as_slice(), there.keys.as_slice()) else { return None };
    Some(compare(ours, theirs))
}

fn lead(w: &Workspace, here: &Understood, compared: Option<&Comparison>) -> (String, String) {
    let k = t().key;
    let verdict = compared.map(|c| sentence(&said::message(c.verdict, &c.args)) + ".").unwrap_or_default();
    if let (Known::Whole { .. }, Some(refused)) = (&w.key, refused(w)) {
        return refused;
    }
    match (&w.key, here.single(), compared) {
        (Known::Empty, ..) if !w.draft.key_name.is_empty() => {
            (k.lead_empty.into(), fill(k.lead_remembered, &[("name", &w.draft.key_name)]))
        }
        (Known::Empty, ..) => (k.lead_empty.into(), k.lead_empty_rest.into()),
        (_, _, Some(c)) if c.is_same() => {
            let signed = here.single().map(|key| fill(k.lead_whole, &[("name", &key.name)])).unwrap_or_default();
            (k.lead_same.into(), signed.trim_end_matches('.').to_owned() + ".")
        }
        (_, Some(_), Some(_)) => (k.lead_differ.into(), verdict),
        (Known::Whole { name, algorithm, .. }, Some(key), None) => {
            let fingerprint = key.secret.fingerprint();
            let rest = fill(k.lead_whole_rest, &[("algorithm", algorithm), ("fingerprint", &fingerprint)]);
            (fill(k.lead_whole, &[("name", name)]), rest)
        }
        // What lacks is no fault of the text that is there: no finding says it.
        _ if here.keys.iter().any(|parts| parts.name_text.is_none() || parts.algorithm_text.is_none()) => {
            (k.lead_faulty.into(), k.lead_faulty_form.into())
        }
        _ => (k.lead_faulty.into(), k.lead_faulty_rest.into()),
    }
}

/// What the primary said against the key at the last test, or what its configuration, as pasted, has otherwise.
fn refused(w: &Workspace) -> Option<(String, String)> {
    let k = t().key;
    let answer = w.probe.key_refused().map(|failed| whole(&said::failed(failed)));
    let defined = w.lacks_key().map(|said| sentence(&said::phrase(said)) + ".");
    let lead = if answer.is_some() { k.lead_refused } else { k.lead_differ };
    let parts: Vec<_> = [defined, answer].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| (lead.into(), parts.join(" ")))
}
