//! A part of a kind's objects: which, in which order, how many.

use serde_json::Value;

use super::{Kind, Object};

/// Asks for a page of objects.
#[derive(Clone, Debug)]
pub struct Query {
    /// Of which kind.
    pub kind: Kind,
    /// Of one account alone.
    pub account: Option<String>,
    /// What they must be like.
    pub filters: Vec<Filter>,
    /// One filter that holds is enough; else all must.
    pub any: bool,
    /// What they are ordered by; then by name, then by id.
    pub order: Field,
    /// The other way round.
    pub descending: bool,
    /// How many to leave out at the beginning.
    pub skip: u64,
    /// How many to give at most.
    pub limit: u64,
}

impl Query {
    /// Everything of a kind, by id.
    #[must_use]
    pub const fn all(kind: Kind) -> Self {
        Self {
            kind,
            account: None,
            filters: Vec::new(),
            any: false,
            order: Field::Id,
            descending: false,
            skip: 0,
            limit: u64::MAX,
        }
    }

    /// Those of exactly that name, case and a final dot aside.
    #[must_use]
    pub fn named(kind: Kind, name: &str) -> Self {
        let value = name.trim_end_matches('.').to_lowercase();
        Self { filters: vec![Filter { field: Field::Name, test: Test::Is, value }], ..Self::all(kind) }
    }

    /// Whether the object is among them, wherever the page begins.
    #[must_use]
    pub fn admits(&self, object: &Object) -> bool {
        let fits = |filter: &Filter| filter.admits(object);
        object.kind == self.kind
            && self.account.as_ref().is_none_or(|account| *account == object.account)
            && (self.filters.is_empty()
                || if self.any { self.filters.iter().any(fits) } else { self.filters.iter().all(fits) })
    }
}

/// One condition.
#[derive(Clone, Debug)]
pub struct Filter {
    /// On what.
    pub field: Field,
    /// How it is compared.
    pub test: Test,
    /// With what; names in lower case, without a final dot.
    pub value: String,
}

impl Filter {
    fn admits(&self, object: &Object) -> bool {
        self.test.holds(&self.field.of(object), &self.value)
    }
}

/// What may be compared and ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The identifier.
    Id,
    /// See [`Object::name`].
    Name,
    /// The account's identifier.
    Account,
    /// The body's `status`.
    Status,
    /// The body's `type`.
    Type,
}

impl Field {
    /// Its text in an object.
    #[must_use]
    pub fn of(self, object: &Object) -> String {
        let body = |key: &str| object.body.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        match self {
            Self::Id => object.id.clone(),
            Self::Name => object.name(),
            Self::Account => object.account.clone(),
            Self::Status => body("status"),
            Self::Type => body("type"),
        }
    }
}

/// How a text is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// Equal.
    Is,
    /// Different.
    IsNot,
    /// Equal to one of a list with commas.
    IsOneOf,
    /// Begins with it.
    StartsWith,
    /// Ends with it.
    EndsWith,
    /// Has it in it.
    Contains,
}

impl Test {
    /// Whether it holds of two texts.
    #[must_use]
    pub fn holds(self, text: &str, value: &str) -> bool {
        match self {
            Self::Is => text == value,
            Self::IsNot => text != value,
            Self::IsOneOf => value.split(',').any(|one| one == text),
            Self::StartsWith => text.starts_with(value),
            Self::EndsWith => text.ends_with(value),
            Self::Contains => text.contains(value),
        }
    }
}

/// A page.
#[derive(Clone)]
pub struct Page {
    /// The objects asked for.
    pub objects: Vec<Object>,
    /// How many there are on all pages.
    pub total: u64,
}
