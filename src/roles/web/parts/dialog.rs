//! A dialog: the browser's own, which keeps the focus inside, closes on Escape and gives the focus back.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::super::text::t;
use super::action::{Action, Weight};

/// Properties of [`Dialog`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct DialogProperties {
    /// Its heading and name.
    pub title: AttrValue,
    /// A sentence under it.
    #[prop_or_default]
    pub about: AttrValue,
    /// Whether it is shown.
    pub open: bool,
    /// It was closed.
    pub onclose: Callback<()>,
    /// What it holds; made only while it is shown.
    #[prop_or_default]
    pub children: Html,
}

/// A dialog.
#[component]
pub(crate) fn Dialog(props: &DialogProperties) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with(props.open, move |&open| {
            let Some(dialog) = dialog.cast::<HtmlDialogElement>() else { return };
            if open && !dialog.open() {
                let _ = dialog.show_modal();
            } else if !open && dialog.open() {
                dialog.close();
            }
        });
    }
    let onclose = props.onclose.reform(|_: Event| ());
    let ondialogclick = {
        let (onclose, dialog) = (props.onclose.clone(), dialog.clone());
        Callback::from(move |event: MouseEvent| {
            // A click beside it lands on the dialog itself: all of it is covered by its one child.
            if event.target().is_some_and(|target| dialog.get().is_some_and(|dialog| target == dialog.into())) {
                onclose.emit(());
            }
        })
    };
    html! {
        <dialog class="us-dialog" ref={dialog} aria-label={&props.title} {onclose} onclick={ondialogclick}>
            if props.open {
                <div class="us-dialog__box">
                    <div class="us-dialog__head">
                        <h2>{ &props.title }</h2>
                        <Action label={t().shell.dialog_close} icon="times" weight={Weight::Plain} onclick={props.onclose.clone()} />
                    </div>
                    if !props.about.is_empty() {
                        <p class="dim">{ &props.about }</p>
                    }
                    { props.children.clone() }
                </div>
            }
        </dialog>
    }
}
