//! Says that the article's text was moved here from Zone, with the way back for as long as both are as they were left.

use gloo_timers::callback::Timeout;
use web_sys::Element;
use yew::prelude::*;

use super::super::super::check::use_load_text;
use super::super::super::parts::action::{Action as Button, Weight};
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::shell::masthead::focus_step;
use super::super::super::state::use_project;
use super::super::super::text::t;

/// CSS pixels of the summary where it is a bar.
const SUMMARY: f64 = 60.0;

/// Properties of [`Moved`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct MovedProperties {
    /// What stood in the box before; none while nothing was moved there.
    pub before: UseStateHandle<Option<String>>,
    /// What stands there now.
    pub text: UseStateHandle<String>,
}

/// Nothing while nothing was moved, or another zone took the text's place.
#[component]
pub(crate) fn Moved(props: &MovedProperties) -> Html {
    let (project, load) = (use_project(), use_load_text());
    let end = |undo: bool| {
        let (before, text, load) = (props.before.clone(), props.text.clone(), load.clone());
        Callback::from(move |()| {
            focus_step();
            let was = (*before).clone().unwrap_or_default();
            before.set(None);
            if undo {
                load.emit((*text).clone());
                text.set(was);
            }
        })
    };
    let shown = props.before.is_some() && !project.has_zone();
    let status = use_node_ref();
    {
        // Where the step is narrow the pane is far below; whoever comes back later is left where they are.
        let (status, was) = (status.clone(), use_mut_ref(|| shown));
        use_effect_with(shown, move |&shown| {
            if !was.replace(shown) && shown {
                // Behind the change of step, which goes to the top.
                Timeout::new(0, move || reveal(&status)).forget();
            }
        });
    }
    html! {
        <div role="status" ref={status}>
            if shown {
                <div class="us-strip">
                    <Mark sign={Sign::Info} small=true /><span>{ t().provider.article_moved }</span>
                    <Button label={t().zone.undo} weight={Weight::Link} onclick={end(true)} />
                    <Button label={t().zone.close} icon="times" weight={Weight::Plain} onclick={end(false)} />
                </div>
            }
        </div>
    }
}

/// Brings an element into sight that ends below what is seen; at the lower edge the summary may stand.
fn reveal(element: &NodeRef) {
    let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default();
    if let Some(element) = element.cast::<Element>()
        && element.get_bounding_client_rect().bottom() > height - SUMMARY
    {
        element.scroll_into_view_with_bool(false);
    }
}
