//! What the status says, kept where it can be read at any time.

#[derive(Default)]
pub(super) struct Numbers {
    pub(super) idle: usize,
    pub(super) in_use: usize,
    /// Set by the first call of `close`, before the task hears of it.
    pub(super) closed: bool,
}

impl Numbers {
    pub(super) fn lent(&mut self) {
        self.idle -= 1;
        self.in_use += 1;
    }

    pub(super) fn returned(&mut self) {
        self.in_use -= 1;
        self.idle += 1;
    }
}
