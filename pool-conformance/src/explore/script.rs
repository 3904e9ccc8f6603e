use std::{fmt, str::FromStr};

use crate::{
    ledger::Call,
    probe::{Behaviour, Reentry},
    rule::Stop,
    world::{Actor, Span, Step, World},
};

/// Which calls of the manager wait until a step lets them finish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gates {
    pub(crate) connect: bool,
    pub(crate) check: bool,
    pub(crate) disconnect: bool,
}

impl Gates {
    pub(super) const NONE: Self = Self { connect: false, check: false, disconnect: false };

    pub(super) fn each(self) -> [(Call, bool); 3] {
        [(Call::Connect, self.connect), (Call::Check, self.check), (Call::Disconnect, self.disconnect)]
    }
}

/// A run, whole: the pool that is asked for, and all that is done with it.
///
/// Its text can be read by a person and by [`FromStr`]: `max 1, min 0: A acquires; B acquires; A drops its guard`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Script {
    pub(crate) min: u8,
    pub(crate) max: u8,
    pub(crate) validate: bool,
    pub(crate) gates: Gates,
    /// Whether `init` is left to the steps.
    pub(crate) uninitialised: bool,
    pub(crate) steps: Vec<Step>,
}

impl Script {
    /// Builds the pool that the script asks for, and initialises it unless the steps do.
    pub(super) fn begin(&self, world: &mut World<'_>) -> Result<(), Stop> {
        world.build_with(self.min.into(), self.max.into(), |setup| {
            setup.validate_on_acquire = self.validate;
        })?;
        if !self.uninitialised {
            world.init()?;
        }
        for (call, gated) in self.gates.each() {
            if gated {
                world.gate(call);
            }
        }
        Ok(())
    }

    /// The plainest script for a pool of these sizes.
    pub(super) fn of(min: u8, max: u8) -> Self {
        Self { min, max, validate: false, gates: Gates::NONE, uninitialised: false, steps: Vec::new() }
    }

    pub(super) fn flags(&self) -> [bool; 5] {
        let Gates { connect, check, disconnect } = self.gates;
        [connect, check, disconnect, self.validate, self.uninitialised]
    }

    pub(super) fn set_flag(&mut self, index: usize) {
        match index {
            0 => self.gates.connect = true,
            1 => self.gates.check = true,
            2 => self.gates.disconnect = true,
            3 => self.validate = true,
            _ => self.uninitialised = true,
        }
    }
}

/// The words of the flags in a script's text.
const FLAGS: [&str; 5] = ["connects wait", "checks wait", "disconnects wait", "validated", "not initialised"];

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "max {}, min {}", self.max, self.min)?;
        for (word, set) in FLAGS.iter().zip(self.flags()) {
            if set {
                write!(f, ", {word}")?;
            }
        }
        let steps: Vec<String> = self.steps.iter().map(Step::to_string).collect();
        write!(f, ": {}", steps.join("; "))
    }
}

impl FromStr for Script {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (head, steps) = text.split_once(':').ok_or("a script reads `max 1, min 0: A acquires; ...`")?;
        let mut script = Self::of(0, 1);
        for word in head.split(',').map(str::trim) {
            script.read_word(word)?;
        }
        script.steps = steps
            .split(';')
            .map(str::trim)
            .filter(|step| !step.is_empty())
            .map(read_step)
            .collect::<Result<_, _>>()?;
        Ok(script)
    }
}

impl Script {
    fn read_word(&mut self, word: &str) -> Result<(), String> {
        let number = |text: &str| text.trim().parse().map_err(|_| format!("`{text}` is not a small number"));
        if let Some(flag) = FLAGS.iter().position(|flag| *flag == word) {
            self.set_flag(flag);
        } else if let Some(size) = word.strip_prefix("max ") {
            self.max = number(size)?;
        } else if let Some(size) = word.strip_prefix("min ") {
            self.min = number(size)?;
        } else {
            return Err(format!(
                "`{word}` says nothing of a pool; there are `max N`, `min N`, {}",
                FLAGS.join(", ")
            ));
        }
        Ok(())
    }
}

fn read_step(text: &str) -> Result<Step, String> {
    alphabet().find(|step| step.to_string() == text).ok_or_else(|| format!("there is no step `{text}`"))
}

/// How long a delayed call takes, in virtual time.
pub(super) const DELAY: Span = Span::secs(1);

/// How many clients a script can have.
pub(super) const CLIENTS: u8 = 8;

/// Every step that a script can have, in an order that tokens rely on.
pub(super) fn alphabet() -> impl Iterator<Item = Step> {
    let clients = (0..CLIENTS).map(Actor::Client).flat_map(|client| {
        [
            Step::Start(client),
            Step::Create(client),
            Step::Poll(client),
            Step::PollAnew(client),
            Step::Cancel(client),
            Step::Arm(client, Reentry::Status),
            Step::Arm(client, Reentry::Acquire),
            Step::Arm(client, Reentry::Leave),
            Step::Release(client),
            Step::Drop(client),
            Step::Unwind(client),
            Step::Break(client),
        ]
    });
    let others = [Actor::Init(0), Actor::Init(1), Actor::Close(0), Actor::Close(1)]
        .into_iter()
        .flat_map(|actor| [Step::Start(actor), Step::Poll(actor), Step::Cancel(actor)]);
    let calls = [Call::Connect, Call::Check, Call::Disconnect].into_iter().flat_map(|call| {
        let ends = [Behaviour::Succeed, Behaviour::Fail, Behaviour::Panic];
        ends.into_iter().flat_map(move |end| {
            [Step::Finish(call, end), Step::FinishSecond(call, end), Step::Next(call, end)]
        })
    });
    let nexts = [Call::Connect, Call::Check, Call::Disconnect].into_iter().flat_map(|call| {
        let ways = [
            Behaviour::Delay(DELAY),
            Behaviour::Reenter(Reentry::Status),
            Behaviour::Reenter(Reentry::Acquire),
        ];
        ways.map(|how| Step::Next(call, how))
    });
    let rest = [
        Step::BreakIdle,
        Step::Settle,
        Step::Tasks,
        Step::Advance(Span::secs(1)),
        Step::Advance(Span::secs(30)),
    ];
    clients.chain(others).chain(calls).chain(nexts).chain(rest)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Gates, Script, alphabet};

    #[test]
    fn no_two_steps_read_the_same() {
        let texts: Vec<String> = alphabet().map(|step| step.to_string()).collect();
        assert_eq!(texts.iter().collect::<HashSet<_>>().len(), texts.len());
    }

    #[test]
    fn a_script_is_what_its_text_says() {
        let gates = Gates { connect: true, ..Gates::NONE };
        let script = Script { validate: true, gates, steps: alphabet().collect(), ..Script::of(1, 2) };
        assert_eq!(script.to_string().parse(), Ok(script));
    }

    #[test]
    fn a_faulty_text_names_the_fault() {
        for (text, fault) in [
            ("A acquires", "a script reads"),
            ("max 1: A dances", "A dances"),
            ("size 1: A acquires", "size 1"),
            ("max many: A acquires", "many"),
        ] {
            let error = text.parse::<Script>().unwrap_err();
            assert!(error.contains(fault), "{error}");
        }
    }
}
