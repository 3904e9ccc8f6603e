//! Polls that must come to an end.

use crate::{
    Capability, CloseMode, Setup,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Actor, Step, Witness, World},
};

pub(crate) static CONC_07: Rule = Rule {
    id: "CONC-07",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "Every poll ends: the work done inside one poll is bounded, also when the manager answers at once and \
                  everything fails.",
    why: "A loop inside one poll freezes the whole executor, and no timeout can end it, since none gets to run.",
    hints: &[
        "does a loop that replaces what failed its check have a bound, or an await that really waits?",
        "does a loop that tries to connect again sleep in between?",
    ],
    witnesses: &[Witness::Served, Witness::ConnectFailed],
    check: |w| {
        for trouble in
            [CONNECTS_FAIL, CONNECTS_PANIC, CHECKS_FAIL, CHECKS_FAIL_AND_NOTHING_ENDS_WELL, ALL_FAILS]
        {
            for (min, max) in [(0, 1), (2, 3)] {
                from_the_start(w, min, max, trouble)?;
                in_full_use(w, min, max, trouble)?;
            }
        }
        Ok(())
    },
};

type Trouble = &'static [(Call, Behaviour)];

const CONNECTS_FAIL: Trouble = &[(Call::Connect, Behaviour::Fail)];
const CONNECTS_PANIC: Trouble = &[(Call::Connect, Behaviour::Panic)];
const CHECKS_FAIL: Trouble = &[(Call::Check, Behaviour::Fail)];
const CHECKS_FAIL_AND_NOTHING_ENDS_WELL: Trouble =
    &[(Call::Check, Behaviour::Fail), (Call::Disconnect, Behaviour::Fail)];
const ALL_FAILS: Trouble =
    &[(Call::Connect, Behaviour::Fail), (Call::Check, Behaviour::Fail), (Call::Disconnect, Behaviour::Fail)];

fn begin(w: &mut World<'_>, trouble: Trouble) {
    for (call, behaviour) in trouble {
        w.perform(Step::Always(*call, *behaviour));
    }
}

fn build(w: &mut World<'_>, min: usize, max: usize) -> Check {
    w.build_with(min, max, |setup: &mut Setup| setup.validate_on_acquire = true)
}

/// The manager has been in trouble since before `init`.
fn from_the_start(w: &mut World<'_>, min: usize, max: usize, trouble: Trouble) -> Check {
    build(w, min, max)?;
    begin(w, trouble);
    ends(w, Step::Start(Actor::Init(0)))?;
    several_acquire(w)
}

/// The trouble begins when some connections are idle and some in use, of which one breaks.
fn in_full_use(w: &mut World<'_>, min: usize, max: usize, trouble: Trouble) -> Check {
    build(w, min, max)?;
    w.init()?;
    let holders = w.fill()?;
    for holder in &holders[1..] {
        w.give_back(*holder);
    }
    begin(w, trouble);
    several_acquire(w)?;
    w.perform(Step::Break(holders[0]));
    ends(w, Step::Release(holders[0]))?;
    several_acquire(w)?;
    if w.declaration().close_mode == CloseMode::Unsupported {
        return Ok(());
    }
    let close = w.new_close();
    ends(w, Step::Start(close))
}

fn several_acquire(w: &mut World<'_>) -> Check {
    for _ in 0..=w.max() {
        let client = w.new_client();
        ends(w, Step::Start(client))?;
        w.perform(Step::Cancel(client));
        ends(w, Step::Drop(client))?;
    }
    Ok(())
}

/// Calls beyond a bound are made to wait, so that even a poll without end comes back.
fn ends(w: &mut World<'_>, step: Step) -> Check {
    w.perform(step);
    bounded(w, "the last step")?;
    w.settle();
    bounded(w, "something that the last step made ready")
}

fn bounded(w: &World<'_>, what: &str) -> Check {
    let endless = w.count(|fold| fold.endless_poll);
    let seen = format!("{what} called the manager a thousand times in one poll, and would have gone on");
    Stop::unless(!endless, "every poll comes to an end, whatever fails", seen)
}
