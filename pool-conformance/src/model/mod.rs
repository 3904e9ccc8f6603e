//! The vocabulary: actors, steps, events, scripts, situations, symptoms, declarations. Every folder may use it; it calls no other.

mod actor;
mod alphabet;
mod areas;
mod behaviour;
mod call_out;
mod capability;
mod declaration;
mod duration;
mod edition;
mod event;
mod extension;
mod limits;
mod narration;
mod preemption;
mod probe_error;
mod reentry;
mod rule;
mod script;
mod situation;
mod step;
mod symptom;
mod token;
mod verification;

pub(crate) use self::{
    actor::{Actor, ErrorKind, Refusal, Settled},
    alphabet::{CLIENTS, DELAY, LARGEST, alphabet, read_any_step, read_step},
    behaviour::Behaviour,
    call_out::CallOut,
    duration::{ACQUIRE_TIMEOUT, VirtualDuration},
    event::{Call, CallEnd, CallId, ConnId, Ending, Entry, Event},
    extension::{Extension, ExtensionSet},
    limits::{Limited, Limits, TimeLimit},
    narration::{effect, tell},
    preemption::{Preemption, read_preemption},
    probe_error::PROBE_PANIC,
    reentry::{Entrant, Reentry},
    rule::Need,
    script::{Gates, Size},
    situation::{Situation, Situations},
    step::Step,
    symptom::{Leak, Owned, Symptom, after, always, is_about_blocking},
    token::{Told, decode, encode},
    verification::{Stop, Verification, Violation},
};
pub use self::{
    capability::Capability,
    declaration::{
        AcquireLimit, CloseMode, ConnectErrors, Declaration, Exhaustion, IdleOrder, Prefill, TimeSource,
    },
    edition::Edition,
    probe_error::ProbeError,
    rule::{Level, Rule},
    script::{Script, ScriptError},
};
