//! What may have been done: a POST without a clear answer, and what an earlier process left between a call and its answer.
//! Both are told by looking: the new object is the only one with our values that was not there before. Anything else is
//! for a person to decide.

use super::super::fields::Fields;
use super::super::plan::Object;
use super::super::record::{Change, Entry, EntryState};
use super::{Action, Ask, Call, Failure, Out, Response, Run, State, failure, look};
use super::{Phrase, StepState};
use crate::engine::dns::Name;

impl Run {
    /// A POST may have been done: looks again.
    pub(super) fn doubted(&mut self, out: Out, response: Option<&Response>, reason: &str) {
        let Out { ask, call, .. } = out;
        let object = match ask {
            Ask::Step(i) => self.plan.as_ref().and_then(|p| p.steps.get(i)).map(|s| (i, s.object)),
            _ => None,
        };
        let Some((i, object)) = object else {
            return self.unreached(Out { ask, call, attempt: 1 }, reason);
        };
        let look = match object {
            Object::Key => Ask::Keys(1),
            Object::Peer => Ask::Peers(1),
            Object::Acl => Ask::Acls(1),
            Object::Zone => Ask::ZoneByName,
            Object::Link => Ask::Link,
            Object::Outgoing => Ask::Outgoing,
            Object::Enabled => Ask::Enabled,
            // The serial itself will show whether a transfer was begun.
            Object::Serial | Object::Settings | Object::Dnssec | Object::Activation => Ask::Serial(i),
        };
        self.note(call, response.map(|r| r.status), Phrase::new(&look::ANSWER_DOUBT));
        if self.state == State::Stopped {
            return self.halt();
        }
        if let Ask::Serial(_) = look {
            self.acted();
            self.state = State::Awaiting;
            return self.queue.push_back(look);
        }
        self.doubt = Some(i);
        self.queue.push_front(look);
    }

    /// When the list that a doubt asked for is complete: was it done?
    pub(super) fn judged(&mut self, ask: Ask, call: &Call) -> Result<(), Box<Failure>> {
        let Some(i) = self.doubt else { return Ok(()) };
        let more = match (ask, self.queue.front()) {
            (Ask::Keys(_), Some(Ask::Keys(_)))
            | (Ask::Peers(_), Some(Ask::Peers(_)))
            | (Ask::Acls(_), Some(Ask::Acls(_))) => true,
            (_, front) => ask == Ask::Outgoing && front == Some(&Ask::Enabled),
        };
        if more {
            return Ok(());
        }
        self.doubt = None;
        let entry = self.entry.and_then(|at| self.record.entries.get(at)).cloned();
        let (Some(entry), Some(step)) = (entry, self.step(i).cloned()) else { return Ok(()) };
        let found = self.candidates(&entry);
        let count = found.len();
        let zone = self.found.zone.as_ref().map(|z| z.id.clone());
        let holds = |there: Option<Fields>| there.is_some_and(|f| entry.after.as_ref().is_some_and(|a| a.agree(&f)));
        match (step.object, found.into_iter().next()) {
            (Object::Key | Object::Peer | Object::Acl, Some((id, there))) if count == 1 => {
                self.done(i, &id);
                let whole = entry.after.as_ref().is_some_and(|after| after.agree(&there));
                if step.object == Object::Peer && !whole {
                    self.part_way(there);
                    self.queue.push_front(Ask::Fill(i));
                } else {
                    self.finish(i);
                }
                Ok(())
            }
            (Object::Zone, _) if zone.is_some() => {
                self.done(i, &zone.unwrap_or_default());
                self.finish(i);
                Ok(())
            }
            (Object::Link | Object::Outgoing | Object::Enabled, _) if holds(self.current(step.object, "")) => {
                self.done(i, &zone.unwrap_or_default());
                self.finish(i);
                Ok(())
            }
            _ => {
                self.mark(Ask::Step(i), StepState::Failed);
                let failure = Failure::new(&failure::PROVIDER_DOUBTFUL, call, None);
                Err(failure.arg("count", count).arg("object", step.object.said().english()))
            }
        }
    }

