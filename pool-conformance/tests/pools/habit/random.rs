//! Chance, of which nobody knows the seed.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
};

/// Any number below that, or 0.
pub(super) fn below(bound: usize) -> usize {
    let drawn = RandomState::new().build_hasher().finish();
    usize::try_from(drawn % bound.max(1) as u64).unwrap_or(0)
}
