//! Domain names in uncompressed wire form (RFC 1035 §3.1): length-prefixed labels, the root label last.
//!
//! [`Name`] owns its bytes, [`NameRef`] borrows them; both are always absolute and well formed. Case is kept as written.
//! Equality, hashing and order ignore ASCII case (RFC 4343); the order is the canonical one (RFC 4034 §6.1).

pub(in crate::engine) mod bare;
mod buf;
pub(in crate::engine) mod eights;
mod unicode;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

pub use buf::NameBuf;
use eights::equal;

/// Octets of the longest name, length octets and root label included (RFC 1035 §2.3.4).
pub const MAX_NAME: usize = 255;
/// Octets of the longest label (RFC 1035 §2.3.4).
pub const MAX_LABEL: usize = 63;

/// Why a text or a run of octets is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// No text at all.
    Empty,
    /// Two dots in a row, or a dot first.
    EmptyLabel,
    /// A label of this many octets; 63 is the most.
    LabelTooLong(usize),
    /// More than 255 octets in wire form.
    TooLong,
    /// `\` with nothing behind it, `\1` or `\12` without the third digit, or a value above 255.
    BadEscape,
    /// The octets end inside the name, or a length octet is none.
    Malformed,
    /// A relative name and no origin to put behind it.
    NoOrigin,
}

/// A borrowed domain name.
#[derive(Clone, Copy)]
pub struct NameRef<'a>(&'a [u8]);

/// An owned domain name.
#[derive(Clone)]
pub struct Name(Box<[u8]>);

impl Name {
    /// The root, `.`.
    #[must_use]
    pub fn root() -> Self {
        Self(Box::new([0]))
    }

    /// Reads presentation form: `www.example.com.`, with `\.` and `\046` escapes (RFC 1035 §5.1). A name without its
    /// final dot is completed by `origin`; `@` alone is the origin.
    ///
    /// # Errors
    /// What is wrong with the text; [`NameFault::NoOrigin`] when it is relative and there is no origin.
    pub fn parse(text: &[u8], origin: Option<NameRef<'_>>) -> Result<Self, NameFault> {
        let mut wire = Vec::with_capacity(text.len() + 2);
        parse_into(text, origin, &mut wire)?;
        Ok(Self(wire.into()))
    }

    /// Reads a name that a person typed where only whole names make sense: the final dot may be missing.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn absolute(text: &str) -> Result<Self, NameFault> {
        Self::parse(text.as_bytes(), Some(NameRef(&[0])))
    }

    /// Takes a name from the front of `octets`, uncompressed, and says how long it was.
    ///
    /// # Errors
    /// [`NameFault::Malformed`] or [`NameFault::TooLong`].
    pub fn from_wire(octets: &[u8]) -> Result<(Self, usize), NameFault> {
        let (name, len) = NameRef::from_wire(octets)?;
        Ok((name.to_owned(), len))
    }

    /// The same name, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> NameRef<'_> {
        NameRef(&self.0)
    }

    /// The name in lower case: the form of keys and digests (RFC 4034 §6.2).
    #[must_use]
    pub fn lowercase(&self) -> Self {
        // Length octets end at 63, below the capitals, which begin at 65.
        Self(self.0.iter().map(u8::to_ascii_lowercase).collect())
    }
}

impl<'a> NameRef<'a> {
    /// The root, `.`.
    pub const ROOT: NameRef<'static> = NameRef(&[0]);

    /// Takes a name from the front of `octets`, uncompressed, and says how long it was.
    ///
    /// # Errors
    /// [`NameFault::Malformed`] or [`NameFault::TooLong`].
    pub fn from_wire(octets: &'a [u8]) -> Result<(Self, usize), NameFault> {
        let mut at = 0;
        loop {
            let len = usize::from(*octets.get(at).ok_or(NameFault::Malformed)?);
            if len > MAX_LABEL {
                return Err(NameFault::Malformed);
            }
            at += 1 + len;
            // RFC 1035 §2.3.4
            if at > MAX_NAME {
                return Err(NameFault::TooLong);
            }
            if len == 0 {
                return Ok((Self(octets.get(..at).ok_or(NameFault::Malformed)?), at));
            }
        }
    }

