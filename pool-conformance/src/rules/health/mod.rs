//! Limits that go by a clock which the kit cannot wind on, judged in real time.

use std::time::Duration;

use crate::{
    model::{Stop, Verification},
    scenario::Scenario,
    sim::{Outlived, Outlives, outlive_in_real_time},
};

/// The longest upkeep that is waited for.
const LONGEST_UPKEEP: Duration = Duration::from_millis(200);

/// That a connection which has outlived a limit is not lent again. That something came late decides nothing.
pub(crate) fn outlives(s: &Scenario<'_, '_>, what: Outlives) -> Verification {
    let declared = s.declaration().upkeep_period;
    let upkeep = declared.min(LONGEST_UPKEEP);
    let limit = match what {
        Outlives::IdleLimit => "idle limit",
        Outlives::Lifetime | Outlives::LifetimeInUse => "lifetime",
    };
    match outlive_in_real_time(s, what, upkeep) {
        Outlived::Retired => Ok(()),
        Outlived::Kept(_) if declared > LONGEST_UPKEEP => Err(Stop::unreached(format!(
            "in real time, nothing is waited for that takes {declared:?}, as the upkeep of this pool does"
        ))),
        Outlived::Kept(id) => Err(Stop::broken(
            format!("in real time, a connection that has outlived its {limit} is not lent again"),
            format!("{id} was"),
        )),
        Outlived::EndedInUse(id) => Err(Stop::broken(
            format!("in real time, a connection in use is not ended by its {limit}"),
            format!("{id} was"),
        )),
        Outlived::Unfinished => Err(Stop::unreached(
            "in real time, a pool that serves two acquires one after the other within seconds",
        )),
    }
}
