//! What became of a connection that is still open when it should not be.

use crate::{
    model::{ConnId, Leak},
    trace::{Life, Trace},
};

/// The first connection that is still open, if there is one, and where it was when the pool was closed.
pub(super) fn left_by_close(trace: &Trace) -> Option<(ConnId, Leak)> {
    let is_left = |life: Life| !matches!(life, Life::Ended(_) | Life::Detached);
    let mut conns = trace.summary().conns();
    let left =
        conns.find(|(id, conn)| is_left(conn.life) && !trace.ending_for_ever().any(|ending| ending == *id));
    left.map(|(id, conn)| (id, conn.left))
}

/// What is expected of such a connection, and what happened to it.
pub(super) fn tell(leak: Leak) -> (&'static str, &'static str) {
    match leak {
        Leak::OpenedTooLate => {
            ("what a connect brings after `close` has begun is ended", "was opened after that")
        }
        Leak::Held => ("what comes back after `close` has begun is ended", "was held then, and came back"),
        Leak::Returning => {
            ("what comes back while the pool is being closed is ended", "was on its way back meanwhile")
        }
        Leak::Idle => {
            ("what is idle, or on its way to a waiter, is ended by `close`", "was idle when it began")
        }
        Leak::Lost => ("after `close`, every connection that was opened has been ended", "was lost before"),
    }
}
