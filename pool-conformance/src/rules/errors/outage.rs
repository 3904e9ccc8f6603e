//! A server that is gone for a while.

use std::time::Duration;

use crate::{model::Verification, scenario::Scenario, sim::Conduct};

pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// A pool that looks at its idle connections before it lends them.
pub(crate) fn open(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open(0, max)?;
    s.require_capacity()?;
    s.build_with(0, max, |setup| setup.validate_on_acquire = true)?;
    s.init()
}
