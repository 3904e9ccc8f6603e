//! Polls that must come to an end.

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, CloseMode, Level, Rule, Situation, Step, Stop, Symptom,
        Verification, always,
    },
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
    subject::Setup,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
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
        situations: &[Situation::Served, Situation::ConnectFailed],
    },
    owns: &[always(Symptom::EndlessPoll)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for trouble in
            [CONNECTS_FAIL, CONNECTS_PANIC, CHECKS_FAIL, CHECKS_FAIL_AND_NOTHING_ENDS_WELL, ALL_FAILS]
        {
            for (min, max) in [(0, 1), (2, 3)] {
                from_the_start(s, min, max, trouble)?;
                in_full_use(s, min, max, trouble)?;
            }
        }
        Ok(())
    })],
};

type Trouble = &'static [(Call, Behaviour)];

const CONNECTS_FAIL: Trouble = &[(Call::Connect, Behaviour::Fail)];

const CONNECTS_PANIC: Trouble = &[(Call::Connect, Behaviour::Panic)];

const CHECKS_FAIL: Trouble = &[(Call::Check, Behaviour::Fail)];

const CHECKS_FAIL_AND_NOTHING_ENDS_WELL: Trouble =
    &[(Call::Check, Behaviour::Fail), (Call::Disconnect, Behaviour::Fail)];

const ALL_FAILS: Trouble =
    &[(Call::Connect, Behaviour::Fail), (Call::Check, Behaviour::Fail), (Call::Disconnect, Behaviour::Fail)];

fn begin(s: &mut Scenario<'_, '_>, trouble: Trouble) {
    for (call, behaviour) in trouble {
        s.perform(Step::Always(*call, *behaviour));
    }
}

fn build(s: &mut Scenario<'_, '_>, min: usize, max: usize) -> Verification {
    s.build_with(min, max, |setup: &mut Setup| setup.validate_on_acquire = true)
}

/// The manager has been in trouble since before `init`.
fn from_the_start(s: &mut Scenario<'_, '_>, min: usize, max: usize, trouble: Trouble) -> Verification {
    build(s, min, max)?;
    begin(s, trouble);
    ends(s, Step::Start(Actor::Init(0)))?;
    several_acquire(s)
}

/// The trouble begins when some connections are idle and some in use, of which one breaks.
fn in_full_use(s: &mut Scenario<'_, '_>, min: usize, max: usize, trouble: Trouble) -> Verification {
    build(s, min, max)?;
    s.init()?;
    let holders = s.fill()?;
    for holder in &holders[1..] {
        s.give_back(*holder);
    }
    begin(s, trouble);
    several_acquire(s)?;
    s.perform(Step::Break(holders[0]));
    ends(s, Step::Release(holders[0]))?;
    several_acquire(s)?;
    if s.declaration().close_mode == CloseMode::Unsupported {
        return Ok(());
    }
    let close = s.new_close();
    ends(s, Step::Start(close))
}

fn several_acquire(s: &mut Scenario<'_, '_>) -> Verification {
    for _ in 0..=s.max() {
        let client = s.new_client();
        ends(s, Step::Start(client))?;
        s.perform(Step::Cancel(client));
        ends(s, Step::Drop(client))?;
    }
    Ok(())
}

/// Calls beyond a bound are made to wait, so that even a poll without end comes back.
fn ends(s: &mut Scenario<'_, '_>, step: Step) -> Verification {
    s.perform(step);
    bounded(s, "the last step")?;
    s.settle();
    bounded(s, "something that the last step made ready")
}

fn bounded(s: &Scenario<'_, '_>, what: &str) -> Verification {
    let endless = s.trace().count(|summary| summary.endless_poll);
    let seen = format!("{what} called the manager a thousand times in one poll, and would have gone on");
    Stop::unless(!endless, "every poll comes to an end, whatever fails", seen)
}
