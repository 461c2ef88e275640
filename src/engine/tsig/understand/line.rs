//! Forms of one line: `dig -y algorithm:name:secret`, `name algorithm secret` as pdnsutil takes and prints it, nsupdate's
//! `key algorithm:name secret`, and bare base64.

use super::shown::could_be_secret;
use super::{Form, Piece, Raw, lines, span};
use crate::engine::tsig::Algorithm;

/// The keys in `text`, one a line at most; a bare secret may go on over several lines.
pub(super) fn read(text: &str) -> Vec<Raw<'_>> {
    let is_content = |line: &Piece<'_>| !matches!(line.text.trim_start().chars().next(), None | Some('#' | ';'));
    let content = || lines(text).filter(is_content);
    let found: Vec<_> = content().filter_map(named).collect();
    if !found.is_empty() {
        return found;
    }
    // Nothing on any line has a name, so it is a secret: one word, or one that was broken by white space.
    // Braces and semicolons belong to a configuration without a key.
    if text.contains(['{', '}', ';']) {
        return Vec::new();
    }
    let mut bare = content();
    let Some(first) = bare.next() else { return Vec::new() };
    let last = bare.last().unwrap_or(first);
    let end = last.at + last.text.len();
    let secret = Piece { text: text.get(first.at..end).unwrap_or_default(), at: first.at }.unquoted();
    vec![Raw { secret: Some(secret), ..Raw::new(Form::Bare, secret.span()) }]
}

fn named(line: Piece<'_>) -> Option<Raw<'_>> {
    let words: Vec<Piece<'_>> = line.words().map(Piece::unquoted).collect();
    spaced(&words).or_else(|| words.iter().enumerate().find_map(|(n, word)| colons(*word, words.get(n + 1))))
}

/// `… name algorithm secret`: the algorithm is the word that shows it.
fn spaced<'a>(words: &[Piece<'a>]) -> Option<Raw<'a>> {
    let [name, algorithm, secret] = words.windows(3).find_map(|three| match three {
        [name, algorithm, secret] if is_algorithm(algorithm.text) => Some([*name, *algorithm, *secret]),
        _ => None,
    })?;
    let whole = name.span().to(secret.span());
    Some(Raw { name: Some(name), algorithm: Some(algorithm), secret: Some(secret), ..Raw::new(Form::PowerDns, whole) })
}

/// `[algorithm:]name:secret`, or nsupdate's `algorithm:name secret`.
fn colons<'a>(word: Piece<'a>, next: Option<&Piece<'a>>) -> Option<Raw<'a>> {
    let mut parts = split(word);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next());
    let mut raw = Raw::new(Form::Dig, word.span());
    match (third, next) {
        // Some write the three in another order; the algorithm shows which it is.
        (Some(third), _) if is_algorithm(second.text) && !is_algorithm(first.text) => {
            (raw.name, raw.algorithm, raw.secret) = (Some(first), Some(second), Some(third));
        }
        (Some(third), _) if is_algorithm(third.text) && !is_algorithm(first.text) => {
            (raw.name, raw.secret, raw.algorithm) = (Some(first), Some(second), Some(third));
        }
        (Some(third), _) if could_be_secret(second.text) && !could_be_secret(third.text) => {
            (raw.algorithm, raw.secret, raw.name) = (Some(first), Some(second), Some(third));
        }
        (Some(third), _) => (raw.algorithm, raw.name, raw.secret) = (Some(first), Some(second), Some(third)),
        (None, Some(secret)) if is_algorithm(first.text) => {
            (raw.algorithm, raw.name, raw.secret) = (Some(first), Some(second), Some(*secret));
            raw.whole = span(word.at, secret.at + secret.text.len() - word.at);
        }
        (None, _) => (raw.name, raw.secret) = (Some(first), Some(second)),
    }
    Some(raw)
}

/// At most three pieces between colons.
fn split(word: Piece<'_>) -> impl Iterator<Item = Piece<'_>> {
    let mut at = word.at;
    word.text.splitn(3, ':').map(move |text| {
        let piece = Piece { text, at };
        at += text.len() + 1;
        piece
    })
}

/// Unlike in its own field, a word counts as an algorithm only when it says `hmac`.
fn is_algorithm(text: &str) -> bool {
    text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("hmac")) && Algorithm::from_text(text).is_some()
}
