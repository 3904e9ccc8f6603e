//! The ledger as a story: steps, and what came of each.

use super::{record::SetupRecord, wrap::wrap};
use crate::{
    ledger::{Call, CallEnd, Ending, Entry, Event},
    world::{Settled, Span, Step},
};

/// A step and what came of it.
pub(super) struct Scene<'a> {
    pub(super) number: usize,
    pub(super) at: Span,
    pub(super) step: Step,
    /// Whether this is done after every script.
    pub(super) afterwards: bool,
    /// Whether all that is ready has run when it is over.
    pub(super) rests: bool,
    pub(super) effects: Vec<&'a Event>,
}

/// The pool that the factory was asked for.
pub(super) fn setup(entries: &[Entry]) -> Option<SetupRecord> {
    entries.iter().find_map(|entry| match entry.event {
        Event::Asked { min_size, max_size, validate_on_acquire } => {
            Some(SetupRecord { min_size: min_size as u64, max_size: max_size as u64, validate_on_acquire })
        }
        _ => None,
    })
}

/// Cuts a ledger into scenes; runs in which nothing happened are left out.
pub(super) fn scenes(entries: &[Entry]) -> Vec<Scene<'_>> {
    let mut scenes: Vec<Scene<'_>> = Vec::new();
    let mut afterwards = false;
    for entry in entries {
        match (&entry.event, scenes.last_mut()) {
            (Event::ScriptEnds, _) => afterwards = true,
            (Event::Step(Step::Settle), Some(scene)) => scene.rests = true,
            (Event::Step(Step::Advance(more)), Some(Scene { step: Step::Advance(time), effects, .. }))
                if effects.is_empty() =>
            {
                *time += *more;
            }
            (Event::Step(step), _) => {
                scenes.push(Scene {
                    number: scenes.len() + 1,
                    at: entry.at,
                    step: *step,
                    afterwards,
                    rests: matches!(step, Step::Settle | Step::Advance(_)),
                    effects: Vec::new(),
                });
            }
            (event, Some(scene)) => scene.effects.push(event),
            (_, None) => {}
        }
    }
    scenes
}

/// The scenes as text, at most as wide as a report; above the first that comes after the script stands that it does.
pub(super) fn lines(scenes: &[Scene<'_>]) -> Vec<String> {
    let wide = scenes.iter().map(|scene| time(scene.at).len()).max().unwrap_or(0);
    let line = |scene: &Scene<'_>| {
        let head = format!("{:>wide$}  {:>2}  {:<30}", time(scene.at), scene.number, scene.step.to_string());
        let told: Vec<String> = scene.effects.iter().filter_map(|event| effect(event, scene.step)).collect();
        let indent = " ".repeat(wide + 6 + 2);
        wrap(&told.join("; "), &format!("    {head} "), &format!("    {indent}  "))
    };
    let first_afterwards = scenes.iter().position(|scene| scene.afterwards).filter(|first| *first > 0);
    let told = scenes.iter().enumerate().map(|(index, scene)| {
        let above = if first_afterwards == Some(index) { "    then, as after every script\n" } else { "" };
        format!("{above}{}", line(scene).trim_end())
    });
    told.collect()
}

/// One entry of a ledger, in words.
pub(crate) fn tell(entry: &Entry) -> String {
    match &entry.event {
        Event::Step(step) => step.to_string(),
        event => effect(event, Step::Settle).unwrap_or_else(|| format!("{event:?}")),
    }
}

fn time(at: Span) -> String {
    let at = at.duration();
    if at.subsec_nanos() == 0 { format!("{} s", at.as_secs()) } else { format!("{} ms", at.as_millis()) }
}

/// What an event adds to the story; what goes without saying is left out.
fn effect(event: &Event, step: Step) -> Option<String> {
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
        Event::Reenters(who, how) => format!("{who} is to {how}"),
        Event::Reentered { panicked: true } => "that panics".to_owned(),
        Event::Woken(actor) => format!("{actor} is woken"),
        Event::Settled(_, Settled::Cancelled) if matches!(step, Step::Cancel(_)) => return None,
        Event::Settled(actor, settled) => format!("{actor} {settled}"),
        _ => return None,
    };
    Some(text)
}
