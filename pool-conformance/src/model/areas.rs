//! The areas of the catalogue in their order.

/// The prefix of the ids of an area, and its name. The build script reads this file, too.
pub(crate) const AREAS: &[(&str, &str)] = &[
    ("LIFE", "lifecycle"),
    ("ACQ", "acquisition"),
    ("TRY", "acquisition without waiting"),
    ("TIME", "limits"),
    ("FAIR", "fairness and order"),
    ("REL", "release"),
    ("PRE", "prefill and sizes"),
    ("MNT", "maintenance"),
    ("HLTH", "health"),
    ("CANC", "cancellation"),
    ("ERR", "errors"),
    ("ACCT", "accounting"),
    ("CONC", "concurrency"),
    ("RES", "resources"),
    ("RST", "reset"),
    ("LIM", "limit on waiters"),
];
