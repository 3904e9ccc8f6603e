//! Scripts: the one form of a run, as data and as text.

use std::{fmt, str::FromStr};

use crate::model::{Call, Limited, Limits, Step, read_any_step, read_step};

/// Which calls of the manager wait until a step lets them finish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gates {
    pub(crate) connect: bool,
    pub(crate) check: bool,
    pub(crate) disconnect: bool,
}

impl Gates {
    pub(crate) const NONE: Self = Self { connect: false, check: false, disconnect: false };

    pub(crate) fn each(self) -> [(Call, bool); 3] {
        [(Call::Connect, self.connect), (Call::Check, self.check), (Call::Disconnect, self.disconnect)]
    }
}

/// A run, whole: the pool that is asked for, and all that is done with it.
///
/// Its text can be read by a person and by [`FromStr`]. A step that makes no sense where it stands does nothing, so that any
/// part of a script is a script.
///
/// # Examples
///
/// ```
/// use pool_conformance::Script;
///
/// let script: Script = "max 1, min 0: A acquires; B acquires; A drops its guard".parse()?;
/// assert_eq!(script.to_string(), "max 1, min 0: A acquires; B acquires; A drops its guard");
/// assert!("max 1: A dances".parse::<Script>().is_err());
/// # Ok::<(), pool_conformance::ScriptError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    pub(crate) min: u8,
    pub(crate) max: u8,
    pub(crate) validate: bool,
    pub(crate) gates: Gates,
    pub(crate) limits: Limits,
    /// Whether `init` is left to the steps.
    pub(crate) uninitialised: bool,
    /// Whether it was found by a status that was wrong, so that it is judged by that before anything that comes later.
    pub(crate) by_status: bool,
    pub(crate) steps: Vec<Step>,
}

/// How much there is in a script, for comparison: preemptions, for two threads are harder to follow than one, then steps, then what is
/// out of the ordinary with the pool, then its sizes.
pub(crate) type Size = (usize, usize, usize, u8, u8);

impl Script {
    pub(crate) fn size(&self) -> Size {
        let flags = self.flags().into_iter().filter(|set| *set).count();
        let unusual = flags + self.limits.unusual().count();
        let preemptions = self.steps.iter().filter(|step| matches!(step, Step::Preempt(_))).count();
        (preemptions, self.steps.len(), unusual, self.max, self.min)
    }

    /// That there can be a pool of these sizes; what would be right, if not.
    pub(crate) fn check(&self) -> Result<(), String> {
        let Self { min, max, .. } = *self;
        if max == 0 {
            return Err("`max 0` is no pool to run a script on: it is at least 1".to_owned());
        }
        if min > max {
            return Err(format!("`min {min}` is more than `max {max}`: it is at most that"));
        }
        Ok(())
    }

    /// The plainest script for a pool of these sizes.
    pub(crate) fn of(min: u8, max: u8) -> Self {
        Self {
            min,
            max,
            validate: false,
            gates: Gates::NONE,
            limits: Limits::USUAL,
            uninitialised: false,
            by_status: false,
            steps: Vec::new(),
        }
    }

    pub(crate) fn flags(&self) -> [bool; 6] {
        let Gates { connect, check, disconnect } = self.gates;
        [connect, check, disconnect, self.validate, self.uninitialised, self.by_status]
    }

    pub(crate) fn set_flag(&mut self, index: usize) {
        match index {
            0 => self.gates.connect = true,
            1 => self.gates.check = true,
            2 => self.gates.disconnect = true,
            3 => self.validate = true,
            4 => self.uninitialised = true,
            _ => self.by_status = true,
        }
    }
}

/// The words of the flags in a script's text.
const FLAGS: [&str; 6] = [
    "connects wait",
    "checks wait",
    "disconnects wait",
    "validated",
    "not initialised",
    "judged by its status",
];

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "max {}, min {}", self.max, self.min)?;
        write!(f, "{}", self.limits)?;
        for (word, set) in FLAGS.iter().zip(self.flags()) {
            if set {
                write!(f, ", {word}")?;
            }
        }
        let steps: Vec<String> = self.steps.iter().map(Step::to_string).collect();
        write!(f, ": {}", steps.join("; "))
    }
}

