//! What became of every connection.

use crate::{
    model::{CloseMode, Step},
    rules::accounting::bring_all_back,
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) fn close_with_guards_out(s: &mut Scenario<'_, '_>) {
    for _ in 0..s.max() {
        s.acquire();
    }
    end_by_close(s);
    bring_all_back(s);
}

pub(crate) fn end_by_close(s: &mut Scenario<'_, '_>) {
    if s.declaration().close_mode == CloseMode::Unsupported {
        end_by_drop(s);
    } else if !s.trace().close_began() {
        s.begin_close();
    }
}

pub(crate) fn drop_the_handle(s: &mut Scenario<'_, '_>) {
    s.acquire();
    end_by_drop(s);
    bring_all_back(s);
}

/// What is still under way keeps the pool alive, so it is given up as well.
pub(crate) fn end_by_drop(s: &mut Scenario<'_, '_>) {
    s.perform(Step::DropHandle);
    s.cancel_all();
    s.settle();
}
