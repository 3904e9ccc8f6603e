//! Wrong pools: one file for each rule, which the build script finds. Each wrong pool is an honest pool of some
//! architecture with one mistake, and the rule of its file has to find it.

use std::sync::LazyLock;

use pool_conformance::{Capability, rules};

use crate::pools::{
    any::{Architecture, Blueprint},
    deviation::Mistake,
    policy::Policy,
};

/// What a file of wrong pools uses.
mod prelude {
    pub(super) use pool_conformance::Capability;
    pub(super) use pool_protocol::{Counters, PoolError, Status, async_trait};

    pub(super) use super::WrongPool;
    pub(super) use crate::pools::{
        Config,
        any::Architecture::{Actor, Handoff, Plain, Semaphore},
        deviation::{
            AfterFailure, Again, Attempt, Call, Cancelled, Deviation, Fate, Foreign, Met, Mistake,
            Overlooked, Phase, Place, Prefilling, Returned, Stage, Stranger, Traffic, help, help::Expiry,
        },
        kept::{Dates, Reachable},
        policy::{CancelledCheck, Check, CloseMode, IdleOrder, Policy, Release, WhenFull},
    };
}

include!(concat!(env!("OUT_DIR"), "/wrong.rs"));

/// One mistake, and the architectures in which it is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WrongPool {
    name: &'static str,
    says: &'static str,
    architectures: &'static [Architecture],
    policy: Policy,
    declared: Policy,
    mistake: Mistake,
    claimed: &'static [Capability],
    race: bool,
    blocks: bool,
    extended: bool,
}

impl WrongPool {
    const fn new(name: &'static str, architectures: &'static [Architecture], mistake: Mistake) -> Self {
        let (policy, declared) = (Policy::USUAL, Policy::USUAL);
        let (claimed, race, blocks, extended) = (&[], false, false, false);
        Self { name, says: "", architectures, policy, declared, mistake, claimed, race, blocks, extended }
    }

    /// The mistake in plain words.
    const fn says(self, says: &'static str) -> Self {
        Self { says, ..self }
    }

    /// Of pools that are not the usual ones.
    const fn policy(self, policy: Policy) -> Self {
        Self { policy, declared: policy, ..self }
    }

    /// Of pools with another policy than they declare.
    const fn undeclared(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// Of pools that claim what honest ones of their policy do not.
    const fn claims(self, claimed: &'static [Capability]) -> Self {
        Self { claimed, ..self }
    }

    /// Of pools that claim what honest ones of their policy do beyond what most are asked for, extensions included.
    const fn extended(self) -> Self {
        Self { extended: true, ..self }
    }

    /// It blocks its thread at moments that every world comes to: without the watchdog nothing gets over it.
    const fn blocks(self) -> Self {
        Self { blocks: true, ..self }
    }

    /// Only threads can see it: what is wrong is wrong between two halves of one poll.
    const fn race(self) -> Self {
        Self { race: true, ..self }
    }
}

/// A pool of one architecture with one mistake.
#[derive(Clone, Debug)]
pub(crate) struct Mutant {
    /// Of the architecture and of the mistake.
    pub(crate) name: String,
    /// The rule that has to find it.
    pub(crate) breaks: &'static str,
    pub(crate) architecture: Architecture,
    pub(crate) wrong: WrongPool,
}

impl Mutant {
    pub(crate) fn blueprint(&self) -> Blueprint {
        let WrongPool { policy, declared, mistake, claimed, extended, .. } = self.wrong;
        Blueprint { architecture: self.architecture, policy, mistake, declared, claimed, extended }
    }

    /// Whether it blocks its thread wherever it is explored.
    pub(crate) fn blocks(&self) -> bool {
        self.wrong.blocks
    }

    /// Whether only threads can see its mistake.
    pub(crate) fn is_race(&self) -> bool {
        self.wrong.race
    }
}

/// Every wrong pool there is, in the order of the rules.
pub(crate) static MUTANTS: LazyLock<Vec<Mutant>> = LazyLock::new(|| {
    let mut files = FILES.to_vec();
    files.sort_by_key(|(_, rule, _)| rules().iter().position(|known| known.id() == *rule));
    let of_file = |(_, breaks, wrong): (_, &'static str, &'static [WrongPool])| {
        wrong.iter().flat_map(move |wrong| {
            wrong.architectures.iter().map(move |&architecture| {
                let name = format!("{}-{}", architecture.name(), wrong.name);
                Mutant { name, breaks, architecture, wrong: *wrong }
            })
        })
    };
    files.into_iter().flat_map(of_file).collect()
});

/// The wrong pool of a name.
pub(crate) fn mutant(name: &str) -> Blueprint {
    let mutant = MUTANTS.iter().find(|mutant| mutant.name == name);
    mutant.unwrap_or_else(|| panic!("there is no wrong pool {name}")).blueprint()
}

#[test]
fn every_file_is_named_after_its_rule_and_says_what_is_wrong() {
    for (file, rule, wrong) in FILES {
        assert_eq!(*file, rule.to_lowercase().replace('-', "_"), "the file of {rule}");
        assert!(!wrong.is_empty(), "{rule} has no wrong pool");
        for wrong in *wrong {
            assert!(!wrong.says.is_empty(), "{}: say what is wrong with it", wrong.name);
        }
    }
}
