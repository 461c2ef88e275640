//! Help that needs no network: what each step is for, a tour, what needs the companion, where more is written.

use yew::prelude::*;

use super::super::parts::action::{Action, Weight};
use super::super::parts::copy::Copy;
use super::super::parts::dialog::Dialog;
use super::super::route;
use super::super::text::t;
use super::shown::{Shown, Which, use_shown};
use crate::product::project::steps::Step;

/// Properties of [`HelpButton`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct HelpButtonProperties {
    /// The step shown.
    pub step: Step,
}

/// The button and its dialog.
#[component]
pub(crate) fn HelpButton(props: &HelpButtonProperties) -> Html {
    let (open, show, close) = use_shown(Which::Help);
    let words = t().help;
    html! {
        <>
            <Action label={t().palette.help} icon="question-circle" weight={Weight::Plain} onclick={show} />
            <Dialog title={words.title} about={words.about} {open} onclose={close}><Help step={props.step} /></Dialog>
        </>
    }
}

/// What a step is for.
fn about(step: Step) -> &'static str {
    let words = t().help;
    match step {
        Step::Provider => words.provider,
        Step::Primary => words.primary,
        Step::Key => words.key,
        Step::Zone => words.zone,
        Step::Rehearsal => words.rehearsal,
        Step::Submit => words.submit,
        Step::Watch => words.watch,
    }
}

#[component]
fn Help(props: &HelpButtonProperties) -> Html {
    let words = t().help;
    let shown = use_context::<Shown>();
    let to = |which: Option<Which>| {
        let shown = shown.clone();
        move || {
            if let Some(shown) = &shown {
                shown.set(which);
            }
        }
    };
    let leave = {
        let close = to(None);
        Callback::from(move |_: MouseEvent| close())
    };
    let commands = {
        let open = to(Some(Which::Palette));
        Callback::from(move |()| open())
    };
    let shortcuts = {
        let open = to(Some(Which::Shortcuts));
        Callback::from(move |()| open())
    };
    let step = |(n, step): (usize, Step)| {
        html! {
            <li key={n}>
                <details open={step == props.step}>
                    <summary>{ n + 1 }{ " " }{ route::name(step) }</summary>
                    <p>{ about(step) }</p>
                    <p><a href={route::href(step)} onclick={leave.clone()}>{ words.open }</a></p>
                </details>
            </li>
        }
    };
    let tour = [words.tour_zone, words.tour_primary, words.tour_rehearsal, words.tour_submit, words.tour_watch];
    let docs = [
        ("docs/provider.md", words.doc_provider),
        ("docs/checks.md", words.doc_checks),
        ("docs/receivers.md", words.doc_receivers),
        ("docs/rehearsal.md", words.doc_rehearsal),
        ("docs/transfers.md", words.doc_transfers),
        ("docs/exports.md", words.doc_exports),
        ("docs/operations.md", words.doc_operations),
        ("docs/configuration.md", words.doc_configuration),
    ];
    html! {
        <div class="us-help">
            <section>
                <h3>{ words.steps }</h3>
                <ul class="us-help__steps" role="list">{ for Step::ALL.into_iter().enumerate().map(step) }</ul>
            </section>
            <section>
                <h3>{ words.tour }</h3>
                <ol>{ for tour.into_iter().map(|line| html! { <li>{ line }</li> }) }</ol>
            </section>
            <section>
                <h3>{ words.companion }</h3>
                <p>{ words.companion_why }</p>
                <p class="us-cmd"><code>{ t().shell.command }</code><Copy make={|()| t().shell.command.to_owned()} label={t().shell.copy_command} /></p>
                <p>{ words.offline }</p>
            </section>
            <section>
                <h3>{ words.more }</h3>
                <dl class="us-keys">{ for docs.into_iter().map(|(file, what)| html! { <div><dt class="mono">{ file }</dt><dd>{ what }</dd></div> }) }</dl>
                <div class="us-acts">
                    <Action label={t().palette.shortcuts} onclick={shortcuts} />
                    <Action label={t().palette.title} onclick={commands} />
                </div>
            </section>
        </div>
    }
}
