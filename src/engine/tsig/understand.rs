//! Keys in any vendor's form: text to parts and findings. Never stops at the first fault, never repeats a secret.
//!
//! A reader for each family of forms finds the pieces and their places; [`judge`] says what they mean and what is wrong.

mod block;
mod json;
mod judge;
mod line;
mod secret;
mod shown;
mod yaml;

pub use shown::{NOT_SHOWN, value as shown_value};

use std::fmt;

use zeroize::Zeroizing;

use super::{Algorithm, Key, Secret, codes};
use crate::engine::diag::{Diagnostic, Diagnostics, Label, Severity, Span};
use crate::engine::dns::Name;
use crate::engine::limits::TsigLimits;

/// Whose form a key was written in, or is to be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `key "name" { algorithm …; secret "…"; };`: BIND, tsig-keygen.
    Bind,
    /// YAML with `id`: Knot, keymgr.
    Knot,
    /// `key:` with `name:`: NSD, Unbound.
    Nsd,
    /// `name algorithm secret`: pdnsutil.
    PowerDns,
    /// `[algorithm:]name:secret`: `dig -y`, `kdig -y`, `nsupdate -y`.
    Dig,
    /// An object with `name`, `algo` or `algorithm`, and `secret` or `key`: provider interfaces.
    Json,
    /// Base64 and nothing else.
    Bare,
}

impl Form {
    /// The forms a key can be written in.
    pub const WRITABLE: [Self; 6] = [Self::Bind, Self::Knot, Self::Nsd, Self::PowerDns, Self::Dig, Self::Json];

    /// What people call it: `BIND key block`.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Bind => "BIND key block",
            Self::Knot => "Knot YAML",
            Self::Nsd => "NSD key block",
            Self::PowerDns => "PowerDNS line",
            Self::Dig => "dig -y",
            Self::Json => "provider JSON",
            Self::Bare => "bare base64",
        }
    }
}

/// One key as it was written: what was found, what it means, where it stands.
#[derive(Clone)]
pub struct KeyParts {
    /// Whose form it is.
    pub form: Form,
    /// The name, when it is a domain name.
    pub name: Option<Name>,
    /// The name as written; what could be a secret is not repeated.
    pub name_text: Option<String>,
    /// The algorithm, when it is known; `hmac-sha256` where a form may leave it out and did.
    pub algorithm: Option<Algorithm>,
    /// The algorithm as written; what could be a secret is not repeated.
    pub algorithm_text: Option<String>,
    /// The secret, when it is base64.
    pub secret: Option<Secret>,
    /// What the secret most likely is when it is not: hex, URL-safe base64, base64 without its padding.
    pub likely: Option<Secret>,
    /// Characters of the secret as written.
    pub secret_chars: usize,
    /// Where the parts stand; [`Span::NONE`] for what is absent.
    pub spans: KeySpans,
    /// The secret as written, white space left out, for comparisons in this room.
    pub(super) written: Zeroizing<String>,
}

/// Where the parts of a key stand in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeySpans {
    /// All of it.
    pub whole: Span,
    /// The name, without quotes.
    pub name: Span,
    /// The algorithm, without quotes.
    pub algorithm: Span,
    /// The secret, without quotes: what a screen masks.
    pub secret: Span,
}

impl KeyParts {
    /// The key, when all three parts are there and good.
    #[must_use]
    pub fn key(&self) -> Option<Key> {
        Some(Key { name: self.name.clone()?, algorithm: self.algorithm?, secret: self.secret.clone()? })
    }

    /// The name with its final dot, as it may be shown: in what is no key it may be the secret in the wrong place.
    #[must_use]
    pub fn name_shown(&self) -> Option<String> {
        let is_kept = self.key().is_some() || self.name_text.as_deref() != Some(NOT_SHOWN);
        self.name.as_ref().filter(|_| is_kept).map(ToString::to_string)
    }
}

impl fmt::Debug for KeyParts {
    /// Everything but the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let octets = self.secret.as_ref().map(Secret::len);
        write!(f, "KeyParts({:?}, {:?}, {:?}, {octets:?} octets)", self.form, self.name_text, self.algorithm)
    }
}

/// What a text holds.
#[derive(Debug)]
pub struct Understood {
    /// The keys, in their order.
    pub keys: Vec<KeyParts>,
    /// What is wrong or worth knowing. Severity error: it cannot be a key; a good key has none.
    pub diagnostics: Diagnostics,
}

impl Understood {
    /// The only key, if there is one and nothing keeps it from being used.
    #[must_use]
    pub fn single(&self) -> Option<Key> {
        match self.keys.as_slice() {
            [parts] if self.diagnostics.counts().error == 0 => parts.key(),
            _ => None,
        }
    }
}

