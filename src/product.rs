//! What Understudy makes of the engine. Knows no socket and no screen.

pub mod api;
pub mod cause;
pub mod project;
pub mod provider;
