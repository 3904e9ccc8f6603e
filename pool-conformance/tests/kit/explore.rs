//! Wrong pools that exploration finds with its default settings, each with a script that is as short as it can be.

use pool_conformance::{Budget, Failure, Outcome, Report, Suite, replay};

use crate::{
    pools::{
        any::{Architecture, Blueprint},
        policy::Policy,
    },
    twisted::{Twist, Twisted},
    wrong::mutant,
};

/// A wrong pool, the rule that exploration finds broken, and the fewest steps that show it, found by
/// thought.
struct Case {
    pool: &'static str,
    rule: &'static str,
    fewest: usize,
}

const fn case(pool: &'static str, rule: &'static str, fewest: usize) -> Case {
    Case { pool, rule, fewest }
}

const CASES: [Case; 8] = [
    // A holds, B and C wait; A gives back, which chooses B; B goes before it looks, and C is stranded.
    case("handoff-chosen-waiter-keeps-offer", "CANC-05", 5),
    // A connects; A goes.
    case("semaphore-cancelled-connect-keeps-place", "CANC-03", 2),
    // A connects; the pool is closed; the connect finishes.
    case("semaphore-late-connect-is-parked", "LIFE-12", 3),
    // A connects, B waits; the connect fails.
    case("handoff-failed-connect-wakes-nobody", "ERR-05", 3),
    // A and B connect, C waits; A's connect fails. Once B gives back, C is served, and nothing is to be seen any more.
    case("handoff-failed-connect-leaves-waiters-to-others", "ERR-05", 4),
    // `init` opens a second connection, A and B wait; the idle one breaks.
    case("handoff-broken-wakes-nobody", "ACQ-05", 6),
    // A connects, B waits; the connect fails; A looks, and nobody less one is in use.
    case("handoff-failure-uncounts", "ACCT-02", 4),
    // A connects, B waits; the connect fails, and B, who is served, is said not to be.
    case("handoff-failure-uncounts", "ACCT-01", 3),
];

/// How many steps a script has, by its text.
pub(crate) fn length(script: &str) -> usize {
    let steps = script.split_once(':').map_or("", |(_, steps)| steps);
    steps.split(';').filter(|step| !step.trim().is_empty()).count()
}

fn failure<'a>(report: &'a Report, rule: &str) -> &'a Failure {
    let result = report.results().iter().find(|result| result.rule().id() == rule).expect("the rule exists");
    result.outcome().failure().unwrap_or_else(|| panic!("{rule} was not found broken:\n{report}"))
}

#[test]
fn shrunk_scripts_are_as_short_as_a_person_finds() {
    for Case { pool, rule, fewest } in CASES {
        let report = Suite::new(mutant(pool)).progress(false).run();
        let failure = failure(&report, rule);
        let script = failure.script().unwrap_or_else(|| panic!("{rule}: no exploration found it:\n{report}"));
        assert!(length(script) <= fewest, "{rule}: {script}");
    }
}

#[test]
fn a_token_and_its_text_break_the_same_rule_again() {
    for case in CASES {
        let report = Suite::new(mutant(case.pool)).progress(false).run();
        let failure = failure(&report, case.rule);
        for script in [failure.token(), failure.script()].into_iter().flatten() {
            let text = panic_of(|| replay(mutant(case.pool), script));
            assert!(text.contains(&format!("{} · MUST · broken", case.rule)), "{script}: {text}");
            replay(mutant(case.pool).mended(), script);
        }
    }
}

#[test]
fn what_a_waker_does_is_part_of_the_script() {
    for (pool, rule, script) in [
        (
            "plain-wakes-under-lock",
            "CONC-05",
            "max 1, min 0: A acquires; B acquires; B's waker will call `status`; A drops its guard",
        ),
        (
            "handoff-chosen-waiter-keeps-offer",
            "CANC-05",
            "max 1, min 0: A acquires; B acquires; C acquires; B's waker will drop its future; A drops its guard",
        ),
    ] {
        let text = panic_of(|| replay(mutant(pool), script));
        assert!(text.contains(&format!("{rule} · MUST · broken")), "{script}: {text}");
        replay(mutant(pool).mended(), script);
    }
}

#[test]
fn a_race_inside_a_poll_is_found_by_real_threads() {
    for pool in ["handoff-check-then-act", "plain-check-then-act"] {
        let report = Suite::new(mutant(pool)).progress(false).run();
        assert!(failure(&report, "ACQ-02").seen().contains("rounds"), "{report}");
    }
}

#[test]
fn a_race_between_two_tasks_is_found_by_real_threads() {
    let pool = mutant("semaphore-last-look-before-the-flag");
    let report = Suite::new(pool).run();
    assert!(failure(&report, "ACCT-01").seen().contains("rounds"), "{report}");
    let one_thread = Budget::default().meetings(0).stress(0);
    let report = Suite::new(pool).budget(one_thread).run();
    let result =
        report.results().iter().find(|result| result.rule().id() == "ACCT-01").expect("the rule exists");
    assert!(matches!(result.outcome(), Outcome::Pass(_)), "{report}");
}

/// The fewest steps are the same as without the status, which is wrong from the first step on.
#[test]
fn a_status_that_is_wrong_hides_nothing_else() {
    for Case { pool, rule, fewest } in CASES.into_iter().filter(|case| !case.rule.starts_with("ACCT")) {
        let silent = Twisted(mutant(pool), Twist::Silent);
        let report = Suite::new(silent).progress(false).run();
        assert!(failure(&report, "ACCT-01").script().is_some(), "{report}");
        let failure = failure(&report, rule);
        let script = failure.script().unwrap_or_else(|| panic!("{rule}: no exploration found it:\n{report}"));
        assert!(length(script) <= fewest, "{rule}: {script}");
        for again in [failure.token(), failure.script()].into_iter().flatten() {
            let text = panic_of(|| replay(silent, again));
            assert!(text.contains(&format!("{rule} · MUST · broken")), "{again}: {text}");
        }
    }
}

#[test]
fn a_status_that_is_wrong_cuts_no_world_short() {
    let usual = Blueprint::honest(Architecture::Semaphore, Policy::USUAL);
    // The twisted pool is no pool of that type, and has no extensions.
    let honest = Blueprint { extended: false, ..usual };
    let worlds = |suite: Suite| {
        let budget = Budget::default().samples(0).meetings(0).stress(0);
        let report = suite.progress(false).budget(budget).run();
        report.explored().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(worlds(Suite::new(Twisted(honest, Twist::Silent))), worlds(Suite::new(honest)));
}

#[test]
fn what_cannot_be_replayed_says_why() {
    for (script, fault) in [
        ("max 1: A acquires (broke ACQ-05; kit 9.9.9 00; declared 00)", "it was made by kit 9.9.9"),
        ("A acquires", "a script reads"),
        ("max 1: A dances", "A dances"),
    ] {
        let text = panic_of(|| replay(Blueprint::honest(Architecture::Semaphore, Policy::USUAL), script));
        assert!(text.contains(fault), "{script}: {text}");
    }
}

pub(crate) fn panic_of(act: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let payload = std::panic::catch_unwind(act).expect_err("this panics");
    *payload.downcast::<String>().expect("with a text")
}

#[test]
fn a_panic_is_told_with_its_place() {
    let report = Suite::new(mutant("semaphore-health-check-panics")).select("HLTH-09").progress(false).run();
    let place = "not there yet (at wrong/hlth_09.rs:";
    let seen = |failure: &Failure| failure.seen().contains(place);
    assert!(report.results().iter().flat_map(|result| result.outcome().failures()).any(seen), "{report}");
}
