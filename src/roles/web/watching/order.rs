//! A transfer that a person orders of the provider, whatever the serial.

use gloo_net::http::Method;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::super::io::companion::{now_rfc3339, use_client};
use super::super::kept::now_ms;
use super::known::Ordered;
use super::state::{Said, Watch};
use crate::product::provider::model::Envelope;

/// Orders one; absent until the zone was found at the provider.
#[hook]
pub(crate) fn use_order(watch: &UseReducerHandle<Watch>) -> Option<Callback<()>> {
    let client = use_client();
    let found = watch.zone.clone()?;
    let watch = watch.clone();
    Some(Callback::from(move |()| {
        watch.dispatch(Said::Ordered(Ordered::Sent, now_ms()));
        let (client, watch) = (client.clone(), watch.clone());
        let path = format!("/zones/{}/secondary_dns/force_axfr", found.id);
        spawn_local(async move {
            let ordered = match client.provider(Method::POST, &path, None).await {
                Err(fault) => Ordered::Refused(fault.words()),
                Ok(answer) if answer.status == 200 => Ordered::Taken(now_rfc3339()),
                Ok(answer) => {
                    let body = serde_json::from_str::<Envelope<serde_json::Value>>(&answer.body);
                    let said = body.ok().and_then(|body| body.errors.first().map(|e| e.message.clone()));
                    Ordered::Refused(format!("{} {}", answer.status, said.unwrap_or_default()).trim().to_owned())
                }
            };
            watch.dispatch(Said::Ordered(ordered, now_ms()));
        });
    }))
}
