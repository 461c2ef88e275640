//! What a driver needs of a machine that makes calls: the run and its undo are driven alike.

use super::{Call, Made, Record, Response, Run, State, Undo};

/// A machine that makes calls.
pub trait Driven {
    /// The call to make now; none when it has ended.
    fn next_call(&mut self) -> Option<Call>;
    /// The answer to it.
    fn take(&mut self, response: &Response);
    /// No answer: it may have been done.
    fn lost(&mut self, reason: &str);
    /// It never left.
    fn unsent(&mut self, reason: &str);
    /// What was meant and done. To be kept whenever its revision has moved, before a call is sent.
    fn record(&self) -> &Record;
    /// The calls so far.
    fn made(&self) -> &[Made];
    /// Where it is.
    fn state(&self) -> State;
}

macro_rules! driven {
    ($machine:ty) => {
        impl Driven for $machine {
            fn next_call(&mut self) -> Option<Call> {
                self.next()
            }
            fn take(&mut self, response: &Response) {
                self.answer(response);
            }
            fn lost(&mut self, reason: &str) {
                self.unanswered(reason);
            }
            fn unsent(&mut self, reason: &str) {
                <$machine>::unsent(self, reason);
            }
            fn record(&self) -> &Record {
                <$machine>::record(self)
            }
            fn made(&self) -> &[Made] {
                <$machine>::made(self)
            }
            fn state(&self) -> State {
                <$machine>::state(self)
            }
        }
    };
}
driven!(Run);
driven!(Undo);
