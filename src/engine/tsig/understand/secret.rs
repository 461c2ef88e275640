//! What is wrong with a secret as text, to the character, without ever repeating one: findings name places, counts and
//! kinds of characters.

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD, Encoding, HEXLOWER_PERMISSIVE, Specification};
use zeroize::Zeroizing;

use super::judge::{edit, fix};
use super::{Piece, is_quote, span};
use crate::engine::diag::{Code, Diagnostic, Diagnostics, Label};
use crate::engine::tsig::{Algorithm, Secret, codes};

static JOIN: Label = Label { name: "key-remove-space" };
static PAD: Label = Label { name: "key-correct-padding" };
static STANDARD: Label = Label { name: "key-standard-alphabet" };

/// What a secret's text stands for.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) secret: Option<Secret>,
    pub(super) likely: Option<Secret>,
    /// The text without white space.
    pub(super) written: Zeroizing<String>,
}

/// Reads a secret that should be base64 (RFC 4648 §4).
pub(super) fn read(piece: Piece<'_>, algorithm: Option<Algorithm>, diagnostics: &mut Diagnostics) -> Reading {
    let written: Zeroizing<String> = Zeroizing::new(piece.text.chars().filter(|c| !is_blank(*c)).collect());
    let mut reading = Reading { written, ..Reading::default() };
    if reading.written.is_empty() {
        diagnostics.push(Diagnostic::new(&codes::KEY_SECRET_EMPTY, piece.span()));
        return reading;
    }
    blanks(piece, diagnostics);
    let text = reading.written.as_str();
    if let Some(finding) = masked(piece, text).or_else(|| not_base64(piece, text)) {
        reading.likely = likely(text);
        diagnostics.push(finding);
        return reading;
    }
    let Ok(octets) = BASE64.decode(text.as_bytes()) else {
        // The alphabet, the length and the padding are right, so it is the bits that the last character has too many.
        diagnostics.push(Diagnostic::new(&codes::KEY_SECRET_LAST_BITS, last_character(piece)));
        reading.likely = likely(text);
        return reading;
    };
    let secret = Secret::new(octets);
    content(piece, text, &secret, diagnostics);
    strength(piece, &secret, algorithm, diagnostics);
    reading.secret = Some(secret);
    reading
}

/// White space, visible or not, that copying brings along.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn blanks(piece: Piece<'_>, diagnostics: &mut Diagnostics) {
    let found: Vec<_> = piece.text.char_indices().enumerate().filter(|(_, (_, c))| is_blank(*c)).collect();
    let Some(&(number, (at, c))) = found.first() else { return };
    let edits = found.iter().map(|(_, (at, c))| edit(span(piece.at + at, c.len_utf8()), "")).collect();
    let finding = Diagnostic::new(&codes::KEY_SECRET_SPACE, span(piece.at + at, c.len_utf8()));
    diagnostics.push(finding.arg("count", found.len()).arg("character", number + 1).fix(fix(&JOIN, edits)));
}

fn masked(piece: Piece<'_>, text: &str) -> Option<Diagnostic> {
    let is_mask = |c| matches!(c, '*' | '•' | '●' | '.' | '…' | 'x' | 'X');
    text.chars().all(is_mask).then(|| Diagnostic::new(&codes::KEY_SECRET_MASKED, piece.span()))
}

/// Why `text` is no base64: a character, the count of them, or the padding.
fn not_base64(piece: Piece<'_>, text: &str) -> Option<Diagnostic> {
    let data = text.trim_end_matches('=');
    let padding = text.len() - data.len();
    let wrong = piece.text.char_indices().enumerate().find(|(_, (_, c))| !is_blank(*c) && !in_alphabet(*c));
    if let Some((number, (at, c))) = wrong {
        let place = span(piece.at + at, c.len_utf8());
        if data.chars().all(|c| in_alphabet(c) || matches!(c, '-' | '_')) {
            let swaps = piece.text.char_indices().filter_map(|(at, c)| match c {
                '-' => Some(edit(span(piece.at + at, 1), "+")),
                '_' => Some(edit(span(piece.at + at, 1), "/")),
                _ => None,
            });
            let finding = Diagnostic::new(&codes::KEY_SECRET_URL_SAFE, place).arg("character", number + 1);
            return Some(finding.fix(fix(&STANDARD, swaps.collect())));
        }
        let finding = Diagnostic::new(&codes::KEY_SECRET_CHARACTER, place);
        return Some(finding.arg("kind", kind(c)).arg("character", number + 1));
    }
    if data.contains('=') {
        let at = piece.text.find('=').unwrap_or_default();
        let number = piece.text.get(..at).unwrap_or_default().chars().count() + 1;
        let finding = Diagnostic::new(&codes::KEY_SECRET_PADDING_INSIDE, span(piece.at + at, 1));
        return Some(finding.arg("character", number));
    }
    if is_hex(text) && !text.len().is_multiple_of(4) {
        let finding = Diagnostic::new(&codes::KEY_SECRET_HEX_ONLY, piece.span());
        return Some(finding.arg("characters", text.len()));
    }
    // RFC 4648 §4: four characters make three octets; one alone makes none.
    if data.len() % 4 == 1 {
        let finding = Diagnostic::new(&codes::KEY_SECRET_LENGTH, piece.span());
        return Some(finding.arg("characters", data.len()));
    }
    let wanted = (4 - data.len() % 4) % 4;
    if padding == wanted {
        return None;
    }
    let finding = Diagnostic::new(&codes::KEY_SECRET_PADDING, last_character(piece));
    let marks = piece.text.trim_end_matches('=').len();
    let place = span(piece.at + marks, piece.text.len() - marks);
    let edits = vec![edit(place, "==".get(..wanted).unwrap_or_default())];
    Some(finding.arg("got", padding).arg("want", wanted).fix(fix(&PAD, edits)))
}

