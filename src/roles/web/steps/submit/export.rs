//! The same plan for other tools, and the primary's side of it; secrets from the environment or left to fill in.

use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::desired::desired;
use super::super::super::io::companion::origin;
use super::super::super::parts::copy::{Copy, Save};
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::parts::snippet::Snippet;
use super::super::super::remembered::use_remembered;
use super::super::super::state::use_project;
use super::super::super::text::{said, sentence, t};
use super::super::today;
use crate::engine::diag::{Diagnostic, Severity};
use crate::product::provider::exports::{Export as Tool, Proof, Site};
use crate::product::provider::{Kind, rules};

/// The pane.
#[component]
pub(crate) fn Export() -> Html {
    let project = use_project();
    let check = use_check();
    let tool = use_remembered("export", || Tool::Curl);
    let s = t().submit;
    let want = match desired(&project, &check.last_origin) {
        Ok(want) => want,
        Err(lack) => {
            return html! { <Pane title={s.export}><p class="us-pane__body dim">{ lack.words() }</p></Pane> };
        }
    };
    let site = match want.provider {
        Kind::Cloudflare => Site::cloudflare(),
        Kind::ThisMachine => {
            let site = Site::here(&origin());
            match project.own_dns() {
                Some(own) => site.hearing(own),
                None => site,
            }
        }
    };
    let text = tool.write(&want, &site, today());
    // Whichever tool makes the calls, the provider would refuse them for these.
    let lacking = rules::check(&want, today()).into_iter().filter(|found| found.severity == Severity::Error);
    let lack = |found: Diagnostic| html! { <Note sign={Sign::Bad} strip=true>{ sentence(&said::message(found.code, &found.args)) }</Note> };
    let make = {
        let text = text.clone();
        Callback::from(move |()| text.clone())
    };
    let onchange = {
        let tool = tool.clone();
        Callback::from(move |e: Event| {
            let title = e.target_unchecked_into::<web_sys::HtmlSelectElement>().value();
            tool.set(Tool::ALL.into_iter().find(|tool| tool.title() == title).unwrap_or(Tool::Curl));
        })
    };
    let tools = html! {
        <>
            <select class="us-select" aria-label={s.export_tool} {onchange}>
                { for Tool::ALL.into_iter().map(|each| html! {
                    <option value={each.title()} selected={each == *tool}>{ each.title() }</option>
                }) }
            </select>
            <Copy make={make.clone()} />
            <Save {make} file={tool.file_name()} />
        </>
    };
    html! {
        <Pane title={s.export} {tools}>
            if !Tool::PRIMARY.contains(&*tool) { { for lacking.map(lack) } }
            <p class="us-meta us-export__proof">{ proof(tool.proof()) }</p>
            <Snippet {text} label={tool.title()} />
        </Pane>
    }
}

/// How far the text was proved, as docs/exports.md says.
pub(crate) fn proof(proof: Proof) -> &'static str {
    let s = t().submit;
    match proof {
        Proof::LoadedAndTransferred => s.export_loaded,
        Proof::SyntaxOnly => s.export_syntax,
        Proof::NotProvedHere => s.export_unproved,
    }
}
