//! From `init` to `close`, and after.

mod close;
mod closed;
mod ready;

pub(crate) use self::{
    close::{LIFE_08, LIFE_09, LIFE_10, LIFE_12, LIFE_15},
    closed::{LIFE_04, LIFE_06, LIFE_07},
    ready::{LIFE_01, LIFE_02, LIFE_03},
};
