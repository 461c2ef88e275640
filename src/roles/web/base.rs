//! The version that a change is compared with: kept for the page's life, whichever step is shown.

use std::rc::Rc;

use web_sys::File;
use yew::prelude::*;

use super::check::use_check;
use super::keeping::use_keeping;
use super::kept;
use super::parts::async_view::Async;
use crate::product::api::compared::Compared;
use crate::product::api::worker::{Answer, Checked, DocId, Job, Reply, Rev, Text};

/// The worker's document that it is.
const DOC: DocId = 2;

/// A version.
#[derive(Debug, PartialEq)]
pub(crate) struct Version {
    /// Where it came from.
    pub label: String,
    /// Its zone file.
    pub content: Content,
}

/// A zone file.
#[derive(Debug, PartialEq)]
pub(crate) enum Content {
    /// As text.
    Text(String),
    /// As a file that the worker alone reads.
    File(File),
}

/// The context.
pub(crate) type Base = UseStateHandle<Option<Rc<Version>>>;

/// Properties of [`Bases`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct BasesProperties {
    /// Whoever reads the context.
    pub children: Html,
}

/// Provides [`Base`].
#[component]
pub(crate) fn Bases(props: &BasesProperties) -> Html {
    let base: Base = use_state(|| None);
    {
        // Another project is another zone.
        let (base, first, keeping) = (base.clone(), use_mut_ref(|| true), use_keeping());
        use_effect_with(keeping.map(|keeping| keeping.id), move |_| {
            if !first.replace(false) {
                base.set(None);
            }
        });
    }
    html! { <ContextProvider<Base> context={base}>{ props.children.clone() }</ContextProvider<Base>> }
}

/// The version and the difference to it.
#[derive(Clone, PartialEq)]
pub(crate) struct Rehearsed {
    /// The version; absent outside `Bases`.
    pub base: Option<Base>,
    /// What the check of the version said.
    pub checked: Option<Rc<Checked>>,
    /// The difference, or the code of why there is none.
    pub compared: Async<Rc<Compared>, String>,
}

impl Rehearsed {
    /// The version, when there is one.
    pub(crate) fn version(&self) -> Option<Rc<Version>> {
        self.base.as_ref().and_then(|base| (**base).clone())
    }
}

/// Compares the zone with the version, anew whenever one of them changes.
#[hook]
pub(crate) fn use_rehearsed() -> Rehearsed {
    let check = use_check();
    let base = use_context::<Base>();
    let checked = use_state(|| None::<Rc<Checked>>);
    let compared = use_state(Async::default);
    let counter = use_mut_ref(Rev::default);
    let version = base.as_ref().and_then(|base| (**base).clone());
    let place = version.as_ref().map(|version| Rc::as_ptr(version) as usize);
    {
        let (checked, compared) = (checked.clone(), compared.clone());
        use_effect_with((place, check.rev, check.health), move |_| {
            let Some(version) = version else { return };
            compared.set(Async::Running);
            checked.set(None);
            // Above what an earlier showing of the step has told the worker.
            let rev = (*counter.borrow()).max(now()) + 1;
            counter.replace(rev);
            let (text, file) = match &version.content {
                Content::Text(text) => (Text::Whole { name: version.label.clone(), text: text.clone() }, None),
                Content::File(file) => (Text::File { name: file.name() }, Some(file.clone())),
            };
            let asker = check.clone();
            let on = Callback::from(move |reply| {
                let Reply::Result { result: Answer::Check(found), .. } = reply else { return };
                checked.set(Some(Rc::from(found)));
                let compared = compared.clone();
                let on = Callback::from(move |reply| match reply {
                    Reply::Result { result: Answer::Compare(found), .. } => compared.set(Async::Ready(Rc::from(found))),
                    Reply::Failed { code, .. } => compared.set(Async::Failed(code)),
                    _ => {}
                });
                asker.ask(Job::Compare { with: DOC }, on);
            });
            let origin = check.last_origin.to_string();
            // Signatures of both versions are judged by the same moment's rules.
            let at_s = Some(kept::now_ms() / 1000);
            check.worker().ask_with(DOC, rev, Job::Check { text, origin, at_s }, file, on);
        });
    }
    Rehearsed { base, checked: (*checked).clone(), compared: (*compared).clone() }
}

/// Tenths of a second since the page was opened: grows over the showings of a step.
fn now() -> Rev {
    let performance = web_sys::window().and_then(|window| window.performance());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "years of tenths fit")]
    let now = performance.map_or(0.0, |performance| performance.now() / 100.0) as Rev;
    now
}
