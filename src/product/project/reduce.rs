//! All that can happen to a workspace. Pure: the page dispatches an action and renders what comes back.

use super::outcome::{Kind, Transport, What};
use super::undo;
use super::workspace::{
    Allowed, Checked, Companion, Held, Key, Probe, Rehearsed, Submission, TransferRun, Watched, Workspace,
};
use super::{Draft, Primary, ProviderKind};
use crate::product::provider::Phrase;

/// A text that a person types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The provider's account.
    AccountId,
    /// The provider's token.
    ApiToken,
    /// The provider's zone.
    ZoneId,
    /// The assigned name servers.
    NameServers,
    /// Seconds between two checks of the primary's serial.
    Refresh,
    /// The zone's apex.
    ZoneName,
    /// A primary's address, by its index.
    Address(usize),
    /// A primary's port, by its index.
    Port(usize),
    /// The key.
    KeyText,
    /// The resolver that is asked for the parent's DS.
    Resolver,
    /// The other side's key.
    OtherKeyText,
    /// The primary's configuration.
    Configuration,
    /// The scenario that is rehearsed.
    Scenario,
    /// What makes a primary believed over TLS, by its index.
    Tls(usize),
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A text was typed.
    Type(Field, String),
    /// The project was named.
    Title(String),
    /// The provider was chosen.
    Provider(ProviderKind),
    /// The zone shall be created, or not.
    CreateZone(bool),
    /// The transfer type of a primary was chosen.
    Transfer(usize, Kind),
    /// How the primaries are reached was chosen.
    Transport(Transport),
    /// One more primary.
    AddPrimary,
    /// One less; the last one is emptied instead.
    RemovePrimary(usize),
    /// Several changes of the forms that are one to the person: values taken over.
    Several(Vec<Action>),
    /// The last change of a form shall be taken back.
    Undo,
    /// And made again.
    Redo,
    /// What is said about the last change was read.
    Quiet,
    /// The zone text was changed.
    ZoneText(String),
    /// A file that the editor does not take is the zone from now on.
    Hold(Held),
    /// A file that the zone text includes was supplied, or taken away.
    Include(String, Option<String>),
    /// The worker has checked a revision; stale results are dropped.
    Checked(Checked),
    /// The key's text was understood.
    Key(Key),
    /// The keys of both sides were compared: whether one of them cannot verify the other.
    KeysDiffer(bool),
    /// The zone is what the primary sent.
    Sent,
    /// A finding's fix was applied to the zone.
    Mended,
    /// The primary's configuration was judged; none when there is none to judge.
    Allowed(Option<Allowed>),
    /// What it lacks; none when it lacks nothing.
    Lacking(Option<Phrase>),
    /// A probe was begun.
    ProbeBegun,
    /// The companion says something about the probe, at a time in RFC 3339.
    Probe(What, String),
    /// A probe was given up before the companion said anything.
    ProbeAbandoned,
    /// A load from the primary was begun.
    TransferBegun,
    /// The companion says something about the load, at a time in RFC 3339.
    TransferEvent(What, String),
    /// A load was given up before the companion said anything.
    TransferAbandoned,
    /// Submit went on.
    Submission(Submission),
    /// A scenario was played.
    Rehearsed(Rehearsed),
    /// Watch saw something.
    Watched(Watched),
    /// The companion was looked for; where it answers DNS queries.
    Companion(Companion, Vec<String>),
    /// The companion's token came with the address or from the session.
    CompanionToken(String),
    /// A stored or opened project replaces the present one.
    Open(Box<Draft>),
}

impl Workspace {
    /// The workspace after `action`.
    #[must_use]
    pub fn reduce(self, action: Action) -> Self {
        match undo::touched(&action) {
            Some(of) => self.change(action, of),
            None => self.apply(action),
        }
    }

