//! The report as a download, in the forms that the command line prints. The worker writes it, where findings and text are.

use js_sys::Array;
use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::io::files;
use super::super::super::parts::action::Action;
use super::super::super::text::t;
use super::normal::file_name;
use crate::product::api::report::Format;
use crate::product::api::worker::{Answer, Job, Reply};

/// The forms.
#[component]
pub(super) fn ReportForms() -> Html {
    let check = use_check();
    let z = t().zone;
    let form = |format: Format| {
        // The worker answers about the text that it has: after a stop there is no report of it.
        let (check, disabled) = (check.clone(), !check.is_current());
        let onclick = Callback::from(move |()| {
            let name = file_name(&check.last_origin);
            let file = format!("{name}.{}", format.ending());
            let on = Callback::from(move |reply| {
                if let Reply::Result { result: Answer::Report { text }, .. } = reply {
                    files::download(&file, format.media_type(), &Array::of1(&text.into()));
                }
            });
            check.ask(Job::Report { format, name }, on);
        });
        html! { <Action label={format.title()} {onclick} {disabled} /> }
    };
    html! {
        <div class="us-strip us-strip--plain" role="group" aria-label={z.report}>
            <span class="us-acts">{ for Format::ALL.into_iter().map(form) }</span>
            <p class="us-meta">{ z.report_about }</p>
        </div>
    }
}
