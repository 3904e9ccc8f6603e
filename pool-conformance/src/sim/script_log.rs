//! The script that is under way, in a file: each step is there before it is performed, so that it is known with which one the
//! process ended. What is done after every script stands in a second line, and a third begins where all that is left is dropped.

use std::{
    fs::File,
    io::{Seek, Write},
    sync::{Mutex, PoisonError},
};

use super::{Heartbeat, Sim};
use crate::{
    model::{Script, Step},
    subject::Setup,
};

/// What is written into the file.
#[derive(Debug)]
pub(crate) struct ScriptLog(Mutex<State>);

#[derive(Debug)]
struct State {
    file: File,
    /// How the script begins of which the pool is built next.
    announced: Option<String>,
    stage: Stage,
    /// How many steps there are in this line.
    steps: usize,
}

/// To what belongs what is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// To what is done before every script.
    Before,
    Script,
    /// To what is done after every script.
    After,
    /// To the end of the pool.
    Over,
}

impl State {
    fn begin_line(&mut self, stage: Stage) -> std::io::Result<()> {
        self.stage = stage;
        self.steps = 0;
        self.file.write_all(b"\n")
    }
}

impl ScriptLog {
    pub(crate) fn new(file: File) -> Self {
        Self(Mutex::new(State { file, announced: None, stage: Stage::Over, steps: 0 }))
    }

    fn with(&self, act: impl FnOnce(&mut State) -> std::io::Result<()>) {
        // A script that cannot be written down is not told, and that is all.
        let _ = act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// A pool is built, for the script that was announced, or for what comes.
    pub(super) fn pool_begins(&self, setup: &Setup) {
        self.with(|state| {
            state.stage = if state.announced.is_none() { Stage::Script } else { Stage::Before };
            state.steps = 0;
            let head = state.announced.take().unwrap_or_else(|| {
                let validated = if setup.validate_on_acquire { ", validated" } else { "" };
                format!("max {}, min {}{validated}, not initialised: ", setup.max_size, setup.min_size)
            });
            state.file.rewind()?;
            state.file.set_len(0)?;
            state.file.write_all(head.as_bytes())
        });
    }

    pub(super) fn step_begins(&self, step: Step) {
        self.with(|state| {
            if !matches!(state.stage, Stage::Script | Stage::After) {
                return Ok(());
            }
            let between = if state.steps == 0 { "" } else { "; " };
            state.steps += 1;
            state.file.write_all(format!("{between}{step}").as_bytes())
        });
    }

    /// What comes now is done after every script.
    pub(super) fn script_ends(&self) {
        self.with(|state| if state.stage == Stage::Script { state.begin_line(Stage::After) } else { Ok(()) });
    }

    /// What is left of the pool is dropped.
    pub(super) fn pool_ends(&self) {
        self.script_ends();
        self.with(|state| if state.stage == Stage::After { state.begin_line(Stage::Over) } else { Ok(()) });
    }
}

impl Heartbeat {
    /// Writes down the script that is under way, if that is wanted.
    #[inline]
    pub(super) fn write_down(&self, what: impl FnOnce(&ScriptLog)) {
        if let Some(log) = &self.log {
            what(log);
        }
    }
}

/// Says that the pool that is built next is that of a script: what is done until its steps begin, the script says itself.
pub(crate) fn announce(sim: &Sim<'_>, script: &Script) {
    sim.env.heartbeat.write_down(|log| {
        let head = Script { steps: Vec::new(), ..script.clone() };
        log.with(|state| {
            state.announced = Some(head.to_string());
            Ok(())
        });
    });
}

/// Says that from here on the steps of the script are performed.
pub(crate) fn steps_begin(sim: &Sim<'_>) {
    sim.env.heartbeat.write_down(|log| {
        log.with(|state| {
            state.stage = Stage::Script;
            Ok(())
        });
    });
}
