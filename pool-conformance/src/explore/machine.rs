//! The machine of a pool: every input that there is at each moment.

use super::{Position, SmallWorld, Transition};
use crate::{
    machine::{Growing, Machine, MachineError, Move},
    model::{Call, Entry, Event, Script, Step, effect},
    oracle::{Attribution, begin, check_invariants},
    sim::Sim,
};

/// Draws the machine of a pool in a world, with so many runs at most.
pub(crate) fn draw(
    sim: &mut Sim<'_>,
    attribution: &Attribution,
    world: SmallWorld,
    limit: u64,
) -> Result<Machine, MachineError> {
    let (growing, script) = (Growing::default(), world.bounds.script());
    let mut drawing = Drawing { sim, attribution, world, growing, script, runs: 0, limit };
    drawing.state(&mut Vec::new(), Position::default())?;
    let text = drawing.script.to_string();
    Ok(drawing.growing.finish(text.trim_end_matches([':', ' ']).to_owned()))
}

struct Drawing<'r, 'a> {
    sim: &'r mut Sim<'a>,
    attribution: &'r Attribution,
    world: SmallWorld,
    growing: Growing,
    /// How scripts begin.
    script: Script,
    runs: u64,
    limit: u64,
}

impl Drawing<'_, '_> {
    /// The state to which these inputs lead.
    fn state(&mut self, path: &mut Vec<Transition>, mut position: Position) -> Result<usize, MachineError> {
        self.go_to(path)?;
        let mut offered = Vec::new();
        position.transitions(&self.world.bounds, self.sim, &mut offered);
        let mut moves = Vec::new();
        for (nth, input) in offered.into_iter().enumerate() {
            if nth > 0 {
                self.go_to(path)?;
            }
            moves.push(self.answer(path, position, input)?);
        }
        Ok(self.growing.state(moves))
    }

    /// What comes of an input.
    fn answer(
        &mut self,
        path: &mut Vec<Transition>,
        mut position: Position,
        input: Transition,
    ) -> Result<Move, MachineError> {
        let events = self.sim.trace().entries().len();
        position.note(input);
        let settles = self.make(input);
        let broken = check_invariants(self.sim).err();
        let entries = &self.sim.trace().entries()[events..];
        let seen = |entry: &Entry| shown(&entry.event, input.first, self.world.at_rest);
        let mut output: Vec<String> = entries.iter().filter_map(seen).collect();
        let to = if let Some(finding) = broken {
            output.push(format!("{} is broken", self.attribution.rule_of(&finding)));
            self.growing.state(Vec::new())
        } else {
            path.push(input);
            let to = self.state(path, position)?;
            path.pop();
            to
        };
        Ok(Move { input: told(input), settles, output, to })
    }

    /// Builds a pool and gives it these inputs.
    fn go_to(&mut self, path: &[Transition]) -> Result<(), MachineError> {
        if self.runs >= self.limit {
            return Err(MachineError::TooLarge(self.limit));
        }
        self.runs += 1;
        self.sim.forget_reached();
        self.sim.begin_schedule(self.runs);
        begin(self.sim, &self.script).map_err(|stop| MachineError::NotFollowed(stop.to_string()))?;
        for input in path {
            self.make(*input);
        }
        match self.sim.foreign_threads() {
            Some(why) => Err(MachineError::NotFollowed(why.to_owned())),
            None => Ok(()),
        }
    }

    /// Makes the steps of an input; whether all that is ready was let run then, and anything was.
    fn make(&mut self, input: Transition) -> bool {
        for step in input.steps() {
            self.sim.perform(step);
        }
        if !self.world.at_rest {
            return false;
        }
        let events = self.sim.trace().entries().len();
        self.sim.perform(Step::Settle);
        self.sim.trace().entries().len() > events + 1
    }
}

fn told(input: Transition) -> String {
    input.steps().map(|step| step.to_string()).collect::<Vec<_>>().join("; ")
}

/// What is seen of an event; at rest not who was woken, nor in whose poll a connect began.
fn shown(event: &Event, step: Step, at_rest: bool) -> Option<String> {
    match event {
        Event::Woken { .. } if at_rest => None,
        Event::Called { kind: Call::Connect, .. } if at_rest => Some("a connect begins".to_owned()),
        event => effect(event, step).filter(|effect| *effect != step.to_string()),
    }
}
