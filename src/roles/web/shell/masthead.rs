//! The masthead: brand, zone, companion, palette, requests, theme, help.

use yew::prelude::*;

use super::super::parts::mark::{Mark, Sign};
use super::super::presence::use_presence;
use super::super::state::use_project;
use super::super::text::t;
use super::help::HelpButton;
use super::language::LanguageChoice;
use super::palette::PaletteButton;
use super::projects::ProjectsButton;
use super::requests::RequestsButton;
use super::shortcuts::Shortcuts;
use super::theme::Theme;
use crate::product::project::{Companion, ProviderKind, steps::Step};

/// Properties of [`Masthead`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct MastheadProperties {
    /// The step shown.
    pub step: Step,
}

/// The masthead.
#[component]
pub(crate) fn Masthead(props: &MastheadProperties) -> Html {
    use_presence();
    let project = use_project();
    let shell = t().shell;
    let provider = match project.draft.provider {
        ProviderKind::Cloudflare => shell.at_cloudflare,
        ProviderKind::Local => shell.at_this_machine,
    };
    html! {
        <header class="pf-v6-c-masthead">
            <a class="us-skip" href="#step" onclick={skip}>{ shell.skip }</a>
            <span class="us-brand">
                <svg viewBox="0 0 20 20" aria-hidden="true">
                    <circle cx="12" cy="10" r="6.5" fill="none" stroke="var(--us-none)" stroke-width="1.6" stroke-dasharray="2.6 2.1" />
                    <circle cx="8" cy="10" r="6.5" fill="none" stroke="var(--us-accent)" stroke-width="2" />
                </svg>
                { shell.title }
            </span>
            <span class="us-project">
                <ProjectsButton />
                <span class="dim us-hide-m">{ provider }</span>
            </span>
            <span class="us-head-tools">
                { companion(project.companion) }
                <PaletteButton />
                <RequestsButton />
                <LanguageChoice />
                <Theme />
                <HelpButton step={props.step} />
                <Shortcuts />
            </span>
        </header>
    }
}

/// The skip link must not change the fragment, which names the step.
fn skip(event: MouseEvent) {
    event.prevent_default();
    focus_step();
}

/// Puts the focus on the step, as where what had it goes away.
pub(crate) fn focus_step() {
    let main = web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id("step"));
    if let Some(main) = main.and_then(|e| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(e).ok()) {
        let _ = main.focus();
    }
}

fn companion(state: Companion) -> Html {
    let shell = t().shell;
    let (sign, words) = match state {
        Companion::Unknown => (Sign::Run, shell.companion_looking),
        Companion::Present => (Sign::Ok, shell.companion),
        Companion::Locked => (Sign::Bad, shell.companion_refused),
        Companion::Absent => (Sign::Empty, shell.companion_none),
    };
    let host = web_sys::window().and_then(|w| w.location().host().ok()).unwrap_or_default();
    html! {
        <span class="us-companion us-hide-m" title={shell.about_companion}>
            <Mark {sign} small=true />
            { words }
            if state == Companion::Present {
                <span class="dim num">{ host }</span>
            }
        </span>
    }
}
