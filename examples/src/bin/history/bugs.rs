//! The bugs.

/// A bug that a release had and a later one has not.
pub(crate) struct Bug {
    pub(crate) id: &'static str,
    pub(crate) pool: &'static str,
    pub(crate) affected: &'static str,
    pub(crate) fixed: &'static str,
    /// What was wrong, in a few words.
    pub(crate) wrong: &'static str,
    /// By which the kit finds it.
    pub(crate) rule: &'static str,
    /// How many clients, connections, cancellations and faults the small world has in which the two versions can be compared as
    /// machines, if one shows it.
    pub(crate) world: Option<[u8; 4]>,
    /// Where it was told of.
    pub(crate) source: &'static str,
}

impl Bug {
    /// The folder of a version's package.
    pub(crate) fn package(&self, version: &str) -> String {
        format!("{}-{version}", self.pool)
    }
}

/// Every bug, pool by pool, oldest first.
pub(crate) const BUGS: &[Bug] = &[
    Bug {
        id: "B1",
        pool: "bb8",
        affected: "0.6.1",
        fixed: "0.7.0",
        wrong: "a waiter cancelled after it was served loses the slot",
        rule: "CANC-05",
        world: Some([3, 1, 1, 0]),
        source: "djc/bb8#67, djc/bb8#84",
    },
    Bug {
        id: "B11",
        pool: "bb8",
        affected: "0.8.0",
        fixed: "0.8.1",
        wrong: "a connect error never reaches its caller",
        rule: "ERR-03",
        world: None,
        source: "djc/bb8#102, djc/bb8#141",
    },
    Bug {
        id: "B9",
        pool: "bb8",
        affected: "0.8.1",
        fixed: "0.8.2",
        wrong: "the acquire limit leaves out the check",
        rule: "TIME-02",
        world: None,
        source: "djc/bb8#164",
    },
    Bug {
        id: "B4",
        pool: "bb8",
        affected: "0.8.2",
        fixed: "0.8.3",
        wrong: "get_owned uncounts what it hands out",
        rule: "ACQ-02",
        world: None,
        source: "djc/bb8 commit a422a60",
    },
    Bug {
        id: "B3",
        pool: "bb8",
        affected: "0.8.3",
        fixed: "0.8.4",
        wrong: "a discarded connection wakes no waiter",
        rule: "ACQ-05",
        world: None,
        source: "djc/bb8#167",
    },
    Bug {
        id: "D10",
        pool: "deadpool",
        affected: "0.3.0",
        fixed: "0.4.0",
        wrong: "a connect that fails or is cancelled strands waiters",
        rule: "CANC-03",
        world: None,
        source: "deadpool CHANGELOG, 0.4.0",
    },
    Bug {
        id: "D7",
        pool: "deadpool",
        affected: "0.7.0",
        fixed: "0.8.0",
        wrong: "size counts discarded connections",
        rule: "ACCT-02",
        world: None,
        source: "deadpool CHANGELOG, 0.8.0",
    },
    Bug {
        id: "D8",
        pool: "deadpool",
        affected: "0.7.0",
        fixed: "0.8.0",
        wrong: "a connection whose check timed out stays",
        rule: "HLTH-02",
        world: None,
        source: "deadpool CHANGELOG, 0.8.0",
    },
    Bug {
        id: "D1",
        pool: "deadpool",
        affected: "0.9.4",
        fixed: "0.9.5",
        wrong: "a failed check lets in one too many",
        rule: "ACQ-02",
        world: None,
        source: "bikeshedder/deadpool#205",
    },
    Bug {
        id: "M5",
        pool: "mobc",
        affected: "0.7.0",
        fixed: "0.7.1",
        wrong: "waiters are served in random order",
        rule: "FAIR-01",
        world: None,
        source: "importcjj/mobc#52",
    },
    Bug {
        id: "M1",
        pool: "mobc",
        affected: "0.7.3",
        fixed: "0.8.0",
        wrong: "a waiter cancelled after it was served loses the slot",
        rule: "CANC-05",
        world: Some([3, 1, 1, 0]),
        source: "importcjj/mobc#63",
    },
    Bug {
        id: "M4",
        pool: "mobc",
        affected: "0.7.3",
        fixed: "0.8.0",
        wrong: "a slow connect holds up everybody",
        rule: "ACQ-08",
        world: None,
        source: "importcjj/mobc#52, importcjj/mobc#63",
    },
    Bug {
        id: "F1",
        pool: "fast_pool",
        affected: "0.2.2",
        fixed: "0.3.3",
        wrong: "a cancelled check leaves a connection counted",
        rule: "ACCT-01",
        world: None,
        source: "rbatis/rbatis#582",
    },
];
