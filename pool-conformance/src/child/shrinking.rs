//! Making a script shorter for as long as it ends a process, several tries to a child.

use proptest::strategy::ValueTree;

use crate::{generate::ScriptTree, model::Script};

/// How many scripts one child tries.
const BATCH: usize = 64;

/// The shortest script that was come to, where a child tells with which of the scripts that it was given it ended, and how far
/// that had come.
pub(super) fn shortest(script: Script, mut ended_with: impl FnMut(&[Script]) -> Option<Script>) -> Script {
    let mut best = script;
    let mut tree = ScriptTree::new(best.clone());
    let mut more = tree.simplify();
    while more {
        let mut batch = vec![tree.current()];
        while batch.len() < BATCH && tree.complicate() {
            batch.push(tree.current());
        }
        match ended_with(&batch) {
            Some(shorter) => {
                tree = ScriptTree::new(shorter.clone());
                best = shorter;
                more = tree.simplify();
            }
            None => more = batch.len() == BATCH && tree.complicate(),
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::shortest;
    use crate::model::Script;

    #[test]
    fn what_does_not_matter_is_left_out() {
        let text = "max 3, min 2, connects wait: A acquires; C acquires; B acquires; C releases; 1s pass; A drops its guard";
        let drops = |script: &Script| script.to_string().contains("drops");
        let script =
            shortest(text.parse().unwrap(), |batch| batch.iter().find(|script| drops(script)).cloned());
        assert_eq!(script.to_string(), "max 1, min 0: A drops its guard");
    }
}
