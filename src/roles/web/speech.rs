//! Which language the page speaks: the one chosen before, else the browser's; another when it is chosen. What is shown is
//! then made anew (app.rs), and stays where it was.

use gloo_net::http::Request;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::io::{rest, storage};
use super::text::{Language, complete, has_rest, is_whole, now, speak, take_first, take_rest};

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
    let language = if first(language).await { language } else { Language::English };
    mark(language);
    speak(language);
}

/// Waits for what the language in use says beside the first step's texts, such as its diagnostics; whether that is here.
pub(crate) async fn whole() -> bool {
    is_whole() || rest(now()).await
}

/// Does something that shows diagnostics: at once when they are here, in English when they cannot be had.
pub(crate) fn then(does: impl FnOnce() + 'static) {
    if is_whole() {
        return does();
    }
    spawn_local(async move {
        whole().await;
        does();
    });
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
                // Whatever is shown is made anew: nothing of it may lack.
                if !(first(to).await && rest(to).await && rest::load().await && (to == Language::English || complete()))
                {
                    return failed.set(Some(to));
                }
                storage::write(KEY, to.tag());
                mark(to);
                speak(to);
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

/// Fetches what the first step begins with; whether it is here. English is in the program.
async fn first(language: Language) -> bool {
    if language == Language::English {
        return true;
    }
    // A server that is newer than the page has other texts.
    match fetched(&format!("assets/{}.txt", language.tag())).await {
        Some(file) => take_first(file),
        None => false,
    }
}

/// Fetches all else of it.
async fn rest(language: Language) -> bool {
    if language != Language::English
        && !has_rest()
        && let Ok(file) = rest::texts(language.tag()).await
        && let Some(file) = file.as_string()
    {
        take_rest(file);
    }
    language == Language::English || has_rest()
}

async fn fetched(path: &str) -> Option<String> {
    let answer = Request::get(path).send().await.ok().filter(gloo_net::http::Response::ok)?;
    answer.text().await.ok()
}

/// Tells the browser and screen readers.
fn mark(language: Language) {
    if let Some(root) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element()) {
        let _ = root.set_attribute("lang", language.tag());
    }
}
