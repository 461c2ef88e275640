//! Something that takes time: nothing yet, under way, here, or failed. Every such thing is shown by [`async_view`].

use yew::prelude::*;

use super::mark::{Mark, Sign};

/// How far it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Async<T, E> {
    /// Not asked for.
    #[default]
    Idle,
    /// Under way.
    Running,
    /// Here.
    Ready(T),
    /// Failed.
    Failed(E),
}

/// Shows `state`: the caller's words for nothing, a mark with `running` while it lasts, the caller's view of the rest.
pub(crate) fn async_view<T, E>(
    state: &Async<T, E>,
    idle: impl FnOnce() -> Html,
    running: &str,
    ready: impl FnOnce(&T) -> Html,
    failed: impl FnOnce(&E) -> Html,
) -> Html {
    match state {
        Async::Idle => idle(),
        Async::Running => html! {
            <p class="us-strip us-strip--plain" role="status"><Mark sign={Sign::Run} small=true /><span>{ running }</span></p>
        },
        Async::Ready(value) => ready(value),
        Async::Failed(error) => failed(error),
    }
}