/// What is wrong with the text of a script, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ScriptError(String);

impl From<String> for ScriptError {
    fn from(fault: String) -> Self {
        Self(fault)
    }
}

impl FromStr for Script {
    type Err = ScriptError;

    fn from_str(text: &str) -> Result<Self, ScriptError> {
        Ok(Self::read(text)?)
    }
}

impl Script {
    fn read(text: &str) -> Result<Self, String> {
        let (head, steps) = text.split_once(':').ok_or("a script reads `max 1, min 0: A acquires; ...`")?;
        let mut script = Self::of(0, 1);
        for word in head.split(',').map(str::trim) {
            script.read_word(word)?;
        }
        script.check()?;
        script.steps = steps
            .split(';')
            .map(str::trim)
            .filter(|step| !step.is_empty())
            .map(read_step)
            .collect::<Result<_, _>>()?;
        Ok(script)
    }

    /// A script that is told and need not be run: of its steps, those that can be read, those of scenarios among them.
    pub(crate) fn told(text: &str) -> Option<Self> {
        let (head, steps) = text.split_once(':')?;
        let script = Self::read(&format!("{head}:")).ok()?;
        Some(Self {
            steps: steps.split(';').filter_map(|step| read_any_step(step.trim())).collect(),
            ..script
        })
    }

    fn read_word(&mut self, word: &str) -> Result<(), String> {
        let number = |text: &str| text.trim().parse().map_err(|_| format!("`{text}` is not a small number"));
        if let Some(flag) = FLAGS.iter().position(|flag| *flag == word) {
            self.set_flag(flag);
        } else if let Some(size) = word.strip_prefix("max ") {
            self.max = number(size)?;
        } else if let Some(size) = word.strip_prefix("min ") {
            self.min = number(size)?;
        } else if let Some((what, limit)) = read_limit(word) {
            self.limits = self.limits.with(what, limit.parse()?);
        } else {
            let limits = Limited::ALL.map(|what| format!("`{what} T`")).join(", ");
            return Err(format!(
                "`{word}` says nothing of a pool; there are `max N`, `min N`, {limits}, {}",
                FLAGS.join(", ")
            ));
        }
        Ok(())
    }
}

/// What a word limits, and how much is left to read.
fn read_limit(word: &str) -> Option<(Limited, &str)> {
    let of = |what: Limited| Some((what, word.strip_prefix(&what.to_string())?.trim()));
    Limited::ALL.into_iter().find_map(of)
}

#[cfg(test)]
mod tests {
    use crate::model::alphabet::alphabet;
    use crate::model::{Gates, Limits, Script, TimeLimit};

    const LIMITS: Limits = Limits {
        acquire: TimeLimit::MinuteAndQuarter,
        idle: TimeLimit::Second,
        lifetime: TimeLimit::Endless,
    };

    #[test]
    fn a_script_is_what_its_text_says() {
        let gates = Gates { connect: true, ..Gates::NONE };
        let script =
            Script { validate: true, gates, limits: LIMITS, steps: alphabet().collect(), ..Script::of(1, 2) };
        assert_eq!(script.to_string().parse(), Ok(script));
    }

    #[test]
    fn a_faulty_text_names_the_fault() {
        for (text, fault) in [
            ("A acquires", "a script reads"),
            ("max 1: A dances", "A dances"),
            ("size 1: A acquires", "size 1"),
            ("max 1, idle limit 7s: A acquires", "there is no limit `7s`"),
            ("max many: A acquires", "many"),
            ("max 0: A acquires", "`max 0` is no pool"),
            ("max 1, min 2: A acquires", "`min 2` is more than `max 1`"),
        ] {
            let error = text.parse::<Script>().unwrap_err().to_string();
            assert!(error.contains(fault), "{error}");
        }
    }
}
