//! The ways in which a run in a small world can go on.

use super::Small;
use crate::{
    ledger::Call,
    probe::Behaviour,
    world::{Actor, Step, World},
};

/// One of the ways in which a run can go on: a step, or two of which the first is seen by nobody before the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) first: Step,
    pub(super) second: Option<Step>,
    cost: Cost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cost {
    Free,
    Cancellation,
    Fault,
    Close,
}

/// How far a run has come.
#[derive(Clone, Copy, Default)]
pub(super) struct Progress {
    started: u8,
    cancellations: u8,
    faults: u8,
    closes: u8,
    delays: u8,
    /// Whether a task was ready before the step that is being chosen.
    task_ready: bool,
    /// A call has just finished: what waits for it runs next, since until then the pool cannot know.
    delivering: bool,
}

const INIT: Actor = Actor::Init(0);
const CLOSE: Actor = Actor::Close(0);

impl Progress {
    pub(super) fn note(&mut self, taken: Move) {
        match taken.cost {
            Cost::Free => {}
            Cost::Cancellation => self.cancellations += 1,
            Cost::Fault => self.faults += 1,
            Cost::Close => self.closes += 1,
        }
        self.delays += u8::from(self.task_ready && !matches!(taken.first, Step::Tasks));
        self.started += u8::from(matches!(taken.first, Step::Start(Actor::Client(_))));
        self.delivering = matches!(taken.first, Step::Finish(..) | Step::FinishSecond(..));
    }

    /// Whether a task is ready that may not be put off any more.
    pub(super) fn is_at_bound(self, small: &Small) -> bool {
        self.task_ready && self.delays >= small.delays
    }

    /// Whether a fault has been spent, and could as well be spent here: where a task is ready, it would put that off.
    pub(super) fn may_have_faulted_early(self) -> bool {
        self.faults > 0 && !self.task_ready
    }

    /// Writes down every way in which the run can go on; none if it is over.
    ///
    /// Equal clients begin in the order of their letters: any other order is the same run with other letters.
    ///
    /// Whether disturbances are among them, as far as there are any left: not where something has to come first.
    pub(super) fn moves(&mut self, small: &Small, world: &World<'_>, moves: &mut Vec<Move>) -> bool {
        moves.clear();
        self.task_ready = world.has_ready_tasks();
        moves.extend(self.first_of_all(small, world).map(free));
        if !moves.is_empty() {
            return false;
        }
        self.necessary(small, world, moves);
        if !moves.is_empty() {
            self.disturbing(small, world, moves);
        }
        !moves.is_empty()
    }

    /// What has to come before anything else.
    fn first_of_all(self, small: &Small, world: &World<'_>) -> Option<Step> {
        if small.init && !world.has_begun(INIT) {
            return Some(Step::Start(INIT));
        }
        let tasks = self.task_ready.then_some(Step::Tasks);
        if self.is_at_bound(small) {
            return tasks;
        }
        if !self.delivering {
            return None;
        }
        let first = self.woken(world).min_by_key(|(since, _)| *since);
        first.map(|(_, actor)| Step::Poll(actor)).or(tasks)
    }

    fn woken<'w>(self, world: &'w World<'_>) -> impl Iterator<Item = (u64, Actor)> + use<'w> {
        let started = self.started;
        let actors = world.had_wakes().then(|| (0..started).map(Actor::Client).chain([INIT, CLOSE]));
        actors.into_iter().flatten().filter_map(|actor| Some((world.woken_since(actor)?, actor)))
    }

    /// What has to happen some time or other, for the run to come to its end.
    fn necessary(self, small: &Small, world: &World<'_>, moves: &mut Vec<Move>) {
        if self.started < small.clients {
            moves.push(free(Step::Start(Actor::Client(self.started))));
        }
        moves.extend(self.woken(world).map(|(_, actor)| free(Step::Poll(actor))));
        let holders = (0..self.started).map(Actor::Client).filter(|client| world.holds(*client).is_some());
        moves.extend(holders.map(|client| free(give_back(small, client))));
        for call in slow_calls(small) {
            moves.extend(finishes(world, call, Behaviour::Succeed, Cost::Free));
        }
        if self.task_ready {
            moves.push(free(Step::Tasks));
        }
    }

    /// What may happen.
    fn disturbing(self, small: &Small, world: &World<'_>, moves: &mut Vec<Move>) {
        let clients = || (0..self.started).map(Actor::Client);
        if self.cancellations < small.cancellations {
            let actors = clients().chain([INIT, CLOSE]);
            let pending = actors.filter(|actor| world.is_pending(*actor) && !world.is_releasing(*actor));
            moves.extend(pending.map(|actor| costly(Step::Cancel(actor), Cost::Cancellation)));
        }
        if self.closes < small.closes {
            moves.push(costly(Step::Start(CLOSE), Cost::Close));
        }
        if self.faults < small.faults {
            let holders = clients().filter(|client| world.holds(*client).is_some());
            moves.extend(holders.map(|client| Move {
                first: Step::Break(client),
                // Nobody can see that it is broken before it is given back.
                second: Some(give_back(small, client)),
                cost: Cost::Fault,
            }));
            let breaks = [Step::BreakIdle, Step::BreakSecondIdle].into_iter().take(world.idle());
            moves.extend(breaks.map(|step| costly(step, Cost::Fault)));
            for call in slow_calls(small) {
                moves.extend(finishes(world, call, Behaviour::Fail, Cost::Fault));
            }
            moves.extend(finishes(world, Call::Connect, Behaviour::Panic, Cost::Fault));
        }
    }
}

fn slow_calls(small: &Small) -> impl Iterator<Item = Call> + use<> {
    small.gates.each().into_iter().filter(|(_, slow)| *slow).map(|(call, _)| call)
}

fn give_back(small: &Small, client: Actor) -> Step {
    if small.releases { Step::Release(client) } else { Step::Drop(client) }
}

fn free(step: Step) -> Move {
    costly(step, Cost::Free)
}

fn costly(step: Step, cost: Cost) -> Move {
    Move { first: step, second: None, cost }
}

fn finishes(world: &World<'_>, call: Call, how: Behaviour, cost: Cost) -> impl Iterator<Item = Move> + use<> {
    let gated = world.gated(call);
    let steps = [Step::Finish(call, how), Step::FinishSecond(call, how)];
    steps.into_iter().take(gated).map(move |step| costly(step, cost))
}
