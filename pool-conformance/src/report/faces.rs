//! The forms of a report as files.

use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock, PoisonError},
};

use super::{Report, annotations, record::Record};
use crate::child::Written;

/// The environment variable that names a folder into which [`run_all`](crate::run_all), [`tests!`](crate::tests) and
/// [`main`](crate::main) write their reports.
pub const REPORT_VARIABLE: &str = "POOL_CONFORMANCE_REPORT";

/// A form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    Json,
    Html,
    Junit,
    Markdown,
    Badge,
}

impl Face {
    const ALL: [Self; 5] = [Self::Json, Self::Html, Self::Junit, Self::Markdown, Self::Badge];

    /// The name of the option that asks for it, and how its file ends.
    fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Json => ("--json", "json"),
            Self::Html => ("--html", "html"),
            Self::Junit => ("--junit", "xml"),
            Self::Markdown => ("--markdown", "md"),
            Self::Badge => ("--badge", "svg"),
        }
    }

    pub(crate) fn by_option(option: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|face| face.name().0 == option)
    }

    /// The feature of the kit that it needs and that is not built in.
    fn missing(self) -> Option<&'static str> {
        match self {
            Self::Json if cfg!(not(feature = "json")) => Some("json"),
            Self::Html if cfg!(not(feature = "html")) => Some("html"),
            _ => None,
        }
    }

    /// Says which feature an option needs that is not built in, if it needs one.
    pub(crate) fn needs_feature(self, option: &str) -> Result<(), String> {
        self.missing().map_or(Ok(()), |feature| {
            Err(format!("`{option}` needs the feature `{feature}` of pool-conformance"))
        })
    }

    /// The text of the form; `None` where it is not built in.
    #[cfg_attr(
        all(feature = "json", feature = "html"),
        expect(
            clippy::unnecessary_wraps,
            reason = "without a feature, there is a form that is not built in"
        )
    )]
    fn render(self, record: &Record, path: &Path) -> Option<String> {
        match self {
            #[cfg(feature = "json")]
            Self::Json => Some(record.to_json()),
            #[cfg(feature = "html")]
            Self::Html => Some(record.to_html(None)),
            Self::Junit => Some(record.to_junit()),
            Self::Markdown => Some(record.to_markdown()),
            Self::Badge if path.extension().is_some_and(|end| end == "json") => Some(record.to_badge_json()),
            Self::Badge => Some(record.to_badge_svg()),
            #[cfg(not(all(feature = "json", feature = "html")))]
            _ => None,
        }
    }
}

/// Where a report goes beside the terminal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Output {
    pub(crate) folder: Option<PathBuf>,
    pub(crate) files: Vec<(Face, PathBuf)>,
    /// The test whose report this is, where it is a part of a run; the environment's folder is then one of parts.
    pub(crate) part: Option<String>,
}

impl Output {
    /// Writes the report to the files that are asked for, here and in the environment.
    pub(crate) fn write(&self, report: &Report) -> Result<(), String> {
        let record = report.record();
        for (face, path) in &self.files {
            write(*face, &record, path)?;
        }
        if let Some(test) = &self.part {
            write_fragment(report, test);
            return Ok(());
        }
        if let Some(folder) = self.folder.clone().or_else(folder_of_environment) {
            write_folder(&record, &folder)?;
        }
        annotations::write(&record)
    }
}

/// Writes a report where the environment asks for it; a fault is told and fails nothing.
pub(crate) fn write_to_environment(report: &Report) {
    if let Err(fault) = Output::default().write(report) {
        eprintln!("pool-conformance: {fault}");
    }
}

/// Writes the report on one rule as a part of a whole, for `cargo pool-conformance merge`.
pub(crate) fn write_fragment(report: &Report, test: &str) {
    let Some(folder) = folder_of_environment() else { return };
    let mut record = report.record();
    record.measured.run = Some(run_id());
    let path = folder.join("fragments").join(format!("{}.{test}.json", file_name(&record.subject)));
    let written = match Face::Json.missing() {
        Some(feature) => Err(missing_feature(&[feature])),
        None => write(Face::Json, &record, &path),
    };
    if let Err(fault) = written {
        eprintln!("pool-conformance: {fault}");
    }
}

