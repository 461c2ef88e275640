//! Stable names for what can be said.

/// How bad it is (design.md §1.5). Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Advice.
    Info,
    /// An RFC's MUST or SHOULD is broken, or a named receiver alters or refuses the zone.
    Warning,
    /// Our own secondary would not load the zone, or not serve it as written; or nobody could be led to its servers.
    Error,
}

impl Severity {
    /// The word used in every output: `error`, `warning`, `info`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that can be said: a finding of a check, an event of a transfer, a reason of a failure. Declared as a
/// `static` in the room that raises it; its English stands in [`super::english`].
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// Stable, kebab-case, unique over the crate.
    pub name: &'static str,
    /// The severity unless the place that raises it says otherwise.
    pub severity: Severity,
    /// The rule's source, e.g. `["RFC 1035 §3.4.1"]`; empty when it is advice of ours.
    pub rfc: &'static [&'static str],
}

impl Code {
    /// A code of severity error.
    #[must_use]
    pub const fn error(name: &'static str, rfc: &'static [&'static str]) -> Self {
        Self { name, severity: Severity::Error, rfc }
    }

    /// A code of severity warning.
    #[must_use]
    pub const fn warning(name: &'static str, rfc: &'static [&'static str]) -> Self {
        Self { name, severity: Severity::Warning, rfc }
    }

    /// A code of severity info; also the kind for events that are no fault.
    #[must_use]
    pub const fn info(name: &'static str, rfc: &'static [&'static str]) -> Self {
        Self { name, severity: Severity::Info, rfc }
    }
}

/// A short phrase beside a second place or on a fix's button: "opened here", "add the final dot".
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// Stable, kebab-case, unique among labels.
    pub name: &'static str,
}
