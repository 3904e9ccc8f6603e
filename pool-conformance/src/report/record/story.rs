//! The scenes of a story as data, with the state after each.

use super::{CallRecord, ClientRecord, ConnectionRecord, EventRecord, StateRecord, StepRecord};
use crate::{
    model::{Actor, Call, CallEnd, CallId, Ending, Event, Settled, Step, effect},
    report::Scene,
};

/// How many steps of a story are kept at its beginning, and as many at its end.
const KEPT_AT_EACH_END: usize = 40;

/// The steps of a story, and how many in the middle of a long one are left out.
pub(in crate::report) fn steps(scenes: &[Scene<'_>]) -> (Vec<StepRecord>, u64) {
    let mut state = State::default();
    let mut steps: Vec<StepRecord> = scenes.iter().map(|scene| state.play(scene)).collect();
    let left_out = steps.len().saturating_sub(2 * KEPT_AT_EACH_END);
    steps.drain(KEPT_AT_EACH_END.min(steps.len())..KEPT_AT_EACH_END.min(steps.len()) + left_out);
    (steps, left_out as u64)
}

/// How things stand, and which calls have not returned.
#[derive(Default)]
struct State {
    now: StateRecord,
    open: Vec<CallId>,
}

impl State {
    fn play(&mut self, scene: &Scene<'_>) -> StepRecord {
        self.begin(scene.step);
        scene.effects.iter().for_each(|event| self.apply(event));
        if scene.rests {
            self.now.clients.iter_mut().for_each(|client| client.woken = false);
        }
        StepRecord {
            number: scene.number as u64,
            at_ms: u64::try_from(scene.at.duration().as_millis()).unwrap_or(u64::MAX),
            text: scene.step.to_string(),
            actor: scene.step.actor().map(|actor| actor.to_string()),
            afterwards: scene.afterwards,
            events: scene.effects.iter().filter_map(|event| record(event, scene.step)).collect(),
            after: self.now.clone(),
        }
    }

    /// What the step itself changes, before anything comes of it.
    fn begin(&mut self, step: Step) {
        match step {
            Step::Create(actor) => "created".clone_into(&mut self.client(actor).state),
            Step::Start(actor) | Step::Poll(actor) | Step::PollAnew(actor) | Step::Release(actor) => {
                let client = self.client(actor);
                "pending".clone_into(&mut client.state);
                client.woken = false;
            }
            _ => {}
        }
    }

    fn apply(&mut self, event: &Event) {
        match event {
            Event::Called { call, kind, conn, by, .. } => self.call(*call, *kind, conn.map(|id| id.0), *by),
            Event::Returned { call, .. } => self.returned(*call),
            Event::Opened(id) => self.now.connections.push(ConnectionRecord {
                number: id.0,
                state: "idle".to_owned(),
                holder: None,
                broken: false,
            }),
            Event::Ended(id, _) => self.set(id.0, "ended", None),
            Event::Broke(id) => self.connection(id.0).into_iter().for_each(|found| found.broken = true),
            Event::Held(actor, id) => self.set(id.0, "held", Some(*actor)),
            Event::Unheld(actor, id) => self.give_back(*actor, id.0),
            Event::Woken { actor, .. } => self.client(*actor).woken = true,
            Event::Settled(actor, settled) => self.settle(*actor, settled),
            _ => {}
        }
    }

    fn call(&mut self, id: CallId, kind: Call, connection: Option<u32>, by: Option<Actor>) {
        if matches!(kind, Call::HasBroken | Call::Drop) {
            return;
        }
        if let (Call::Disconnect, Some(number)) = (kind, connection) {
            self.set(number, "ending", None);
        }
        let by = by.map(|actor| actor.to_string());
        self.now.calls.push(CallRecord { call: kind.name().to_owned(), connection, by });
        self.open.push(id);
    }

    fn returned(&mut self, id: CallId) {
        if let Some(index) = self.open.iter().position(|open| *open == id) {
            self.open.remove(index);
            self.now.calls.remove(index);
        }
    }

    fn give_back(&mut self, actor: Actor, connection: u32) {
        self.set(connection, "idle", None);
        let client = self.client(actor);
        client.connection = None;
        if client.state == "holds" {
            "returned".clone_into(&mut client.state);
        }
    }

    fn settle(&mut self, actor: Actor, settled: &Settled) {
        let client = self.client(actor);
        client.woken = false;
        settled_word(settled).clone_into(&mut client.state);
        client.connection = if let Settled::Served(id) = settled { Some(id.0) } else { None };
    }

    fn set(&mut self, connection: u32, state: &str, holder: Option<Actor>) {
        if let Some(found) = self.connection(connection) {
            state.clone_into(&mut found.state);
            found.holder = holder.map(|actor| actor.to_string());
        }
    }

    fn connection(&mut self, number: u32) -> Option<&mut ConnectionRecord> {
        self.now.connections.iter_mut().find(|known| known.number == number)
    }

    fn client(&mut self, actor: Actor) -> &mut ClientRecord {
        let name = actor.to_string();
        let known = self.now.clients.iter().position(|client| client.name == name);
        let index = known.unwrap_or_else(|| {
            let state = "pending".to_owned();
            self.now.clients.push(ClientRecord { name, state, connection: None, woken: false });
            self.now.clients.len() - 1
        });
        &mut self.now.clients[index]
    }
}

fn settled_word(settled: &Settled) -> &'static str {
    match settled {
        Settled::Served(_) => "holds",
        Settled::Nothing => "nothing",
        Settled::Done => "done",
        Settled::Failed(_) => "failed",
        Settled::Panicked(_) => "panicked",
        Settled::Cancelled => "cancelled",
    }
}

