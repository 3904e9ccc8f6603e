//! Which part of a long test is run.

use std::env;

/// Which of all there are: from which one on, each how many-th; by this variable, which says `2/5`, or the first of so many.
pub(crate) fn part(variable: &str, usual: usize) -> (usize, usize) {
    let Ok(part) = env::var(variable) else { return (0, usual) };
    let numbers = part.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
    match numbers {
        Some((part, of)) if (1..=of).contains(&part) => (part - 1, of),
        _ => panic!("{variable} is a part such as 2/{usual}, and not `{part}`"),
    }
}
