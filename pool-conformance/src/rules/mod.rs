//! The rules, in the order of the catalogue: one literal each, in the file of its area.

pub(crate) mod accounting;
pub(crate) mod concurrency;
pub(crate) mod errors;
pub(crate) mod acquire;
pub(crate) mod cancel;
pub(crate) mod lifecycle;
pub(crate) mod prefill;
pub(crate) mod release;
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
    &acquire::ACQ_01,
    &acquire::ACQ_02,
    &acquire::ACQ_03,
    &acquire::ACQ_04,
    &acquire::ACQ_05,
    &acquire::ACQ_06,
    &acquire::ACQ_08,
    &acquire::ACQ_10,
    &release::REL_01,
    &release::REL_03,
    &release::REL_05,
    &prefill::PRE_01,
    &prefill::PRE_02,
    &prefill::PRE_03,
    &prefill::PRE_04,
    &prefill::PRE_05,
    &cancel::CANC_01,
    &cancel::CANC_02,
    &cancel::CANC_03,
    &cancel::CANC_05,
    &errors::ERR_01,
    &errors::ERR_02,
    &errors::ERR_04,
    &errors::ERR_05,
    &errors::ERR_06,
    &errors::ERR_07,
    &errors::ERR_09,
    &accounting::ACCT_01,
    &accounting::ACCT_02,
    &accounting::ACCT_03,
    &accounting::ACCT_04,
    &accounting::ACCT_05,
    &accounting::ACCT_06,
    &concurrency::CONC_01,
    &concurrency::CONC_02,
    &concurrency::CONC_03,
    &concurrency::CONC_07,
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
