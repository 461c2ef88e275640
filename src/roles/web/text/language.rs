//! The languages that the page speaks, and which it speaks now. English is in the program; another language brings what
//! it says in two files: the texts that the first step begins with, and, before a finding or another step is shown, all
//! else as a [`Catalogue`].

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
    /// What the other language says, once it was fetched, and how much of it is here.
    static PAGE: Cell<Option<&'static Texts>> = const { Cell::new(None) };
    static CATALOGUE: RefCell<Option<Catalogue>> = const { RefCell::new(None) };
    static COMPLETE: Cell<bool> = const { Cell::new(false) };
}

/// The language in use.
pub(crate) fn now() -> Language {
    NOW.get()
}

/// Speaks `language` from now on, whose first texts are here. What is shown already is not rendered anew.
pub(crate) fn speak(language: Language) {
    NOW.set(language);
}

/// Takes the first step's texts out of the other language's first file; whether they are of this version of the page. They
/// stay for the page's life.
pub(crate) fn take_first(file: String) -> bool {
    if PAGE.get().is_none() {
        PAGE.set(Texts::first(&Catalogue::read(file)));
    }
    PAGE.get().is_some()
}

/// Takes all else that the other language says.
pub(crate) fn take_rest(file: String) {
    CATALOGUE.with_borrow_mut(|kept| *kept = kept.take().or_else(|| Some(Catalogue::read(file))));
}

/// Whether the other language's [`take_rest`] was done.
pub(crate) fn has_rest() -> bool {
    CATALOGUE.with_borrow(Option::is_some)
}

/// Whether the language in use has its diagnostics.
pub(crate) fn is_whole() -> bool {
    now() == Language::English || has_rest()
}

/// Whether it has the texts of all steps, too.
pub(crate) fn is_complete() -> bool {
    now() == Language::English || COMPLETE.get()
}

/// Takes the other steps' texts out of what was fetched; whether they are here. What is of another version is forgotten.
pub(crate) fn complete() -> bool {
    if !COMPLETE.get() {
        match CATALOGUE.with_borrow(|rest| Texts::all(PAGE.get()?, rest.as_ref()?)) {
            Some(all) => {
                PAGE.set(Some(all));
                COMPLETE.set(true);
            }
            None => CATALOGUE.set(None),
        }
    }
    COMPLETE.get()
}

/// The page's texts in the language in use; nothing in English.
pub(super) fn texts() -> Option<&'static Texts> {
    PAGE.get().filter(|_| now() != Language::English)
}

/// Looks into the catalogue of the language in use; nothing in English.
pub(super) fn look<T>(what: impl FnOnce(&Catalogue) -> Option<T>) -> Option<T> {
    if now() == Language::English {
        return None;
    }
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
