//! The languages that the page speaks, and which it speaks now. English is in the program; another language brings what
//! it says as a [`Catalogue`] that is fetched when it is chosen.

use std::cell::{Cell, RefCell};

use super::Texts;
use super::catalogue::Catalogue;

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// English, the language of the engine's own texts.
    English,
    /// German.
    German,
}

impl Language {
    /// All of them, in the order of the menu.
    pub(crate) const ALL: [Self; 2] = [Self::English, Self::German];

    /// Its BCP 47 tag: `<html lang>`, Intl, the name of its catalogue.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What it calls itself.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The language of a tag such as `de-AT`.
    pub(crate) fn of(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// What was chosen before, else the first of the browser's that there is, else English.
    pub(crate) fn first(kept: Option<&str>, wanted: &[String]) -> Self {
        let known = kept.and_then(Self::of);
        known.or_else(|| wanted.iter().find_map(|tag| Self::of(tag))).unwrap_or(Self::English)
    }
}

thread_local! {
    static NOW: Cell<Language> = const { Cell::new(Language::English) };
    static CATALOGUE: RefCell<Option<Catalogue>> = const { RefCell::new(None) };
    static PAGE: Cell<Option<&'static Texts>> = const { Cell::new(None) };
    /// Of the other language, once it was spoken.
    static READ: Cell<Option<&'static Texts>> = const { Cell::new(None) };
}

/// The language in use.
pub(crate) fn now() -> Language {
    NOW.get()
}

/// Takes the page's texts out of a catalogue; whether it has them. They stay for the page's life.
pub(crate) fn has_texts(catalogue: &Catalogue) -> bool {
    if READ.get().is_none() {
        READ.set(Texts::of(catalogue));
    }
    READ.get().is_some()
}

/// Speaks `language` from now on, whose catalogue [`has_texts`]. What is shown already is not rendered anew.
pub(crate) fn speak(language: Language, catalogue: Option<Catalogue>) {
    NOW.set(language);
    PAGE.set(catalogue.as_ref().and_then(|_| READ.get()));
    CATALOGUE.with_borrow_mut(|kept| *kept = catalogue);
}

/// The page's texts in the language in use; nothing in English.
pub(super) fn texts() -> Option<&'static Texts> {
    PAGE.get()
}

/// Looks into the catalogue of the language in use; nothing in English.
pub(super) fn look<T>(what: impl FnOnce(&Catalogue) -> Option<T>) -> Option<T> {
    CATALOGUE.with_borrow(|kept| kept.as_ref().and_then(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kept_choice_goes_before_the_browsers() {
        let wanted = |tags: &[&str]| tags.iter().map(|&tag| tag.to_owned()).collect::<Vec<_>>();
        assert_eq!(Language::first(None, &wanted(&["fr-CH", "de-CH", "en"])), Language::German);
        assert_eq!(Language::first(Some("en"), &wanted(&["de"])), Language::English);
        assert_eq!(Language::first(Some("xx"), &wanted(&["de"])), Language::German);
        assert_eq!(Language::first(None, &wanted(&["fr"])), Language::English);
        assert_eq!(Language::of("DE_at"), Some(Language::German));
        assert_eq!(Language::of("den"), None);
    }
}
