//! A pool that ends the process, judged by a program of its own: with the pool that the environment names it is that program,
//! and without one it runs itself and looks at what comes of it.

mod pools;

use std::process::{Command, ExitCode};

use pools::{Deed, factory};

/// The name of the one test that this is for a harness.
const NAME: &str = "a_pool_that_ends_the_process_is_told_by_a_program";

fn main() -> ExitCode {
    if let Ok(name) = std::env::var("DEED") {
        return pool_conformance::main(factory(Deed::by_name(&name)));
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    let filter = arguments.first().filter(|argument| !argument.starts_with('-'));
    if filter.is_some_and(|filter| !NAME.contains(filter.as_str())) {
        return ExitCode::SUCCESS;
    }
    if has("--list") {
        let listed = if has("--ignored") { "" } else { &format!("{NAME}: test\n") };
        print!("{listed}");
        return ExitCode::SUCCESS;
    }
    assert_told(
        &[],
        1,
        &["CONC-02 · MUST · broken", "ended the process with exit code 0", "B is cancelled (broke REL-03;"],
    );
    assert_told(&["life_01", "--exact", "--nocapture"], 0, &["LIFE-01"]);
    assert_told(&["--exact", "rel_03"], 1, &["REL-03 · MUST · broken"]);
    ExitCode::SUCCESS
}

/// That the program exits with that code when it judges a pool that exits, and says all of this.
fn assert_told(arguments: &[&str], code: i32, parts: &[&str]) {
    let program = std::env::current_exe().expect("this program has a path");
    let output = Command::new(program).args(arguments).env("DEED", "exits").output().expect("it can be run");
    let text = String::from_utf8_lossy(&output.stdout);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(output.status.code(), Some(code), "{text}");
    for part in parts {
        assert!(words.contains(part), "`{part}` is missing in: {text}");
    }
}
