//! What a run looks like: all of its past that can still matter, hashed so that runs which look the same hash the same.
//!
//! Numbers that only count how much went before are left out, and so are actors and connections that are done with; who and
//! what is left is named by its order. Each type is taken apart field by field, so that a new field has to be decided on.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    mem::discriminant,
};

use crate::{
    model::{Actor, Call, CallEnd, ConnId, Entry, Event, Settled, Situations},
    trace::{Life, SituationTracker, Summary, Trace, conn::Conn, moment::Moment, running_call::RunningCall},
};

/// The actors and connections that are still of interest, in an order that runs which look the same have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) actors: Vec<Actor>,
    conns: Vec<ConnId>,
}

impl Names {
    pub(crate) fn new(actors: Vec<Actor>, summary: &Summary) -> Self {
        let lives = |conn: &Conn| !matches!(conn.life, Life::Ended(_));
        let conns = summary.conns().filter(|(_, conn)| lives(conn)).map(|(id, _)| id).collect();
        Self { actors, conns }
    }

    /// The place of an actor among those that are about something.
    pub(crate) fn actor(&self, actor: Actor) -> Option<usize> {
        self.actors.iter().position(|known| *known == actor)
    }

    /// The place of a connection among those that have not ended.
    pub(crate) fn conn(&self, id: ConnId) -> Option<usize> {
        self.conns.binary_search(&id).ok()
    }
}

impl Trace {
    /// Hashes what the trace knows that can still matter. With `validated`, it matters what had broken before who asked.
    /// Where `tasks` have something to do it matters in which order that came to them.
    pub(crate) fn look(&self, names: &Names, validated: bool, tasks: bool, hasher: &mut impl Hasher) {
        // Whatever is read off the entries later is kept in the summary, too.
        let Self {
            entries: _,
            summary,
            situations,
            demand,
            error_causes,
            endings,
            tries,
            bound,
            outcomes,
            changes: _,
            now: _,
        } = self;
        if tasks {
            summary.order(names, &situations.calls).hash(hasher);
        }
        summary.look(names, validated, hasher);
        demand.look(names, summary.peak, hasher);
        error_causes.look(names, hasher);
        endings.look(names, tasks, hasher);
        situations.look(summary, names, validated, hasher);
        tries.look(&names.actors, hasher);
        bound.look(&names.actors, hasher);
        outcomes.look(&names.actors, hasher);
    }
}

impl Trace {
    /// Hashes what has happened since there were so many events: what the pool answered, called and woke, by the names of then.
    pub(crate) fn told_since(&self, events: usize, names: &Names) -> u64 {
        let mut hasher = DefaultHasher::new();
        for Entry { at: _, event } in &self.entries[events..] {
            match event {
                Event::Woken { actor, by_itself } => (0_u8, names.actor(*actor), by_itself).hash(&mut hasher),
                Event::Called { kind, conn, by, how, call: _ } => {
                    let by = by.map(|actor| names.actor(actor));
                    (1_u8, kind, conn.map(|id| names.conn(id)), by, how).hash(&mut hasher);
                }
                Event::Returned { kind, conn, end, call: _ } => {
                    (2_u8, kind, conn.map(|id| names.conn(id)), end).hash(&mut hasher);
                }
                Event::Settled(actor, settled) => {
                    let kind = if let Settled::Failed(refusal) = settled { Some(refusal.kind) } else { None };
                    (3_u8, names.actor(*actor), discriminant(settled), kind).hash(&mut hasher);
                }
                Event::Held(actor, id) => (4_u8, names.actor(*actor), names.conn(*id)).hash(&mut hasher),
                Event::Ended(id, how) => (5_u8, names.conn(*id), how).hash(&mut hasher),
                Event::Opened(_) => 6_u8.hash(&mut hasher),
                Event::Detached(id) => (7_u8, names.conn(*id)).hash(&mut hasher),
                Event::Resized(size) => (8_u8, size).hash(&mut hasher),
                // What the kit itself does, or said before the step.
                Event::Asked { .. }
                | Event::Step(_)
                | Event::Answered { .. }
                | Event::Broke(_)
                | Event::Unheld(..)
                | Event::Polled(_)
                | Event::ScriptEnds
                | Event::Reenters(..)
                | Event::Reentered { .. }
                | Event::Stops(..)
                | Event::GoesOn(_) => {}
            }
        }
        hasher.finish()
    }
}

impl Summary {
    // What is passed over are sums over what is hashed here, what `look_at_living` reads, counts of what is over, and the most
    // there ever was.
    fn look(&self, names: &Names, validated: bool, hasher: &mut impl Hasher) {
        let Self {
            conns: _,
            now: _,
            trouble: _,
            closing,
            asked: _,
            opened: _,
            ended: _,
            parted,
            connecting: _,
            connects: _,
            running: _,
            live: _,
            peak: _,
            held: _,
            shared,
            breaks,
            lent_broken,
            used_after_end,
            panicked_reentry,
            endless_poll,
            ends,
            lent_known_broken,
            lent_used,
            lent_unsound,
            lent_unfit,
            called_at_once,
            returning: _,
            stopped: _,
        } = self;
        let lent = [lent_known_broken, lent_used, lent_unsound, lent_unfit].map(Option::is_some);
        (lent, called_at_once.is_some()).hash(hasher);
        (closing, shared.is_some(), used_after_end.is_some(), *lent_broken && validated).hash(hasher);
        (panicked_reentry.is_some(), endless_poll, *breaks > 0).hash(hasher);
        (parted.ended.is_some(), parted.lent.is_some()).hash(hasher);
        look_at_ends(ends, hasher);
        self.look_at_living(names, hasher);
    }

