//! Something that happens to a pool, for rules to look at.

use std::time::Duration;

use crate::{
    model::{Actor, CloseMode, Step, Verification},
    scenario::Scenario,
    sim::Conduct,
    subject::Setup,
};

/// A script for a pool of some size.
pub(crate) struct Incident {
    /// What the pool has been through, in words that follow "after".
    pub(crate) about: &'static str,
    sizes: (usize, usize),
    adjust: fn(&mut Setup),
    /// What is done with nothing else running in between; then all that is ready runs.
    moves: &'static [&'static [Step]],
}

/// A script for a pool with these least and greatest sizes.
pub(crate) const fn incident(
    about: &'static str,
    sizes: (usize, usize),
    moves: &'static [&'static [Step]],
) -> Incident {
    Incident { about, sizes, adjust: |_| {}, moves }
}

/// The same, with every idle connection checked before it is handed out.
pub(crate) const fn checked(
    about: &'static str,
    sizes: (usize, usize),
    moves: &'static [&'static [Step]],
) -> Incident {
    Incident { adjust: |setup| setup.validate_on_acquire = true, ..incident(about, sizes, moves) }
}

/// The same, with connections that must neither lie idle for long nor grow old.
pub(crate) const fn ageing(
    about: &'static str,
    sizes: (usize, usize),
    moves: &'static [&'static [Step]],
) -> Incident {
    let adjust = |setup: &mut Setup| {
        setup.idle_timeout = Some(Duration::from_secs(10));
        setup.max_lifetime = Some(Duration::from_secs(20));
    };
    Incident { adjust, ..incident(about, sizes, moves) }
}

/// When a rule has a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Something may be ready to run.
    Busy,
    /// All that was ready has run.
    Settled,
}

impl Incident {
    pub(crate) fn closes(&self) -> bool {
        self.moves.iter().any(|steps| steps.iter().any(|step| matches!(step, Step::Start(Actor::Close(_)))))
    }

    /// Whether the pool can do what the script asks for.
    pub(crate) fn suits(&self, s: &Scenario<'_, '_>) -> bool {
        !self.closes() || s.declaration().close_mode != CloseMode::Unsupported
    }

    pub(crate) fn build(&self, s: &mut Scenario<'_, '_>) -> Verification {
        let (min, max) = self.sizes;
        s.build_with(min, max, self.adjust)
    }

    /// Goes through the script, and has a look after every step.
    pub(crate) fn happen(
        &self,
        s: &mut Scenario<'_, '_>,
        look: &mut dyn FnMut(&mut Scenario<'_, '_>, Moment) -> Verification,
    ) -> Verification {
        for steps in self.moves {
            for step in *steps {
                s.perform(*step);
                look(s, Moment::Busy)?;
            }
            s.settle();
            look(s, Moment::Settled)?;
        }
        Ok(())
    }
}
