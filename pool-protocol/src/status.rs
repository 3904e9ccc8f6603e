//! A snapshot of a pool's numbers.

/// A snapshot of a pool's numbers.
///
/// # Contract
///
/// In every snapshot `size <= max_size`, `idle <= size` and `in_use <= size` MUST hold ([ACCT-02]).
///
/// `size` MAY count connects in progress; there is no field of their own for them. So at rest, but for connects
/// in the background, a pool MUST report ([ACCT-01])
///
/// ```text
/// idle + in_use  <=  size  <=  idle + in_use + running connects
/// ```
///
/// and under *snapshot* it SHOULD do so at every moment ([ACCT-07]).
///
/// # Examples
///
/// A pool builds its status in one expression. More fields may come, so there is no literal outside this crate:
///
/// ```
/// use pool_protocol::Status;
///
/// let status = Status::new(4, 1, 3).limits(0, 10).waiting(2).closed(true);
/// assert_eq!((status.size, status.idle, status.in_use), (4, 1, 3));
/// assert_eq!((status.min_size, status.max_size), (0, 10));
/// assert_eq!(status.waiting, Some(2));
/// assert!(status.closed);
/// ```
#[doc = include_str!("contract/links.md")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Status {
    /// Open connections, and perhaps those that are just being opened.
    pub size: usize,
    /// Open connections that nobody holds.
    pub idle: usize,
    /// Open connections that a guard holds. At rest, this is the number of guards ([ACCT-01](crate::contract#ACCT-01)).
    pub in_use: usize,
    /// How many connections the pool opens in advance. 0 means none: there is no prefill ([PRE-01]).
    #[doc = include_str!("contract/links.md")]
    pub min_size: usize,
    /// How many connections there can be ([ACQ-02](crate::contract#ACQ-02)).
    pub max_size: usize,
    /// Whether the pool has been closed, or is closing.
    pub closed: bool,
    /// Acquires in the queue, where the pool knows their number; at rest it SHOULD be exact ([ACCT-09]).
    #[doc = include_str!("contract/links.md")]
    pub waiting: Option<usize>,
}

impl Status {
    /// Returns the status of an open pool with so many connections in all, idle and in use.
    ///
    /// Both limits are 0 and the number of waiting acquires is unknown, until the methods below set them.
    #[must_use]
    pub const fn new(size: usize, idle: usize, in_use: usize) -> Self {
        Self { size, idle, in_use, min_size: 0, max_size: 0, closed: false, waiting: None }
    }

    /// Sets how many connections the pool opens in advance, and how many there can be.
    #[must_use]
    pub const fn limits(mut self, min_size: usize, max_size: usize) -> Self {
        self.min_size = min_size;
        self.max_size = max_size;
        self
    }

    /// Sets how many acquires are in the queue.
    #[must_use]
    pub const fn waiting(mut self, acquires: usize) -> Self {
        self.waiting = Some(acquires);
        self
    }

    /// Sets whether the pool has been closed, or is closing.
    #[must_use]
    pub const fn closed(mut self, closed: bool) -> Self {
        self.closed = closed;
        self
    }
}
