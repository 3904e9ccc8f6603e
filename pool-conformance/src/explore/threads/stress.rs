//! Several threads at once, round after round: what they do and what fails only a seed decides, and how their steps
//! interleave nobody does. What the pool spawns runs beside them: in some rounds on one thread more, in others on
//! the same threads, each on the one next to that which spawned it.

use super::{nothing_is_parked, player::Player, tell, user::User};
use crate::{
    CloseMode, Declaration,
    explore::{
        Dice, Explored,
        finale::finale,
        find::Coverage,
        invariant::{Broken, Kept, inspect},
    },
    rule::Stop,
    world::{Actor, Pulse, Tasks, World},
};

pub(crate) const THREADS: u8 = 4;
/// How many moves each thread makes in a round.
const MOVES: u32 = 24;

/// Lets threads use a pool of one or two at once, so many times.
pub(crate) fn stress(world: &mut World<'_>, pulse: &Pulse, seed: u64, rounds: u64) -> Explored {
    let mut broken: Vec<(u64, Broken)> = Vec::new();
    for round in 1..=rounds {
        world.begin_schedule(round);
        let dice = Dice::new(seed.wrapping_mul(rounds).wrapping_add(round));
        match play(world, pulse, dice) {
            Ok(Ok(())) => {}
            Ok(Err(found)) => broken.push((round, found)),
            Err(stop) => return Explored::doubtful(stop.to_string()),
        }
    }
    let found = tell(&broken, "when four threads used the pool at once", rounds);
    Explored::new(rounds, Coverage::Sampled, found)
}

fn play(world: &mut World<'_>, pulse: &Pulse, mut dice: Dice) -> Result<Kept, Stop> {
    let max = 1 + usize::from(dice.below(2));
    let min = usize::from(dice.below(2));
    let validate = dice.below(2) == 0;
    let tasks = if dice.below(2) == 0 { Tasks::Together } else { Tasks::Apart };
    let ends_with_close = can_close(world.declaration()) && dice.below(3) == 0;
    world.forget_reached();
    world.build_with(min, max, |setup| setup.validate_on_acquire = validate)?;
    world.init()?;
    let seeds: Vec<Dice> = (0..THREADS).map(|_| dice.split()).collect();
    let probe = world.setup().manager.clone();
    let parts = (0..THREADS).zip(seeds).map(|(number, dice)| {
        let probe = probe.clone();
        move |post| {
            let user = User { actor: Actor::Client(number), post, probe, pulse };
            let mut player = Player { user, dice, max };
            player.play(MOVES)?;
            if ends_with_close && number == 0 { player.user.close() } else { Ok(false) }
        }
    });
    let ends: Result<Vec<bool>, Broken> = world.crowd(tasks, parts).into_iter().collect();
    Ok(ends.and_then(|completed| {
        let completed = completed.contains(&true);
        aftermath(world, ends_with_close, completed)
    }))
}

/// A pool that ends what is lent when it is closed does so at any moment, which threads cannot tell from a mistake.
fn can_close(declaration: &Declaration) -> bool {
    matches!(declaration.close_mode, CloseMode::Detach | CloseMode::Wait)
}

/// When all is at rest, on one thread: what holds at the end of every run.
fn aftermath(world: &mut World<'_>, closed: bool, completed: bool) -> Kept {
    world.heal();
    inspect(world)?;
    if completed {
        nothing_is_parked(world)?;
    }
    if closed {
        world.begin_close();
    }
    finale(world).map_err(|broken| Broken { rule: broken.rule_among_threads(), ..broken })
}
