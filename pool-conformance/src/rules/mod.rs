//! The rules, in the order of the catalogue: one literal each, in the file of its area.

pub(crate) mod accounting;
pub(crate) mod acquire;
pub(crate) mod cancel;
pub(crate) mod concurrency;
pub(crate) mod errors;
pub(crate) mod fairness;
pub(crate) mod health;
pub(crate) mod lifecycle;
pub(crate) mod limits;
pub(crate) mod prefill;
pub(crate) mod release;
pub(crate) mod resources;

use crate::rule::Rule;

/// The list of rules, and what is made of it: [`RULES`] and a test for each. A rule that is missing here is never used,
/// and the compiler says so.
macro_rules! registry {
    ($dollar:tt $($area:ident::$rule:ident $test:ident,)*) => {
        pub(crate) static RULES: &[&Rule] = &[$(&$area::$rule,)*];

        /// Makes one `#[test]` for each rule, named after its id: `life_04` for LIFE-04.
        ///
        /// A rule that does not apply to the pool passes as a test, since a test cannot say more; an inconclusive one
        /// fails. Each test is a run by itself: those of rules that exploration judges explore, one after the other what
        /// [`run_all`](crate::run_all) explores once, and all of them together take that much longer.
        ///
        /// # Examples
        ///
        /// ```
        /// use pool_conformance::{self as conformance, Probe, Setup};
        /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
        /// # use doc::DocPool;
        ///
        /// async fn my_pool(setup: Setup) -> DocPool<Probe> {
        ///     DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
        /// }
        ///
        /// conformance::tests!(my_pool);
        /// # fn main() {}
        /// ```
        #[macro_export]
        macro_rules! tests {
            ($dollar subject:expr) => {
                $(
                    #[test]
                    fn $test() {
                        $dollar crate::assert_rule($dollar subject, stringify!($test));
                    }
                )*
            };
        }
    };
}

registry! {
    $
    lifecycle::LIFE_01 life_01,
    lifecycle::LIFE_02 life_02,
    lifecycle::LIFE_03 life_03,
    lifecycle::LIFE_04 life_04,
    lifecycle::LIFE_06 life_06,
    lifecycle::LIFE_07 life_07,
    lifecycle::LIFE_08 life_08,
    lifecycle::LIFE_09 life_09,
    lifecycle::LIFE_10 life_10,
    lifecycle::LIFE_12 life_12,
    lifecycle::LIFE_15 life_15,
    acquire::ACQ_01 acq_01,
    acquire::ACQ_02 acq_02,
    acquire::ACQ_03 acq_03,
    acquire::ACQ_04 acq_04,
    acquire::ACQ_05 acq_05,
    acquire::ACQ_06 acq_06,
    acquire::ACQ_08 acq_08,
    acquire::ACQ_10 acq_10,
    limits::TIME_01 time_01,
    limits::TIME_02 time_02,
    fairness::FAIR_01 fair_01,
    release::REL_01 rel_01,
    release::REL_03 rel_03,
    release::REL_05 rel_05,
    prefill::PRE_01 pre_01,
    prefill::PRE_02 pre_02,
    prefill::PRE_03 pre_03,
    prefill::PRE_04 pre_04,
    prefill::PRE_05 pre_05,
    health::HLTH_02 hlth_02,
    cancel::CANC_01 canc_01,
    cancel::CANC_02 canc_02,
    cancel::CANC_03 canc_03,
    cancel::CANC_05 canc_05,
    errors::ERR_01 err_01,
    errors::ERR_02 err_02,
    errors::ERR_03 err_03,
    errors::ERR_04 err_04,
    errors::ERR_05 err_05,
    errors::ERR_06 err_06,
    errors::ERR_07 err_07,
    errors::ERR_09 err_09,
    accounting::ACCT_01 acct_01,
    accounting::ACCT_02 acct_02,
    accounting::ACCT_03 acct_03,
    accounting::ACCT_04 acct_04,
    accounting::ACCT_05 acct_05,
    accounting::ACCT_06 acct_06,
    concurrency::CONC_01 conc_01,
    concurrency::CONC_02 conc_02,
    concurrency::CONC_03 conc_03,
    concurrency::CONC_05 conc_05,
    concurrency::CONC_07 conc_07,
    resources::RES_01 res_01,
    resources::RES_02 res_02,
    resources::RES_03 res_03,
}

/// The name of the area that an id's prefix stands for.
pub(crate) fn area(prefix: &str) -> &'static str {
    match prefix {
        "LIFE" => "lifecycle",
        "ACQ" => "acquisition",
        "TIME" => "limits",
        "FAIR" => "fairness",
        "REL" => "release",
        "PRE" => "prefill and sizes",
        "HLTH" => "health",
        "CANC" => "cancellation",
        "ERR" => "errors",
        "ACCT" => "accounting",
        "CONC" => "concurrency",
        "RES" => "resources",
        _ => "other",
    }
}
