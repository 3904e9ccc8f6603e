//! Which small worlds there are.

use super::{Bounds, TimeBounds};
use crate::model::{Extension, Gates, Limits, TimeLimit};

const CONNECTS: Gates = Gates { connect: true, ..Gates::NONE };
const CHECKS: Gates = Gates { check: true, ..Gates::NONE };
const CHECKS_AND_DISCONNECTS: Gates = Gates { check: true, ..DISCONNECTS };
const DISCONNECTS: Gates = Gates { disconnect: true, ..Gates::NONE };

/// The worlds of the default budget: three clients on pools of one and two, prefilled or not, with any one
/// cancellation, any one fault or a close, at any moment; on a pool of one a cancellation and a fault together; and for two
/// clients a close together with either.
pub(crate) fn default_bounds() -> Vec<Bounds> {
    let sizes = [(0, 1), (1, 1), (0, 2), (1, 2)];
    let world = |size, gates, extra| disturbed(Bounds::UNDISTURBED.clients, size, gates, extra);
    let disturbances = [
        (CONNECTS, (1, 0, 0)),
        (CONNECTS, (0, 1, 0)),
        (CONNECTS, (0, 0, 1)),
        (CHECKS, (1, 0, 0)),
        (CHECKS, (0, 1, 0)),
        (DISCONNECTS, (0, 1, 0)),
        (DISCONNECTS, (0, 0, 1)),
    ];
    let each =
        sizes.into_iter().flat_map(|size| disturbances.map(|(gates, extra)| world(size, gates, extra)));
    let releases = sizes.into_iter().flat_map(|size| {
        [(CONNECTS, (1, 0, 0)), (DISCONNECTS, (0, 1, 0))]
            .map(|(gates, extra)| Bounds { releases: true, ..world(size, gates, extra) })
    });
    let both = [(0, 1), (1, 1)].into_iter().map(|size| world(size, CONNECTS, (1, 1, 0)));
    let worlds = each.chain(both).chain(releases).chain(before_init(world)).chain(health_checked(world));
    let worlds = worlds.chain(disturbed_twice(world)).chain(of_two(world)).chain(of_time());
    worlds.chain(extended(world)).chain(preempted()).collect()
}

/// Two clients, of whom one takes a step while another's stands in a call-out, with any two disturbances; and calls that take
/// their time.
fn preempted() -> impl Iterator<Item = Bounds> {
    let at_once = [1, 2].into_iter().flat_map(|max| {
        [(1, 1, 0), (1, 0, 1), (0, 1, 1)].map(|extra| preempted_world(2, max, Gates::NONE, extra))
    });
    let slow = ONE_OF_EACH.into_iter().flat_map(|extra| {
        [CONNECTS, DISCONNECTS]
            .map(|gates| Bounds { releases: gates.disconnect, ..preempted_world(2, 1, gates, extra) })
    });
    at_once.chain(slow)
}

/// The same for three clients, and with checks.
fn preempted_crowd() -> impl Iterator<Item = Bounds> {
    ONE_OF_EACH.into_iter().flat_map(|extra| {
        [
            preempted_world(3, 1, Gates::NONE, extra),
            preempted_world(3, 2, Gates::NONE, extra),
            Bounds { min: 1, ..preempted_world(2, 1, CHECKS, extra) },
        ]
    })
}

const ONE_OF_EACH: [(u8, u8, u8); 3] = [(1, 0, 0), (0, 1, 0), (0, 0, 1)];

fn preempted_world(clients: u8, max: u8, gates: Gates, extra: (u8, u8, u8)) -> Bounds {
    Bounds { preempted: true, ..disturbed(clients, (0, max), gates, extra) }
}

/// So many clients on a pool of these sizes, with so many cancellations, faults and closes.
fn disturbed(
    clients: u8,
    (min, max): (u8, u8),
    gates: Gates,
    (cancellations, faults, closes): (u8, u8, u8),
) -> Bounds {
    Bounds { clients, min, max, gates, cancellations, faults, closes, delays: 1, ..Bounds::UNDISTURBED }
}

/// Two clients: with more room than they need, with releases that may be dropped while they end a connection, and with acquires
/// that may be dropped while they end one that has not passed its check.
fn of_two(world: impl Fn((u8, u8), Gates, (u8, u8, u8)) -> Bounds) -> impl Iterator<Item = Bounds> {
    [
        world((0, 3), CONNECTS, (1, 0, 0)),
        world((0, 3), CONNECTS, (0, 1, 0)),
        world((0, 2), DISCONNECTS, (1, 0, 1)),
        Bounds { releases: true, ..world((0, 1), DISCONNECTS, (1, 1, 0)) },
        world((1, 1), CHECKS_AND_DISCONNECTS, (1, 1, 0)),
    ]
    .into_iter()
    .map(|bounds| Bounds { clients: 2, ..bounds })
}

/// Two disturbances at once, a close among them: what one leaves half-done the other finds. Two clients do for that.
fn disturbed_twice(world: impl Fn((u8, u8), Gates, (u8, u8, u8)) -> Bounds) -> impl Iterator<Item = Bounds> {
    [(0, 1), (1, 2)].into_iter().flat_map(move |size| {
        [
            (CONNECTS, (1, 0, 1)),
            (CONNECTS, (0, 1, 1)),
            (CHECKS, (0, 0, 1)),
            (CHECKS, (1, 0, 1)),
            (DISCONNECTS, (1, 0, 1)),
        ]
        .map(|(gates, extra)| Bounds { clients: 2, ..world(size, gates, extra) })
    })
}