    /// Octets that were found to be a name before; reading their lengths again would take a while.
    pub(in crate::engine) fn known(wire: &'a [u8]) -> Self {
        debug_assert!(Self::from_wire(wire).is_ok_and(|(name, _)| name.0 == wire), "{wire:?}");
        Self(wire)
    }

    /// Wire form, the root label included.
    #[must_use]
    pub const fn wire(self) -> &'a [u8] {
        self.0
    }

    /// An owned copy.
    #[must_use]
    pub fn to_owned(self) -> Name {
        Name(self.0.into())
    }

    /// The labels from the leftmost on, without the root's.
    pub fn labels(self) -> impl Iterator<Item = &'a [u8]> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let (&len, tail) = rest.split_first()?;
            let label = tail.get(..usize::from(len))?;
            rest = tail.get(usize::from(len)..)?;
            (len > 0).then_some(label)
        })
    }

    /// How many labels, the root's not counted.
    #[must_use]
    pub fn label_count(self) -> usize {
        self.labels().count()
    }

    /// Whether this is the root.
    #[must_use]
    pub const fn is_root(self) -> bool {
        self.0.len() <= 1
    }

    /// Whether any letter is a capital.
    #[must_use]
    pub fn has_capitals(self) -> bool {
        // Length octets end at 63, below the capitals.
        eights::any(self.0, eights::capitals)
    }

    /// Whether the leftmost label is `*` (RFC 4592 §2.1.1).
    #[must_use]
    pub fn is_wildcard(self) -> bool {
        self.0.starts_with(b"\x01*")
    }

    /// The name without its leftmost label; none above the root.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let len = usize::from(*self.0.first()?);
        if len == 0 { None } else { self.0.get(1 + len..).map(Self) }
    }

    /// Whether this name is `apex` or lies below it.
    #[must_use]
    pub fn is_within(self, apex: NameRef<'_>) -> bool {
        let Some(above) = self.0.len().checked_sub(apex.0.len()) else { return false };
        // Most names outside end in another letter.
        let last = |wire: &[u8]| wire.len().checked_sub(2).and_then(|at| wire.get(at)).map(u8::to_ascii_lowercase);
        if !apex.is_root() && last(self.0) != last(apex.0) {
            return false;
        }
        if !self.0.get(above..).is_some_and(|end| end.eq_ignore_ascii_case(apex.0)) {
            return false;
        }
        // A label may end in octets that read like a name.
        let mut at = 0;
        while at < above {
            at += 1 + self.0.get(at).map_or(above, |&len| usize::from(len));
        }
        at == above
    }

    /// Presentation form without its final dot, unless it is the root: as people and the provider write zone names.
    #[must_use]
    pub fn without_dot(self) -> String {
        let mut text = self.to_string();
        if text.len() > 1 {
            text.pop();
        }
        text
    }
}

/// Reads presentation form and appends the wire form to `out`, which is left as it was on failure; see
/// [`Name::parse`]. Whether the text may have signs that [`bare`] looks for; of most names that is known at once.
///
/// # Errors
/// What is wrong with the text.
pub fn parse_into(text: &[u8], origin: Option<NameRef<'_>>, out: &mut Vec<u8>) -> Result<bool, NameFault> {
    let start = out.len();
    let result = parse_labels(text, origin, start, out);
    if result.is_err() {
        out.truncate(start);
    }
    result
}

