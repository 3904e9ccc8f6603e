//! The commands, and reading and writing of files.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use lexopt::{Arg, Parser, ValueExt};
use pool_conformance::{Comparison, record::Record, rules, rules_page};

/// Why a command came to nothing.
#[derive(Debug)]
pub(crate) struct Fault(pub(crate) String);

/// What the program is asked to do.
#[derive(Debug)]
pub(crate) enum Command {
    Help,
    Make { what: What, operands: Vec<String>, options: Options },
}

/// The commands that make a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Merge,
    Compare,
    Html,
    Junit,
    Markdown,
    Badge,
    Baseline,
    Explain,
    Rules,
}

/// The options of all commands.
#[derive(Debug, Default)]
pub(crate) struct Options {
    output: Option<PathBuf>,
    since: Option<PathBuf>,
    markdown: bool,
    endpoint: bool,
}

impl What {
    /// Its name, and how many operands it takes.
    const ALL: [(Self, &'static str, usize); 9] = [
        (Self::Merge, "merge", usize::MAX),
        (Self::Compare, "compare", 2),
        (Self::Html, "html", 1),
        (Self::Junit, "junit", 1),
        (Self::Markdown, "markdown", 1),
        (Self::Badge, "badge", 1),
        (Self::Baseline, "baseline", 1),
        (Self::Explain, "explain", 1),
        (Self::Rules, "rules", 0),
    ];
}

impl Command {
    /// Reads the arguments, with the name of the subcommand that cargo puts before them or without.
    pub(crate) fn parse(mut parser: Parser) -> Result<Self, lexopt::Error> {
        let mut operands: Vec<String> = Vec::new();
        let mut options = Options::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Short('h') | Arg::Long("help") => return Ok(Self::Help),
                Arg::Short('o') | Arg::Long("output") => options.output = Some(parser.value()?.into()),
                Arg::Long("since") => options.since = Some(parser.value()?.into()),
                Arg::Long("markdown") => options.markdown = true,
                Arg::Long("endpoint") => options.endpoint = true,
                Arg::Value(operand) => operands.push(operand.string()?),
                other => return Err(other.unexpected()),
            }
        }
        if operands.first().is_some_and(|first| first == "pool-conformance") {
            operands.remove(0);
        }
        if operands.is_empty() {
            return Ok(Self::Help);
        }
        let name = operands.remove(0);
        let known = What::ALL.into_iter().find(|(_, known, _)| *known == name);
        let Some((what, _, count)) = known else {
            return Err(format!("there is no command `{name}`").into());
        };
        let fits = if count == usize::MAX { !operands.is_empty() } else { operands.len() == count };
        if !fits {
            return Err(format!("`{name}` does not take {} operands", operands.len()).into());
        }
        Ok(Self::Make { what, operands, options })
    }

    /// Does it; the exit code.
    pub(crate) fn run(&self) -> Result<u8, Fault> {
        let Self::Make { what, operands, options } = self else { return Ok(0) };
        let (text, code) = make(*what, operands, options)?;
        match &options.output {
            None => print!("{text}"),
            Some(path) => fs::write(path, text)
                .map_err(|error| Fault(format!("{}: cannot be written: {error}", path.display())))?,
        }
        Ok(code)
    }
}

/// The text of a command, and the exit code.
fn make(what: What, operands: &[String], options: &Options) -> Result<(String, u8), Fault> {
    let record = || read(Path::new(&operands[0]));
    let text = match what {
        What::Merge => merge(operands)?,
        What::Compare => return compare(operands, options),
        What::Html => {
            let since = options.since.as_deref().map(read).transpose()?;
            record()?.to_html(since.as_ref())
        }
        What::Junit => record()?.to_junit(),
        What::Markdown => record()?.to_markdown(),
        What::Badge if options.endpoint => record()?.to_badge_json(),
        What::Badge => record()?.to_badge_svg(),
        What::Baseline => record()?.to_baseline(),
        What::Explain => explain(&operands[0])?,
        What::Rules => rules_page(),
    };
    Ok((text, 0))
}

fn compare(operands: &[String], options: &Options) -> Result<(String, u8), Fault> {
    let (earlier, later) = (read(Path::new(&operands[0]))?, read(Path::new(&operands[1]))?);
    let comparison = Comparison::of(&earlier, &later);
    let text = if options.markdown { comparison.to_markdown() } else { comparison.to_string() };
    Ok((text, u8::from(!comparison.is_no_worse())))
}

fn merge(operands: &[String]) -> Result<String, Fault> {
    let mut files = Vec::new();
    for operand in operands {
        files.extend(files_of(Path::new(operand))?);
    }
    let parts: Vec<Record> = files.iter().map(|file| read(file)).collect::<Result<_, _>>()?;
    let whole = Record::merged(&parts).map_err(|error| Fault(error.to_string()))?;
    Ok(whole.to_json())
}

/// The reports in a folder, or the file itself.
fn files_of(path: &Path) -> Result<Vec<PathBuf>, Fault> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let fault = |error: std::io::Error| Fault(format!("{}: cannot be read: {error}", path.display()));
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(fault)? {
        let file = entry.map_err(fault)?.path();
        files.extend(Some(file).filter(|file| file.extension().is_some_and(|end| end == "json")));
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<Record, Fault> {
    let text = fs::read_to_string(path)
        .map_err(|error| Fault(format!("{}: cannot be read: {error}", path.display())))?;
    Record::from_json(&text).map_err(|error| {
        let source = error.source().map(|source| format!(": {source}")).unwrap_or_default();
        Fault(format!("{}: {error}{source}", path.display()))
    })
}

fn explain(name: &str) -> Result<String, Fault> {
    let rule = rules().iter().find(|rule| rule.id().eq_ignore_ascii_case(name));
    rule.map(|rule| rule.explain()).ok_or_else(|| Fault(format!("no rule is called `{name}`")))
}
