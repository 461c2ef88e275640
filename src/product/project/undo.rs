//! Steps back in what was filled into the forms. The zone's text and the scenario have an undo of their own; secrets have
//! none: what was cleared is nowhere.

use std::rc::Rc;

use super::Draft;
use super::reduce::{Action, Field};
use super::steps::Step;
use super::workspace::{Probe, Submission, Workspace};
use crate::engine::limits::TextLimits;

/// The forms as they were, and what was put there since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    past: Vec<Rc<Filled>>,
    future: Vec<Rc<Filled>>,
    /// What the last step changed: typing on in one field is one step.
    open: Option<Touched>,
    offer: Option<Offer>,
}

/// What is said about the last change, with the way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// A primary was removed.
    Removed,
    /// Several values were put in place of those that stood there.
    Replaced,
    /// A change of this step's form was taken back.
    Undone(Step),
    /// And made again.
    Redone(Step),
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Touched {
    Typed(Field),
    Chosen(Step),
}

/// All forms at one time, secrets apart. Texts that have an undo of their own are left empty, and so is what the key said
/// of itself: it follows from the key.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Filled {
    draft: Draft,
    /// Where the change was made that comes after it.
    step: Step,
}

impl History {
    /// What is said about the last change.
    #[must_use]
    pub const fn offer(&self) -> Option<Offer> {
        self.offer
    }

    /// Whether there is something to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether something taken back can be made again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Says no more about the last change.
    pub(super) const fn quiet(&mut self) {
        self.offer = None;
    }
}

/// What an action changes in a form; none for what happens elsewhere.
pub(super) fn touched(action: &Action) -> Option<Touched> {
    Some(match action {
        Action::Type(
            Field::Scenario | Field::KeyText | Field::OtherKeyText | Field::ApiToken | Field::Configuration,
            _,
        ) => return None,
        Action::Type(field, _) => Touched::Typed(*field),
        Action::Provider(_) | Action::CreateZone(_) => Touched::Chosen(Step::Provider),
        Action::Several(all) => Touched::Chosen(all.iter().find_map(touched)?.step()),
        Action::Transfer(..) | Action::Transport(_) | Action::AddPrimary | Action::RemovePrimary(_) => {
            Touched::Chosen(Step::Primary)
        }
        _ => return None,
    })
}

impl Touched {
    const fn step(self) -> Step {
        match self {
            Self::Typed(Field::AccountId | Field::ApiToken | Field::ZoneId | Field::NameServers) => Step::Provider,
            Self::Typed(Field::KeyText | Field::OtherKeyText) => Step::Key,
            Self::Typed(Field::Resolver) => Step::Watch,
            Self::Typed(Field::Scenario) => Step::Rehearsal,
            Self::Typed(
                Field::Address(_)
                | Field::Port(_)
                | Field::Tls(_)
                | Field::Refresh
                | Field::ZoneName
                | Field::Configuration,
            ) => Step::Primary,
            Self::Chosen(step) => step,
        }
    }
}

impl Workspace {
    /// The workspace after an action that changes a form, with a way back to how it was.
    pub(super) fn change(mut self, action: Action, of: Touched) -> Self {
        let offer = self.offers(&action);
        let before = self.filled(of.step());
        let mut after = self.apply(action);
        if after.filled(of.step()) == before {
            return after;
        }
        let history = &mut after.history;
        let goes_on = matches!(of, Touched::Typed(_)) && history.open == Some(of);
        if !goes_on || history.past.is_empty() {
            history.past.push(Rc::new(before));
            let over = history.past.len().saturating_sub(TextLimits::UNDO_STEPS);
            history.past.drain(..over);
        }
        history.future.clear();
        (history.open, history.offer) = (Some(of), offer);
        after
    }

    /// Takes the last change of a form back.
    pub(super) fn undo(&mut self) {
        let Some(to) = self.history.past.pop() else { return };
        let now = Rc::new(self.filled(to.step));
        self.history.future.push(Rc::clone(&now));
        self.history.offer = Some(Offer::Undone(to.step));
        self.fill(&now, &to);
    }

    /// Makes it again.
    pub(super) fn redo(&mut self) {
        let Some(to) = self.history.future.pop() else { return };
        let now = Rc::new(self.filled(to.step));
        self.history.past.push(Rc::clone(&now));
        self.history.offer = Some(Offer::Redone(to.step));
        self.fill(&now, &to);
    }

