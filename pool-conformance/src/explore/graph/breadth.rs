//! Breadth first: every state is walked on once, the nearest first, so that the first script that shows something is a
//! shortest one.

use std::collections::VecDeque;

use super::{
    agreement::confirm,
    count,
    estimate::{PROBES, estimate},
    run::{Came, Runner, hash_of},
    states::{Edge, Id, Place, States, Target},
};
use crate::{
    explore::{Bounds, Completeness, Counterexamples, Estimate, Position, Transition, Walked},
    oracle::{Finding, Ran},
    sim::Sim,
};

/// What merging came to.
#[derive(Debug)]
pub(crate) struct Merged {
    pub(crate) states: u64,
    pub(crate) steps: u64,
    pub(crate) runs: u64,
    /// How many schedules the graph stands for, where that is known.
    pub(crate) schedules: Option<u64>,
    /// After how many further steps that agree two prefixes were merged.
    pub(crate) agreeing: u8,
    /// How many states look like another and turned out to be none.
    pub(crate) apart: u64,
    /// Every beginning with so many steps was run, and how many schedules there may be, where not all were.
    pub(crate) depth: u16,
    pub(crate) estimate: Option<Estimate>,
    pub(crate) end: Walked,
}

impl Merged {
    /// No prefix was merged with another: every schedule is to be run.
    pub(crate) const NOTHING: Self = Self {
        states: 0,
        steps: 0,
        runs: 0,
        schedules: None,
        agreeing: 0,
        apart: 0,
        depth: 0,
        estimate: None,
        end: Walked::Few,
    };
}

/// What is done as long as nothing keeps from going on.
pub(super) type Going = Result<(), Walked>;

/// An exploration of a world.
pub(super) struct Search<'r, 'a, 'f> {
    pub(super) runner: Runner<'r, 'a>,
    pub(super) finds: &'r mut Counterexamples<'f>,
    pub(super) states: States,
    /// Moves that led to where another had led before.
    pub(super) merges: VecDeque<(Id, usize)>,
    limits: Limits,
    pub(super) apart: u64,
    /// How many further steps are compared at every merge.
    agreeing: u8,
    /// Whether a wrong status is of interest.
    of_status: bool,
    /// From where nothing has been walked on.
    frontier: VecDeque<Id>,
    /// The state that is being walked on from.
    walking: Option<Id>,
}

/// How far an exploration as a graph goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// So many runs at most.
    pub(crate) runs: u64,
    /// So many more to confirm what was merged.
    pub(crate) confirming: u64,
    /// With so many schedules or fewer, each is to be run instead.
    pub(crate) few: u64,
    /// After so many further steps that agree prefixes are merged, as far as the runs allow.
    pub(crate) agreeing: u8,
}

/// Explores a world as a graph, after so many runs.
pub(crate) fn merge(
    sim: &mut Sim<'_>,
    finds: &mut Counterexamples<'_>,
    bounds: &Bounds,
    earlier: u64,
    limits: Limits,
) -> Merged {
    let mut search = Search {
        of_status: !sim.ignores_status(),
        runner: Runner::new(sim, bounds, earlier),
        finds,
        states: States::default(),
        merges: VecDeque::new(),
        limits: Limits { runs: earlier.saturating_add(limits.runs), ..limits },
        apart: 0,
        agreeing: 0,
        frontier: VecDeque::new(),
        walking: None,
    };

    match search.run() {
        Ok(()) => {
            let put_off = search.runner.at_bound.then_some(bounds.delays);
            search.conclude(Walked::Covered(Completeness::Complete { put_off }))
        }
        Err(end) => search.conclude(end),
    }
}

