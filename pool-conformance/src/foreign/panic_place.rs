//! Where code of others panicked.

use std::{
    cell::RefCell,
    panic::{Location, PanicHookInfo},
    path::{Component, Path},
};

thread_local! {
    /// The last panic of this thread, by its message.
    static LAST: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
}

/// Keeps where this thread panicked, for whoever catches it.
pub(super) fn note(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or_default();
    let noted = info.location().map(|at| (text.to_owned(), place(at)));
    let _ = LAST.try_with(|last| last.replace(noted));
}

/// The message of a panic that was caught on this thread, with its place where that is known. A panic that is passed on calls no hook:
/// the last one that did may be another.
pub(super) fn with_place(text: String) -> String {
    match LAST.try_with(RefCell::take) {
        Ok(Some((noted, place))) if noted == text => format!("{text} (at {place})"),
        _ => text,
    }
}

/// A place in a source, the same on every machine.
fn place(at: &Location<'_>) -> String {
    format!("{}:{}:{}", source(Path::new(at.file())), at.line(), at.column())
}

/// A path that begins at its package where it is absolute.
fn source(path: &Path) -> String {
    let parts: Vec<&str> = path
        .components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .filter_map(|part| part.as_os_str().to_str())
        .collect();
    let from = if path.is_absolute() {
        let sources = parts.iter().rposition(|part| *part == "src");
        sources.unwrap_or(parts.len()).min(parts.len().saturating_sub(1)).saturating_sub(1)
    } else {
        0
    };
    parts[from..].join("/")
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::Path;

    use super::source;

    #[test]
    fn a_path_begins_at_its_package() {
        assert_eq!(source(Path::new("src/pool.rs")), "src/pool.rs");
        assert_eq!(source(Path::new("/home/me/src/of/bb8-0.9.1/src/api.rs")), "bb8-0.9.1/src/api.rs");
        assert_eq!(source(Path::new("/rustc/1a2b/library/core/src/cell.rs")), "core/src/cell.rs");
        assert_eq!(source(Path::new("/home/me/pool/tests/all.rs")), "tests/all.rs");
        assert_eq!(source(Path::new("/all.rs")), "all.rs");
    }
}
