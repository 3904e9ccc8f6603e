//! Pools and adapters.
