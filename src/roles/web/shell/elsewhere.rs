//! Says that another tab keeps the open project, and what can be done; or why a link could not be opened.

use yew::prelude::*;

use super::super::io::locks::Got;
use super::super::keeping::use_keeping;
use super::super::parts::action::{Action, Weight};
use super::super::parts::mark::Sign;
use super::super::parts::note::Note;
use super::super::speech::use_speech;
use super::super::text::{fill, t};

/// Nothing while this tab keeps the project.
#[component]
pub(crate) fn Elsewhere() -> Html {
    let (keeping, speech) = (use_keeping(), use_speech());
    let Some(keeping) = keeping else { return html! {} };
    let words = t().projects;
    let take = {
        let keeping = keeping.clone();
        Callback::from(move |()| keeping.take_over())
    };
    let copy = {
        let keeping = keeping.clone();
        Callback::from(move |()| keeping.create(keeping.draft(&keeping.id)))
    };
    html! {
        <div role="status">
            if keeping.got == Some(Got::Elsewhere) {
                <div class="us-strip us-elsewhere">
                    <Note sign={Sign::Warn}>{ words.elsewhere }</Note>
                    <Action label={words.elsewhere_take} weight={Weight::Link} onclick={take} />
                    <Action label={words.elsewhere_copy} weight={Weight::Link} onclick={copy} />
                </div>
            }
            if let Some(language) = speech.and_then(|speech| speech.failed) {
                <Note sign={Sign::Bad} strip=true>{ fill(t().shell.language_failed, &[("language", &language.name())]) }</Note>
            }
            if let Some(trouble) = &*keeping.trouble {
                <Note sign={Sign::Bad} strip=true>{ trouble }</Note>
            }
        </div>
    }
}
