//! The trace as a story: steps, and what came of each.

use super::{record::SetupRecord, wrap};
use crate::model::{Entry, Event, Step, VirtualDuration, effect};

/// A step and what came of it.
pub(crate) struct Scene<'a> {
    pub(crate) number: usize,
    pub(crate) at: VirtualDuration,
    pub(crate) step: Step,
    /// Whether this is done after every script.
    pub(crate) afterwards: bool,
    /// Whether all that is ready has run when it is over.
    pub(crate) rests: bool,
    pub(crate) effects: Vec<&'a Event>,
}

/// The pool that the factory was asked for.
pub(crate) fn setup(entries: &[Entry]) -> Option<SetupRecord> {
    entries.iter().find_map(|entry| match entry.event {
        Event::Asked { min_size, max_size, validate_on_acquire, .. } => {
            Some(SetupRecord { min_size: min_size as u64, max_size: max_size as u64, validate_on_acquire })
        }
        _ => None,
    })
}

/// Cuts a trace into scenes; runs in which nothing happened are left out.
pub(crate) fn scenes(entries: &[Entry]) -> Vec<Scene<'_>> {
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
pub(crate) fn lines(scenes: &[Scene<'_>]) -> Vec<String> {
    let wide = scenes.iter().map(|scene| time(scene.at).len()).max().unwrap_or(0);
    let line = |scene: &Scene<'_>| {
        let head = format!("{:>wide$}  {:>2}  {:<30}", time(scene.at), scene.number, scene.step.to_string());
        let told = elided(scene.effects.iter().filter_map(|event| effect(event, scene.step)).collect());
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

fn time(at: VirtualDuration) -> String {
    let at = at.duration();
    if at.subsec_nanos() == 0 { format!("{} s", at.as_secs()) } else { format!("{} ms", at.as_millis()) }
}

/// The first effects of a step; of a step with very many, how many more there are.
fn elided(told: Vec<String>) -> Vec<String> {
    const MOST: usize = 12;
    let mut told = counted(told);
    let more = told.len().saturating_sub(MOST);
    if more > 0 {
        told.truncate(MOST);
        told.push(format!("... {more} more"));
    }
    told
}

/// What comes several times in a row, once and with how often it came.
fn counted(told: Vec<String>) -> Vec<String> {
    let mut runs: Vec<(String, usize)> = Vec::new();
    for text in told {
        match runs.last_mut() {
            Some((last, times)) if *last == text => *times += 1,
            _ => runs.push((text, 1)),
        }
    }
    let again = |(text, times)| if times == 1 { text } else { format!("{text} (x {})", in_thousands(times)) };
    runs.into_iter().map(again).collect()
}

/// A number with a comma between its thousands.
fn in_thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::elided;

    #[test]
    fn what_comes_again_and_again_is_told_once() {
        let told = elided(vec!["A is woken".to_owned(); 10_000]);
        assert_eq!(told, ["A is woken (x 10,000)"]);
    }

    #[test]
    fn a_step_with_very_many_effects_tells_the_first_and_counts_the_rest() {
        let told = elided((0..1_006).map(|number| number.to_string()).collect());
        assert_eq!(told.len(), 13);
        assert_eq!(told.last().map(String::as_str), Some("... 994 more"));
        assert_eq!(elided(vec!["one".to_owned()]), ["one"]);
    }
}
