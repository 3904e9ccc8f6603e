//! Which rules are known not to be kept, and why: checked both ways, so that what is mended has to be taken out again.

mod apply;
mod date;
mod parse;
mod update;

use std::{
    env, fmt, fs,
    path::{Path, PathBuf},
};

pub(crate) use self::{
    date::Date,
    update::{Changes, entry},
};
use crate::{
    record::{FoundBy, OutcomeKind, Record},
    report::Waiver,
};

/// The environment variable that names the baseline of [`run_all`](crate::run_all), [`tests!`](crate::tests) and
/// [`main`](crate::main), instead of `conformance.toml` beside the manifest of the package under test.
pub const BASELINE_VARIABLE: &str = "POOL_CONFORMANCE_BASELINE";

/// The baseline that a run takes which is told of none: that of the environment, or the file beside the manifest.
pub(crate) fn usual_path() -> Option<PathBuf> {
    if let Some(path) = env::var_os(BASELINE_VARIABLE) {
        return Some(PathBuf::from(path)).filter(|path| !path.as_os_str().is_empty());
    }
    let beside = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?).join("conformance.toml");
    beside.is_file().then_some(beside)
}

/// What accepts that rules are not kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Baseline {
    entries: Vec<Entry>,
}

/// One acceptance.
#[derive(Clone, Debug)]
struct Entry {
    place: Place,
    /// The id of a rule, or a glob.
    rule: String,
    waiver: Waiver,
    /// The last day on which it holds, where it names one.
    until: Option<Date>,
    /// A word in the path of the subject that it is about; `None` for every subject.
    pool: Option<String>,
    /// Whether the rule is found broken by chance, so that a run in which it is kept proves nothing.
    sometimes: bool,
}

/// Where an entry is written.
#[derive(Clone, Debug)]
enum Place {
    Code,
    File { path: String, first: usize, last: usize },
}

impl Baseline {
    /// Accepts a rule in code.
    pub(crate) fn waive(&mut self, rule: String, reason: String) {
        let waiver = Waiver::new(reason);
        self.entries.push(Entry {
            place: Place::Code,
            rule,
            waiver,
            until: None,
            pool: None,
            sometimes: false,
        });
    }

    /// The same without what files accept.
    pub(crate) fn of_code(&self) -> Self {
        let entries = self.entries.iter().filter(|entry| matches!(entry.place, Place::Code));
        Self { entries: entries.cloned().collect() }
    }

    /// Adds what a file accepts, or says what is wrong with the file.
    pub(crate) fn read(&mut self, path: &Path) -> Result<(), String> {
        let shown = path.display().to_string();
        let text = fs::read_to_string(path)
            .map_err(|error| format!("{shown}: the baseline cannot be read: {error}"))?;
        self.entries.extend(parse::entries(&text, &shown)?);
        Ok(())
    }
}

impl Entry {
    /// Whether the entry is about the subject with this path.
    fn is_about(&self, subject: &str) -> bool {
        let is_part_of_name = |c: char| c.is_alphanumeric() || c == '_';
        self.pool.as_ref().is_none_or(|pool| subject.split(|c| !is_part_of_name(c)).any(|word| word == pool))
    }

    fn is_glob(&self) -> bool {
        self.rule.contains('*')
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code => f.write_str("`Suite::waive`"),
            Self::File { path, first, .. } => write!(f, "{path}:{first}"),
        }
    }
}

impl Place {
    /// What is to be done about an entry that is no longer needed.
    fn removal(&self) -> String {
        match self {
            Self::Code => "remove the call".to_owned(),
            Self::File { first, last, .. } => format!("remove the lines {first} to {last}"),
        }
    }
}

impl Record {
    /// A baseline for what keeps the pool from being conformant; nothing where nothing does.
    #[must_use]
    pub fn to_baseline(&self) -> String {
        let needs = [OutcomeKind::Fail, OutcomeKind::Inconclusive, OutcomeKind::Lacking];
        let entries = self.rules.iter().filter(|rule| needs.contains(&rule.outcome)).map(|rule| {
            let seen = rule.failures.first().map(|failure| self.seen(rule, failure));
            let by_chance = rule.failures.first().is_some_and(|failure| failure.found_by == FoundBy::Threads);
            entry(&rule.id, seen.or(rule.note.as_deref()).unwrap_or_default(), by_chance)
        });
        entries.collect()
    }
}