    /// What an action throws away that somebody may want back.
    fn offers(&self, action: &Action) -> Option<Offer> {
        match action {
            Action::RemovePrimary(at) => {
                self.draft.primaries.get(*at).filter(|primary| !primary.address.is_empty()).map(|_| Offer::Removed)
            }
            // A choice that is made for all primaries shows itself.
            Action::Several(all) => {
                all.iter().any(|action| matches!(action, Action::Type(..))).then_some(Offer::Replaced)
            }
            _ => None,
        }
    }

    fn filled(&mut self, step: Step) -> Filled {
        let text = std::mem::take(&mut self.draft.zone_text);
        let includes = std::mem::take(&mut self.draft.includes);
        let scenario = std::mem::take(&mut self.draft.scenario);
        let (title, zone_file) = (String::new(), String::new());
        let (key_name, key_algorithm) = (String::new(), String::new());
        let draft = Draft { title, zone_file, key_name, key_algorithm, ..self.draft.clone() };
        (self.draft.zone_text, self.draft.includes, self.draft.scenario) = (text, includes, scenario);
        Filled { draft, step }
    }

    fn fill(&mut self, from: &Filled, to: &Filled) {
        self.history.open = None;
        let was: Draft = std::mem::replace(&mut self.draft, to.draft.clone());
        self.draft.title = was.title;
        self.draft.zone_text = was.zone_text;
        self.draft.zone_file = was.zone_file;
        self.draft.includes = was.includes;
        self.draft.scenario = was.scenario;
        self.draft.key_name = was.key_name;
        self.draft.key_algorithm = was.key_algorithm;
        // Calls that are being made go on, whatever the forms say.
        let making = matches!(self.submission, Submission::Looking { .. } | Submission::Applying { .. });
        if from.planned() != to.planned() && !making {
            self.submission = Submission::Idle;
        }
        if (&from.draft.primaries, &from.draft.zone_name) != (&to.draft.primaries, &to.draft.zone_name) {
            (self.probe, self.allowed, self.lacking) = (Probe::Idle, None, None);
        }
    }
}

