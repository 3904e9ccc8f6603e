use std::fmt;

/// How far exploration went in one world, or by sampling.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scope {
    /// The world in words.
    pub world: String,
    /// How many schedules were run.
    pub schedules: u64,
    /// Whether these are all that there are.
    pub complete: bool,
    /// Why nothing certain can be said of the world, if so.
    pub doubt: Option<String>,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { world, schedules, complete, doubt } = self;
        match doubt {
            Some(doubt) => write!(f, "{world}: {doubt}"),
            None if *complete => write!(f, "{world}: complete: {schedules} of {schedules}"),
            None => write!(f, "{world}: {schedules} schedules"),
        }
    }
}
