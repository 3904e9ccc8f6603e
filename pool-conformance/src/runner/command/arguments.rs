//! The arguments of the program: those of libtest, and its own.

use std::path::PathBuf;

use crate::{
    explore::Budget,
    report::Face,
    rules::{is_known, matches, rules, unknown_rule},
};

pub(super) const USAGE: &str = "\
usage: [RULE ...] [options]

  RULE               judge only these rules, by id or glob (LIFE-04, CANC-*);
                     a part of a test's name (life_) chooses as libtest does

  --baseline FILE    what is known not to be kept (default: conformance.toml
                     beside the manifest)
  --update-baseline  write that file anew
  --budget HOW       default, thorough, or scenarios alone
  --seed N           the seed of all that is drawn
  --report FOLDER    write the report in every form that is built in
  --json, --html, --junit, --markdown, --badge FILE
                     write the report in one form
  --full             a line for every rule, however many there are
  --explain RULE     what a rule means
  --list             the rules; as libtest does with --format terse
  -h, --help         this text

  of libtest: --exact --skip FILTER --ignored --include-ignored --nocapture
  --test-threads N --format F --color C --quiet and others, of which those
  that make no difference here are taken and ignored

exit codes: 0 conformant, with deviations or waivers or without, or all rules
that a filter of tests chose are kept; 1 not conformant; 2 partial; 3 nothing
judged; 4 the factory or the kit failed; 64 wrong usage";

/// Options of libtest that make no difference here.
const IGNORED: &[&str] = &[
    "--include-ignored",
    "--nocapture",
    "--no-capture",
    "--show-output",
    "--quiet",
    "-q",
    "--test",
    "--bench",
    "--exclude-should-panic",
    "--force-run-in-process",
    "--report-time",
    "--ensure-time",
    "--fail-fast",
    "--shuffle",
];

/// Options of libtest with a value that make no difference here.
const IGNORED_WITH_VALUE: &[&str] = &["--test-threads", "--color", "--logfile", "--shuffle-seed", "-Z"];

/// What the program is asked to do.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(super) struct Arguments {
    /// Ids and globs of rules.
    patterns: Vec<String>,
    /// Parts of the names of tests.
    filters: Vec<String>,
    skipped: Vec<String>,
    exact: bool,
    /// Whether only tests are to run that are ignored, which none is.
    ignored: bool,
    pub(super) list: bool,
    pub(super) terse: bool,
    pub(super) help: bool,
    pub(super) full: bool,
    pub(super) explained: Option<String>,
    pub(super) baseline: Option<PathBuf>,
    pub(super) update_baseline: bool,
    pub(super) folder: Option<PathBuf>,
    pub(super) files: Vec<(Face, PathBuf)>,
    pub(super) budget: Budget,
    seed: Option<u64>,
}

