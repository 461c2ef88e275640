//! Every text of the page, so that a second language is one more value of [`Texts`]. Diagnostics bring their own
//! (`engine::diag::english`). Braces name values: `fill(t().zone.counted, &[("n", 3)])`.

mod key;
mod primary;
mod projects;
mod provider;
mod rail;
mod rehearsal;
mod shell;
mod submit;
mod summary;
mod watch;
mod zone;

/// Declares one group of texts and its English.
macro_rules! texts {
    ($group:ident, $english:ident { $($key:ident: $text:literal,)* }) => {
        /// Texts of one part of the page.
        #[derive(Debug)]
        pub(crate) struct $group {
            $(pub $key: &'static str,)*
        }
        /// In English.
        pub(crate) static $english: $group = $group { $($key: $text,)* };
    };
}
use texts;

/// All groups.
#[derive(Debug)]
pub(crate) struct Texts {
    /// Masthead, rail, summary, dialogs.
    pub shell: &'static shell::Shell,
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
    /// Step 6.
    pub submit: &'static submit::Submit,
    /// Step 7.
    pub watch: &'static watch::Watch,
}

static ENGLISH: Texts = Texts {
    shell: &shell::ENGLISH,
    rail: &rail::ENGLISH,
    summary: &summary::ENGLISH,
    primary: &primary::ENGLISH,
    key: &key::ENGLISH,
    zone: &zone::ENGLISH,
    projects: &projects::ENGLISH,
    rehearsal: &rehearsal::ENGLISH,
    submit: &submit::ENGLISH,
    watch: &watch::ENGLISH,
    provider: &provider::ENGLISH,
};

/// The texts of the language in use.
pub(crate) fn t() -> &'static Texts {
    &ENGLISH
}

/// A template with its values: each `{name}` is replaced.
pub(crate) fn fill(template: &str, values: &[(&'static str, &dyn std::fmt::Display)]) -> String {
    let args =
        values.iter().fold(crate::engine::diag::Args::new(), |args, (name, value)| args.with(name, value.to_string()));
    crate::engine::diag::english::fill(template, &args)
}

/// A count with thousands separated: `4,096`.
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A message as a sentence begins: capital first, unless it begins with a name.
pub(crate) fn sentence(message: &str) -> String {
    let word = message.split(' ').next().unwrap_or_default();
    let is_word = !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'' || b == b',');
    match message.get(..1).filter(|_| is_word) {
        Some(first) => format!("{}{}", first.to_ascii_uppercase(), message.get(1..).unwrap_or_default()),
        None => message.to_owned(),
    }
}

/// `one` for 1, else `many`, each with `{n}` filled.
pub(crate) fn plural(n: u64, one: &str, many: &str) -> String {
    fill(if n == 1 { one } else { many }, &[("n", &number(n))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!(number(7), "7");
        assert_eq!(number(1000), "1,000");
        assert_eq!(number(1_234_567), "1,234,567");
    }

    #[test]
    fn a_sentence_begins_with_a_capital_but_a_name_does_not() {
        assert_eq!(sentence("the secrets differ"), "The secrets differ");
        assert_eq!(sentence("www.example.com. has two TTLs"), "www.example.com. has two TTLs");
        assert_eq!(sentence("192.0.2.1 is used twice"), "192.0.2.1 is used twice");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(plural(1, "{n} record", "{n} records"), "1 record");
        assert_eq!(plural(4096, "{n} record", "{n} records"), "4,096 records");
    }
}
