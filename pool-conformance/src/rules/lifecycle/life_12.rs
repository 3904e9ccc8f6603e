//! What `close` does to what it finds.

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, Leak, Level, Need, Rule, Situation, Symptom, Verification, always,
    },
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-12",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[Need::Closing],
        requirement: "A connection whose `connect` was in flight when `close` started is not leaked: the attempt is \
                  cancelled or its result is ended; the acquire that asked for it settles.",
        why: "The classic shutdown leak: the connection arrives when nobody looks any more.",
        hints: &[
            "is the closed flag looked at again after the `connect` has been awaited?",
            "what becomes of a connection that a background task opened while the pool was closed?",
        ],
        situations: &[Situation::Closed, Situation::ClosedConnecting],
    },
    owns: &[always(Symptom::Leaked(Leak::OpenedTooLate))],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (max, how) in [(1, Behaviour::Succeed), (2, Behaviour::Succeed), (1, Behaviour::Fail)] {
            s.open(0, max)?;
            if max > 1 {
                s.leave_idle()?;
                s.hold()?;
            }
            s.gate(Call::Connect);
            let client = s.acquire();
            connect_after_close(s, client, how)?;
        }
        Ok(())
    })],
};

fn connect_after_close(s: &mut Scenario<'_, '_>, client: Actor, how: Behaviour) -> Verification {
    let close = s.begin_close();
    s.finish(Call::Connect, how);
    s.expect_settled(client, "an acquire in mid-connect settles once its connect has, closed or not")?;
    s.give_back_all();
    let expected = "`close` completes once the connect in flight has finished and all guards are back";
    s.expect_settled(close, expected)?;
    s.expect_all_ended("once `close` has completed and the connect in flight has finished")
}