impl Filled {
    /// What a plan rests on: all but whom Watch asks.
    fn planned(&self) -> Draft {
        Draft { resolver: String::new(), ..self.draft.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::project::{Key, ProviderKind};

    fn after(actions: impl IntoIterator<Item = Action>) -> Workspace {
        actions.into_iter().fold(Workspace::default(), Workspace::reduce)
    }

    fn address(text: &str) -> Action {
        Action::Type(Field::Address(0), text.into())
    }

    #[test]
    fn what_is_typed_on_in_one_field_is_one_step() {
        let w = after([address("1"), address("19"), address("192.0.2.1"), Action::Provider(ProviderKind::Local)]);
        let w = w.reduce(Action::Undo);
        assert_eq!((w.draft.provider, w.draft.primaries[0].address.as_str()), (ProviderKind::Cloudflare, "192.0.2.1"));
        assert_eq!(w.history.offer(), Some(Offer::Undone(Step::Provider)));
        let w = w.reduce(Action::Undo);
        assert_eq!((w.draft.primaries[0].address.as_str(), w.history.can_undo()), ("", false));
        let w = w.reduce(Action::Redo).reduce(Action::Redo);
        assert_eq!((w.draft.provider, w.draft.primaries[0].address.as_str()), (ProviderKind::Local, "192.0.2.1"));
        assert!(!w.history.can_redo());
        // What was undone is gone once something else is done.
        let w = w.reduce(Action::Undo).reduce(Action::CreateZone(true));
        assert!(!w.history.can_redo());
    }

    #[test]
    fn a_primary_that_was_removed_comes_back_and_what_it_said_does_not() {
        let w = after([address("192.0.2.1"), Action::ProbeBegun, Action::RemovePrimary(0)]);
        assert_eq!(w.history.offer(), Some(Offer::Removed));
        let w = w.reduce(Action::Undo);
        assert_eq!((w.draft.primaries[0].address.as_str(), &w.probe), ("192.0.2.1", &Probe::Idle));
        assert_eq!(w.reduce(Action::Quiet).history.offer(), None);
    }

    #[test]
    fn text_and_scenario_stay() {
        let w = after([
            address("192.0.2.1"),
            Action::ZoneText("a".into()),
            Action::Type(Field::Scenario, "s".into()),
            Action::CompanionToken("t".into()),
        ]);
        let revision = w.revision;
        let w = w.reduce(Action::Undo);
        assert_eq!((w.draft.zone_text.as_str(), w.draft.scenario.as_str(), w.revision), ("a", "s", revision));
        assert_eq!((w.secrets.companion_token.as_str(), w.history.can_undo()), ("t", false));
    }

    const SECRETS: [Field; 4] = [Field::KeyText, Field::OtherKeyText, Field::ApiToken, Field::Configuration];

    fn secrets(w: &Workspace) -> [&str; 4] {
        let s = &w.secrets;
        [&s.key_text, &s.other_key_text, &s.api_token, &s.configuration].map(String::as_str)
    }

    #[test]
    fn a_secret_that_was_cleared_is_nowhere() {
        let typed = |text: &'static str| SECRETS.map(|field| Action::Type(field, text.into()));
        let w = after(typed("k").into_iter().chain([address("192.0.2.1")]).chain(typed("")));
        let w = w.reduce(Action::Undo);
        assert_eq!((secrets(&w), w.draft.primaries[0].address.as_str()), ([""; 4], ""));
        assert!(!w.history.can_undo(), "only the address was a step");
        assert_eq!(secrets(&w.reduce(Action::Redo)), [""; 4]);
    }

    #[test]
    fn a_key_and_what_is_known_of_it_stay_in_step() {
        let key = |name: &str| Key::Whole { name: name.into(), algorithm: "hmac-sha256".into(), warnings: 0 };
        let paste =
            |name: &'static str| [Action::Key(key(name)), Action::Type(Field::KeyText, name.into()), address(name)];
        let w = after(paste("a.").into_iter().chain([Action::AddPrimary]).chain(paste("b.")));
        let w = w.reduce(Action::Undo).reduce(Action::Undo).reduce(Action::Undo);
        assert!(!w.history.can_undo());
        let known = (w.secrets.key_text.as_str(), &w.key, w.draft.key_name.as_str(), w.draft.key_algorithm.as_str());
        assert_eq!(known, ("b.", &key("b."), "b.", "hmac-sha256"));
    }

    #[test]
    fn an_undo_leaves_alone_what_was_submitted_otherwise() {
        let of = |action, submission| after([action, Action::Submission(submission), Action::Undo]).submission;
        let planned = || Submission::Planned { changes: 1 };
        let resolver = || Action::Type(Field::Resolver, "192.0.2.1:53".into());
        assert_eq!(of(resolver(), planned()), planned(), "no plan rests on whom Watch asks");
        let refresh = || Action::Type(Field::Refresh, "300".into());
        assert_eq!(of(refresh(), planned()), Submission::Idle);
        let applying = || Submission::Applying { done: 1, total: 2 };
        assert_eq!(of(refresh(), applying()), applying());
        let looking = || Submission::Looking { done: 1, total: 2 };
        assert_eq!(of(refresh(), looking()), looking());
        assert_eq!(of(address("192.0.2.1"), applying()), applying());
    }

    #[test]
    fn several_values_are_one_step() {
        let several = vec![address("192.0.2.1"), Action::AddPrimary, Action::Type(Field::Refresh, "300".into())];
        let w = after([Action::Several(several)]);
        assert_eq!((w.draft.primaries.len(), w.history.offer()), (2, Some(Offer::Replaced)));
        assert_eq!(w.reduce(Action::Undo).draft, Draft::default());
    }

    #[test]
    fn steps_are_remembered_up_to_the_limit() {
        let many = (0..=TextLimits::UNDO_STEPS).map(|n| Action::CreateZone(n % 2 == 0));
        let mut w = after(many);
        let mut undone = 0;
        while w.history.can_undo() {
            w = w.reduce(Action::Undo);
            undone += 1;
        }
        assert_eq!(undone, TextLimits::UNDO_STEPS);
    }

    #[test]
    fn another_project_has_nothing_to_take_back() {
        let w = after([address("192.0.2.1"), Action::Open(Box::default())]);
        assert!(!w.history.can_undo());
    }
}
