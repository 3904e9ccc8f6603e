//! One child, from its start to its end: within limits of memory, of threads and of time.

use std::{
    env, fs,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use super::{
    Answer, Answered, CHILD_VARIABLE, UnderWay,
    errand::Errand,
    exit,
    folder::{Files, Folder},
    journal::Account,
    limits,
    output::{LastWords, Stream, listen},
    program::Program,
};

/// How often a child is looked at.
const TICK: Duration = Duration::from_millis(25);
/// For how long what it has printed is waited for when it has ended: another process may hold the pipe.
const DRAINED: Duration = Duration::from_secs(1);
/// How long the program may take to come to the call that is meant.
const REACHED: Duration = Duration::from_secs(60);

/// How a child ended.
#[derive(Clone, Debug)]
pub(super) enum End {
    Answered(Answered),
    /// It did what it was to do, and there is nothing to answer.
    Done,
    Died(Died),
    /// It was ended, since it had not come to its end in time.
    Late,
}

/// What is known of a child that ended without an answer.
#[derive(Clone, Debug)]
pub(super) struct Died {
    /// What was done to the process.
    pub(super) how: String,
    /// Whether it was killed, by a limit or by somebody: then it may not be the pool's doing.
    pub(super) killed: bool,
    pub(super) account: Account,
    /// The script that was under way, where that is written down.
    pub(super) at: UnderWay,
}

/// Runs the program once more, for an errand; why that cannot be had, if so.
pub(super) fn run(program: &Program, errand: &Errand, time: Duration) -> Result<End, String> {
    let folder = Folder::new().map_err(|error| format!("there is no folder for a child: {error}"))?;
    let files = Files::of(folder.path());
    let written = fs::write(files.errand(), errand.write());
    written.map_err(|error| format!("there is no folder for a child: {error}"))?;
    let mut command = program.command()?;
    set_up(&mut command, &folder, &files);
    let child = command.spawn().map_err(|error| format!("a child cannot be started: {error}"))?;
    let mut running =
        Running { child, files, began: Instant::now(), last_words: LastWords::new(!errand.probes()) };
    let output = listen(&mut running.child);
    running.wait(&output, time)
}

fn set_up(command: &mut Command, folder: &Folder, files: &Files) {
    // What comes to its end with the parent is the pipe: the child reads it, and ends as well.
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.env(CHILD_VARIABLE, folder.path());
    if env::var_os(REPORTS).is_some_and(|folder| !folder.is_empty()) {
        command.env(REPORTS, files.reports());
    }
    if env::var_os(RUN).is_none() {
        command.env(RUN, format!("process {}", std::process::id()));
    }
}

/// A child that is at work; it ends with this.
struct Running {
    child: Child,
    files: Files,
    began: Instant,
    last_words: LastWords,
}

impl Running {
    fn wait(mut self, output: &Receiver<(Stream, String)>, time: Duration) -> Result<End, String> {
        let mut looked = Instant::now();
        loop {
            match output.recv_timeout(TICK) {
                Ok(text) => self.last_words.tell(&text),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => thread::sleep(Duration::from_millis(1)),
            }
            let status = self.child.try_wait().map_err(|error| format!("a child is lost: {error}"))?;
            if let Some(status) = status {
                let ended = Instant::now();
                while let Some(left) = DRAINED.checked_sub(ended.elapsed()) {
                    let Ok(text) = output.recv_timeout(left) else { break };
                    self.last_words.tell(&text);
                }
                let how = exit::told(status, self.last_words.text());
                return self.tell_end(how, exit::is_kill(status));
            }
            if looked.elapsed() < TICK {
                continue;
            }
            looked = Instant::now();
            if let Some(passed) = limits::passed(self.child.id()) {
                self.kill();
                return self.tell_end(passed, true);
            }
            if self.began.elapsed() >= time {
                return Ok(End::Late);
            }
            if self.began.elapsed() >= REACHED && !self.account().here {
                return Err(format!(
                    "the call was not come to within {REACHED:?} when the program was run again"
                ));
            }
        }
    }

    fn tell_end(&self, how: String, killed: bool) -> Result<End, String> {
        let answer = fs::read_to_string(self.files.answer()).ok();
        if let Some(answers) = answer.and_then(|text| Answer::read(&text)) {
            return Ok(End::Answered(Answered { answers, written: self.files.written() }));
        }
        let account = self.account();
        if !account.here {
            return Err("the call was not come to when the program was run again".to_owned());
        }
        if account.done {
            return Ok(End::Done);
        }
        let written = fs::read_to_string(self.files.script()).unwrap_or_default();
        Ok(End::Died(Died { how, killed, account, at: UnderWay::read(&written) }))
    }

    fn account(&self) -> Account {
        let journal = fs::read(self.files.journal()).unwrap_or_default();
        Account::read(&String::from_utf8_lossy(&journal))
    }

    fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Where reports are written to, and by what those of one run are known: the child writes for its parent.
const REPORTS: &str = "POOL_CONFORMANCE_REPORT";
const RUN: &str = "POOL_CONFORMANCE_RUN";
