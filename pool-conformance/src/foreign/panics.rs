//! Panics of foreign code, caught.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

use super::panic_place::with_place;

/// Runs foreign code; a panic comes back as its message, with its place where the hook of the kit has seen it.
pub(crate) fn catch_panic<T>(code: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(code)).map_err(|payload| with_place(text_of(payload)))
}

/// The message of a panic.
pub(crate) fn text_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => match payload.downcast::<&str>() {
            Ok(text) => (*text).to_owned(),
            Err(payload) => {
                // It may itself panic when it is dropped.
                std::mem::forget(payload);
                "with a payload that is no text".to_owned()
            }
        },
    }
}
