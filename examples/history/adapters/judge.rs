//! What the programs of all versions share: judging, and a line a rule for another program to read.

use pool_conformance::{Budget, RuleResult, SmallWorld, Subject, Suite};

/// Judges the subject and prints a line for each rule, its fields set apart by tabs: id, level, outcome, and of a
/// broken rule how many schedules it took, the length of the script in steps, and the script. A rule that its own
/// scenario found broken has the length of that, and no script.
///
/// Threads are left out: what they find they find by chance.
///
/// With a script as argument, that is run and told of instead; with `machine` and four numbers, the pool's machine in the small world
/// of so many clients, connections, cancellations and faults is printed.
///
/// # Panics
///
/// Where a script breaks a rule, where what follows on `machine` is no world, and where there is no machine.
pub(crate) fn judge(subject: impl Subject) {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [] => print_judgement(subject),
        [machine, world @ ..] if machine == "machine" => print_machine(subject, world),
        [script, ..] => pool_conformance::replay(subject, script),
    }
}

fn print_machine(subject: impl Subject, world: &[String]) {
    let numbers: Vec<u8> = world.iter().filter_map(|number| number.parse().ok()).collect();
    let [clients, max, cancellations, faults] = numbers[..] else { panic!("{world:?} are not four numbers") };
    let world = SmallWorld::new(clients, max).cancellations(cancellations).faults(faults);
    match Suite::new(subject).machine(world) {
        Ok(machine) => print!("{machine}"),
        Err(why) => panic!("{why}"),
    }
}

fn print_judgement(subject: impl Subject) {
    // A judged pool may panic, and the outcome tells of it.
    std::panic::set_hook(Box::new(|_| {}));
    let budget = Budget::default().meetings(0).stress(0);
    for result in Suite::new(subject).progress(false).budget(budget).run().results() {
        println!("{}", line(result));
    }
}

fn line(result: &RuleResult) -> String {
    let (rule, outcome) = (result.rule(), result.outcome());
    let head = format!("{}\t{}\t{outcome}", rule.id(), rule.level());
    let Some(failure) = outcome.failure() else { return head };
    let script = failure.script().unwrap_or_default();
    let steps = failure.script().map_or(failure.steps().len(), steps);
    format!("{head}\t{}\t{steps}\t{script}", failure.schedules())
}

/// Steps follow the pool that a script asks for: `max 1, min 0: A acquires; A drops its guard`.
fn steps(script: &str) -> usize {
    let (_, steps) = script.split_once(':').unwrap_or_default();
    steps.split(';').filter(|step| !step.trim().is_empty()).count()
}
