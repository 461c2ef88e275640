//! The builder: settings and text of one scenario, side by side as tabs.

use yew::prelude::*;

use super::super::super::super::parts::action::{Action, Weight};
use super::super::super::super::parts::copy::Copy;
use super::super::super::super::parts::mark::Sign;
use super::super::super::super::parts::note::Note;
use super::super::super::super::parts::pane::Pane;
use super::super::super::super::parts::tabs::Tabs;
use super::super::super::super::remembered::use_remembered;
use super::super::super::super::scene::{Act, Scene};
use super::super::super::super::text::{fill, t};
use super::parts::Parts;
use super::settings::Settings;
use super::switches::Switches;
use super::toml::Toml;
use crate::product::rehearse::builder::List;

/// Properties of [`Builder`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct BuilderProperties {
    /// What is rehearsed.
    pub scene: Scene,
    /// Plays it with the zone of step 4, when there is one.
    #[prop_or_default]
    pub own: Option<Callback<()>>,
}

/// The pane.
#[component]
pub(crate) fn Builder(props: &BuilderProperties) -> Html {
    let words = t().scene;
    let scene = &props.scene;
    let tab = use_remembered("scene.tab", || 0_usize);
    let act = |act: Act| {
        let text = scene.text.clone();
        Callback::from(move |()| text.dispatch(act.clone()))
    };
    let copy = {
        let text = scene.text.text.clone();
        Callback::from(move |()| text.to_string())
    };
    let tools = html! {
        <>
            <Action label={words.undo} icon="undo" weight={Weight::Plain} onclick={act(Act::Undo)} disabled={!scene.text.can_undo()} />
            <Action label={words.redo} icon="redo" weight={Weight::Plain} onclick={act(Act::Redo)} disabled={!scene.text.can_redo()} />
            <Copy make={copy} label={words.copy_toml} />
        </>
    };
    let built = scene.ready().and_then(|played| played.built.clone());
    let refused = scene.ready().and_then(|played| played.refused.clone());
    let body = match (*tab, built) {
        (0, Some(built)) => {
            let beyond = built.primaries > 1 || built.strays > 0;
            let change = scene.change.clone();
            html! {
                <div class="us-pane__body us-scene__form">
                    <div role="status">
                        if let Some(why) = refused { <Note sign={Sign::Bad}>{ why_refused(&why) }</Note> }
                    </div>
                    <Switches built={built.clone()} change={change.clone()} />
                    <Settings built={built.clone()} change={change.clone()} />
                    <Parts list={List::Versions} parts={built.versions.clone()} change={change.clone()} />
                    <Parts list={List::Faults} parts={built.faults.clone()} change={change.clone()} />
                    <Parts list={List::Deeds} parts={built.deeds.clone()} {change} />
                    if beyond {
                        <Note sign={Sign::Info}>{ fill(words.beyond, &[("primaries", &built.primaries), ("strays", &built.strays)]) }</Note>
                    }
                    if let Some(own) = &props.own {
                        <div class="us-acts"><Action label={words.own_zone} title={words.own_zone_why} onclick={own.clone()} /></div>
                    }
                </div>
            }
        }
        (0, None) if scene.ready().is_some() => {
            html! { <Note sign={Sign::Bad} strip=true>{ words.cannot }{ " " }{ words.cannot_why }</Note> }
        }
        (0, None) => html! {},
        _ => html! { <Toml scene={scene.clone()} /> },
    };
    html! {
        <Pane title={words.parts} {tools} class="us-scene__builder">
            <Tabs label={words.parts} tabs={vec![words.form, words.toml]} selected={*tab} onselect={move |to| tab.set(to)} />
            { body }
        </Pane>
    }
}

fn why_refused(why: &str) -> &'static str {
    let words = t().scene;
    match why {
        "last" => words.refused_last,
        "number" => words.refused_number,
        "offset" => words.refused_offset,
        _ => words.refused_length,
    }
}
