//! What a child came to, as text: what is to be printed, and with which code a program would end.

use std::path::PathBuf;

/// What is to be said of a pool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The test that it is about, where there are several.
    pub(crate) test: String,
    /// 0 where nothing is wrong.
    pub(crate) code: u8,
    pub(crate) out: String,
    /// What a test panics with.
    pub(crate) err: String,
}

/// A file that a child has written into the folder of its reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// Where in the folder.
    pub(crate) path: PathBuf,
    pub(crate) content: Vec<u8>,
}

/// All that a child came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answered {
    pub(crate) answers: Vec<Answer>,
    pub(crate) written: Vec<Written>,
}

/// How the text ends of which nothing is missing.
const END: &str = "end\n";

impl Answer {
    /// Answers as one text.
    pub(super) fn write(answers: &[Self]) -> String {
        let one = |Self { test, code, out, err }: &Self| {
            format!("{code} {} {} {}\n{test}{out}{err}", test.len(), out.len(), err.len())
        };
        answers.iter().map(one).chain([END.to_owned()]).collect()
    }

    /// The answers of a text; `None` where it was cut short.
    pub(super) fn read(text: &str) -> Option<Vec<Self>> {
        let (mut answers, mut rest) = (Vec::new(), text);
        while rest != END {
            let (head, body) = rest.split_once('\n')?;
            let mut numbers = head.split(' ').map(|number| number.parse::<usize>().ok());
            let mut number = || numbers.next().flatten();
            let code = u8::try_from(number()?).ok()?;
            let (name, printed, told) = (number()?, number()?, number()?);
            let part = |from: usize, len: usize| body.get(from..from.checked_add(len)?).map(str::to_owned);
            answers.push(Self {
                test: part(0, name)?,
                code,
                out: part(name, printed)?,
                err: part(name + printed, told)?,
            });
            rest = &body[name + printed + told..];
        }
        Some(answers)
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn what_is_written_is_read_again_and_what_is_cut_short_is_not() {
        let answer = |test: &str| Answer {
            test: test.to_owned(),
            code: 1,
            out: "end\n7 1".to_owned(),
            err: "✗".to_owned(),
        };
        let text = Answer::write(&[answer("life_04"), answer("")]);
        assert_eq!(Answer::read(&text), Some(vec![answer("life_04"), answer("")]));
        assert_eq!(Answer::read(&text[..text.len() - 1]), None);
        assert_eq!(Answer::read(""), None);
    }
}