fn parse_labels(text: &[u8], origin: Option<NameRef<'_>>, start: usize, out: &mut Vec<u8>) -> Result<bool, NameFault> {
    match text {
        b"" => return Err(NameFault::Empty),
        b"." => {
            out.push(0);
            return Ok(false);
        }
        // RFC 1035 §5.1: a free standing @ denotes the current origin.
        b"@" => {
            out.extend_from_slice(origin.ok_or(NameFault::NoOrigin)?.wire());
            return Ok(false);
        }
        _ => {}
    }
    // Wire form is the text behind the first length, each dot the length of what follows it.
    let mut label = start;
    out.push(0);
    out.extend_from_slice(text);
    let (words, rest) = text.as_chunks::<8>();
    let mut has_escape = false;
    let mut signs = false;
    let mut before = start + 1;
    let eights = words.iter().map(|word| (u64::from_le_bytes(*word), u64::MAX));
    for (word, known) in eights.chain([(eights::last(text, rest), eights::of(rest))]) {
        let unusual = eights::unusual(word) & known;
        if unusual != 0 {
            signs = true;
            has_escape = equal(word, b'\\') != 0;
            if has_escape {
                break;
            }
        }
        let mut dots = equal(word, b'.');
        while dots != 0 {
            let at = before + dots.trailing_zeros() as usize / 8;
            close(out, label, at)?;
            label = at;
            dots &= dots - 1;
        }
        before += 8;
    }
    if !has_escape {
        if out.len() == label + 1 {
            // The text ended with a dot, whose place is the root's.
            if let Some(root) = out.last_mut() {
                *root = 0;
            }
        } else {
            close_label(out, label)?;
            out.extend_from_slice(origin.ok_or(NameFault::NoOrigin)?.wire());
        }
        // RFC 1035 §2.3.4
        return if out.len() - start > MAX_NAME { Err(NameFault::TooLong) } else { Ok(signs) };
    }
    // Octets and characters are no longer the same.
    label = start;
    out.truncate(start + 1);
    let mut octets = text.iter().copied();
    while let Some(octet) = octets.next() {
        match octet {
            b'.' => {
                close_label(out, label)?;
                label = out.len();
                out.push(0);
                continue;
            }
            b'\\' => out.push(unescape(&mut octets)?),
            _ => out.push(octet),
        }
    }
    if out.len() == label + 1 {
        // The text ended with a dot: the empty label just opened is the root's.
    } else {
        close_label(out, label)?;
        out.extend_from_slice(origin.ok_or(NameFault::NoOrigin)?.wire());
    }
    // RFC 1035 §2.3.4
    if out.len() - start > MAX_NAME { Err(NameFault::TooLong) } else { Ok(true) }
}

fn close_label(out: &mut [u8], label: usize) -> Result<(), NameFault> {
    let end = out.len();
    close(out, label, end)
}

/// Writes the length of the label that ends at `end` into the octet at `label`, which stands before it.
fn close(out: &mut [u8], label: usize, end: usize) -> Result<(), NameFault> {
    let len = end - label - 1;
    if len == 0 {
        return Err(NameFault::EmptyLabel);
    }
    // RFC 1035 §2.3.4
    let octet = u8::try_from(len).ok().filter(|&l| usize::from(l) <= MAX_LABEL).ok_or(NameFault::LabelTooLong(len))?;
    if let Some(slot) = out.get_mut(label) {
        *slot = octet;
    }
    Ok(())
}

/// What stands behind a backslash: `\X` or `\DDD` (RFC 1035 §5.1).
///
/// # Errors
/// [`NameFault::BadEscape`].
pub fn unescape(octets: &mut impl Iterator<Item = u8>) -> Result<u8, NameFault> {
    let first = octets.next().ok_or(NameFault::BadEscape)?;
    if !first.is_ascii_digit() {
        return Ok(first);
    }
    let mut value = u16::from(first - b'0');
    for _ in 0..2 {
        let digit = octets.next().filter(u8::is_ascii_digit).ok_or(NameFault::BadEscape)?;
        value = value * 10 + u16::from(digit - b'0');
    }
    u8::try_from(value).map_err(|_| NameFault::BadEscape)
}

impl PartialEq for NameRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(other.0)
    }
}

impl Eq for NameRef<'_> {}

impl Hash for NameRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for octet in self.0 {
            state.write_u8(octet.to_ascii_lowercase());
        }
    }
}

