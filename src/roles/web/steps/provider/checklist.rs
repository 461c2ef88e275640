//! The provider's prerequisites. What cannot be known from here stays "unknown", never green.

use yew::prelude::*;

use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::{needs_companion::NeedsCompanion, pane::Pane};
use super::super::super::state::use_project;
use super::super::super::text::t;
use super::form::without_secondary;
use crate::product::project::{Companion, ProviderKind, Submission, Workspace};

/// The checklist.
#[component]
pub(crate) fn Checklist() -> Html {
    let project = use_project();
    let item = |(sign, name, why): (Sign, &'static str, &'static str)| {
        html! {
            <li>
                <Mark {sign} label={word(sign)} />
                <span>{ name }<small>{ why }</small></span>
            </li>
        }
    };
    html! {
        <Pane title={t().provider.checklist}>
            <div class="us-pane__body">
                <ul class="us-checklist">{ for points(&project).into_iter().map(item) }</ul>
                if project.draft.provider == ProviderKind::Local {
                    <NeedsCompanion />
                }
            </div>
        </Pane>
    }
}

fn points(w: &Workspace) -> Vec<(Sign, &'static str, &'static str)> {
    let p = t().provider;
    let draft = &w.draft;
    // The provider has taken calls of ours, so what they needed is there.
    let proved =
        matches!(w.submission, Submission::Planned { .. } | Submission::Applying { .. } | Submission::Applied { .. });
    let proof = |unproved| if proved { Sign::Ok } else { unproved };
    let zone = if draft.create_zone { Sign::Ok } else { id(&draft.zone_id) };
    let servers = draft.name_servers();
    let named = match (servers.is_empty(), without_secondary(&servers)) {
        (true, _) => Sign::Empty,
        (false, None) => Sign::Ok,
        (false, Some(_)) => Sign::Warn,
    };
    let named_why =
        if draft.create_zone && servers.is_empty() { p.check_name_servers_later } else { p.check_name_servers_why };
    let mut points = match draft.provider {
        ProviderKind::Cloudflare => {
            let token = if w.secrets.api_token.is_empty() { Sign::Empty } else { proof(Sign::Unknown) };
            vec![
                (proof(Sign::Unknown), p.check_enabled, p.check_enabled_why),
                (token, p.check_token, p.check_token_why),
            ]
        }
        ProviderKind::Local => {
            let companion = if w.companion == Companion::Present { Sign::Ok } else { Sign::Bad };
            vec![(companion, p.check_companion, p.check_companion_why)]
        }
    };
    points.push((id(&draft.account_id), p.check_account, ""));
    points.push((zone, p.check_zone, ""));
    points.push((named, p.check_name_servers, named_why));
    points
}

fn id(text: &str) -> Sign {
    match text.len() {
        0 => Sign::Empty,
        32 if text.bytes().all(|b| b.is_ascii_hexdigit()) => Sign::Ok,
        _ => Sign::Bad,
    }
}

fn word(sign: Sign) -> &'static str {
    let rail = t().rail;
    match sign {
        Sign::Ok => rail.word_ok,
        Sign::Bad => rail.word_error,
        Sign::Warn => rail.word_warning,
        Sign::Unknown => rail.word_unknown,
        _ => rail.word_empty,
    }
}
