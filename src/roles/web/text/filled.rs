//! Texts with their values: filled in, in the plural, as a sentence.

use super::language::now;
use super::names::named;
use super::{intl, number};
use crate::engine::diag::{Args, english};

/// A template with its values: each `{name}` is replaced. Names of other scripts are followed by what people read.
pub(crate) fn fill(template: &str, values: &[(&'static str, &dyn std::fmt::Display)]) -> String {
    named(fill_plain(template, values))
}

/// The same as it is: for what is kept, and where a name stands in one form on purpose.
pub(crate) fn fill_plain(template: &str, values: &[(&'static str, &dyn std::fmt::Display)]) -> String {
    let args = values.iter().fold(Args::new(), |args, (name, value)| args.with(name, value.to_string()));
    english::fill(template, &args)
}

/// A message as a sentence begins: capital first, unless it begins with a name.
pub(crate) fn sentence(message: &str) -> String {
    let word = message.split(' ').next().unwrap_or_default();
    let is_word = word.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | ',' | ':' | '-'));
    let mut rest = message.chars();
    match rest.next().filter(|_| is_word) {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => message.to_owned(),
    }
}

/// A message as a whole sentence: one that ends in a name's dot needs no other.
pub(crate) fn whole(message: &str) -> String {
    let mut text = sentence(message);
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}

/// `one` where the language has the singular for `n`, else `many`, each with `{n}` filled.
pub(crate) fn plural(n: u64, one: &str, many: &str) -> String {
    fill(if intl::is_one(now(), n) { one } else { many }, &[("n", &number(n))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_with_a_capital_but_a_name_does_not() {
        assert_eq!(sentence("the secrets differ"), "The secrets differ");
        assert_eq!(sentence("über TCP"), "Über TCP");
        assert_eq!(whole("the zone ends here"), "The zone ends here.");
        assert_eq!(whole("the NS do not name ns1.example."), "The NS do not name ns1.example.");
        assert_eq!(sentence("www.example.com. has two TTLs"), "www.example.com. has two TTLs");
        assert_eq!(sentence("192.0.2.1 is used twice"), "192.0.2.1 is used twice");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(plural(1, "{n} record", "{n} records"), "1 record");
        assert_eq!(plural(4096, "{n} record", "{n} records"), "4,096 records");
    }
}
