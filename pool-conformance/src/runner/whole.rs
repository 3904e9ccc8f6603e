//! Every rule, in one call of a test.

use std::{panic::Location, sync::Arc};

use super::{
    Suite,
    apart::{Apart, Manner, apart},
    replay::{answer_of, run_again, to_be_replayed},
};
use crate::{
    child::{Answer, Call, leave_if_on_trial},
    report::{take_over, write_to_environment},
    subject::{AnySubject, Subject},
};

/// Judges a pool by every rule, or runs the script that the environment asks for; panics with the report unless all is well.
#[track_caller]
pub(crate) fn run_all<S: Subject>(subject: S) {
    let subject: Arc<dyn AnySubject> = Arc::new(subject);
    let name = std::any::type_name::<S>();
    let judge = |manner| vec![judge(&subject, name, manner)];
    let answers = match apart(Call::at(name, Location::caller()), &subject, judge) {
        Apart::Skipped => return,
        Apart::Answered(answered) => {
            take_over(&answered.written);
            answered.answers
        }
        Apart::Here => judge(Manner::here()),
    };
    for Answer { code, out, err, .. } in answers {
        print!("{out}");
        assert!(code == 0, "{err}");
    }
}

fn judge(subject: &Arc<dyn AnySubject>, name: &'static str, manner: Manner) -> Answer {
    if let Some(script) = to_be_replayed() {
        return answer_of(run_again(subject, &script, manner.err));
    }
    let report = Suite::of(Arc::clone(subject), name).usual_baseline().run();
    leave_if_on_trial();
    write_to_environment(&report);
    let code = u8::from(!report.verdict().is_conformant());
    let err = if code == 0 { String::new() } else { format!("\n{}", report.painted(false, manner.err)) };
    Answer { code, err, ..Answer::default() }
}
