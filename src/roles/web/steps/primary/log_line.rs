//! A pasted log line, response code or message of a tool: whose it is, and what most likely caused it.

use yew::prelude::*;

use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::remembered::use_remembered;
use super::super::super::text::{fill, said, sentence, t};
use crate::product::cause::{Decoded, Program, of_text};

/// The pane.
#[component]
pub(crate) fn LogLine() -> Html {
    let p = t().primary;
    let text = use_remembered("log line", String::new);
    let oninput = {
        let text = text.clone();
        Callback::from(move |e: InputEvent| text.set(e.target_unchecked_into::<web_sys::HtmlTextAreaElement>().value()))
    };
    let said = (!text.trim().is_empty()).then(|| of_text(&text));
    html! {
        <Pane title={p.log} meta={html! { p.log_meta }}>
            <div class="us-pane__body us-message">
                <textarea class="mono" rows="2" spellcheck="false" aria-label={p.log_line} placeholder={p.log_example}
                    value={(*text).clone()} {oninput} />
                <div role="status">
                    { match said {
                        None => html! {},
                        Some(None) => html! { <Note sign={Sign::Unknown}>{ p.log_unknown }</Note> },
                        Some(Some(decoded)) => explained(&decoded),
                    } }
                </div>
            </div>
        </Pane>
    }
}

fn explained(decoded: &Decoded) -> Html {
    let p = t().primary;
    let from = match decoded.row.program {
        Program::Any => p.log_any.to_owned(),
        program => fill(p.log_from, &[("program", &program.title())]),
    };
    html! {
        <>
            <p class="us-meta">{ from }</p>
            <ol class="us-causes">
                { for decoded.causes.iter().map(said::cause).map(|(text, remedy)| html! { <li><div><b>{ sentence(&text) }</b><p>{ remedy }</p></div></li> }) }
            </ol>
        </>
    }
}
