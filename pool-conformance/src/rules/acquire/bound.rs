//! What must hold at any instant, whatever a pool goes through.

use super::busy;
use crate::{
    Capability,
    rule::{Check, Level, Rule, Stop},
    world::{Witness, World},
};

pub(crate) static ACQ_01: Rule = Rule {
    id: "ACQ-01",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "At any instant a connection is held by at most one guard.",
    why: "Two users of one connection read each other's answers and commit each other's transactions \
          (r2dbc-pool #92, mysql2 #1280).",
    hints: &[
        "is a connection taken out of the idle list under the same lock that finds it there?",
        "can a connection both go to a waiter and into the idle list?",
    ],
    witnesses: &[Witness::Served, Witness::Reused, Witness::Released],
    check: |w| busy::watch(w, nothing_is_shared),
};

fn nothing_is_shared(w: &World<'_>) -> Check {
    match w.count(|fold| fold.shared) {
        None => Ok(()),
        Some((id, first, second)) => Err(Stop::broken(
            format!("while {first} holds {id}, nobody else is given it"),
            format!("{second} was given {id} as well"),
        )),
    }
}

pub(crate) static ACQ_02: Rule = Rule {
    id: "ACQ-02",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "Open connections plus running connects never exceed `max_size`, counted at the manager; a connection \
                  counts until it is handed to `disconnect` or dropped.",
    why: "Servers refuse connections beyond their limit, and they refuse them to everybody (deadpool #205).",
    hints: &[
        "is a place reserved before `connect` is called, and kept until it is done?",
        "is a failed or cancelled acquire's place given back twice?",
        "is a connection that broke ended before its place is given to another?",
    ],
    witnesses: &[Witness::Served, Witness::ConnectFailed, Witness::ConnectCancelled],
    check: |w| busy::watch(w, the_bound_holds),
};

fn the_bound_holds(w: &World<'_>) -> Check {
    let (live, connecting, peak) = w.count(|fold| (fold.live, fold.connecting, fold.peak));
    let expected = format!("no more than {} open or being opened at any moment", w.max());
    let now = format!("{peak} at once; after the last step {live} open and {connecting} being opened");
    Stop::unless(peak <= w.max(), expected, now)
}
