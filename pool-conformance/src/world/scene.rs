//! Setting a scene: what most scenarios begin with. A scene that cannot be set is not the fault of the rule at hand,
//! so it stops a check with "unreached".

use std::time::Duration;

use super::{Actor, Settled, Step, World};
use crate::{
    Capability, Exhaustion, Setup,
    ledger::{Call, ConnId},
    probe::Behaviour,
    rule::{Check, Stop},
};

impl World<'_> {
    /// A pool that has been initialised.
    pub(crate) fn open(&mut self, min_size: usize, max_size: usize) -> Check {
        self.build(min_size, max_size)?;
        self.init()
    }

    /// Initialises the pool, which is to succeed.
    pub(crate) fn init(&mut self) -> Check {
        let init = Actor::Init(0);
        self.start(init);
        self.scene(self.settled(init) == Some(&Settled::Done), "`init` on a healthy manager", init)
    }

    /// Starts an operation and lets all that is ready run.
    pub(crate) fn start(&mut self, actor: Actor) {
        self.perform(Step::Start(actor));
        self.settle();
    }

    /// Lets all that is ready run, until nothing is.
    pub(crate) fn settle(&mut self) {
        if self.has_ready_tasks() || self.next_woken().is_some() {
            self.perform(Step::Settle);
        }
    }

    pub(crate) fn advance(&mut self, time: Duration) {
        self.perform(Step::Advance(time.into()));
    }

    /// A new client that acquires; it may be served, wait or fail.
    pub(crate) fn acquire(&mut self) -> Actor {
        let client = self.new_client();
        self.start(client);
        client
    }

    /// The first client that has done nothing yet.
    pub(crate) fn new_client(&self) -> Actor {
        let mut clients = (0..u8::MAX).map(Actor::Client);
        clients.find(|client| !self.has_begun(*client)).unwrap_or(Actor::Client(u8::MAX))
    }

    /// A new client that holds a connection.
    pub(crate) fn hold(&mut self) -> Result<Actor, Stop> {
        let client = self.acquire();
        self.scene(self.holds(client).is_some(), "a first acquire on a healthy manager", client)?;
        Ok(client)
    }

    /// As many new clients as may hold a connection at once, each holding one.
    pub(crate) fn fill(&mut self) -> Result<Vec<Actor>, Stop> {
        (0..self.max()).map(|_| self.hold()).collect()
    }

    /// A new client that waits on a full pool.
    pub(crate) fn queue(&mut self) -> Result<Actor, Stop> {
        let client = self.acquire();
        self.scene(self.is_pending(client), "an acquire that waits on a full pool", client)?;
        Ok(client)
    }

    /// One connection that has been opened, used and given back.
    pub(crate) fn leave_idle(&mut self) -> Result<ConnId, Stop> {
        let client = self.hold()?;
        let id = self.holds(client);
        self.give_back(client);
        id.ok_or_else(|| Stop::unreached("a connection to give back"))
    }

    /// Drops a guard and lets all that is ready run.
    pub(crate) fn give_back(&mut self, client: Actor) {
        self.perform(Step::Drop(client));
        self.settle();
    }

    /// Drops every guard, one after the other.
    pub(crate) fn give_back_all(&mut self) {
        let holders: Vec<Actor> = self.actors().filter(|actor| self.holds(*actor).is_some()).collect();
        for holder in holders {
            self.give_back(holder);
        }
    }

    /// Drops an operation's future and lets all that is ready run.
    pub(crate) fn cancel(&mut self, actor: Actor) {
        self.perform(Step::Cancel(actor));
        self.settle();
    }

    pub(crate) fn cancel_all(&mut self) {
        let pending: Vec<Actor> = self.actors().filter(|actor| self.is_pending(*actor)).collect();
        for actor in pending {
            self.cancel(actor);
        }
    }

    /// Lets every call of that kind wait until it is told how to finish.
    pub(crate) fn gate(&mut self, call: Call) {
        self.perform(Step::Always(call, Behaviour::Gate));
    }

    /// Tells the oldest waiting call of that kind how to finish, and lets all that is ready run.
    pub(crate) fn finish(&mut self, call: Call, how: Behaviour) {
        self.perform(Step::Finish(call, how));
        self.settle();
    }

    /// Tells every call of that kind that waits, and those that come of it, how to finish.
    pub(crate) fn finish_all(&mut self, call: Call, how: Behaviour) {
        const CHAIN: usize = 100;
        for _ in 0..CHAIN {
            if self.gated(call) == 0 {
                return;
            }
            self.finish(call, how);
        }
    }

    /// An initialised, empty pool in which connects wait until they are told how to finish.
    pub(crate) fn open_gated(&mut self, max_size: usize) -> Check {
        self.build(0, max_size)?;
        self.gate(Call::Connect);
        self.init()
    }

    /// A new client that holds a connection although connects wait.
    pub(crate) fn hold_gated(&mut self) -> Result<Actor, Stop> {
        let client = self.acquire();
        self.finish(Call::Connect, Behaviour::Succeed);
        self.scene(self.holds(client).is_some(), "a first acquire on a healthy manager", client)?;
        Ok(client)
    }

    /// A new client whose acquire waits for a connect to finish.
    pub(crate) fn connecting(&mut self) -> Result<Actor, Stop> {
        let client = self.acquire();
        let runs = self.is_pending(client) && self.gated(Call::Connect) > 0;
        self.scene(runs, "an acquire whose connect takes its time", client)?;
        Ok(client)
    }

    /// Makes the manager well: every call that waits at its gate succeeds, and so does every later one at once.
    pub(crate) fn heal(&mut self) {
        self.perform(Step::Heal);
        for call in [Call::Connect, Call::Check, Call::Disconnect] {
            let waiting = self.gated(call);
            for _ in 0..waiting {
                self.finish(call, Behaviour::Succeed);
            }
        }
        self.settle();
    }

    /// Gives guards back, those of waiters that are served meanwhile included, until nobody holds one.
    pub(crate) fn serve_in_turn(&mut self) {
        let turns = self.actors().count();
        for _ in 0..=turns {
            self.give_back_all();
        }
    }

    /// Starts a close that is to complete now, all guards being back.
    pub(crate) fn close(&mut self) -> Check {
        let close = self.new_close();
        self.start(close);
        self.scene(self.settled(close) == Some(&Settled::Done), "a `close` that completes", close)
    }

    /// Starts a close, whatever comes of it.
    pub(crate) fn begin_close(&mut self) -> Actor {
        let close = self.new_close();
        self.start(close);
        close
    }

    /// The next init that has not been started yet.
    pub(crate) fn new_init(&self) -> Actor {
        let used = self.actors().filter(|actor| matches!(actor, Actor::Init(_))).count();
        Actor::Init(u8::try_from(used).unwrap_or(u8::MAX))
    }

    /// The next close that has not been started yet.
    pub(crate) fn new_close(&self) -> Actor {
        let used = self.actors().filter(|actor| matches!(actor, Actor::Close(_))).count();
        Actor::Close(u8::try_from(used).unwrap_or(u8::MAX))
    }

    /// Waits with the actor, in virtual time, until it has settled or the limit has passed.
    pub(crate) fn wait_for(&mut self, actor: Actor, limit: Duration) {
        const SLICE: Duration = Duration::from_secs(1);
        let end = self.now() + limit;
        while self.is_pending(actor) && self.now() < end && !self.is_busy() {
            self.advance(SLICE);
        }
    }

    /// Waits for acquires to come to their limit. Where the pool claims that this limit goes by tokio's clock, what is seen
    /// afterwards is no matter of another one.
    pub(crate) fn wait_for_limits(&mut self, wait: impl FnOnce(&mut Self)) {
        let waited = self.waited;
        wait(self);
        if self.declaration().claims(Capability::Timeout) {
            self.waited = waited;
        }
    }

    /// Waits with an acquire for its limit, or for several if each phase of it has one.
    pub(crate) fn wait_out(&mut self, client: Actor) {
        const PHASES: usize = 4;
        const LONG: Duration = Setup::ACQUIRE_TIMEOUT.saturating_add(Duration::from_secs(1));
        for _ in 0..PHASES {
            if self.is_pending(client) {
                self.wait_for_limits(|w| w.advance(LONG));
            }
        }
    }

    pub(crate) fn waits_when_full(&self) -> bool {
        self.declaration().exhaustion == Exhaustion::Wait
    }

    fn scene(&self, set: bool, what: &str, actor: Actor) -> Check {
        if set {
            return Ok(());
        }
        Err(Stop::unreached(format!("the check needs {what}, but {}", self.describe(actor))))
    }
}
