//! What the pool says of itself, and what became of every connection.

use crate::{
    model::Verification, rules::accounting::incidents::Moment, rules::accounting::scripts::INCIDENTS,
    scenario::Scenario, sim::Conduct,
};

pub(crate) mod connections;
pub(crate) mod incidents;
pub(crate) mod scripts;
pub(crate) mod status;

/// Every acquire has its turn, every guard comes back, and who still waits gives up.
pub(crate) fn bring_all_back(s: &mut Scenario<'_, '_>) {
    s.heal();
    s.serve_in_turn();
    s.cancel_all();
    s.serve_in_turn();
}

/// Goes through every incident, to look whenever the pool is at rest, and once more when all has come back.
pub(crate) fn at_every_rest(
    s: &mut Scenario<'_, '_>,
    look: fn(&mut Scenario<'_, '_>, &str) -> Verification,
) -> Verification {
    for incident in INCIDENTS {
        if !incident.suits(s) {
            continue;
        }
        incident.build(s)?;
        s.init()?;
        let about = incident.about;
        incident.happen(s, &mut |s, moment| match moment {
            Moment::Settled if is_at_rest(s) => look(s, about),
            _ => Ok(()),
        })?;
        bring_all_back(s);
        if is_at_rest(s) {
            look(s, about)?;
        }
    }
    Ok(())
}

/// Whether nothing is under way in a world that has settled.
fn is_at_rest(s: &Scenario<'_, '_>) -> bool {
    s.trace().count(|summary| summary.running) == 0 && !s.tasks().actors().any(|actor| s.is_pending(actor))
}
