//! Which small worlds there are.

use super::Bounds;
use crate::model::Gates;

/// The worlds of the default budget: three clients on pools of one and two, prefilled or not, with any one
/// cancellation, any one fault or a close, at any moment; on a pool of one a cancellation and a fault together; and for two
/// clients a close together with either.
pub(crate) fn default_bounds() -> Vec<Bounds> {
    let connects = Gates { connect: true, ..Gates::NONE };
    let checks = Gates { check: true, ..Gates::NONE };
    let disconnects = Gates { disconnect: true, ..Gates::NONE };
    let sizes = [(0, 1), (1, 1), (0, 2), (1, 2)];
    let world = |(min, max), gates, (cancellations, faults, closes)| Bounds {
        min,
        max,
        validate: gates == checks,
        gates,
        cancellations,
        faults,
        closes,
        delays: 1,
        ..Bounds::UNDISTURBED
    };
    let disturbances = [
        (connects, (1, 0, 0)),
        (connects, (0, 1, 0)),
        (connects, (0, 0, 1)),
        (checks, (1, 0, 0)),
        (checks, (0, 1, 0)),
        (disconnects, (0, 1, 0)),
        (disconnects, (0, 0, 1)),
    ];
    let each =
        sizes.into_iter().flat_map(|size| disturbances.map(|(gates, extra)| world(size, gates, extra)));
    let releases = sizes.into_iter().flat_map(|size| {
        [(connects, (1, 0, 0)), (disconnects, (0, 1, 0))]
            .map(|(gates, extra)| Bounds { releases: true, ..world(size, gates, extra) })
    });
    let both = [(0, 1), (1, 1)].into_iter().map(|size| world(size, connects, (1, 1, 0)));
    let worlds = each.chain(both).chain(releases).chain(from_init_on(world)).chain(health_checked(world));
    worlds.chain(disturbed_twice(world)).collect()
}

/// Two disturbances at once, a close among them: what one leaves half-done the other finds. Two clients do for that.
fn disturbed_twice(world: impl Fn((u8, u8), Gates, (u8, u8, u8)) -> Bounds) -> impl Iterator<Item = Bounds> {
    let connects = Gates { connect: true, ..Gates::NONE };
    let checks = Gates { check: true, ..Gates::NONE };
    let disconnects = Gates { disconnect: true, ..Gates::NONE };
    [(0, 1), (1, 2)].into_iter().flat_map(move |size| {
        [
            (connects, (1, 0, 1)),
            (connects, (0, 1, 1)),
            (checks, (0, 0, 1)),
            (checks, (1, 0, 1)),
            (disconnects, (1, 0, 1)),
        ]
        .map(|(gates, extra)| Bounds { clients: 2, ..world(size, gates, extra) })
    })
}

/// Two clients beside an `init` that has not ended, with one disturbance.
fn from_init_on(world: impl Fn((u8, u8), Gates, (u8, u8, u8)) -> Bounds) -> impl Iterator<Item = Bounds> {
    let connects = Gates { connect: true, ..Gates::NONE };
    [(1, 1), (1, 2), (2, 2)].into_iter().flat_map(move |size| {
        [(1, 0, 0), (0, 1, 0), (0, 0, 1)].map(|extra| Bounds {
            clients: 2,
            init: true,
            ..world(size, connects, extra)
        })
    })
}

/// Two clients beside a health check, which may find its connects or its checks slow, fail or be dropped.
fn health_checked(world: impl Fn((u8, u8), Gates, (u8, u8, u8)) -> Bounds) -> impl Iterator<Item = Bounds> {
    let connects = Gates { connect: true, ..Gates::NONE };
    let checks = Gates { check: true, ..Gates::NONE };
    [(0, 1), (1, 2)].into_iter().flat_map(move |size| {
        [
            (connects, (1, 0, 0)),
            (connects, (0, 1, 0)),
            (checks, (1, 0, 0)),
            (checks, (0, 1, 0)),
            (Gates::NONE, (0, 0, 1)),
        ]
        .map(|(gates, extra)| Bounds { clients: 2, health_checks: 1, ..world(size, gates, extra) })
    })
}

/// The worlds of the thorough budget: two cancellations, one fault and a close together; and with two faults among four, five
/// and six clients.
pub(crate) fn thorough_bounds() -> Vec<Bounds> {
    let widen = |world: Bounds| Bounds { cancellations: 2, faults: 1, closes: 1, delays: u8::MAX, ..world };
    let mut worlds = default_bounds();
    let is_wide = |world: &Bounds| {
        let disturbed = world.cancellations > 0 && world.faults == 0 && world.closes == 0;
        world.gates.connect && disturbed && !world.releases
    };
    let wide: Vec<Bounds> = worlds.iter().copied().filter(is_wide).map(widen).collect();
    worlds.extend(wide);
    worlds.extend([4, 5, 6].map(|clients| Bounds::crowd(clients, 2)));
    worlds
}
