//! When connecting fails, or panics, for a moment or for long.

mod capacity;
mod kinds;
mod outage;
mod panic;
mod source;

use std::time::Duration;

pub(crate) use self::{
    capacity::{ERR_04, ERR_05},
    kinds::{ERR_01, ERR_02},
    outage::{ERR_06, ERR_09},
    panic::ERR_07,
    source::ERR_03,
};
use crate::{
    ConnectErrors, Setup,
    ledger::{Call, CallEnd},
    world::{Actor, World},
};

/// How long an acquire may go on trying, in virtual time: some pools have the limit for each phase of an acquire.
const PATIENCE: Duration = Setup::ACQUIRE_TIMEOUT.saturating_mul(4);

/// Waits with an acquire whose connects fail, if the pool declares to try again until its limit.
fn let_try(w: &mut World<'_>, client: Actor) {
    if retries(w) {
        w.wait_for(client, PATIENCE);
    }
}

fn retries(w: &World<'_>) -> bool {
    w.declaration().connect_errors == ConnectErrors::UntilDeadline
}

fn failed_connects(w: &World<'_>) -> usize {
    w.count(|fold| fold.ends(Call::Connect, CallEnd::Failed))
}
