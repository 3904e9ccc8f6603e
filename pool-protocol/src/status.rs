/// A snapshot of a pool's numbers.
///
/// # Contract
///
/// In every snapshot `size <= max_size`, `idle <= size` and `in_use <= size` MUST hold (**ACCT-02**).
///
/// `size` MAY count connects in progress; there is no field of their own for them. So at rest, but for connects
/// in the background, a pool MUST report (**ACCT-01**)
///
/// ```text
/// idle + in_use  <=  size  <=  idle + in_use + running connects
/// ```
///
/// and under *snapshot* it SHOULD do so at every moment (**ACCT-07**).
///
/// # Examples
///
/// A pool starts from the default, since more fields may come:
///
/// ```
/// use pool_protocol::Status;
///
/// let mut status = Status::default();
/// status.max_size = 10;
/// status.in_use = 3;
/// status.idle = 1;
/// status.size = status.in_use + status.idle;
/// assert!(!status.closed);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Status {
    /// Open connections, and perhaps those that are just being opened.
    pub size: usize,
    /// Open connections that nobody holds.
    pub idle: usize,
    /// Open connections that a guard holds. At rest, this is the number of guards (**ACCT-01**).
    pub in_use: usize,
    /// How many connections the pool opens in advance. 0 means none: there is no prefill (**PRE-01**).
    pub min_size: usize,
    /// How many connections there can be (**ACQ-02**).
    pub max_size: usize,
    /// Whether the pool has been closed, or is closing.
    pub closed: bool,
}
