//! The pools as the kit wants them.

use pool_conformance::{CloseMode, ConnectErrors, Declaration, Exhaustion, Prefill, Probe, Setup, Subject};

use super::{
    Config,
    any::{AnyPool, Blueprint},
    hopeless::{Hopeless, HopelessPool},
    policy::{self, OnFailure, WhenFull},
};

impl From<&Setup> for Config {
    fn from(setup: &Setup) -> Self {
        Self {
            min_size: setup.min_size,
            max_size: setup.max_size,
            acquire_timeout: setup.acquire_timeout,
            validate_on_acquire: setup.validate_on_acquire,
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
        let policy = self.policy;
        Declaration::new()
            .exhaustion(match policy.full {
                WhenFull::Wait => Exhaustion::Wait,
                WhenFull::Fail => Exhaustion::FailFast,
            })
            .prefill(match policy.prefill {
                policy::Prefill::Await | policy::Prefill::Kept => Prefill::Sync,
                policy::Prefill::Background => Prefill::Background,
                policy::Prefill::Never => Prefill::None,
            })
            .close_mode(match policy.close {
                policy::CloseMode::Detach => CloseMode::Detach,
                policy::CloseMode::Wait => CloseMode::Wait,
            })
            .connect_errors(match policy.failure {
                OnFailure::Report => ConnectErrors::Immediate,
                OnFailure::Retry => ConnectErrors::UntilDeadline,
            })
    }
}

impl Subject for Hopeless {
    type Pool = HopelessPool<Probe>;

    async fn build(&self, setup: Setup) -> HopelessPool<Probe> {
        Self::build(*self, setup.manager)
    }
}
