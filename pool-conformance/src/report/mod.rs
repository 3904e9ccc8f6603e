//! What a run found, as a value and as text. Calls `model` and `trace`.

mod circumstances;
mod coverage;
mod failure;
#[cfg(feature = "json")]
mod json;
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
    coverage::Coverage,
    failure::Failure,
    outcome::{Outcome, Strength},
    report::{Report, RuleResult},
    verdict::Verdict,
    waiver::Waiver,
};
/// The environment variable that makes [`run_all`](crate::run_all) run one script again, given by its token or as text.
pub const REPLAY_VARIABLE: &str = "POOL_CONFORMANCE_REPLAY";

pub(crate) use self::{
    circumstances::Circumstances,
    paint::Paint,
    progress::Progress,
    render::render,
    story::{Scene, lines, scenes, setup},
    timeline::draw,
    wrap::{WIDTH, clip, wrap},
};
