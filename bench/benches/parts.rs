//! The parts of the search on the host, each beside the plainest way to do about the same: `cargo bench -p
//! pledgebook-bench`. Over 3,000 made-up pledges; the numbers tell one change from another, not what a browser needs.

use std::{fs, hint::black_box, sync::LazyLock};

use divan::{Bencher, counter::BytesCount};
use pledgebook_bench::engine::{self, Stored};
use pledgebook_core::{
    browse::Catalogue,
    feed::{PartKind, Records},
    search::fold,
};
use pledgebook_desk::generate::{self, Options};

const PLEDGES: usize = 3_000;
/// Words on the way from the first letter to the last, and one that is misspelt.
const TYPED: [&str; 5] = ["p", "prot", "protect fam", "protect families", "protecton"];

fn main() {
    divan::main();
}

struct Sample {
    stored: Vec<Stored>,
    texts: Vec<String>,
    lower: Vec<String>,
    catalogue: Catalogue,
}

#[allow(clippy::expect_used, reason = "without records there is nothing to measure")]
static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    generate::generate(&Options { pledges: PLEDGES, seed: 1, out: folder.path().into() }).expect("records");
    let stored = [(PartKind::Pledges, "pledges"), (PartKind::Parties, "parties"), (PartKind::Terms, "terms")];
    let stored: Vec<_> = stored
        .into_iter()
        .map(|(kind, name)| {
            let lines = fs::read_to_string(folder.path().join(format!("{name}.ndjson"))).expect("records");
            let records: Vec<_> = lines.lines().collect();
            Stored::build(kind, format!("[{}]", records.join(",")).into_bytes())
        })
        .collect();
    let texts = texts(&stored);
    let lower = texts.iter().map(|t| t.to_lowercase()).collect();
    let (_, catalogue) = engine::open(&stored);
    Sample { stored, texts, lower, catalogue }
});

/// The title and the sections of each pledge as one text.
fn texts(stored: &[Stored]) -> Vec<String> {
    let records = stored.iter().map(|s| Records::read(s.kind, &s.part));
    let pledges = records.filter_map(|r| if let Records::Pledges(p) = r { Some(p.good) } else { None }).flatten();
    pledges
        .map(|pledge| {
            let sections = pledge.sections.iter().filter_map(|s| s.text.as_ref()).map(|t| &*t.published);
            pledge.title.as_deref().into_iter().chain(sections).collect::<Vec<_>>().join("\n")
        })
        .collect()
}

fn bytes_of_texts() -> BytesCount {
    BytesCount::new(SAMPLE.texts.iter().map(String::len).sum::<usize>())
}

/// Making writings of one word alike, against small letters alone.
mod folding {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher) {
        bencher.counter(bytes_of_texts()).bench(|| SAMPLE.texts.iter().map(|t| fold(t).len()).sum::<usize>());
    }

    #[divan::bench]
    fn lower_case(bencher: Bencher) {
        bencher.counter(bytes_of_texts()).bench(|| SAMPLE.texts.iter().map(|t| t.to_lowercase().len()).sum::<usize>());
    }
}

/// What is done with a part when it comes and at a start, against reading its JSON.
mod opening {
    use super::*;

    fn bytes_of_parts() -> BytesCount {
        BytesCount::new(SAMPLE.stored.iter().map(|s| s.part.len()).sum::<usize>())
    }

    #[divan::bench]
    fn build(bencher: Bencher) {
        let parts = || SAMPLE.stored.iter().map(|s| (s.kind, s.part.clone())).collect::<Vec<_>>();
        bencher
            .counter(bytes_of_parts())
            .with_inputs(parts)
            .bench_values(|parts| parts.into_iter().map(|(kind, part)| Stored::build(kind, part)).collect::<Vec<_>>());
    }

    #[divan::bench]
    fn open(bencher: Bencher) {
        bencher.counter(bytes_of_parts()).bench(|| engine::open(&SAMPLE.stored));
    }

    #[divan::bench]
    fn json(bencher: Bencher) {
        let read = || SAMPLE.stored.iter().map(|s| serde_json::from_slice::<serde_json::Value>(&s.part));
        bencher.counter(bytes_of_parts()).bench(|| read().filter(Result::is_ok).count());
    }
}

/// What a keystroke costs, against looking for each word in every text.
mod keystroke {
    use super::*;

    #[divan::bench(args = TYPED)]
    fn ours(bencher: Bencher, typed: &str) {
        LazyLock::force(&SAMPLE);
        bencher.bench(|| engine::key(&SAMPLE.catalogue, black_box(typed)));
    }

    #[divan::bench(args = TYPED)]
    fn scan(bencher: Bencher, typed: &str) {
        LazyLock::force(&SAMPLE);
        let words: Vec<_> = typed.split(' ').collect();
        bencher.bench(|| SAMPLE.lower.iter().filter(|t| black_box(&words).iter().all(|w| t.contains(w))).count());
    }
}