    /// The workspace after `action`, without a way back.
    pub(super) fn apply(mut self, action: Action) -> Self {
        match action {
            Action::Type(field, text) => self.type_text(field, text),
            Action::Title(title) => self.draft.title = title,
            Action::Provider(kind) => {
                self.draft.provider = kind;
                self.draft.suit(kind);
                self.submission = Submission::Idle;
            }
            Action::CreateZone(create) => {
                self.draft.create_zone = create;
                self.submission = Submission::Idle;
            }
            Action::Transfer(at, kind) => {
                if let Some(primary) = self.draft.primaries.get_mut(at) {
                    primary.transfer = kind;
                    self.forget_answers();
                }
            }
            Action::Transport(transport) => {
                for primary in &mut self.draft.primaries {
                    primary.carry(transport);
                }
                self.forget_answers();
            }
            Action::Several(actions) => return actions.into_iter().fold(self, Self::apply),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Quiet => self.history.quiet(),
            Action::AddPrimary => {
                let more = like(self.draft.primaries.first());
                self.draft.primaries.push(more);
            }
            Action::RemovePrimary(at) => {
                if at < self.draft.primaries.len() {
                    let removed = self.draft.primaries.remove(at);
                    if self.draft.primaries.is_empty() {
                        self.draft.primaries.push(like(Some(&removed)));
                    }
                }
                self.forget_answers();
            }
            Action::ZoneText(text) => {
                if self.draft.zone_text != text || self.held.is_some() {
                    // What was said of a file, or of nothing, is not said of this.
                    if self.draft.zone_text.is_empty() {
                        self.checked = None;
                    }
                    self.draft.zone_text = text;
                    self.draft.zone_file.clear();
                    self.held = None;
                    self.revision += 1;
                }
            }
            Action::Hold(held) => {
                self.draft.zone_text.clear();
                self.draft.zone_file.clone_from(&held.name);
                self.held = Some(held);
                (self.checked, self.mended) = (None, false);
                self.revision += 1;
            }
            Action::Include(path, text) => {
                let before = match text.clone() {
                    Some(text) => self.draft.includes.insert(path, text),
                    None => self.draft.includes.remove(&path),
                };
                self.revision += u64::from(before != text);
            }
            Action::Checked(checked) => {
                if checked.revision == self.revision {
                    self.checked = Some(checked);
                }
            }
            Action::Key(key) => {
                if let Key::Whole { name, algorithm, .. } = &key {
                    self.draft.key_name.clone_from(name);
                    self.draft.key_algorithm.clone_from(algorithm);
                }
                self.key = key;
            }
            Action::KeysDiffer(differ) => self.keys_differ = differ,
            Action::Allowed(allowed) => self.allowed = allowed,
            Action::Sent => (self.sent, self.mended) = (Some(self.made_of()), false),
            Action::Mended => self.mended = true,
            Action::Lacking(lacking) => self.lacking = lacking,
            Action::ProbeBegun => self.probe = Probe::Running { started: None, steps: Vec::new() },
            Action::Probe(what, at) => {
                self.probe = self.probe.event(what, at);
                self.reached = self.reached_now().or(self.reached);
            }
            Action::ProbeAbandoned => self.probe = Probe::Idle,
            Action::TransferBegun => self.transfer = TransferRun::Running { id: None, progress: None },
            Action::TransferEvent(what, at) => self.transfer = self.transfer.event(what, at),
            Action::TransferAbandoned => self.transfer = TransferRun::Idle,
            Action::Submission(submission) => self.submission = submission,
            Action::Rehearsed(mut rehearsed) => {
                // Played once more, as at each visit of the step, it is still about the zone that it was made for.
                if let Some(before) = self.rehearsed.take().filter(|before| before.text == rehearsed.text) {
                    rehearsed.made_of = before.made_of;
                }
                self.rehearsed = Some(rehearsed);
            }
            Action::Watched(watched) => self.watched = watched,
            Action::Companion(companion, dns) => {
                self.companion = companion;
                // One that is gone may come back where it was.
                if companion == Companion::Present {
                    self.companion_dns = dns;
                }
            }
            Action::CompanionToken(token) => self.secrets.companion_token = token,
            Action::Open(draft) => {
                let mut opened = Self { draft: *draft, revision: self.revision + 1, ..Self::default() };
                opened.opened = self.opened + 1;
                opened.companion = self.companion;
                opened.companion_dns.clone_from(&self.companion_dns);
                opened.secrets.companion_token.clone_from(&self.secrets.companion_token);
                return opened;
            }
        }
        self
    }

