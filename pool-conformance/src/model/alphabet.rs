//! The steps that a script can have, and how they are read.

use crate::model::{Actor, Behaviour, Call, Limited, Reentry, Step, VirtualDuration, read_preemption};

/// How long a delayed call takes, in virtual time.
pub(crate) const DELAY: VirtualDuration = VirtualDuration::secs(1);

/// How many clients a script can have.
pub(crate) const CLIENTS: u8 = 8;

/// The largest bound that a script asks for after the first.
pub(crate) const LARGEST: u8 = 4;

/// Every step that a script can have, but for what is done at call-outs of others.
pub(crate) fn alphabet() -> impl Iterator<Item = Step> {
    let clients = (0..CLIENTS).map(Actor::Client).flat_map(steps_of_client);
    let others = [Actor::Init, Actor::Close, Actor::HealthCheck]
        .into_iter()
        .flat_map(|kind| [kind(0), kind(1)])
        .flat_map(steps_of_call);
    let rest = [
        Step::BreakIdle,
        Step::BreakSecondIdle,
        Step::Settle,
        Step::Tasks,
        Step::Advance(VirtualDuration::secs(1)),
        Step::Advance(VirtualDuration::secs(30)),
        Step::Advance(VirtualDuration::HOUR),
        Step::Advance(VirtualDuration::DAY),
        Step::Leap,
    ];
    let passes = Limited::ALL.into_iter().map(Step::Pass);
    let calls = [Call::Connect, Call::Check, Call::Disconnect];
    let at_once = [Call::HasBroken, Call::Drop].into_iter().flat_map(ways_of_call_at_once);
    let ends = calls.into_iter().flat_map(ends_of_call);
    let extensions = (0..CLIENTS).map(Actor::Client).flat_map(extensions_of_client);
    clients
        .chain(others)
        .chain(ends)
        .chain(calls.into_iter().flat_map(other_ways_of_call))
        .chain(rest)
        .chain(passes)
        .chain(at_once)
        .chain(extensions)
        .chain((0..=LARGEST).map(Actor::Resize).flat_map(steps_of_call))
}

fn steps_of_call(actor: Actor) -> [Step; 3] {
    [Step::Start(actor), Step::Poll(actor), Step::Cancel(actor)]
}

fn steps_of_client(client: Actor) -> [Step; 12] {
    [
        Step::Start(client),
        Step::Create(client),
        Step::Poll(client),
        Step::PollAnew(client),
        Step::Cancel(client),
        Step::Arm(client, Reentry::Status),
        Step::Arm(client, Reentry::Acquire),
        Step::Arm(client, Reentry::Leave),
        Step::Release(client),
        Step::Drop(client),
        Step::Unwind(client),
        Step::Break(client),
    ]
}

fn extensions_of_client(client: Actor) -> [Step; 3] {
    [Step::TryAcquire(client), Step::Discard(client), Step::Detach(client)]
}

fn ends_of_call(call: Call) -> impl Iterator<Item = Step> {
    let ends = [Behaviour::Succeed, Behaviour::Fail, Behaviour::Panic, Behaviour::Never];
    ends.into_iter()
        .flat_map(move |end| [Step::Finish(call, end), Step::FinishSecond(call, end), Step::Next(call, end)])
}

fn other_ways_of_call(call: Call) -> [Step; 3] {
    let ways =
        [Behaviour::Delay(DELAY), Behaviour::Reenter(Reentry::Status), Behaviour::Reenter(Reentry::Acquire)];
    ways.map(|how| Step::Next(call, how))
}

/// What a call does that comes back at once.
fn ways_of_call_at_once(call: Call) -> [Step; 3] {
    let ways = [Behaviour::Panic, Behaviour::Reenter(Reentry::Status), Behaviour::Reenter(Reentry::Acquire)];
    ways.map(|how| Step::Next(call, how))
}

/// The step that reads so; if there is none, those that begin alike, or else what one client may do and what may happen.
pub(crate) fn read_step(text: &str) -> Result<Step, String> {
    if let Some(meanwhile) = read_preemption(text) {
        return meanwhile.map(Step::Preempt);
    }
    alphabet().find(|step| step.to_string() == text).ok_or_else(|| {
        let first = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
        let some = |wanted: &dyn Fn(Step) -> bool| -> Vec<String> {
            alphabet().filter(|step| wanted(*step)).map(|step| step.to_string()).collect()
        };
        let alike = some(&|step| first(&step.to_string()) == first(text));
        if alike.is_empty() {
            let others = some(&|step| step.actor().is_none_or(|actor| actor == Actor::Client(0)));
            return format!(
                "there is no step `{text}`; there are, for A and the other clients: {}",
                others.join("; ")
            );
        }
        format!(
            "there is no step `{text}`; those that begin with `{}` are: {}",
            first(text),
            alike.join("; ")
        )
    })
}

/// The step that reads so, be it one that only the scenarios of rules have.
pub(crate) fn read_any_step(text: &str) -> Option<Step> {
    let time = |text: &str| text.strip_suffix(" pass").and_then(VirtualDuration::read).map(Step::Advance);
    let of_scenario = || steps_of_scenarios().find(|step| step.to_string() == text);
    read_step(text).ok().or_else(of_scenario).or_else(|| time(text))
}

fn steps_of_scenarios() -> impl Iterator<Item = Step> {
    const MORE_CLIENTS: u8 = 26;
    let more = (CLIENTS..MORE_CLIENTS).map(Actor::Client);
    let outside = (0..MORE_CLIENTS).map(Actor::Client);
    let ways = [Behaviour::Succeed, Behaviour::Fail, Behaviour::Panic, Behaviour::Gate, Behaviour::Never];
    let ways = ways.into_iter().chain([Behaviour::Delay(DELAY)]);
    let calls = Call::ALL.into_iter().flat_map(move |call| {
        ways.clone().flat_map(move |how| [Step::Always(call, how), Step::Next(call, how)])
    });
    more.flat_map(|client| steps_of_client(client).into_iter().chain(extensions_of_client(client)))
        .chain(outside.flat_map(|client| [Step::DropOutside(client), Step::ReleaseForeign(client)]))
        .chain(calls)
        .chain([Step::Heal, Step::DropHandle])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::model::{Behaviour, Call, Step, VirtualDuration, alphabet, read_any_step, read_step};

    #[test]
    fn a_step_of_a_scenario_can_be_read_though_no_script_has_it() {
        for step in [
            Step::Heal,
            Step::Always(Call::Connect, Behaviour::Gate),
            Step::Advance(VirtualDuration::secs(75)),
            Step::Advance(std::time::Duration::from_millis(29_500).into()),
        ] {
            assert_eq!(read_any_step(&step.to_string()), Some(step));
        }
        assert_eq!(read_any_step("B dances"), None);
    }

    #[test]
    fn no_two_steps_read_the_same() {
        let texts: Vec<String> = alphabet().map(|step| step.to_string()).collect();
        assert_eq!(texts.iter().collect::<HashSet<_>>().len(), texts.len());
    }

    #[test]
    fn a_step_that_does_not_exist_is_answered_with_those_that_do() {
        for (text, instead) in
            [("B dances", "B drops its guard"), ("Zoe acquires", "A acquires"), ("60s pass", "30s pass")]
        {
            let error = read_step(text).unwrap_err();
            assert!(error.contains(text) && error.contains(instead), "{error}");
        }
    }
}
