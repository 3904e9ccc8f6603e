//! What is left when a pool is gone.

use std::time::Duration;

use crate::{
    model::{Step, Stop, Verification},
    scenario::Scenario,
    sim::Conduct,
};

/// How long, in virtual time, a pool may take to wind down.
pub(crate) const WIND_DOWN: Duration = Duration::from_secs(60);

pub(crate) fn drop_handle(s: &mut Scenario<'_, '_>) -> Verification {
    s.perform(Step::DropHandle);
    s.settle();
    match s.pool().drop_panic() {
        None => Ok(()),
        Some(text) => {
            Err(Stop::broken("dropping the last handle does not panic", format!("it panicked: {text}")))
        }
    }
}
