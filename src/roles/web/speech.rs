//! Which language the page speaks: the one chosen before, else the browser's; another when it is chosen. What is shown is
//! then made anew (app.rs), and stays where it was.

use gloo_net::http::Request;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::io::{rest, storage};
use super::text::{Catalogue, Language, has_texts, now, speak};

const KEY: &str = "understudy.language";
/// Where the choice stands in the page; it keeps the focus when everything is made anew.
pub(crate) const ID: &str = "language";

/// The language, and the way to another.
#[derive(Clone, PartialEq)]
pub(crate) struct Speech {
    /// What is spoken.
    pub language: Language,
    /// The language whose texts could not be had.
    pub failed: Option<Language>,
    /// Speaks another from now on.
    pub choose: Callback<Language>,
}

/// Takes up the first language, before anything is shown. English is spoken where another one cannot be had.
pub(crate) async fn begin() {
    let kept = storage::read(KEY);
    let wanted = web_sys::window().map(|w| w.navigator().languages()).unwrap_or_default();
    let wanted: Vec<String> = wanted.iter().filter_map(|tag| tag.as_string()).collect();
    let language = Language::first(kept.as_deref(), &wanted);
    let (language, catalogue) = match catalogue(language).await {
        Ok(catalogue) => (language, catalogue),
        Err(()) => (Language::English, None),
    };
    mark(language);
    speak(language, catalogue);
}

/// The language of the page. Called once, by the root component.
#[hook]
pub(crate) fn use_first_speech() -> Speech {
    let language = use_state_eq(now);
    let failed = use_state_eq(|| None::<Language>);
    {
        // The control that was used is another element now; the focus goes to it.
        let first = use_mut_ref(|| true);
        use_effect_with(*language, move |_| {
            if !first.replace(false) {
                let control = web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(ID));
                if let Some(control) =
                    control.and_then(|c| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(c).ok())
                {
                    let _ = control.focus();
                }
            }
        });
    }
    let choose = {
        let (language, failed) = (language.clone(), failed.clone());
        use_callback((), move |to: Language, ()| {
            let (language, failed) = (language.clone(), failed.clone());
            spawn_local(async move {
                let Ok(catalogue) = catalogue(to).await else { return failed.set(Some(to)) };
                storage::write(KEY, to.tag());
                mark(to);
                speak(to, catalogue);
                failed.set(None);
                language.set(to);
            });
        })
    };
    Speech { language: *language, failed: *failed, choose }
}

/// The page's speech; absent outside the root component.
#[hook]
pub(crate) fn use_speech() -> Option<Speech> {
    use_context::<Speech>()
}

/// What a language says: none for English, which is in the program.
async fn catalogue(language: Language) -> Result<Option<Catalogue>, ()> {
    if language == Language::English {
        return Ok(None);
    }
    // Reading it is left to the rest of the program, and so is whatever looks into it.
    if rest::load().await { read(language).await.map(Some) } else { Err(()) }
}

async fn read(language: Language) -> Result<Catalogue, ()> {
    let answer = Request::get(&format!("assets/{}.json", language.tag())).send().await.map_err(drop)?;
    let text = answer.text().await.map_err(drop)?;
    // A server that is newer than the page has other texts.
    Catalogue::read(&text).filter(|catalogue| answer.ok() && has_texts(catalogue)).ok_or(())
}

/// Tells the browser and screen readers.
fn mark(language: Language) {
    if let Some(root) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element()) {
        let _ = root.set_attribute("lang", language.tag());
    }
}
