//! Names and types as keys: plain byte order is canonical order (RFC 4034 §6.1).
//!
//! Labels from the root down (in a snapshot: from the apex down), in lower case, each ended by `00`; inside a label `00`
//! is `01 01` and `01` is `01 02`. Behind a name, another `00` and the type, big endian. A node is a range of keys, a
//! subtree a prefix, and no name's key is the beginning of another's unless it is an ancestor.

use crate::engine::dns::name::eights::{self, capitals};
use crate::engine::dns::{NameRef, RecordType};

/// Octets of an entry's key behind the name, for all but the further chunks of an RRset.
pub(super) const TYPE: usize = 3;

/// Octets of a label, read as eights (RFC 1035 §2.3.4: 63 at most), and those behind it.
const LABEL: usize = 72;

/// Appends the labels of `name` but the last `skip`.
pub(super) fn put_name(out: &mut Vec<u8>, name: NameRef<'_>, skip: usize) {
    let wire = name.wire();
    // The name in lower case, padded: length octets, below the capitals, stay as they are (RFC 1035 §2.3.4: 255 octets).
    let mut lower = [0xff_u8; 256];
    let labels = wire.strip_suffix(&[0]).unwrap_or_default();
    if let Some(front) = lower.get_mut(..labels.len()) {
        front.copy_from_slice(labels);
    }
    let mut escapes = 0;
    for word in lower.as_chunks_mut::<8>().0.iter_mut().take(labels.len().div_ceil(8)) {
        let octets = u64::from_le_bytes(*word);
        escapes |= below_two(octets);
        *word = lowercase(octets).to_le_bytes();
    }
    // At most 127 labels.
    let (mut starts, mut count, mut at) = ([0_u8; 128], 0, 0);
    while let Some(&len) = wire.get(usize::from(at)).filter(|&&len| len > 0) {
        if let Some(slot) = starts.get_mut(count) {
            *slot = at;
            count += 1;
        }
        at = at.saturating_add(len).saturating_add(1);
    }
    for &start in starts.iter().take(count.saturating_sub(skip)).rev() {
        let start = usize::from(start);
        let len = wire.get(start).map_or(0, |&len| usize::from(len));
        let label = lower.get(start + 1..=start + len).unwrap_or_default();
        if escapes == 0 {
            out.extend_from_slice(label);
            out.push(0);
        } else {
            put_octets(out, label);
        }
    }
}

/// Appends the first label of `name`: behind its parent's key, its own.
pub(super) fn put_label(out: &mut Vec<u8>, name: NameRef<'_>) {
    let label = name.labels().next().unwrap_or_default();
    let start = out.len();
    // What is written and read again at another width is waited for: each eight octets go straight to where they belong.
    out.reserve(LABEL);
    let (words, rest) = label.as_chunks::<8>();
    let mut escapes = 0;
    for word in words {
        let octets = u64::from_le_bytes(*word);
        escapes |= below_two(octets);
        out.extend_from_slice(&lowercase(octets).to_le_bytes());
    }
    // The rest with zeros behind it, of which the first ends the label and the others are taken away again.
    let (mask, behind) = (eights::of(rest), name.wire().get(1 + 8 * words.len()..).and_then(<[u8]>::first_chunk));
    let octets = behind.map_or_else(|| eights::last(label, rest), |word| u64::from_le_bytes(*word) & mask);
    escapes |= below_two(octets | !mask);
    out.extend_from_slice(&lowercase(octets).to_le_bytes());
    out.truncate(start + label.len() + 1);
    if escapes != 0 {
        out.truncate(start);
        put_octets(out, label);
    }
}

/// Appends a label's octets one by one.
fn put_octets(out: &mut Vec<u8>, label: &[u8]) {
    for octet in label {
        match octet.to_ascii_lowercase() {
            escaped @ (0 | 1) => out.extend_from_slice(&[1, escaped + 1]),
            plain => out.push(plain),
        }
    }
    out.push(0);
}

/// Whether a key's part is one label without escapes.
fn is_plain_label(part: &[u8]) -> bool {
    let (words, rest) = part.as_chunks();
    let last = part.last_chunk();
    let is_plain = |word: &[u8; 8]| below_two(u64::from_le_bytes(*word)) == 0;
    words.iter().all(is_plain) && last.map_or_else(|| rest.iter().all(|&octet| octet > 1), is_plain) && !part.is_empty()
}

const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = EACH << 7;

/// Eight octets with their capitals in lower case.
const fn lowercase(octets: u64) -> u64 {
    octets | capitals(octets) >> 2
}

/// Not 0 if one of eight octets is 0 or 1.
const fn below_two(octets: u64) -> u64 {
    octets.wrapping_sub(EACH * 2) & !octets & HIGH
}

/// Appends what stands between a name and its RRset: the end of the name and the type.
pub(super) fn put_type(out: &mut Vec<u8>, rtype: RecordType) {
    out.push(0);
    out.extend_from_slice(&rtype.0.to_be_bytes());
}

