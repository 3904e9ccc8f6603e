//! A record as JSON, and back.

use thiserror::Error;

use super::record::{RECORD_VERSION, Record};

/// Why a text is no record.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The text is not JSON, or is not the JSON of a record.
    #[error("this is not a report of pool-conformance")]
    Malformed(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The record is of another version of the form.
    #[error("the report is of version {0}, and this kit reads version {RECORD_VERSION}")]
    OtherVersion(u64),
}

impl Record {
    /// The record as JSON, indented, with a new line at its end; its schema is `schema/report.schema.json`.
    ///
    /// Everything but the field `measured` is the same text for the same pool, kit, budget and seed.
    ///
    /// # Panics
    ///
    /// Never: a record has nothing that JSON could not hold.
    #[must_use]
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("a record has string keys and finite numbers");
        text + "\n"
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    ///
    /// [`RecordError::Malformed`] where the text is not such a record, with the place in the source, and
    /// [`RecordError::OtherVersion`] where it is of another version of the form.
    pub fn from_json(text: &str) -> Result<Self, RecordError> {
        let malformed = |error: serde_json::Error| RecordError::Malformed(error.into());
        let value: serde_json::Value = serde_json::from_str(text).map_err(malformed)?;
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version != u64::from(RECORD_VERSION) => Err(RecordError::OtherVersion(version)),
            _ => serde_json::from_str(text).map_err(malformed),
        }
    }
}
