//! What the judge is worth: which mistakes it finds and at what cost, and that it accuses no honest pool.
//!
//! `POOL_CONFORMANCE_PART=1/1 cargo test -p pool-conformance --test kit table -- --nocapture` prints the whole table, which takes
//! a quarter of an hour. It is recorded in `doc/mutants.md`, and what is recorded may only get better; with
//! `POOL_CONFORMANCE_RECORD=1` it is written anew. Without a part that is asked for, each fifth mutant is judged, beside all
//! honest pools. With `POOL_CONFORMANCE_ONLY=CANC-05`, or a part of the names of mutants, there are only those in it, and with
//! `honest`, or `honest:` and a part of their names, only the honest pools are judged.

use std::{
    fmt::Write,
    num::NonZero,
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
};

use pool_conformance::{Budget, Failure, Suite};

use crate::{
    explore::length,
    honest::accused,
    part,
    pools::odd::ODD,
    recorded::is_recorded_anew,
    wrong::{MUTANTS, Mutant},
};

const RECORDED: &str = include_str!("../../doc/mutants.md");

/// What it takes to find something: `None` where threads found it, by chance.
type Cost = Option<(u64, usize)>;

/// A mutant and what became of it.
struct Row {
    rule: &'static str,
    mutant: &'static str,
    /// By what it was found, and at what cost, if it was.
    found: Option<(&'static str, Cost)>,
    also: Vec<&'static str>,
}

impl Row {
    /// Judges a mutant with the default settings; threads only where nothing else will do, since what they find beside it
    /// is not the same every time.
    fn of(mutant: &'static Mutant) -> Self {
        let alone = Budget::default().meetings(0).stress(0);
        let budget = if mutant.is_race() { Budget::default() } else { alone };
        let report = Suite::new(mutant.blueprint()).progress(false).budget(budget).run();
        let (mut found, mut also) = (None, Vec::new());
        for result in report.results() {
            match result.outcome().failure() {
                Some(failure) if result.rule().id() == mutant.breaks => found = Some(means(failure)),
                Some(_) if !mutant.is_race() => also.push(result.rule().id()),
                _ => {}
            }
        }
        Self { rule: mutant.breaks, mutant: &mutant.name, found, also }
    }

