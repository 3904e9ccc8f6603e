//! What is known of a job that ended a child: with which script, whether that does it alone, and which shorter one does.

use std::time::Duration;

use super::{
    Death, Kind,
    errand::{Errand, Pace},
    program::Program,
    shrinking::shortest,
    watch::{Died, End, run},
};
use crate::model::Script;

/// How long a job may take, and some scripts.
const TRIED: Duration = Duration::from_secs(120);
const PLAYED: Duration = Duration::from_secs(20);
/// How often a job of several threads is tried.
const TRIES: u32 = 3;
/// Of how many deaths of a kind the script is made shorter, by how many children, and by how many where each has to pass a limit first.
const TOLD_WELL: usize = 2;
const CHILDREN: u32 = 24;
const SLOW_CHILDREN: u32 = 2;

/// What is known of the job that ended a child in which one thing was done at a time and written down. It is not certain where it
/// may be the kit's own doing, which remembers what it has explored.
pub(super) fn told(program: &Program, errand: &Errand, (kind, job): (Kind, &str), died: Died) -> Death {
    let killed = died.killed;
    let mut death = death(kind, job, died);
    if kind != Kind::Threaded {
        let known = errand.deaths.iter().filter(|death| death.kind == kind).count();
        let children = match known {
            0..TOLD_WELL if killed => SLOW_CHILDREN,
            0..TOLD_WELL => CHILDREN,
            _ => 0,
        };
        make_shorter(program, errand, &mut death, children);
    }
    Death { certain: death.alone || !killed || kind == Kind::Short, ..death }
}

/// The first of these jobs of which several threads have ended another process, in some tries.
pub(super) fn threaded(program: &Program, errand: &Errand, suspects: &[(Kind, String)]) -> Option<Death> {
    suspects.iter().filter(|(kind, _)| *kind == Kind::Threaded).find_map(|(kind, job)| {
        let only = Some(vec![job.clone()]);
        let trial = Errand { pace: Pace::Trial, only, explores: false, ..errand.clone() };
        let died = (0..TRIES).find_map(|_| match run(program, &trial, TRIED) {
            Ok(End::Died(died)) if !died.killed => Some(died),
            _ => None,
        })?;
        Some(death(*kind, job, died))
    })
}

fn death(kind: Kind, job: &str, died: Died) -> Death {
    let Died { how, at, .. } = died;
    Death { job: job.to_owned(), kind, how, at, alone: false, certain: true }
}

/// Looks whether the script alone ends a process, and makes it shorter if it does, by so many children at most.
fn make_shorter(program: &Program, errand: &Errand, death: &mut Death, children: u32) {
    let play = |scripts: &[Script]| {
        let scripts = scripts.iter().map(Script::to_string).collect();
        match run(program, &Errand { scripts, ..errand.clone() }, PLAYED) {
            Ok(End::Died(died)) => Some(died),
            _ => None,
        }
    };
    let alone = |script: &Script| {
        let died = play(std::slice::from_ref(script)).filter(|died| died.at.is_like(&death.at))?;
        Some(Death { alone: true, ..self::death(death.kind, &death.job, died) })
    };
    let Some(script) = death.at.script.parse::<Script>().ok() else { return };
    let Some(confirmed) = alone(&script) else { return };
    let mut left = children;
    let ended_with = |mut scripts: &[Script]| {
        while left > 0 && !scripts.is_empty() {
            left -= 1;
            let died = play(scripts)?;
            if died.at.is_like(&death.at) {
                return died.at.script.parse::<Script>().ok();
            }
            // It ended in another way, and those behind it have not been tried.
            let number: usize = died.account.open.first()?.1.parse().ok()?;
            scripts = scripts.get(number + 1..)?;
        }
        None
    };
    let shortest = shortest(script.clone(), ended_with);
    // What the scripts before it in its child had to do with it is seen when it is alone.
    let shorter = if shortest == script { None } else { alone(&shortest) };
    *death = shorter.unwrap_or(confirmed);
}
