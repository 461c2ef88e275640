//! What stands around the step: masthead, rail, summary.

pub(crate) mod elsewhere;
mod language;
pub(crate) mod masthead;
mod points;
pub(crate) mod rail;
mod project_row;
mod projects;
mod requests;
mod state_line;
pub(crate) mod summary;
mod theme;
pub(crate) mod update;
