//! How a pool is used: steps that belong together, each followed by whatever they make ready.

use std::{task::Waker, time::Duration};

use super::{Sim, waker::note_wakes};
use crate::{
    model::{AcquireLimit, Actor, Behaviour, Call, Capability, Limited, Settled, Step, Stop},
    subject::Setup,
};

/// What is done with a pool, in the words of its users.
pub(crate) trait Conduct {
    /// Initialises the pool, which is to succeed.
    fn init(&mut self) -> Result<(), Stop>;
    /// Starts an operation and lets all that is ready run.
    fn start(&mut self, actor: Actor);
    /// Lets all that is ready run, until nothing is, be it after a pause.
    fn settle(&mut self);
    /// Lets virtual time pass.
    fn advance(&mut self, time: Duration);
    /// A new client that acquires; the acquire may be served, wait or fail.
    fn acquire(&mut self) -> Actor;
    /// Drops a guard and lets all that is ready run.
    fn give_back(&mut self, client: Actor);
    /// Drops every guard, one after the other.
    fn give_back_all(&mut self);
    /// Drops an operation's future and lets all that is ready run.
    fn cancel(&mut self, actor: Actor);
    /// Lets the oldest call of that kind that waits at its gate finish.
    fn finish(&mut self, call: Call, how: Behaviour);
    /// Tells every call of that kind that waits, and those that come of it, how to finish.
    fn finish_all(&mut self, call: Call, how: Behaviour);
    /// Makes the manager well: every call that waits at its gate succeeds, and so does every later one at once.
    fn heal(&mut self);
    /// Lets every call fail that never ends by itself.
    fn fail_endless_calls(&mut self);
    /// Starts a close, whatever comes of it.
    fn begin_close(&mut self) -> Actor;
    /// Waits with the actor, in virtual time, until it has settled or the limit has passed.
    fn wait_for(&mut self, actor: Actor, limit: Duration);
    /// Waits with the actor, in virtual time, for the ordinary acquire limit.
    fn wait_for_limit(&mut self, actor: Actor) {
        self.wait_for(actor, Setup::ACQUIRE_TIMEOUT);
    }
    /// How long a pool that claims to keep a limit may take to get over a call that never ends.
    fn patience(&self) -> Option<Duration>;
    /// The first client that has done nothing yet.
    fn new_client(&self) -> Actor;
    /// The next init that has not been started yet.
    fn new_init(&self) -> Actor;
    /// The next close that has not been started yet.
    fn new_close(&self) -> Actor;
    /// The next health check that has not been started yet.
    fn new_health_check(&self) -> Actor;
    /// What can be said of an actor now.
    fn describe(&self, actor: Actor) -> String;
}

impl Conduct for Sim<'_> {
    fn init(&mut self) -> Result<(), Stop> {
        let init = Actor::Init(0);
        self.start(init);
        if self.tasks.settled(init) == Some(&Settled::Done) {
            return Ok(());
        }
        let seen = self.describe(init);
        Err(Stop::unreached(format!("the check needs `init` on a healthy manager, but {seen}")))
    }

    fn start(&mut self, actor: Actor) {
        self.perform(Step::Start(actor));
        self.settle();
    }

    fn settle(&mut self) {
        const PAUSES: usize = 100;
        for _ in 0..PAUSES {
            let moves = self.clock().has_ready_tasks() || self.tasks.next_woken().is_some();
            if !moves || self.run.livelocked {
                return;
            }
            self.perform(Step::Settle);
        }
    }

    fn advance(&mut self, time: Duration) {
        self.perform(Step::Advance(time.into()));
    }

    fn acquire(&mut self) -> Actor {
        let client = self.new_client();
        self.start(client);
        client
    }

    fn give_back(&mut self, client: Actor) {
        self.perform(Step::Drop(client));
        self.settle();
    }

    fn give_back_all(&mut self) {
        let holders: Vec<Actor> =
            self.tasks.actors().filter(|actor| self.tasks.holds(*actor).is_some()).collect();
        for holder in holders {
            self.give_back(holder);
        }
    }

    fn cancel(&mut self, actor: Actor) {
        self.perform(Step::Cancel(actor));
        self.settle();
    }

    fn finish(&mut self, call: Call, how: Behaviour) {
        self.perform(Step::Finish(call, how));
        self.settle();
    }

    fn finish_all(&mut self, call: Call, how: Behaviour) {
        const CHAIN: usize = 100;
        for _ in 0..CHAIN {
            if self.gated(call) == 0 {
                return;
            }
            self.finish(call, how);
        }
    }

    fn heal(&mut self) {
        self.perform(Step::Heal);
        for call in [Call::Connect, Call::Check, Call::Disconnect] {
            for _ in 0..self.gated(call) {
                self.finish(call, Behaviour::Succeed);
            }
        }
        self.settle();
    }

    fn fail_endless_calls(&mut self) {
        let wakers = self.pool.manager().end_endless(Behaviour::Fail);
        wakers.into_iter().for_each(Waker::wake);
        self.collect();
        note_wakes(self);
        self.settle();
    }

    fn begin_close(&mut self) -> Actor {
        let close = self.new_close();
        self.start(close);
        close
    }

    fn wait_for(&mut self, actor: Actor, limit: Duration) {
        const SLICE: Duration = Duration::from_secs(1);
        let end = self.trace.elapsed() + limit;
        while self.tasks.is_pending(actor) && self.trace.elapsed() < end && !self.state().livelocked {
            self.advance(SLICE);
        }
    }

    fn patience(&self) -> Option<Duration> {
        /// Waiting, connecting and checking.
        const PHASES: u32 = 3;
        let claimed = self.declaration().claims(Capability::Timeout);
        let limit = self.pool.until_past(Limited::Acquire).filter(|_| claimed)?;
        let whole = match self.declaration().acquire_limit {
            AcquireLimit::Whole => limit,
            AcquireLimit::EachPhase => limit * PHASES,
        };
        Some(whole + self.declaration().upkeep_period)
    }

    fn new_client(&self) -> Actor {
        let mut clients = (0..u8::MAX).map(Actor::Client);
        clients.find(|client| !self.tasks.has_begun(*client)).unwrap_or(Actor::Client(u8::MAX))
    }

    fn new_init(&self) -> Actor {
        Actor::Init(used(self, |actor| matches!(actor, Actor::Init(_))))
    }

    fn new_close(&self) -> Actor {
        Actor::Close(used(self, |actor| matches!(actor, Actor::Close(_))))
    }

    fn new_health_check(&self) -> Actor {
        Actor::HealthCheck(used(self, |actor| matches!(actor, Actor::HealthCheck(_))))
    }

    fn describe(&self, actor: Actor) -> String {
        if let Some(id) = self.tasks.holds(actor) {
            return format!("{actor} holds {id}");
        }
        match self.tasks.settled(actor) {
            _ if self.tasks.is_pending(actor) => format!("{actor} is still pending"),
            Some(settled) => format!("{actor} {settled}"),
            None => format!("{actor} has not begun"),
        }
    }
}

/// How many actors of a kind have begun.
fn used(sim: &Sim<'_>, kind: fn(&Actor) -> bool) -> u8 {
    u8::try_from(sim.tasks.actors().filter(kind).count()).unwrap_or(u8::MAX)
}
