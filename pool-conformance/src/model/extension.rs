//! The extension traits of the protocol that a pool may have.

use crate::model::Capability;

/// An extension trait that a subject has said its pool has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Extension {
    TryAcquire,
    Discard,
    Detach,
    Resize,
    Observe,
}

impl Extension {
    pub(crate) const ALL: [Self; 5] =
        [Self::TryAcquire, Self::Discard, Self::Detach, Self::Resize, Self::Observe];

    /// The extension without which a capability is nothing.
    pub(crate) fn behind(capability: Capability) -> Option<Self> {
        match capability {
            Capability::TryAcquire => Some(Self::TryAcquire),
            Capability::Discard => Some(Self::Discard),
            Capability::Detach => Some(Self::Detach),
            Capability::Resize => Some(Self::Resize),
            _ => None,
        }
    }

    /// What is done by it, in a few words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::TryAcquire => "try_acquire",
            Self::Discard => "discard",
            Self::Detach => "detach",
            Self::Resize => "resize",
            Self::Observe => "counters",
        }
    }
}

/// The extensions of a pool.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct ExtensionSet(u8);

impl ExtensionSet {
    pub(crate) fn has(self, extension: Extension) -> bool {
        self.0 & (1 << extension as u8) != 0
    }

    /// This set and one more.
    #[must_use]
    pub(crate) fn with(self, extension: Extension) -> Self {
        Self(self.0 | 1 << extension as u8)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl std::fmt::Debug for ExtensionSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(Extension::ALL.into_iter().filter(|extension| self.has(*extension))).finish()
    }
}
