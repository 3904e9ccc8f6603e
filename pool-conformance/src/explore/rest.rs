//! What holds whenever nothing is under way, whoever holds a connection by then.

use pool_protocol::Status;

use super::{
    blame::Symptom,
    invariant::{Broken, Kept},
};
use crate::world::{Actor, Rest, World};

/// Looks at a pool of which nothing can run by itself, and at the status if it has shown one.
pub(super) fn holds_at_rest(world: &World<'_>, shown: bool) -> Kept {
    if !world.has_handle() {
        return Ok(());
    }
    match world.rest() {
        Rest::Waiting(waiting) => is_not_stranded(world, waiting),
        // What a pool has taken away, its holder still has a guard of.
        Rest::Idle if shown && !world.may_have_taken_away() => status_is_true(world),
        Rest::Idle | Rest::Pending | Rest::Moving => Ok(()),
    }
}

/// Whoever waits then waits for a connection in use: no wake-up was lost.
fn is_not_stranded(world: &World<'_>, waiting: Actor) -> Kept {
    let (held, max) = (world.fold().held, world.max());
    if held >= max || !world.is_initialised() || world.close_began() || world.may_try_again() {
        return Ok(());
    }
    let seen = if held == 0 {
        format!("{waiting} is still pending although nobody holds a connection")
    } else {
        format!("{waiting} is still pending although {held} of {max} connections are in use")
    };
    Err(Broken::symptom(world, Symptom::Stranded, "a waiting acquire is served when capacity is free", seen))
}

/// Whether the numbers in the status are those of the ledger.
pub(super) fn status_is_true(world: &World<'_>) -> Kept {
    let status = world.shown();
    let (live, held) = world.count(|fold| (fold.live, fold.held));
    let seen = || {
        let Status { size, idle, in_use, .. } = *status;
        format!("size {size}, idle {idle}, in_use {in_use}; {live} are open, {held} held")
    };
    Broken::unless(status.in_use == held, "ACCT-01", "at rest, `in_use` is the number of guards held", seen)?;
    Broken::unless(status.size == live, "ACCT-03", "at rest, size is what was opened and not ended", seen)?;
    Broken::unless(
        status.idle + status.in_use == status.size,
        "ACCT-01",
        "at rest, size is idle and in_use together",
        seen,
    )
}
