//! What a run found, as a value and as text. Calls `model` and `trace`.

mod annotations;
mod badge;
mod causes;
mod circumstances;
mod claims;
mod compare;
mod coverage;
mod decided;
mod escape;
mod explain;
mod faces;
mod failure;
#[cfg(feature = "html")]
mod html;
#[cfg(feature = "json")]
mod json;
mod junit;
mod markdown;
mod outcome;
mod paint;
mod progress;
pub mod record;
mod render;
#[expect(clippy::module_inception, reason = "the report itself")]
mod report;
mod story;
mod timeline;
mod verdict;
mod waiver;
mod wrap;

#[cfg(feature = "json")]
pub use self::json::RecordError;
pub use self::{
    compare::{Change, Comparison},
    coverage::Coverage,
    explain::rules_page,
    faces::REPORT_VARIABLE,
    failure::Failure,
    outcome::{Outcome, Strength},
    report::{Report, RuleResult},
    verdict::Verdict,
    waiver::Waiver,
};
/// The environment variable that makes [`run_all`](crate::run_all) run one script again, given as text.
pub const REPLAY_VARIABLE: &str = "POOL_CONFORMANCE_REPLAY";

pub(crate) use self::{
    causes::causes,
    circumstances::Circumstances,
    claims::{advice, to_be_dropped},
    faces::{Face, Output, take_over, write_fragment, write_to_environment},
    paint::Paint,
    progress::Progress,
    render::render,
    story::{Scene, lines, scenes, setup},
    timeline::draw,
    wrap::{WIDTH, clip, wrap},
};
