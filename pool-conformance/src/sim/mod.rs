//! One pool under control: the paused clock, tasks that are polled by hand, wakers, and how a step is performed.
//! Called by every folder that drives a pool; calls `model`, `trace`, `probe`, `subject` and `foreign`.

mod actor_tasks;
mod build;
mod clock;
mod completion;
mod conduct;
mod drive;
mod environment;
mod extensions;
mod giving_back;
mod handles;
mod heartbeat;
mod look;
mod patience;
mod perform;
mod pool_under_test;
mod preempt;
mod quiescence;
mod raw_waker;
mod real_time;
mod reentry;
mod runtime;
mod script_log;
mod second_pool;
mod sense;
mod simulation;
mod status;
mod task;
mod task_index;
mod threads;
mod waker;
mod whole_life;

pub(crate) use self::{
    actor_tasks::ActorTasks,
    build::limit_by_calls,
    clock::{Clock, TaskPlacement},
    conduct::Conduct,
    handles::hand_on,
    heartbeat::Heartbeat,
    patience::{expect_promptness, may_try_again},
    preempt::{Overlap, perform_telling},
    quiescence::Quiescence,
    real_time::{Outlived, Outlives, outlive_in_real_time},
    script_log::{ScriptLog, announce, steps_begin},
    second_pool::{take_guard_of, with_second},
    simulation::Sim,
    status::ask_for_counters,
    threads::{ThreadContext, let_others_run},
    whole_life::{Life, RuntimeKind},
};
