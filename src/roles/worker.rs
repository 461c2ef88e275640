//! The page's Web Worker: parsing and checking away from the main thread (design.md §3).
//!
//! [`desk`] is the protocol: documents, revisions, the queue of jobs and their slices, in plain Rust that tests drive by
//! hand. This file is the thin shell around it: messages in, messages out, the clock, files.

mod check;
mod compare;
mod desk;
mod document;
mod dropped;
mod explain;
mod names;
mod play;
mod rows;
mod wake;
mod walk;
mod warming;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, MessageChannel, MessageEvent};

use crate::product::api::worker::{BUILD, Reply, Request};
use desk::{Chunks, Desk};
use dropped::Dropped;
use wake::Wake;

/// Milliseconds after which the page has been drawn, and the processor is most likely free.
const WARM_UP_MS: i32 = 1_000;

/// Starts the worker in its global scope: answers messages for as long as it lives.
pub fn run() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let Ok(channel) = MessageChannel::new() else { return };
    let shell = Rc::new(Shell { desk: RefCell::default(), scope, wake: Rc::new(Wake::new(channel.port2())) });

    let hear = Rc::clone(&shell);
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| hear.heard(&event.data()));
    shell.scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));

    let work = Rc::clone(&shell);
    let on_wake = Closure::<dyn Fn()>::new(move || {
        work.wake.heard();
        work.work();
    });
    channel.port1().set_onmessage(Some(on_wake.as_ref().unchecked_ref()));

    let idle = Rc::clone(&shell);
    let on_idle = Closure::<dyn Fn()>::new(move || {
        idle.desk.borrow_mut().warm_up(&|text| {
            let blob = Blob::new_with_str_sequence(&Array::of1(&text.into())).ok()?;
            Some(Box::new(Dropped::new(&blob, &idle.wake)))
        });
        idle.work();
    });
    let handler = on_idle.as_ref().unchecked_ref();
    let _ = shell.scope.set_timeout_with_callback_and_timeout_and_arguments_0(handler, WARM_UP_MS);

    // They live as long as the worker.
    on_message.forget();
    on_wake.forget();
    on_idle.forget();
    shell.say(&[Reply::Ready { build: BUILD.to_owned() }]);
}

struct Shell {
    desk: RefCell<Desk>,
    scope: DedicatedWorkerGlobalScope,
    wake: Rc<Wake>,
}

impl Shell {
    fn heard(&self, data: &JsValue) {
        // A dropped file stands beside the request's own keys.
        let file = Reflect::get(data, &"file".into()).ok().and_then(|f| f.dyn_into::<File>().ok());
        let file = file.and_then(|file| {
            Reflect::delete_property(data.unchecked_ref::<js_sys::Object>(), &"file".into()).ok()?;
            Some(Box::new(Dropped::new(&file, &self.wake)) as Box<dyn Chunks>)
        });
        // The page and this worker are of one build, so what cannot be read was not sent by the page.
        let Ok(request) = serde_wasm_bindgen::from_value::<Request>(data.clone()) else { return };
        let mut replies = Vec::new();
        let busy = self.desk.borrow_mut().hear(request, file, &mut replies);
        self.say(&replies);
        if busy {
            self.wake.ring();
        }
    }

    fn work(&self) {
        let performance = self.scope.performance();
        let now_ms = || performance.as_ref().map_or(0.0, web_sys::Performance::now);
        let mut replies = Vec::new();
        let busy = self.desk.borrow_mut().work(&now_ms, &mut replies);
        self.say(&replies);
        if busy {
            self.wake.ring();
        }
    }

    fn say(&self, replies: &[Reply]) {
        for reply in replies {
            if let Ok(message) = serde_json::to_string(reply) {
                let _ = self.scope.post_message(&message.into());
            }
        }
    }
}