impl Arguments {
    /// Reads the arguments, or names the one that is wrong.
    pub(super) fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut parsed = Self::default();
        let mut rest = arguments;
        while let Some(argument) = rest.next() {
            if argument.starts_with('-') {
                parsed.option(&argument, &mut rest)?;
            } else {
                parsed.positional(argument)?;
            }
        }
        if let Some(seed) = parsed.seed {
            parsed.budget = parsed.budget.seed(seed);
        }
        Ok(parsed)
    }

    fn option(&mut self, argument: &str, rest: &mut impl Iterator<Item = String>) -> Result<(), String> {
        let (name, mut inline) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (argument, None),
        };
        if IGNORED.contains(&name) {
            return Ok(());
        }
        let mut value =
            || inline.take().or_else(|| rest.next()).ok_or_else(|| format!("`{name}` needs a value"));
        match name {
            "--help" | "-h" => self.help = true,
            "--list" => self.list = true,
            "--exact" => self.exact = true,
            "--ignored" => self.ignored = true,
            "--full" => self.full = true,
            "--update-baseline" => self.update_baseline = true,
            "--format" => self.terse = value()? == "terse",
            "--skip" => self.skipped.push(value()?),
            "--baseline" => self.baseline = Some(value()?.into()),
            "--report" => self.folder = Some(value()?.into()),
            "--explain" => self.explained = Some(known_rule(&value()?)?),
            "--budget" => self.budget = budget(&value()?)?,
            "--seed" => self.seed = Some(number(&value()?)?),
            _ if IGNORED_WITH_VALUE.contains(&name) => drop(value()?),
            _ if name.starts_with("-Z") => {}
            _ => {
                let face = Face::by_option(name).ok_or_else(|| format!("there is no option `{argument}`"))?;
                face.needs_feature(name)?;
                self.files.push((face, value()?.into()));
            }
        }
        Ok(())
    }

    fn positional(&mut self, argument: String) -> Result<(), String> {
        let is_pattern =
            argument.contains('*') || argument.contains('-') || argument.starts_with(char::is_uppercase);
        if !is_pattern {
            self.filters.push(argument);
            return Ok(());
        }
        if !is_known(&argument) {
            return Err(unknown_rule(&argument));
        }
        self.patterns.push(argument);
        Ok(())
    }

    /// Whether rules are chosen as tests are.
    pub(super) fn filters_tests(&self) -> bool {
        self.ignored || !self.filters.is_empty() || !self.skipped.is_empty()
    }

    /// The ids of the rules that are chosen; none where all are, unless tests are filtered.
    pub(super) fn chosen(&self) -> Vec<&'static str> {
        if self.ignored || (self.patterns.is_empty() && !self.filters_tests()) {
            return Vec::new();
        }
        let is_meant = |test: &str, filter: &String| {
            if self.exact { test == filter } else { test.contains(filter.as_str()) }
        };
        let is_chosen = |id: &str| {
            let test = test_name(id);
            let no_choice = self.filters.is_empty() && self.patterns.is_empty();
            let named = self.filters.iter().any(|filter| is_meant(&test, filter));
            let meant = self.patterns.iter().any(|pattern| matches(pattern, id));
            (no_choice || named || meant) && !self.skipped.iter().any(|filter| is_meant(&test, filter))
        };
        rules().iter().map(|rule| rule.id).filter(|id| is_chosen(id)).collect()
    }
}

/// The name of a rule as a test.
pub(in crate::runner) fn test_name(id: &str) -> String {
    id.to_ascii_lowercase().replace('-', "_")
}

fn known_rule(name: &str) -> Result<String, String> {
    let id = name.to_ascii_uppercase().replace('_', "-");
    if rules().iter().any(|rule| rule.id == id) { Ok(id) } else { Err(unknown_rule(&id)) }
}

fn budget(name: &str) -> Result<Budget, String> {
    match name {
        "default" => Ok(Budget::default()),
        "thorough" => Ok(Budget::thorough()),
        "scenarios" => Ok(Budget::scenarios_only()),
        _ => Err(format!("there is no budget `{name}`; there are default, thorough and scenarios")),
    }
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    fn parse(line: &str) -> Result<Arguments, String> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    fn chosen(line: &str) -> Vec<&'static str> {
        parse(line).unwrap().chosen()
    }

    #[test]
    fn rules_are_chosen_by_id_by_glob_and_as_tests_are() {
        assert!(chosen("").is_empty() && chosen("--nocapture --test-threads 1 --format=terse").is_empty());
        assert_eq!(chosen("LIFE-04"), ["LIFE-04"]);
        assert_eq!(chosen("--exact life_04 --nocapture"), ["LIFE-04"]);
        assert!(chosen("--exact life_0").is_empty() && chosen("life_0").len() > 5);
        assert!(chosen("--skip life_").iter().all(|id| !id.starts_with("LIFE")));
        assert!(chosen("CANC-* life_04").contains(&"LIFE-04") && chosen("--ignored").is_empty());
        assert!(parse("nothing_like_it").unwrap().filters_tests() && chosen("nothing_like_it").is_empty());
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (line, fault) in [
            ("--frobnicate", "there is no option `--frobnicate`"),
            ("--seed", "`--seed` needs a value"),
            ("--seed x", "`x` is no number"),
            ("--budget huge", "there is no budget `huge`"),
            ("LIFE-99", "no rule is called `LIFE-99`"),
            ("--explain NONE-01", "no rule is called `NONE-01`"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.starts_with(fault), "{error}");
        }
    }
}
