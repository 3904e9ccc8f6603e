//! How connections are ended, and what begins after the end of a pool.

use std::hash::{Hash, Hasher};

use crate::{
    model::{Actor, Call, CallEnd, ConnId, Ending, Event, Settled, Step},
    trace::{Life, Names, Summary},
};

/// The endings of connections, as a trace grows.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
#[derive(Debug, Default)]
pub(crate) struct Endings {
    /// Whether a `close` has completed, and no `init` has begun since.
    closed: bool,
    closing: bool,
    /// Whether nobody could await a `disconnect` since the last step: a future was dropped, or there is no runtime.
    cut_short: bool,
    /// Whether the handle is gone, or a call panicked.
    lost: bool,
    /// Whether all that has happened since a client was cancelled comes of that.
    after_cancel: bool,
    /// Whether time has passed, or the bound is another one: a connection may be too old, or too many.
    aged: bool,
    /// Connections of which a check has failed.
    doubted: Vec<ConnId>,
    connected_after_close: bool,
    dropped: Option<ConnId>,
    destroyed: Option<ConnId>,
}

impl Endings {
    /// Whether a connect began once a `close` had completed.
    pub(crate) fn connected_after_close(&self) -> bool {
        self.connected_after_close
    }

    /// The first connection that was dropped although it could have been handed to `disconnect`.
    pub(crate) fn dropped(&self) -> Option<ConnId> {
        self.dropped
    }

    /// The first healthy connection that was ended by nothing but the cancellation of an acquire.
    pub(crate) fn destroyed(&self) -> Option<ConnId> {
        self.destroyed
    }

    /// Hashes what can still matter.
    pub(super) fn look(&self, names: &Names, tasks: bool, hasher: &mut impl Hasher) {
        let Self {
            closed,
            closing,
            cut_short,
            lost,
            after_cancel,
            aged,
            doubted,
            connected_after_close,
            dropped,
            destroyed,
        } = self;
        for id in doubted {
            names.conn(*id).hash(hasher);
        }
        // The next step but one that runs tasks ends what the last one excused.
        (tasks && *cut_short, tasks && *after_cancel).hash(hasher);
        (closed, closing, lost, aged).hash(hasher);
        (connected_after_close, dropped.is_some(), destroyed.is_some()).hash(hasher);
    }

    pub(crate) fn clear(&mut self) {
        let mut doubted = std::mem::take(&mut self.doubted);
        doubted.clear();
        *self = Self { doubted, ..Self::default() };
    }

    /// From now on a limit may be over.
    pub(super) fn time_passes(&mut self) {
        self.aged = true;
    }

    /// Looks at an event that the summary does not know of yet.
    pub(crate) fn apply(&mut self, event: &Event, summary: &Summary) {
        match *event {
            Event::Step(step) => self.step(step),
            Event::Reenters(..) => (self.cut_short, self.after_cancel) = (true, false),
            Event::Called { kind: Call::Connect, .. } => self.connected_after_close |= self.closed,
            Event::Called { kind: Call::Disconnect, conn: Some(id), .. } => self.ends(id, summary),
            Event::Returned { kind, end, conn, .. } => self.returned(kind, end, conn),
            Event::Ended(id, how) => {
                self.ends(id, summary);
                self.doubted.retain(|doubted| *doubted != id);
                let merely = how == Ending::Dropped && summary.conn(id).life == Life::Open;
                if merely && !self.cut_short && !self.lost {
                    self.dropped.get_or_insert(id);
                }
            }
            Event::Settled(Actor::Close(_), Settled::Done) => self.closed = true,
            _ => {}
        }
    }

    fn step(&mut self, step: Step) {
        if matches!(step, Step::Tasks | Step::Settle) {
            return;
        }
        self.cut_short = matches!(step, Step::Cancel(_) | Step::DropOutside(_));
        self.after_cancel = matches!(step, Step::Cancel(Actor::Client(_))) && !self.closing;
        match step {
            Step::DropHandle => self.lost = true,
            Step::Start(Actor::Resize(_)) => self.aged = true,
            Step::Start(Actor::Init(_)) | Step::Create(Actor::Init(_)) => self.closed = false,
            Step::Start(Actor::Close(_)) | Step::Create(Actor::Close(_)) => self.closing = true,
            _ => {}
        }
    }

    fn returned(&mut self, kind: Call, end: CallEnd, conn: Option<ConnId>) {
        self.lost |= end == CallEnd::Panicked;
        if kind == Call::Connect && end != CallEnd::Succeeded && end != CallEnd::Abandoned {
            self.after_cancel = false;
        }
        if kind == Call::Check && end == CallEnd::Failed {
            self.doubted.extend(conn);
        }
    }

    fn ends(&mut self, id: ConnId, summary: &Summary) {
        let conn = summary.conn(id);
        let healthy = conn.life == Life::Open && !conn.broken && !self.doubted.contains(&id);
        if self.after_cancel && !self.aged && !self.lost && healthy && conn.holder.is_none() {
            self.destroyed.get_or_insert(id);
        }
    }
}
