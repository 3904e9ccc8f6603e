//! The counts that follow from a trace, kept up to date as it grows.

use super::{
    conn::{Conn, Life, Parted},
    moment::{Moment, is_trouble},
};
use crate::model::{Actor, Call, CallEnd, ConnId, Ending, Event, Leak, Step, VirtualDuration};

/// The counts that follow from a trace, kept up to date as it grows.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    pub(super) conns: Vec<Conn>,
    /// How many events there were, and when the last was.
    pub(super) now: Moment,
    /// When something last gave a pool a cause to end connections: an operation or a call that failed, a break.
    pub(super) trouble: Moment,
    /// Whether a `close` has been called.
    pub(super) closing: bool,
    /// When each client asked last.
    pub(super) asked: Vec<(Actor, Moment)>,
    /// Connections that were opened.
    pub(crate) opened: usize,
    /// Connections that were ended.
    pub(crate) ended: usize,
    /// What was taken out of the pool, or is not to be lent again.
    pub(crate) parted: Parted,
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
    /// The first connection that was lent although it had been given back broken, and to whom.
    pub(crate) lent_known_broken: Option<(ConnId, Actor)>,
    /// The first connection that was lent with the session of its last holder, and to whom.
    pub(crate) lent_used: Option<(ConnId, Actor)>,
    /// The first connection that was lent after a check of it had come to nothing, and to whom.
    pub(crate) lent_unsound: Option<(ConnId, Actor)>,
    /// The first connection that was lent although its last check had found it unfit, and to whom.
    pub(crate) lent_unfit: Option<(ConnId, Actor)>,
    /// The first connection for which the manager was called while another call for it ran.
    pub(crate) called_at_once: Option<ConnId>,
    /// The first connection that was ended while held, or used after its end began.
    pub(crate) used_after_end: Option<ConnId>,
    /// What code that called the pool panicked with there, of the pool's own doing.
    pub(crate) panicked_reentry: Option<String>,
    /// What has been given back in this step.
    pub(super) returning: Option<ConnId>,
    /// The same, of a step that stands in a call-out.
    pub(super) stopped: Option<ConnId>,
    /// Whether a poll of a client or of a task made calls of the manager without end.
    pub(crate) endless_poll: bool,
    /// How often a call of each kind came to each end.
    pub(super) ends: [[usize; CallEnd::ALL.len()]; Call::ALL.len()],
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
        let (mut conns, mut asked) = (std::mem::take(&mut self.conns), std::mem::take(&mut self.asked));
        conns.clear();
        asked.clear();
        *self = Self { conns, asked, ..Self::default() };
    }

    #[expect(clippy::inline_always, reason = "who records knows which event, and need not build it first")]
    #[inline(always)]
    pub(super) fn apply(&mut self, event: &Event, at: VirtualDuration) {
        self.now = Moment { number: self.now.number + 1, at };
        if is_trouble(event) {
            self.trouble = self.now;
        }
        if let Event::Step(_) = event {
            self.returning = None;
        }
        match *event {
            Event::Called { kind, conn, .. } => self.called(kind, conn),
            Event::Returned { kind, end, conn, .. } => self.returned(kind, end, conn),
            Event::Opened(_) => self.opened(),
            Event::Ended(id, how) => self.ended(id, how),
            Event::Broke(id) => self.broke(id),
            Event::Held(actor, id) => self.hold(actor, id),
            Event::Unheld(_, id) => self.unhold(id),
            Event::Step(Step::Start(actor) | Step::Create(actor) | Step::TryAcquire(actor)) => {
                self.begins(actor);
            }
            Event::Step(Step::Discard(actor)) => self.discard(actor),
            Event::Detached(id) => self.detach(id),
            Event::Stops(..) => self.stops(),
            Event::GoesOn(_) => self.goes_on(),
            Event::Asked { .. }
            | Event::ScriptEnds
            | Event::Step(_)
            | Event::Resized(_)
            | Event::Woken { .. }
            | Event::Polled(_)
            | Event::Answered { .. }
            | Event::Reenters(..)
            | Event::Settled(..)
            | Event::Reentered { .. } => {}
        }
    }

    pub(super) fn at(&mut self, id: ConnId) -> &mut Conn {
        &mut self.conns[id.0 as usize - 1]
    }

    fn called(&mut self, kind: Call, conn: Option<ConnId>) {
        self.running += 1;
        if let Some(id) = conn {
            if self.conn(id).calls > 0 {
                self.called_at_once.get_or_insert(id);
            }
            self.at(id).calls += 1;
        }
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

    fn begins(&mut self, actor: Actor) {
        self.closing |= matches!(actor, Actor::Close(_));
        match self.asked.iter_mut().find(|(known, _)| *known == actor) {
            Some((_, when)) => *when = self.now,
            None => self.asked.push((actor, self.now)),
        }
    }

    fn returned(&mut self, kind: Call, end: CallEnd, conn: Option<ConnId>) {
        if let Some(id) = conn {
            let now = self.now;
            let conn = self.at(id);
            conn.moved = now;
            conn.calls -= 1;
            match (kind, end) {
                (Call::Check, CallEnd::Succeeded) => (conn.used, conn.unfit) = (false, false),
                (Call::Check, CallEnd::Failed) => (conn.failed_check, conn.unfit) = (true, true),
                // It has not said so.
                (Call::Check, _) => conn.failed_check = true,
                _ => {}
            }
        }
        self.ends[kind as usize][end as usize] += 1;
        self.running -= 1;
        if kind == Call::Connect {
            self.connecting -= 1;
        }
    }

    fn broke(&mut self, id: ConnId) {
        let now = self.now;
        let conn = self.at(id);
        conn.broken = true;
        conn.broke.get_or_insert(now);
        self.breaks += 1;
    }

    fn opened(&mut self) {
        self.conns.push(Conn::new(self.now, self.closing));
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
            Life::Detached => {
                self.parted.detached -= 1;
                self.parted.ended.get_or_insert(id);
            }
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
        if self.conn(id).discarded {
            self.parted.lent.get_or_insert((id, actor));
        }
        let now = self.now;
        let Conn { came_back_broken, used, failed_check, unfit, .. } = *self.conn(id);
        for (reason, first) in [
            (came_back_broken, &mut self.lent_known_broken),
            (used, &mut self.lent_used),
            (failed_check, &mut self.lent_unsound),
            (unfit, &mut self.lent_unfit),
        ] {
            if reason {
                first.get_or_insert((id, actor));
            }
        }
        let conn = self.at(id);
        conn.times_held += 1;
        (conn.left, conn.moved) = (Leak::Held, now);
        match self.at(id).holder.replace(actor) {
            Some(first) => {
                self.shared.get_or_insert((id, first, actor));
            }
            None => self.held += 1,
        }
    }

    fn detach(&mut self, id: ConnId) {
        if self.conn(id).life == Life::Open {
            self.at(id).life = Life::Detached;
            self.live -= 1;
            self.parted.detached += 1;
        }
    }

    /// Connections that the pool has opened and neither ended nor given away.
    pub(crate) fn left(&self) -> usize {
        self.opened - self.ended - self.parted.detached
    }

    /// The step comes before the guard is given back.
    fn discard(&mut self, actor: Actor) {
        if let Some(conn) = self.conns.iter_mut().find(|conn| conn.holder == Some(actor)) {
            conn.discarded = true;
        }
    }

    fn unhold(&mut self, id: ConnId) {
        let (now, closing) = (self.now, self.closing);
        let conn = self.at(id);
        conn.moved = now;
        conn.came_back_broken |= conn.broken;
        conn.used = true;
        if !closing {
            conn.left = Leak::Idle;
        }
        if self.at(id).holder.take().is_some() {
            self.held -= 1;
        }
        self.returning = Some(id);
    }
}