    /// Hashes the connections that have not ended, and when actors asked.
    fn look_at_living(&self, names: &Names, hasher: &mut impl Hasher) {
        for id in &names.conns {
            self.conn(*id).look(self.now, self.trouble, names, hasher);
            self.order_of(*id, names).hash(hasher);
        }
        for actor in &names.actors {
            self.asked_at(*actor).map(|asked| self.now.since(asked)).hash(hasher);
        }
    }

    /// Everything in the order in which it last did something: actors by their place, then connections, then calls.
    fn order(&self, names: &Names, calls: &[RunningCall]) -> Vec<usize> {
        let asked = |actor: &Actor| self.asked_at(*actor).map_or(0, |asked| asked.number);
        let moved = |id: &ConnId| self.conn(*id).moved.number;
        let numbers = names.actors.iter().map(asked).chain(names.conns.iter().map(moved));
        let numbers: Vec<u32> = numbers.chain(calls.iter().map(|call| call.moved)).collect();
        let mut order: Vec<usize> = (0..numbers.len()).collect();
        order.sort_unstable_by_key(|place| numbers[*place]);
        order
    }

    /// How many of those that live moved later.
    fn order_of(&self, id: ConnId, names: &Names) -> usize {
        let moved = |id: ConnId| self.conn(id).moved.number;
        names.conns.iter().filter(|other| moved(**other) > moved(id)).count()
    }

    fn asked_at(&self, actor: Actor) -> Option<Moment> {
        self.asked.iter().find(|(known, _)| *known == actor).map(|(_, when)| *when)
    }

    /// Whether the connection had broken when the actor asked.
    fn broke_before_asked(&self, id: ConnId, actor: Actor) -> bool {
        let broke = self.conn(id).broke.zip(self.asked_at(actor));
        broke.is_some_and(|(broke, asked)| broke.number < asked.number)
    }
}

/// Hashes which calls have come to which end.
fn look_at_ends(ends: &[[usize; CallEnd::ALL.len()]; Call::ALL.len()], hasher: &mut impl Hasher) {
    for count in ends.iter().flatten() {
        (*count > 0).hash(hasher);
    }
}

impl Moment {
    /// Virtual time since then.
    fn since(self, earlier: Self) -> std::time::Duration {
        self.at.duration().saturating_sub(earlier.at.duration())
    }
}

impl Conn {
    fn look(&self, now: Moment, trouble: Moment, names: &Names, hasher: &mut impl Hasher) {
        let Self {
            life,
            holder,
            broken,
            disconnects,
            times_held,
            left,
            opened,
            moved,
            broke: _,
            came_back_broken,
            used,
            failed_check,
            unfit,
            calls,
            discarded,
        } = self;
        (came_back_broken, used, failed_check, unfit, calls, discarded).hash(hasher);
        (life, broken, disconnects, *times_held > 0, left).hash(hasher);
        holder.map(|actor| names.actor(actor)).hash(hasher);
        (now.since(*opened), now.since(*moved)).hash(hasher);
        (trouble.number > opened.number, trouble.number > moved.number).hash(hasher);
    }
}

impl SituationTracker {
    fn look(&self, summary: &Summary, names: &Names, validated: bool, hasher: &mut impl Hasher) {
        // The size is that of the world, and who is being cancelled is forgotten with the next step.
        let Self {
            reached: _,
            max_size: _,
            calls,
            acquiring,
            releasing,
            woken,
            cancelling: _,
            clients_began,
        } = self;
        let reached: Situations = self.reached(summary);
        (reached, clients_began, calls.len()).hash(hasher);
        for call in calls {
            call.look(names, hasher);
        }
        for actor in &names.actors {
            let is_among = |actors: &[Actor]| actors.contains(actor);
            let woken = woken.iter().find(|(woken, _)| woken == actor).map(|(_, by_itself)| by_itself);
            (is_among(acquiring), is_among(releasing), woken).hash(hasher);
            if validated && acquiring.contains(actor) {
                let conns = names.conns.iter();
                conns.for_each(|id| summary.broke_before_asked(*id, *actor).hash(hasher));
            }
        }
    }
}

impl RunningCall {
    fn look(&self, names: &Names, hasher: &mut impl Hasher) {
        let Self { call: _, kind, conn, by, how, moved: _ } = self;
        let conn = conn.map(|id| names.conn(id));
        (kind, conn, by.map(|actor| names.actor(actor)), how).hash(hasher);
    }
}
