//! What stands around the step: masthead, rail, summary.

pub mod masthead;
mod points;
pub mod rail;
mod requests;
mod state_line;
pub mod summary;
mod theme;

pub use points::clock;
