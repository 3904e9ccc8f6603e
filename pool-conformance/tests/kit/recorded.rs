//! What tests have recorded; `POOL_CONFORMANCE_RECORD=1` writes it anew.

use std::{env, fs, path::Path};

/// Whether what is recorded is to be written anew.
pub(crate) fn is_recorded_anew() -> bool {
    env::var_os("POOL_CONFORMANCE_RECORD").is_some()
}

/// What a file of this package holds, which is written anew where that is asked for; nothing where there is no such file.
pub(crate) fn recorded(file: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if is_recorded_anew() {
        fs::write(&path, text).expect("the record can be written");
    }
    fs::read_to_string(&path).unwrap_or_default()
}
