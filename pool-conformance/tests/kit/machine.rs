//! Pools as state machines.

use pool_conformance::{Budget, MachineError, SmallWorld, Suite, replay};

use crate::{explore::panic_of, pools::odd::ODD, wrong::mutant};

fn world() -> SmallWorld {
    SmallWorld::new(3, 1).cancellations(1)
}

#[test]
fn a_pool_differs_from_itself_in_nothing() {
    for odd in ODD.iter().step_by(5) {
        let draw = || Suite::new(odd.blueprint()).machine(SmallWorld::new(2, 1)).expect("it is small");
        let (one, other) = (draw(), draw());
        assert!(one.states() > 3, "{}", one.to_dot());
        assert_eq!(one.differences(&other), Ok(Vec::new()), "{}", odd.name);
    }
}

/// The shortest script that tells a wrong pool from the mended one is the mistake.
#[test]
fn a_mistake_is_what_tells_two_machines_apart() {
    let wrong = mutant("handoff-chosen-waiter-keeps-offer");
    let machine = |subject| Suite::new(subject).machine(world()).expect("it is small");
    let differences = machine(wrong).differences(&machine(wrong.mended())).expect("the world is the same");
    let shortest = &differences.first().expect("there is a difference").script().to_owned();
    let text = panic_of(|| replay(wrong, shortest));
    assert!(text.contains("CANC-05 · MUST · broken"), "{shortest}: {text}");
    replay(wrong.mended(), shortest);
}

#[test]
fn what_cannot_be_drawn_or_compared_says_why() {
    let suite = || Suite::new(ODD[0].blueprint());
    let few = suite().budget(Budget::default().schedules_per_world(10)).machine(world());
    assert_eq!(few, Err(MachineError::TooLarge(10)));
    let (one, other) = (suite().machine(SmallWorld::new(1, 1)), suite().machine(SmallWorld::new(1, 2)));
    let compared = one.expect("it is small").differences(&other.expect("it is small"));
    let text = compared.expect_err("the worlds differ").to_string();
    assert_eq!(
        text,
        "one machine is of the world `max 1, min 0, connects wait`, and the other of `max 2, min 0, connects wait`"
    );
}
