//! Diagnostics: what is wrong, where, why it matters and what would fix it. Knows no DNS.
//!
//! A diagnostic carries a [`Code`] and arguments, never text. English is rendered from the catalogue in
//! [`english`]; other languages belong to the page. Codes are declared in the room that raises them.

mod args;
mod code;
mod diagnostics;
pub mod english;
mod line_index;
mod span;

pub use args::{Arg, Args};
pub use code::{Code, Label, Severity};
pub use diagnostics::{Counts, Diagnostic, Diagnostics, Edit, Fix};
pub use line_index::{LineIndex, Position, column, lines};
pub use span::Span;
