//! Limits of time: which a pool is asked to keep in a script, and in which words.

use std::{fmt, str::FromStr, time::Duration};

use crate::model::{ACQUIRE_TIMEOUT, VirtualDuration};

/// A limit that a script asks for. Not every number is of interest: none, one below a timer's usual period, one that is no
/// whole number of minutes, one of minutes, and the ends of the range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum TimeLimit {
    #[default]
    None,
    Zero,
    Second,
    /// The acquire limit of an ordinary set-up.
    HalfMinute,
    MinuteAndQuarter,
    TenMinutes,
    /// `Duration::MAX`.
    Endless,
}

impl TimeLimit {
    const ALL: [Self; 7] = [
        Self::None,
        Self::Zero,
        Self::Second,
        Self::HalfMinute,
        Self::MinuteAndQuarter,
        Self::TenMinutes,
        Self::Endless,
    ];

    pub(crate) fn duration(self) -> Option<Duration> {
        match self {
            Self::None => None,
            Self::Zero => Some(Duration::ZERO),
            Self::Second => Some(Duration::from_secs(1)),
            Self::HalfMinute => Some(ACQUIRE_TIMEOUT),
            Self::MinuteAndQuarter => Some(Duration::from_secs(75)),
            Self::TenMinutes => Some(Duration::from_secs(600)),
            Self::Endless => Some(Duration::MAX),
        }
    }
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.duration() {
            None => f.write_str("none"),
            Some(Duration::ZERO) => f.write_str("0s"),
            Some(Duration::MAX) => f.write_str("endless"),
            Some(time) => VirtualDuration::from(time).fmt(f),
        }
    }
}

impl FromStr for TimeLimit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|limit| limit.to_string() == text).ok_or_else(|| {
            let known: Vec<String> = Self::ALL.iter().map(Self::to_string).collect();
            format!("there is no limit `{text}`; there are {}", known.join(", "))
        })
    }
}

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Limited {
    /// How long an acquire may take.
    Acquire,
    /// How long a connection may lie idle.
    Idle,
    /// How old a connection may become.
    Lifetime,
}

impl Limited {
    pub(crate) const ALL: [Self; 3] = [Self::Acquire, Self::Idle, Self::Lifetime];
}

impl fmt::Display for Limited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Acquire => "acquire limit",
            Self::Idle => "idle limit",
            Self::Lifetime => "lifetime",
        })
    }
}

/// The limits that a script asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Limits {
    pub(crate) acquire: TimeLimit,
    pub(crate) idle: TimeLimit,
    pub(crate) lifetime: TimeLimit,
}

impl Limits {
    /// Those of an ordinary set-up.
    pub(crate) const USUAL: Self =
        Self { acquire: TimeLimit::HalfMinute, idle: TimeLimit::None, lifetime: TimeLimit::None };

    pub(crate) fn of(self, what: Limited) -> TimeLimit {
        match what {
            Limited::Acquire => self.acquire,
            Limited::Idle => self.idle,
            Limited::Lifetime => self.lifetime,
        }
    }

    /// The same but for one.
    pub(crate) fn with(mut self, what: Limited, limit: TimeLimit) -> Self {
        match what {
            Limited::Acquire => self.acquire = limit,
            Limited::Idle => self.idle = limit,
            Limited::Lifetime => self.lifetime = limit,
        }
        self
    }

    /// Whether a pool may refuse to be built with these, or panic then: which of them it must bear, rules of their own say.
    pub(crate) fn may_be_refused(self) -> bool {
        let ends = [TimeLimit::Zero, TimeLimit::Endless];
        Limited::ALL.into_iter().any(|what| ends.contains(&self.of(what)))
    }

    /// Those that are out of the ordinary.
    pub(crate) fn unusual(self) -> impl Iterator<Item = Limited> {
        Limited::ALL.into_iter().filter(move |what| self.of(*what) != Self::USUAL.of(*what))
    }
}

/// What is out of the ordinary, each after a comma: `, idle limit 1s`.
impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.unusual().try_for_each(|what| write!(f, ", {what} {}", self.of(what)))
    }
}
