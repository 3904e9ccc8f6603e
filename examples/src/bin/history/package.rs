//! The programs of `examples/history`, each a version of a pool.

use std::{
    io,
    path::Path,
    process::{Command, Stdio},
};

/// Builds and runs the program of a package.
fn command(package: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    // Started in the package, so that cargo finds the settings that all of them share.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("history").join(package);
    command.args(["run", "--quiet", "--"]).args(arguments).current_dir(folder);
    command
}

/// What the program of a package prints.
pub(crate) fn printed(package: &str, arguments: &[&str]) -> io::Result<String> {
    let output = command(package, arguments).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("{package} came to no end: {}", output.status)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a script breaks a rule in the version of a package.
pub(crate) fn breaks(package: &str, script: &str, rule: &str) -> io::Result<bool> {
    let output = command(package, &[script]).stdout(Stdio::null()).output()?;
    let told = String::from_utf8_lossy(&output.stderr);
    Ok(told.lines().any(|line| line.contains(rule) && line.contains("broken")))
}
