//! A machine as text, to be kept in a file or handed to another program: a line for each move, its fields set apart by tabs.

use std::{fmt, str::FromStr};

use super::{Machine, MachineError, Move};

const HEAD: &str = "machine";
const SETTLES: &str = "settles";
const ALONE: &str = "alone";

impl fmt::Display for Machine {
    /// The machine as text, which can be read back with [`str::parse`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}\t{}\t{}", escape(&self.world), self.states.len())?;
        for (from, moves) in self.states.iter().enumerate() {
            for made in moves {
                let settles = if made.settles { SETTLES } else { ALONE };
                write!(f, "{from}\t{}\t{settles}\t{}", made.to, escape(&made.input))?;
                made.output.iter().try_for_each(|output| write!(f, "\t{}", escape(output)))?;
                writeln!(f)?;
            }
        }
        Ok(())
    }
}

impl FromStr for Machine {
    type Err = MachineError;

    /// Reads what a machine was written as.
    fn from_str(text: &str) -> Result<Self, MachineError> {
        let mut lines = text.lines().enumerate().map(|(index, line)| Line { number: index + 1, line });
        let head = lines.next().unwrap_or(Line { number: 1, line: "" });
        let (world, count) = head.head()?;
        let mut states = vec![Vec::new(); count];
        for line in lines {
            let (from, made) = line.made(count)?;
            states[from].push(made);
        }
        Ok(Self::new(world, states))
    }
}

/// A line, by its number from 1.
#[derive(Clone, Copy)]
struct Line<'t> {
    number: usize,
    line: &'t str,
}

impl Line<'_> {
    /// The world, and how many states there are.
    fn head(self) -> Result<(String, usize), MachineError> {
        let wanted = "a first line of `machine`, its world and the number of its states";
        match self.line.split('\t').collect::<Vec<_>>()[..] {
            [HEAD, world, count] => Ok((unescape(world), self.number_in(count, MAX_STATES, wanted)?)),
            _ => Err(self.unreadable(wanted)),
        }
    }

    /// A move, and the state from which it is made.
    fn made(self, states: usize) -> Result<(usize, Move), MachineError> {
        let wanted = "two states, `settles` or `alone`, and an input";
        let fields: Vec<&str> = self.line.split('\t').collect();
        let [from, to, settles @ (SETTLES | ALONE), input, output @ ..] = &fields[..] else {
            return Err(self.unreadable(wanted));
        };
        let state = |field| self.number_in(field, states, "a state that the first line counts");
        let made = Move {
            input: unescape(input),
            settles: *settles == SETTLES,
            output: output.iter().map(|output| unescape(output)).collect(),
            to: state(to)?,
        };
        Ok((state(from)?, made))
    }

    /// A number that is below a limit.
    fn number_in(self, field: &str, limit: usize, wanted: &'static str) -> Result<usize, MachineError> {
        let number = field.parse().ok().filter(|number| *number < limit);
        number.ok_or_else(|| self.unreadable(wanted))
    }

    fn unreadable(self, wanted: &'static str) -> MachineError {
        MachineError::Unreadable { line: self.number, wanted }
    }
}

/// More states than the machine of any small world has: a number above it is a mistake, and not to be made room for.
const MAX_STATES: usize = 10_000_000;

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match characters.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                other => other.unwrap_or('\\'),
            },
            plain => plain,
        });
    }
    plain
}

#[cfg(test)]
mod tests {
    use crate::machine::{Growing, Machine, MachineError, Move};

    fn machine() -> Machine {
        let mut growing = Growing::default();
        let end = growing.state(Vec::new());
        let output = vec!["A fails with \\t\t\n\r".to_owned(), String::new()];
        growing.state(vec![Move { input: "A acquires".to_owned(), settles: true, output, to: end }]);
        growing.finish("max 1, min 0".to_owned())
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(machine().to_string().parse(), Ok(machine()));
    }

    #[test]
    fn what_cannot_be_read_names_its_line() {
        let whole = machine().to_string();
        let refused = |text: &str| match text.parse::<Machine>() {
            Err(MachineError::Unreadable { line, .. }) => line,
            other => panic!("{text:?}: {other:?}"),
        };
        assert_eq!(refused(""), 1);
        assert_eq!(refused(&whole.replacen("\t2", "\tmany", 1)), 1);
        assert_eq!(refused(&whole.replace("settles", "perhaps")), 2);
        assert_eq!(refused(&whole.replace("0\t1\t", "0\t2\t")), 2);
    }
}
