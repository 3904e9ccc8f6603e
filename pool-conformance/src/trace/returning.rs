//! What is on its way back to the pool while its step stands in a call-out.

use super::Summary;
use crate::model::Leak;

impl Summary {
    /// From here on what is on its way back is not idle yet.
    pub(super) fn stops(&mut self) {
        self.stopped = self.returning.filter(|id| self.conn(*id).left == Leak::Idle);
        if let Some(id) = self.stopped {
            self.at(id).left = Leak::Returning;
        }
    }

    pub(super) fn goes_on(&mut self) {
        if let Some(id) = self.stopped.take().filter(|_| !self.closing) {
            self.at(id).left = Leak::Idle;
        }
    }
}
