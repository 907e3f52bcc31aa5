//! How well near-duplicates are found among cases of which it is known which resemble which.

use std::collections::HashMap;

use crate::{Case, Index};

/// Two cases of which it is known whether one is a near-duplicate of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The later case, which is searched for.
    pub case: String,
    /// The earlier one.
    pub other: String,
    /// Whether it should be found; else it looks alike and is something else.
    pub is_duplicate: bool,
    /// How the later was made of the earlier, or that it only looks alike.
    pub kind: String,
}

/// What a measurement finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Near-duplicates that were searched for.
    pub duplicates: usize,
    /// Of those, the ones whose original stands first.
    pub first: usize,
    /// Of those, the ones whose original is among the first five.
    pub among_five: usize,
    /// Of those, the ones whose original reaches the threshold.
    pub above: usize,
    /// Pairs of which it is known what they are and that reach the threshold, each counted once.
    pub reported: usize,
    /// Of those, the ones that are known near-duplicates.
    pub right: usize,
    /// Pairs that reach the threshold and of which nobody said what they are: neither right nor wrong.
    pub unlabelled: usize,
    /// Pairs that look alike and are something else.
    pub hard: usize,
    /// Of those, the ones that reach the threshold.
    pub false_alarms: usize,
    /// Near-duplicates whose original does not reach the threshold, with the score it has.
    pub missed: Vec<(Pair, u16)>,
}

/// Searches every case among all others, as if it were new, and counts.
#[must_use]
pub fn evaluate(cases: &[(String, Case<'_>)], truth: &[Pair], threshold: u16) -> Figures {
    let mut index = Index::default();
    for (place, (_, case)) in cases.iter().enumerate() {
        index.insert(place, *case);
    }
    let places: HashMap<&str, usize> =
        cases.iter().enumerate().map(|(place, (code, _))| (code.as_str(), place)).collect();
    let known = |one: usize, two: usize| {
        let found = truth.iter().find(|pair| {
            let ends = (places.get(pair.case.as_str()), places.get(pair.other.as_str()));
            ends == (Some(&one), Some(&two)) || ends == (Some(&two), Some(&one))
        });
        found.map(|pair| pair.is_duplicate)
    };
    let mut figures = Figures::default();
    let mut scores: HashMap<(usize, usize), (usize, u16)> = HashMap::new();
    for (place, (_, case)) in cases.iter().enumerate() {
        for (rank, hit) in index.search(*case, Some(&place), cases.len()).into_iter().enumerate() {
            scores.insert((place, hit.key), (rank, hit.score));
            if hit.score >= threshold && (place < hit.key || !reaches(&scores, (hit.key, place), threshold)) {
                match known(place, hit.key) {
                    Some(is_duplicate) => {
                        figures.reported += 1;
                        figures.right += usize::from(is_duplicate);
                    }
                    None => figures.unlabelled += 1,
                }
            }
        }
    }
    for pair in truth {
        let ends = places.get(pair.case.as_str()).zip(places.get(pair.other.as_str()));
        let Some((case, other)) = ends else { continue };
        let (rank, score) = scores.get(&(*case, *other)).copied().unwrap_or((usize::MAX, 0));
        if !pair.is_duplicate {
            figures.hard += 1;
            figures.false_alarms += usize::from(score >= threshold);
            continue;
        }
        figures.duplicates += 1;
        figures.first += usize::from(rank == 0);
        figures.among_five += usize::from(rank < 5);
        if score >= threshold {
            figures.above += 1;
        } else {
            figures.missed.push((pair.clone(), score));
        }
    }
    figures
}

fn reaches(scores: &HashMap<(usize, usize), (usize, u16)>, ends: (usize, usize), threshold: u16) -> bool {
    scores.get(&ends).is_some_and(|(_, score)| *score >= threshold)
}
