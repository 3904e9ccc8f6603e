//! What tells two machines apart.

use std::{
    collections::{HashSet, VecDeque},
    fmt,
};

use super::{Machine, MachineError, Move};
use crate::model::Step;

/// A script that tells two pools apart, and what either does at its last step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distinction {
    script: String,
    here: Option<Vec<String>>,
    there: Option<Vec<String>>,
}

/// Two states that the same inputs have led to.
struct Pair<'m> {
    here: usize,
    there: usize,
    path: Vec<&'m Move>,
}

impl Machine {
    /// Scripts that tell this machine from another, the shortest first; none if they are the same. A script ends where the
    /// two differ first, and nothing is said of what follows.
    ///
    /// # Errors
    ///
    /// [`MachineError::OtherWorld`] where the machines are of different worlds.
    pub fn differences(&self, other: &Self) -> Result<Vec<Distinction>, MachineError> {
        if self.world != other.world {
            return Err(MachineError::OtherWorld(self.world.clone(), other.world.clone()));
        }
        let (mut found, mut seen) = (Vec::new(), HashSet::from([(0, 0)]));
        let mut pairs = VecDeque::from([Pair { here: 0, there: 0, path: Vec::new() }]);
        while let Some(pair) = pairs.pop_front() {
            for next in self.compare(other, &pair, &mut found) {
                if seen.insert((next.here, next.there)) {
                    pairs.push_back(next);
                }
            }
        }
        Ok(found)
    }

    /// Where the two machines go on together; where they do not is added to what was found.
    fn compare<'m>(
        &'m self,
        other: &'m Self,
        pair: &Pair<'m>,
        found: &mut Vec<Distinction>,
    ) -> Vec<Pair<'m>> {
        let (here, there) = (self.moves_from(pair.here), other.moves_from(pair.there));
        let mut together = Vec::new();
        for made in here {
            let same = there.iter().find(|answer| answer.input == made.input);
            match same {
                Some(answer) if answer.output == made.output => {
                    let longer = if answer.settles { answer } else { made };
                    let path = pair.path.iter().copied().chain([longer]).collect();
                    together.push(Pair { here: made.to, there: answer.to, path });
                }
                answer => found.push(self.distinction(pair, made, Some(made), answer)),
            }
        }
        for answer in there.iter().filter(|answer| here.iter().all(|made| made.input != answer.input)) {
            found.push(self.distinction(pair, answer, None, Some(answer)));
        }
        together
    }

    fn distinction(
        &self,
        pair: &Pair<'_>,
        last: &Move,
        here: Option<&Move>,
        there: Option<&Move>,
    ) -> Distinction {
        let settle = Step::Settle.to_string();
        let mut steps: Vec<&str> = Vec::new();
        for made in pair.path.iter().copied().chain([last]) {
            steps.push(&made.input);
            steps.extend(made.settles.then_some(settle.as_str()));
        }
        let output = |made: Option<&Move>| made.map(|made| made.output.clone());
        let script = format!("{}: {}", self.world, steps.join("; "));
        Distinction { script, here: output(here), there: output(there) }
    }
}

impl Distinction {
    /// The script, as [`replay`](crate::replay) takes it.
    #[must_use]
    pub fn script(&self) -> &str {
        &self.script
    }

    /// What the pool does whose machine was asked; `None` where the last step cannot be made with it.
    #[must_use]
    pub fn here(&self) -> Option<&[String]> {
        self.here.as_deref()
    }

    /// What the other pool does.
    #[must_use]
    pub fn there(&self) -> Option<&[String]> {
        self.there.as_deref()
    }
}

impl fmt::Display for Distinction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = |output: &Option<Vec<String>>| match output {
            None => "that cannot be done".to_owned(),
            Some(output) if output.is_empty() => "nothing".to_owned(),
            Some(output) => output.join("; "),
        };
        let Self { script, here, there } = self;
        write!(f, "{script}\n  here   {}\n  there  {}", told(here), told(there))
    }
}
