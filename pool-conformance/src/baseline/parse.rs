//! Reading a baseline: a subset of TOML.
//!
//! A file is empty lines, comments, and `[[waive]]` tables of `key = "text"`, with text in double quotes (`\"`, `\\`, `\n`,
//! `\t`) or in single ones, on one line each. A day may stand without quotes. Whatever else TOML has is refused with the
//! line and with what would be right.

use super::{Date, Entry, Place};
use crate::report::Waiver;

const HEADER: &str = "[[waive]]";
const KEYS: &str = "rule, reason, link, until, pool, seen";

/// What `seen` can say: that a rule is found broken by chance.
const SOMETIMES: &str = "sometimes";

/// What has been read of an entry.
#[derive(Default)]
struct Draft {
    first: usize,
    last: usize,
    rule: Option<String>,
    reason: Option<String>,
    link: Option<String>,
    until: Option<String>,
    pool: Option<String>,
    seen: Option<String>,
}

/// The entries of a baseline, or what is wrong with it, after the path and the line.
pub(super) fn entries(text: &str, path: &str) -> Result<Vec<Entry>, String> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let line = line.trim();
        let at = |fault: String| format!("{path}:{number}: {fault}");
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line.strip_prefix(HEADER).is_some_and(is_end) {
            drafts.push(Draft { first: number, last: number, ..Draft::default() });
        } else if line.starts_with('[') {
            return Err(at(format!("`{line}` is no table of a baseline; the only one is {HEADER}")));
        } else {
            let fault = format!("`{line}` stands before the first {HEADER}");
            let draft = drafts.last_mut().ok_or_else(|| at(fault))?;
            draft.set(line).map_err(at)?;
            draft.last = number;
        }
    }
    drafts.into_iter().map(|draft| draft.finish(path)).collect()
}

impl Draft {
    fn set(&mut self, line: &str) -> Result<(), String> {
        let fault =
            || format!("`{line}` is not read; a line reads `key = \"text\"`, a comment begins with #");
        let (key, value) = line.split_once('=').ok_or_else(fault)?;
        let (key, value) = (key.trim(), value.trim());
        let text = value_of(value)
            .ok_or_else(|| format!("`{value}` is no text in quotes on one line; write `{key} = \"...\"`"))?;
        let field = match key {
            "rule" => &mut self.rule,
            "reason" => &mut self.reason,
            "link" => &mut self.link,
            "until" => &mut self.until,
            "pool" => &mut self.pool,
            "seen" => &mut self.seen,
            _ => return Err(format!("`{key}` is no key of an entry; there are {KEYS}")),
        };
        match field.replace(text) {
            Some(_) => Err(format!("`{key}` is given twice in this entry")),
            None => Ok(()),
        }
    }

    fn finish(self, path: &str) -> Result<Entry, String> {
        let at = |fault: String| format!("{path}:{}: {fault}", self.first);
        let missing = |key: &str, like: &str| at(format!("the entry has no {key}; add `{key} = \"{like}\"`"));
        let rule = self.rule.ok_or_else(|| missing("rule", "LIFE-04"))?;
        let reason = self.reason.ok_or_else(|| missing("reason", "why this is accepted"))?;
        let until: Option<Date> = self.until.as_deref().map(str::parse).transpose().map_err(at)?;
        if self.seen.as_deref().is_some_and(|seen| seen != SOMETIMES) {
            return Err(at(format!("`seen` can only say `{SOMETIMES}`")));
        }
        Ok(Entry {
            place: Place::File { path: path.to_owned(), first: self.first, last: self.last },
            rule,
            waiver: Waiver { reason, link: self.link, until: until.map(|day| day.to_string()) },
            until,
            pool: self.pool,
            sometimes: self.seen.is_some(),
        })
    }
}

/// The text of a value, if it is one that a baseline may have.
fn value_of(value: &str) -> Option<String> {
    if let Some(rest) = value.strip_prefix('\'') {
        let (text, rest) = rest.split_once('\'')?;
        return is_end(rest).then(|| text.to_owned());
    }
    let Some(rest) = value.strip_prefix('"') else {
        let word = value.split(['#', ' ', '\t']).next()?;
        return (word.parse::<Date>().is_ok() && is_end(&value[word.len()..])).then(|| word.to_owned());
    };
    let mut text = String::new();
    let mut characters = rest.chars();
    loop {
        match characters.next()? {
            '"' => break,
            '\\' => text.push(match characters.next()? {
                'n' => '\n',
                't' => '\t',
                same @ ('"' | '\\') => same,
                _ => return None,
            }),
            other => text.push(other),
        }
    }
    is_end(characters.as_str()).then_some(text)
}

/// Whether nothing but a comment follows.
fn is_end(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn an_entry_has_what_its_table_says() {
        let text = "# known\n\n[[waive]] # one\nrule = \"LIFE-*\"\nreason = 'say \"so\"' # why\nlink = \"a\\\\b\"\n\
                    until = 2027-01-31\npool = \"my_pool\"\n[[waive]]\nrule=\"ACQ-03\"\nreason=\"x\"\n";
        let read = entries(text, "conformance.toml").unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].rule.as_str(), read[0].waiver.reason.as_str()), ("LIFE-*", "say \"so\""));
        assert_eq!(read[0].waiver.link.as_deref(), Some("a\\b"));
        assert_eq!(read[0].waiver.until.as_deref(), Some("2027-01-31"));
        assert_eq!(read[0].place.to_string(), "conformance.toml:3");
        assert_eq!(read[0].place.removal(), "remove the lines 3 to 8");
        assert!(read[0].is_about("x::my_pool") && !read[0].is_about("x::my_pool_2"));
    }

    #[test]
    fn what_cannot_be_read_names_its_line_and_what_would_be_right() {
        for (text, fault) in [
            ("rule = \"LIFE-04\"", "b.toml:1: `rule = \"LIFE-04\"` stands before the first [[waive]]"),
            ("[waive]", "b.toml:1: `[waive]` is no table of a baseline; the only one is [[waive]]"),
            ("[[waive]]\nrule", "b.toml:2: `rule` is not read; a line reads `key = \"text\"`"),
            (
                "[[waive]]\nrule = LIFE-04",
                "b.toml:2: `LIFE-04` is no text in quotes on one line; write `rule = ",
            ),
            ("[[waive]]\nrule = \"a\" \"b\"", "b.toml:2: `\"a\" \"b\"` is no text"),
            ("[[waive]]\nrule = \"\"\"", "b.toml:2: `\"\"\"` is no text"),
            ("[[waive]]\nrules = \"a\"", "b.toml:2: `rules` is no key of an entry; there are rule, reason"),
            ("[[waive]]\nrule = \"a\"\nrule = \"b\"", "b.toml:3: `rule` is given twice"),
            ("\n[[waive]]\nrule = \"a\"", "b.toml:2: the entry has no reason; add `reason = "),
            ("[[waive]]\nrule = \"a\"\nreason = \"b\"\nuntil = \"soon\"", "b.toml:1: `soon` is no day"),
            (
                "[[waive]]\nrule = \"a\"\nreason = \"b\"\nseen = \"x\"",
                "b.toml:1: `seen` can only say `sometimes`",
            ),
        ] {
            let error = entries(text, "b.toml").unwrap_err();
            assert!(error.starts_with(fault), "{error}");
        }
    }
}