/// The environment variable that names the run which parts belong to; needed where several runs of nextest share the tests.
const RUN_VARIABLE: &str = "POOL_CONFORMANCE_RUN";

/// What the fragments of one run have in common: its name, the run of nextest, or this process.
fn run_id() -> String {
    let attempt = env::var("NEXTEST_ATTEMPT_ID").ok().and_then(|id| id.rsplit('#').next().map(str::to_owned));
    let attempt = attempt.filter(|attempt| attempt.chars().all(|c| c.is_ascii_digit()));
    let named = env::var(RUN_VARIABLE).or_else(|_| env::var("NEXTEST_RUN_ID"));
    let run = named.unwrap_or_else(|_| format!("process {}", std::process::id()));
    attempt.map_or(run.clone(), |attempt| format!("{run}, attempt {attempt}"))
}

/// Writes what a child has written into a folder of its own, each report under a name that is new in this process.
pub(crate) fn take_over(written: &[Written]) {
    let Some(folder) = folder_of_environment() else { return };
    let mut names: BTreeMap<OsString, String> = BTreeMap::new();
    for Written { path, content } in written {
        let is_part = path.parent().is_some_and(|parent| !parent.as_os_str().is_empty());
        let stem = path.file_stem().unwrap_or_default().to_owned();
        let place = if is_part {
            folder.join(path)
        } else {
            let new = || number_in_process(stem.to_string_lossy().into_owned());
            let name = names.entry(stem.clone()).or_insert_with(new);
            folder.join(format!("{name}.{}", path.extension().unwrap_or_default().to_string_lossy()))
        };
        if let Err(fault) = write_bytes(&place, content) {
            eprintln!("pool-conformance: {fault}");
        }
    }
}

fn folder_of_environment() -> Option<PathBuf> {
    env::var_os(REPORT_VARIABLE).filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// Writes every form that is built in, and names the features of those that are not.
fn write_folder(record: &Record, folder: &Path) -> Result<(), String> {
    let name = name_in_process(&record.subject);
    for face in Face::ALL.into_iter().filter(|face| face.missing().is_none()) {
        write(face, record, &folder.join(format!("{name}.{}", face.name().1)))?;
    }
    let missing: Vec<&str> = Face::ALL.into_iter().filter_map(Face::missing).collect();
    if !missing.is_empty() {
        eprintln!("pool-conformance: {}", missing_feature(&missing));
    }
    Ok(())
}

fn missing_feature(features: &[&str]) -> String {
    let features: Vec<String> = features.iter().map(|feature| format!("`{feature}`")).collect();
    format!(
        "{REPORT_VARIABLE}: for more forms of the report, the kit has the features {}",
        features.join(" and ")
    )
}

fn write(face: Face, record: &Record, path: &Path) -> Result<(), String> {
    match face.render(record, path) {
        Some(text) => write_bytes(path, text.as_bytes()),
        None => Ok(()),
    }
}

fn write_bytes(path: &Path, content: &[u8]) -> Result<(), String> {
    let fault = |error: std::io::Error| format!("{}: the report cannot be written: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fault)?;
    }
    fs::write(path, content).map_err(fault)
}

/// Appends to a file that others write to as well.
pub(super) fn append(path: &Path, text: &str) -> Result<(), String> {
    let opened = fs::OpenOptions::new().append(true).create(true).open(path);
    opened
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| format!("{}: the summary cannot be written: {error}", path.display()))
}

/// A subject's path as the name of a file.
fn file_name(subject: &str) -> String {
    let plain =
        subject.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|part| !part.is_empty());
    let name = plain.collect::<Vec<_>>().join("-");
    name.chars().take(120).collect()
}

/// The same, numbered from the second report on the same subject in this process.
fn name_in_process(subject: &str) -> String {
    number_in_process(file_name(subject))
}

fn number_in_process(name: String) -> String {
    static SEEN: OnceLock<Mutex<BTreeMap<String, u32>>> = OnceLock::new();
    let mut seen = SEEN.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    let count = seen.entry(name.clone()).or_default();
    *count += 1;
    if *count == 1 { name } else { format!("{name}-{count}") }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_path_is_a_plain_name() {
        assert_eq!(file_name("kit::my_pool::{{closure}}"), "kit-my_pool-closure");
        assert_eq!(file_name(&"x/".repeat(500)).len(), 120);
    }
}
