//! The provider's parameters.

use yew::prelude::*;

use super::super::super::parts::{choice::Choice, field::Field, pane::Pane};
use super::super::super::state::use_project;
use super::super::super::text::{fill, t};
use super::assigned::Assigned;
use crate::product::project::{Action, Field as Typed, ProviderKind};

/// How long an identifier is, in hex digits (cloudflare/api.md §1.2).
const ID_LENGTH: usize = 32;

/// The form.
#[component]
pub(crate) fn Form() -> Html {
    let project = use_project();
    let p = t().provider;
    let draft = &project.draft;
    let local = draft.provider == ProviderKind::Local;
    let typed = |field: Typed| {
        let project = project.clone();
        Callback::from(move |text: String| project.dispatch(Action::Type(field, text.trim().to_owned())))
    };
    let names = {
        let project = project.clone();
        // White space separates names here, so it must be typeable.
        Callback::from(move |text: String| project.dispatch(Action::Type(Typed::NameServers, text)))
    };
    let choose = {
        let project = project.clone();
        Callback::from(move |kind| project.dispatch(Action::Provider(kind)))
    };
    let create = {
        let project = project.clone();
        let on = !draft.create_zone;
        Callback::from(move |_: Event| project.dispatch(Action::CreateZone(on)))
    };
    let options = vec![(ProviderKind::Cloudflare, p.cloudflare.into()), (ProviderKind::Local, p.this_machine.into())];
    html! {
        <Pane title={p.form}>
            <div class="us-pane__body">
                <form class="us-form" onsubmit={|e: SubmitEvent| e.prevent_default()}>
                    <div class="us-field">
                        <span class="lbl">{ p.provider }</span>
                        <Choice<ProviderKind> label={p.provider} name="provider" {options} value={draft.provider} onchange={choose} />
                    </div>
                    <Field label={p.account_id} id="account-id" value={draft.account_id.clone()} mono=true
                        oninput={typed(Typed::AccountId)} error={id_fault(&draft.account_id)}
                        hint={if local { p.account_hint_local } else { p.account_hint }} />
                    <Field label={p.zone_id} id="zone-id" value={draft.zone_id.clone()} mono=true
                        oninput={typed(Typed::ZoneId)} disabled={draft.create_zone}
                        error={if draft.create_zone { None } else { id_fault(&draft.zone_id) }} hint={p.zone_hint} />
                    <label class="us-check">
                        <input type="checkbox" checked={draft.create_zone} onchange={create} />
                        <span>{ p.create }</span>
                    </label>
                    if draft.create_zone {
                        <p class="us-meta us-check__hint">{ if local { p.create_hint_local } else { p.create_hint } }</p>
                    }
                    <Field label={p.name_servers} id="name-servers" value={draft.name_servers.clone()} mono=true
                        oninput={names} warning={without_secondary(&draft.name_servers()).map(AttrValue::from)}
                        hint={p.name_servers_hint} />
                    <Assigned />
                    <Field label={p.api_token} id="api-token" value={project.secrets.api_token.clone()} mono=true secret=true
                        oninput={typed(Typed::ApiToken)} disabled={local}
                        hint={if local { p.api_token_local } else { p.api_token_hint }} />
                </form>
            </div>
        </Pane>
    }
}

/// What is wrong with an identifier; nothing while there is none.
fn id_fault(id: &str) -> Option<AttrValue> {
    let digits = id.bytes().filter(u8::is_ascii_hexdigit).count();
    let sound = id.is_empty() || (id.len() == ID_LENGTH && digits == ID_LENGTH);
    (!sound).then(|| fill(t().provider.account_wrong, &[("n", &digits)]).into())
}

/// What to say about the first name server whose name lacks the sign of a secondary zone.
pub(crate) fn without_secondary(names: &[&str]) -> Option<String> {
    let name = names.iter().find(|name| !name.to_ascii_lowercase().contains("secondary"))?;
    Some(fill(t().provider.no_secondary, &[("name", name)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_counted_while_typed() {
        assert_eq!(id_fault(""), None);
        assert_eq!(id_fault("023e105f4ecef8ad9ca31a8372d0c353"), None);
        assert!(id_fault("023e").unwrap().starts_with("4 of 32"));
        assert!(id_fault("zzze105f4ecef8ad9ca31a8372d0c353").unwrap().starts_with("29 of 32"));
    }

    #[test]
    fn the_first_name_without_secondary_is_named() {
        assert_eq!(without_secondary(&["ns1.Secondary.example"]), None);
        assert!(
            without_secondary(&["ns1.secondary.example", "ns2.example"])
                .unwrap()
                .starts_with("ns2.example contains no")
        );
    }
}
