//! How far exploration goes.

use std::time::Duration;

use super::{Bounds, default_bounds, thorough_bounds};
use crate::{
    generate::Profile,
    model::{Capability, CloseMode, Declaration, ExtensionSet},
};

/// How far exploration goes, in runs: never in seconds, so that a run finds the same on every machine.
///
/// # Examples
///
/// ```
/// use pool_conformance::Budget;
///
/// let budget = Budget::default().samples(10_000).seed(7);
/// # let _ = budget;
/// ```
#[derive(Clone, Debug)]
pub struct Budget {
    pub(crate) bounds: Vec<Bounds>,
    pub(crate) per_world: u64,
    pub(crate) samples: u64,
    pub(crate) meetings: u64,
    pub(crate) stress: u64,
    pub(crate) seed: u64,
    pub(crate) real_time: Duration,
}

impl Budget {
    const SAMPLES: u64 = 5_000;
    const PER_WORLD: u64 = 12_000;
    const PER_THOROUGH_WORLD: u64 = 1_000_000;
    const MEETINGS: u64 = 300;
    const STRESS: u64 = 200;
    /// Some hundred times what a run takes on a quiet machine.
    const REAL_TIME: Duration = Duration::from_secs(10 * 60);

    /// The default, and three clients with two cancellations, one fault and a close together; up to six with one fault more; and
    /// a hundred thousand samples. Takes minutes.
    #[must_use]
    pub fn thorough() -> Self {
        Self {
            bounds: thorough_bounds(),
            per_world: Self::PER_THOROUGH_WORLD,
            samples: 20 * Self::SAMPLES,
            meetings: 40 * Self::MEETINGS,
            stress: 40 * Self::STRESS,
            seed: 1,
            real_time: 20 * Self::REAL_TIME,
        }
    }

    /// No exploration: scenarios alone.
    #[must_use]
    pub fn scenarios_only() -> Self {
        Self {
            bounds: Vec::new(),
            per_world: 0,
            samples: 0,
            meetings: 0,
            stress: 0,
            seed: 1,
            real_time: Self::REAL_TIME,
        }
    }

    /// At most so many runs in each small world, and an eighth more to confirm what was merged; a world that takes more is
    /// reported as left incomplete, with an estimate of how many schedules it has.
    #[must_use]
    pub fn schedules_per_world(mut self, schedules: u64) -> Self {
        self.per_world = schedules;
        self
    }

    /// So many sampled scripts.
    #[must_use]
    pub fn samples(mut self, samples: u64) -> Self {
        self.samples = samples;
        self
    }

    /// So many rounds of two threads in lock step, in each of the ways in which they can meet.
    #[must_use]
    pub fn meetings(mut self, rounds: u64) -> Self {
        self.meetings = rounds;
        self
    }

    /// So many rounds of four threads that use a pool at once, with cancellations, faults and closes.
    #[must_use]
    pub fn stress(mut self, rounds: u64) -> Self {
        self.stress = rounds;
        self
    }

    /// The seed that samples are drawn with; the report names it.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// For how much real time a run may go on, ten minutes by default: what has not been tried by then is told as that.
    ///
    /// A pool comes to that limit if it takes real time for what it should leave to tokio's clock. No result depends on
    /// how long anything took.
    #[must_use]
    pub fn real_time(mut self, limit: Duration) -> Self {
        self.real_time = limit;
        self
    }

    /// The samples, cut into parts that can be drawn side by side: a seed, a count and a profile each. In one of them the
    /// pool is called back, if it claims that it may be, and in another calls panic, if it claims to bear that.
    /// In one more the extensions of the pool are used, and in one there are a few scripts that are very long.
    pub(crate) fn parts(
        &self,
        declaration: &Declaration,
    ) -> impl Iterator<Item = (u64, u64, Profile)> + use<> {
        const PARTS: u64 = 4;
        /// One in so many has a long life.
        const LONG: u64 = 500;
        let (long, seed) = (self.samples / LONG, self.seed);
        let ordinary = self.samples - long;
        let extensions = declaration.extensions;
        let closes = declaration.close_mode != CloseMode::Unsupported;
        let reenters = declaration.claims(Capability::Reentrancy);
        let (health_checked, panics) =
            (declaration.claims(Capability::PoolHealth), declaration.claims(Capability::PanicExt));
        let part = move |index| {
            let profile = Profile {
                closes,
                called_back: reenters && index == PARTS - 1,
                health_checked: health_checked && index == 0,
                panics: panics && index == PARTS - 2,
                long: false,
                extensions: if index == 1 { extensions } else { ExtensionSet::default() },
            };
            (seed.wrapping_mul(PARTS).wrapping_add(index), (ordinary + index) / PARTS, profile)
        };
        let (any_seed, _, any) = part(PARTS);
        let long_lived = (any_seed, long, Profile { closes: false, health_checked, long: true, ..any });
        (0..PARTS).map(part).chain([long_lived]).filter(|(_, count, _)| *count > 0)
    }
}

impl Default for Budget {
    /// Every schedule of three clients on pools of one and two with any one cancellation, any one fault or a close at
    /// any moment, or two of them, some thousand sampled scripts of up to eight clients on pools of up to four, and some hundred rounds of
    /// threads: a second or two in a debug build.
    fn default() -> Self {
        Self {
            bounds: default_bounds(),
            per_world: Self::PER_WORLD,
            samples: Self::SAMPLES,
            meetings: Self::MEETINGS,
            stress: Self::STRESS,
            seed: 1,
            real_time: Self::REAL_TIME,
        }
    }
}
