//! The side of the child: what it is to do, and what it writes down.

use std::{
    env,
    fs::{self, File},
    io::{self, Read},
    path::PathBuf,
    process,
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use super::{
    Answer, CHILD_VARIABLE, Call, Death, KIT_FAILED, Kind, PROCESS_VARIABLE,
    errand::{Errand, Pace},
    folder::Files,
    journal::Journal,
    limits, output,
    program::Program,
};
use crate::foreign::catch_panic;

/// What a call is to do.
#[derive(Debug)]
pub(crate) enum Role {
    /// Judge in this process; what is to be said of that, if anything is.
    Here(Option<String>),
    /// Judge in a child, and see to it.
    Supervises(Program, u64),
    /// Judge, as a child.
    Serves(&'static Serving),
    /// Nothing: another call is meant.
    Skips,
}

/// What is known of a job before it is done.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Foretold<'a> {
    /// It has ended a process.
    Died(&'a Death),
    /// It is left out; why.
    LeftOut(&'a str),
}

/// What this process is to do as a child.
#[derive(Debug)]
pub(crate) struct Serving {
    errand: Errand,
    files: Files,
    journal: Journal,
    /// Whether the call that is meant has been reached.
    at_work: AtomicBool,
    /// The jobs that are still to be tried, where it is not all of them.
    left: Mutex<Option<Vec<String>>>,
}

/// What a call of this process is to do.
pub(crate) fn role(call: &Call) -> Role {
    if let Some(serving) = this_process() {
        return serving.role(call);
    }
    if cfg!(miri) {
        return Role::Here(None);
    }
    match env::var(PROCESS_VARIABLE).as_deref() {
        Ok("here") => return Role::Here(None),
        Err(_) | Ok("" | "child") => {}
        Ok(other) => {
            return Role::Here(Some(format!("{PROCESS_VARIABLE} is `child` or `here`, not `{other}`")));
        }
    }
    if limits::is_debugged() {
        return Role::Here(Some("a debugger follows this process".to_owned()));
    }
    let program = if call.is_program { Ok(Program::Whole) } else { Program::of_caller() };
    match program {
        Ok(program) => {
            let number = call.number(program.test());
            Role::Supervises(program, number)
        }
        Err(why) => Role::Here(Some(why)),
    }
}

/// The child at its work, if this process is one and has come to it.
pub(crate) fn at_work() -> Option<&'static Serving> {
    this_process().filter(|serving| serving.at_work.load(Ordering::Acquire))
}

/// Ends a child that judges only to see what ends it: what it has come to is not to be written anywhere.
pub(crate) fn leave_if_on_trial() {
    if let Some(serving) = at_work().filter(|serving| serving.errand.pace == Pace::Trial) {
        serving.leave();
    }
}

/// What this process is to do as a child, if it is one.
fn this_process() -> Option<&'static Serving> {
    static SERVING: OnceLock<Option<Serving>> = OnceLock::new();
    SERVING.get_or_init(Serving::claim).as_ref()
}

impl Serving {
    /// Takes the errand, if there is one that nobody has taken: processes that a child starts inherit its environment.
    fn claim() -> Option<Self> {
        let folder = PathBuf::from(env::var_os(CHILD_VARIABLE)?);
        let files = Files::of(&folder);
        let taken = folder.join("taken");
        fs::rename(files.errand(), &taken).ok()?;
        let errand = Errand::read(&fs::read_to_string(taken).ok()?)?;
        let journal = Journal::open(&files.journal()).ok()?;
        end_with_parent(folder);
        let left = Mutex::new(errand.only.clone().filter(|_| errand.pace == Pace::Trial));
        Some(Self { errand, files, journal, at_work: AtomicBool::new(false), left })
    }

    fn role(&'static self, call: &Call) -> Role {
        let is_meant = call.subject == self.errand.subject && call.place == self.errand.place;
        if is_meant && call.number("") == self.errand.number { Role::Serves(self) } else { Role::Skips }
    }

    /// Judges, or plays the scripts that are wanted, and ends the process.
    pub(crate) fn serve(&self, judge: impl FnOnce() -> Vec<Answer>, play: impl Fn(&str)) -> ! {
        self.journal.here();
        output::mark();
        self.at_work.store(true, Ordering::Release);
        if !self.errand.scripts.is_empty() {
            for (number, script) in self.errand.scripts.iter().enumerate() {
                self.journal.begin(Kind::Short, &number.to_string());
                play(script);
                self.journal.end(&number.to_string());
            }
            self.leave();
        }
        let answers = catch_panic(judge).unwrap_or_else(|text| {
            let err = format!("the kit panicked: {text}");
            vec![Answer { code: KIT_FAILED, err, ..Answer::default() }]
        });
        leave_if_on_trial();
        let unfinished = self.files.answer().with_extension("part");
        let written = fs::write(&unfinished, Answer::write(&answers));
        if let Err(error) = written.and_then(|()| fs::rename(&unfinished, self.files.answer())) {
            eprintln!("pool-conformance: what was found cannot be written: {error}");
        }
        process::exit(0)
    }

    fn leave(&self) -> ! {
        self.journal.done();
        process::exit(0)
    }

    /// What is known of a job before it is done; nothing where it is to be done.
    pub(crate) fn foretold(&self, kind: Kind, job: &str) -> Option<Foretold<'_>> {
        let Errand { deaths, only, why, explores, scripts, .. } = &self.errand;
        if !scripts.is_empty() {
            return None;
        }
        if let Some(death) = deaths.iter().find(|death| death.job == job) {
            return Some(Foretold::Died(death));
        }
        let left_out = only.as_ref().is_some_and(|only| !only.iter().any(|known| known == job));
        let left_out = left_out && !(*explores && kind != Kind::Short);
        left_out.then_some(Foretold::LeftOut(why))
    }

    pub(crate) fn begins(&self, kind: Kind, job: &str) {
        if self.errand.scripts.is_empty() {
            self.journal.begin(kind, job);
        }
    }

    /// Notes that a job has come to its end; with the last that was to be tried the process does.
    pub(crate) fn ended(&self, job: &str) {
        if !self.errand.scripts.is_empty() {
            return;
        }
        self.journal.end(job);
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(left) = left.as_mut() {
            left.retain(|known| known != job);
            if left.is_empty() {
                self.leave();
            }
        }
    }

    /// The file into which the script that is under way is written, step by step, where that is wanted.
    pub(crate) fn script_file(&self) -> Option<File> {
        let wanted = self.errand.pace == Pace::Logged || !self.errand.scripts.is_empty();
        wanted.then(|| File::create(self.files.script()).ok()).flatten()
    }

    /// Whether one thing is done at a time, so that it is known which one ends the process.
    pub(crate) fn one_at_a_time(&self) -> bool {
        self.errand.pace == Pace::Logged
    }

    /// Whether a terminal is shown how far it has come.
    pub(crate) fn is_on_terminal(&self) -> bool {
        self.errand.on_terminal && !self.errand.probes()
    }

    /// Whether every rule is asked for.
    pub(crate) fn all(&self) -> bool {
        self.errand.all
    }

    /// Whether what is printed, and what a test panics with, is coloured.
    pub(crate) fn coloured(&self) -> (bool, bool) {
        self.errand.coloured
    }
}

/// Ends this process when its parent has ended, whatever has ended that: the pipe to it is closed then.
fn end_with_parent(folder: PathBuf) {
    thread::spawn(move || {
        let mut nothing = [0; 64];
        while let Ok(1..) = io::stdin().lock().read(&mut nothing) {}
        let _ = fs::remove_dir_all(folder);
        process::exit(1)
    });
}
