//! A first look at a pool, before it is judged: whether the kit can control what it does.

use std::{thread, time::Duration};

use crate::world::{Actor, World};

/// How often, and after which pauses, to look whether an operation that does not settle is woken from outside. Only a pool
/// that does not settle by itself takes that long, and what is seen here decides no rule.
const LOOKS: u32 = 200;
const PAUSE: Duration = Duration::from_millis(5);

/// Why nothing that this pool does can be judged, if so.
pub(super) fn first_contact(world: &mut World<'_>) -> Option<String> {
    const WHY: &str = "the pool works on threads of its own, which wake its callers when they like, so that the kit \
                       cannot repeat what it sees; let the pool spawn on the runtime of its caller";
    world.build(0, 1).ok()?;
    for actor in [Actor::Init(0), Actor::Client(0)] {
        world.start(actor);
        for _ in 0..LOOKS {
            if world.had_strangers() {
                return Some(WHY.to_owned());
            }
            if !world.is_pending(actor) {
                break;
            }
            thread::sleep(PAUSE);
        }
    }
    None
}
