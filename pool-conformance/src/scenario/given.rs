//! Given: what most scenarios begin with. Where it cannot be set up, that is not the fault of the rule at hand, so the
//! scenario stops with "unreached".

use std::time::Duration;

use super::Scenario;
use crate::{
    model::{Actor, Behaviour, Call, Capability, ConnId, Exhaustion, Settled, Step, Stop, Verification},
    sim::Conduct,
    subject::Setup,
};

impl Scenario<'_, '_> {
    /// A pool that has been initialised.
    pub(crate) fn open(&mut self, min_size: usize, max_size: usize) -> Verification {
        self.build(min_size, max_size)?;
        self.init()
    }

    /// A new client that holds a connection.
    pub(crate) fn hold(&mut self) -> Result<Actor, Stop> {
        let client = self.acquire();
        scene(self, self.holds(client).is_some(), "a first acquire on a healthy manager", client)?;
        Ok(client)
    }

    /// As many new clients as may hold a connection at once, each holding one.
    pub(crate) fn fill(&mut self) -> Result<Vec<Actor>, Stop> {
        (0..self.max()).map(|_| self.hold()).collect()
    }

    /// A new client that waits on a full pool.
    pub(crate) fn queue(&mut self) -> Result<Actor, Stop> {
        let client = self.acquire();
        scene(self, self.is_pending(client), "an acquire that waits on a full pool", client)?;
        Ok(client)
    }

    /// One connection that has been opened, used and given back.
    pub(crate) fn leave_idle(&mut self) -> Result<ConnId, Stop> {
        let client = self.hold()?;
        let id = self.holds(client);
        self.give_back(client);
        id.ok_or_else(|| Stop::unreached("a connection to give back"))
    }

    pub(crate) fn cancel_all(&mut self) {
        let pending: Vec<Actor> = self.tasks().actors().filter(|actor| self.is_pending(*actor)).collect();
        for actor in pending {
            self.cancel(actor);
        }
    }

    /// Lets every call of that kind wait until it is told how to finish.
    pub(crate) fn gate(&mut self, call: Call) {
        self.perform(Step::Always(call, Behaviour::Gate));
    }

    /// An initialised, empty pool in which connects wait until they are told how to finish.
    pub(crate) fn open_gated(&mut self, max_size: usize) -> Verification {
        self.build(0, max_size)?;
        self.gate(Call::Connect);
        self.init()
    }

    /// A new client that holds a connection although connects wait.
    pub(crate) fn hold_gated(&mut self) -> Result<Actor, Stop> {
        let client = self.acquire();
        // The pool may be opening connections ahead of demand as well.
        for _ in 0..self.max() {
            if self.is_pending(client) {
                self.finish(Call::Connect, Behaviour::Succeed);
            }
        }
        scene(self, self.holds(client).is_some(), "a first acquire on a healthy manager", client)?;
        Ok(client)
    }

    /// A new client whose acquire waits for a connect to finish.
    pub(crate) fn connecting(&mut self) -> Result<Actor, Stop> {
        let client = self.acquire();
        require_connecting(self, client)?;
        Ok(client)
    }

    /// Gives guards back, those of waiters that are served meanwhile included, until no client holds one.
    pub(crate) fn serve_in_turn(&mut self) {
        let turns = self.tasks().actors().count();
        for _ in 0..=turns {
            self.give_back_all();
        }
    }

    /// Starts a close that is to complete now, all guards being back.
    pub(crate) fn close(&mut self) -> Verification {
        let close = self.new_close();
        self.start(close);
        scene(self, self.settled(close) == Some(&Settled::Done), "a `close` that completes", close)
    }

    /// Waits for as long as the pool may lend what is idle without a check.
    pub(crate) fn wait_until_checked(&mut self) {
        const MOMENT: Duration = Duration::from_millis(1);
        let bypass = self.declaration().check_bypass;
        if !bypass.is_zero() {
            self.advance(bypass + MOMENT);
            // What is seen from now on counts on this time to have passed.
            self.sim.state_mut().waited = true;
        }
    }

    /// Waits for acquires to come to their limit. Where the pool claims that this limit goes by tokio's clock, what is seen
    /// afterwards is no matter of another one.
    pub(crate) fn wait_for_limits(&mut self, wait: impl FnOnce(&mut Self)) {
        let waited = self.sim.state().waited;
        wait(self);
        if self.declaration().claims(Capability::Timeout) {
            self.sim.state_mut().waited = waited;
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
}

/// An initialised pool that checks, with so many idle connections and room for no more, each of which it is to check now.
pub(crate) fn leave_to_be_checked(s: &mut Scenario<'_, '_>, idle: usize) -> Verification {
    s.build_with(0, idle, |setup| setup.validate_on_acquire = true)?;
    s.init()?;
    s.fill()?;
    s.give_back_all();
    s.wait_until_checked();
    Ok(())
}

/// The client's acquire waits for a connect to finish.
pub(crate) fn require_connecting(s: &Scenario<'_, '_>, client: Actor) -> Verification {
    let runs = s.is_pending(client) && s.gated(Call::Connect) > 0;
    scene(s, runs, "an acquire whose connect takes its time", client)
}

fn scene(s: &Scenario<'_, '_>, set: bool, what: &str, actor: Actor) -> Verification {
    if set {
        return Ok(());
    }
    Err(Stop::unreached(format!("the check needs {what}, but {}", s.describe(actor))))
}
