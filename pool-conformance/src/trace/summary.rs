//! The counts that follow from a trace, kept up to date as it grows.

use crate::model::{Actor, Call, CallEnd, ConnId, Ending, Event};

/// Where a connection is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    Open,
    /// Handed to `disconnect`, which has not finished.
    Ending,
    Ended(Ending),
}

/// What the trace knows of one connection.
#[derive(Clone, Debug)]
pub(crate) struct Conn {
    pub(crate) life: Life,
    pub(crate) holder: Option<Actor>,
    pub(crate) broken: bool,
    pub(crate) disconnects: u32,
    pub(crate) times_held: u32,
}

/// The counts that follow from a trace, kept up to date as it grows.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    conns: Vec<Conn>,
    /// Connections that were opened.
    pub(crate) opened: usize,
    /// Connections that were ended.
    pub(crate) ended: usize,
    /// `connect` calls that run.
    pub(crate) connecting: usize,
    /// `connect` calls that were made.
    pub(crate) connects: usize,
    /// Calls of any kind that run.
    pub(crate) running: usize,
    /// Connections that were opened and neither handed to `disconnect` nor dropped.
    pub(crate) live: usize,
    /// The most that `live + connecting` ever was.
    pub(crate) peak: usize,
    /// Connections that a client holds.
    pub(crate) held: usize,
    /// The first time a connection was given to a second holder.
    pub(crate) shared: Option<(ConnId, Actor, Actor)>,
    /// How often a connection has broken.
    pub(crate) breaks: usize,
    /// Whether a connection that had broken was lent.
    pub(crate) lent_broken: bool,
    /// The first connection that was ended while held, or used after its end began.
    pub(crate) used_after_end: Option<ConnId>,
    /// What code that called the pool panicked with there, of the pool's own doing.
    pub(crate) panicked_reentry: Option<String>,
    /// Whether a poll of a client or of a task made calls of the manager without end.
    pub(crate) endless_poll: bool,
    /// How often a call of each kind came to each end.
    ends: [[usize; CallEnd::ALL.len()]; Call::ALL.len()],
}

impl Summary {
    pub(crate) fn conn(&self, id: ConnId) -> &Conn {
        &self.conns[id.0 as usize - 1]
    }

    pub(crate) fn conns(&self) -> impl Iterator<Item = (ConnId, &Conn)> {
        (1..).map(ConnId).zip(&self.conns)
    }

    /// Open connections that no actor holds.
    pub(crate) fn idle(&self) -> impl Iterator<Item = ConnId> {
        self.conns().filter(|(_, conn)| conn.life == Life::Open && conn.holder.is_none()).map(|(id, _)| id)
    }

    /// How often calls of that kind came to that end.
    pub(crate) fn ends(&self, kind: Call, end: CallEnd) -> usize {
        self.ends[kind as usize][end as usize]
    }

    pub(crate) fn clear(&mut self) {
        let mut conns = std::mem::take(&mut self.conns);
        conns.clear();
        *self = Self { conns, ..Self::default() };
    }

    #[expect(clippy::inline_always, reason = "who records knows which event, and need not build it first")]
    #[inline(always)]
    pub(super) fn apply(&mut self, event: &Event) {
        match *event {
            Event::Called { kind, conn, .. } => self.called(kind, conn),
            Event::Returned { kind, end, .. } => self.returned(kind, end),
            Event::Opened(_) => self.opened(),
            Event::Ended(id, how) => self.ended(id, how),
            Event::Broke(id) => self.broke(id),
            Event::Held(actor, id) => self.hold(actor, id),
            Event::Unheld(_, id) => self.unhold(id),
            Event::Asked { .. }
            | Event::ScriptEnds
            | Event::Step(_)
            | Event::Woken(_)
            | Event::Polled(_)
            | Event::Answered { .. }
            | Event::Reenters(..)
            | Event::Settled(..)
            | Event::Reentered { .. } => {}
        }
    }

    fn at(&mut self, id: ConnId) -> &mut Conn {
        &mut self.conns[id.0 as usize - 1]
    }

    fn called(&mut self, kind: Call, conn: Option<ConnId>) {
        self.running += 1;
        if let Some(id) = conn.filter(|id| self.conn(*id).life != Life::Open) {
            self.used_after_end.get_or_insert(id);
        }
        match (kind, conn) {
            (Call::Connect, _) => {
                self.connects += 1;
                self.connecting += 1;
                self.peak = self.peak.max(self.live + self.connecting);
            }
            (Call::Disconnect, Some(id)) => {
                self.at(id).disconnects += 1;
                if self.conn(id).holder.is_some() {
                    self.used_after_end.get_or_insert(id);
                }
                if self.conn(id).life == Life::Open {
                    self.at(id).life = Life::Ending;
                    self.live -= 1;
                }
            }
            _ => {}
        }
    }

    fn returned(&mut self, kind: Call, end: CallEnd) {
        self.ends[kind as usize][end as usize] += 1;
        self.running -= 1;
        if kind == Call::Connect {
            self.connecting -= 1;
        }
    }

    fn broke(&mut self, id: ConnId) {
        self.at(id).broken = true;
        self.breaks += 1;
    }

    fn opened(&mut self) {
        self.conns.push(Conn {
            life: Life::Open,
            holder: None,
            broken: false,
            disconnects: 0,
            times_held: 0,
        });
        self.opened += 1;
        self.live += 1;
        self.peak = self.peak.max(self.live + self.connecting);
    }

    fn ended(&mut self, id: ConnId, how: Ending) {
        if self.conn(id).holder.is_some() {
            self.used_after_end.get_or_insert(id);
        }
        match self.conn(id).life {
            Life::Ended(_) => return,
            Life::Open => self.live -= 1,
            Life::Ending => {}
        }
        self.at(id).life = Life::Ended(how);
        self.ended += 1;
    }

    fn hold(&mut self, actor: Actor, id: ConnId) {
        if self.conn(id).life != Life::Open {
            self.used_after_end.get_or_insert(id);
        }
        self.lent_broken |= self.conn(id).broken;
        self.at(id).times_held += 1;
        match self.at(id).holder.replace(actor) {
            Some(first) => {
                self.shared.get_or_insert((id, first, actor));
            }
            None => self.held += 1,
        }
    }

    fn unhold(&mut self, id: ConnId) {
        if self.at(id).holder.take().is_some() {
            self.held -= 1;
        }
    }
}
