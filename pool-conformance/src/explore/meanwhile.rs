//! What another actor may do while a step stands in a call-out.

use super::{
    Bounds, Position, Transition,
    transitions::{CLOSE, HEALTH_CHECK, INIT, give_back},
};
use crate::{
    model::{Actor, Step},
    oracle::may_give_up,
    sim::Sim,
};

impl Position {
    /// What another actor may do while the step that has led here stands in one of its call-outs.
    pub(super) fn meanwhile(self, stopped: Step, bounds: &Bounds, sim: &Sim<'_>) -> Vec<Transition> {
        let mut transitions = Vec::new();
        if self.started < bounds.clients {
            transitions.push(Transition::of(Step::Start(Actor::Client(self.started))));
        }
        let actors = self.clients(bounds).chain([INIT, CLOSE, HEALTH_CHECK]).chain(self.resize);
        for actor in actors.filter(|actor| stopped.actor() != Some(*actor)) {
            if sim.tasks().holds(actor).is_some() {
                transitions.push(Transition::of(give_back(bounds, actor)));
            } else if sim.tasks().is_pending(actor) {
                transitions.push(Transition::of(Step::Poll(actor)));
                if self.cancellations < bounds.cancellations && may_give_up(sim, actor) {
                    transitions.push(Transition::of(Step::Cancel(actor)));
                }
            }
        }
        if self.closes < bounds.closes {
            transitions.push(Transition::of(Step::Start(CLOSE)));
        }
        transitions
    }
}