/// The parts of an entry's key: the name's key, the type, and what tells chunks of one RRset apart.
pub(super) fn split(key: &[u8]) -> (&[u8], RecordType, &[u8]) {
    let mut at = 0;
    // The name ends where a label would begin with 00.
    while key.get(at).is_some_and(|&octet| octet != 0) {
        at += memchr::memchr(0, key.get(at..).unwrap_or_default()).map_or(key.len(), |end| end + 1);
    }
    let (name, rest) = key.split_at(at.min(key.len()));
    match rest {
        [0, high, low, chunk @ ..] => (name, RecordType(u16::from_be_bytes([*high, *low])), chunk),
        _ => (name, RecordType(0), &[]),
    }
}

/// The name of a key in wire form, in lower case, with `apex` (wire form) behind it, into `out`.
pub(super) fn take_name(key: &[u8], apex: &[u8], out: &mut Vec<u8>) {
    out.clear();
    let mut rest = key;
    // Most names have one label below the apex.
    if let Some(label) = key.strip_suffix(&[0]).filter(|label| is_plain_label(label)) {
        out.push(u8::try_from(label.len()).unwrap_or(0));
        out.extend_from_slice(label);
        rest = &[];
    }
    while let Some(labels) = rest.strip_suffix(&[0]) {
        let (mut len, mut has_escape) = (0, false);
        for &octet in labels.iter().rev() {
            if octet == 0 {
                break;
            }
            has_escape |= octet == 1;
            len += 1;
        }
        let (front, label) = labels.split_at(labels.len() - len);
        if has_escape {
            let at = out.len();
            out.push(0);
            let mut octets = label.iter();
            while let Some(&octet) = octets.next() {
                out.push(if octet == 1 { octets.next().map_or(0, |escaped| escaped.wrapping_sub(1)) } else { octet });
            }
            let len = u8::try_from(out.len() - at - 1).unwrap_or(0);
            if let Some(slot) = out.get_mut(at) {
                *slot = len;
            }
        } else {
            out.push(u8::try_from(len).unwrap_or(0));
            out.extend_from_slice(label);
        }
        rest = front;
    }
    out.extend_from_slice(apex);
}

/// The parent's part of a name's key; none for the apex.
pub(super) fn parent(name: &[u8]) -> Option<&[u8]> {
    let label = name.strip_suffix(&[0])?;
    name.get(..memchr::memrchr(0, label).map_or(0, |at| at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dns::Name;

    fn key(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        put_name(&mut out, Name::absolute(text).unwrap().as_ref(), 1);
        out
    }

    #[test]
    fn byte_order_is_canonical_order() {
        let mut names: Vec<_> = [
            "example",
            "\\000.example",
            "\\001.example",
            "\\000\\001.example",
            "*.z.example",
            "a.z.example",
            "z.example",
        ]
        .map(|text| Name::absolute(text).unwrap())
        .into();
        names.extend(["Z.a.example", "a\\000.example", "a.example", "b.a.example"].map(|t| Name::absolute(t).unwrap()));
        names.sort();
        let keys: Vec<_> = names.iter().map(|n| key(&n.to_string())).collect();
        assert!(keys.is_sorted(), "{keys:x?}");
    }

    #[test]
    fn a_label_is_put_as_the_whole_name_is() {
        for len in 1..=63 {
            for odd in [b'x', b'Q', 0, 1, 2, 0xff] {
                for at in [0, len / 2, len - 1] {
                    let mut label = vec![b'M'; len];
                    label[at] = odd;
                    // What stands behind it is read with it and is no part of it.
                    for (behind, labels) in [(&b""[..], 0), (b"\x0a\x01EXAMPLE\x00\xff", 1)] {
                        let wire = [&[u8::try_from(len).unwrap()], &label[..], behind, &[0]].concat();
                        let (name, _) = NameRef::from_wire(&wire).unwrap();
                        let (mut whole, mut alone) = (vec![9], vec![9]);
                        put_name(&mut whole, name, labels);
                        put_label(&mut alone, name);
                        assert_eq!(alone, whole, "{len} {odd} {at} {labels}");
                    }
                }
            }
        }
    }

    #[test]
    fn octets_are_lowered_as_ascii_has_it() {
        for octet in 0..=255_u8 {
            let word = u64::from_le_bytes([b'a', octet, 0xff, octet, b'Z', b'@', octet, b'[']);
            let lower = [b'a', octet, 0xff, octet, b'Z', b'@', octet, b'['].map(|o| o.to_ascii_lowercase());
            assert_eq!(lowercase(word).to_le_bytes(), lower);
            assert_eq!(below_two(word) != 0, octet < 2);
        }
    }

    #[test]
    fn a_name_survives_in_lower_case() {
        let apex = Name::absolute("example").unwrap();
        for text in ["example.", "a\\000b\\001.\\002.x.example.", "www.example."] {
            let (mut wire, mut whole) = (Vec::new(), key(text));
            put_type(&mut whole, RecordType(0x0100));
            let (name, rtype, chunk) = split(&whole);
            assert_eq!((rtype, chunk), (RecordType(0x0100), &[][..]));
            take_name(name, apex.as_ref().wire(), &mut wire);
            assert_eq!(NameRef::from_wire(&wire).unwrap().0.to_string(), text);
        }
        assert_eq!(parent(&key("b.a.example")), Some(&*key("a.example")));
        assert_eq!(parent(&key("a.example")), Some(&[][..]));
        assert_eq!(parent(&[]), None);
    }
}
