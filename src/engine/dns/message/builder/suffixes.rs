//! Which names, and which ends of names, a message being built already holds: a small hash table of offsets.
//!
//! Names are matched octet by octet, case included, so that a transfer gives back the case it was loaded with.

use super::super::super::NameRef;

/// The highest offset that a pointer can name (RFC 1035 §4.1.4: 14 bits).
const MAX_TARGET: usize = 0x3fff;
/// Slots of the table; a power of two. Names beyond those that fit are written out whole.
const SLOTS: usize = 1024;
/// The same for messages of at most [`SHORT`] octets, which have no more names than fit: most answers.
const FEW_SLOTS: usize = 256;
const SHORT: usize = 1_232;

/// The ends of names written so far.
#[derive(Debug)]
pub(super) struct Suffixes {
    /// Offset of the suffix in the message; 0 is an empty slot, since the header stands there.
    slots: Box<[u16]>,
    /// Filled slots in the order they were filled, to take back a record that did not fit.
    filled: Vec<u16>,
}

impl Suffixes {
    /// For a message of at most so many octets.
    pub(super) fn of(max_len: usize) -> Self {
        let slots = if max_len <= SHORT { FEW_SLOTS } else { SLOTS };
        Self { slots: vec![0; slots].into(), filled: Vec::new() }
    }

    /// How much is remembered now.
    pub(super) fn mark(&self) -> usize {
        self.filled.len()
    }

    /// Forgets what was remembered after `mark`. Slots are emptied last in, first out, which keeps every probe
    /// sequence whole.
    pub(super) fn forget_after(&mut self, mark: usize) {
        for slot in self.filled.drain(mark.min(self.filled.len())..).rev() {
            if let Some(slot) = self.slots.get_mut(usize::from(slot)) {
                *slot = 0;
            }
        }
    }

    /// Appends `name` to `message`: the labels not yet there, then a pointer or the root.
    pub(super) fn write(&mut self, name: NameRef<'_>, message: &mut Vec<u8>) {
        let wire = name.wire();
        let mut at = 0;
        while let Some(&len) = wire.get(at).filter(|len| **len > 0) {
            let suffix = wire.get(at..).unwrap_or_default();
            match self.find(suffix, message) {
                Ok(target) => {
                    message.extend_from_slice(&(0xc000 | target).to_be_bytes());
                    return;
                }
                Err(slot) => self.remember(slot, message.len()),
            }
            let next = at + 1 + usize::from(len);
            message.extend_from_slice(wire.get(at..next).unwrap_or_default());
            at = next;
        }
        message.push(0);
    }

    /// The offset of `suffix`, or the empty slot where it belongs.
    fn find(&self, suffix: &[u8], message: &[u8]) -> Result<u16, usize> {
        let mut slot = hash(suffix) % self.slots.len().max(1);
        loop {
            match self.slots.get(slot).copied().unwrap_or(0) {
                0 => return Err(slot),
                target if is_at(suffix, message, usize::from(target)) => return Ok(target),
                _ => slot = (slot + 1) % self.slots.len().max(1),
            }
        }
    }

    fn remember(&mut self, slot: usize, offset: usize) {
        // Three quarters of the slots, so that a search ends soon.
        if offset > MAX_TARGET || self.filled.len() >= self.slots.len() / 4 * 3 {
            return;
        }
        if let (Some(entry), Ok(offset), Ok(slot)) =
            (self.slots.get_mut(slot), u16::try_from(offset), u16::try_from(slot))
        {
            *entry = offset;
            self.filled.push(slot);
        }
    }
}

/// FNV-1a over the octets. Who sends names that collide slows one answer by a bounded search.
fn hash(octets: &[u8]) -> usize {
    let hash = octets.iter().fold(0x811c_9dc5_u32, |h, &o| (h ^ u32::from(o)).wrapping_mul(0x0100_0193));
    (hash ^ hash >> 15) as usize
}

/// Whether the name at `target` in the message is `suffix`. The message holds only names that this table wrote, some
/// of them still without their end.
fn is_at(mut suffix: &[u8], message: &[u8], mut target: usize) -> bool {
    loop {
        let Some(&head) = message.get(target) else { return false };
        if head >= 0xc0 {
            let Some(&low) = message.get(target + 1) else { return false };
            target = usize::from(u16::from_be_bytes([head & 0x3f, low]));
            continue;
        }
        let len = 1 + usize::from(head);
        match (message.get(target..target + len), suffix.get(..len)) {
            (Some(theirs), Some(ours)) if theirs == ours => {}
            _ => return false,
        }
        if head == 0 {
            return true;
        }
        target += len;
        suffix = suffix.get(len..).unwrap_or_default();
    }
}
