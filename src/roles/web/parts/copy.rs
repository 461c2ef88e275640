//! A button that copies, and says so.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::super::io::{clipboard, files};
use super::super::text::t;
use super::action::{Action, Weight};

/// How long "Copied" stands, in milliseconds.
const SHOWN: u32 = 2000;

/// Properties of [`Copy`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CopyProperties {
    /// Makes what is copied, when it is; a secret need not lie ready for it.
    pub make: Callback<(), String>,
    /// What the button says; "Copy" when left out.
    #[prop_or_default]
    pub label: Option<AttrValue>,
}

/// Properties of [`Save`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SaveProperties {
    /// Makes what is saved, when it is.
    pub make: Callback<(), String>,
    /// As which file.
    pub file: AttrValue,
}

/// A button that saves as a file.
#[component]
pub(crate) fn Save(props: &SaveProperties) -> Html {
    let onclick = {
        let (make, file) = (props.make.clone(), props.file.clone());
        Callback::from(move |()| files::download(&file, "text/plain", &js_sys::Array::of1(&make.emit(()).into())))
    };
    html! { <Action label={t().shell.save_as} icon="download" weight={Weight::Plain} {onclick} /> }
}

/// A button that copies.
#[component]
pub(crate) fn Copy(props: &CopyProperties) -> Html {
    let copied = use_state_eq(|| false);
    let timer = use_mut_ref(|| None::<Timeout>);
    let onclick = {
        let copied = copied.clone();
        let make = props.make.clone();
        Callback::from(move |()| {
            let copied = copied.clone();
            let timer = timer.clone();
            let done = Callback::from(move |done: bool| {
                copied.set(done);
                let copied = copied.clone();
                *timer.borrow_mut() = Some(Timeout::new(SHOWN, move || copied.set(false)));
            });
            clipboard::copy(&make.emit(()), done);
        })
    };
    let label = props.label.clone().unwrap_or_else(|| t().shell.copy.into());
    html! {
        <>
            <span class="us-meta" role="status">{ if *copied { t().shell.copied } else { "" } }</span>
            <Action {label} icon={if *copied { "check" } else { "copy" }} weight={Weight::Plain} {onclick} />
        </>
    }
}
