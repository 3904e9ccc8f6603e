//! Why a rule that is not kept is accepted.

/// Why a rule that is not kept is accepted; an entry of a [baseline](crate::Suite::baseline).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Waiver {
    /// Why that is accepted.
    pub reason: String,
    /// Where more is said, such as an issue of the pool.
    pub link: Option<String>,
    /// The last day on which it is accepted, as `2027-01-31`.
    pub until: Option<String>,
}

impl Waiver {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), link: None, until: None }
    }
}