const fn in_alphabet(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')
}

/// What kind of character it is, without saying which.
fn kind(c: char) -> &'static str {
    match c {
        c if is_quote(c) => "a quotation mark",
        '\\' => "a backslash",
        c if c.is_control() => "a control character",
        c if c.is_ascii_punctuation() => "a punctuation mark",
        c if c.is_alphabetic() => "a letter outside a to z",
        _ => "a character outside ASCII",
    }
}

fn is_hex(text: &str) -> bool {
    text.len() >= 16 && text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// What a text that is not base64 most likely stands for.
fn likely(text: &str) -> Option<Secret> {
    if is_hex(text) {
        return HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok().map(Secret::new);
    }
    let data = text.trim_end_matches('=').as_bytes();
    let lax = lax_base64();
    let decode = |with: &Encoding| with.decode(data).ok();
    let octets = decode(&BASE64_NOPAD).or_else(|| decode(&BASE64URL_NOPAD)).or_else(|| decode(lax.as_ref()?));
    octets.filter(|octets| !octets.is_empty()).map(Secret::new)
}

/// Base64 without padding that ignores bits too many, as lax decoders do.
fn lax_base64() -> Option<Encoding> {
    let mut lax = Specification::new();
    lax.symbols.push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    lax.check_trailing_bits = false;
    lax.encoding().ok()
}

/// Good base64 whose content shows that something else was meant.
fn content(piece: Piece<'_>, text: &str, secret: &Secret, diagnostics: &mut Diagnostics) {
    let octets = secret.octets();
    let say = |code: &'static Code| Diagnostic::new(code, piece.span());
    let inner = if octets.len() >= 16 { BASE64.decode(octets).ok().map(Zeroizing::new) } else { None };
    // Of twenty random characters nearly always some are small and some are capital letters.
    let lacks = |test: fn(&u8) -> bool| text.len() >= 20 && !text.as_bytes().iter().any(test);
    let finding = if let Some(inner) = inner {
        say(&codes::KEY_SECRET_TWICE).arg("octets", octets.len()).arg("inner", inner.len())
    } else if octets.iter().all(|o| Some(o) == octets.first()) && octets.len() > 1 {
        say(&codes::KEY_SECRET_REPEATS)
    } else if is_hex(text) && matches!(text.len(), 32 | 40 | 56 | 64 | 96 | 128) {
        say(&codes::KEY_SECRET_HEX).arg("octets", octets.len()).arg("inner", text.len() / 2)
    } else if octets.len() >= 6 && octets.iter().all(|o| matches!(o, b' '..=b'~')) {
        say(&codes::KEY_SECRET_TEXT)
    } else if lacks(u8::is_ascii_lowercase) || lacks(u8::is_ascii_uppercase) {
        say(&codes::KEY_SECRET_WORD)
    } else {
        return;
    };
    diagnostics.push(finding);
}

/// RFC 8945 §8 advises a secret as long as the digest; RFC 2104 §3 discourages shorter ones and hashes longer than the
/// block.
fn strength(piece: Piece<'_>, secret: &Secret, algorithm: Option<Algorithm>, diagnostics: &mut Diagnostics) {
    let Some(algorithm) = algorithm else { return };
    let (octets, digest) = (secret.len(), algorithm.digest_len());
    let code = match octets {
        _ if octets * 2 < digest => &codes::KEY_SECRET_WEAK,
        _ if octets < digest => &codes::KEY_SECRET_SHORT,
        _ if octets > algorithm.block_len() => &codes::KEY_SECRET_LONG,
        _ => return,
    };
    let finding = Diagnostic::new(code, piece.span()).arg("octets", octets).arg("digest", digest);
    diagnostics.push(finding.arg("block", algorithm.block_len()).arg("algorithm", algorithm.mnemonic()));
}

fn last_character(piece: Piece<'_>) -> crate::engine::diag::Span {
    let len = piece.text.chars().next_back().map_or(0, char::len_utf8);
    span(piece.at + piece.text.len() - len, len)
}
