//! What `status` says.

use pool_protocol::Status;

use super::{incidents::Incident, scripts::INCIDENTS};
use crate::{
    model::{Actor, Behaviour, Call, Step, Verification},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) fn shown(status: &Status) -> String {
    let Status { size, idle, in_use, max_size, .. } = status;
    format!("`status` shows size {size}, idle {idle}, in_use {in_use} (max_size {max_size})")
}

/// Goes through every incident, to look before `init` and after every step: with a manager that answers, and with one
/// of which every call hangs until the next step has been made.
pub(crate) fn at_every_moment(
    s: &mut Scenario<'_, '_>,
    look: fn(&mut Scenario<'_, '_>) -> Verification,
) -> Verification {
    for incident in INCIDENTS {
        if !incident.suits(s) {
            continue;
        }
        incident.build(s)?;
        look(s)?;
        s.init()?;
        incident.happen(s, &mut |s, _| look(s))?;
        behind_gates(s, incident, look)?;
    }
    Ok(())
}

pub(crate) const ASYNC: [Call; 3] = [Call::Connect, Call::Check, Call::Disconnect];

pub(crate) fn behind_gates(
    s: &mut Scenario<'_, '_>,
    incident: &Incident,
    look: fn(&mut Scenario<'_, '_>) -> Verification,
) -> Verification {
    incident.build(s)?;
    for call in ASYNC {
        s.gate(call);
    }
    s.start(Actor::Init(0));
    look(s)?;
    while s.gated(Call::Connect) > 0 && s.is_pending(Actor::Init(0)) {
        s.finish(Call::Connect, Behaviour::Succeed);
        look(s)?;
    }
    incident.happen(s, &mut |s, _| {
        look(s)?;
        for call in ASYNC {
            s.perform(Step::Finish(call, Behaviour::Succeed));
        }
        look(s)
    })
}
