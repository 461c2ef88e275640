//! A row of tabs without their panel: the caller shows what is chosen. Arrow keys move, as the ARIA practice has it.

use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Properties of [`Tabs`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TabsProperties {
    /// The row's name.
    pub label: AttrValue,
    /// The tabs' words.
    pub tabs: Vec<&'static str>,
    /// Which is chosen, from 0.
    pub selected: usize,
    /// Another was chosen.
    pub onselect: Callback<usize>,
}

/// A row of tabs.
#[component]
pub(crate) fn Tabs(props: &TabsProperties) -> Html {
    let count = props.tabs.len();
    let onkeydown = {
        let (onselect, selected) = (props.onselect.clone(), props.selected);
        Callback::from(move |event: KeyboardEvent| {
            let row = event.current_target().and_then(|row| row.dyn_into::<web_sys::Element>().ok());
            let tabs = row.and_then(|row| row.query_selector_all("[role=tab]").ok());
            let tab = |at: usize| tabs.as_ref()?.item(u32::try_from(at).ok()?)?.dyn_into::<web_sys::HtmlElement>().ok();
            // The tab with the focus is the one moved to last, however late the next rendering is.
            let focused = web_sys::window().and_then(|w| w.document()?.active_element());
            let from =
                (0..count).find(|&at| focused.is_some() && tab(at).map(Into::into) == focused).unwrap_or(selected);
            let Some(to) = moved(&event.key(), from, count) else { return };
            event.prevent_default();
            if let Some(tab) = tab(to) {
                let _ = tab.focus();
            }
            onselect.emit(to);
        })
    };
    let tab = |(at, words): (usize, &&'static str)| {
        let selected = at == props.selected;
        let onclick = props.onselect.reform(move |_: MouseEvent| at);
        html! {
            <li class={classes!("pf-v6-c-tabs__item", selected.then_some("pf-m-current"))} role="presentation" key={at}>
                <button type="button" class="pf-v6-c-tabs__link" role="tab" aria-selected={selected.to_string()}
                    tabindex={if selected { "0" } else { "-1" }} {onclick}>
                    <span class="pf-v6-c-tabs__item-text">{ *words }</span>
                </button>
            </li>
        }
    };
    html! {
        <div class="pf-v6-c-tabs us-tabs">
            <ul class="pf-v6-c-tabs__list" role="tablist" aria-label={&props.label} {onkeydown}>
                { for props.tabs.iter().enumerate().map(tab) }
            </ul>
        </div>
    }
}

/// The tab that a key moves to.
fn moved(key: &str, from: usize, count: usize) -> Option<usize> {
    Some(match key {
        "ArrowRight" => (from + 1) % count,
        "ArrowLeft" => (from + count - 1) % count,
        "Home" => 0,
        "End" => count.checked_sub(1)?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round() {
        let from = |key| moved(key, 2, 3);
        assert_eq!(
            ["ArrowRight", "ArrowLeft", "Home", "End", "x"].map(from),
            [Some(0), Some(1), Some(0), Some(2), None]
        );
    }
}
