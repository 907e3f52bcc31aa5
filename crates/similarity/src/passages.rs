//! Two texts side by side: which sentences of one say what a sentence of the other does.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::index::per_mille;
use crate::words::words;

/// From which part of what its words tell, in per mille, a sentence counts as the same.
const SAME: u16 = 450;

/// Fewer words than this say too little to be a match.
const FEWEST: usize = 3;

/// A sentence of one text and the sentence of the other that says the same, as places in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands in the first text.
    pub one: Range<usize>,
    /// Where it stands in the second.
    pub two: Range<usize>,
    /// Which part of what their words tell both have, in per mille.
    pub share: u16,
}

/// The matching sentences of two texts, those that tell most first, by what each word tells; each sentence at most once.
/// Words that tell nothing make no match.
#[must_use]
pub fn passages(one: &str, two: &str, tells: impl Fn(&str) -> f32) -> Vec<Passage> {
    let [first, second] = [one, two].map(|text| weighed(text, &tells));
    let mut pairs: Vec<(f32, u16, usize, usize)> = Vec::new();
    for (a, (_, words_a)) in first.iter().enumerate() {
        for (b, (_, words_b)) in second.iter().enumerate() {
            if words_a.len().min(words_b.len()) < FEWEST {
                continue;
            }
            let sum = |words: &HashMap<String, f32>| words.values().sum::<f32>();
            let shared: f32 =
                words_a.iter().filter(|(word, _)| words_b.contains_key(*word)).map(|(_, told)| told).sum();
            let share = per_mille(shared / sum(words_a).min(sum(words_b)));
            if share >= SAME {
                pairs.push((shared, share, a, b));
            }
        }
    }
    pairs.sort_by(|one, two| two.0.total_cmp(&one.0).then((one.2, one.3).cmp(&(two.2, two.3))));
    let (mut used_one, mut used_two) = (HashSet::new(), HashSet::new());
    let mut found = Vec::new();
    for (_, share, a, b) in pairs {
        if used_one.contains(&a) || used_two.contains(&b) {
            continue;
        }
        used_one.insert(a);
        used_two.insert(b);
        found.push(Passage { one: first[a].0.clone(), two: second[b].0.clone(), share });
    }
    found
}

/// The sentences of a text with those of their words that tell something.
fn weighed(text: &str, tells: impl Fn(&str) -> f32) -> Vec<(Range<usize>, HashMap<String, f32>)> {
    let told = |word: String| {
        let told = tells(&word);
        (told > 0.0).then_some((word, told))
    };
    let of_one = |(place, words): (Range<usize>, HashSet<String>)| {
        (place, words.into_iter().filter_map(told).collect())
    };
    sentences(text).into_iter().map(of_one).collect()
}

/// The sentences of a text with their words; a full stop within a number ends nothing, a line break ends a heading.
fn sentences(text: &str) -> Vec<(Range<usize>, HashSet<String>)> {
    let mut ends: Vec<usize> = Vec::new();
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    for (nth, (at, letter)) in letters.iter().enumerate() {
        let next = letters.get(nth + 1).map(|(_, letter)| *letter);
        let stops = matches!(letter, '.' | '!' | '?' | ';') && next.is_none_or(char::is_whitespace);
        if stops || *letter == '\n' {
            ends.push(at + letter.len_utf8());
        }
    }
    ends.push(text.len());
    let mut start = 0;
    let mut found = Vec::new();
    for end in ends {
        let place = trimmed(text, start..end);
        start = end;
        if place.is_empty() {
            continue;
        }
        let said = words(&text[place.clone()]).into_iter().map(|word| word.folded).collect();
        found.push((place, said));
    }
    found
}

fn trimmed(text: &str, place: Range<usize>) -> Range<usize> {
    let whole = &text[place.clone()];
    let start = place.start + (whole.len() - whole.trim_start().len());
    start..start + whole.trim().len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every word tells the same.
    fn passages(one: &str, two: &str) -> Vec<Passage> {
        super::passages(one, two, |_| 1.0)
    }

    #[test]
    fn a_line_ends_a_sentence_that_has_no_full_stop() {
        let one = "Tiếp nhận hồ sơ\nNgười dân gửi ảnh giấy tờ qua nhóm nhắn tin.";
        let two = "Người dân gửi ảnh giấy tờ qua nhóm nhắn tin.";
        let found = passages(one, two);
        assert_eq!(found.iter().map(|pair| &one[pair.one.clone()]).collect::<Vec<_>>(), [two]);
    }

    const ONE: &str =
        "Người bệnh đến từ sáng sớm để lấy số. Bệnh viện nhận hẹn qua tổng đài, chia khung 30 phút.";
    const TWO: &str = "Tổng đài bệnh viện nhận hẹn theo khung nửa giờ. Hơn 2.300 hộ được hướng dẫn.";

    #[test]
    fn sentences_that_say_the_same_stand_side_by_side() {
        let found = passages(ONE, TWO);
        assert_eq!(found.len(), 1);
        assert!(ONE[found[0].one.clone()].starts_with("Bệnh viện nhận hẹn"));
        assert!(TWO[found[0].two.clone()].ends_with("nửa giờ."));
        assert!(passages(ONE, "").is_empty());
    }

    proptest! {
        #[test]
        fn every_place_can_be_cut_from_its_text(one in ".{0,200}", two in ".{0,200}") {
            for passage in passages(&one, &two) {
                prop_assert!(one.get(passage.one).is_some());
                prop_assert!(two.get(passage.two).is_some());
            }
            let own = passages(&one, &one);
            prop_assert!(own.iter().all(|passage| passage.share == 1000));
        }
    }

    #[test]
    fn the_strongest_stands_first_and_what_tells_nothing_is_left_out() {
        let text =
            "Căn cứ tình hình thực tế đơn vị. Tủ gửi kết quả mở bằng mã bốn số. Công nhân tan ca muộn.";
        let rare = |word: &str| match word {
            "can" | "cu" | "tinh" | "hinh" | "thuc" | "te" | "don" | "vi" => 0.0,
            "cong" | "nhan" | "tan" | "ca" | "muon" => 9.0,
            _ => 1.0,
        };
        let found = super::passages(text, text, rare);
        let said: Vec<&str> = found.iter().map(|pair| &text[pair.one.clone()]).collect();
        assert_eq!(said, ["Công nhân tan ca muộn.", "Tủ gửi kết quả mở bằng mã bốn số."]);
    }
}
