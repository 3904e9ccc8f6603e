//! By what a call of the kit is known in another process.

use std::{
    collections::HashMap,
    io::IsTerminal,
    panic::Location,
    sync::{Mutex, OnceLock, PoisonError},
};

/// A call that judges a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// The type of the subject.
    pub(crate) subject: &'static str,
    /// The place of the call in the source.
    pub(crate) place: String,
    /// Whether it is the whole of a program, which is run again with the same arguments.
    pub(crate) is_program: bool,
    /// Whether the answers for every rule are wanted, since other tests of the process will ask for them.
    pub(crate) all: bool,
    /// Whether what is printed, and what a test panics with, is coloured.
    pub(crate) coloured: (bool, bool),
    /// Whether a terminal is shown how far it has come.
    pub(crate) on_terminal: bool,
}

impl Call {
    /// A call of a test.
    pub(crate) fn at(subject: &'static str, place: &Location<'_>) -> Self {
        Self {
            subject,
            place: place.to_string(),
            is_program: false,
            all: false,
            coloured: (false, false),
            on_terminal: std::io::stderr().is_terminal(),
        }
    }

    /// How many calls like this there were before in that test.
    pub(super) fn number(&self, test: &str) -> u64 {
        type Known = Mutex<HashMap<(String, String, &'static str), u64>>;
        static NUMBERS: OnceLock<Known> = OnceLock::new();
        let known = NUMBERS.get_or_init(Mutex::default);
        let key = (test.to_owned(), self.place.clone(), self.subject);
        let mut numbers = known.lock().unwrap_or_else(PoisonError::into_inner);
        let number = numbers.entry(key).or_default();
        *number += 1;
        *number - 1
    }
}