/// Each extension in use. Counters are looked at everywhere.
fn extended(world: impl Fn((u8, u8), Gates, (u8, u8, u8)) -> Bounds + Copy) -> impl Iterator<Item = Bounds> {
    let used = Extension::ALL.into_iter().filter(|extension| *extension != Extension::Observe);
    used.flat_map(move |extension| with_extension(extension, world))
}

/// A client more than there may be connections, one of whom, or one beside them, uses an extension once: on a pool of one with
/// one disturbance, and on a pool of two with none.
fn with_extension(
    extension: Extension,
    world: impl Fn((u8, u8), Gates, (u8, u8, u8)) -> Bounds,
) -> impl Iterator<Item = Bounds> {
    let worlds = [((0, 1), (1, 0, 0)), ((0, 1), (0, 1, 0)), ((0, 1), (0, 0, 1)), ((1, 2), (0, 0, 0))];
    worlds.into_iter().map(move |(size, extra)| Bounds {
        clients: size.1 + 1,
        extension: Some(extension),
        ..world(size, CONNECTS, extra)
    })
}

/// Two clients before, beside and after an `init`, with one disturbance.
fn before_init(world: impl Fn((u8, u8), Gates, (u8, u8, u8)) -> Bounds) -> impl Iterator<Item = Bounds> {
    [(1, 1), (1, 2), (2, 2)].into_iter().flat_map(move |size| {
        [(1, 0, 0), (0, 1, 0), (0, 0, 1)].map(|extra| Bounds {
            clients: 2,
            init: true,
            ..world(size, CONNECTS, extra)
        })
    })
}

/// Two clients beside a health check, which may find its connects or its checks slow, fail or be dropped.
fn health_checked(world: impl Fn((u8, u8), Gates, (u8, u8, u8)) -> Bounds) -> impl Iterator<Item = Bounds> {
    [(0, 1), (1, 2)].into_iter().flat_map(move |size| {
        [
            (CONNECTS, (1, 0, 0)),
            (CONNECTS, (0, 1, 0)),
            (CHECKS, (1, 0, 0)),
            (CHECKS, (0, 1, 0)),
            (Gates::NONE, (0, 0, 1)),
        ]
        .map(|(gates, extra)| Bounds { clients: 2, health_checks: 1, ..world(size, gates, extra) })
    })
}

/// Two or three clients on a pool of one, and time that passes: beside waiters, beside calls that never end, at the ends of
/// the range of a limit, and over idle connections.
fn of_time() -> Vec<Bounds> {
    let usual = Limits::USUAL;
    let second = Limits { acquire: TimeLimit::Second, ..usual };
    let world = |limits, gates, (clients, passes, endless)| Bounds {
        clients,
        max: 1,
        gates,
        delays: 1,
        time: TimeBounds { limits, passes, endless },
        ..Bounds::UNDISTURBED
    };
    let zero = Limits { acquire: TimeLimit::Zero, ..usual };
    let endless =
        Limits { acquire: TimeLimit::Endless, idle: TimeLimit::Endless, lifetime: TimeLimit::Endless };
    let idle = Limits { idle: TimeLimit::MinuteAndQuarter, ..usual };
    let lifetime = Limits { lifetime: TimeLimit::TenMinutes, ..usual };
    vec![
        world(second, CONNECTS, (3, 1, 0)),
        world(second, CONNECTS, (2, 1, 1)),
        world(second, CHECKS, (2, 1, 1)),
        Bounds { closes: 1, ..world(second, DISCONNECTS, (2, 0, 1)) },
        Bounds { faults: 1, ..world(second, DISCONNECTS, (2, 0, 1)) },
        Bounds { min: 1, faults: 2, ..world(usual, CONNECTS, (1, 1, 0)) },
        world(zero, Gates::NONE, (2, 1, 0)),
        world(endless, CONNECTS, (2, 1, 0)),
        Bounds { min: 1, ..world(idle, Gates::NONE, (2, 2, 0)) },
        world(
            Limits { lifetime: TimeLimit::MinuteAndQuarter, idle: TimeLimit::Second, ..usual },
            CONNECTS,
            (2, 2, 0),
        ),
        world(lifetime, CONNECTS, (2, 2, 0)),
        world(Limits { acquire: TimeLimit::None, ..idle }, CONNECTS, (2, 2, 0)),
    ]
}

/// The worlds of the thorough budget: two cancellations, one fault and a close together; and with two faults among four, five
/// and six clients.
pub(crate) fn thorough_bounds() -> Vec<Bounds> {
    let widen = |world: Bounds| Bounds { cancellations: 2, faults: 1, closes: 1, delays: u8::MAX, ..world };
    let mut worlds = default_bounds();
    let is_wide = |world: &Bounds| {
        let disturbed = world.cancellations > 0 && world.faults == 0 && world.closes == 0;
        world.gates.connect && disturbed && !world.releases && !world.preempted
    };
    let wide: Vec<Bounds> = worlds.iter().copied().filter(is_wide).map(widen).collect();
    worlds.extend(wide);
    worlds.extend([4, 5, 6].map(|clients| Bounds::crowd(clients, 2)));
    worlds.extend(preempted_crowd());
    worlds
}