    fn render(&self) -> String {
        let Self { rule, mutant, found, also } = self;
        let (by, cost) = found.unwrap_or(("MISSED", None));
        let (schedules, steps) =
            cost.map_or(("-".to_owned(), "-".to_owned()), |(a, b)| (a.to_string(), b.to_string()));
        format!("| {rule} | {mutant} | {by} | {schedules} | {steps} | {} |", also.join(" "))
    }
}

fn means(failure: &Failure) -> (&'static str, Cost) {
    match failure.script() {
        Some(script) => ("exploration", Some((failure.schedules(), length(script)))),
        None if failure.steps().is_empty() => ("threads", None),
        None => ("scenario", Some((failure.schedules(), failure.steps().len()))),
    }
}

/// The cost that is recorded for a mutant of a rule, if it is recorded at all.
fn recorded(rule: &str, mutant: &str) -> Option<Cost> {
    let row = RECORDED.lines().find(|line| line.starts_with(&format!("| {rule} | {mutant} |")))?;
    let mut cells = row.split('|').map(str::trim).skip(4);
    let (schedules, steps) = (cells.next()?, cells.next()?);
    Some(schedules.parse().ok().zip(steps.parse().ok()))
}

fn complaint(row: &Row) -> Option<String> {
    let Row { rule, mutant, .. } = row;
    let Some((_, cost)) = row.found else { return Some(format!("{mutant} is missed by {rule}")) };
    let Some(before) = recorded(rule, mutant) else { return Some(format!("{mutant} is not recorded")) };
    let worse = match (cost, before) {
        (Some((schedules, steps)), Some((fewest, shortest))) => schedules > fewest || steps > shortest,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    worse.then(|| format!("{mutant} takes {cost:?} to be found by {rule}, and took {before:?}"))
}

fn table(rows: &[Row], accusations: &[String]) -> String {
    let mut text = "# What the kit finds, and what it leaves alone\n\n\
        Printed by `POOL_CONFORMANCE_PART=1/1 cargo test -p pool-conformance --test kit table -- --nocapture`.\n\
        Each mutant is a pool with one mistake, judged with the default settings. *Schedules* are those that were run in the world where it was found,\n\
        up to the first that showed it, and 1 for the rule's own scenario; *steps* are those of the script in the\n\
        report. Both may only go down. Races between threads are found by chance, within the default number of rounds.\n\n\
        | rule | mutant | found by | schedules | steps | also breaks |\n| --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for row in rows {
        let _ = writeln!(text, "{}", row.render());
    }
    let found = rows.iter().filter(|row| row.found.is_some()).count();
    let _ = writeln!(text, "\n{found} of {} mutants are found by the rule they were made for.", rows.len());
    let names: Vec<&str> = ODD.iter().map(|odd| odd.name).collect();
    let _ =
        writeln!(text, "\n{} honest pools, {} accused: {}.", ODD.len(), accusations.len(), names.join(", "));
    text
}

/// Which mutants are judged: from which one on, each how many-th.
fn part() -> (usize, usize) {
    const EACH: usize = 5;
    if is_recorded_anew() || std::env::var_os("POOL_CONFORMANCE_ONLY").is_some() {
        return (0, 1);
    }
    part::part("POOL_CONFORMANCE_PART", EACH)
}

/// What is asked for with `POOL_CONFORMANCE_ONLY`: a rule, or a part of the names of mutants.
fn is_asked_for(mutant: &Mutant) -> bool {
    let Ok(only) = std::env::var("POOL_CONFORMANCE_ONLY") else { return true };
    mutant.breaks == only || mutant.name.contains(&only)
}

/// Rows of the mutants, on as many threads as there are cores.
fn rows() -> Vec<Row> {
    let (part, of) = part();
    let asked = MUTANTS.iter().filter(|mutant| is_asked_for(mutant));
    let mutants: Vec<&Mutant> = asked.skip(part).step_by(of).collect();
    let (next, rows) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(mutant) = mutants.get(next.fetch_add(1, Relaxed)) {
            let row = Row::of(mutant);
            rows.lock().unwrap_or_else(PoisonError::into_inner).push((&mutant.name, row));
        }
    };
    thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            worker.join().expect("no worker panics");
        }
    });
    let mut rows = rows.into_inner().unwrap_or_else(PoisonError::into_inner);
    rows.sort_by_key(|(name, _)| mutants.iter().position(|mutant| mutant.name == **name));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Which honest pools are asked for alone: a part of their names.
fn honest_only() -> Option<String> {
    let only = std::env::var("POOL_CONFORMANCE_ONLY").ok()?;
    Some(only.strip_prefix("honest")?.trim_start_matches(':').to_owned())
}

fn accusations(part: &str) -> Vec<String> {
    let accusations = ODD.iter().filter(|odd| odd.name.contains(part)).filter_map(|odd| {
        let accused = accused(&Suite::new(odd.blueprint()).progress(false).run());
        (!accused.is_empty()).then(|| format!("{} is accused: {accused:#?}", odd.name))
    });
    accusations.collect()
}

#[test]
fn the_table_is_as_good_as_recorded() {
    let rows = rows();
    let only = std::env::var_os("POOL_CONFORMANCE_ONLY").is_some();
    let asked = honest_only().or_else(|| (!only).then(String::new));
    let accusations = asked.map(|part| accusations(&part)).unwrap_or_default();
    let table = table(&rows, &accusations);
    println!("{table}");
    if !only && is_recorded_anew() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("doc/mutants.md");
        std::fs::write(&path, &table).expect("the record can be written");
        return;
    }
    let complaints: Vec<String> = rows.iter().filter_map(complaint).chain(accusations).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");
}
