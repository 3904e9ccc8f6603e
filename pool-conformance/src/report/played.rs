//! What came of a script that was run again.

/// What came of a script that was run again, with what is to be said of it.
#[derive(Clone, Debug)]
pub(crate) enum Played {
    /// It breaks no rule.
    Kept(String),
    /// It breaks this rule.
    Broken(&'static str, String),
    /// It was read and could not be run.
    NotRun(String),
    /// It is neither a token nor the text of a script.
    Unreadable(String),
}
