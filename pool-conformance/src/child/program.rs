//! How the program is run again for one call: which test is running, if it is one.

use std::{backtrace::Backtrace, env, ffi::OsString, process::Command, thread};

/// What has to be run again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    /// The test of that name, alone.
    Test(String),
    /// All of it, with the same arguments.
    Whole,
}

impl Program {
    /// That of the caller; why it is not known, if so.
    pub(super) fn of_caller() -> Result<Self, String> {
        if let Some(test) = only_test(env::args().skip(1)) {
            return Ok(Self::Test(test));
        }
        match thread::current().name() {
            // The harness runs each test on a thread that is named after it.
            Some(name) if name != "main" => Ok(Self::Test(name.to_owned())),
            _ => by_frames(&Backtrace::force_capture().to_string()),
        }
    }

    /// The name of the test, where it is one.
    pub(super) fn test(&self) -> &str {
        match self {
            Self::Test(name) => name,
            Self::Whole => "",
        }
    }

    pub(super) fn command(&self) -> Result<Command, String> {
        let program = env::current_exe().map_err(|error| format!("the program is not known: {error}"))?;
        let mut command = Command::new(program);
        match self {
            Self::Test(name) => command.args([name, "--exact", "--nocapture", "--include-ignored"]),
            Self::Whole => command.args(env::args_os().skip(1).collect::<Vec<OsString>>()),
        };
        Ok(command)
    }
}

/// The options of a harness that take no word after them: behind any other, a word may be its value, and no test.
const ALONE: [&str; 9] = [
    "--exact",
    "--nocapture",
    "--no-capture",
    "--show-output",
    "--include-ignored",
    "--ignored",
    "--quiet",
    "-q",
    "--test",
];

/// The only test that these arguments ask for, as nextest asks for each.
fn only_test(arguments: impl Iterator<Item = String>) -> Option<String> {
    let (options, names): (Vec<String>, Vec<String>) =
        arguments.partition(|argument| argument.starts_with('-'));
    let is_alone = |option: &String| option.contains('=') || ALONE.contains(&option.as_str());
    match &names[..] {
        [name] if options.iter().any(|option| option == "--exact") && options.iter().all(is_alone) => {
            Some(name.clone())
        }
        _ => None,
    }
}

/// What runs on the thread of the program by the frames of its stack: with one thread, the harness runs its tests there.
fn by_frames(frames: &str) -> Result<Program, String> {
    const UNKNOWN: &str = "the name of the test is not known";
    let names: Vec<&str> =
        frames.lines().filter_map(|line| line.split_once(": ")).map(|(_, name)| name.trim()).collect();
    let harness = names.iter().position(|name| name.starts_with("test::"));
    let Some(harness) = harness else {
        let begins = names.iter().any(|name| name.starts_with("std::rt::lang_start"));
        return if begins { Ok(Program::Whole) } else { Err(UNKNOWN.to_owned()) };
    };
    let test = names[..harness].iter().rev().find(|name| !name.starts_with("core::"));
    let path = test.map(|name| name.split("::{{").next().unwrap_or(name));
    let within = path.and_then(|path| path.split_once("::")).map(|(_, test)| test);
    within.map(|test| Program::Test(test.to_owned())).ok_or_else(|| UNKNOWN.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Program, by_frames, only_test};

    fn asked(line: &str) -> Option<String> {
        only_test(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn one_exact_name_is_the_test() {
        assert_eq!(asked("a::b --exact --nocapture"), Some("a::b".to_owned()));
        assert_eq!(asked("a --exact --test-threads=1"), Some("a".to_owned()));
        assert_eq!(asked("--exact a b"), None);
        assert_eq!(asked("a"), None);
    }

    #[test]
    fn what_an_option_takes_is_no_test() {
        assert_eq!(asked("--exact --skip a"), None);
        assert_eq!(asked("--exact --test-threads 1"), None);
    }

    #[test]
    fn the_innermost_frame_below_the_harness_is_the_test() {
        let frames = "   3: pool_conformance::run_all\n             at /src/lib.rs:1:2\n   4: kit::pools::conforms\n   \
                      5: kit::pools::conforms::{{closure}}\n   6: core::ops::function::FnOnce::call_once\n   7: \
                      test::__rust_begin_short_backtrace\n   8: test::run_test_in_process\n   9: std::rt::lang_start_internal";
        assert_eq!(by_frames(frames), Ok(Program::Test("pools::conforms".to_owned())));
        assert_eq!(by_frames("   4: kit::main\n  9: std::rt::lang_start_internal"), Ok(Program::Whole));
        assert!(by_frames("   4: <unknown>").is_err());
    }
}
