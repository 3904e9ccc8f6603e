//! The ways in which a run in a small world can go on.

use super::{
    Bounds,
    transition::{Cost, Transition},
};
use crate::{
    model::{Actor, Behaviour, Call, Extension, Limited, Step, TimeLimit, VirtualDuration},
    oracle::may_give_up,
    sim::Sim,
};

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Position {
    pub(super) started: u8,
    pub(super) cancellations: u8,
    faults: u8,
    pub(super) closes: u8,
    health_checks: u8,
    passes: u8,
    endless: u8,
    extended: bool,
    pub(super) resize: Option<Actor>,
    delays: u8,
    /// Whether a task was ready before the step that is being chosen.
    task_ready: bool,
    /// A call has just finished: what waits for it runs next, since until then the pool cannot know.
    delivering: bool,
}

/// More steps than a schedule of a small world has, unless the pool wakes itself without end.
pub(crate) const LONGEST: u16 = 200;

pub(super) const INIT: Actor = Actor::Init(0);
pub(super) const CLOSE: Actor = Actor::Close(0);
pub(super) const HEALTH_CHECK: Actor = Actor::HealthCheck(0);

impl Position {
    /// What of it decides how the run can go on: how often a task was put off does not where that is unbounded.
    pub(crate) fn in_bounds(self, bounds: &Bounds) -> Self {
        if bounds.delays == u8::MAX { Self { delays: 0, ..self } } else { self }
    }

    pub(crate) fn note(&mut self, taken: Transition) {
        match Cost::of(taken.first) {
            Cost::Free => {}
            Cost::Cancellation => self.cancellations += 1,
            Cost::Fault => self.faults += 1,
            Cost::Close => self.closes += 1,
            Cost::HealthCheck => self.health_checks += 1,
            Cost::Passage => self.passes += 1,
            Cost::Endless => self.endless += 1,
            Cost::Extension => self.extended = true,
        }
        self.delays =
            self.delays.saturating_add(u8::from(self.task_ready && !matches!(taken.first, Step::Tasks)));
        if let Step::Start(actor @ Actor::Resize(_)) = taken.first {
            self.resize = Some(actor);
        }
        self.started += u8::from(matches!(taken.first, Step::Start(Actor::Client(_))));
        self.delivering = matches!(taken.first, Step::Finish(..) | Step::FinishSecond(..));
    }

    /// The same for a step that is about to be taken, whether a world would offer it or not.
    pub(crate) fn follow(&mut self, step: Step, sim: &Sim<'_>) {
        self.task_ready = sim.clock().has_ready_tasks();
        self.note(Transition::of(step));
    }

    /// Whether a task is ready that may not be put off any more.
    pub(crate) fn is_at_bound(self, bounds: &Bounds) -> bool {
        self.task_ready && self.delays >= bounds.delays
    }

    /// Whether a fault has been spent, and could as well be spent here: where a task is ready, it would put that off.
    pub(crate) fn may_have_faulted_early(self) -> bool {
        self.faults > 0 && !self.task_ready
    }

    /// Writes down every way in which the run can go on; none if it is over.
    ///
    /// Equal clients begin in the order of their letters: any other order is the same run with other letters.
    ///
    /// Whether disturbances are among them, as far as there are any left: not where something has to come first.
    pub(crate) fn transitions(
        &mut self,
        bounds: &Bounds,
        sim: &Sim<'_>,
        transitions: &mut Vec<Transition>,
    ) -> bool {
        transitions.clear();
        self.task_ready = sim.clock().has_ready_tasks();
        transitions.extend(self.first_of_all(bounds, sim).map(Transition::of));
        if !transitions.is_empty() {
            return false;
        }
        self.necessary(bounds, sim, transitions);
        if !transitions.is_empty() {
            self.disturbing(bounds, sim, transitions);
        }
        !transitions.is_empty()
    }

    /// What has to come before anything else.
    fn first_of_all(self, bounds: &Bounds, sim: &Sim<'_>) -> Option<Step> {
        if let Some(actor) = sim.tasks().in_doubt() {
            return Some(Step::Poll(actor));
        }
        let tasks = self.task_ready.then_some(Step::Tasks);
        if self.is_at_bound(bounds) {
            return tasks;
        }
        if !self.delivering {
            return None;
        }
        let first = self.woken(sim).min_by_key(|(since, _)| *since);
        first.map(|(_, actor)| Step::Poll(actor)).or(tasks)
    }

    fn woken<'w>(self, sim: &'w Sim<'_>) -> impl Iterator<Item = (u64, Actor)> + use<'w> {
        let (started, resize) = (self.started, self.resize);
        let others = [INIT, CLOSE, HEALTH_CHECK].into_iter().chain(resize);
        let actors = sim.tasks().had_wakes().then(|| (0..started).map(Actor::Client).chain(others));
        actors.into_iter().flatten().filter_map(|actor| Some((sim.tasks().woken_since(actor)?, actor)))
    }

    /// What has to happen some time or other, for the run to come to its end.
    fn necessary(self, bounds: &Bounds, sim: &Sim<'_>, transitions: &mut Vec<Transition>) {
        if self.started < bounds.clients {
            transitions.push(Transition::of(Step::Start(Actor::Client(self.started))));
        }
        if bounds.init && !sim.tasks().has_begun(INIT) {
            transitions.push(Transition::of(Step::Start(INIT)));
        }
        transitions.extend(self.woken(sim).map(|(_, actor)| Transition::of(Step::Poll(actor))));
        let holders = self.clients(bounds).filter(|client| sim.tasks().holds(*client).is_some());
        transitions.extend(holders.map(|client| Transition::of(give_back(bounds, client))));
        for call in slow_calls(bounds) {
            transitions.extend(finishes(sim, call, Behaviour::Succeed));
        }
        if self.task_ready {
            transitions.push(Transition::of(Step::Tasks));
        }
    }