    fn type_text(&mut self, field: Field, text: String) {
        // Whoever clears the key wants none; a reload only forgets its secret.
        if field == Field::KeyText && text.trim().is_empty() {
            self.draft.key_name.clear();
            self.draft.key_algorithm.clear();
        }
        let slot = match field {
            Field::AccountId => &mut self.draft.account_id,
            Field::ApiToken => &mut self.secrets.api_token,
            Field::ZoneId => &mut self.draft.zone_id,
            Field::NameServers => &mut self.draft.name_servers,
            Field::Refresh => &mut self.draft.refresh,
            Field::ZoneName => &mut self.draft.zone_name,
            Field::KeyText => &mut self.secrets.key_text,
            Field::Resolver => &mut self.draft.resolver,
            Field::OtherKeyText => &mut self.secrets.other_key_text,
            Field::Configuration => &mut self.secrets.configuration,
            Field::Scenario => &mut self.draft.scenario,
            Field::Address(at) => match self.draft.primaries.get_mut(at) {
                Some(primary) => &mut primary.address,
                None => return,
            },
            Field::Port(at) => match self.draft.primaries.get_mut(at) {
                Some(primary) => &mut primary.port,
                None => return,
            },
            Field::Tls(at) => match self.draft.primaries.get_mut(at) {
                Some(primary) => &mut primary.tls,
                None => return,
            },
        };
        if *slot == text {
            return;
        }
        *slot = text;
        match field {
            Field::Address(_) | Field::Port(_) | Field::Tls(_) | Field::KeyText | Field::ZoneName => {
                self.forget_answers()
            }
            Field::AccountId | Field::ZoneId | Field::Refresh | Field::NameServers | Field::ApiToken => {
                self.submission = Submission::Idle;
            }
            Field::Configuration => self.forget_configuration(),
            Field::Resolver | Field::OtherKeyText | Field::Scenario => {}
        }
    }

    /// What the primary said belongs to the settings it was asked with.
    pub(super) fn forget_answers(&mut self) {
        self.probe = Probe::Idle;
        self.submission = Submission::Idle;
        self.forget_configuration();
    }

    fn forget_configuration(&mut self) {
        self.allowed = None;
        self.lacking = None;
    }
}

