//! One of a few, shown side by side: a radio group in the toggle group's clothes.

use yew::prelude::*;

/// Properties of [`Choice`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ChoiceProperties<T: Clone + PartialEq> {
    /// The group's name.
    pub label: AttrValue,
    /// Name shared by its radio buttons, unique in the page.
    pub name: AttrValue,
    /// What can be chosen, with its words.
    pub options: Vec<(T, AttrValue)>,
    /// What is chosen.
    pub value: T,
    /// Another was chosen.
    pub onchange: Callback<T>,
}

/// One of a few.
#[component]
pub(crate) fn Choice<T: Clone + PartialEq + 'static>(props: &ChoiceProperties<T>) -> Html {
    let option = |(value, words): &(T, AttrValue)| {
        let checked = *value == props.value;
        let onchange = {
            let value = value.clone();
            props.onchange.reform(move |_: Event| value.clone())
        };
        html! {
            <label class="pf-v6-c-toggle-group__item us-choice">
                <input type="radio" class="us-choice__radio" name={props.name.clone()} {checked} {onchange} />
                <span class={classes!("pf-v6-c-toggle-group__button", checked.then_some("pf-m-selected"))}>
                    <span class="pf-v6-c-toggle-group__text">{ words }</span>
                </span>
            </label>
        }
    };
    html! {
        <div class="pf-v6-c-toggle-group pf-m-compact" role="radiogroup" aria-label={props.label.clone()}>
            { for props.options.iter().map(option) }
        </div>
    }
}
