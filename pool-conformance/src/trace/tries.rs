//! What is wrong with a `try_acquire`: who was in the queue, and what the pool called meanwhile.

use std::hash::{Hash, Hasher};

use crate::{
    model::{Actor, Call, Event, Situation, Situations, Step},
    trace::Summary,
};

/// Who is known to be in the queue, and what became of those who did not want to wait.
#[derive(Debug, Default)]
pub(crate) struct TryTracker {
    max_size: usize,
    /// Clients whose acquires have been polled and not settled.
    acquiring: Vec<Actor>,
    /// Those of them that were there when every place was held: they can only be in the queue.
    queued: Vec<Actor>,
    /// Those that have been woken and not been polled since, who may have been told why they get nothing.
    woken: Vec<Actor>,
    /// Who tries now.
    trying: Option<Actor>,
    /// Who waits longest, if all that is left is due to those in the queue.
    due: Option<Actor>,
    reached: Situations,
    /// Who began to connect instead of coming back with nothing.
    pub(crate) connecting: Option<Actor>,
    /// Who was served, and who had queued for that.
    pub(crate) overtaking: Option<(Actor, Actor)>,
}

impl TryTracker {
    pub(super) fn reached(&self) -> Situations {
        self.reached
    }

    /// Hashes what can still matter, for these actors.
    pub(super) fn look(&self, actors: &[Actor], hasher: &mut impl Hasher) {
        // Who tries, and who is due, is forgotten with the next step.
        let Self { max_size, acquiring, queued, woken, trying: _, due: _, reached, connecting, overtaking } =
            self;
        (max_size, reached, connecting.is_some(), overtaking.is_some()).hash(hasher);
        for actor in actors {
            (acquiring.contains(actor), queued.contains(actor), woken.contains(actor)).hash(hasher);
        }
    }

    pub(super) fn clear(&mut self) {
        let (mut acquiring, mut queued) =
            (std::mem::take(&mut self.acquiring), std::mem::take(&mut self.queued));
        acquiring.clear();
        queued.clear();
        *self = Self { acquiring, queued, ..Self::default() };
    }

    /// Looks at an event that the summary does not know of yet.
    pub(super) fn apply(&mut self, event: &Event, summary: &Summary) {
        match *event {
            Event::Asked { max_size, .. } | Event::Resized(max_size) => {
                self.max_size = max_size;
                self.queued.clear();
            }
            Event::Woken { actor, .. } => self.woken.push(actor),
            Event::Polled(actor) => self.woken.retain(|woken| *woken != actor),
            Event::Step(step) => self.step(step, summary),
            Event::Called { kind: Call::Connect | Call::Check, by, .. } => self.called(by, event),
            Event::Held(actor, _) if self.trying == Some(actor) => {
                self.reached.note(Situation::Tried);
                if let Some(due) = self.due {
                    self.overtaking.get_or_insert((actor, due));
                }
            }
            Event::Settled(actor, _) => self.settled(actor),
            _ => {}
        }
    }

    fn step(&mut self, step: Step, summary: &Summary) {
        if summary.held >= self.max_size {
            let known = |actor: &&Actor| !self.queued.contains(actor) && !self.woken.contains(actor);
            let newly: Vec<Actor> = self.acquiring.iter().filter(known).copied().collect();
            self.queued.extend(newly);
        }
        (self.trying, self.due) = (None, None);
        if let Step::Poll(actor) | Step::PollAnew(actor) = step {
            self.woken.retain(|woken| *woken != actor);
        }
        match step {
            Step::Start(actor) | Step::Poll(actor) | Step::PollAnew(actor)
                if matches!(actor, Actor::Client(_)) && !self.acquiring.contains(&actor) =>
            {
                self.acquiring.push(actor);
            }
            Step::TryAcquire(actor) => {
                self.trying = Some(actor);
                let left = self.max_size.saturating_sub(summary.held);
                if self.queued.len() >= left {
                    self.due = self.queued.first().copied();
                }
            }
            _ => {}
        }
    }

    /// Who has something to connect or to check has a place, and it cannot be seen whose place a call is for.
    fn called(&mut self, by: Option<Actor>, event: &Event) {
        self.queued.clear();
        let connects = matches!(event, Event::Called { kind: Call::Connect, .. });
        if connects && by.is_some() && by == self.trying {
            self.connecting = by;
        }
    }

    fn settled(&mut self, actor: Actor) {
        self.acquiring.retain(|acquiring| *acquiring != actor);
        self.queued.retain(|queued| *queued != actor);
        self.woken.retain(|woken| *woken != actor);
    }
}
