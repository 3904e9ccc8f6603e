//! What a process may take, as Linux tells it in `/proc`. Elsewhere nothing is known, and nothing limited.

use std::fs;

/// How many bytes of memory a child may have at once: many times what the kit needs.
const MEMORY: u64 = 2 << 30;
/// How many threads.
const THREADS: u64 = 2_000;

/// What a process has too much of, as what was done to it.
pub(super) fn passed(process: u32) -> Option<String> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let value = |name: &str| number(&status, name).unwrap_or(0);
    let memory = (value("VmRSS:") + value("VmSwap:")) << 10;
    if memory > MEMORY {
        return Some(format!("took more than {} GiB of memory", MEMORY >> 30));
    }
    (value("Threads:") > THREADS).then(|| format!("started more than {THREADS} threads"))
}

/// Whether a debugger follows this process, which would not follow its child.
pub(super) fn is_debugged() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    number(&status, "TracerPid:").is_some_and(|tracer| tracer != 0)
}

fn number(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_number_is_found_by_its_name() {
        let status = "Name:\tkit\nVmRSS:\t  1234 kB\nThreads:\t7\n";
        assert_eq!(number(status, "VmRSS:"), Some(1_234));
        assert_eq!(number(status, "Threads:"), Some(7));
        assert_eq!(number(status, "VmSwap:"), None);
    }
}
