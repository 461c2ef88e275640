//! What stands around the step: masthead, rail, summary.

mod commands;
pub(crate) mod elsewhere;
mod help;
mod language;
pub(crate) mod masthead;
mod palette;
mod points;
mod pressed;
pub(crate) mod rail;
mod project_row;
mod projects;
mod requests;
mod shortcuts;
pub(crate) mod shown;
mod state_line;
pub(crate) mod summary;
mod theme;
pub(crate) mod undone;
pub(crate) mod update;
