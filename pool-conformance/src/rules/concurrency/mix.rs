//! Everything at once, on one thread: what the ledger says must hold all the time.

use crate::{
    Capability,
    explore::Dice,
    ledger::{Call, Life},
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Actor, Settled, Step, Witness, World},
};

pub(crate) static CONC_02: Rule = Rule {
    id: "CONC-02",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "Under random concurrent acquire, hold, release, break, cancel and status, all invariants hold and \
                  every operation settles.",
    why: "Each operation may be right alone and wrong between two halves of another (bb8 #122, commons-pool POOL-356).",
    hints: &[
        "the last step of the script is where it shows; look at what the steps before it left behind",
        "is a count, a permit or a waker taken in one poll and given back only if a later poll comes?",
    ],
    witnesses: &[Witness::Served, Witness::Reused, Witness::Released],
    check: |w| {
        for round in 0..ROUNDS {
            let (min, max) = SIZES[round % SIZES.len()];
            w.build_with(min, max, |setup| setup.validate_on_acquire = round % 2 == 1)?;
            w.init()?;
            Mix::new(round).run(w)?;
            everything_settles(w)?;
            w.expect_capacity("a random mix of operations")?;
            nothing_is_left(w)?;
        }
        Ok(())
    },
};

const SEED: u64 = 0x706f_6f6c;
const ROUNDS: usize = 120;
const STEPS: usize = 40;
const CLIENTS: u8 = 4;
const SIZES: [(usize, usize); 6] = [(0, 1), (0, 2), (1, 2), (0, 3), (2, 3), (1, 1)];

/// Steps in an order that only the seed decides.
struct Mix {
    dice: Dice,
    /// Whose last step was an explicit release; such a future is not dropped, which is another rule's matter.
    releasing: [bool; CLIENTS as usize],
}

impl Mix {
    fn new(round: usize) -> Self {
        let round = u64::try_from(round).unwrap_or(0);
        Self { dice: Dice::new(SEED.wrapping_add(round << 32)), releasing: [false; CLIENTS as usize] }
    }

    fn run(&mut self, w: &mut World<'_>) -> Check {
        for _ in 0..STEPS {
            let step = self.next();
            w.perform(step);
            invariants_hold(w)?;
        }
        Ok(())
    }

    fn next(&mut self) -> Step {
        let who = self.dice.below(CLIENTS);
        let client = Actor::Client(who);
        let releasing = &mut self.releasing[usize::from(who)];
        match self.dice.below(20) {
            0..=3 => {
                *releasing = false;
                Step::Start(client)
            }
            4 | 5 => Step::Poll(client),
            6 => Step::PollAnew(client),
            7 | 8 => Step::Drop(client),
            9 => {
                *releasing = true;
                Step::Release(client)
            }
            10 | 11 if !*releasing => Step::Cancel(client),
            12 => Step::Break(client),
            13 => Step::BreakIdle,
            14 => Step::Next(Call::Connect, Behaviour::Gate),
            15 | 16 => Step::Finish(Call::Connect, Behaviour::Succeed),
            17 => Step::Tasks,
            _ => Step::Settle,
        }
    }
}

fn invariants_hold(w: &mut World<'_>) -> Check {
    let (shared, ended, peak) = w.count(|fold| (fold.shared, fold.used_after_end, fold.peak));
    if let Some((id, first, second)) = shared {
        let seen = format!("{second} was given {id}, which {first} holds");
        return Err(Stop::broken("a connection is held by at most one guard", seen));
    }
    if let Some(id) = ended {
        let seen = format!("{id} was ended while held, or handed out after its end had begun");
        return Err(Stop::broken("no connection is used once its end has begun", seen));
    }
    let max = w.max();
    let expected =
        format!("open connections and running connects together never exceed {max}, the `max_size`");
    Stop::unless(peak <= max, expected, format!("{peak} were open or being opened at once"))?;
    no_operation_panics(w)?;
    let status = w.status()?;
    let sane = status.size <= max && status.idle <= status.size && status.in_use <= status.size;
    let expected = format!("at any moment size <= {max}, the `max_size`, idle <= size and in_use <= size");
    let seen = format!("`status` shows size {}, idle {}, in_use {}", status.size, status.idle, status.in_use);
    Stop::unless(sane, expected, seen)
}

fn no_operation_panics(w: &World<'_>) -> Check {
    let panicked = w.actors().find(|actor| matches!(w.settled(*actor), Some(Settled::Panicked(_))));
    let seen = panicked.map(|actor| w.describe(actor)).unwrap_or_default();
    Stop::unless(panicked.is_none(), "no operation panics", seen)
}

/// With a manager that is well, and guards that come back, everybody has a turn with no time passing.
fn everything_settles(w: &mut World<'_>) -> Check {
    w.heal();
    w.serve_in_turn();
    invariants_hold(w)?;
    let waiting = w.actors().find(|actor| w.is_pending(*actor));
    let seen = waiting.map(|actor| format!("{}, and nobody holds a connection", w.describe(actor)));
    Stop::unless(
        waiting.is_none(),
        "every operation settles when all guards come back",
        seen.unwrap_or_default(),
    )
}

fn nothing_is_left(w: &mut World<'_>) -> Check {
    invariants_hold(w)?;
    let status = w.status()?;
    let idle = w.count(|fold| fold.conns().filter(|(_, conn)| conn.life == Life::Open).count());
    let seen = format!(
        "`status` shows size {}, idle {}, in_use {}; {idle} are open",
        status.size, status.idle, status.in_use
    );
    let kept = (status.size, status.idle, status.in_use) == (idle, idle, 0);
    Stop::unless(kept, "when everything has come back, `status` shows what is open, and all of it idle", seen)
}
