//! Steps: what the kit does.

use std::fmt;

use crate::model::{Actor, Behaviour, Call, Extension, Limited, Preemption, Reentry, VirtualDuration};

/// One thing that the kit does.
///
/// Every step is total: where it makes no sense it does nothing, so that any list of steps is a script and any part
/// of one is one too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// Create the actor's future and poll it once.
    Start(Actor),
    /// Create the actor's future and do not poll it.
    Create(Actor),
    Poll(Actor),
    /// Poll with a waker that no earlier poll used.
    PollAnew(Actor),
    /// As soon as the actor is woken, its waker calls the pool, or drops what it was to wake.
    Arm(Actor, Reentry),
    /// Drop the actor's future.
    Cancel(Actor),
    /// Call `try_acquire`, which comes back at once.
    TryAcquire(Actor),
    /// Give a guard back through `release`: create that future and poll it once.
    Release(Actor),
    /// Give a guard back through `discard`: create that future and poll it once.
    Discard(Actor),
    /// Call `detach` with a guard; its connection is kept until the pool is gone.
    Detach(Actor),
    /// Drop a guard.
    Drop(Actor),
    /// Drop a guard on a thread that belongs to no runtime.
    DropOutside(Actor),
    /// Give a guard of another pool to `release`: create that future and poll it once.
    ReleaseForeign(Actor),
    /// Drop a guard while its holder unwinds from a panic.
    Unwind(Actor),
    /// A held connection breaks.
    Break(Actor),
    /// The oldest idle connection breaks.
    BreakIdle,
    /// The second oldest idle connection breaks.
    BreakSecondIdle,
    /// The oldest call of that kind that waits at its gate finishes so.
    Finish(Call, Behaviour),
    /// The second oldest call of that kind that waits at its gate finishes so.
    FinishSecond(Call, Behaviour),
    /// The next call of that kind for which nothing is said yet behaves so.
    Next(Call, Behaviour),
    /// Every call of that kind for which nothing else is said behaves so.
    Always(Call, Behaviour),
    /// Every call succeeds at once again.
    Heal,
    /// Virtual time passes, and what it makes ready runs.
    Advance(VirtualDuration),
    /// As much time passes as the set-up allows for this, and a second.
    Pass(Limited),
    /// The clock leaps on by an hour, as after the machine has slept: nothing rings in between, and what is due by then is due
    /// at once.
    Leap,
    /// Background tasks run, until each waits for something.
    Tasks,
    /// All that is ready runs, until nothing is.
    Settle,
    /// The judge drops its handle of the pool.
    DropHandle,
    /// The next step is taken on a thread of its own; while it stands in a call-out, another actor takes one.
    Preempt(Preemption),
}

impl Step {
    /// The extension without which a pool cannot have this done to it.
    pub(crate) fn extension(self) -> Option<Extension> {
        match self {
            Self::TryAcquire(_) => Some(Extension::TryAcquire),
            _ if matches!(self.actor(), Some(Actor::Resize(_))) => Some(Extension::Resize),
            Self::Discard(_) => Some(Extension::Discard),
            Self::Detach(_) => Some(Extension::Detach),
            _ => None,
        }
    }

    /// The actor that takes the step, if an actor does.
    pub(crate) fn actor(self) -> Option<Actor> {
        match self {
            Self::Start(actor)
            | Self::Create(actor)
            | Self::Poll(actor)
            | Self::PollAnew(actor)
            | Self::Arm(actor, _)
            | Self::Cancel(actor)
            | Self::TryAcquire(actor)
            | Self::Release(actor)
            | Self::Discard(actor)
            | Self::Detach(actor)
            | Self::Drop(actor)
            | Self::DropOutside(actor)
            | Self::ReleaseForeign(actor)
            | Self::Unwind(actor)
            | Self::Break(actor)
            | Self::Preempt(Preemption { actor, .. }) => Some(actor),
            _ => None,
        }
    }

