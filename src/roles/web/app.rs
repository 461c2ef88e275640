//! The root component: contexts, shell, the step that the route names.

use std::{cell::Cell, rc::Rc};

use yew::prelude::*;

use super::base::Bases;
use super::check::Checks;
use super::io::log::{Log, Requests};
use super::keeping::Keeps;
use super::remembered::Remembers;
use super::route;
use super::scene::Scenes;
use super::shell::{
    elsewhere::Elsewhere, masthead::Masthead, rail::Rail, shown::Showing, summary::Summary, undone::Undone,
    update::Update,
};
use super::speech::{self, Speech};
use super::state::{self, Project};
use super::steps;
use super::submitting::Submits;
use super::text::{fill, t};
use super::watching::Watches;
use crate::product::project::Workspace;

/// The zone's name for headings and titles; empty when there is none yet.
pub(crate) fn zone_name(w: &Workspace) -> &str {
    w.checked.as_ref().and_then(|c| c.origin.as_deref()).unwrap_or(&w.draft.zone_name)
}

/// The page.
#[component]
pub(crate) fn App() -> Html {
    let speech = speech::use_first_speech();
    let project = state::use_first_project();
    let requests = use_reducer(Log::default);
    let counter = use_memo((), |()| Cell::new(0_usize));
    let step = route::use_step();
    let main = use_node_ref();

    let title = match zone_name(&project) {
        "" => fill(t().shell.title_without_zone, &[("step", &route::name(step))]),
        zone => fill(t().shell.title_with_zone, &[("zone", &zone), ("step", &route::name(step))]),
    };
    use_effect_with(title, |title| {
        if let Some(document) = web_sys::window().and_then(|w| w.document()) {
            document.set_title(title);
        }
    });
    {
        // A change of step moves the focus to it, so that screen readers say where one is; not at the first showing.
        let main = main.clone();
        let first = use_mut_ref(|| true);
        use_effect_with(step, move |_| {
            if !first.replace(false)
                && let Some(element) = main.cast::<web_sys::HtmlElement>()
            {
                let _ = element.focus();
                // The step, or where that is small the whole page, begins with its heading.
                element.set_scroll_top(0);
                if let Some(window) = web_sys::window() {
                    window.scroll_to_with_x_and_y(0.0, 0.0);
                }
            }
        });
    }

    html! {
        <ContextProvider<Speech> context={speech.clone()}><ContextProvider<Project> context={project}>
            <ContextProvider<Requests> context={requests}>
                <ContextProvider<Rc<Cell<usize>>> context={counter}>
                    <Checks><Keeps><Bases><Scenes><Submits><Watches><Showing><Remembers>
                            // Yew compares attributes and not keys: without `lang` the providers above would see nothing new.
                            <div class="us-page" key={speech.language.tag()} lang={speech.language.tag()}>
                                <Masthead {step} />
                                <Rail {step} />
                                <div class="us-main">
                                    <main class="us-step" id="step" tabindex="-1" ref={main}><Elsewhere /><Update /><Undone />{ steps::show(step) }</main>
                                    <Summary />
                                </div>
                            </div>
                    </Remembers></Showing></Watches></Submits></Scenes></Bases></Keeps></Checks>
                </ContextProvider<Rc<Cell<usize>>>>
            </ContextProvider<Requests>>
        </ContextProvider<Project>></ContextProvider<Speech>>
    }
}
