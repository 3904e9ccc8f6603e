//! The compliance matrix.
fn main() {}
