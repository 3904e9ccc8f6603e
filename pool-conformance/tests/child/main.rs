//! Pools that end the process: the report on them is there all the same, whichever way a test is run.

#[path = "pools.rs"]
mod pools;

mod inner;

use std::process::{Command, Output};

/// Runs one of the inner tests, with the pool that does this.
fn run(deed: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let program = std::env::current_exe().expect("this program has a path");
    let mut command = Command::new(program);
    command.args(arguments).env("DEED", deed).env("RUST_BACKTRACE", "0").env_remove("RUST_TEST_THREADS");
    command.env_remove("NEXTEST_EXECUTION_MODE").envs(environment.iter().copied());
    command.output().expect("a test can be run")
}

fn text(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    format!("{out}\n{err}")
}

/// That the test failed, and that all of this was told.
fn assert_told(output: &Output, parts: &[&str]) {
    let text = text(output);
    assert!(!output.status.success(), "{text}");
    // As wide as it is printed, a line may break anywhere.
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(words(&text).contains(part), "`{part}` is missing in: {text}");
    }
}

/// The rule, what was done to the process, and a script that does it again.
const EXIT: [&str; 3] = [
    "CONC-02 · MUST · broken",
    "ended the process with exit code 0",
    "B acquires; B is cancelled (broke REL-03;",
];

#[test]
fn a_pool_that_exits_is_told_in_a_plain_test() {
    assert_told(&run("exits", &["inner::run_all"], &[]), &EXIT);
}

#[test]
fn a_pool_that_exits_is_told_where_tests_run_on_one_thread() {
    assert_told(&run("exits", &["inner::run_all", "--test-threads=1"], &[]), &EXIT);
    assert_told(&run("exits", &["inner::run_all"], &[("RUST_TEST_THREADS", "1")]), &EXIT);
}

#[test]
fn a_pool_that_exits_is_told_where_each_test_has_a_process() {
    let nextest = [("NEXTEST", "1"), ("NEXTEST_EXECUTION_MODE", "process-per-test")];
    assert_told(&run("exits", &["inner::run_all", "--exact", "--nocapture"], &nextest), &EXIT);
    let of_rule = ["inner::each::conc_02", "--exact", "--nocapture"];
    assert_told(&run("exits", &of_rule, &nextest), &[EXIT[0], EXIT[1], "max 1, min 0"]);
}

#[test]
fn a_pool_that_exits_is_told_within_a_runtime() {
    for test in ["inner::within_a_runtime", "inner::within_threads_of_a_runtime"] {
        assert_told(&run("exits", &[test], &[]), &EXIT);
        assert_told(&run("exits", &[test, "--test-threads=1"], &[]), &EXIT);
    }
}

#[test]
fn a_pool_that_exits_is_told_by_the_tests_of_the_rules_that_it_breaks() {
    let output = run("exits", &["inner::each::"], &[]);
    assert_told(&output, &["CONC-02 · MUST · broken", EXIT[1]]);
    let text = text(&output);
    assert!(text.contains("test inner::each::conc_02 ... FAILED"), "{text}");
    assert!(text.contains("test inner::each::life_01 ... ok"), "{text}");
}

#[test]
fn the_call_that_is_meant_is_found_behind_others() {
    assert_told(&run("exits", &["inner::after_other_calls"], &[]), &EXIT);
}

#[test]
fn a_pool_that_aborts_in_the_third_schedule_is_told() {
    let told = ["LIFE-01 · MUST · broken", "aborted the process (SIGABRT)", "with a pool with max_size"];
    assert_told(&run("aborts", &["inner::run_all"], &[]), &told);
}

#[test]
fn a_pool_that_panics_while_it_unwinds_is_told() {
    let told = ["CONC-02 · MUST · broken", "panicked while it unwound", "max 1, min 0"];
    assert_told(&run("unwinds", &["inner::run_all"], &[]), &told);
}

#[cfg(target_os = "linux")]
#[test]
fn a_pool_that_overflows_its_stack_is_told() {
    let told = ["LIFE-04 · MUST · broken", "overflowed the stack, which aborted the process", "close starts"];
    assert_told(&run("overflows", &["inner::run_all"], &[]), &told);
}

#[cfg(target_os = "linux")]
#[test]
fn a_pool_that_takes_the_memory_is_told() {
    let told = ["CONC-02 · MUST · broken", "took more than 2 GiB of memory", "A acquires"];
    assert_told(&run("memory", &["inner::run_all"], &[]), &told);
}

#[test]
fn a_script_that_ends_the_process_is_told_when_it_is_run_again() {
    let script = "max 1, min 0: A acquires; B acquires; B is cancelled";
    let told =
        ["CONC-02 · MUST · broken", "the last step ended the process with exit code 0", "B is cancelled"];
    assert_told(&run("exits", &["inner::run_all"], &[("POOL_CONFORMANCE_REPLAY", script)]), &told);
}

#[test]
fn a_line_says_why_this_process_judges() {
    let output = run("nothing", &["inner::on_a_thread_without_a_name", "--nocapture"], &[]);
    let told = text(&output);
    assert!(output.status.success(), "{told}");
    assert!(
        told.contains("judged in this process") && told.contains("the name of the test is not known"),
        "{told}"
    );
}

#[test]
fn the_environment_chooses_this_process() {
    let chosen = [("POOL_CONFORMANCE_PROCESS", "here")];
    let output = run("tells", &["inner::run_all", "--nocapture"], &chosen);
    assert!(text(&output).contains(&format!("built in {}", "the first process")), "{}", text(&output));
}

/// Whatever ends the parent: a process that is killed can do nothing more.
#[cfg(target_os = "linux")]
#[test]
fn a_child_ends_with_its_parent() {
    let program = std::env::current_exe().expect("this program has a path");
    let mark = format!("child-of-{}", std::process::id());
    let mut command = Command::new(program);
    command.args(["inner::run_all"]).env("DEED", "hangs").env("MARK", &mark);
    let mut parent = command.stdout(std::process::Stdio::null()).spawn().expect("a test can be run");
    wait_until(|| marked(&mark) > 1);
    parent.kill().expect("it can be killed");
    parent.wait().expect("it has ended");
    wait_until(|| marked(&mark) == 0);
}

/// How many processes have that mark in their environment.
#[cfg(target_os = "linux")]
fn marked(mark: &str) -> usize {
    let processes = std::fs::read_dir("/proc").expect("processes are listed").flatten();
    let has_mark = |process: &std::fs::DirEntry| {
        let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
        String::from_utf8_lossy(&environment).split('\0').any(|variable| variable == format!("MARK={mark}"))
    };
    processes.filter(has_mark).count()
}

#[cfg(target_os = "linux")]
fn wait_until(holds: impl Fn() -> bool) {
    const LONG: u32 = 12_000;
    let held = (0..LONG).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        holds()
    });
    assert!(held, "it does not come about");
}
