//! Judging in a child, where that can be had.

use std::sync::Arc;

use super::play::play_script;
use crate::{
    child::{Answer, Answered, Call, Role, Serving, role, supervise},
    report::Paint,
    subject::AnySubject,
};

/// What came of a call.
pub(super) enum Apart {
    Answered(Answered),
    /// Another call is meant, in this process.
    Skipped,
    /// It is to be done here.
    Here,
}

/// How what is judged in this process is to look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub(super) out: Paint,
    pub(super) err: Paint,
    /// Whether the answers for every rule are wanted.
    pub(super) all: bool,
}

impl Manner {
    /// That of the process that prints what is found.
    pub(super) fn here() -> Self {
        let (out, err) = (Paint::for_stream(&std::io::stdout()), Paint::for_stream(&std::io::stderr()));
        Self { out, err, all: false }
    }

    fn of(serving: &Serving) -> Self {
        let (out, err) = serving.coloured();
        Self { out: Paint::coloured(out), err: Paint::coloured(err), all: serving.all() }
    }
}

/// Has a call done in a child; in the child itself this does it, and ends the process.
pub(super) fn apart(
    mut call: Call,
    subject: &Arc<dyn AnySubject>,
    judge: impl FnOnce(Manner) -> Vec<Answer>,
) -> Apart {
    let here = Manner::here();
    call.coloured = (here.out.is_coloured(), here.err.is_coloured());
    let supervised = match role(&call) {
        Role::Skips => return Apart::Skipped,
        Role::Serves(serving) => {
            let play = |script: &str| {
                if let Ok(script) = script.parse() {
                    // Whether the process survives it is all that is asked for.
                    let _ = play_script(subject, &script);
                }
            };
            serving.serve(|| judge(Manner::of(serving)), play)
        }
        Role::Here(why) => why.map_or(Ok(None), Err),
        Role::Supervises(program, number) => supervise(&call, &program, number).map(Some),
    };
    match supervised {
        Ok(Some(answered)) => Apart::Answered(answered),
        Ok(None) => Apart::Here,
        Err(why) => {
            eprintln!(
                "pool-conformance: judged in this process, which a pool can end before there is a report: {why}"
            );
            Apart::Here
        }
    }
}
