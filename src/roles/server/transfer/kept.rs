//! The zones of finished transfers, kept until they are read once, or for ten minutes (contracts.md §2).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use data_encoding::HEXLOWER;

use super::super::clock;

/// How long a zone waits to be read.
const KEEP_MS: u64 = 600_000;

/// Zones that may wait at a time; the one that waits longest makes room. A person loads one.
const MOST: usize = 16;

/// The texts, by id.
#[derive(Clone, Default)]
pub struct Transfers(Arc<Mutex<HashMap<String, Kept>>>);

struct Kept {
    text: String,
    since_ms: u64,
}

impl Transfers {
    /// An id that nobody can guess: it stands in a path, and whoever has it may read the zone.
    pub(super) fn new_id(&self) -> String {
        let mut octets = [0; 16];
        // Without randomness ids would collide at worst; the route asks for the access token all the same.
        let _ = getrandom::fill(&mut octets);
        HEXLOWER.encode(&octets)
    }

    pub(super) fn put(&self, id: String, text: String) {
        let mut kept = self.current();
        if kept.len() >= MOST {
            let oldest = kept.iter().min_by_key(|(_, k)| k.since_ms).map(|(id, _)| id.clone());
            oldest.and_then(|id| kept.remove(&id));
        }
        kept.insert(id, Kept { text, since_ms: clock::mono_ms() });
    }

    /// Gives a text away.
    #[must_use]
    pub fn take(&self, id: &str) -> Option<String> {
        self.current().remove(id).map(|kept| kept.text)
    }

    /// The texts that are not too old.
    fn current(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now_ms = clock::mono_ms();
        kept.retain(|_, k| now_ms.saturating_sub(k.since_ms) < KEEP_MS);
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_once_and_the_oldest_makes_room() {
        let kept = Transfers::default();
        for n in 0..=MOST {
            kept.current().values_mut().for_each(|k| k.since_ms = k.since_ms.saturating_sub(1));
            kept.put(n.to_string(), format!("zone {n}"));
        }
        assert_eq!(kept.take(&MOST.to_string()).as_deref(), Some("zone 16"));
        assert_eq!(kept.take(&MOST.to_string()), None);
        assert_eq!(kept.0.lock().unwrap().len(), MOST - 1);
    }
}
