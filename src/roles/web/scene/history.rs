//! A scenario's text with steps back and forth. Pure.

use std::rc::Rc;

use yew::Reducible;

/// Steps back.
const MOST_STEPS: usize = 100;

/// A scenario's text and what it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    /// As it is; empty is none.
    pub text: Rc<str>,
    past: Vec<Rc<str>>,
    future: Vec<Rc<str>>,
    typing: bool,
}

/// What happens to it.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Another project's text: nothing before it can be brought back.
    Begin(Rc<str>),
    /// Another text, as one step.
    Load(Rc<str>),
    /// A text that is being typed: one step until something else happens.
    Type(Rc<str>),
    /// One step back.
    Undo,
    /// One step forth.
    Redo,
}

impl Text {
    /// With nothing before it.
    pub(crate) fn new(text: Rc<str>) -> Self {
        Self { text, ..Self::default() }
    }

    /// Whether a step can be taken back.
    pub(crate) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether one can be taken again.
    pub(crate) fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    fn put(&mut self, text: Rc<str>, typing: bool) {
        if text == self.text {
            return;
        }
        let before = std::mem::replace(&mut self.text, text);
        if !(typing && self.typing) {
            self.past.push(before);
            if self.past.len() > MOST_STEPS {
                self.past.remove(0);
            }
        }
        self.future.clear();
        self.typing = typing;
    }
}

impl Reducible for Text {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut next = Rc::unwrap_or_clone(self);
        match act {
            Act::Begin(text) => next = Self::new(text),
            Act::Load(text) => next.put(text, false),
            Act::Type(text) => next.put(text, true),
            Act::Undo => {
                if let Some(before) = next.past.pop() {
                    let now = std::mem::replace(&mut next.text, before);
                    next.future.push(now);
                }
                next.typing = false;
            }
            Act::Redo => {
                if let Some(after) = next.future.pop() {
                    let now = std::mem::replace(&mut next.text, after);
                    next.past.push(now);
                }
                next.typing = false;
            }
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(acts: &[Act]) -> Rc<Text> {
        acts.iter().fold(Rc::default(), |text: Rc<Text>, act| text.reduce(act.clone()))
    }

    #[test]
    fn typing_is_one_step_and_steps_go_back_and_forth() {
        let acts = [
            Act::Load("a".into()),
            Act::Type("ab".into()),
            Act::Type("abc".into()),
            Act::Load("b".into()),
            Act::Load("b".into()),
        ];
        assert_eq!(&*after(&acts).text, "b");
        let back = |n: usize| after(&acts.iter().cloned().chain(std::iter::repeat_n(Act::Undo, n)).collect::<Vec<_>>());
        assert_eq!([1, 2, 3, 4].map(|n| back(n).text.to_string()), ["abc", "a", "", ""]);
        assert!(!back(3).can_undo() && back(3).can_redo());
        assert_eq!(&*back(3).reduce(Act::Redo).reduce(Act::Redo).text, "abc");
        assert!(!back(2).reduce(Act::Load("x".into())).can_redo());
        let other = after(&acts).reduce(Act::Begin("y".into()));
        assert_eq!((&*other.text, other.can_undo()), ("y", false));
    }
}
