//! A least size that is kept.

use crate::{
    model::{Behaviour, Call, Capability, Level, Rule, Situation, Step, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, part},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

/// Sizes to ask for: the least, the most.
const SIZES: [(usize, usize); 3] = [(1, 1), (1, 2), (2, 3)];

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "MNT-01",
        level: Level::Must,
        capability: Capability::MaintainMin,
        needs: &[],
        requirement: "When connections are lost below `min_size`, the pool restores it without demand, within the period that \
                  it states and within `max_size`.",
        why: "A pool that was drained by an outage and stays empty meets the next crowd of requests with nothing open \
          (HikariCP #1474, psycopg ticket 438, commons-dbcp PR 40).",
        hints: &[
            "is the upkeep told when a connection is lost, or does it look now and then?",
            "does it try again after a connect that failed, for as long as it takes?",
        ],
        situations: &[Situation::Broke, Situation::TimePassed],
    },
    owns: &[always(Symptom::BelowMinimum)],
    rank: GENERAL,
    scenario: &[
        part("losses", |s| {
            for (min, max) in SIZES {
                s.open(min, max)?;
                filled(s, min)?;
                lose_everything(s)?;
                restores(s, min, "connections that were lost")?;
            }
            Ok(())
        }),
        part("an outage", |s| {
            for (min, max) in SIZES {
                s.open(min, max)?;
                filled(s, min)?;
                s.perform(Step::Always(Call::Connect, Behaviour::Fail));
                lose_everything(s)?;
                pass_a_period(s);
                s.heal();
                restores(s, min, "an outage")?;
            }
            Ok(())
        }),
    ],
};

/// One that is filled in the background is given its time.
fn filled(s: &mut Scenario<'_, '_>, min: usize) -> Verification {
    if s.trace().live() < min {
        pass_a_period(s);
    }
    let live = s.trace().live();
    if live >= min {
        Ok(())
    } else {
        Err(Stop::unreached(format!("the check needs {min} open, but {live} are")))
    }
}

/// Everything that is open breaks while it is used.
fn lose_everything(s: &mut Scenario<'_, '_>) -> Verification {
    let open = s.trace().live();
    let holders = (0..open).map(|_| s.hold()).collect::<Result<Vec<_>, _>>()?;
    for holder in holders {
        s.release_guard(holder, ReleaseMode::Broken);
    }
    Ok(())
}

fn pass_a_period(s: &mut Scenario<'_, '_>) {
    let period = s.declaration().upkeep_period;
    s.advance(period);
    s.advance(std::time::Duration::from_secs(1));
}

fn restores(s: &mut Scenario<'_, '_>, min: usize, after: &str) -> Verification {
    pass_a_period(s);
    let (live, peak, max) = (s.trace().live(), s.trace().summary().peak, s.max());
    let expected = format!("at least {min} are open within the period of the upkeep after {after}");
    Stop::unless(live >= min, expected, format!("{live} are open"))?;
    let expected = format!("no more than {max} are open at once, or being opened, on the way there");
    Stop::unless(peak <= max, expected, format!("{peak} were"))
}