/// Reads keys in whatever form they come; white space around them does not matter. Cheap enough for every keystroke:
/// one walk over the text, and texts above [`TsigLimits::key_text`] bytes are refused.
#[must_use]
pub fn understand(text: &str, limits: &TsigLimits) -> Understood {
    let mut out = Understood { keys: Vec::new(), diagnostics: Diagnostics::new(limits.diagnostics) };
    if text.len() > limits.key_text {
        let limit = limits.key_text;
        out.diagnostics.push(Diagnostic::new(&codes::KEY_TEXT_LONG, Span::new(0, 0, 0)).arg("limit", limit));
        return out;
    }
    if text.trim().is_empty() {
        out.diagnostics.push(Diagnostic::new(&codes::KEY_EMPTY, Span::new(0, 0, 0)));
        return out;
    }
    let found = read(text, &mut out.diagnostics);
    if found.is_empty() && out.diagnostics.counts().error == 0 {
        out.diagnostics.push(Diagnostic::new(&codes::KEY_UNREADABLE, span(0, text.len())));
    }
    for raw in &found {
        let parts = judge::parts(raw, &mut out.diagnostics);
        let twice = parts.name.is_some() && out.keys.iter().any(|key| key.name == parts.name);
        if twice {
            let name = parts.name_text.as_deref().unwrap_or_default();
            out.diagnostics.push(Diagnostic::new(&codes::KEY_NAME_TWICE, parts.spans.name).arg("key", name));
        }
        out.keys.push(parts);
    }
    smart_quotes(text, &mut out.diagnostics);
    out.diagnostics.sort();
    out
}

/// A run of the text, without its quotes.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Piece<'a> {
    /// Without white space and quotes around it.
    fn unquoted(self) -> Self {
        let is_frame = |c: char| c.is_whitespace() || is_quote(c);
        let text = self.text.trim_start_matches(is_frame);
        Self { text: text.trim_end_matches(is_frame), at: self.at + self.text.len() - text.len() }
    }

    fn span(self) -> Span {
        span(self.at, self.text.len())
    }

    /// The words in it and their places.
    fn words(self) -> impl Iterator<Item = Piece<'a>> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let skipped = rest.text.trim_start();
            let at = rest.at + rest.text.len() - skipped.len();
            let len = skipped.find(char::is_whitespace).unwrap_or(skipped.len());
            let (word, after) = skipped.split_at(len);
            rest = Piece { text: after, at: at + len };
            (!word.is_empty()).then_some(Piece { text: word, at })
        })
    }
}

/// The pieces of one key as a form's reader finds them.
struct Raw<'a> {
    form: Form,
    whole: Span,
    name: Option<Piece<'a>>,
    algorithm: Option<Piece<'a>>,
    secret: Option<Piece<'a>>,
}

impl Raw<'_> {
    const fn new(form: Form, whole: Span) -> Self {
        Self { form, whole, name: None, algorithm: None, secret: None }
    }
}

/// Offsets fit: [`understand`] refuses longer texts.
fn span(at: usize, len: usize) -> Span {
    Span::new(0, u32::try_from(at).unwrap_or(u32::MAX), u32::try_from(len).unwrap_or(u32::MAX))
}

fn read<'a>(text: &'a str, diagnostics: &mut Diagnostics) -> Vec<Raw<'a>> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with(['{', '[']) {
        return json::read(text);
    }
    let blocks = block::read(text, diagnostics);
    if !blocks.is_empty() {
        return blocks;
    }
    if yaml::is_likely(text) { yaml::read(text) } else { line::read(text) }
}

/// The lines of `text` and their offsets, without their ends.
fn lines(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let piece = Piece { text: line.trim_end(), at };
        at += line.len();
        piece
    })
}

const fn is_smart_quote(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}')
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'') || is_smart_quote(c)
}

static STRAIGHTEN: Label = Label { name: "key-straighten-quotes" };

/// Word processors bend quotes; no name server takes them.
fn smart_quotes(text: &str, diagnostics: &mut Diagnostics) {
    let bent: Vec<_> = text.char_indices().filter(|(_, c)| is_smart_quote(*c)).collect();
    let Some(&(first, c)) = bent.first() else { return };
    let edits = bent.iter().map(|&(at, c)| judge::edit(span(at, c.len_utf8()), "\"")).collect();
    let finding = Diagnostic::new(&codes::KEY_SMART_QUOTES, span(first, c.len_utf8())).arg("count", bent.len());
    diagnostics.push(finding.severity(Severity::Warning).fix(judge::fix(&STRAIGHTEN, edits)));
}
