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
#[derive(Clone, Copy)]
pub(super) struct Progress {
    world: Small,
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
    pub(super) fn new(world: Small) -> Self {
        Self {
            world,
            started: 0,
            cancellations: 0,
            faults: 0,
            closes: 0,
            delays: 0,
            task_ready: false,
            delivering: false,
        }
    }

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

    /// Writes down every way in which the run can go on; none if it is over.
    ///
    /// Equal clients begin in the order of their letters: any other order is the same run with other letters.
    pub(super) fn moves(&mut self, world: &World<'_>, moves: &mut Vec<Move>) {
        moves.clear();
        if self.world.init && !world.has_begun(INIT) {
            return moves.push(free(Step::Start(INIT)));
        }
        self.task_ready = world.has_ready_tasks();
        if self.task_ready && self.delays >= self.world.delays {
            return moves.push(free(Step::Tasks));
        }
        if self.delivering {
            moves.extend(
                self.woken(world).min_by_key(|(since, _)| *since).map(|(_, actor)| free(Step::Poll(actor))),
            );
            if moves.is_empty() && self.task_ready {
                moves.push(free(Step::Tasks));
            }
            if !moves.is_empty() {
                return;
            }
        }
        self.necessary(world, moves);
        if !moves.is_empty() {
            self.disturbing(world, moves);
        }
    }

    fn slow_calls(&self) -> impl Iterator<Item = Call> + use<> {
        self.world.gates.each().into_iter().filter(|(_, slow)| *slow).map(|(call, _)| call)
    }

    fn woken<'w>(&self, world: &'w World<'_>) -> impl Iterator<Item = (u64, Actor)> + use<'w> {
        let started = self.started;
        let actors = world.had_wakes().then(|| (0..started).map(Actor::Client).chain([INIT, CLOSE]));
        actors.into_iter().flatten().filter_map(|actor| Some((world.woken_since(actor)?, actor)))
    }

    /// What has to happen some time or other, for the run to come to its end.
    fn necessary(&self, world: &World<'_>, moves: &mut Vec<Move>) {
        if self.started < self.world.clients {
            moves.push(free(Step::Start(Actor::Client(self.started))));
        }
        moves.extend(self.woken(world).map(|(_, actor)| free(Step::Poll(actor))));
        let holders = (0..self.started).map(Actor::Client).filter(|client| world.holds(*client).is_some());
        moves.extend(holders.map(|client| free(self.give_back(client))));
        for call in self.slow_calls() {
            moves.extend(finishes(world, call, Behaviour::Succeed, Cost::Free));
        }
        if self.task_ready {
            moves.push(free(Step::Tasks));
        }
    }

    fn give_back(&self, client: Actor) -> Step {
        if self.world.releases { Step::Release(client) } else { Step::Drop(client) }
    }

    /// What may happen.
    fn disturbing(&self, world: &World<'_>, moves: &mut Vec<Move>) {
        let clients = || (0..self.started).map(Actor::Client);
        if self.cancellations < self.world.cancellations {
            let actors = clients().chain([INIT, CLOSE]);
            let pending = actors.filter(|actor| world.is_pending(*actor) && !world.is_releasing(*actor));
            moves.extend(pending.map(|actor| costly(Step::Cancel(actor), Cost::Cancellation)));
        }
        if self.closes < self.world.closes {
            moves.push(costly(Step::Start(CLOSE), Cost::Close));
        }
        if self.faults < self.world.faults {
            let holders = clients().filter(|client| world.holds(*client).is_some());
            moves.extend(holders.map(|client| Move {
                first: Step::Break(client),
                // Nobody can see that it is broken before it is given back.
                second: Some(self.give_back(client)),
                cost: Cost::Fault,
            }));
            if world.idle() > 0 {
                moves.push(costly(Step::BreakIdle, Cost::Fault));
            }
            for call in self.slow_calls() {
                moves.extend(finishes(world, call, Behaviour::Fail, Cost::Fault));
            }
            moves.extend(finishes(world, Call::Connect, Behaviour::Panic, Cost::Fault));
        }
    }
}

fn free(step: Step) -> Move {
    costly(step, Cost::Free)
}

fn costly(step: Step, cost: Cost) -> Move {
    Move { first: step, second: None, cost }
}

fn finishes(world: &World<'_>, call: Call, how: Behaviour, cost: Cost) -> impl Iterator<Item = Move> + use<> {
    let gated = world.state().gated(call);
    let steps = [Step::Finish(call, how), Step::FinishSecond(call, how)];
    steps.into_iter().take(gated).map(move |step| costly(step, cost))
}
