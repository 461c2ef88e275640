//! The help article, its calls or the API's answers, pasted: what the worker finds in it is shown beside what stands in the
//! fields, and taken over by one press. The text itself stays in memory only.

use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

use super::super::super::check::{use_check, use_load_text};
use super::super::super::parts::action::{Action as Button, Weight};
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::remembered::use_remembered;
use super::super::super::route::{TAKE_ARTICLE, fragment, href};
use super::super::super::state::use_project;
use super::super::super::text::{fill, plural, said, sentence, t};
use super::super::zone::is_article;
use super::moved::Moved;
use super::taking::{actions, is_example, is_open, standing};
use crate::product::api::article::{Of, Taken, Understood};
use crate::product::api::worker::{Answer, DocId, Job, Reply, Rev};
use crate::product::project::{Action, Draft, steps::Step};

/// The worker's name for pasted texts; it holds no document under it.
const DOC: DocId = 5;

/// The pane.
#[component]
pub(crate) fn Article() -> Html {
    let (project, check) = (use_project(), use_check());
    let p = t().provider;
    let text = use_remembered("article", String::new);
    let before = use_remembered("article.before", || None::<String>);
    {
        // By the link of the Zone step: a text with secrets is not to be kept as a zone is.
        let (text, before, check, load) = (text.clone(), before.clone(), check.clone(), use_load_text());
        use_effect_with((), move |()| {
            // The way back in the browser comes by here again, whatever the zone is by then.
            if fragment() == TAKE_ARTICLE && check.look(is_article) {
                before.set(Some((*text).clone()));
                text.set(check.text());
                load.emit(String::new());
                // Once: what is undone stays.
                if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
                    let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&href(Step::Provider)));
                }
            }
        });
    }
    // Of which text, and what is in it.
    let found = use_state_eq(|| None::<(String, Option<Understood>)>);
    let rev = use_mut_ref(Rev::default);
    {
        let (worker, found) = (check.worker().clone(), found.clone());
        use_effect_with((*text).clone(), move |text| {
            if text.trim().is_empty() {
                return found.set(None);
            }
            let now = *rev.borrow() + 1;
            rev.replace(now);
            let of = text.clone();
            let on = Callback::from(move |reply| {
                if let Reply::Result { result: Answer::Article { found: understood }, .. } = reply {
                    found.set(Some((of.clone(), understood)));
                }
            });
            worker.ask(DOC, now, Job::Article { text: text.clone() }, on);
        });
    }
    let oninput = {
        let (text, before) = (text.clone(), before.clone());
        Callback::from(move |e: InputEvent| {
            before.set(None);
            if let Some(area) = e.target().and_then(|e| e.dyn_into::<web_sys::HtmlTextAreaElement>().ok()) {
                text.set(area.value());
            }
        })
    };
    let shown = found.as_ref().filter(|_| !text.trim().is_empty()).map(|(_, understood)| understood.clone());
    let take = {
        let (project, shown) = (project.clone(), shown.clone().flatten());
        Callback::from(move |()| {
            let understood = shown.clone().unwrap_or_default();
            project.dispatch(Action::Several(actions(&understood, &project.draft)));
        })
    };
    html! {
        <Pane title={p.article} meta={html! { p.article_meta }} class="us-article-pane">
            <Moved before={before} text={text.clone()} />
            <div class="us-pane__body us-message">
                <textarea class="mono" rows="3" spellcheck="false" aria-label={p.article_text} placeholder={p.article_example}
                    value={(*text).clone()} {oninput} />
                <div role="status">
                    { match shown {
                        None => html! {},
                        Some(None) => html! { <Note sign={Sign::Unknown}>{ p.article_foreign }</Note> },
                        Some(Some(understood)) => told(&understood, &project.draft, take),
                    } }
                </div>
            </div>
        </Pane>
    }
}

fn told(understood: &Understood, draft: &Draft, take: Callback<()>) -> Html {
    let p = t().provider;
    let open = understood.taken.iter().filter(|taken| is_open(taken, draft)).count() as u64;
    let own = understood.taken.iter().any(|taken| !taken.example);
    html! {
        <>
            <table class="pf-v6-c-table pf-m-compact us-table us-article" aria-label={p.article_found}>
                <thead class="pf-v6-c-table__thead pf-v6-screen-reader"><tr>
                    <th scope="col">{ p.article_field }</th><th scope="col">{ p.article_value }</th><th scope="col">{ p.article_standing }</th>
                </tr></thead>
                <tbody class="pf-v6-c-table__tbody">{ for understood.taken.iter().map(|taken| row(taken, draft)) }</tbody>
            </table>
            if open > 0 {
                <div class="us-acts"><Button label={plural(open, p.article_take, p.article_take_many)} weight={Weight::Primary} onclick={take} /></div>
            } else if own {
                <Note sign={Sign::Ok}>{ p.article_taken }</Note>
            } else if !understood.taken.is_empty() {
                <Note sign={Sign::Info}>{ p.article_examples }</Note>
            }
            if !understood.left.is_empty() {
                <p class="lbl">{ p.article_left }</p>
                <ul class="us-pasted" role="list" aria-label={p.article_left}>
                    { for understood.left.iter().map(|left| html! { <li><Note sign={Sign::Info}>{ sentence(&said::words(&left.words, &left.text)) }</Note></li> }) }
                </ul>
            }
        </>
    }
}

fn row(taken: &Taken, draft: &Draft) -> Html {
    let p = t().provider;
    let now = standing(taken, draft);
    let (sign, says) = match now.as_str() {
        same if is_example(taken, draft) && same == taken.value => (Sign::Warn, p.article_example_taken.to_owned()),
        _ if is_example(taken, draft) => (Sign::Info, p.article_example_value.to_owned()),
        same if same == taken.value => (Sign::Ok, p.article_same.to_owned()),
        "" => (Sign::Empty, p.article_empty.to_owned()),
        other => (Sign::Warn, fill(p.article_other, &[("value", &other)])),
    };
    html! {
        <tr class="pf-v6-c-table__tr" key={format!("{:?}", taken.of)}>
            <th class="pf-v6-c-table__th" scope="row">{ field(taken.of) }</th>
            <td class="pf-v6-c-table__td mono wrap">{ &taken.value }</td>
            <td class="pf-v6-c-table__td wrap"><span class="us-standing"><Mark {sign} small=true /><span>{ says }</span></span></td>
        </tr>
    }
}

/// The field's label, as its form has it.
fn field(of: Of) -> String {
    let (p, at) = (t().provider, t().primary);
    let one =
        |first: &str, more: &str, at: usize| if at == 0 { first.to_owned() } else { fill(more, &[("n", &(at + 1))]) };
    match of {
        Of::AccountId => p.account_id.into(),
        Of::ZoneId => p.zone_id.into(),
        Of::NameServers => p.name_servers.into(),
        Of::ZoneName => at.zone.into(),
        Of::Address(n) => one(at.address, at.address_more, n),
        Of::Port(n) => one(at.port, at.port_more, n),
        Of::Transfer(_) => at.transfer.into(),
        Of::Refresh => at.refresh.into(),
    }
}
