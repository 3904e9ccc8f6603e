//! Another bound while the pool runs.

use crate::{
    model::{
        Actor, Capability, ErrorKind, Level, Rule, Situation, Stop, Symptom, Verification, after, always,
    },
    rules::{Definition, part},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "MNT-03",
        level: Level::May,
        capability: Capability::Resize,
        needs: &[],
        requirement: "The bound can change at run time: lowered, it takes effect as guards return, and until then the larger \
                  bound counts; raised, it wakes waiters. A bound of 0 or below `min_size` is refused with `InvalidConfig`.",
        why: "A service that is given more or fewer connections must not have to restart (golang/go #9453), and a bound that \
          is changed while connections are out is easily counted wrong (deadpool 0.12.2 panicked).",
        hints: &[
            "does raising the bound wake as many waiters as there are new places?",
            "is a connection that comes back while too many are out ended, or handed to the next?",
            "can the number of free places become negative?",
        ],
        situations: &[Situation::Served, Situation::Raised, Situation::Lowered],
    },
    owns: &[
        always(Symptom::NonsenseBoundAccepted),
        always(Symptom::BoundRefused),
        always(Symptom::NotLowered),
        after(&[Situation::Raised], Symptom::Stranded),
        after(&[Situation::Lowered], Symptom::Stranded),
        after(&[Situation::Raised], Symptom::CapacityLost),
        after(&[Situation::Lowered], Symptom::CapacityLost),
        after(&[Situation::Raised], Symptom::BoundExceeded),
        after(&[Situation::Lowered], Symptom::BoundExceeded),
    ],
    rank: 55,
    scenario: &[
        part("raising", |s| {
            for (from, to) in [(1, 2), (1, 3), (2, 3)] {
                makes_room(s, from, to)?;
                if s.waits_when_full() {
                    wakes_waiters(s, from, to)?;
                }
            }
            Ok(())
        }),
        part("lowering", |s| {
            for (from, to) in [(2, 1), (3, 1), (3, 2)] {
                ends_idle_ones(s, from, to)?;
                holds_as_guards_return(s, from, to)?;
                rises_again(s, from, to)?;
            }
            Ok(())
        }),
        part("bounds that make no sense", |s| {
            refuses(s, 0, 2, 0)?;
            if s.declaration().claims(Capability::Prefill) { refuses(s, 2, 3, 1) } else { Ok(()) }
        }),
    ],
};

fn resize(s: &mut Scenario<'_, '_>, to: u8) -> Verification {
    let resize = Actor::Resize(to);
    s.start(resize);
    s.expect_done(resize, &format!("a `max_size` of {to} is accepted"))?;
    let shown = s.status()?.max_size;
    let expected = format!("`max_size` is {to} from then on");
    Stop::unless(shown == usize::from(to), expected, format!("the status says {shown}"))
}

fn makes_room(s: &mut Scenario<'_, '_>, from: usize, to: u8) -> Verification {
    s.open(0, from)?;
    s.fill()?;
    resize(s, to)?;
    s.expect_capacity("the bound was raised")
}

fn wakes_waiters(s: &mut Scenario<'_, '_>, from: usize, to: u8) -> Verification {
    s.open(0, from)?;
    s.fill()?;
    let waiters = (from..to.into()).map(|_| s.queue()).collect::<Result<Vec<Actor>, Stop>>()?;
    resize(s, to)?;
    for waiter in waiters {
        s.expect_held(waiter, "a waiter is served when the bound is raised")?;
    }
    Ok(())
}

fn ends_idle_ones(s: &mut Scenario<'_, '_>, from: usize, to: u8) -> Verification {
    s.open(0, from)?;
    for holder in s.fill()? {
        s.give_back(holder);
    }
    resize(s, to)?;
    no_more_are_open(s, to)?;
    s.expect_capacity("the bound was lowered")
}

/// Whoever queues while too many are out is served when there is room under the new bound, and not before.
fn holds_as_guards_return(s: &mut Scenario<'_, '_>, from: usize, to: u8) -> Verification {
    s.open(0, from)?;
    let holders = s.fill()?;
    resize(s, to)?;
    let late = s.acquire();
    for (place, holder) in holders.into_iter().enumerate() {
        s.give_back(holder);
        let held = s.trace().count(|summary| summary.held);
        let left = from - place - 1;
        let most = left.max(to.into());
        Stop::unless(
            held <= most,
            "a lowered bound takes effect as guards return",
            format!("{held} are held"),
        )?;
    }
    if s.waits_when_full() {
        s.expect_held(late, "who waits is served when there is room under the lowered bound")?;
    }
    no_more_are_open(s, to)?;
    s.expect_capacity("the bound was lowered")
}

fn rises_again(s: &mut Scenario<'_, '_>, from: usize, to: u8) -> Verification {
    s.open(0, from)?;
    s.fill()?;
    resize(s, to)?;
    resize(s, u8::try_from(from).unwrap_or(u8::MAX))?;
    s.expect_capacity("the bound was lowered and raised again")
}

fn no_more_are_open(s: &mut Scenario<'_, '_>, to: u8) -> Verification {
    let live = s.trace().live();
    let expected = format!("no more than {to} are open once everything is back");
    Stop::unless(live <= usize::from(to), expected, format!("{live} are open"))
}

fn refuses(s: &mut Scenario<'_, '_>, min: usize, max: usize, to: u8) -> Verification {
    s.open(min, max)?;
    let resize = Actor::Resize(to);
    s.start(resize);
    let expected = format!("a `max_size` of {to} is refused with InvalidConfig where `min_size` is {min}");
    s.expect_error(resize, &[ErrorKind::InvalidConfig], &expected)?;
    s.expect_capacity("a bound was refused")
}
