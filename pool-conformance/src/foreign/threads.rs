//! Threads of the kit, on which foreign code runs: named after what they do, and with room for what is large.

use std::thread::{self, Builder};

/// Guards and futures of a pool may be large, and lie on the stack. What is not used of it costs nothing.
pub(crate) const STACK: usize = 64 << 20;
/// How the names of the kit's threads begin.
pub(crate) const PREFIX: &str = "kit-";

/// What a thread is to be, of that name.
pub(crate) fn roomy_thread(name: String) -> Builder {
    Builder::new().name(name).stack_size(STACK)
}

/// What a thread is to be that helps this one: it has the same name, for what goes on there belongs to it.
pub(crate) fn helping_thread() -> Builder {
    roomy_thread(thread::current().name().unwrap_or("kit").to_owned())
}
