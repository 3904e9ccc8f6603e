//! That a pool which says so checks what it lends.

use super::invariant::{Broken, Kept};
use crate::{
    Capability,
    ledger::{ConnId, Entry, Event},
    world::{Actor, Step, World},
};

/// With checks on, nobody is given a connection that had broken before he asked: one that breaks later may have passed
/// its check already.
pub(super) fn nothing_broken_is_lent(world: &World<'_>) -> Kept {
    let checks = world.setup().validate_on_acquire && world.declaration().claims(Capability::HealthBorrow);
    if !checks || !world.count(|fold| fold.lent_broken) {
        return Ok(());
    }
    let expected = "with `validate_on_acquire`, an idle connection is checked before it is handed out";
    match lent_broken(world.entries()) {
        Some((id, actor)) => {
            let seen = format!("{actor} was given {id}, which had broken before {actor} asked");
            Err(Broken::new("HLTH-02", expected, seen))
        }
        None => Ok(()),
    }
}

fn lent_broken(entries: &[Entry]) -> Option<(ConnId, Actor)> {
    entries.iter().enumerate().find_map(|(now, entry)| {
        let Event::Held(actor, id) = entry.event else { return None };
        let asks = |entry: &Entry| match entry.event {
            Event::Step(Step::Start(who) | Step::Create(who)) => who == actor,
            _ => false,
        };
        let asked = entries[..now].iter().rposition(asks)?;
        let broke = entries[..asked].iter().any(|entry| entry.event == Event::Broke(id));
        broke.then_some((id, actor))
    })
}