/// An event as data; what belongs to the step itself has none.
fn record(event: &Event, step: Step) -> Option<EventRecord> {
    let text = effect(event, step);
    let of = |kind: &str| EventRecord { kind: kind.to_owned(), text: text.clone(), ..EventRecord::default() };
    let record = match event {
        Event::Called { kind, conn, by, .. } => EventRecord {
            actor: by.map(|actor| actor.to_string()),
            connection: conn.map(|id| id.0),
            call: Some(kind.name().to_owned()),
            ..of("called")
        },
        Event::Returned { kind, conn, end, .. } => EventRecord {
            connection: conn.map(|id| id.0),
            call: Some(kind.name().to_owned()),
            result: Some(end_word(*end).to_owned()),
            ..of("returned")
        },
        Event::Opened(id) => EventRecord { connection: Some(id.0), ..of("opened") },
        Event::Ended(id, how) => {
            with_result(EventRecord { connection: Some(id.0), ..of("ended") }, ending_word(*how))
        }
        Event::Broke(id) => EventRecord { connection: Some(id.0), ..of("broke") },
        Event::Held(actor, id) => with_actor(of("held"), *actor, Some(id.0)),
        Event::Unheld(actor, id) => with_actor(of("given-back"), *actor, Some(id.0)),
        Event::Detached(id) => EventRecord { connection: Some(id.0), ..of("detached") },
        Event::Resized(_) => of("resized"),
        Event::Woken { actor, .. } => with_actor(of("woken"), *actor, None),
        Event::Settled(who, how) => with_result(with_actor(of("settled"), *who, None), how.to_string()),
        Event::Reenters(who, how) => with_result(of("reenters"), format!("{who} is to {how}")),
        Event::Reentered { panicked } => {
            with_result(of("reentered"), if *panicked { "panicked" } else { "came back" })
        }
        Event::Stops(actor, _) | Event::GoesOn(actor) => with_actor(of(border_word(event)), *actor, None),
        Event::Asked { .. }
        | Event::Step(_)
        | Event::Answered { .. }
        | Event::Polled(_)
        | Event::ScriptEnds => return None,
    };
    Some(record)
}

fn with_result(record: EventRecord, result: impl Into<String>) -> EventRecord {
    EventRecord { result: Some(result.into()), ..record }
}

fn with_actor(record: EventRecord, actor: Actor, connection: Option<u32>) -> EventRecord {
    EventRecord { actor: Some(actor.to_string()), connection, ..record }
}

fn border_word(event: &Event) -> &'static str {
    if matches!(event, Event::GoesOn(_)) { "goes-on" } else { "stops" }
}

fn ending_word(how: Ending) -> &'static str {
    match how {
        Ending::Disconnected => "disconnected",
        Ending::Dropped => "dropped",
    }
}

fn end_word(end: CallEnd) -> &'static str {
    match end {
        CallEnd::Succeeded => "succeeded",
        CallEnd::Failed => "failed",
        CallEnd::Panicked => "panicked",
        CallEnd::Abandoned => "abandoned",
    }
}
