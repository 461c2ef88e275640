//! The primaries' addresses and how they are asked.

use yew::prelude::*;

use super::super::super::parts::action::{Action as Button, Weight};
use super::super::super::parts::choice::Choice;
use super::super::super::parts::field::Field;
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::pane::Pane;
use super::super::super::state::{Project, use_project};
use super::super::super::text::{fill, t};
use super::becomes::Becomes;
use super::zone_name::ZoneName;
use crate::product::api::companion::{Kind, Transport};
use crate::product::project::{Action, Field as Typed, ProviderKind};
use crate::product::provider::cloudflare::{MAX_PEERS, MIN_REFRESH_S};

/// The form.
#[component]
pub(crate) fn Form() -> Html {
    let project = use_project();
    let p = t().primary;
    let draft = &project.draft;
    let kind = draft.primaries.first().map_or(Kind::Axfr, |first| first.transfer);
    let choose = {
        let (project, count) = (project.clone(), draft.primaries.len());
        // One zone is fetched in one way from all its primaries.
        Callback::from(move |kind| {
            project.dispatch(Action::Several((0..count).map(|at| Action::Transfer(at, kind)).collect()));
        })
    };
    let transport = draft.primaries.first().map_or(Transport::Tcp, |first| first.transport);
    let local = draft.provider == ProviderKind::Local;
    let carry = {
        let project = project.clone();
        Callback::from(move |transport| project.dispatch(Action::Transport(transport)))
    };
    let carriers = vec![(Transport::Tcp, "TCP".into()), (Transport::Tls, "TLS".into())];
    let add = {
        let project = project.clone();
        Callback::from(move |()| project.dispatch(Action::AddPrimary))
    };
    let known = project.has_zone() && project.checked.as_ref().is_some_and(|c| c.origin.is_some());
    let options = vec![(Kind::Axfr, "AXFR".into()), (Kind::Ixfr, "IXFR".into())];
    html! {
        <Pane title={p.form}>
            <div class="us-pane__body">
                <form class="us-form" onsubmit={|e: SubmitEvent| e.prevent_default()}>
                    <div class="us-field">
                        <span class="lbl">{ p.addresses }</span>
                        <div class="us-inputs">{ for (0..draft.primaries.len()).map(|at| row(&project, at)) }</div>
                        <div class="us-meta us-spread">
                            <Button label={p.add} icon="plus" weight={Weight::Inline} onclick={add}
                                disabled={draft.primaries.len() >= MAX_PEERS.value as usize} />
                            <span class="num">{ fill(p.peers_of, &[("n", &draft.primaries.len())]) }</span>
                        </div>
                    </div>
                    <div class="us-field">
                        <span class="lbl">{ p.transfer }</span>
                        <Choice<Kind> label={p.transfer} name="transfer" {options} value={kind} onchange={choose} />
                        <p class="us-meta">{ if kind == Kind::Ixfr { p.transfer_ixfr } else { p.transfer_axfr } }</p>
                    </div>
                    <div class="us-field">
                        <span class="lbl">{ p.transport }</span>
                        <Choice<Transport> label={p.transport} name="transport" options={carriers} value={transport} onchange={carry} />
                        if transport == Transport::Tls && !local {
                            <p class="us-says" role="alert"><Mark sign={Sign::Bad} small=true />{ p.transport_cloudflare_tls }</p>
                        } else {
                            <p class="us-meta">{ match (transport, local) {
                                (Transport::Tls, _) => p.transport_tls,
                                (Transport::Tcp, true) => p.transport_tcp,
                                (Transport::Tcp, false) => p.transport_cloudflare,
                            } }</p>
                        }
                    </div>
                    <Field label={p.refresh} id="refresh" value={draft.refresh.clone()} oninput={typed(&project, Typed::Refresh)}
                        inputmode="numeric" error={refresh_fault(&draft.refresh)} hint={p.refresh_hint} />
                    if !known || !draft.zone_name.is_empty() {
                        <ZoneName />
                    }
                    <Becomes />
                </form>
            </div>
        </Pane>
    }
}

fn typed(project: &Project, field: Typed) -> Callback<String> {
    let project = project.clone();
    Callback::from(move |text: String| project.dispatch(Action::Type(field, text.trim().to_owned())))
}

fn row(project: &Project, at: usize) -> Html {
    let p = t().primary;
    let Some(primary) = project.draft.primaries.get(at) else { return html! {} };
    let named =
        |first: &'static str, more: &str| if at == 0 { first.to_owned() } else { fill(more, &[("n", &(at + 1))]) };
    let remove = {
        let project = project.clone();
        Callback::from(move |()| project.dispatch(Action::RemovePrimary(at)))
    };
    let bad_address = !primary.address.is_empty() && primary.address.parse::<std::net::IpAddr>().is_err();
    let bad_trust = (!primary.is_believable()).then_some(p.tls_wrong);
    let bad_port = !primary.port.parse::<u16>().is_ok_and(|port| port > 0);
    html! {
        <div key={at} class={(primary.transport == Transport::Tls).then_some("is-tls")}>
            <Field label={named(p.address, p.address_more)} id={format!("address-{at}")} value={primary.address.clone()} mono=true bare=true
                oninput={typed(project, Typed::Address(at))} error={bad_address.then_some(p.address_wrong)} />
            <Field label={named(p.port, p.port_more)} id={format!("port-{at}")} value={primary.port.clone()} bare=true inputmode="numeric"
                oninput={typed(project, Typed::Port(at))} error={bad_port.then_some(p.port_wrong)} />
            if primary.transport == Transport::Tls {
                <Field label={named(p.tls, p.tls_more)} id={format!("tls-{at}")} value={primary.tls.clone()} mono=true bare=true
                    oninput={typed(project, Typed::Tls(at))} placeholder={p.tls_example} error={bad_trust} />
            }
            <Button label={fill(p.remove, &[("address", &primary.address)])} icon="times" weight={Weight::Plain} onclick={remove} />
        </div>
    }
}

/// What is wrong with the refresh interval.
fn refresh_fault(text: &str) -> Option<&'static str> {
    match text.parse::<u32>() {
        Err(_) => Some(t().primary.refresh_wrong),
        Ok(seconds) if seconds < MIN_REFRESH_S.value => Some(t().primary.refresh_small),
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_provider_polls_every_300_seconds_at_most() {
        assert_eq!(refresh_fault("300"), None);
        assert_eq!(refresh_fault("299"), Some("Below 300 the provider refuses"));
        assert_eq!(refresh_fault("an hour"), Some("Not a number of seconds"));
    }
}
