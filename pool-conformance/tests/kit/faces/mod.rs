//! The faces of a report, each made from its record.

#[cfg(feature = "json")]
mod json;
