//! What is said of a pool that does not do the same in the same situation.

use crate::model::{Entry, Script, tell};

/// How two runs of the same steps differ, by their ledgers.
pub(crate) fn first_difference(script: &Script, before: &[Entry], now: &[Entry]) -> String {
    let same = before.iter().zip(now).take_while(|(before, now)| before == now).count();
    if same == before.len() && same == now.len() {
        return format!(
            "nondeterministic: the same steps led to the same, and then to other ways to go on ({script})"
        );
    }
    let told = |entries: &[Entry]| entries.get(same).map_or_else(|| "nothing more happened".to_owned(), tell);
    format!(
        "nondeterministic: after {} the same steps led first to `{}`, then to `{}` ({script})",
        before[..same].last().map_or_else(|| "the start".to_owned(), |last| format!("`{}`", tell(last))),
        told(before),
        told(now),
    )
}
