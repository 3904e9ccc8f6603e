//! Everything at once, on one thread: what the trace says must hold all the time.

use crate::{
    generate::Rng,
    model::{
        Actor, Behaviour, Call, Capability, Leak, Level, Rule, Settled, Situation, Step, Stop, Symptom,
        Verification, after, always,
    },
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
    trace::Life,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
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
        situations: &[Situation::Served, Situation::Reused, Situation::Released],
    },
    owns: &[
        always(Symptom::OperationPanicked),
        always(Symptom::OperationBlocked),
        after(&[Situation::Threaded], Symptom::Stranded),
        after(&[Situation::Threaded], Symptom::CapacityLost),
        after(&[Situation::Threaded], Symptom::InitStuck),
        after(&[Situation::Threaded], Symptom::CloseStuck),
        after(&[Situation::Threaded], Symptom::Leaked(Leak::OpenedTooLate)),
        after(&[Situation::Threaded], Symptom::Leaked(Leak::Held)),
        after(&[Situation::Threaded], Symptom::Leaked(Leak::Idle)),
        after(&[Situation::Threaded], Symptom::Leaked(Leak::Lost)),
        after(&[Situation::Threaded], Symptom::LeakedByHandle),
    ],
    rank: 5,
    scenario: &[whole(|s| {
        for round in 0..ROUNDS {
            let (min, max) = SIZES[round % SIZES.len()];
            s.build_with(min, max, |setup| setup.validate_on_acquire = round % 2 == 1)?;
            s.init()?;
            Mix::new(round).run(s)?;
            everything_settles(s)?;
            s.expect_capacity("a random mix of operations")?;
            nothing_is_left(s)?;
        }
        Ok(())
    })],
};

const SEED: u64 = 0x706f_6f6c;

const ROUNDS: usize = 120;

const STEPS: usize = 40;

const CLIENTS: u8 = 4;

const SIZES: [(usize, usize); 6] = [(0, 1), (0, 2), (1, 2), (0, 3), (2, 3), (1, 1)];

/// Steps in an order that only the seed decides.
struct Mix {
    rng: Rng,
    /// Whose last step was an explicit release; such a future is not dropped, which is another rule's matter.
    releasing: [bool; CLIENTS as usize],
}

impl Mix {
    fn new(round: usize) -> Self {
        let round = u64::try_from(round).unwrap_or(0);
        Self { rng: Rng::new(SEED.wrapping_add(round << 32)), releasing: [false; CLIENTS as usize] }
    }

    fn run(&mut self, s: &mut Scenario<'_, '_>) -> Verification {
        for _ in 0..STEPS {
            let step = self.next();
            s.perform(step);
            invariants_hold(s)?;
        }
        Ok(())
    }

    fn next(&mut self) -> Step {
        let who = self.rng.below(CLIENTS);
        let client = Actor::Client(who);
        let releasing = &mut self.releasing[usize::from(who)];
        match self.rng.below(20) {
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

fn invariants_hold(s: &mut Scenario<'_, '_>) -> Verification {
    let (shared, ended, peak) =
        s.trace().count(|summary| (summary.shared, summary.used_after_end, summary.peak));
    if let Some((id, first, second)) = shared {
        let seen = format!("{second} was given {id}, which {first} holds");
        return Err(Stop::broken("a connection is held by at most one guard", seen));
    }
    if let Some(id) = ended {
        let seen = format!("{id} was ended while held, or handed out after its end had begun");
        return Err(Stop::broken("no connection is used once its end has begun", seen));
    }
    let max = s.max();
    let expected =
        format!("open connections and running connects together never exceed {max}, the `max_size`");
    Stop::unless(peak <= max, expected, format!("{peak} were open or being opened at once"))?;
    no_operation_panics(s)?;
    let status = s.status()?;
    let sane = status.size <= max && status.idle <= status.size && status.in_use <= status.size;
    let expected = format!("at any moment size <= {max}, the `max_size`, idle <= size and in_use <= size");
    let seen = format!("`status` shows size {}, idle {}, in_use {}", status.size, status.idle, status.in_use);
    Stop::unless(sane, expected, seen)
}

fn no_operation_panics(s: &Scenario<'_, '_>) -> Verification {
    let panicked = s.tasks().actors().find(|actor| matches!(s.settled(*actor), Some(Settled::Panicked(_))));
    let seen = panicked.map(|actor| s.describe(actor)).unwrap_or_default();
    Stop::unless(panicked.is_none(), "no operation panics", seen)
}

/// With a manager that is well, and guards that come back, everybody has a turn with no time passing.
fn everything_settles(s: &mut Scenario<'_, '_>) -> Verification {
    s.heal();
    s.serve_in_turn();
    invariants_hold(s)?;
    let waiting = s.tasks().actors().find(|actor| s.is_pending(*actor));
    let seen = waiting.map(|actor| format!("{}, and nobody holds a connection", s.describe(actor)));
    Stop::unless(
        waiting.is_none(),
        "every operation settles when all guards come back",
        seen.unwrap_or_default(),
    )
}

fn nothing_is_left(s: &mut Scenario<'_, '_>) -> Verification {
    invariants_hold(s)?;
    let status = s.status()?;
    let idle = s.trace().count(|summary| summary.conns().filter(|(_, conn)| conn.life == Life::Open).count());
    let seen = format!(
        "`status` shows size {}, idle {}, in_use {}; {idle} are open",
        status.size, status.idle, status.in_use
    );
    let kept = (status.size, status.idle, status.in_use) == (idle, idle, 0);
    Stop::unless(kept, "when everything has come back, `status` shows what is open, and all of it idle", seen)
}