    /// Objects with an entry's values that were not there before its call.
    fn candidates(&self, entry: &Entry) -> Vec<(String, Fields)> {
        let Some(after) = &entry.after else { return Vec::new() };
        let new = |id: &str| !entry.known.iter().any(|k| k == id);
        let found = &self.found;
        match after {
            Fields::Key { name, .. } => {
                let wanted = self.want.keys.iter().find(|k| k.is_named(name));
                let ours = found.keys.iter().filter(|k| new(&k.id) && wanted.is_some_and(|w| k.signs_like(w)));
                ours.map(|k| (k.id.clone(), Fields::from(k))).filter(|(_, f)| after.agree(f)).collect()
            }
            Fields::Peer { name, .. } => {
                let ours = found.peers.iter().filter(|p| new(&p.id)).map(|p| (p.id.clone(), Fields::from(p)));
                let bare = |f: &Fields| matches!(f, Fields::Peer { name: n, ip, .. } if n == name && ip.is_empty());
                ours.filter(|(_, f)| after.agree(f) || bare(f)).collect()
            }
            Fields::Acl { .. } => {
                let ours = found.acls.iter().filter(|a| new(&a.id)).map(|a| (a.id.clone(), Fields::from(a)));
                ours.filter(|(_, f)| after.agree(f)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// An object as the looks found it.
    pub(super) fn current(&self, object: Object, id: &str) -> Option<Fields> {
        let found = &self.found;
        match object {
            Object::Key => found.keys.iter().find(|k| k.id == id).map(Fields::from),
            Object::Peer => found.peers.iter().find(|p| p.id == id).map(Fields::from),
            Object::Acl => found.acls.iter().find(|a| a.id == id).map(Fields::from),
            Object::Zone => found.zone.as_ref().map(Fields::from),
            Object::Link => found.link.as_ref().map(Fields::from),
            Object::Outgoing => found.outgoing.as_ref().map(Fields::from),
            Object::Enabled => found.enabled.map(|enabled| Fields::Enabled { enabled }),
            Object::Settings => found.settings.as_ref().map(Fields::from),
            Object::Dnssec => found.dnssec.as_ref().map(Fields::from),
            Object::Serial | Object::Activation => None,
        }
    }

    /// Finds out what became of the calls whose answers an earlier process did not live to note.
    pub(super) fn recognise(&mut self) -> Result<(), Box<Failure>> {
        let zone = Name::absolute(&self.want.zone).ok();
        let ours = |e: &Entry| e.state == EntryState::Intended && Name::absolute(&e.zone).ok() == zone;
        let open: Vec<usize> = (0..).zip(&self.record.entries).filter(|(_, e)| ours(e)).map(|(at, _)| at).collect();
        for at in open {
            let Some(entry) = self.record.entries.get(at).cloned() else { continue };
            match self.became(&entry)? {
                Some((id, part_way)) => self.record.change(at, |e| {
                    e.settle(&id);
                    e.part_way = part_way;
                }),
                // Marked here, left out below: the places must not move meanwhile.
                None => self.record.change(at, |e| e.state = EntryState::Undone),
            }
        }
        self.record.forget(|e| !(e.state == EntryState::Undone && Name::absolute(&e.zone).ok() == zone));
        Ok(())
    }

    /// The id of what an unanswered call made or changed, and what it is meanwhile; none when it was not done.
    fn became(&self, entry: &Entry) -> Result<Option<(String, Option<Fields>)>, Box<Failure>> {
        let zone = self.found.zone.as_ref();
        let collection = matches!(entry.object, Object::Key | Object::Peer | Object::Acl);
        if entry.action() == Action::Create && collection && entry.id.is_empty() {
            let mut found = self.candidates(entry);
            let count = found.len();
            return match (count, found.pop()) {
                (0, _) => Ok(None),
                (1, Some((id, there))) => Ok(Some((id, Some(there)))),
                _ => {
                    let call = self.read(entry.path.clone(), Phrase::new(&look::ANSWER_NOTHING));
                    let failure = Failure::new(&failure::PROVIDER_DOUBTFUL, &call, None);
                    Err(failure.arg("count", count).arg("object", entry.object.said().english()))
                }
            };
        }
        let there = self.current(entry.object, &entry.id);
        Ok(match (&entry.change, there) {
            (Change::Acted, _) => Some((entry.id.clone(), None)),
            (Change::Removed(_), there) => there.is_none().then(|| (entry.id.clone(), None)),
            (Change::Created, Some(_)) if entry.object == Object::Zone => {
                zone.filter(|z| !entry.known.contains(&z.id)).map(|z| (z.id.clone(), None))
            }
            (Change::Created, Some(there)) => {
                let id =
                    if entry.id.is_empty() { zone.map(|z| z.id.clone()).unwrap_or_default() } else { entry.id.clone() };
                Some((id, Some(there)))
            }
            (Change::Changed(_), Some(there)) => {
                let held = entry.after.as_ref().is_some_and(|after| after.agree(&there));
                // A key's name and algorithm may agree while its secret is the old one.
                let key = self.found.keys.iter().find(|k| k.id == entry.id);
                let signs = key.is_none_or(|k| self.want.keys.iter().any(|w| w.signs_like(k)));
                (held && signs).then(|| (entry.id.clone(), None))
            }
            (_, None) => None,
        })
    }
}
