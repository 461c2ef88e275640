//! What diagnostics, events and phrases say in the language in use: those that the page has itself by code and
//! arguments, and those that worker and companion tell in English beside their code and arguments.

use std::collections::BTreeMap;

use super::language::look;
use super::names::named;
use crate::engine::diag::{Args, Code, english};
use crate::product::api::companion::{Cause, Failed, Words};
use crate::product::api::nameservers::Trouble;
use crate::product::api::rehearsal::Example;
use crate::product::api::report::{Finding, Fix, Related};
use crate::product::api::zones::Happened;
use crate::product::cause;
use crate::product::provider::Phrase;
use crate::product::rehearse::Note;

/// Values as they come from elsewhere.
type Told = BTreeMap<String, String>;

/// What is wrong.
pub(crate) fn message(code: &Code, args: &Args) -> String {
    named(look(|c| c.message(code.name, of(args))).unwrap_or_else(|| english::other_message(code, args)))
}

/// Why it matters and what to do.
pub(crate) fn why(code: &Code, args: &Args) -> String {
    named(look(|c| c.why(code.name, of(args))).unwrap_or_else(|| english::other_why(code, args)))
}

/// A phrase of a plan.
pub(crate) fn phrase(phrase: &Phrase) -> String {
    named(look(|c| c.label(phrase.label.name, of(&phrase.args))).unwrap_or_else(|| phrase.english()))
}

/// What a cause is, and what to do about it.
pub(crate) fn cause(cause: &cause::Cause) -> (String, String) {
    (message(cause.code, &cause.args), why(cause.code, &cause.args))
}

/// The same of one that the companion found.
pub(crate) fn told_cause(cause: &Cause) -> (String, String) {
    (told(&cause.code, &cause.args, &cause.text), told_why(&cause.code, &cause.args, &cause.remedy))
}

/// Why a probe or a transfer failed.
pub(crate) fn failed(failed: &Failed) -> String {
    told(&failed.code, &failed.args, &failed.message)
}

/// What was in the way of asking a name server.
pub(crate) fn trouble(trouble: &Trouble) -> String {
    words(&trouble.words, &trouble.message)
}

/// An event of a zone on this machine.
pub(crate) fn happened(happened: &Happened) -> String {
    told(&happened.code, &happened.args, &happened.message)
}

/// What is known of a provider: the topic, what is said, how it is known.
pub(crate) fn note(note: &Note) -> [String; 3] {
    let (topic, says) = look(|c| c.note(&note.topic)).unwrap_or_else(|| (note.topic.clone(), note.says.clone()));
    [topic, says, look(|c| c.value("basis", &note.basis)).unwrap_or_else(|| note.basis.clone())]
}

/// The title of a scenario of the library and what it teaches.
pub(crate) fn scenario(example: &Example) -> (String, String) {
    look(|c| c.scenario(&example.name)).unwrap_or_else(|| (example.title.clone(), example.about.clone()))
}

/// Why the companion did not begin, in its words unless the language has them.
pub(crate) fn refused(message: &str) -> String {
    look(|c| c.value("refusal", message)).unwrap_or_else(|| message.to_owned())
}

/// One side of a comparison of keys, such as `44 characters` or `32 octets, 3b:a1`.
pub(crate) fn side(text: &str) -> String {
    let part = |part: &str| look(|c| c.value("here", part)).unwrap_or_else(|| part.to_owned());
    text.split(", ").map(part).collect::<Vec<_>>().join(", ")
}

/// A sentence of a probe: `english` unless the language has it.
pub(crate) fn words(words: &Words, english: &str) -> String {
    let said = look(|c| c.label(&words.code, by(&words.args)).or_else(|| c.message(&words.code, by(&words.args))));
    let Some(said) = said else { return named(english.to_owned()) };
    named(match look(|c| c.label(&words.then, |_| None)) {
        Some(then) => format!("{said}; {then}"),
        None => said,
    })
}

/// What a finding says.
pub(crate) fn finding(finding: &Finding) -> String {
    told(&finding.code, &finding.args, &finding.message)
}

/// Why a finding matters and what to do.
pub(crate) fn finding_why(finding: &Finding) -> String {
    told_why(&finding.code, &finding.args, &finding.why)
}

/// What is at a second place of a finding.
pub(crate) fn related(finding: &Finding, related: &Related) -> String {
    label(&related.label, &finding.args, &related.message)
}

/// What a receiver makes of a finding; absent when it takes it as it is, or refuses it without more words.
pub(crate) fn effect(finding: &Finding, receiver: &str) -> Option<String> {
    let english = finding.effects.get(receiver)?;
    let name = finding.effect_labels.get(receiver).map_or("", String::as_str);
    Some(label(name, &finding.args, english))
}

/// What a fix's button says.
pub(crate) fn fix(fix: &Fix) -> String {
    label(&fix.label, &fix.args, &fix.title)
}

/// A message that came with its code and its values.
pub(crate) fn told(code: &str, args: &Told, english: &str) -> String {
    named(look(|c| c.message(code, by(args))).unwrap_or_else(|| english.to_owned()))
}

/// Its reason.
pub(crate) fn told_why(code: &str, args: &Told, english: &str) -> String {
    named(look(|c| c.why(code, by(args))).unwrap_or_else(|| english.to_owned()))
}

/// A phrase that came with its name and its values.
fn label(name: &str, args: &Told, english: &str) -> String {
    named(look(|c| c.label(name, by(args))).unwrap_or_else(|| english.to_owned()))
}

fn of(args: &Args) -> impl Fn(&str) -> Option<String> + '_ {
    |name| args.get(name).map(ToString::to_string)
}

fn by(args: &Told) -> impl Fn(&str) -> Option<String> + '_ {
    |name| args.get(name).cloned()
}

#[cfg(test)]
mod tests {
    use super::super::language::{Language, speak, take_rest};
    use super::*;

    #[test]
    fn english_stands_where_the_language_has_nothing() {
        let step = Words { code: "a".into(), args: Told::from([("n".into(), "7".into())]), then: "b".into() };
        assert_eq!(words(&step, "serial 7; so it is"), "serial 7; so it is");
        take_rest("labels/a\tSerial {n}\nlabels/b\tso ist es\ntexts/c\tschlecht\tweil\n".into());
        speak(Language::German);
        assert_eq!(words(&step, "serial 7; so it is"), "Serial 7; so ist es");
        assert_eq!(told("c", &Told::new(), "bad"), "schlecht");
        assert_eq!(told_why("d", &Told::new(), "because"), "because");
        speak(Language::English);
        assert_eq!(told("c", &Told::new(), "bad"), "bad");
    }
}
