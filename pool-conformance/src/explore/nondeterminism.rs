//! What is said of a pool that does not do the same in the same situation.

use crate::model::{Entry, Script, tell};

/// How two runs of the same steps differ, by their traces, and what that usually comes of.
pub(crate) fn first_difference(script: &Script, before: &[Entry], now: &[Entry]) -> String {
    let same = before.iter().zip(now).take_while(|(before, now)| before == now).count();
    if same == before.len() && same == now.len() {
        return format!(
            "the pool chooses at random: the same steps led to the same, and then to other ways to go on ({script})"
        );
    }
    let (first, then) = told(before.get(same), now.get(same));
    format!(
        "the pool chooses at random: after {} the same steps led first to {first}, then to {then} ({script}); mostly that is \
         a `select!` without `biased`, the order of a hash map, or a number drawn at random",
        before[..same].last().map_or_else(|| "the start".to_owned(), |last| format!("`{}`", tell(last))),
    )
}

/// Two events in words in which they differ.
fn told(before: Option<&Entry>, now: Option<&Entry>) -> (String, String) {
    let hows: [fn(&Entry) -> String; 3] = [
        tell,
        |entry| format!("{} at {:?}", tell(entry), entry.at.duration()),
        |entry| format!("{:?}", entry.event),
    ];
    let text = |entry: Option<&Entry>, how: fn(&Entry) -> String| {
        entry.map_or_else(|| "nothing more".to_owned(), |entry| format!("`{}`", how(entry)))
    };
    let tellings = hows.map(|how| (text(before, how), text(now, how)));
    let [plain, ..] = &tellings;
    tellings.iter().find(|(before, now)| before != now).unwrap_or(plain).clone()
}
