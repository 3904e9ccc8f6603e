//! Events in words.

use crate::model::{Call, CallEnd, Ending, Entry, Event, Settled, Step};

/// One entry of a trace, in words.
pub(crate) fn tell(entry: &Entry) -> String {
    match &entry.event {
        Event::Step(step) => step.to_string(),
        Event::Held(actor, id) => format!("{actor} holds {id}"),
        event => effect(event, Step::Settle).unwrap_or_else(|| format!("{event:?}")),
    }
}

/// What an event adds to the story; what goes without saying is left out.
pub(crate) fn effect(event: &Event, step: Step) -> Option<String> {
    let text = match event {
        Event::Called { kind: Call::Connect, by, .. } => match by {
            Some(actor) => format!("{actor} connects"),
            None => "a task connects".to_owned(),
        },
        Event::Called { kind: kind @ (Call::Check | Call::Disconnect), conn: Some(id), .. } => {
            format!("{} of {id}", kind.name())
        }
        Event::Returned { kind, end: CallEnd::Failed, .. } => format!("the {} fails", kind.name()),
        Event::Returned { kind, end: CallEnd::Panicked, .. } => format!("the {} panics", kind.name()),
        Event::Returned { kind, end: CallEnd::Abandoned, .. } => format!("the {} is abandoned", kind.name()),
        Event::Opened(id) => format!("{id} is opened"),
        Event::Ended(id, Ending::Disconnected) => format!("{id} is ended"),
        Event::Ended(id, Ending::Dropped) => format!("{id} is dropped"),
        Event::Broke(id) => format!("{id} is broken"),
        Event::Unheld(_, id) => format!("{id} is given back"),
        Event::Resized(size) => format!("`max_size` is {size}"),
        Event::Detached(id) => format!("{id} is no longer the pool's"),
        Event::Reenters(who, how) => format!("{who} is to {how}"),
        Event::Reentered { panicked: true } => "that panics".to_owned(),
        Event::Stops(actor, what) => format!("{actor}'s thread is about {what}"),
        Event::GoesOn(actor) => format!("{actor}'s thread goes on"),
        Event::Woken { actor, by_itself: true } => format!("{actor} wakes itself"),
        Event::Woken { actor, by_itself: false } => format!("{actor} is woken"),
        Event::Settled(_, Settled::Cancelled) if matches!(step, Step::Cancel(_)) => return None,
        Event::Settled(actor, settled) => format!("{actor} {settled}"),
        _ => return None,
    };
    Some(text)
}
