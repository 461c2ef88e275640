//! What stands around the step: masthead, rail, summary.

pub(crate) mod masthead;
mod points;
pub(crate) mod rail;
mod requests;
mod state_line;
pub(crate) mod summary;
mod theme;

pub(crate) use points::clock;
