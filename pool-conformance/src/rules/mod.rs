//! The rules, in the order of the catalogue: one literal each, in the file of its area.

pub(crate) mod lifecycle;
pub(crate) mod prefill;
pub(crate) mod resources;

use crate::rule::Rule;

/// Every rule there is. A rule that is not listed here does not compile without a warning.
pub(crate) static RULES: &[&Rule] = &[
    &lifecycle::LIFE_01,
    &lifecycle::LIFE_02,
    &lifecycle::LIFE_03,
    &lifecycle::LIFE_04,
    &lifecycle::LIFE_06,
    &lifecycle::LIFE_07,
    &lifecycle::LIFE_08,
    &lifecycle::LIFE_09,
    &lifecycle::LIFE_10,
    &lifecycle::LIFE_12,
    &lifecycle::LIFE_15,
    &prefill::PRE_01,
    &prefill::PRE_02,
    &prefill::PRE_03,
    &prefill::PRE_04,
    &prefill::PRE_05,
    &resources::RES_01,
    &resources::RES_02,
    &resources::RES_03,
];

/// The name of the area that an id's prefix stands for.
pub(crate) fn area(prefix: &str) -> &'static str {
    match prefix {
        "LIFE" => "lifecycle",
        "ACQ" => "acquisition",
        "REL" => "release",
        "PRE" => "prefill and sizes",
        "CANC" => "cancellation",
        "ERR" => "errors",
        "ACCT" => "accounting",
        "CONC" => "concurrency",
        "RES" => "resources",
        _ => "other",
    }
}
