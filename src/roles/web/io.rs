//! The browser's side of things: storage, the companion, the worker, the editor. No component renders here.

pub mod clipboard;
pub mod companion;
pub mod editor;
pub mod log;
mod sse;
pub mod storage;
pub mod worker;
