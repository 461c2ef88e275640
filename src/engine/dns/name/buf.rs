//! A name with its octets in place: what readers of wire form fill, once a record, without the allocator.

use std::fmt;

use super::{MAX_NAME, Name, NameRef};

/// An owned domain name of fixed size; [`Name`] is the form to keep, this the form to read with.
#[derive(Clone, Copy)]
pub struct NameBuf {
    octets: [u8; MAX_NAME],
    len: u8,
}

impl NameBuf {
    /// The root, `.`.
    #[must_use]
    pub const fn root() -> Self {
        Self { octets: [0; MAX_NAME], len: 1 }
    }

    /// A copy of `name`.
    #[must_use]
    pub fn new(name: NameRef<'_>) -> Self {
        let mut buf = Self::empty();
        // A name has at most 255 octets, so it fits.
        let _ = buf.push(name.wire());
        buf
    }

    /// The same name, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> NameRef<'_> {
        NameRef(self.octets.get(..usize::from(self.len)).unwrap_or(&[0]))
    }

    /// An owned copy.
    #[must_use]
    pub fn to_owned(&self) -> Name {
        self.as_ref().to_owned()
    }

    /// No octets yet: not a name until a reader has pushed whole labels and the root's.
    pub(in crate::engine::dns) const fn empty() -> Self {
        Self { octets: [0; MAX_NAME], len: 0 }
    }

    /// Appends octets of the name; none when they would make it longer than a name can be.
    pub(in crate::engine::dns) fn push(&mut self, octets: &[u8]) -> Option<()> {
        let start = usize::from(self.len);
        let end = start + octets.len();
        self.octets.get_mut(start..end)?.copy_from_slice(octets);
        self.len = u8::try_from(end).ok()?;
        Some(())
    }
}

impl fmt::Display for NameBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.as_ref(), f)
    }
}

impl fmt::Debug for NameBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.as_ref(), f)
    }
}
