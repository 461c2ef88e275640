//! The zone's event stream on this machine: opened while Watch is on, opened again whenever it breaks off.

use std::cell::Cell;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;
use yew::prelude::*;

use super::super::io::companion::{Client, Fault, now_rfc3339};
use super::known::Here;
use super::state::{Said, Watch};
use crate::product::api::zones::{ZoneBody, ZoneEvent};

/// Milliseconds until a stream that broke off is tried again, first and at most.
const FIRST_MS: u32 = 1_000;
const MOST_MS: u32 = 10_000;
/// And until a zone that is not held here is looked for again.
const ABSENT_MS: u32 = 30_000;

/// What the stream needs.
pub(super) struct Stream {
    pub zone: Option<String>,
    pub watch: UseReducerHandle<Watch>,
    pub client: Client,
    pub look: Callback<()>,
    pub retry: UseStateHandle<u32>,
}

/// Keeps the stream open.
#[hook]
pub(super) fn use_stream(stream: Stream) {
    let Stream { zone, watch, client, look, retry } = stream;
    let failures = use_memo((), |()| Cell::new(0_u32));
    let timer = use_mut_ref(|| None::<Timeout>);
    let zone = zone.filter(|_| watch.on);
    let token = client.token();
    use_effect_with((zone, token, *retry), move |(zone, ..)| {
        let control = AbortController::new().ok().zip(zone.clone());
        if let Some((control, zone)) = control.clone() {
            let timer = timer.clone();
            spawn_local(async move {
                let path = String::from(js_sys::encode_uri_component(&zone));
                let opened = || {
                    if failures.replace(0) > 0 {
                        look.emit(());
                    }
                    watch.dispatch(Said::Live(now_rfc3339()));
                };
                let on = |event: ZoneEvent| told(event, &path, &client, &watch);
                let fault = client.follow(&path, &control, opened, on).await;
                if control.signal().aborted() {
                    return;
                }
                let wait = if let Fault::Refused { status: 404, .. } = fault {
                    watch.dispatch(Said::Here(Here::Absent, now_rfc3339()));
                    ABSENT_MS
                } else {
                    watch.dispatch(Said::Lost(now_rfc3339()));
                    look.emit(());
                    let n = failures.replace(failures.get() + 1);
                    FIRST_MS.saturating_mul(1 << n.min(8)).min(MOST_MS)
                };
                timer.replace(Some(Timeout::new(wait, move || retry.set(*retry + 1))));
            });
        }
        move || {
            if let Some((control, _)) = control {
                control.abort();
            }
        }
    });
}

/// An event says that something changed; how the zone stands now is asked for.
fn told(event: ZoneEvent, path: &str, client: &Client, watch: &UseReducerHandle<Watch>) {
    if let Some(status) = event.status {
        return watch.dispatch(Said::Here(Here::Held(Box::new(status)), now_rfc3339()));
    }
    watch.dispatch(Said::Happened(Box::new(event)));
    let (path, client, watch) = (format!("companion/v1/zones/{path}"), client.clone(), watch.clone());
    spawn_local(async move {
        if let Ok(body) = client.text(&path).await
            && let Ok(body) = serde_json::from_str::<ZoneBody>(&body)
        {
            watch.dispatch(Said::Here(Here::Held(Box::new(body.state)), now_rfc3339()));
        }
    });
}
