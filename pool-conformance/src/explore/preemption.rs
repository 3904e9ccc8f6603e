//! Small worlds with one preemption: a step stands in one of its call-outs while another actor takes one, on a second thread.
//!
//! Every schedule within the bounds is gone through, with every step of an actor stopped at every call-out, for every step that another
//! can take meanwhile. A call-out at which the other had to wait in a lock is remembered by the way to it, and not tried again.

use std::{
    collections::HashSet,
    mem::{Discriminant, discriminant},
};

use super::{Bounds, Completeness, Counterexamples, Explored, LONGEST, Position, Transition, backtrack};
use crate::{
    model::{Call, CallOut, Preemption, Script, Step},
    oracle::{Attribution, Ran, begin, check_invariants, end},
    sim::{Overlap, Sim, perform_telling},
};

/// At how many call-outs of one step others are let in; more are made only where something is done again and again.
const CALL_OUTS: usize = 6;

/// Goes through the schedules of a small world in which one step is preempted, in so many runs at most.
pub(crate) fn preempt(sim: &mut Sim<'_>, attribution: &Attribution, bounds: &Bounds, limit: u64) -> Explored {
    let mut finds = Counterexamples::new(attribution);
    let mut walk = Walk::new(bounds);
    let mut end = walk.through(sim, limit, &mut finds);
    if walk.status_is_wrong || finds.are_of_status() {
        // A wrong status ends a schedule: what else there is shows where it is overlooked.
        sim.ignore_status(true);
        walk = Walk { under_lock: walk.under_lock, ..Walk::new(bounds) };
        end = walk.through(sim, limit, &mut finds);
    }
    match end {
        Ok(completeness) => finds.explored(sim, walk.judged, completeness),
        Err(doubt) => finds.doubted(sim, walk.judged, doubt),
    }
}

/// A transition, perhaps with what another does at a call-out of its last step.
#[derive(Clone, Copy)]
struct Move {
    made: Transition,
    meanwhile: Option<(usize, Transition)>,
    after: Position,
}

impl Move {
    fn plain(before: Position, made: Transition) -> Self {
        let mut after = before;
        after.note(made);
        Self { made, meanwhile: None, after }
    }

    fn preempted(self, at: usize, other: Transition) -> Self {
        let mut after = self.after;
        after.note(other);
        Self { meanwhile: Some((at, other)), after, ..self }
    }

    /// The step that can be stopped at its call-outs.
    fn last(self) -> Step {
        self.made.second.unwrap_or(self.made.first)
    }

    /// The steps of it, in order, as a script has them.
    fn steps(self) -> impl Iterator<Item = Step> {
        let early = self.made.second.map(|_| self.made.first);
        let preemption =
            self.meanwhile.and_then(|(at, other)| Preemption::of(u8::try_from(at).ok()?, other.first));
        early.into_iter().chain(preemption.map(Step::Preempt)).chain([self.last()])
    }
}

/// A choice on the way, and what else there is to choose.
struct Choice {
    taken: Move,
    left: Vec<Move>,
    /// What the step calls out for when nothing comes in between.
    call_outs: Vec<CallOut>,
}

/// A call-out by the way to it: the kind of step, what the step has called out for by then, and what another does meanwhile.
type Place = (Discriminant<Step>, Vec<(Discriminant<CallOut>, Option<Call>)>, Discriminant<Step>);

/// How one run came out.
enum Once {
    To(Ran),
    /// Nothing to judge: there was no preemption, or another world tells of it.
    Nothing,
    /// One had to wait for the other in a lock, the first time.
    Again,
}

struct Walk {
    bounds: Bounds,
    script: Script,
    transitions: Vec<Transition>,
    path: Vec<Choice>,
    under_lock: HashSet<Place>,
    /// Whether what is tried has made one wait for the other in a lock before.
    collided: bool,
    /// Whether a schedule with no preemption was broken by its status.
    status_is_wrong: bool,
    judged: u64,
}

impl Walk {
    fn new(bounds: &Bounds) -> Self {
        Self {
            bounds: *bounds,
            script: bounds.script(),
            transitions: Vec::new(),
            path: Vec::new(),
            under_lock: HashSet::new(),
            collided: false,
            status_is_wrong: false,
            judged: 0,
        }
    }

    /// How completely the world was gone through; why nothing certain can be said, if so.
    fn through(
        &mut self,
        sim: &mut Sim<'_>,
        limit: u64,
        finds: &mut Counterexamples<'_>,
    ) -> Result<Completeness, String> {
        for run in 1..=limit {
            sim.begin_schedule(run);
            let once = self.once(sim);
            if let Some(why) = sim.foreign_threads() {
                return Err(why.to_owned());
            }
            match once {
                Once::Again => continue,
                Once::Nothing => {}
                Once::To(Ran::Kept) => self.judged += 1,
                Once::To(Ran::Broken(broken)) => {
                    self.judged += 1;
                    finds.add(sim, broken, &self.script, self.judged);
                }
                Once::To(Ran::Stopped(stop)) => return Err(stop.to_string()),
            }
            if !self.next() {
                return Ok(Completeness::Complete { put_off: None });
            }
            if finds.are_enough() {
                return Ok(Completeness::ENOUGH_FOUND);
            }
        }
        Ok(Completeness::BEYOND_BUDGET)
    }

