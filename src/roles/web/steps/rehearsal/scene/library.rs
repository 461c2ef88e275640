//! The scenarios that come with the program, one click away.

use yew::prelude::*;

use super::super::super::super::parts::async_view::async_view;
use super::super::super::super::parts::mark::Sign;
use super::super::super::super::parts::note::Note;
use super::super::super::super::parts::pane::Pane;
use super::super::super::super::scene::{Act, Scene};
use super::super::super::super::text::{said, t};
use crate::product::api::rehearsal::Example;

/// Properties of [`Library`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LibraryProperties {
    /// What is rehearsed.
    pub scene: Scene,
}

/// The list.
#[component]
pub(crate) fn Library(props: &LibraryProperties) -> Html {
    let words = t().scene;
    let search = use_state_eq(String::new);
    let oninput = {
        let search = search.clone();
        Callback::from(move |e: InputEvent| search.set(e.target_unchecked_into::<web_sys::HtmlInputElement>().value()))
    };
    let tools = html! {
        <span class="us-filter"><i class="fas fa-search" aria-hidden="true"></i>
            <input type="text" aria-label={words.filter} placeholder={words.filter} value={(*search).clone()} {oninput} /></span>
    };
    let row = |example: &Example| {
        let current = *example.text == *props.scene.text.text;
        let (text, loaded, selected) = (example.text.clone(), props.scene.text.clone(), props.scene.selected.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            selected.set(0);
            loaded.dispatch(Act::Load(text.as_str().into()));
        });
        let (title, about) = said::scenario(example);
        html! {
            <li key={example.name.clone()} class={current.then_some("is-open")}>
                <button type="button" {onclick} aria-current={current.then_some("true")} title={about.clone()}>{ title }</button>
                if current { <p>{ about }</p> }
            </li>
        }
    };
    html! {
        <Pane title={words.library} {tools} class="us-scene__library">
            { async_view(&props.scene.examples, || html! {}, words.loading, |examples| {
                let found: Vec<_> = examples.iter().filter(|example| has(example, &search)).collect();
                html! {
                    if found.is_empty() {
                        <p class="us-strip us-strip--plain" role="status">{ words.none_found }</p>
                    } else {
                        <ul role="list" aria-label={words.library}>{ for found.into_iter().map(row) }</ul>
                    }
                }
            }, |_| html! { <Note sign={Sign::Bad} strip=true>{ words.worker }</Note> }) }
        </Pane>
    }
}

/// Whether all words of `search` stand in the scenario.
fn has(example: &Example, search: &str) -> bool {
    let (title, about) = said::scenario(example);
    let all = format!("{} {title} {about}", example.name).to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| all.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_be_there() {
        let example = Example {
            name: "notify-lost".into(),
            title: "NOTIFY never arrives".into(),
            about: "A firewall lets DNS out.".into(),
            text: String::new(),
        };
        assert!(["", "notify", "Firewall never"].iter().all(|search| has(&example, search)));
        assert!(!has(&example, "notify ixfr"));
    }
}
