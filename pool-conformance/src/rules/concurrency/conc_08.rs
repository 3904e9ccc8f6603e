//! A pool inside the tasks of a runtime.

use crate::{
    model::{Capability, Level, Rule, Situation, Stop, Symptom, Verification, always, is_about_blocking},
    rules::{Definition, part},
    scenario::Scenario,
    sim::{Life, RuntimeKind},
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CONC-08",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "Every operation and every drop works inside a task of a current-thread and of a multi-thread \
                      runtime: none blocks on a runtime, drops one inside a task, or blocks in place.",
        why: "`block_on` in a guard's `Drop`, or `blocking_lock` in `status`, panics in every program, and in no test \
              that polls by hand.",
        hints: &[
            "is there a `Handle::block_on`, `Runtime::block_on` or `futures::executor::block_on` in a `Drop` or in `status`?",
            "is a tokio lock taken by `blocking_lock`, or a channel used by `blocking_send`, where a std one would do?",
            "does the pool own a runtime? shut it down in the background, since a drop inside a task panics",
            "`block_in_place` works on a multi-thread runtime alone",
        ],
        situations: &[Situation::Served],
    },
    owns: &[always(Symptom::BlockedOnRuntime)],
    rank: 1,
    scenario: &[
        part("one acquire by hand", served_by_hand),
        part("a current-thread runtime", |s| lives_in(s, RuntimeKind::CurrentThread)),
        part("a multi-thread runtime", |s| lives_in(s, RuntimeKind::MultiThread)),
    ],
};

fn served_by_hand(s: &mut Scenario<'_, '_>) -> Verification {
    s.open(0, 1)?;
    s.hold().map(|_| ())
}

fn lives_in(s: &mut Scenario<'_, '_>, kind: RuntimeKind) -> Verification {
    // A factory that does not come to an end in virtual time is not waited for in real time.
    s.open(0, 1)?;
    match s.live_in_task(kind) {
        Life::Panicked(text) if is_about_blocking(&text) => Err(Stop::broken(
            format!("a pool can be used from `init` to its end inside a task of {}", kind.name()),
            format!("tokio panicked: {text}"),
        )),
        Life::Done | Life::Panicked(_) => Ok(()),
        Life::Unfinished => Err(Stop::unreached(format!(
            "a life of the pool inside a task of {} did not end in real time",
            kind.name()
        ))),
    }
}
