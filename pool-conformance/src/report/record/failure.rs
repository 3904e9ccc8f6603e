//! How a rule was broken, as data: what was expected and seen, and the steps with the state after each.

use std::{fmt, time::Duration};

use crate::explore::{Matters, Ways};

/// How a rule was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct FailureRecord {
    /// What the rule has to expect in this situation.
    pub expected: String,
    /// What was seen instead; `None` for what threads ran into, which is in [`Measured`](super::Measured).
    pub seen: Option<String>,
    /// What led there.
    pub found_by: FoundBy,
    /// How many schedules were run in that world up to the first that broke the rule; `None` where threads ran them.
    pub schedules: Option<u64>,
    /// The pool that the factory was asked for, where the story knows it.
    pub setup: Option<SetupRecord>,
    /// The script as text, where exploration found it.
    pub script: Option<String>,
    /// The script with the note by which it is refused where it does not fit, where exploration found it.
    pub token: Option<String>,
    /// When it was decided, where exploration found it and could tell.
    pub prospects: Option<ProspectsRecord>,
    /// How many steps in the middle of a long story are left out of [`steps`](Self::steps).
    pub steps_left_out: u64,
    /// What was done, and what came of it.
    pub steps: Vec<StepRecord>,
}

/// What could still have become of a run after each step of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct ProspectsRecord {
    /// The ways on from the start of the script and from each of its steps, in the world that has as much in it; `None` where
    /// there are more than could be gone.
    pub ways: Vec<Option<Ways>>,
    /// After how many steps the failure was inevitable, where that is known.
    pub inevitable_after: Option<u64>,
    /// How each step matters, where that is known.
    pub matters: Vec<Option<Matters>>,
    /// The nearest script that breaks nothing.
    pub nearest_passing: Option<String>,
    /// With how many steps the two begin in common.
    pub steps_in_common: Option<u64>,
    /// The same in words.
    pub text: Vec<String>,
}

/// What led to a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "json", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum FoundBy {
    /// The rule's own scenario.
    Scenario,
    /// Exploration, whose script is the shortest that was found.
    Exploration,
    /// Real threads, where chance decides.
    Threads,
}

/// The pool that the factory was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct SetupRecord {
    /// How many connections `init` is to open.
    pub min_size: u64,
    /// How many connections there may be.
    pub max_size: u64,
    /// Whether connections are checked before they are handed out.
    pub validate_on_acquire: bool,
}

impl FailureRecord {
    /// The steps as text, a line a step.
    pub(crate) fn story(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.steps.iter().map(StepRecord::line).collect();
        if let Some(first) = self.steps.iter().position(|step| step.afterwards).filter(|first| *first > 0) {
            lines.insert(first, "then, as after every script".to_owned());
        }
        if self.steps_left_out > 0 {
            lines.insert(lines.len() / 2, format!("({} more steps)", self.steps_left_out));
        }
        lines
    }

    /// The command that runs the script again, where exploration found it.
    pub(crate) fn again(&self) -> Option<String> {
        self.token.as_ref().map(|token| format!("{}=\"{token}\" cargo test", crate::REPLAY_VARIABLE))
    }
}

impl StepRecord {
    /// The virtual time of the step, in words.
    pub(crate) fn time(&self) -> String {
        let at = Duration::from_millis(self.at_ms);
        if at.subsec_nanos() == 0 { format!("{} s", at.as_secs()) } else { format!("{} ms", self.at_ms) }
    }

    /// What came of the step, in words.
    pub(crate) fn told(&self) -> String {
        let told: Vec<&str> = self.events.iter().filter_map(|event| event.text.as_deref()).collect();
        told.join("; ")
    }

    fn line(&self) -> String {
        let line = format!("{:>6}  {:>2}  {:<30}  {}", self.time(), self.number, self.text, self.told());
        line.trim_end().to_owned()
    }
}

impl fmt::Display for SetupRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let validated = if self.validate_on_acquire { ", validated on acquire" } else { "" };
        write!(f, "a pool with max_size {} and min_size {}{validated}", self.max_size, self.min_size)
    }
}

/// A step and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct StepRecord {
    /// The number of the step in its story, from 1.
    pub number: u64,
    /// The virtual time at which the step was taken, in milliseconds since the pool was built.
    pub at_ms: u64,
    /// The step in words.
    pub text: String,
    /// Whose step it is, if a client's, an `init`'s or a `close`'s.
    pub actor: Option<String>,
    /// Whether it belongs to what is done after every script.
    pub afterwards: bool,
    /// What came of it, in order.
    pub events: Vec<EventRecord>,
    /// How things stand after it.
    pub after: StateRecord,
}

/// One thing that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct EventRecord {
    /// What kind of thing: `called`, `returned`, `opened`, `ended`, `broke`, `held`, `given-back`, `woken`, `settled`,
    /// `reenters`, `reentered`, `stops` (in a call-out, on a thread of its own, while another step is taken) or `goes-on`.
    pub kind: String,
    /// Whom it happened to, or who caused it.
    pub actor: Option<String>,
    /// The number of the connection.
    pub connection: Option<u32>,
    /// The call of the manager.
    pub call: Option<String>,
    /// How it came out.
    pub result: Option<String>,
    /// The same in words; `None` where it goes without saying.
    pub text: Option<String>,
}

/// How things stand after a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct StateRecord {
    /// Who has begun something, in the order in which they first did.
    pub clients: Vec<ClientRecord>,
    /// Every connection that was ever opened.
    pub connections: Vec<ConnectionRecord>,
    /// Calls of the manager that have not returned.
    pub calls: Vec<CallRecord>,
}

/// A client, an `init` or a `close`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct ClientRecord {
    /// Its name.
    pub name: String,
    /// `created`, `pending`, `holds`, `returned`, `done`, `failed`, `panicked` or `cancelled`.
    pub state: String,
    /// The connection that it holds.
    pub connection: Option<u32>,
    /// Whether it has been woken and not polled since.
    pub woken: bool,
}

/// A connection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct ConnectionRecord {
    /// Its number.
    pub number: u32,
    /// `idle`, `held`, `ending` or `ended`.
    pub state: String,
    /// Who holds it.
    pub holder: Option<String>,
    /// Whether it has been broken.
    pub broken: bool,
}

/// A call of the manager that has not returned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct CallRecord {
    /// The name of the call, such as `connect`.
    pub call: String,
    /// The connection that it is about.
    pub connection: Option<u32>,
    /// Whose poll made it; `None` where a background task did.
    pub by: Option<String>,
}
