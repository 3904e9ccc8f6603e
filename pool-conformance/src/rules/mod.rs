//! The rules: one file a rule, in the folder of its area. Everything about a rule is said in its file; the build script
//! lists the files. Called by `runner`; calls `scenario`, `trace` and `model`.

mod accounting;
mod acquisition;
mod definition;
mod errors;
mod health;
mod limits;
mod names;
mod prefill;
mod resources;

pub(crate) use self::{
    definition::{Definition, GENERAL, part, whole},
    names::{is_known, matches, unknown_rule},
};
use crate::model::Rule;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The rules in words, in the order of the catalogue.
pub(crate) fn rules() -> &'static [&'static Rule] {
    static RULES: std::sync::LazyLock<Vec<&'static Rule>> =
        std::sync::LazyLock::new(|| DEFINITIONS.iter().map(|definition| &definition.rule).collect());
    &RULES
}