impl Ord for NameRef<'_> {
    /// RFC 4034 §6.1: by labels from the right, each as lower-case octets.
    fn cmp(&self, other: &Self) -> Ordering {
        let mine: Vec<_> = self.labels().collect();
        let theirs: Vec<_> = other.labels().collect();
        for (a, b) in mine.iter().rev().zip(theirs.iter().rev()) {
            let a = a.iter().map(u8::to_ascii_lowercase);
            match a.cmp(b.iter().map(u8::to_ascii_lowercase)) {
                Ordering::Equal => {}
                unequal => return unequal,
            }
        }
        mine.len().cmp(&theirs.len())
    }
}

impl PartialOrd for NameRef<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for NameRef<'_> {
    /// Presentation form with its final dot; what a zone file would read otherwise is escaped (RFC 1035 §5.1).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_root() {
            return f.write_str(".");
        }
        for label in self.labels() {
            let is_plain = |octet: &u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_');
            match std::str::from_utf8(label) {
                // Most labels.
                Ok(text) if label.iter().all(is_plain) => f.write_str(text)?,
                _ => label.iter().try_for_each(|octet| write_octet(*octet, f))?,
            }
            f.write_str(".")?;
        }
        Ok(())
    }
}

/// An octet of a label as a zone file writes it.
fn write_octet(octet: u8, out: &mut impl fmt::Write) -> fmt::Result {
    match octet {
        b'.' | b'\\' | b'"' | b';' | b'(' | b')' | b'@' | b'$' => write!(out, "\\{}", octet as char),
        b'!'..=b'~' => out.write_char(octet as char),
        _ => write!(out, "\\{octet:03}"),
    }
}

impl fmt::Debug for NameRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.as_ref() == other.as_ref()
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_ref().hash(state);
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_ref().cmp(&other.as_ref())
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.as_ref(), f)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.as_ref(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::absolute(text).unwrap()
    }

    #[test]
    fn presentation_form_survives_a_round_trip() {
        for text in ["www.example.com.", ".", "a\\.b.example.", "\\000\\255.x.", "\\@.\\$ttl."] {
            assert_eq!(name(text).to_string(), text);
        }
        assert_eq!(name("\\065bc").to_string(), "Abc.");
    }

    #[test]
    fn faults_are_told_apart() {
        let long = "a".repeat(64);
        assert_eq!(Name::absolute("a..b"), Err(NameFault::EmptyLabel));
        assert_eq!(Name::absolute(".a"), Err(NameFault::EmptyLabel));
        assert_eq!(Name::absolute(&long), Err(NameFault::LabelTooLong(64)));
        assert_eq!(Name::absolute("a\\25"), Err(NameFault::BadEscape));
        assert_eq!(Name::absolute("a\\256"), Err(NameFault::BadEscape));
        assert_eq!(Name::absolute("a\\"), Err(NameFault::BadEscape));
        assert_eq!(Name::parse(b"a", None), Err(NameFault::NoOrigin));
        assert_eq!(Name::parse(b"", None), Err(NameFault::Empty));
        let labels = |n: usize| vec!["a".repeat(n); 4].join(".");
        assert!(Name::absolute(&labels(62)).is_ok_and(|n| n.as_ref().wire().len() == 253));
        assert_eq!(Name::absolute(&labels(63)), Err(NameFault::TooLong));
    }

    #[test]
    fn canonical_order_is_that_of_rfc_4034() {
        let sorted = [
            "example.",
            "a.example.",
            "yljkjljk.a.example.",
            "Z.a.example.",
            "zABC.a.EXAMPLE.",
            "z.example.",
            "\\001.z.example.",
            "*.z.example.",
            "\\200.z.example.",
        ];
        let mut names: Vec<_> = sorted.iter().rev().map(|t| name(t)).collect();
        names.sort();
        assert_eq!(names, sorted.iter().map(|t| name(t)).collect::<Vec<_>>());
    }

    #[test]
    fn within_compares_whole_labels() {
        let apex = name("example.com.");
        assert!(name("a.Example.Com.").as_ref().is_within(apex.as_ref()));
        assert!(apex.as_ref().is_within(apex.as_ref()));
        assert!(!name("aexample.com.").as_ref().is_within(apex.as_ref()));
        assert!(apex.as_ref().is_within(NameRef::ROOT));
    }
}
