//! What Understudy makes of the engine. Knows no socket and no screen.

pub mod cause;
pub mod provider;
pub mod rehearse;
pub mod project;
pub mod api;
