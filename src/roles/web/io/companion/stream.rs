//! Event streams, read with fetch: `EventSource` could send neither a body nor a header.

use gloo_net::http::{Method, Response};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use super::super::sse::Events;
use super::{Client, Fault, json, refused, words};
use crate::product::api::companion::{Ask, Event};
use crate::product::api::zones::ZoneEvent;

impl Client {
    /// Asks `path` of the companion and passes each event on, until the last one.
    pub(crate) async fn stream(
        &self,
        path: &str,
        ask: &Ask,
        abort: &AbortController,
        on: impl Fn(Event),
    ) -> Result<(), Fault> {
        let response = self.send(Method::POST, path, Some(&json(ask)), true, Some(abort)).await?;
        let mut ended = false;
        let end = read(response, |data| {
            if let Ok(event) = serde_json::from_str::<Event>(data) {
                ended |= matches!(event.what.name(), "done" | "failed");
                on(event);
            }
        });
        match end.await {
            Err(Fault::CutShort) if ended => Ok(()),
            end => end,
        }
    }

    /// Follows what happens to a zone on this machine. Ends with a fault only: such a stream has no last event.
    pub(crate) async fn follow(
        &self,
        zone: &str,
        abort: &AbortController,
        opened: impl FnOnce(),
        on: impl Fn(ZoneEvent),
    ) -> Fault {
        let path = format!("companion/v1/zones/{zone}/events");
        match self.send(Method::GET, &path, None, true, Some(abort)).await {
            Err(fault) => fault,
            Ok(response) => {
                if response.ok() {
                    opened();
                }
                let end = read(response, |data| {
                    if let Ok(event) = serde_json::from_str(data) {
                        on(event);
                    }
                });
                end.await.err().unwrap_or(Fault::CutShort)
            }
        }
    }
}

/// Reads a stream to its end, which is a fault until the caller knows better.
async fn read(response: Response, mut on: impl FnMut(&str)) -> Result<(), Fault> {
    if !response.ok() {
        return Err(refused(response).await);
    }
    let body = response.body().ok_or(Fault::CutShort)?;
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut events = Events::default();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(|e| Fault::Unreachable(words(&e)))?;
        if Reflect::get(&chunk, &"done".into()).is_ok_and(|done| done.is_truthy()) {
            return Err(Fault::CutShort);
        }
        let bytes = Reflect::get(&chunk, &"value".into()).map(|value| Uint8Array::new(&value).to_vec());
        for data in events.feed(&bytes.unwrap_or_default()) {
            on(&data);
        }
    }
}
