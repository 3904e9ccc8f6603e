//! The folder that a parent and its child share.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use super::Written;

/// A folder that is gone when this is dropped.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> io::Result<Self> {
        static FOLDERS: AtomicU64 = AtomicU64::new(0);
        loop {
            let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
            let path = env::temp_dir().join(format!("pool-conformance-{}-{number}", process::id()));
            match create(&path) {
                // Left behind by a process of the same number.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                created => return created.map(|()| Self(path)),
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(unix)]
fn create(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

/// The files of a shared folder.
#[derive(Clone, Debug)]
pub(super) struct Files(PathBuf);

impl Files {
    pub(super) fn of(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    pub(super) fn errand(&self) -> PathBuf {
        self.0.join("errand")
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.0.join("journal")
    }

    pub(super) fn script(&self) -> PathBuf {
        self.0.join("script")
    }

    pub(super) fn answer(&self) -> PathBuf {
        self.0.join("answer")
    }

    /// The folder that the child writes reports into.
    pub(super) fn reports(&self) -> PathBuf {
        self.0.join("reports")
    }

    /// The reports that the child has written.
    pub(super) fn written(&self) -> Vec<Written> {
        let (root, mut folders, mut found) = (self.reports(), vec![self.reports()], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let (Ok(content), Ok(inside)) = (fs::read(&path), path.strip_prefix(&root)) {
                    found.push(Written { path: inside.to_owned(), content });
                }
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }
}
