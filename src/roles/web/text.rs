//! Every text of the page: English here. Each other language is one more value of [`Texts`] (`german`), so that what lacks
//! in it does not compile; the tests compile it, and www/build.mjs takes its texts into the [`Catalogue`]s that the page
//! fetches. Diagnostics have theirs in the engine (`engine::diag::english`) and in the catalogues, too.
//! Braces name values: `fill(t().zone.counted, &[("n", 3)])`.

mod catalogue;
mod filled;
#[cfg(test)]
mod german;
mod help;
mod intl;
mod key;
mod language;
mod names;
mod palette;
mod primary;
mod projects;
mod provider;
mod rail;
mod rehearsal;
pub(crate) mod said;
mod scene;
mod shell;
mod submit;
mod summary;
mod watch;
mod zone;

use catalogue::Catalogue;
pub(crate) use filled::{fill, fill_plain, plural, sentence, whole};
pub(crate) use language::{Language, complete, has_rest, is_complete, is_whole, now, speak, take_first, take_rest};
pub(crate) use names::both;

/// Declares one group of texts and its English. German stands in `german/`, in the file of the same name.
macro_rules! texts {
    ($group:ident, $english:ident { $($key:ident: $text:literal,)* }) => {
        /// Texts of one part of the page.
        #[derive(Debug)]
        pub(crate) struct $group {
            $(pub $key: &'static str,)*
        }
        /// In English.
        pub(crate) static $english: $group = $group { $($key: $text,)* };

        impl $group {
            /// Tells whether a file's texts are for these keys, in this order.
            pub(super) const KEYS: u32 = $crate::roles::web::text::catalogue::sum(concat!($(stringify!($key), ","),*));
            /// Another language's, in the order above; none when they are not as many.
            pub(super) fn of(texts: &[&'static str]) -> Option<Self> {
                let [$($key,)*] = *texts else { return None };
                Some(Self { $($key,)* })
            }

            /// Each text by its key.
            #[cfg(test)]
            pub(crate) fn entries(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($key), self.$key),)*]
            }
        }
    };
}
use texts;

/// All groups.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts {
    /// Masthead, rail, summary, dialogs.
    pub shell: &'static shell::Shell,
    /// The command palette and the keys.
    pub palette: &'static palette::Palette,
    /// Help.
    pub help: &'static help::Help,
    /// The lines of state in the rail.
    pub rail: &'static rail::Rail,
    /// The summary at the right.
    pub summary: &'static summary::Summary,
    /// Step 1.
    pub provider: &'static provider::Provider,
    /// Step 2.
    pub primary: &'static primary::Primary,
    /// Step 3.
    pub key: &'static key::Key,
    /// Step 4.
    pub zone: &'static zone::Zone,
    /// The list of projects.
    pub projects: &'static projects::Projects,
    /// Step 5.
    pub rehearsal: &'static rehearsal::Rehearsal,
    /// The scenario of step 5.
    pub scene: &'static scene::Scene,
    /// Step 6.
    pub submit: &'static submit::Submit,
    /// Step 7.
    pub watch: &'static watch::Watch,
}

static ENGLISH: Texts = Texts {
    shell: &shell::ENGLISH,
    palette: &palette::ENGLISH,
    help: &help::ENGLISH,
    rail: &rail::ENGLISH,
    summary: &summary::ENGLISH,
    primary: &primary::ENGLISH,
    key: &key::ENGLISH,
    zone: &zone::ENGLISH,
    projects: &projects::ENGLISH,
    rehearsal: &rehearsal::ENGLISH,
    scene: &scene::ENGLISH,
    submit: &submit::ENGLISH,
    watch: &watch::ENGLISH,
    provider: &provider::ENGLISH,
};

/// The groups that a file has; the others are those of another value.
macro_rules! groups {
    ($file:expr, $others:expr, $($group:ident: $type:ident),*) => {
        Some(Box::leak(Box::new(Self {
            $($group: Box::leak(Box::new($group::$type::of(&$file.page(stringify!($group), $group::$type::KEYS)?)?)),)*
            ..$others
        })))
    };
}
impl Texts {
    /// Another language's for the first step, by the names of the groups' files (as in www/build.mjs), English besides; none
    /// when something lacks. They stay for the page's life.
    fn first(file: &Catalogue) -> Option<&'static Self> {
        groups!(file, ENGLISH, palette: Palette, projects: Projects, rail: Rail, shell: Shell, summary: Summary, zone: Zone)
    }

    /// Those for the other steps beside them.
    fn all(first: &Self, rest: &Catalogue) -> Option<&'static Self> {
        groups!(rest, *first, help: Help, provider: Provider, primary: Primary, key: Key, rehearsal: Rehearsal, scene: Scene, submit: Submit, watch: Watch)
    }
}

/// The texts of the language in use.
pub(crate) fn t() -> &'static Texts {
    language::texts().unwrap_or(&ENGLISH)
}

/// A count with thousands separated: `4,096`.
pub(crate) fn number(n: u64) -> String {
    intl::number(now(), n)
}

/// With one decimal: `1.5`.
pub(crate) fn decimal(n: f64) -> String {
    intl::decimal(now(), n)
}

/// The time of day, to the second, of an RFC 3339 time: `16:02:31`. Empty when it is none.
pub(crate) fn clock(at: &str) -> String {
    intl::clock(now(), at)
}

/// A day such as `2026-12-01`, or a month such as `2026-06`, in words.
pub(crate) fn day(day: impl std::fmt::Display) -> String {
    intl::day(now(), &day.to_string())
}

/// How long ago something was: `5 minutes ago`.
pub(crate) fn ago(ms: u64) -> String {
    intl::ago(now(), ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Entries = Vec<(&'static str, &'static str)>;

    /// The names in braces; the forms of a counted word behind them are each language's own.
    fn names(text: &str) -> std::collections::BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split(['}', '#']).next()).collect()
    }

    #[test]
    fn german_says_what_english_says() {
        let of = |t: &Texts| -> Vec<(&str, Entries)> {
            vec![
                ("shell", t.shell.entries()),
                ("palette", t.palette.entries()),
                ("help", t.help.entries()),
                ("scene", t.scene.entries()),
                ("rail", t.rail.entries()),
                ("summary", t.summary.entries()),
                ("provider", t.provider.entries()),
                ("primary", t.primary.entries()),
                ("key", t.key.entries()),
                ("zone", t.zone.entries()),
                ("projects", t.projects.entries()),
                ("rehearsal", t.rehearsal.entries()),
                ("submit", t.submit.entries()),
                ("watch", t.watch.entries()),
            ]
        };
        let mut wrong = Vec::new();
        for ((group, english), (_, german)) in of(&ENGLISH).into_iter().zip(of(&german::GERMAN)) {
            for ((key, ours), (_, theirs)) in english.into_iter().zip(german) {
                let stops = |text: &str| text.ends_with(['.', '?', ':']);
                if names(ours) != names(theirs) || stops(ours) != stops(theirs) || theirs.trim().is_empty() {
                    wrong.push(format!("text/german/{group}.rs, {key}: {ours:?} and {theirs:?}"));
                }
                // „…“ in German, “…” in English; straight ones are neither.
                if theirs.contains('”') || theirs.contains('"') && !ours.contains('"') {
                    wrong.push(format!("text/german/{group}.rs, {key}: quotation marks are „ and “: {theirs:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "values in braces, final stops and quotation marks:\n{}", wrong.join("\n"));
    }
}
