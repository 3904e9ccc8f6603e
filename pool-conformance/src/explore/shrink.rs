//! Making a script shorter for as long as it breaks the same rule.

use crate::{
    model::{Actor, CLIENTS, Gates, Script, Step},
    oracle::{Attribution, Finding, Ran, run},
    sim::Sim,
};

/// The shortest script that can be reached from this one by leaving things out and making things simpler, and what it
/// breaks: the same as before, or the same with less that can have led to it.
pub(crate) fn shrink(
    sim: &mut Sim<'_>,
    attribution: &Attribution,
    finding: Finding,
    script: Script,
) -> (Finding, Script) {
    let (mut known, mut best) = (finding, script);
    loop {
        let shorter = simpler(&best).find_map(|candidate| match run(sim, &candidate) {
            Ran::Broken(found) if attribution.explains(&found, &known) => Some((found, candidate)),
            _ => None,
        });
        match shorter {
            Some(shorter) => (known, best) = shorter,
            None => return (known, best),
        }
    }
}

/// Every script that is a little simpler, the greatest simplifications first. Each is simpler in one of a few
/// respects and in none less simple, so that shrinking comes to an end.
fn simpler(script: &Script) -> impl Iterator<Item = Script> + use<'_> {
    without_actor(script)
        .chain(without_pair(script))
        .chain(without_step(script))
        .chain(plainer_pool(script))
        .chain(plainer_steps(script))
        .chain(earlier_letters(script))
}

fn keeping(script: &Script, keep: impl Fn(usize, Step) -> bool) -> Script {
    let steps = script.steps.iter().copied().enumerate().filter(|(index, step)| keep(*index, *step));
    Script { steps: steps.map(|(_, step)| step).collect(), ..script.clone() }
}

fn without_actor(script: &Script) -> impl Iterator<Item = Script> + use<'_> {
    let actors = (0..CLIENTS).map(Actor::Client).chain([0, 1].map(Actor::HealthCheck));
    let present = actors.filter(|actor| script.steps.iter().any(|step| step.actor() == Some(*actor)));
    present.map(|actor| keeping(script, |_, step| step.actor() != Some(actor)))
}

fn without_step(script: &Script) -> impl Iterator<Item = Script> + use<'_> {
    (0..script.steps.len()).rev().map(|left_out| keeping(script, |index, _| index != left_out))
}

/// Two steps at once, such as a start and what ends it, of which neither can be missed alone.
fn without_pair(script: &Script) -> impl Iterator<Item = Script> + use<'_> {
    let len = script.steps.len();
    let pairs = (0..len).flat_map(move |first| (first + 1..len).map(move |second| (first, second)));
    pairs.map(|(first, second)| keeping(script, |index, _| index != first && index != second))
}

fn plainer_pool(script: &Script) -> impl Iterator<Item = Script> + use<'_> {
    let gates = script.gates;
    let plainer = [
        (gates != Gates::NONE).then(|| Script { gates: Gates::NONE, ..script.clone() }),
        gates.connect.then(|| Script { gates: Gates { connect: false, ..gates }, ..script.clone() }),
        gates.check.then(|| Script { gates: Gates { check: false, ..gates }, ..script.clone() }),
        gates.disconnect.then(|| Script { gates: Gates { disconnect: false, ..gates }, ..script.clone() }),
        script.uninitialised.then(|| Script { uninitialised: false, ..script.clone() }),
        script.validate.then(|| Script { validate: false, ..script.clone() }),
        (script.min > 0).then(|| Script { min: script.min - 1, ..script.clone() }),
        (script.max > 1).then(|| Script {
            max: script.max - 1,
            min: script.min.min(script.max - 1),
            ..script.clone()
        }),
    ];
    plainer.into_iter().flatten()
}

/// The same step in its plainest form.
fn plainer(step: Step) -> Step {
    match step {
        Step::Release(actor) | Step::Unwind(actor) => Step::Drop(actor),
        Step::PollAnew(actor) => Step::Poll(actor),
        Step::FinishSecond(call, how) => Step::Finish(call, how),
        Step::BreakSecondIdle => Step::BreakIdle,
        other => other,
    }
}

fn plainer_steps(script: &Script) -> impl Iterator<Item = Script> + use<'_> {
    let changeable =
        (0..script.steps.len()).filter(|index| plainer(script.steps[*index]) != script.steps[*index]);
    changeable.map(|index| {
        let mut changed = script.clone();
        changed.steps[index] = plainer(changed.steps[index]);
        changed
    })
}

/// The clients named in the order in which they come.
fn earlier_letters(script: &Script) -> impl Iterator<Item = Script> + use<> {
    let mut order: Vec<Actor> = Vec::new();
    for step in &script.steps {
        match step.actor() {
            Some(actor @ Actor::Client(_)) if !order.contains(&actor) => order.push(actor),
            _ => {}
        }
    }
    let rename = |actor: Actor| match order.iter().position(|known| *known == actor) {
        Some(place) => Actor::Client(u8::try_from(place).unwrap_or(u8::MAX)),
        None => actor,
    };
    let renamed =
        Script { steps: script.steps.iter().map(|step| step.with_actor(rename)).collect(), ..script.clone() };
    (renamed != *script).then_some(renamed).into_iter()
}
