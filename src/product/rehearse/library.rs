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
pub static ALL: &[Example] = &library![
    "clock-off",
    "cloudflare-refresh",
    "cloudflare-source-moves",
    "connection-cut",
    "delegated-too-early",
    "disk-full",
    "first-transfer",
    "ixfr-adds-again",
    "ixfr-gap",
    "ixfr-not-implemented",
    "ixfr-removes-nothing",
    "ixfr-servfail",
    "ixfr-whole-zone",
    "key-other-algorithm",
    "key-secret-differs",
    "key-unknown",
    "loss",
    "no-apex-ns",
    "notify-at-once",
    "notify-flood",
    "notify-from-elsewhere",
    "notify-lost",
    "notify-promises-too-much",
    "out-of-zone",
    "primaries-disagree",
    "primary-down-expires",
    "restart-without-primary",
    "second-primary",
    "serial-half-the-circle",
    "serial-in-two-steps",
    "serial-lowered",
    "serial-moves-midway",
    "serial-not-raised",
    "serials-in-a-burst",
    "slow-primary",
    "tcp-closed",
    "transfer-refused",
];

/// The one of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Example> {
    ALL.iter().find(|example| example.name == name)
}
