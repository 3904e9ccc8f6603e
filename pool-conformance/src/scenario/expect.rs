//! Then: expectations that many rules share; where one is not met, the rule at hand is broken.

use super::Scenario;
use crate::{
    model::{Actor, ErrorKind, Settled, Stop, Verification},
    sim::{Conduct, may_try_again},
};

impl Scenario<'_, '_> {
    pub(crate) fn expect_held(&self, actor: Actor, expected: &str) -> Verification {
        Stop::unless(self.holds(actor).is_some(), expected, self.describe(actor))
    }

    pub(crate) fn expect_pending(&self, actor: Actor, expected: &str) -> Verification {
        Stop::unless(self.is_pending(actor), expected, self.describe(actor))
    }

    pub(crate) fn expect_settled(&self, actor: Actor, expected: &str) -> Verification {
        let panicked = matches!(self.settled(actor), Some(Settled::Panicked(_)));
        Stop::unless(!self.is_pending(actor) && !panicked, expected, self.describe(actor))
    }

    pub(crate) fn expect_done(&self, actor: Actor, expected: &str) -> Verification {
        Stop::unless(self.settled(actor) == Some(&Settled::Done), expected, self.describe(actor))
    }

    pub(crate) fn expect_error(&self, actor: Actor, kinds: &[ErrorKind], expected: &str) -> Verification {
        let kept = self.tasks().error_of(actor).is_some_and(|kind| kinds.contains(&kind));
        Stop::unless(kept, expected, self.describe(actor))
    }

    /// That the whole capacity is there and no more: `max_size` clients are served at once, and one more is not.
    ///
    /// `after` says what the pool has been through, in words that follow "after".
    pub(crate) fn expect_capacity(&mut self, after: &str) -> Verification {
        self.hold_everything(after)?;
        let extra = self.acquire();
        if self.holds(extra).is_some() && !self.is_bounded_when_fresh() {
            return Err(Stop::unreached("the pool goes beyond `max_size` even when it is fresh: see ACQ-04"));
        }
        let expected = format!("no more than {} can be held at once after {after}", self.max());
        Stop::unless(self.holds(extra).is_none(), expected, self.describe(extra))?;
        self.cancel(extra);
        self.give_back_all();
        Ok(())
    }

    /// The same as a scene: a pool that lacks capacity to begin with cannot show what costs it any.
    pub(crate) fn require_capacity(&mut self) -> Verification {
        self.expect_capacity("`init`").map_err(|stop| match stop {
            Stop::Broken(violation) => {
                let seen = violation.seen;
                Stop::unreached(format!("the check needs a pool of its full size to begin with, but {seen}"))
            }
            other => other,
        })
    }

    /// Whether a fresh pool of the same kind refuses or delays one more than `max_size`: what no pool has, no mishap can
    /// have taken from it.
    fn is_bounded_when_fresh(&self) -> bool {
        self.sim.beside(|fresh| {
            let mut fresh = Scenario::new(fresh);
            let filled = fresh.open(0, 1).and_then(|()| fresh.fill());
            let extra = fresh.acquire();
            filled.is_ok() && fresh.holds(extra).is_none()
        })
    }

    /// That the whole capacity is there: `max_size` clients are served at once.
    pub(crate) fn expect_reachable(&mut self, after: &str) -> Verification {
        self.hold_everything(after)?;
        self.give_back_all();
        Ok(())
    }

    fn hold_everything(&mut self, after: &str) -> Verification {
        self.give_back_all();
        let max = self.max();
        for held in 0..max {
            let client = self.acquire();
            self.allow_for_retries(client);
            let seen = format!("{held} of {max} could be held, then {}", self.describe(client));
            let expected = format!("all {max} connections can be held at once after {after}");
            Stop::unless(self.holds(client).is_some(), expected, seen)?;
        }
        Ok(())
    }

    /// Waits with a client for a pool that has had a connect fail and declares that it tries again by and by.
    pub(crate) fn allow_for_retries(&mut self, client: Actor) {
        if may_try_again(self) {
            self.wait_for_limit(client);
        }
    }

    /// That no connection was handed to `disconnect` twice.
    pub(crate) fn expect_ended_once(&self) -> Verification {
        let twice = self
            .trace()
            .count(|summary| summary.conns().find(|(_, conn)| conn.disconnects > 1).map(|(id, _)| id));
        let seen = twice.map(|id| format!("{id} was handed to `disconnect` again")).unwrap_or_default();
        Stop::unless(twice.is_none(), "each connection is ended once", seen)
    }

    /// That every connection that was opened has been ended.
    pub(crate) fn expect_all_ended(&self, after: &str) -> Verification {
        let (left, opened, ended) =
            self.trace().count(|summary| (summary.left(), summary.opened, summary.ended));
        let expected = format!("every connection that was opened has been ended {after}");
        Stop::unless(left == 0, expected, format!("{opened} opened, {ended} ended"))
    }
}
