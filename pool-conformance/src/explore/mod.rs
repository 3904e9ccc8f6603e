//! Exploring: small worlds completely, larger ones by sampling, against invariants that always hold.

mod blame;
mod budget;
mod dice;
mod difference;
mod enumerate;
mod finale;
mod find;
mod invariant;
mod leak;
mod moves;
mod run;
mod sample;
mod script;
mod shrink;
mod small;
mod sound;
mod threads;
mod token;
mod worlds;

pub use self::budget::Budget;
pub(crate) use self::{
    blame::OWNED,
    dice::Dice,
    enumerate::enumerate,
    find::{Coverage, Explored, Found},
    run::{Ran, run},
    sample::sample,
    script::Script,
    small::Small,
    threads::{meet, stress},
    token::{decode, encode},
};
