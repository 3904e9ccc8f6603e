//! How many schedules a second this kit's explorer runs, beside shuttle and loom, on the same small pool.
//!
//! Run it with `cargo bench -p pool-examples --bench explorers`. The pool has two connections and one queue of waiters;
//! three clients acquire and release once each. The kit goes through every schedule of that world, again and again, on
//! one thread; shuttle draws schedules with its random scheduler; loom enumerates them. They take turns, lap by lap, so
//! that whatever else the machine does hits them all: a speed is that of the median lap, a lead is the median of what the
//! laps of a turn say. Shuttle and loom interleave at every lock, which this kit does not: it interleaves at polls, and can
//! therefore judge a pool that was not written for it. What they have in common is what is counted: one run of the three
//! clients from a fresh pool to its end, and a look at whether the whole capacity is back and no more. The kit looks at
//! some more, after every step.
//!
//! Then it explores large worlds of the reference pool as graphs, and prints how large they are and what that takes; and it runs
//! `run_all` on the reference pool in the dev profile, and prints what that takes.

mod kit;
mod looming;
mod pool;
mod shuttled;
mod worlds;

use std::{
    process::Command,
    time::{Duration, Instant},
};

const LAPS: usize = 40;
const LAP: Duration = Duration::from_millis(100);

/// Somebody who runs schedules: at least one, and says how many.
type Explorer = fn() -> u64;

const EXPLORERS: [(&str, Explorer); 3] =
    [("pool-conformance", kit::explore), ("shuttle", shuttled::explore), ("loom", looming::explore)];

fn main() -> std::io::Result<()> {
    let turns: Vec<[f64; 3]> = (0..LAPS).map(|_| EXPLORERS.map(|(_, explore)| lap(explore))).collect();
    println!("{:<18} {:>14} {:>14}", "explorer", "schedules/s", "the kit's lead");
    for (index, (name, _)) in EXPLORERS.iter().enumerate() {
        let speed = median(turns.iter().map(|turn| turn[index]));
        let lead = median(turns.iter().map(|turn| turn[0] / turn[index]));
        println!("{name:<18} {speed:>14.0} {lead:>13.1}x");
    }
    println!();
    worlds::print();
    println!();
    dev_profile()
}

/// Schedules a second, in one lap.
#[expect(clippy::cast_precision_loss, reason = "a lap has far fewer than 2^52 schedules")]
fn lap(explore: Explorer) -> f64 {
    let began = Instant::now();
    let mut schedules = 0;
    while began.elapsed() < LAP {
        schedules += explore();
    }
    schedules as f64 / began.elapsed().as_secs_f64()
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn dev_profile() -> std::io::Result<()> {
    let arguments = ["run", "--quiet", "--package", "pool-examples", "--example", "cost"];
    Command::new(env!("CARGO")).args(arguments).status().map(drop)
}
