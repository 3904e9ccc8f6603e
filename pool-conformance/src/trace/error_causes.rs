//! Whose calls the errors of acquires come from.

use std::hash::{Hash, Hasher};

use crate::{
    model::{Actor, Call, CallId, ErrorKind, Event, Refusal, Settled, Step},
    trace::Names,
};

/// An acquire that failed with the error of a call that was made in another client's poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ForeignError {
    pub(crate) told: Actor,
    /// Whose call that was, if the error says so.
    pub(crate) caller: Option<Actor>,
}

/// The causes of errors, as a trace grows.
#[derive(Debug, Default)]
pub(crate) struct ErrorCauses {
    /// Who was being polled when each call was made.
    callers: Vec<Option<Actor>>,
    /// The calls that an acquire failed with as a failed connect.
    told: Vec<CallId>,
    /// Those in whose polls, since they last began, a connection was checked.
    checking: Vec<Actor>,
    /// Whether a task, or the poll of another than a client, has checked a connection.
    checked_for_nobody: bool,
    /// How many acquires failed to connect.
    failed: usize,
    told_twice: bool,
    foreign: Option<ForeignError>,
}

impl ErrorCauses {
    /// How many acquires failed with the kind of error that says that a connect has failed.
    pub(crate) fn failed_to_connect(&self) -> usize {
        self.failed
    }

    /// Whether two acquires failed with the error of one connect.
    pub(crate) fn told_twice(&self) -> bool {
        self.told_twice
    }

    /// The first acquire that failed with the error of a call that was made in another client's poll.
    pub(crate) fn foreign(&self) -> Option<ForeignError> {
        self.foreign
    }

    /// Hashes what can still matter.
    pub(super) fn look(&self, names: &Names, hasher: &mut impl Hasher) {
        let Self { callers: _, told, checking, checked_for_nobody, failed, told_twice, foreign } = self;
        for actor in checking {
            names.actor(*actor).hash(hasher);
        }
        (told.len(), checking.len(), checked_for_nobody, failed, told_twice, foreign.is_some()).hash(hasher);
    }

    pub(crate) fn clear(&mut self) {
        self.callers.clear();
        self.told.clear();
        self.checking.clear();
        self.checked_for_nobody = false;
        (self.failed, self.told_twice, self.foreign) = (0, false, None);
    }

    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::Step(Step::Start(actor)) => self.checking.retain(|checking| checking != actor),
            Event::Called { kind, by, .. } => self.called(*kind, *by),
            Event::Settled(actor, settled) => {
                if let (Actor::Client(_), Settled::Failed(refusal)) = (actor, settled) {
                    self.told(*actor, refusal);
                }
                self.checking.retain(|checking| checking != actor);
            }
            _ => {}
        }
    }

    fn called(&mut self, kind: Call, by: Option<Actor>) {
        self.callers.push(by);
        match by {
            _ if kind != Call::Check => {}
            Some(client @ Actor::Client(_)) => self.checking.push(client),
            _ => self.checked_for_nobody = true,
        }
    }

    fn told(&mut self, actor: Actor, refusal: &Refusal) {
        if refusal.kind == ErrorKind::Connect {
            self.failed += 1;
            self.told_twice |= refusal.cause.is_some_and(|cause| self.told.contains(&cause));
            self.told.extend(refusal.cause);
        }
        let caller = refusal.cause.and_then(|cause| *self.callers.get(cause.0 as usize)?);
        let is_client = |caller: &Actor| matches!(caller, Actor::Client(_));
        let another = caller.filter(is_client).filter(|caller| *caller != actor);
        let unhealthy = refusal.kind == ErrorKind::Unhealthy && refusal.cause.is_none();
        let unexplained = unhealthy && !self.checked_for_nobody && !self.checking.contains(&actor);
        if another.is_some() || unexplained {
            self.foreign.get_or_insert(ForeignError { told: actor, caller: another });
        }
    }
}
