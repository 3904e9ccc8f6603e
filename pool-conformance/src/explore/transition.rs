//! One way in which a run can go on, and what it takes of what a world has.

use crate::model::{Actor, Behaviour, Step};

/// One of the ways in which a run can go on: a step, or two of which the first is seen by nobody before the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Transition {
    pub(crate) first: Step,
    pub(crate) second: Option<Step>,
}

/// What a step takes of what there is in a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cost {
    /// It happens some time or other.
    Free,
    Cancellation,
    Fault,
    Close,
    HealthCheck,
    Passage,
    Endless,
    Extension,
}

impl Transition {
    pub(crate) fn of(step: Step) -> Self {
        Self { first: step, second: None }
    }

    /// Its steps, in order.
    pub(crate) fn steps(self) -> impl Iterator<Item = Step> {
        std::iter::once(self.first).chain(self.second)
    }
}

impl Cost {
    pub(crate) fn of(step: Step) -> Self {
        match step {
            Step::Cancel(_) => Self::Cancellation,
            Step::Start(Actor::Close(_)) => Self::Close,
            Step::Start(Actor::HealthCheck(_)) => Self::HealthCheck,
            Step::Break(_) | Step::BreakIdle | Step::BreakSecondIdle => Self::Fault,
            Step::Finish(_, how) | Step::FinishSecond(_, how) => match how {
                Behaviour::Fail | Behaviour::Panic => Self::Fault,
                Behaviour::Never => Self::Endless,
                _ => Self::Free,
            },
            Step::Pass(_) | Step::Advance(_) | Step::Leap => Self::Passage,
            step if step.extension().is_some() => Self::Extension,
            _ => Self::Free,
        }
    }
}