    /// Moves on to the next schedule; false if there is none.
    fn next(&mut self) -> bool {
        let Self { path, under_lock, .. } = self;
        backtrack(path, |last| {
            while let Some(next) = last.left.pop() {
                if !is_under_lock(under_lock, &last.call_outs, next) {
                    last.taken = next;
                    return true;
                }
            }
            false
        })
    }

    /// Runs the schedule that the path leads to, and completes the path with the first of each further choice.
    fn once(&mut self, sim: &mut Sim<'_>) -> Once {
        self.script.steps.clear();
        // What goes wrong in tearing down belongs to the schedule before.
        sim.forget_reached();
        if let Err(stop) = begin(sim, &self.script) {
            return Once::To(Ran::Stopped(stop));
        }
        let last = self.path.pop();
        for index in 0..self.path.len() {
            let known = self.path[index].taken;
            known.steps().for_each(|step| self.make_step(sim, step));
        }
        let mut came = last.map_or(Ok(()), |last| self.take(sim, last));
        while came.is_ok() && self.path.len() < usize::from(LONGEST) {
            let mut position = self.path.last().map_or_else(Position::default, |choice| choice.taken.after);
            position.transitions(&self.bounds, sim, &mut self.transitions);
            let mut left: Vec<Move> =
                self.transitions.iter().rev().map(|made| Move::plain(position, *made)).collect();
            let Some(taken) = left.pop() else { break };
            came = self.take(sim, Choice { taken, left, call_outs: Vec::new() });
        }
        match came {
            Ok(()) if self.is_preempted() => Once::To(end(sim)),
            Ok(()) => Once::Nothing,
            Err(once) => once,
        }
    }

    fn is_preempted(&self) -> bool {
        self.path.iter().any(|choice| choice.taken.meanwhile.is_some())
    }

    fn make_step(&mut self, sim: &mut Sim<'_>, step: Step) {
        self.script.steps.push(step);
        sim.perform(step);
    }

    /// Makes a move that was not made before, and puts it on the path; how the run ends, if it ends here.
    fn take(&mut self, sim: &mut Sim<'_>, mut choice: Choice) -> Result<(), Once> {
        let taken = choice.taken;
        if taken.meanwhile.is_none() && !self.is_preempted() {
            self.take_alone(sim, &mut choice);
            self.path.push(choice);
            return check_invariants(sim).map_err(|broken| {
                // Another world tells of what goes wrong with no preemption.
                self.status_is_wrong |= broken.symptom.is_of_status();
                Once::Nothing
            });
        }
        taken.steps().for_each(|step| self.make_step(sim, step));
        let place = place(&choice.call_outs, taken);
        self.path.push(choice);
        let again = std::mem::take(&mut self.collided);
        match sim.state().overlap {
            Overlap::Met => check_invariants(sim).map_err(|broken| Once::To(Ran::Broken(broken))),
            Overlap::Collided if again => {
                self.under_lock.extend(place);
                Err(Once::Nothing)
            }
            Overlap::Collided => {
                self.collided = true;
                Err(Once::Again)
            }
            Overlap::None => Err(Once::Nothing),
        }
    }

    /// Makes a move with nothing in between, and adds what others can do at its call-outs to what is left to choose.
    fn take_alone(&mut self, sim: &mut Sim<'_>, choice: &mut Choice) {
        let taken = choice.taken;
        let can_be_stopped = Preemption::of(1, taken.last()).is_some();
        let others =
            if can_be_stopped { taken.after.meanwhile(taken.last(), &self.bounds, sim) } else { Vec::new() };
        if taken.made.second.is_some() {
            self.make_step(sim, taken.made.first);
        }
        self.script.steps.push(taken.last());
        choice.call_outs = perform_telling(sim, taken.last());
        for at in 1..=choice.call_outs.len().min(CALL_OUTS) {
            choice.left.extend(others.iter().map(|other| taken.preempted(at, *other)));
        }
    }
}

fn place(call_outs: &[CallOut], taken: Move) -> Option<Place> {
    let (at, other) = taken.meanwhile?;
    let kind = |call_out: &CallOut| match call_out {
        CallOut::Call(call, _) => Some(*call),
        CallOut::Wake | CallOut::CloneWaker | CallOut::DropWaker => None,
    };
    let way = call_outs.iter().take(at).map(|what| (discriminant(what), kind(what))).collect();
    Some((discriminant(&taken.last()), way, discriminant(&other.first)))
}

fn is_under_lock(known: &HashSet<Place>, call_outs: &[CallOut], next: Move) -> bool {
    !known.is_empty() && place(call_outs, next).is_some_and(|place| known.contains(&place))
}
