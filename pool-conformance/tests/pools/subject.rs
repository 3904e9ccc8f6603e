//! The pools as the kit wants them.

use std::time::Duration;

use pool_conformance::{
    Capability, CloseMode, ConnectErrors, Declaration, Exhaustion, Extensions, IdleOrder, Prefill, Probe,
    Setup, Subject,
};

use super::{
    Config,
    any::{AnyPool, Architecture, Blueprint},
    hopeless::{Hopeless, HopelessPool},
    policy::{self, BYPASS, CancelledCheck, Check, OnFailure, Opener, Release, WaitOrder, WhenFull},
};

impl From<&Setup> for Config {
    fn from(setup: &Setup) -> Self {
        Self {
            min_size: setup.min_size,
            max_size: setup.max_size,
            acquire_timeout: setup.acquire_timeout,
            idle_timeout: setup.idle_timeout,
            max_lifetime: setup.max_lifetime,
            validate_on_acquire: setup.validate_on_acquire,
            wait_limit: setup.wait_limit,
            unchecked: false,
        }
    }
}

impl Subject for Blueprint {
    type Pool = AnyPool<Probe>;

    async fn build(&self, setup: Setup) -> AnyPool<Probe> {
        let config = Config::from(&setup);
        Self::build(*self, setup.manager, config)
    }

    fn declaration(&self) -> Declaration {
        let policy = self.declared;
        let stances = Declaration::new()
            .exhaustion(match policy.full {
                WhenFull::Wait => Exhaustion::Wait,
                WhenFull::Fail => Exhaustion::FailFast,
            })
            .prefill(match policy.prefill {
                policy::Prefill::Await | policy::Prefill::Kept => Prefill::Sync,
                policy::Prefill::Background => Prefill::Background,
                policy::Prefill::Never => Prefill::None,
            })
            .idle_order(match policy.idle {
                _ if !self.extended => IdleOrder::Unspecified,
                policy::IdleOrder::Lifo => IdleOrder::Lifo,
                policy::IdleOrder::Fifo => IdleOrder::Fifo,
            })
            .close_mode(match policy.close {
                policy::CloseMode::Detach => CloseMode::Detach,
                policy::CloseMode::Wait => CloseMode::Wait,
            })
            .check_bypass(if policy.check == Check::UnlessRecent { BYPASS } else { Duration::ZERO })
            .connect_errors(match policy.failure {
                OnFailure::Report => ConnectErrors::Immediate,
                OnFailure::Retry => ConnectErrors::UntilDeadline,
            });
        self.claims().into_iter().chain(self.claimed.iter().copied()).fold(stances, Declaration::claim)
    }

    fn extensions(&self) -> Extensions<AnyPool<Probe>> {
        if !self.extended {
            return Extensions::none();
        }
        let ready_at_once =
            self.declared.check != Check::OnBorrow && self.architecture != Architecture::Actor;
        let common = Extensions::none().discard().detach();
        let common = if ready_at_once { common.try_acquire() } else { common };
        match self.architecture {
            Architecture::Semaphore | Architecture::Actor => common,
            Architecture::Handoff => common.resize(),
            Architecture::Plain => common.resize().observe(),
        }
    }
}

impl Blueprint {
    /// What the honest pool of this blueprint keeps, beyond what every pool does.
    fn claims(&self) -> Vec<Capability> {
        let in_order = self.architecture != Architecture::Plain && self.declared.waiters == WaitOrder::Fifo;
        // As far as a check that is given up ends the connection.
        let resets = self.declared.cancelled_check == CancelledCheck::Discard
            && match self.declared.check {
                Check::OnBorrow => true,
                Check::OnReturn => self.declared.release == Release::Spawned,
                Check::Configured | Check::UnlessRecent | Check::Never => false,
            };
        let passes_over = self.declared.full == WhenFull::Wait && self.architecture != Architecture::Plain;
        let bounds_queue = matches!(self.architecture, Architecture::Handoff | Architecture::Plain);
        let counts_at_once = self.architecture != Architecture::Actor
            && matches!(self.declared.release, Release::Inline | Release::Awaited)
            && self.declared.opener == Opener::Caller;
        let ends_in_tasks = self.architecture == Architecture::Semaphore
            && self.declared.release == Release::Spawned
            && self.declared.prefill == policy::Prefill::Await;
        let on_borrow = self.declared.check.on_borrow(true);
        let kept_up = self.declared.prefill == policy::Prefill::Kept;
        // The semaphore's upkeep looks now and then, whatever there is.
        let quiet = !kept_up || self.architecture != Architecture::Semaphore;
        [
            (kept_up, Capability::MaintainMin),
            (quiet, Capability::Quiet),
            (true, Capability::TimeLeap),
            (true, Capability::Timeout),
            (in_order, Capability::FairnessFifo),
            (self.extended && passes_over, Capability::FairnessBounded),
            (self.extended && bounds_queue, Capability::WaitLimit),
            (self.extended, Capability::ExtremeSizes),
            (self.extended, Capability::Snapshot),
            (on_borrow, Capability::HealthBorrow),
            (true, Capability::ErrorSource),
            (true, Capability::Reentrancy),
            (true, Capability::HealthRelease),
            (resets, Capability::Reset),
            (true, Capability::IdleTimeout),
            (true, Capability::MaxLifetime),
            (true, Capability::PoolHealth),
            (self.architecture == Architecture::Actor, Capability::RaceConnect),
            (true, Capability::PanicExt),
            (counts_at_once, Capability::Linearizable),
            (true, Capability::SingleThread),
            (true, Capability::TerminalClose),
            (true, Capability::PromptClose),
            (true, Capability::CancelExt),
            (self.declared.cancelled_check == CancelledCheck::Keep, Capability::CancelPreserve),
            (self.declared.opener == Opener::Caller, Capability::Growth),
            (true, Capability::ErrorScope),
            (ends_in_tasks, Capability::GracefulEnd),
            (true, Capability::ExplicitRelease),
            (true, Capability::HandleRelease),
            (self.declared.release != Release::SpawnedAlways, Capability::DropAnywhere),
        ]
        .into_iter()
        .filter_map(|(kept, capability)| kept.then_some(capability))
        .collect()
    }
}

impl Subject for Hopeless {
    type Pool = HopelessPool<Probe>;

    async fn build(&self, setup: Setup) -> HopelessPool<Probe> {
        Self::build(*self, setup.manager)
    }

    /// Claims everything, for there to be rules to fail.
    fn declaration(&self) -> Declaration {
        use Capability::{
            ErrorSource, FairnessFifo, HealthBorrow, HealthRelease, IdleTimeout, MaintainMin, MaxLifetime,
            PoolHealth, Quiet, Reentrancy, TimeLeap, Timeout,
        };
        [Timeout, FairnessFifo, HealthBorrow, HealthRelease, PoolHealth, ErrorSource, Reentrancy]
            .into_iter()
            .chain([IdleTimeout, MaintainMin, MaxLifetime, Quiet, TimeLeap])
            .fold(Declaration::new(), Declaration::claim)
    }
}
