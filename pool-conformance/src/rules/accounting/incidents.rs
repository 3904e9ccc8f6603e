//! Something that happens to a pool, for rules to look at.

use std::time::Duration;

use crate::{
    CloseMode, Setup,
    rule::Check,
    world::{Actor, Step, World},
};

/// A script for a pool of some size.
pub(super) struct Incident {
    /// What the pool has been through, in words that follow "after".
    pub(super) about: &'static str,
    sizes: (usize, usize),
    adjust: fn(&mut Setup),
    /// What is done with nothing else running in between; then all that is ready runs.
    moves: &'static [&'static [Step]],
}

/// A script for a pool with these least and greatest sizes.
pub(super) const fn incident(
    about: &'static str,
    sizes: (usize, usize),
    moves: &'static [&'static [Step]],
) -> Incident {
    Incident { about, sizes, adjust: |_| {}, moves }
}

/// The same, with every idle connection checked before it is handed out.
pub(super) const fn checked(
    about: &'static str,
    sizes: (usize, usize),
    moves: &'static [&'static [Step]],
) -> Incident {
    Incident { adjust: |setup| setup.validate_on_acquire = true, ..incident(about, sizes, moves) }
}

/// The same, with connections that must neither lie idle for long nor grow old.
pub(super) const fn ageing(
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
pub(super) enum Moment {
    /// Something may be ready to run.
    Busy,
    /// All that was ready has run.
    Settled,
}

impl Incident {
    pub(super) fn closes(&self) -> bool {
        self.moves.iter().any(|steps| steps.iter().any(|step| matches!(step, Step::Start(Actor::Close(_)))))
    }

    /// Whether the pool can do what the script asks for.
    pub(super) fn suits(&self, w: &World<'_>) -> bool {
        !self.closes() || w.declaration().close_mode != CloseMode::Unsupported
    }

    pub(super) fn build(&self, w: &mut World<'_>) -> Check {
        let (min, max) = self.sizes;
        w.build_with(min, max, self.adjust)
    }

    /// Goes through the script, and has a look after every step.
    pub(super) fn happen(
        &self,
        w: &mut World<'_>,
        look: &mut dyn FnMut(&mut World<'_>, Moment) -> Check,
    ) -> Check {
        for steps in self.moves {
            for step in *steps {
                w.perform(*step);
                look(w, Moment::Busy)?;
            }
            w.settle();
            look(w, Moment::Settled)?;
        }
        Ok(())
    }
}
