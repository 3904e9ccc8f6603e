//! Where things stand in a drawing, and the spans for which they do.

use crate::report::record::{CallRecord, FailureRecord, StepRecord};

/// How wide the names of the lanes are, how wide a step is, how high a lane, and where the first begins.
const NAMES: usize = 84;
pub(super) const COLUMN: usize = 48;
const LANE: usize = 28;
const TOP: usize = 30;
/// What parts the lanes of clients from those of connections.
const GAP: usize = 12;

/// The lanes of a drawing: clients above, then background tasks where there are any, connections below.
pub(super) struct Lanes {
    pub(super) clients: Vec<String>,
    pub(super) tasks: bool,
    pub(super) connections: Vec<u32>,
    pub(super) steps: usize,
}

/// Something that is the same from one step up to another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span<T> {
    pub(super) from: usize,
    /// The step at which it is over.
    pub(super) to: usize,
    pub(super) what: T,
}

/// The left border of a step's column.
pub(super) fn x(step: usize) -> usize {
    NAMES + step * COLUMN
}

impl Lanes {
    pub(super) fn of(failure: &FailureRecord) -> Self {
        let last = failure.steps.last().map(|step| &step.after);
        let by_task = |step: &StepRecord| {
            step.events
                .iter()
                .any(|event| event.kind == "called" && event.actor.is_none() && event.connection.is_none())
        };
        Self {
            clients: last
                .map(|after| after.clients.iter().map(|it| it.name.clone()).collect())
                .unwrap_or_default(),
            tasks: failure.steps.iter().any(by_task),
            connections: last
                .map(|after| after.connections.iter().map(|it| it.number).collect())
                .unwrap_or_default(),
            steps: failure.steps.len(),
        }
    }

    pub(super) fn width(&self) -> usize {
        x(self.steps) + COLUMN / 2
    }

    pub(super) fn height(&self) -> usize {
        TOP + (self.clients.len() + usize::from(self.tasks) + self.connections.len()) * LANE + GAP + 10
    }

    /// The middle of the lane of a client, an `init` or a `close`; that of tasks where no actor is named.
    pub(super) fn client(&self, name: Option<&str>) -> Option<usize> {
        let index = match name {
            Some(name) => self.clients.iter().position(|known| known == name)?,
            None => self.tasks.then_some(self.clients.len())?,
        };
        Some(TOP + index * LANE + LANE / 2)
    }

    pub(super) fn connection(&self, number: u32) -> Option<usize> {
        let index = self.connections.iter().position(|known| *known == number)?;
        let above = self.clients.len() + usize::from(self.tasks);
        Some(TOP + (above + index) * LANE + GAP + LANE / 2)
    }

    /// The lane in which a call is drawn: that of its connection, or of the actor that made it.
    pub(super) fn call(&self, call: &CallRecord) -> Option<usize> {
        match call.connection {
            Some(number) => self.connection(number),
            None => self.client(call.by.as_deref()),
        }
    }

    /// Where the border between clients and connections is.
    pub(super) fn border(&self) -> usize {
        TOP + (self.clients.len() + usize::from(self.tasks)) * LANE + GAP / 2
    }
}

/// The spans for which something, read off each step, stays the same.
pub(super) fn spans<T: PartialEq>(
    steps: &[StepRecord],
    read: impl Fn(&StepRecord) -> Option<T>,
) -> Vec<Span<T>> {
    let mut spans: Vec<Span<T>> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let Some(what) = read(step) else { continue };
        match spans.last_mut() {
            Some(span) if span.to == index && span.what == what => span.to += 1,
            _ => spans.push(Span { from: index, to: index + 1, what }),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::{Span, spans};
    use crate::report::record::{StateRecord, StepRecord};

    #[test]
    fn what_stays_the_same_is_one_span() {
        let step = |number| StepRecord {
            number,
            at_ms: 0,
            text: String::new(),
            actor: None,
            afterwards: false,
            events: Vec::new(),
            after: StateRecord::default(),
        };
        let steps: Vec<StepRecord> = (0..5).map(step).collect();
        let read = |step: &StepRecord| {
            [Some('a'), Some('a'), None, Some('a'), Some('b')][usize::try_from(step.number).unwrap()]
        };
        let span = |from, to, what| Span { from, to, what };
        assert_eq!(spans(&steps, read), [span(0, 2, 'a'), span(3, 4, 'a'), span(4, 5, 'b')]);
    }
}
