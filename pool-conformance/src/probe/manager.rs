//! The manager that the pool under test is given.

use std::sync::Arc;

use pool_protocol::{ManageConnection, async_trait};

use crate::{
    model::{Call, CallEnd, ProbeError},
    probe::{Answer, ProbeConnection, Running, Shared},
};

/// The manager that the kit gives to a pool: every connect, check, disconnect and drop goes through it into one
/// trace, and it can be told to be slow, to fail, to panic or to hang.
///
/// A pool author only passes it on, from [`Setup::manager`](crate::Setup::manager) to the pool.
#[derive(Clone, Debug)]
pub struct Probe {
    pub(crate) shared: Arc<Shared>,
}

impl Probe {
    pub(crate) fn new() -> Self {
        Self { shared: Arc::default() }
    }
}

#[async_trait]
impl ManageConnection for Probe {
    type Connection = ProbeConnection;
    type Error = ProbeError;

    async fn connect(&self) -> Result<ProbeConnection, ProbeError> {
        let mut call = Running::start(&self.shared, Call::Connect, None);
        match call.answer().await {
            Answer::Succeed => Ok(ProbeConnection::new(call.open(), Arc::clone(&self.shared))),
            Answer::Fail => Err(call.end(CallEnd::Failed)),
            Answer::Panic => call.panic(),
        }
    }

    async fn is_valid(&self, connection: &mut ProbeConnection) -> Result<(), ProbeError> {
        let mut call = Running::start(&self.shared, Call::Check, Some(connection.number()));
        match call.answer().await {
            Answer::Succeed if connection.is_broken() => Err(call.end(CallEnd::Failed)),
            Answer::Succeed => {
                call.end(CallEnd::Succeeded);
                Ok(())
            }
            Answer::Fail => Err(call.end(CallEnd::Failed)),
            Answer::Panic => call.panic(),
        }
    }

    fn has_broken(&self, connection: &mut ProbeConnection) -> bool {
        let mut call = Running::start(&self.shared, Call::HasBroken, Some(connection.number()));
        if call.must_panic() {
            call.panic();
        }
        call.end(CallEnd::Succeeded);
        connection.is_broken()
    }

    async fn disconnect(&self, connection: ProbeConnection) -> Result<(), ProbeError> {
        let mut call = Running::start(&self.shared, Call::Disconnect, Some(connection.number()));
        let answer = call.answer().await;
        connection.ended_by_disconnect();
        match answer {
            Answer::Succeed => {
                call.end(CallEnd::Succeeded);
                Ok(())
            }
            Answer::Fail => Err(call.end(CallEnd::Failed)),
            Answer::Panic => call.panic(),
        }
    }
}
