//! In which words the end of a process is told.

use std::process::ExitStatus;

/// What was done to a process that ended of itself, by its status and by the last that it wrote to its standard error.
pub(super) fn told(status: ExitStatus, last_words: &str) -> String {
    const WHILE_UNWINDING: [&str; 3] = [
        "panic in a destructor during cleanup",
        "panicked while processing panic",
        "thread panicked while panicking",
    ];
    if last_words.contains("has overflowed its stack") {
        return "overflowed the stack, which aborted the process".to_owned();
    }
    if WHILE_UNWINDING.iter().any(|words| last_words.contains(words)) {
        return "panicked while it unwound from another panic, which aborted the process".to_owned();
    }
    if last_words.contains("panic in a function that cannot unwind") {
        return "panicked where nothing can unwind, which aborted the process".to_owned();
    }
    if let Some(code) = status.code() {
        return format!("ended the process with exit code {code}");
    }
    match signal(status) {
        Some(6) => "aborted the process (SIGABRT)".to_owned(),
        Some(number) => format!("ended the process ({})", name(number)),
        None => "ended the process".to_owned(),
    }
}

/// Whether a process was ended by a signal that nobody sends to himself.
pub(super) fn is_kill(status: ExitStatus) -> bool {
    matches!(signal(status), Some(9 | 15))
}

fn name(signal: i32) -> String {
    let known = match signal {
        4 => "SIGILL",
        5 => "SIGTRAP",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        15 => "SIGTERM",
        _ => return format!("signal {signal}"),
    };
    known.to_owned()
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}
