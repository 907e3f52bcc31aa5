//! Copies of texts that nobody has labelled, disturbed as people disturb what they hand in again: the threshold has to
//! lie below them, and above what merely has the same subject.

#[path = "support/chance.rs"]
mod chance;
#[path = "support/data.rs"]
mod data;

use chance::Chance;
use data::{read, rows};
use similarity::{Case, Index, THRESHOLD};

/// The places of the cases that the truth file does not speak of.
fn unlabelled(cases: &[(String, String, String)]) -> Vec<usize> {
    let truth = rows("initiatives_truth.csv");
    let is_labelled = |code: &str| truth.iter().any(|row| &row[0] == code || &row[1] == code);
    (0..cases.len()).filter(|place| !is_labelled(&cases[*place].0)).collect()
}

fn without_marks(text: &str) -> String {
    let marks = |letter: &char| !('\u{300}'..='\u{36f}').contains(letter);
    unicode_normalization::UnicodeNormalization::nfd(text)
        .filter(marks)
        .map(|letter| match letter {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .collect()
}

/// Two neighbouring letters change places in every sixth word.
fn with_typos(text: &str, chance: &mut Chance) -> String {
    let word = |word: &str, chance: &mut Chance| {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() > 2 && chance.below(6) == 0 {
            let at = chance.below(letters.len() - 1);
            letters.swap(at, at + 1);
        }
        letters.into_iter().collect::<String>()
    };
    text.split(' ').map(|one| word(one, chance)).collect::<Vec<_>>().join(" ")
}

/// Every fifth word is gone.
fn with_gaps(text: &str, chance: &mut Chance) -> String {
    text.split(' ').filter(|_| chance.below(5) != 0).collect::<Vec<_>>().join(" ")
}

/// The sentences in another order, one of them left out, and one of another case put in.
fn rearranged(text: &str, other: &str, chance: &mut Chance) -> String {
    let mut sentences: Vec<&str> = text.split_inclusive(". ").collect();
    if sentences.len() > 2 {
        sentences.remove(chance.below(sentences.len()));
    }
    sentences.reverse();
    let added = other.split_inclusive(". ").next().unwrap_or_default();
    format!("{} {added}", sentences.join(" "))
}

#[test]
fn disturbed_copies_lie_above_the_threshold_and_what_is_only_of_the_same_subject_below() {
    let cases = read("initiatives_sample.csv");
    let places = unlabelled(&cases);
    let mut index = Index::default();
    for (place, (_, title, text)) in cases.iter().enumerate() {
        index.insert(place, Case { title, text });
    }
    let mut chance = Chance(20_211_214);
    let (mut copies, mut found, mut first, mut others, mut loud) = (0, 0, 0, 0, 0);
    for place in places {
        let (_, title, text) = &cases[place];
        let (_, other_title, other_text) = &cases[(place + 7) % cases.len()];
        let copies_of_this = [
            (without_marks(title), without_marks(text)),
            (with_typos(title, &mut chance), with_typos(text, &mut chance)),
            (with_gaps(title, &mut chance), with_gaps(text, &mut chance)),
            (other_title.clone(), text.clone()),
            (title.clone(), rearranged(text, other_text, &mut chance)),
            (
                without_marks(&with_gaps(title, &mut chance)),
                with_typos(&rearranged(text, other_text, &mut chance), &mut chance),
            ),
        ];
        for (title, text) in &copies_of_this {
            let hits = index.search(Case { title, text }, None, 5);
            copies += 1;
            first += usize::from(hits.first().is_some_and(|hit| hit.key == place));
            found += usize::from(hits.iter().any(|hit| hit.key == place && hit.score >= THRESHOLD));
        }
        for hit in index.search(Case { title, text }, Some(&place), cases.len()) {
            others += 1;
            loud += usize::from(hit.score >= THRESHOLD);
        }
    }
    assert!(copies > 200, "{copies}");
    assert!(found * 100 >= copies * 97, "{found} of {copies} copies found");
    assert!(first * 100 >= copies * 97, "{first} of {copies} originals stand first");
    assert!(loud * 1000 <= others * 5, "{loud} of {others} other pairs above the threshold");
    println!("{copies} copies: {first} first, {found} above; {loud} of {others} other pairs above");
}
