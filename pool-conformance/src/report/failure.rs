//! How a rule was broken.

use super::{
    causes::cause_of,
    decided::decided,
    draw, lines,
    record::{self, SetupRecord, StepRecord},
    scenes, setup,
};
use crate::{
    explore::{Matters, Prospects, Ways},
    model::{Declaration, Entry, Script, Size, Violation, encode},
};

/// How a rule was broken: what was expected and seen, and the story that led to it.
#[derive(Clone, Debug)]
pub struct Failure {
    violation: Violation,
    setup: String,
    steps: Vec<String>,
    timeline: Vec<String>,
    pub(super) data: StoryData,
    script: Option<Recipe>,
    schedules: u64,
    cause: String,
    panicked: bool,
}

/// The story as data.
#[derive(Clone, Debug)]
pub(super) struct StoryData {
    pub(super) setup: Option<SetupRecord>,
    pub(super) steps: Vec<StepRecord>,
    pub(super) left_out: u64,
}

/// A script, in the forms in which it is read.
#[derive(Clone, Debug)]
struct Recipe {
    token: String,
    text: String,
    script: Script,
    prospects: Option<Prospects>,
}

impl Failure {
    pub(crate) fn new(violation: Violation, entries: &[Entry]) -> Self {
        let scenes = scenes(entries);
        let asked = setup(entries);
        let (steps, left_out) = record::steps(&scenes);
        let (cause, panicked) = cause_of(&scenes, asked.is_some());
        Self {
            violation,
            setup: asked.map(|asked| asked.to_string()).unwrap_or_default(),
            steps: lines(&scenes),
            timeline: draw(&scenes),
            data: StoryData { setup: asked, steps, left_out },
            script: None,
            schedules: 1,
            cause,
            panicked,
        }
    }

    /// Adds the script that broke the rule, for a pool that declares this.
    pub(crate) fn with_script(mut self, script: &Script, rule: &str, declaration: &Declaration) -> Self {
        self.script = Some(Recipe {
            token: encode(script, rule, declaration),
            text: script.to_string(),
            script: script.clone(),
            prospects: None,
        });
        self
    }

    /// Adds what could still have become of a run of the script, where that is known.
    pub(crate) fn foreseeing(mut self, prospects: Option<Prospects>) -> Self {
        if let Some(script) = &mut self.script {
            script.prospects = prospects;
        }
        self
    }

    pub(crate) fn after(mut self, schedules: u64) -> Self {
        self.schedules = schedules;
        self
    }

    /// What the story ends with, in words that do not depend on which client it is. Failures with the same cause are often
    /// mended together.
    #[must_use]
    pub fn cause(&self) -> &str {
        &self.cause
    }

    /// Whether an operation of the pool panicked of itself.
    pub(super) fn panicked(&self) -> bool {
        self.panicked
    }

    /// What the rule has to expect in this situation.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.violation.expected
    }

    /// What was seen instead.
    #[must_use]
    pub fn seen(&self) -> &str {
        &self.violation.seen
    }

    /// The pool that the factory was asked for.
    #[must_use]
    pub fn setup(&self) -> &str {
        &self.setup
    }

    /// What was done, a line a step, with what came of it.
    #[must_use]
    pub fn steps(&self) -> &[String] {
        &self.steps
    }

    /// Who held what, step by step.
    #[must_use]
    pub fn timeline(&self) -> &[String] {
        &self.timeline
    }

    /// The text by which [`replay`](crate::replay) runs the same steps again, if exploration found them: the script, with a
    /// note by which it is refused where it does not fit.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.script.as_ref().map(|script| script.token.as_str())
    }

    /// The same steps without the note.
    #[must_use]
    pub fn script(&self) -> Option<&str> {
        self.script.as_ref().map(|script| script.text.as_str())
    }

    /// How much there is in the script, if there is one.
    pub(crate) fn size(&self) -> Option<Size> {
        self.script.as_ref().map(|recipe| recipe.script.size())
    }

    /// The ways on from the start of the script and from each of its steps, in the world that has as much in it: the curve of how
    /// likely the failure was. Empty where exploration found no script; a point is `None` where there are more ways than could
    /// be gone.
    #[must_use]
    pub fn ways_on(&self) -> &[Option<Ways>] {
        self.prospects().map_or(&[], |prospects| &prospects.after)
    }

    /// After how many steps of the script the failure was inevitable, if that is known; 0 if it was from the start.
    #[must_use]
    pub fn inevitable_after(&self) -> Option<usize> {
        self.prospects()?.inevitable_after()
    }

    /// How each step of the script matters, where that is known; empty where exploration found no script.
    #[must_use]
    pub fn what_matters(&self) -> Vec<Option<Matters>> {
        let Some((recipe, prospects)) = self.script.as_ref().zip(self.prospects()) else { return Vec::new() };
        (0..recipe.script.steps.len()).map(|place| prospects.matters(place, &recipe.script)).collect()
    }

    /// The script nearest to the one that broke the rule that breaks nothing, and how many steps the two begin with in common.
    #[must_use]
    pub fn nearest_passing(&self) -> Option<(usize, String)> {
        let (shared, script) = self.prospects()?.nearest.as_ref()?;
        Some((*shared, script.to_string()))
    }

    fn prospects(&self) -> Option<&Prospects> {
        self.script.as_ref()?.prospects.as_ref()
    }

    /// When it was decided, in words.
    pub(super) fn decided(&self) -> Vec<String> {
        let recipe = self.script.as_ref().zip(self.prospects());
        recipe.map(|(recipe, prospects)| decided(&recipe.script, prospects)).unwrap_or_default()
    }

    /// Whether real threads ran into it, which they do in some runs and not in others.
    pub(crate) fn is_by_chance(&self) -> bool {
        self.script.is_none() && self.data.steps.is_empty() && self.data.setup.is_none()
    }

    /// How many schedules it took: that of the rule's own scenario alone, or all that were run in the world where it was
    /// found, up to the first that broke the rule.
    #[must_use]
    pub fn schedules(&self) -> u64 {
        self.schedules
    }
}
