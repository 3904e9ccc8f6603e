//! What a pool promises: every rule by its id.
//!
//! The crate `pool-conformance` judges a pool by these ids. Most rules were bugs of real pools first.
//!
//! # How to read a rule
//!
//! **LIFE-04** (MUST, core) is a rule with its id, its level and its capability.
//!
//! * An id is never changed and never given to another rule. Documents of the traits link to it: [LIFE-04].
//! * The level is meant as in [RFC 2119](https://www.rfc-editor.org/rfc/rfc2119). A pool that breaks a MUST is not
//!   conformant; one that breaks a SHOULD or a MAY deviates. "Should" inside the text of a MUST is the weaker wish.
//! * The capability says whom the rule binds: *core* binds every pool, any other name the pools that claim it.
//! * *not yet judged* stands where `pool-conformance` has no rule for the id so far.
//!
//! # Words
//!
//! * The *manager* opens, checks and ends connections for the pool: its
//!   [`ManageConnection`](crate::ManageConnection).
//! * A connection is *opened* when `connect` returned it, and *ended* when its `disconnect` finished or its value was
//!   dropped, whichever comes first.
//! * *Promptly* means that no timer has to fire first. A pool may put a connect off by up to a second all the same.
//!   Where a rule does not say it, time may pass up to the limits that the pool declares.
//! * A call *settles* when its future resolves, with success or with an error.
//! * A pool is *at rest* while no call to it or to its manager is running.
//! * A *slot* is the right to hold one connection; a pool has `max_size` of them: its *capacity*.
//! * *Closed*, *Timeout* and so on are the variants of [`PoolError`](crate::PoolError).
#![doc = include_str!("links.md")]
#![doc = ""]
#![doc = include_str!("rules.md")]