    /// Everybody who has begun, with the one beside the others who tries once where there is such an extension.
    pub(super) fn clients(self, bounds: &Bounds) -> impl Iterator<Item = Actor> + use<> {
        let beside =
            (self.extended && bounds.extension == Some(Extension::TryAcquire)).then_some(bounds.clients);
        (0..self.started).chain(beside).map(Actor::Client)
    }

    /// What may happen.
    fn disturbing(self, bounds: &Bounds, sim: &Sim<'_>, transitions: &mut Vec<Transition>) {
        let clients = || self.clients(bounds);
        if self.cancellations < bounds.cancellations {
            let actors = clients().chain([INIT, CLOSE, HEALTH_CHECK]).chain(self.resize);
            let pending = actors.filter(|actor| sim.tasks().is_pending(*actor) && may_give_up(sim, *actor));
            transitions.extend(pending.map(|actor| Transition::of(Step::Cancel(actor))));
        }
        if self.closes < bounds.closes {
            transitions.push(Transition::of(Step::Start(CLOSE)));
        }
        if self.health_checks < bounds.health_checks && !sim.tasks().is_pending(HEALTH_CHECK) {
            transitions.push(Transition::of(Step::Start(HEALTH_CHECK)));
        }
        self.of_time(bounds, sim, transitions);
        if let Some(extension) = bounds.extension.filter(|_| !self.extended) {
            let steps = self.uses(extension, bounds, sim);
            transitions.extend(steps.map(Transition::of));
        }
        if self.faults < bounds.faults {
            let holders = clients().filter(|client| sim.tasks().holds(*client).is_some());
            transitions.extend(holders.map(|client| Transition {
                first: Step::Break(client),
                // Nobody can see that it is broken before it is given back.
                second: Some(give_back(bounds, client)),
            }));
            let breaks = [Step::BreakIdle, Step::BreakSecondIdle].into_iter().take(sim.trace().idle());
            transitions.extend(breaks.map(Transition::of));
            for call in slow_calls(bounds) {
                transitions.extend(finishes(sim, call, Behaviour::Fail));
            }
            transitions.extend(finishes(sim, Call::Connect, Behaviour::Panic));
        }
    }

    /// Time that passes where that may make a difference, and calls that never end.
    fn of_time(self, bounds: &Bounds, sim: &Sim<'_>, transitions: &mut Vec<Transition>) {
        if self.passes < bounds.time.passes {
            transitions.extend(passages(bounds, sim).map(Transition::of));
        }
        if self.endless < bounds.time.endless {
            for call in slow_calls(bounds) {
                transitions.extend(finishes(sim, call, Behaviour::Never));
            }
        }
    }
}

fn passages(bounds: &Bounds, sim: &Sim<'_>) -> impl Iterator<Item = Step> {
    let waits = sim.tasks().acquiring().next().is_some();
    let (open, idle) = (sim.trace().live() > 0, sim.trace().idle() > 0);
    let matters = |what| match what {
        Limited::Acquire => waits,
        Limited::Idle => idle,
        Limited::Lifetime => open,
    };
    let limits = bounds.time.limits;
    let passes =
        Limited::ALL.map(|what| (sim.pool().until_past(what).is_some() && matters(what), Step::Pass(what)));
    let endless = Limited::ALL.into_iter().any(|what| limits.of(what) == TimeLimit::Endless && matters(what));
    let ages = [limits.idle, limits.lifetime].into_iter().any(|limit| limit != TimeLimit::None);
    let short = sim.trace().live() < bounds.min.into();
    let hour = short || (limits.idle != TimeLimit::None && idle);
    let others = [
        (hour, Step::Advance(VirtualDuration::HOUR)),
        (endless, Step::Advance(VirtualDuration::DAY)),
        (ages && open, Step::Leap),
    ];
    passes.into_iter().chain(others).filter_map(|(possible, step)| possible.then_some(step))
}

impl Position {
    /// The steps that use an extension.
    fn uses<'w>(
        self,
        extension: Extension,
        bounds: &Bounds,
        sim: &'w Sim<'_>,
    ) -> impl Iterator<Item = Step> + use<'w> {
        let beside = Actor::Client(bounds.clients);
        let holders = self.clients(bounds).filter(|client| sim.tasks().holds(*client).is_some());
        let of_holders = holders.filter_map(move |client| match extension {
            Extension::Discard => Some(Step::Discard(client)),
            Extension::Detach => Some(Step::Detach(client)),
            Extension::TryAcquire | Extension::Resize | Extension::Observe => None,
        });
        let of_others = match extension {
            Extension::TryAcquire => Some(Step::TryAcquire(beside)),
            Extension::Discard | Extension::Detach | Extension::Resize | Extension::Observe => None,
        };
        let sizes = [bounds.max - 1, bounds.max + 1].map(Actor::Resize).map(Step::Start);
        let resizes = sizes.into_iter().filter(move |_| extension == Extension::Resize);
        of_holders.chain(of_others).chain(resizes)
    }
}

fn slow_calls(bounds: &Bounds) -> impl Iterator<Item = Call> + use<> {
    bounds.gates.each().into_iter().filter(|(_, slow)| *slow).map(|(call, _)| call)
}

pub(super) fn give_back(bounds: &Bounds, client: Actor) -> Step {
    if bounds.releases { Step::Release(client) } else { Step::Drop(client) }
}

fn finishes(sim: &Sim<'_>, call: Call, how: Behaviour) -> impl Iterator<Item = Transition> + use<> {
    let gated = sim.gated(call);
    let steps = [Step::Finish(call, how), Step::FinishSecond(call, how)];
    steps.into_iter().take(gated).map(Transition::of)
}
