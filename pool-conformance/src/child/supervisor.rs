//! One child after the other, until one has judged the pool without what ended those before it.

use std::{collections::BTreeSet, time::Duration};

use super::{
    Answer, Answered, Call, Death, KIT_FAILED, Kind, UnderWay,
    errand::{Errand, Pace},
    program::Program,
    tracing::{threaded, told},
    watch::{Died, End, run},
};

/// After how many children that the pool has ended nothing is tried that had not been done by then; one that was ended by a
/// limit counts for some, since that takes its time.
const MOST: usize = 16;
const KILLED: usize = 8;
/// How many more, where explorations have been left.
const MORE: usize = 8;
/// How long a child may take: longer than a run of the kit does, which has a limit of its own.
const TIME: Duration = Duration::from_secs(15 * 60);

/// Has the call done by children; why that cannot be had, if so.
pub(crate) fn supervise(call: &Call, program: &Program, number: u64) -> Result<Answered, String> {
    let mut case = Case {
        program,
        errand: Errand::of(call, number),
        lost: None,
        ended: BTreeSet::new(),
        left: Left::All,
        children: 0,
        cost: 0,
    };
    loop {
        case.children += 1;
        match run(program, &case.errand, TIME) {
            Ok(End::Answered(answered)) => match case.lost.take() {
                Some(died) => case.doubt(died),
                None => return Ok(answered),
            },
            Ok(End::Died(died)) if case.goes_on(&died) => case.learn(died),
            Ok(End::Died(died)) => {
                let how = died.how;
                return Ok(failed(&format!(
                    "the process that judges the pool was lost outside of any schedule: something {how}"
                )));
            }
            Ok(End::Late | End::Done) => {
                let why = format!("the process that judges the pool had not come to its end within {TIME:?}");
                return Ok(failed(&why));
            }
            Err(why) if case.children == 1 => return Err(why),
            Err(why) => {
                return Ok(failed(&format!("the pool has ended the process that judged it, and {why}")));
            }
        }
    }
}

/// What is still done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    All,
    /// What came to its end in some child, and all that explores.
    KnownAndExplorations,
    Known,
    Nothing,
}

/// What has become of a call so far.
struct Case<'a> {
    program: &'a Program,
    errand: Errand,
    /// The end of the first child, in which several jobs were under way, as long as no other has shown why.
    lost: Option<Died>,
    /// The jobs that came to their end in some child.
    ended: BTreeSet<String>,
    left: Left,
    children: usize,
    /// How many children were ended, those that took long counted more than once.
    cost: usize,
}

impl Case<'_> {
    fn goes_on(&self, died: &Died) -> bool {
        !died.account.open.is_empty() && self.left != Left::Nothing
    }

    /// Has one thing done at a time, and written down, from the first end of a child on; notes what ended the others.
    fn learn(&mut self, died: Died) {
        if self.errand.pace == Pace::Swift {
            self.errand.pace = Pace::Logged;
            self.lost = Some(died);
            return;
        }
        self.lost = None;
        self.ended.extend(died.account.ended.iter().cloned());
        let cost = if died.killed { KILLED } else { 1 };
        if let Some((kind, job)) = died.account.open.last().cloned() {
            self.errand.deaths.push(told(self.program, &self.errand, (kind, &job), died));
        }
        self.pay(cost);
    }

    /// Notes that it is not known which of several jobs ended a child: where one thing was done at a time, none did.
    fn doubt(&mut self, died: Died) {
        let suspects = died.account.open;
        match threaded(self.program, &self.errand, &suspects) {
            Some(death) => self.errand.deaths.push(death),
            None => self.errand.deaths.extend(suspects.into_iter().map(|(kind, job)| Death {
                job,
                kind,
                how: died.how.clone(),
                at: UnderWay::default(),
                alone: false,
                certain: false,
            })),
        }
        self.errand.pace = Pace::Swift;
        self.pay(MOST / 4);
    }

    fn pay(&mut self, cost: usize) {
        self.cost += cost;
        if self.cost >= MOST {
            self.do_less();
        }
    }

    /// What has been done once can be done again; explorations are tried for a while longer, and at last nothing is.
    fn do_less(&mut self) {
        let tries_explorations = self.errand.deaths.last().is_some_and(|death| death.kind == Kind::Short);
        self.left = match self.left {
            Left::All if tries_explorations => Left::KnownAndExplorations,
            Left::All | Left::KnownAndExplorations => Left::Known,
            Left::Known | Left::Nothing => Left::Nothing,
        };
        let known = || self.ended.iter().cloned().collect();
        self.errand.only = Some(if self.left == Left::Nothing { Vec::new() } else { known() });
        self.errand.explores = self.left == Left::KnownAndExplorations;
        self.errand.why = format!("not tried: the pool had ended {} processes by then", self.children);
        self.cost = if self.errand.explores { MOST - MORE } else { MOST };
    }
}

fn failed(why: &str) -> Answered {
    let answer = Answer { code: KIT_FAILED, err: format!("{why}\n"), ..Answer::default() };
    Answered { answers: vec![answer], written: Vec::new() }
}
