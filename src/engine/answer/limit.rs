//! What a response is, as far as it matters how many of it one client gets.

/// Kinds of responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Records that the zone holds under the name asked for.
    Records,
    /// Records made of a wildcard: a client may ask for any number of names.
    Wildcard,
    /// The name exists and has none of the type.
    NoData,
    /// The name does not exist.
    NoName,
    /// Where to go on.
    Referral,
    /// An error, or a question that is refused.
    Error,
}
