/// A snapshot of a pool's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Status {
    /// Open connections.
    pub size: usize,
    /// Open connections that nobody holds.
    pub idle: usize,
    /// Open connections that a guard holds.
    pub in_use: usize,
    /// The configured least size.
    pub min_size: usize,
    /// The configured bound.
    pub max_size: usize,
    /// Whether the pool has been closed.
    pub closed: bool,
}
