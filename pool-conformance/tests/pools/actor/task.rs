//! The task.

use std::{collections::VecDeque, sync::Arc};

use pool_protocol::{ManageConnection, PoolError};
use tokio::{
    sync::{mpsc::UnboundedReceiver, oneshot},
    task::JoinSet,
    time::{self, Instant},
};

use super::{
    super::{common::Backoff, deviation::Fate, kept::Kept},
    message::{Message, Waiter},
    opening::Opened,
    shared::Shared,
};

pub(super) struct Actor<M: ManageConnection> {
    pub(super) shared: Arc<Shared<M>>,
    pub(super) inbox: UnboundedReceiver<Message<M>>,
    pub(super) idle: VecDeque<Kept<M::Connection>>,
    pub(super) waiters: VecDeque<Waiter<M>>,
    /// Loans that have not come back.
    pub(super) lent: usize,
    pub(super) connects: JoinSet<Opened<Kept<M::Connection>>>,
    /// The prefill: one task, if it is running.
    pub(super) fills: JoinSet<Opened<Vec<Kept<M::Connection>>>>,
    /// Room for the connections that the prefill opens.
    pub(super) filling: usize,
    pub(super) fill: Fill,
    pub(super) inits: VecDeque<oneshot::Sender<Result<(), PoolError>>>,
    pub(super) endings: JoinSet<()>,
    pub(super) closers: Vec<oneshot::Sender<()>>,
    pub(super) closed: bool,
    pub(super) abandoned: bool,
    /// What has just happened serves nobody. Set only by mistake.
    pub(super) silent: bool,
    /// Until when nothing is opened that nobody waits for.
    pub(super) pause: Option<Instant>,
    pub(super) backoff: Backoff,
    /// How many connects that nobody waited for have failed in a row.
    pub(super) failures: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// Nobody has asked.
    Unwanted,
    /// Asked for, and answered already.
    Owed,
    Done,
}

impl<M: ManageConnection> Actor<M> {
    pub(super) fn new(shared: &Arc<Shared<M>>, inbox: UnboundedReceiver<Message<M>>) -> Self {
        Self {
            shared: Arc::clone(shared),
            inbox,
            idle: VecDeque::new(),
            waiters: VecDeque::new(),
            lent: 0,
            connects: JoinSet::new(),
            fills: JoinSet::new(),
            filling: 0,
            fill: Fill::Unwanted,
            inits: VecDeque::new(),
            endings: JoinSet::new(),
            closers: Vec::new(),
            closed: false,
            abandoned: false,
            silent: false,
            pause: None,
            backoff: Backoff::new(),
            failures: 0,
        }
    }

    pub(super) async fn run(mut self) {
        while !self.is_done() {
            let (pause, due) = (self.pause, self.next_due());
            tokio::select! {
                biased;
                message = self.inbox.recv() => match message {
                    Some(message) => self.hear_all(message),
                    None => break,
                },
                Some(result) = self.connects.join_next() => self.connected(result),
                Some(result) = self.fills.join_next() => self.filled(result),
                Some(_) = self.endings.join_next() => {}
                () = time::sleep_until(pause.unwrap_or_else(Instant::now)), if pause.is_some() => self.pause = None,
                () = time::sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => self.sweep(),
            }
            if !std::mem::take(&mut self.silent) {
                self.serve();
            }
            if self.shared.deviation.connects_in_loop() {
                while let Some(result) = self.connects.join_next().await {
                    self.connected(result);
                }
            }
        }
        self.finish();
    }

    /// A place is free.
    pub(super) fn note(&mut self, fate: Fate) {
        self.silent = fate == Fate::Silent;
    }

    fn hear_all(&mut self, message: Message<M>) {
        self.hear(message);
        if self.shared.deviation.serves_once_per_batch() {
            while let Ok(message) = self.inbox.try_recv() {
                self.hear(message);
            }
        }
    }

    fn hear(&mut self, message: Message<M>) {
        match message {
            Message::Acquire(waiter) => self.waiters.push_back(waiter),
            Message::Return(loan) => self.take_back(loan),
            Message::Ended(fate) => {
                self.lent -= 1;
                self.note(fate);
            }
            Message::Fill(reply) => self.wants_fill(reply),
            Message::Echo(reply) => drop(reply.send(())),
            Message::Close(reply) => self.close(reply),
            Message::Abandon => self.abandoned = true,
        }
    }
}
