//! Small lies, by property: an honest pool that lies once in its life, about an event that a seed chooses.
//!
//! `POOL_CONFORMANCE_LIES=1/1` tells of a hundred seeds; each run of the tests is one of twenty parts of them.

use std::{fs, path::Path};

use pool_conformance::Suite;

use crate::{
    honest::accused,
    part::part,
    pools::{
        lies::{Liar, Lie},
        odd::ODD,
    },
    recorded::is_recorded_anew,
};

const SEEDS: u64 = 100;
/// The latest event that is lied about.
const LATEST: u64 = 20;
/// In how many parts the seeds are told of where nothing else is asked for.
const PARTS: usize = 20;

/// A number that a seed leads to, far from those of its neighbours.
fn scattered(seed: u64) -> u64 {
    // The mixer of SplitMix64 (Steele, Lea and Flood, 2014).
    let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The pool of a seed, and what it does.
fn liar(seed: u64) -> (String, Liar) {
    let mut number = scattered((seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut draw = |of: u64| {
        let drawn = number % of;
        number /= of;
        usize::try_from(drawn).expect("it is small")
    };
    let lie = Lie::ALL[draw(Lie::ALL.len() as u64)];
    let at = draw(LATEST) + 1;
    let odd = &ODD[draw(ODD.len() as u64)];
    (format!("seed {seed}: {}, {lie:?} at event {at}", odd.name), Liar::new(odd.blueprint(), lie, at))
}

/// The lies of this part of the seeds: how many were told, and which of them were not found out.
fn told((part, of): (usize, usize)) -> (usize, Vec<String>) {
    let (mut told, mut missed) = (0, Vec::new());
    for seed in (0..SEEDS).skip(part).step_by(of) {
        let (what, liar) = liar(seed);
        let report = Suite::new(liar.clone()).progress(false).run();
        told += usize::from(liar.has_lied());
        if liar.has_lied() && accused(&report).is_empty() {
            missed.push(what);
        }
    }
    (told, missed)
}

fn page(told: usize, missed: &[String]) -> String {
    let missed: Vec<String> = missed.iter().map(|what| format!("* {what}\n")).collect();
    format!(
        "# Small lies\n\nOf {SEEDS} seeds each chooses an honest pool of the kit's own tests, an event, and its number up to \
         {LATEST}. There the pool\nlies, once in its life. In {told} of them some pool came to the event; of these {} were found \
         out. A lie that only\nthreads came to, where nobody looks at what came of it, counts as missed.\n\nWritten by \
         `POOL_CONFORMANCE_RECORD=1 POOL_CONFORMANCE_LIES=1/1 cargo test -p pool-conformance --test kit lies`.\n\nMissed:\n\n{}",
        told - missed.len(),
        missed.concat()
    )
}

#[test]
fn a_pool_that_lies_once_in_its_life_is_found_out() {
    let part = part("POOL_CONFORMANCE_LIES", PARTS);
    let (told, missed) = told(part);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("doc/lies.md");
    if part == (0, 1) && is_recorded_anew() {
        fs::write(&path, page(told, &missed)).expect("the page can be written");
    }
    let recorded = fs::read_to_string(&path).expect("the page is there");
    let new: Vec<&String> = missed.iter().filter(|what| !recorded.contains(*what)).collect();
    assert!(new.is_empty(), "of {told} lies these are missed, and doc/lies.md does not list them: {new:#?}");
}
