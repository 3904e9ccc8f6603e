//! How much processor time threads have had and waited for, as Linux tells it in `/proc`. Elsewhere nothing is known.

use std::{fs, path::Path, time::Duration};

const THREADS: &str = "/proc/self/task";

/// What some threads have had by now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ProcessorTime {
    /// For how long they ran.
    pub(crate) ran: Duration,
    /// For how long they could have run, and no processor was free.
    pub(crate) waited: Duration,
    /// How often they were given one.
    pub(crate) turns: u64,
    /// Whether each of them sleeps now.
    pub(crate) sleeps: bool,
}

impl ProcessorTime {
    /// That of the threads of which the name begins like that, all together; none if that cannot be known.
    pub(crate) fn of_threads(prefix: &str) -> Option<Self> {
        let mut sum = Self { sleeps: true, ..Self::default() };
        let mut known = false;
        for thread in fs::read_dir(THREADS).ok()?.flatten() {
            // A thread may have ended by now.
            let Some((name, one)) = Self::of_thread(&thread.path()) else { continue };
            if name.starts_with(prefix) {
                known = true;
                sum.ran += one.ran;
                sum.waited += one.waited;
                sum.turns += one.turns;
                sum.sleeps &= one.sleeps;
            }
        }
        known.then_some(sum)
    }

    /// The name of the thread of which Linux tells in that folder, and what it has had.
    pub(super) fn of_thread(folder: &Path) -> Option<(String, Self)> {
        let stat = fs::read_to_string(folder.join("stat")).ok()?;
        let (name, state) = name_and_state(&stat)?;
        let times = fs::read_to_string(folder.join("schedstat")).ok()?;
        let mut times = times.split_whitespace().map_while(|number| number.parse().ok());
        let (ran, waited, turns) = (times.next()?, times.next()?, times.next()?);
        let (ran, waited) = (Duration::from_nanos(ran), Duration::from_nanos(waited));
        let sleeps = matches!(state, 'S' | 'D');
        Some((name.to_owned(), Self { ran, waited, turns, sleeps }))
    }
}

/// The name of a thread, and the letter of its state: `7 (name) S 1 ...`, where the name may hold anything.
fn name_and_state(stat: &str) -> Option<(&str, char)> {
    let (name, rest) = (stat.find('(')? + 1, stat.rfind(')')?);
    Some((stat.get(name..rest)?, stat[rest..].chars().nth(2)?))
}

#[cfg(test)]
mod tests {
    use super::name_and_state;

    #[test]
    fn a_name_may_hold_anything() {
        assert_eq!(name_and_state("17 (kit-3 a) b) S 1 17"), Some(("kit-3 a) b", 'S')));
        assert_eq!(name_and_state("17"), None);
    }
}