    /// The same step by another actor.
    pub(crate) fn with_actor(self, by: impl Fn(Actor) -> Actor) -> Self {
        match self {
            Self::Start(actor) => Self::Start(by(actor)),
            Self::Create(actor) => Self::Create(by(actor)),
            Self::Poll(actor) => Self::Poll(by(actor)),
            Self::PollAnew(actor) => Self::PollAnew(by(actor)),
            Self::Arm(actor, how) => Self::Arm(by(actor), how),
            Self::Cancel(actor) => Self::Cancel(by(actor)),
            Self::TryAcquire(actor) => Self::TryAcquire(by(actor)),
            Self::Release(actor) => Self::Release(by(actor)),
            Self::Discard(actor) => Self::Discard(by(actor)),
            Self::Detach(actor) => Self::Detach(by(actor)),
            Self::Drop(actor) => Self::Drop(by(actor)),
            Self::DropOutside(actor) => Self::DropOutside(by(actor)),
            Self::ReleaseForeign(actor) => Self::ReleaseForeign(by(actor)),
            Self::Unwind(actor) => Self::Unwind(by(actor)),
            Self::Break(actor) => Self::Break(by(actor)),
            Self::Preempt(meanwhile) => Self::Preempt(Preemption { actor: by(meanwhile.actor), ..meanwhile }),
            other => other,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Start(Actor::Client(n)) => write!(f, "{} acquires", Actor::Client(n)),
            Self::Start(actor) => write!(f, "{actor} starts"),
            Self::Create(actor) => write!(f, "{actor} is created, not polled"),
            Self::Poll(actor) => write!(f, "{actor} is polled"),
            Self::PollAnew(actor) => write!(f, "{actor} is polled with another waker"),
            Self::Arm(actor, how) => write!(f, "{actor}'s waker will {how}"),
            Self::Cancel(actor) => write!(f, "{actor} is cancelled"),
            Self::TryAcquire(actor) => write!(f, "{actor} tries to acquire"),
            Self::Release(actor) => write!(f, "{actor} releases"),
            Self::Discard(actor) => write!(f, "{actor} discards its guard"),
            Self::Detach(actor) => write!(f, "{actor} detaches its connection"),
            Self::Drop(actor) => write!(f, "{actor} drops its guard"),
            Self::DropOutside(actor) => write!(f, "{actor} drops its guard in no runtime"),
            Self::ReleaseForeign(actor) => write!(f, "{actor} releases a guard of another pool"),
            Self::Unwind(actor) => write!(f, "{actor} panics, holding"),
            Self::Break(actor) => write!(f, "{actor}'s connection breaks"),
            Self::BreakIdle => f.write_str("an idle connection breaks"),
            Self::BreakSecondIdle => f.write_str("the second idle connection breaks"),
            Self::Finish(call, how) => write!(f, "the {} {}", call.name(), Finish(how)),
            Self::FinishSecond(call, how) => write!(f, "the second {} {}", call.name(), Finish(how)),
            Self::Next(call, how) => write!(f, "the next {} will {}", call.name(), Will(how)),
            Self::Always(call, how) => write!(f, "every {} will {}", call.name(), Will(how)),
            Self::Heal => f.write_str("the manager is well again"),
            Self::Advance(VirtualDuration::HOUR) => f.write_str("an hour passes"),
            Self::Advance(VirtualDuration::DAY) => f.write_str("a day passes"),
            Self::Advance(time) => write!(f, "{time} pass"),
            Self::Pass(what) => write!(f, "the {what} passes"),
            Self::Leap => f.write_str("the clock leaps"),
            Self::Tasks => f.write_str("background tasks run"),
            Self::Settle => f.write_str("all that is ready runs"),
            Self::DropHandle => f.write_str("the last handle is dropped"),
            Self::Preempt(meanwhile) => meanwhile.fmt(f),
        }
    }
}

struct Finish(Behaviour);

impl fmt::Display for Finish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Behaviour::Succeed | Behaviour::Reenter(_) => f.write_str("finishes"),
            Behaviour::Fail => f.write_str("fails"),
            Behaviour::Panic => f.write_str("panics"),
            Behaviour::Gate => f.write_str("goes on waiting"),
            Behaviour::Never => f.write_str("never ends"),
            Behaviour::Delay(time) => write!(f, "will finish in {time}"),
        }
    }
}

struct Will(Behaviour);

impl fmt::Display for Will {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Behaviour::Succeed => f.write_str("succeed"),
            Behaviour::Fail => f.write_str("fail"),
            Behaviour::Panic => f.write_str("panic"),
            Behaviour::Gate => f.write_str("hang until told"),
            Behaviour::Never => f.write_str("never end"),
            Behaviour::Delay(time) => write!(f, "take {time}"),
            Behaviour::Reenter(how) => how.fmt(f),
        }
    }
}
