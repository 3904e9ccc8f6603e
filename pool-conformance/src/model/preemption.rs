//! A step that another actor takes on a second thread, while the next step stands in a call-out.

use std::fmt;

use crate::model::{Actor, Step, read_step};

/// What another actor does meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Deed {
    Start,
    Poll,
    Drop,
    Release,
    Cancel,
}

/// A step that another actor takes, on a second thread, while the next step of the script stands in one of its call-outs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Preemption {
    /// In which call-out of the next step, from 1.
    pub(crate) at: u8,
    pub(crate) deed: Deed,
    pub(crate) actor: Actor,
}

impl Preemption {
    /// That this step is taken at that call-out, if it is one that can be.
    pub(crate) fn of(at: u8, step: Step) -> Option<Self> {
        let (deed, actor) = match step {
            Step::Start(actor) => (Deed::Start, actor),
            Step::Poll(actor) => (Deed::Poll, actor),
            Step::Drop(actor) => (Deed::Drop, actor),
            Step::Release(actor) => (Deed::Release, actor),
            Step::Cancel(actor) => (Deed::Cancel, actor),
            _ => return None,
        };
        Some(Self { at, deed, actor })
    }

    /// The step that is taken.
    pub(crate) fn step(self) -> Step {
        match self.deed {
            Deed::Start => Step::Start(self.actor),
            Deed::Poll => Step::Poll(self.actor),
            Deed::Drop => Step::Drop(self.actor),
            Deed::Release => Step::Release(self.actor),
            Deed::Cancel => Step::Cancel(self.actor),
        }
    }
}

const HEAD: &str = "at call-out ";
const TAIL: &str = " of the next step, ";

impl fmt::Display for Preemption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{HEAD}{}{TAIL}{}", self.at, self.step())
    }
}

/// Reads such a text; none if it does not begin like one.
pub(crate) fn read_preemption(text: &str) -> Option<Result<Preemption, String>> {
    text.strip_prefix(HEAD).map(|rest| {
        let (at, step) = rest
            .split_once(TAIL)
            .ok_or_else(|| format!("`{text}` is cut short; it reads `{HEAD}1{TAIL}B acquires`"))?;
        let at = at.parse().ok().filter(|at| *at > 0);
        let at = at.ok_or_else(|| format!("`{text}` names no call-out: they are counted from 1"))?;
        Preemption::of(at, read_step(step)?)
            .ok_or_else(|| format!("`{step}` is no step that can be taken at a call-out of another"))
    })
}

#[cfg(test)]
mod tests {
    use crate::model::{Actor, Preemption, Step, read_step};

    #[test]
    fn a_preemption_is_what_its_text_says() {
        let steps = [Step::Start, Step::Poll, Step::Drop, Step::Release, Step::Cancel];
        for step in steps.map(|step| step(Actor::Client(1))).into_iter().chain([Step::Start(Actor::Close(0))])
        {
            let preempt = Step::Preempt(Preemption::of(3, step).expect("it can be taken at a call-out"));
            assert_eq!(read_step(&preempt.to_string()), Ok(preempt));
        }
    }

    #[test]
    fn a_faulty_preemption_says_what_is_wrong() {
        for (text, fault) in [
            ("at call-out 1, B acquires", "is cut short"),
            ("at call-out 0 of the next step, B acquires", "counted from 1"),
            ("at call-out 1 of the next step, B dances", "B dances"),
            ("at call-out 1 of the next step, the clock leaps", "no step that can be taken"),
        ] {
            let error = read_step(text).unwrap_err();
            assert!(error.contains(fault), "{text}: {error}");
        }
    }
}
