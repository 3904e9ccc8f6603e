//! What a child is to do.

use super::{Call, Death};

/// How a child does its jobs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Pace {
    /// Several at a time.
    #[default]
    Swift,
    /// One at a time, and every step is written down before it is performed.
    Logged,
    /// To see whether they end the process: nothing is answered.
    Trial,
}

/// What a child is to do, which it is given as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Errand {
    /// The call that is meant, and how many like it are skipped before.
    pub(super) subject: String,
    pub(super) place: String,
    pub(super) number: u64,
    pub(super) all: bool,
    pub(super) coloured: (bool, bool),
    pub(super) on_terminal: bool,
    /// The jobs that have ended a process.
    pub(super) deaths: Vec<Death>,
    /// The only jobs that are to be done, where it is not all others.
    pub(super) only: Option<Vec<String>>,
    /// Whether explorations are to be done even so.
    pub(super) explores: bool,
    /// Why the other jobs are not done.
    pub(super) why: String,
    pub(super) pace: Pace,
    /// Scripts that are to be run instead, one after the other.
    pub(super) scripts: Vec<String>,
}

impl Errand {
    pub(super) fn of(call: &Call, number: u64) -> Self {
        Self {
            subject: call.subject.to_owned(),
            place: call.place.clone(),
            number,
            all: call.all,
            coloured: call.coloured,
            on_terminal: call.on_terminal,
            ..Self::default()
        }
    }

    /// Whether it comes after a child that has printed what the pool prints.
    pub(super) fn probes(&self) -> bool {
        self.pace != Pace::Swift || !self.scripts.is_empty()
    }

    pub(super) fn write(&self) -> String {
        let mut lines = vec![
            format!("subject {}", self.subject),
            format!("place {}", self.place),
            format!("number {}", self.number),
            format!("why {}", self.why),
        ];
        let flags = [
            ("all", self.all),
            ("coloured-out", self.coloured.0),
            ("coloured-err", self.coloured.1),
            ("on-terminal", self.on_terminal),
            ("only-these", self.only.is_some()),
            ("explores", self.explores),
            ("logged", self.pace == Pace::Logged),
            ("trial", self.pace == Pace::Trial),
        ];
        lines.extend(flags.into_iter().filter(|(_, set)| *set).map(|(flag, _)| format!("{flag} ")));
        lines.extend(self.deaths.iter().map(|death| format!("death {}", death.write())));
        lines.extend(self.only.iter().flatten().map(|job| format!("only {job}")));
        lines.extend(self.scripts.iter().map(|script| format!("script {script}")));
        lines.join("\n")
    }

    /// Reads what was written; `None` where that is something else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut errand = Self::default();
        for line in text.lines() {
            let (word, rest) = line.split_once(' ')?;
            let rest = rest.to_owned();
            match word {
                "subject" => errand.subject = rest,
                "place" => errand.place = rest,
                "number" => errand.number = rest.parse().ok()?,
                "why" => errand.why = rest,
                "all" => errand.all = true,
                "coloured-out" => errand.coloured.0 = true,
                "coloured-err" => errand.coloured.1 = true,
                "on-terminal" => errand.on_terminal = true,
                "only-these" => errand.only = Some(Vec::new()),
                "explores" => errand.explores = true,
                "logged" => errand.pace = Pace::Logged,
                "trial" => errand.pace = Pace::Trial,
                "death" => errand.deaths.push(Death::read(&rest)?),
                "only" => errand.only.as_mut()?.push(rest),
                "script" => errand.scripts.push(rest),
                _ => return None,
            }
        }
        Some(errand)
    }
}

#[cfg(test)]
mod tests {
    use super::{Death, Errand, Pace};
    use crate::child::{Kind, UnderWay};

    #[test]
    fn what_is_written_is_read_again() {
        let death = Death {
            job: "preflight".to_owned(),
            kind: Kind::Explores,
            how: "ended the process with exit code 0".to_owned(),
            at: UnderWay::default(),
            alone: false,
            certain: false,
        };
        let errand = Errand {
            subject: "a::pool".to_owned(),
            place: "a.rs:1:2".to_owned(),
            number: 3,
            all: true,
            coloured: (true, false),
            on_terminal: true,
            deaths: vec![death],
            only: Some(vec!["LIFE-04, part 1".to_owned()]),
            explores: true,
            why: "not tried".to_owned(),
            pace: Pace::Logged,
            scripts: vec!["max 1, min 0: A acquires".to_owned()],
        };
        assert_eq!(Errand::read(&errand.write()), Some(errand));
        let only_nothing = Errand { only: Some(Vec::new()), ..Errand::default() };
        assert_eq!(Errand::read(&only_nothing.write()), Some(only_nothing));
    }
}
