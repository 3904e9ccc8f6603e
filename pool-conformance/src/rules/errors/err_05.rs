//! What a failed connect leaves to others.

use crate::{
    model::{Behaviour, Capability, Level, Need, Rule, Situation, Symptom, after},
    rules::errors::passes_on,
    rules::{Definition, whole},
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ERR-05",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[Need::Waiting],
        requirement: "When one acquire's connect fails, the capacity it held is offered to the waiters promptly; none is \
                  stranded until its own limit.",
        why: "The slot is free, everybody sleeps, and one failed connect has cost a whole queue its time \
          (Go #10886, Npgsql, pg-pool).",
        hints: &[
            "does the error path of a connect wake the next waiter, as a release does?",
            "does a waiter that is woken with no connection at hand open one itself?",
        ],
        situations: &[Situation::Served, Situation::ConnectFailed],
    },
    owns: &[after(&[Situation::ConnectFailed], Symptom::Stranded)],
    rank: 55,
    scenario: &[whole(|s| {
        for (max, waiters, failures) in
            [(1, 1, 1), (1, 3, 1), (1, 3, 2), (1, 2, 9), (2, 1, 1), (2, 2, 2), (3, 2, 1)]
        {
            passes_on(s, max, waiters, failures, Behaviour::Fail)?;
        }
        Ok(())
    })],
};
