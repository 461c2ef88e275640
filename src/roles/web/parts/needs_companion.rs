//! Says that something needs the companion, when it is not there, with the one command.

use yew::prelude::*;

use super::super::presence::use_look_again;
use super::super::state::use_project;
use super::super::text::t;
use super::action::Action;
use super::copy::Copy;
use super::mark::Sign;
use super::note::Note;
use crate::product::project::Companion;

/// Nothing while the companion is there.
#[component]
pub(crate) fn NeedsCompanion() -> Html {
    let project = use_project();
    let look = use_look_again();
    let shell = t().shell;
    match project.companion {
        Companion::Unknown | Companion::Present => html! {},
        Companion::Locked => html! {
            <div class="us-needs">
                <Note sign={Sign::Bad}>{ shell.companion_refused_why }</Note>
                <div class="us-cmd"><Action label={shell.retry} onclick={look} /></div>
            </div>
        },
        Companion::Absent => html! {
            <div class="us-needs">
                <Note sign={Sign::Empty}>{ shell.companion_none_why }</Note>
                <div class="us-cmd">
                    <code>{ shell.command }</code>
                    <Copy make={|()| shell.command.to_owned()} label={shell.copy_command} />
                    <Action label={shell.retry} onclick={look} />
                </div>
            </div>
        },
    }
}
