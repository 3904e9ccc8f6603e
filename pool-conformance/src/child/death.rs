//! How a child came to its end without an answer, and what was under way.

/// What kind of job was under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One of few schedules.
    Short,
    /// An exploration, of many schedules and with a memory of its own.
    Explores,
    /// Several threads are at work, of which no script tells the story.
    Threaded,
}

impl Kind {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Short, "short"), (Self::Explores, "explores"), (Self::Threaded, "threaded")];

    pub(super) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    pub(super) fn read(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// The script that was under way, as far as it had come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UnderWay {
    pub(crate) script: String,
    /// What had been done of what is done after every script, where the steps of this one were over.
    pub(crate) afterwards: Option<String>,
    /// Whether all that was left of the pool was being dropped.
    pub(crate) ends: bool,
}

impl UnderWay {
    /// Reads what the child has written down.
    pub(super) fn read(text: &str) -> Self {
        let mut lines = text.split('\n').map(str::to_owned);
        let script = lines.next().unwrap_or_default();
        Self { script, afterwards: lines.next(), ends: lines.next().is_some() }
    }

    /// Whether as much was over.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (self.afterwards.is_some(), self.ends) == (other.afterwards.is_some(), other.ends)
    }
}

/// The end of a child, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Death {
    /// The job that was under way.
    pub(crate) job: String,
    pub(crate) kind: Kind,
    /// What was done to the process, as what the pool did: `aborted the process`.
    pub(crate) how: String,
    pub(crate) at: UnderWay,
    /// Whether the script alone does it again.
    pub(crate) alone: bool,
    /// Whether the job did it again when nothing else was under way: if not, it is not known what did.
    pub(crate) certain: bool,
}

impl Death {
    /// As one line.
    pub(super) fn write(&self) -> String {
        let Self { job, kind, how, at: UnderWay { script, afterwards, ends }, alone, certain } = self;
        let (over, after) = (afterwards.is_some(), afterwards.as_deref().unwrap_or_default());
        format!("{job}\t{}\t{how}\t{script}\t{after}\t{over}\t{ends}\t{alone}\t{certain}", kind.name())
    }

    pub(super) fn read(line: &str) -> Option<Self> {
        let mut fields = line.split('\t').map(str::to_owned);
        let (job, kind) = (fields.next()?, Kind::read(&fields.next()?)?);
        let (how, script, after) = (fields.next()?, fields.next()?, fields.next()?);
        let mut flag = || fields.next().map(|flag| flag == "true");
        let afterwards = flag()?.then_some(after);
        let at = UnderWay { script, afterwards, ends: flag()? };
        Some(Self { job, kind, how, at, alone: flag()?, certain: flag()? })
    }
}

#[cfg(test)]
mod tests {
    use super::{Death, Kind, UnderWay};

    #[test]
    fn what_is_written_is_read_again() {
        let death = Death {
            job: "LIFE-04, part 1".to_owned(),
            kind: Kind::Short,
            how: "aborted the process (SIGABRT)".to_owned(),
            at: UnderWay::read("max 1, min 0: A acquires\nA drops its guard"),
            alone: true,
            certain: true,
        };
        assert_eq!(Death::read(&death.write()), Some(death.clone()));
        let at = UnderWay { afterwards: None, ..death.at.clone() };
        assert_eq!(Death::read(&Death { at: at.clone(), ..death }.write()).map(|death| death.at), Some(at));
        assert_eq!(Kind::read(Kind::Explores.name()), Some(Kind::Explores));
    }
}
