//! What a child is at, a line for each beginning and each end, so that it is known whatever ends the child.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::Path,
    sync::{Mutex, PoisonError},
};

use super::Kind;

/// What a child writes.
#[derive(Debug)]
pub(super) struct Journal(Mutex<File>);

const HERE: &str = "here";
const DONE: &str = "done";

impl Journal {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(Mutex::new(OpenOptions::new().create(true).append(true).open(path)?)))
    }

    /// The call that is meant has been reached.
    pub(super) fn here(&self) {
        self.line(HERE);
    }

    pub(super) fn begin(&self, kind: Kind, job: &str) {
        self.line(&format!("begin {} {job}", kind.name()));
    }

    pub(super) fn end(&self, job: &str) {
        self.line(&format!("end {job}"));
    }

    /// All of an errand is done that is not answered.
    pub(super) fn done(&self) {
        self.line(DONE);
    }

    /// One write for each line, since the process may end at any moment; a journal that cannot be written is one that says
    /// less.
    fn line(&self, text: &str) {
        let _ =
            self.0.lock().unwrap_or_else(PoisonError::into_inner).write_all(format!("{text}\n").as_bytes());
    }
}

/// What a parent reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Account {
    /// Whether the call that is meant was reached.
    pub(super) here: bool,
    pub(super) done: bool,
    /// What had begun and not ended, in the order of the beginnings.
    pub(super) open: Vec<(Kind, String)>,
    /// What had ended.
    pub(super) ended: Vec<String>,
}

impl Account {
    pub(super) fn read(text: &str) -> Self {
        let mut account = Self::default();
        for line in text.lines() {
            if let Some((kind, job)) = line.strip_prefix("begin ").and_then(|rest| rest.split_once(' ')) {
                account.open.extend(Kind::read(kind).map(|kind| (kind, job.to_owned())));
            } else if let Some(job) = line.strip_prefix("end ") {
                account.open.retain(|(_, open)| open != job);
                account.ended.push(job.to_owned());
            }
            account.here |= line == HERE;
            account.done |= line == DONE;
        }
        account
    }
}

#[cfg(test)]
mod tests {
    use super::{Account, Kind};

    #[test]
    fn what_has_not_ended_is_open() {
        let account =
            Account::read("here\nbegin short a, part 1\nbegin explores b\nend a, part 1\nbegin thr");
        assert!(account.here && !account.done);
        assert_eq!(account.open, [(Kind::Explores, "b".to_owned())]);
        assert_eq!(account.ended, ["a, part 1"]);
    }
}
