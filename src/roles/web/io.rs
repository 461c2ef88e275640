//! The browser's side of things: storage, the companion, the worker, the editor. No component renders here.

pub(crate) mod clipboard;
pub(crate) mod companion;
pub(crate) mod editor;
pub(crate) mod editor_script;
pub(crate) mod files;
pub(crate) mod locks;
pub(crate) mod log;
pub(crate) mod merge;
pub(crate) mod rest;
mod sse;
pub(crate) mod storage;
mod units;
pub(crate) mod worker;
