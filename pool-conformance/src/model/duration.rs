//! Virtual time.

use std::{fmt, ops::AddAssign, time::Duration};

/// A span of virtual time in whole milliseconds, which is what tokio's timers count in. A step has room for no more: steps
/// are copied all the time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct VirtualDuration(u32);

impl VirtualDuration {
    pub(crate) const ZERO: Self = Self(0);

    pub(crate) const HOUR: Self = Self::secs(3_600);
    pub(crate) const DAY: Self = Self::secs(24 * 3_600);

    pub(crate) const fn secs(seconds: u32) -> Self {
        Self(seconds * 1_000)
    }

    /// Reads seconds or milliseconds, as they are written.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (number, unit) = match text.strip_suffix("ms") {
            Some(number) => (number, 1e-3),
            None => (text.strip_suffix('s')?, 1.0),
        };
        let seconds = number.parse::<f64>().ok()? * unit;
        Duration::try_from_secs_f64(seconds).ok().map(|time| Self::from(time + Duration::from_micros(1)))
    }

    pub(crate) fn duration(self) -> Duration {
        Duration::from_millis(self.0.into())
    }
}

/// The longest span lasts for 49 days.
impl From<Duration> for VirtualDuration {
    fn from(time: Duration) -> Self {
        Self(u32::try_from(time.as_millis()).unwrap_or(u32::MAX))
    }
}

impl AddAssign for VirtualDuration {
    fn add_assign(&mut self, more: Self) {
        self.0 = self.0.saturating_add(more.0);
    }
}

impl fmt::Display for VirtualDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.duration())
    }
}

/// The acquire limit of an ordinary set-up, in virtual time.
pub(crate) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);
