//! A fuzzer of faults: sequences of what can happen to a reader, a device, a server and a desk, drawn from a seed, against the
//! real machine of copying, the real catalogue and the real outbox. After every step: never a torn copy, never a removed
//! text, never a lost flag. `make fuzz` goes on for as long as it is let:
//!
//!   FUZZ_SEQUENCES=n    how many sequences (20,000)
//!   FUZZ_SEED=n         the first seed (0); seed n is sequence n
//!   FUZZ_STEPS=1        prints the steps of one seed
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod check;
mod device;
mod feed;
mod outbox;
mod rng;
mod step;
mod tab;
mod world;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use step::{Step, sequence};
use world::World;

/// Seeds that failed once: they come first.
const FAILED_ONCE: &str = include_str!("seeds.txt");

type Figures = BTreeMap<String, usize>;

/// Lets a sequence happen; what went wrong, after how many steps.
fn run(steps: &[Step], figures: &mut Figures) -> Result<(), (usize, String)> {
    let mut world = World::new();
    let mut done = 0;
    let result = catch_unwind(AssertUnwindSafe(|| {
        for step in steps {
            world.happen(*step)?;
            done += 1;
        }
        world.end()
    }));
    for (kind, n) in &world.figures {
        *figures.entry(kind.clone()).or_default() += n;
    }
    result.unwrap_or_else(|_| Err("it panicked".to_owned())).map_err(|why| (done, why))
}

/// The shortest sequence that is found by leaving out steps while it still fails.
fn shrink(mut steps: Vec<Step>) -> Vec<Step> {
    let mut size = steps.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(at..(at + size).min(steps.len()));
            if run(&fewer, &mut Figures::new()).is_err() { steps = fewer } else { at += size }
        }
        size /= 2;
    }
    steps
}

/// What is told of a seed that fails.
fn told(seed: u64, why: &str) -> String {
    let short = shrink(sequence(seed));
    let now = run(&short, &mut Figures::new()).expect_err("it still fails").1;
    let lines: Vec<String> = short.iter().map(|step| format!("    {step:?}")).collect();
    format!(
        "seed {seed}: {why}\n  the shortest that fails ({now}):\n{}\n  add the seed to core/tests/fuzz/seeds.txt",
        lines.join("\n")
    )
}

fn seeds() -> Vec<u64> {
    let number = |name: &str, or: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(or);
    let first = number("FUZZ_SEED", 0);
    let known = FAILED_ONCE.lines().filter_map(|line| line.split_whitespace().next()?.parse().ok());
    known.chain(first..first + number("FUZZ_SEQUENCES", 20_000)).collect()
}

/// Runs some seeds until one fails, here or in another hand; the figures, and the first that fails with the number of the
/// sequence that it was.
fn run_all(seeds: &[u64], failed: &AtomicBool) -> (Figures, Option<(usize, u64, String)>) {
    let mut figures = Figures::new();
    for (n, seed) in seeds.iter().enumerate() {
        if failed.load(Ordering::Relaxed) {
            break;
        }
        let sequence = sequence(*seed);
        *figures.entry("steps".to_owned()).or_default() += sequence.len();
        *figures.entry("sequences".to_owned()).or_default() += 1;
        if let Err((_, why)) = run(&sequence, &mut figures) {
            failed.store(true, Ordering::Relaxed);
            return (figures, Some((n, *seed, why)));
        }
    }
    (figures, None)
}

#[test]
fn whatever_happens_a_reader_sees_no_torn_copy_and_no_removed_text_and_loses_no_flag() {
    let seeds = seeds();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    // Dealt out like cards: the first that fails is found early, whichever worker has it.
    let hands: Vec<Vec<u64>> = (0..workers).map(|w| seeds.iter().skip(w).step_by(workers).copied().collect()).collect();
    let one_failed = AtomicBool::new(false);
    let results: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = hands.iter().map(|hand| scope.spawn(|| run_all(hand, &one_failed))).collect();
        running.into_iter().map(|r| r.join().expect("a worker")).collect()
    });
    let mut figures = Figures::new();
    for (own, ..) in &results {
        own.iter().for_each(|(kind, n)| *figures.entry(kind.clone()).or_default() += n);
    }
    println!("{}", figures.iter().map(|(kind, n)| format!("  {n:>8} {kind}")).collect::<Vec<_>>().join("\n"));
    if let Some((n, seed, why)) = results.into_iter().filter_map(|(_, failed)| failed).min() {
        panic!("after about {} sequences: {}", n * workers, told(seed, &why));
    }
}

#[test]
fn a_seed_gives_the_same_sequence_every_time() {
    assert_eq!(sequence(7), sequence(7));
    assert_ne!(sequence(7), sequence(8));
    if std::env::var("FUZZ_STEPS").is_ok() {
        println!("{:#?}", sequence(seeds().last().copied().unwrap_or(0)));
    }
}
