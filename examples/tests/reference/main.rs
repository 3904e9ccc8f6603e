//! The reference pool where it is subtle. What any pool has to keep, the conformance kit judges.

mod call;
mod closing;
mod counting;
mod faults;
mod health;
mod sizes;
mod upkeep;
mod waiting;
mod world;
