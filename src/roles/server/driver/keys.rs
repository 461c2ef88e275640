//! The TSIG keys of all zones: what incoming messages may be signed with.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::engine::dns::{Name, NameRef};
use crate::engine::tsig::{Algorithm, Key, Keyring};

/// The keys in use, replaced as a whole so that a message is judged by one state of them.
#[derive(Default)]
pub(super) struct Keys(RwLock<Arc<InUse>>);

/// Keys by name, each with how many peers use it.
#[derive(Clone, Default)]
pub(in crate::roles::server) struct InUse(HashMap<Name, (Arc<Key>, usize)>);

impl Keys {
    pub(super) fn current(&self) -> Arc<InUse> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// One use less of each of `old`, one more of each of `new`. Where two differ under one name, the later holds.
    pub(super) fn replace(&self, old: &[Arc<Key>], new: &[Arc<Key>]) {
        if old == new {
            return;
        }
        let mut current = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let in_use = Arc::make_mut(&mut current);
        for key in new {
            let (held, uses) = in_use.0.entry(key.name.clone()).or_insert_with(|| (Arc::clone(key), 0));
            *held = Arc::clone(key);
            *uses += 1;
        }
        for key in old {
            if let Some((_, uses)) = in_use.0.get_mut(&key.name) {
                *uses -= 1;
                if *uses == 0 {
                    in_use.0.remove(&key.name);
                }
            }
        }
    }
}

impl Keyring for InUse {
    fn find(&self, name: NameRef<'_>, algorithm: Algorithm) -> Option<&Key> {
        let (key, _) = self.0.get(&name.to_owned())?;
        (key.algorithm == algorithm).then_some(key.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::tsig::Secret;

    fn key(name: &str, secret: u8) -> Arc<Key> {
        let (name, algorithm) = (Name::absolute(name).unwrap(), Algorithm::Sha256);
        Arc::new(Key { name, algorithm, secret: Secret::new(vec![secret; 32]) })
    }

    #[test]
    fn a_key_lives_as_long_as_a_peer_uses_it() {
        let keys = Keys::default();
        let find = |name: &str| {
            let name = Name::absolute(name).unwrap();
            keys.current().find(name.as_ref(), Algorithm::Sha256).map(|k| k.secret.clone())
        };
        keys.replace(&[], &[key("a.", 1), key("a.", 1)]);
        keys.replace(&[key("a.", 1)], &[key("A.", 2), key("b.", 3)]);
        assert!(find("a.").is_some_and(|s| s == key("a.", 2).secret));
        keys.replace(&[key("a.", 1), key("a.", 2)], &[]);
        assert!(find("a.").is_none());
        assert!(find("b.").is_some());
    }
}
