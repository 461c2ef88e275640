//! From a scenario's text to a [`Scenario`], with the place of what is wrong.

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use super::settings::{self, Item};
use super::{Scenario, codes};
use crate::engine::diag::{Args, Diagnostic, Span};
use crate::engine::limits::RehearsalLimits;

/// Reads a scenario and makes sure that it can be played.
///
/// # Errors
/// What is wrong with it; places are bytes of `text`.
pub fn read(text: &str) -> Result<Scenario, Vec<Diagnostic>> {
    let limit = RehearsalLimits::default().text;
    if text.len() > limit {
        let args = Args::new().with("item", "the scenario").with("limit", format!("{limit} octets"));
        return Err(vec![Diagnostic { args, ..Diagnostic::new(&codes::LIMIT, Span::NONE) }]);
    }
    let scenario: Scenario = toml::from_str(text).map_err(|fault| {
        let words = fault.message().lines().collect::<Vec<_>>().join(" ");
        let place = fault.span().map_or(Span::NONE, span);
        vec![Diagnostic { args: Args::new().with("words", words), ..Diagnostic::new(&codes::SYNTAX, place) }]
    })?;
    settings::prepare(&scenario).map_err(|troubles| {
        let places = Places::of(text);
        let place = |item: Item| places.find(item);
        let told = |trouble: settings::Trouble| Diagnostic { span: place(trouble.item), ..trouble.diagnostic() };
        troubles.into_iter().map(told).collect::<Vec<_>>()
    })?;
    Ok(scenario)
}

/// Where the items of a scenario stand.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Places {
    primary: Vec<Spanned<IgnoredAny>>,
    version: Vec<Spanned<IgnoredAny>>,
    fault: Vec<Spanned<IgnoredAny>>,
    notify: Vec<Spanned<IgnoredAny>>,
}

impl Places {
    fn of(text: &str) -> Self {
        toml::from_str(text).unwrap_or_default()
    }

    fn find(&self, item: Item) -> Span {
        let (list, n) = match item {
            Item::Whole => return Span::new(0, 0, 0),
            Item::Primary(n) => (&self.primary, n),
            Item::Version(n) => (&self.version, n),
            Item::Fault(n) => (&self.fault, n),
            Item::Notify(n) => (&self.notify, n),
        };
        list.get(n).map_or(Span::NONE, |place| span(place.span()))
    }
}

fn span(range: std::ops::Range<usize>) -> Span {
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span::new(0, narrow(range.start), narrow(range.len()))
}
