//! `cargo bench -p similarity`: a search among a hundred thousand cases on one core, against a scan of all their
//! texts in the same run, and the memory of the index. Prints figures; judges nothing.

#[path = "../tests/support/chance.rs"]
mod chance;
#[path = "../tests/support/data.rs"]
mod data;

use std::collections::HashSet;
use std::io::Write as _;
use std::time::{Duration, Instant};

use chance::Chance;
use data::read;
use similarity::{Case, Index};

const CASES: usize = 100_000;
const SEARCHES: usize = 200;
const SCANS: usize = 5;

/// Sentences of the sample in new company, every fourth word another one of all the words there are.
fn invented(sample: &[(String, String, String)], chance: &mut Chance) -> (String, String) {
    let words: Vec<&str> = sample.iter().flat_map(|(_, _, text)| text.split(' ')).collect();
    let mut text = String::new();
    for _ in 0..3 {
        let (_, _, from) = &sample[chance.below(sample.len())];
        let sentences: Vec<&str> = from.split_inclusive(". ").collect();
        for word in sentences[chance.below(sentences.len())].split(' ') {
            let other = chance.below(4) == 0;
            text.push_str(if other { words[chance.below(words.len())] } else { word });
            text.push(' ');
        }
    }
    let title: Vec<&str> = text.split(' ').take(9).collect();
    (title.join(" "), text)
}

fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok()).unwrap_or_default() / 1024
}

/// What anybody would write first: the words of every text, counted against those of the new one.
fn scan(texts: &[(String, String)], wanted: &str) -> usize {
    let wanted: HashSet<String> = wanted.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let shared = |text: &str| {
        let lower = text.to_lowercase();
        lower
            .split_whitespace()
            .collect::<HashSet<_>>()
            .into_iter()
            .filter(|word| wanted.contains(*word))
            .count()
    };
    let best = texts.iter().enumerate().max_by_key(|(_, (_, text))| shared(text));
    best.map_or(0, |(place, _)| place)
}

fn main() {
    let sample = read("initiatives_sample.csv");
    let mut chance = Chance(1);
    let texts: Vec<(String, String)> = (0..CASES).map(|_| invented(&sample, &mut chance)).collect();
    let before = resident_mib();
    let started = Instant::now();
    let mut index = Index::default();
    for (place, (title, text)) in texts.iter().enumerate() {
        index.insert(place, Case { title, text });
    }
    say(&format!(
        "{CASES} cases indexed in {:.1} s, {} MiB for the index",
        started.elapsed().as_secs_f64(),
        resident_mib() - before
    ));
    let mut times: Vec<Duration> = (0..SEARCHES)
        .map(|_| {
            let (title, text) = invented(&sample, &mut chance);
            let started = Instant::now();
            std::hint::black_box(index.search(Case { title: &title, text: &text }, None, 10));
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    let [median, p99] = [times[SEARCHES / 2], times[SEARCHES * 99 / 100]];
    let mut scans: Vec<Duration> = (0..SCANS)
        .map(|_| {
            let (_, text) = invented(&sample, &mut chance);
            let started = Instant::now();
            std::hint::black_box(scan(&texts, &text));
            started.elapsed()
        })
        .collect();
    scans.sort_unstable();
    let naive = scans[SCANS / 2];
    say(&format!(
        "search: median {:.1} ms, p99 {:.1} ms (aim at most 100); scan of all texts {:.0} ms, ratio {:.3}",
        median.as_secs_f64() * 1000.0,
        p99.as_secs_f64() * 1000.0,
        naive.as_secs_f64() * 1000.0,
        median.as_secs_f64() / naive.as_secs_f64()
    ));
    let started = Instant::now();
    for place in 0..1_000 {
        index.remove(&place);
    }
    say(&format!("a case is forgotten in {:.2} ms", started.elapsed().as_secs_f64()));
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
