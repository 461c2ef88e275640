//! NSEC: fields, and which names it denies (RFC 4034 §4).

use crate::engine::dns::NameRef;

use super::TypeBitmap;

/// An NSEC's RDATA.
#[derive(Clone, Copy, Debug)]
pub struct Nsec<'a> {
    /// The next name of the zone that has data; the apex behind the last.
    pub next: NameRef<'a>,
    /// The types of its own name.
    pub types: TypeBitmap<'a>,
}

impl<'a> Nsec<'a> {
    /// Reads RDATA; none if it is malformed.
    #[must_use]
    pub fn parse(rdata: &'a [u8]) -> Option<Self> {
        let (next, len) = NameRef::from_wire(rdata).ok()?;
        Some(Self { next, types: TypeBitmap::new(rdata.get(len..)?) })
    }
}

/// Whether `name` lies strictly between an NSEC's owner and its next name; behind the zone's last, `next` is not above
/// `owner` (RFC 4034 §4.1.1).
#[must_use]
pub fn covers_name(owner: NameRef<'_>, next: NameRef<'_>, name: NameRef<'_>) -> bool {
    if owner < next { owner < name && name < next } else { owner < name || name < next }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dns::Name;

    #[test]
    fn the_last_covers_to_the_end() {
        let name = |text| Name::absolute(text).unwrap();
        let covers = |a, b, c| covers_name(name(a).as_ref(), name(b).as_ref(), name(c).as_ref());
        assert!(covers("a.example", "c.example", "b.example") && covers("a.example", "c.example", "x.a.example"));
        assert!(!covers("a.example", "c.example", "a.example") && !covers("a.example", "c.example", "c.example"));
        assert!(!covers("a.example", "c.example", "d.example"));
        assert!(covers("c.example", "example", "d.example") && !covers("c.example", "example", "b.example"));
    }
}
