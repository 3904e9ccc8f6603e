//! Exploring: small worlds completely, larger ones by sampling, against invariants that always hold.

mod alphabet;
mod blame;
mod budget;
mod dice;
mod difference;
mod draw;
mod enumerate;
mod finale;
mod find;
mod ideal;
mod invariant;
mod leak;
mod moves;
mod reorder;
mod rest;
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
    draw::Flavour,
    enumerate::enumerate,
    find::{Coverage, Explored, Found},
    run::{Ran, run},
    sample::sample,
    script::{Script, Size},
    small::Small,
    threads::{THREADS, meet, stress},
    token::{Told, decode, encode},
};
