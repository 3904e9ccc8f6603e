//! Pools that are odd and lawful are accused of nothing, and pools that do nothing are praised for nothing.

use pool_conformance::{Budget, Outcome, Report, Suite};

use crate::pools::{hopeless, odd::ODD};

fn accused(report: &Report) -> Vec<String> {
    let broken = report.results().iter().filter_map(|result| {
        let failure = result.outcome().failure()?;
        Some(format!("{}: {} ({:?})", result.rule().id(), failure.seen(), failure.script()))
    });
    broken.collect()
}

#[test]
fn no_odd_pool_is_accused() {
    for odd in ODD {
        let report = Suite::new(odd.blueprint()).progress(false).run();
        assert!(accused(&report).is_empty(), "{}: {:#?}", odd.name, accused(&report));
    }
}

#[test]
fn no_other_seed_accuses_them() {
    for odd in ODD {
        for seed in 2..=10 {
            let budget = Budget::default().schedules_per_world(1).samples(200).meetings(1).seed(seed);
            let report = Suite::new(odd.blueprint()).progress(false).budget(budget).run();
            assert!(accused(&report).is_empty(), "{} with seed {seed}: {:#?}", odd.name, accused(&report));
        }
    }
}
