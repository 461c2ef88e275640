//! Scenarios that come with the program: what operators suffer from, each played through in tests/data/rehearse.

/// A scenario of the library.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Its name: that of its file in `scenarios/`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! library {
    ($($name:literal),* $(,)?) => {
        [$(Example { name: $name, text: include_str!(concat!("../../../scenarios/", $name, ".toml")) }),*]
    };
}

/// All of them, sorted by name.
pub static ALL: &[Example] = &library!["notify-lost",];

/// The one of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Example> {
    ALL.iter().find(|example| example.name == name)
}