/// A primary without an address, asked as `other` is: one zone is fetched in one way.
fn like(other: Option<&Primary>) -> Primary {
    let mut primary = Primary::default();
    if let Some(other) = other {
        primary.carry(other.transport);
        primary.transfer = other.transfer;
    }
    primary
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(revision: u64) -> Checked {
        Checked { revision, origin: None, serial: None, records: 0, errors: 0, warnings: 0, infos: 0 }
    }

    #[test]
    fn a_result_of_an_older_revision_is_dropped() {
        let w = Workspace::default().reduce(Action::ZoneText("a".into())).reduce(Action::ZoneText("b".into()));
        assert_eq!(w.revision, 2);
        assert!(w.clone().reduce(Action::Checked(checked(1))).checked.is_none());
        assert!(w.reduce(Action::Checked(checked(2))).checked.is_some());
    }

    #[test]
    fn a_key_that_was_cleared_is_not_missed() {
        let mut w = Workspace::default();
        w.draft.key_name = "k.".into();
        assert!(w.forgot_key());
        let w = w.reduce(Action::Type(Field::KeyText, String::new()));
        assert!(!w.forgot_key());
        assert_eq!(w.draft.key_name, "");
    }

    #[test]
    fn an_included_file_is_part_of_what_is_checked_and_kept() {
        let give = |text: Option<&str>| Action::Include("hosts.inc".into(), text.map(Into::into));
        let w = Workspace::default().reduce(give(Some("a")));
        assert_eq!((w.revision, w.draft.includes.len()), (1, 1));
        let w = w.reduce(give(Some("a")));
        assert_eq!(w.revision, 1, "nothing changed");
        assert_eq!(Draft::restore(&w.draft.store()).map(|draft| draft.includes), Ok(w.draft.includes.clone()));
        let w = w.reduce(give(None));
        assert_eq!((w.revision, w.draft.includes.len()), (2, 0));
    }

    #[test]
    fn what_the_primary_sent_is_told_from_what_was_made_of_it() {
        use super::super::outcome::Done;
        let w = Workspace::default().reduce(Action::ZoneText("a".into()));
        assert!(!w.is_sent());
        let w = w.reduce(Action::Mended).reduce(Action::ZoneText("b".into())).reduce(Action::Sent);
        assert_eq!((w.is_sent(), w.mended), (true, false));
        let edited = w.reduce(Action::ZoneText("c".into())).reduce(Action::Mended);
        assert_eq!((edited.is_sent(), edited.mended), (false, true));
        assert!(edited.clone().reduce(Action::ZoneText("b".into())).is_sent(), "it is as it was");
        let done = |serial| {
            let (records, soa) = (Some(9), String::new());
            What::Done(Done { serial, records, bytes: None, ms: 0, soa })
        };
        let probed = |serial, records| {
            let w = edited.clone().reduce(Action::ProbeBegun).reduce(Action::Probe(done(serial), "t".into()));
            let checked = Checked { serial: Some(7), records, ..checked(w.revision) };
            w.reduce(Action::Checked(checked)).other_records()
        };
        assert_eq!(probed(7, 8), Some(9));
        assert_eq!((probed(7, 9), probed(8, 8)), (None, None));
    }

    #[test]
    fn a_held_file_takes_the_place_of_the_text_until_a_text_comes() {
        let held = |bytes| Held { name: "z".into(), bytes };
        let w = Workspace::default().reduce(Action::ZoneText("a".into())).reduce(Action::Hold(held(3_000_000)));
        assert_eq!((w.draft.zone_text.as_str(), w.has_zone(), w.revision), ("", true, 2));
        let reloaded = Workspace::default().reduce(Action::Open(Box::new(w.draft.clone())));
        assert_eq!(
            (reloaded.has_zone(), reloaded.draft.zone_file.as_str()),
            (false, "z"),
            "a reload knows what is gone"
        );
        let w = w.reduce(Action::ZoneText(String::new()));
        assert_eq!((w.has_zone(), w.revision, w.draft.zone_file.as_str()), (false, 3, ""));
    }

    #[test]
    fn what_was_found_in_another_text_is_not_said_of_a_file() {
        let w = Workspace::default().reduce(Action::Checked(checked(0)));
        assert!(w.clone().reduce(Action::Hold(Held { name: "z".into(), bytes: 3_000_000 })).checked.is_none());
        let begun = w.reduce(Action::ZoneText("a".into()));
        assert!(begun.checked.is_none(), "nor what was found in none");
        let known = begun.reduce(Action::Checked(checked(1))).reduce(Action::ZoneText("ab".into()));
        assert!(known.checked.is_some(), "while one types, the last finding stands");
    }

    #[test]
    fn opening_a_project_drops_secrets_but_keeps_the_companion() {
        let w = Workspace::default()
            .reduce(Action::Type(Field::KeyText, "secret".into()))
            .reduce(Action::CompanionToken("t".into()))
            .reduce(Action::Companion(Companion::Present, vec!["127.0.0.1:5300".into()]))
            .reduce(Action::Open(Box::default()));
        assert_eq!(w.secrets.key_text, "");
        assert_eq!(w.secrets.companion_token, "t");
        assert_eq!((w.companion, w.companion_dns.len()), (Companion::Present, 1));
    }

    #[test]
    fn this_machine_needs_no_account_to_be_looked_up() {
        let choose = |w: Workspace, kind| w.reduce(Action::Provider(kind));
        let here = choose(Workspace::default(), ProviderKind::Local);
        assert!(crate::product::provider::model::is_id(&here.draft.account_id) && here.draft.create_zone);
        assert_eq!(choose(here, ProviderKind::Cloudflare).draft, Draft::default());
        let own = Workspace::default().reduce(Action::Type(Field::AccountId, "mine".into()));
        let own = own.reduce(Action::Type(Field::ZoneId, "too".into()));
        let there = choose(choose(own.clone(), ProviderKind::Local), ProviderKind::Cloudflare);
        assert_eq!(there.draft, own.draft, "what was typed stays");
    }

    #[test]
    fn an_answer_does_not_outlive_the_question() {
        let w = Workspace::default().reduce(Action::ProbeBegun);
        assert_ne!(w.probe, Probe::Idle);
        assert_eq!(w.reduce(Action::Type(Field::Port(0), "5300".into())).probe, Probe::Idle);
    }

    #[test]
    fn a_verdict_on_the_primarys_configuration_does_not_outlive_the_key() {
        let w = Workspace::default().reduce(Action::Type(Field::Configuration, "zone …".into()));
        let w = w.reduce(Action::Allowed(Some(Allowed::Yes)));
        assert_eq!(w.allowed, Some(Allowed::Yes));
        assert_eq!(w.reduce(Action::Type(Field::KeyText, "k".into())).allowed, None);
    }

    #[test]
    fn a_primary_that_answered_and_is_silent_now_is_told_from_one_that_never_did() {
        use super::super::outcome::{Done, Failed, Started, Step, StepId, StepState, Words};
        let started =
            |peer: &str| What::Started(Started { zone: "a.".into(), peer: peer.into(), local: None, transfer: None });
        let step = |state| {
            let (tried, got) = (String::new(), String::new());
            What::Step(Step {
                id: StepId::Tcp,
                state,
                tried,
                got,
                tried_words: Words::default(),
                got_words: Words::default(),
                ms: 0,
                rcode: None,
                tsig_error: None,
                causes: vec![],
            })
        };
        let done = What::Done(Done { serial: 1, records: None, bytes: None, ms: 0, soa: String::new() });
        let (code, message) = ("refused".to_owned(), String::new());
        let failed = What::Failed(Failed {
            code,
            message,
            args: std::collections::BTreeMap::new(),
            rcode: None,
            tsig_error: None,
            causes: vec![],
        });
        let probe = |w: Workspace, whats: [What; 3]| {
            whats.into_iter().fold(w.reduce(Action::ProbeBegun), |w, what| w.reduce(Action::Probe(what, "t".into())))
        };
        let never = probe(Workspace::default(), [started("p:1"), step(StepState::Failed), failed.clone()]);
        assert_eq!(never.silent_since(), None);
        let answered = probe(never, [started("p:1"), step(StepState::Ok), done]);
        assert_eq!(answered.silent_since(), None);
        let stopped = probe(answered, [started("p:1"), step(StepState::Failed), failed.clone()]);
        assert_eq!(stopped.silent_since().map(|r| r.peer.as_str()), Some("p:1"));
        let elsewhere = probe(stopped, [started("p:2"), step(StepState::Failed), failed]);
        assert_eq!(elsewhere.silent_since(), None);
    }

    #[test]
    fn the_last_primary_is_emptied_not_removed() {
        let w = Workspace::default().reduce(Action::Type(Field::Address(0), "192.0.2.1".into()));
        let w = w.reduce(Action::RemovePrimary(0));
        assert_eq!(w.draft.primaries, [Primary::default()]);
        let w = w.reduce(Action::Transfer(0, Kind::Ixfr)).reduce(Action::Transport(Transport::Tls));
        let before = w.draft.primaries.clone();
        let w = w.reduce(Action::Type(Field::Tls(0), "ns1.example".into())).reduce(Action::RemovePrimary(0));
        assert_eq!(w.draft.primaries, before, "it is reached in the way that was chosen");
    }

    #[test]
    fn what_is_played_once_more_is_about_the_zone_that_it_was_made_for() {
        use crate::product::project::RehearsalEnd;
        let played = |w: Workspace, text: &str| {
            let (made_of, end) = (w.made_of(), RehearsalEnd::Nothing);
            w.reduce(Action::Rehearsed(Rehearsed { text: text.into(), zone: "example.com.".into(), made_of, end }))
        };
        let revision = |w: &Workspace| w.rehearsed.as_ref().map(|rehearsed| rehearsed.made_of.revision);
        let w = played(Workspace::default(), "s").reduce(Action::ZoneText("a".into()));
        let w = played(w, "s");
        assert_eq!((w.revision, revision(&w)), (1, Some(0)));
        assert_eq!(revision(&played(w, "t")), Some(1));
    }
}