impl Search<'_, '_, '_> {
    /// Walks on from everywhere, and confirms what was merged.
    fn run(&mut self) -> Going {
        self.begin()?;
        self.walk()?;
        self.are_few()?;
        self.agreeing = self.affordable();
        // Where states turn out to be apart, more is to be confirmed than was expected.
        let confirming = 2 * self.limits.confirming;
        self.limits.runs = self.runner.runs.saturating_add(confirming).max(self.limits.runs);
        confirm(self, self.agreeing)
    }

    fn conclude(mut self, end: Walked) -> Merged {
        let cut = matches!(end, Walked::Covered(Completeness::BEYOND_BUDGET));
        let affords = self.runner.runs > u64::from(PROBES);
        let (runs, depth) = (self.runner.runs, self.depth());
        Merged {
            states: self.states.len() as u64,
            steps: self.states.edges() as u64,
            runs,
            depth,
            estimate: if cut && affords { estimate(&mut self) } else { None },
            schedules: count::schedules(&self.states),
            agreeing: self.agreeing,
            apart: self.apart,
            end,
        }
    }

    fn begin(&mut self) -> Going {
        self.go_to(&[], Position::default())?;
        let place = self.place(0);
        let root = self.states.add(place, None);
        self.frontier.push_back(root);
        Ok(())
    }

    /// Walks on from every state from where nothing has been.
    pub(super) fn walk(&mut self) -> Going {
        while let Some(id) = self.frontier.pop_front() {
            self.walking = Some(id);
            self.expand(id)?;
        }
        Ok(())
    }

    /// Makes every move that there is from a state.
    fn expand(&mut self, id: Id) -> Going {
        let (path, position) = (self.states.path(id), self.states.of(id).place.position);
        if !self.states.of(id).torn_down {
            self.go_to(&path, position)?;
            self.tear_down(id)?;
        }
        let mut events = None;
        for index in 0..self.states.of(id).edges.len() {
            if self.states.of(id).edges[index].target != Target::Unknown {
                continue;
            }
            self.go_to(&path, position)?;
            if let Some(difference) = events.and_then(|events| self.runner.difference(events)) {
                return Err(Walked::ByChance(difference));
            }
            if self.runner.transitions.len() != self.states.of(id).edges.len() {
                return Err(Walked::Hidden);
            }
            events = Some(self.runner.events());
            self.explore(id, index)?;
        }
        Ok(())
    }

    /// Makes one move that was never made before.
    fn explore(&mut self, from: Id, index: usize) -> Going {
        let made = self.runner.transitions[index];
        let came = self.runner.go_on(index);
        let edge = match came {
            Came::TooEarly => Edge { target: Target::TooEarly, told: 0 },
            Came::Broken(finding) => {
                let target = Target::Broken(hash_of(&finding));
                self.found(finding);
                Edge { target, told: 0 }
            }
            Came::To { look, told } => {
                let known = self.states.alike(look).first().copied();
                if known.is_some() {
                    self.merges.push_back((from, index));
                }
                let state = known.unwrap_or_else(|| {
                    let place = self.place(look);
                    self.add(place, (from, made))
                });
                Edge { target: Target::State(state), told }
            }
        };
        self.states.of_mut(from).edges[index] = edge;
        match edge.target {
            Target::State(state) if !self.states.of(state).torn_down => self.tear_down(state),
            _ => self.goes_on(),
        }
    }

    /// What is to be known of the place that the run has come to.
    pub(super) fn place(&self, look: u64) -> Place {
        Place { look, position: self.runner.position, offered: self.runner.transitions.len() }
    }

    pub(super) fn add(&mut self, place: Place, came: (Id, Transition)) -> Id {
        let state = self.states.add(place, Some(came));
        self.frontier.push_back(state);
        state
    }

    /// Ends the run, which has come to that state.
    fn tear_down(&mut self, state: Id) -> Going {
        self.states.of_mut(state).torn_down = true;
        match self.runner.end() {
            Ran::Kept => {}
            Ran::Broken(finding) => self.found(finding),
            Ran::Stopped(stop) => return Err(Walked::Doubted(stop.to_string())),
        }
        self.goes_on()
    }

    pub(super) fn found(&mut self, finding: Finding) {
        let Runner { sim, script, runs, .. } = &mut self.runner;
        self.finds.add(sim, finding, script, *runs);
    }

    pub(super) fn go_to(&mut self, path: &[Transition], position: Position) -> Going {
        self.runner.go_to(path, position).map_err(|stop| Walked::Doubted(stop.to_string()))
    }

    /// Whether there is a reason to stop.
    pub(super) fn goes_on(&self) -> Going {
        if let Some(why) = self.runner.sim.foreign_threads() {
            return Err(Walked::Doubted(why.to_owned()));
        }
        if self.of_status && self.finds.are_enough_of_status() {
            return Err(Walked::StatusIsKnown);
        }
        if self.finds.are_enough() {
            return Err(Walked::Covered(Completeness::ENOUGH_FOUND));
        }
        if self.runner.runs >= self.limits.runs {
            return Err(Walked::Covered(Completeness::BEYOND_BUDGET));
        }
        Ok(())
    }

    /// How many steps every beginning has that was run: the state that was being walked on when the limit came is the next.
    fn depth(&self) -> u16 {
        self.walking.map_or(0, |id| self.states.of(id).depth)
    }

    /// Whether each schedule can be run within the limit.
    fn are_few(&self) -> Going {
        let few = count::schedules(&self.states).is_some_and(|schedules| schedules <= self.limits.few);
        if few { Err(Walked::Few) } else { Ok(()) }
    }

    /// How many further steps can be compared at every merge within the limit.
    fn affordable(&self) -> u8 {
        let affords = |moves: &u8| {
            let runs = count::runs_on(&self.states, *moves);
            let of_merge = |(from, index): &(Id, usize)| match self.states.of(*from).edges[*index].target {
                Target::State(to) => runs[to as usize],
                _ => 0,
            };
            self.merges.iter().map(of_merge).fold(0, u64::saturating_add) <= self.limits.confirming
        };
        (1..=self.limits.agreeing).rev().find(affords).unwrap_or(0)
    }
}
