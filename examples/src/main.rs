//! Judges the pools of this package by the conformance kit.
//!
//! `cargo run` prints the compliance matrix, `cargo run -- deadpool` the full report on one pool, `cargo run --
//! --help` the rest.

mod command;
mod machine;
mod matrix;
mod subjects;

use std::process::ExitCode;

use command::Command;

fn main() -> ExitCode {
    // A judged pool may panic, and the report tells of it; the default hook would print it a second time.
    std::panic::set_hook(Box::new(|_| {}));
    match Command::parse(std::env::args().skip(1)) {
        Ok(command) => command.run(),
        Err(mistake) => {
            eprintln!("error: {mistake}\n\n{}", command::USAGE);
            ExitCode::from(command::EXIT_USAGE)
        }
    }
}
