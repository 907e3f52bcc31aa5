//! The words of all cases, and the search for those that resemble a new one.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hash};

use crate::passages::{Passage, passages};
use crate::words::words;

/// Candidates that are compared in full.
const CANDIDATES: usize = 60;

/// In a large index a word of more than one case in so many finds no candidates, though it counts in comparing.
const COMMON: usize = 12;

/// A term of more than one writer in so many is what everybody writes, and tells nothing.
const EVERYBODY: usize = 8;

/// A term of no more writers than this is never taken for that, however few there are. Writers count, not cases: what one
/// person files over and over is not what everybody writes.
const FEW: usize = 12;

/// Most cases of one writer that are found for a case, so that many copies do not crowd out what they were copied from.
const OF_ONE: usize = 4;

/// From how many cases on an index is large.
const LARGE: usize = 2_000;

/// A case as it is indexed or searched for.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Title.
    pub title: &'a str,
    /// What it does.
    pub text: &'a str,
}

/// A case that resembles the one searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit<K> {
    /// Key of the case.
    pub key: K,
    /// How much they resemble each other, in per mille.
    pub score: u16,
    /// How much their words do, in per mille.
    pub words: u16,
    /// How much their pairs of neighbouring words do: who says the same in the same order, in per mille.
    pub pairs: u16,
    /// How much their titles do, in per mille.
    pub titles: u16,
}

/// Terms are numbers already well spread.
#[derive(Default)]
struct Spread(u64);

impl std::hash::Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u32(&mut self, number: u32) {
        // The top bits choose the group in a table, so they must differ as well.
        self.0 = u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

/// Where a term stands.
#[derive(Default)]
struct Posting {
    /// The places of the cases that have it, sorted.
    places: Vec<u32>,
    /// How many writers wrote it.
    writers: u32,
}

type Postings = HashMap<u32, Posting, BuildHasherDefault<Spread>>;

/// Who wrote a case: somebody who may have written others, or nobody who is known, who then counts for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Writer {
    Known(u128),
    OfPlace(u32),
}

/// What is known of one case: its terms, sorted.
struct Known<K> {
    key: K,
    writer: Writer,
    words: Box<[u32]>,
    pairs: Box<[u32]>,
    title: Box<[u32]>,
}

/// The words of cases under keys of the caller's.
pub struct Index<K> {
    cases: Vec<Option<Known<K>>>,
    places: HashMap<K, u32>,
    postings: Postings,
    /// The places of the cases of each writer.
    writers: HashMap<Writer, Vec<u32>>,
    count: usize,
}

impl<K> Default for Index<K> {
    fn default() -> Self {
        Self {
            cases: Vec::new(),
            places: HashMap::new(),
            postings: Postings::default(),
            writers: HashMap::new(),
            count: 0,
        }
    }
}

struct Terms {
    words: Box<[u32]>,
    pairs: Box<[u32]>,
    title: Box<[u32]>,
}

impl Terms {
    fn of(case: Case<'_>) -> Self {
        let title = words(case.title);
        let text = words(case.text);
        let mut single: Vec<u32> = title.iter().chain(&text).map(|word| term(&[&word.folded])).collect();
        let mut pairs: Vec<u32> = Vec::with_capacity(single.len());
        for part in [&title, &text] {
            pairs.extend(part.windows(2).map(|two| term(&[&two[0].folded, &two[1].folded])));
        }
        let mut of_title: Vec<u32> = title.iter().map(|word| term(&[&word.folded])).collect();
        for terms in [&mut single, &mut pairs, &mut of_title] {
            terms.sort_unstable();
            terms.dedup();
        }
        Self { words: single.into(), pairs: pairs.into(), title: of_title.into() }
    }
}

impl<K: Clone + Eq + Hash> Index<K> {
    /// Number of cases.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no case.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Takes a case whose writer is known by nothing else, in the place of what was known under its key.
    pub fn insert(&mut self, key: K, case: Case<'_>) {
        self.take(key, None, case);
    }

    /// Takes a case of somebody who may have written others: what only they write is never what everybody does.
    pub fn insert_of(&mut self, key: K, writer: u128, case: Case<'_>) {
        self.take(key, Some(writer), case);
    }

    fn take(&mut self, key: K, writer: Option<u128>, case: Case<'_>) {
        self.remove(&key);
        let terms = Terms::of(case);
        let place = u32::try_from(self.cases.len()).expect("fewer than four thousand million cases");
        let writer = writer.map_or(Writer::OfPlace(place), Writer::Known);
        let others = self.writers.get(&writer).map_or(&[][..], Vec::as_slice);
        for term in terms.words.iter().chain(&terms.pairs) {
            let is_new = !others.iter().any(|other| has_term(&self.cases, *other, *term));
            let posting = self.postings.entry(*term).or_default();
            posting.places.push(place);
            posting.writers += u32::from(is_new);
        }
        self.writers.entry(writer).or_default().push(place);
        self.places.insert(key.clone(), place);
        let known = Known { key, writer, words: terms.words, pairs: terms.pairs, title: terms.title };
        self.cases.push(Some(known));
        self.count += 1;
    }

    /// Forgets a case; false when it was not known.
    pub fn remove(&mut self, key: &K) -> bool {
        let Some(place) = self.places.remove(key) else { return false };
        let Some(known) = self.cases[place as usize].take() else { return false };
        if let Some(places) = self.writers.get_mut(&known.writer) {
            places.retain(|other| *other != place);
            if places.is_empty() {
                self.writers.remove(&known.writer);
            }
        }
        let others = self.writers.get(&known.writer).map_or(&[][..], Vec::as_slice);
        for term in known.words.iter().chain(&known.pairs) {
            if let Some(posting) = self.postings.get_mut(term) {
                // Places only grow, so they are sorted.
                if let Ok(at) = posting.places.binary_search(&place) {
                    posting.places.remove(at);
                }
                let is_left = others.iter().any(|other| has_term(&self.cases, *other, *term));
                posting.writers -= u32::from(!is_left);
                if posting.places.is_empty() {
                    self.postings.remove(term);
                }
            }
        }
        self.count -= 1;
        true
    }

    /// The cases that resemble this one most, at most so many, and few of one writer, the most alike first; those that
    /// share nothing are left out. `without` is the case itself, when it is known.
    #[must_use]
    pub fn search(&self, case: Case<'_>, without: Option<&K>, limit: usize) -> Vec<Hit<K>> {
        let terms = Terms::of(case);
        let mut hits: Vec<Hit<K>> = self
            .candidates(&terms)
            .into_iter()
            .filter_map(|place| self.cases[place as usize].as_ref())
            .filter(|known| without != Some(&known.key))
            .map(|known| self.compare(&terms, known))
            .filter(|hit| hit.score > 0)
            .collect();
        hits.sort_by_key(|hit| std::cmp::Reverse(hit.score));
        let mut found: HashMap<Writer, usize> = HashMap::new();
        hits.retain(|hit| self.writer_of(&hit.key).is_none_or(|writer| is_among_few(&mut found, writer)));
        hits.truncate(limit);
        hits
    }

    fn writer_of(&self, key: &K) -> Option<Writer> {
        let place = *self.places.get(key)?;
        self.cases[place as usize].as_ref().map(|known| known.writer)
    }

    /// How much a case resembles one that is known, in per mille, however many resemble it more.
    #[must_use]
    pub fn score(&self, case: Case<'_>, other: &K) -> Option<u16> {
        let place = *self.places.get(other)?;
        let known = self.cases[place as usize].as_ref()?;
        Some(self.compare(&Terms::of(case), known).score)
    }

    fn candidates(&self, terms: &Terms) -> Vec<u32> {
        let is_large = self.count > LARGE;
        let mut shared: Vec<f32> = vec![0.0; self.cases.len()];
        let mut touched: Vec<u32> = Vec::new();
        for term in terms.words.iter().chain(&terms.pairs) {
            let Some(postings) = self.postings.get(term) else { continue };
            if is_large && postings.places.len() > self.count / COMMON {
                continue;
            }
            let weight = self.weight(*term);
            if weight == 0.0 {
                continue;
            }
            for place in &postings.places {
                let sum = &mut shared[*place as usize];
                if *sum == 0.0 {
                    touched.push(*place);
                }
                *sum += weight * weight;
            }
        }
        let better = |a: &u32, b: &u32| shared[*b as usize].total_cmp(&shared[*a as usize]).then(a.cmp(b));
        // Of one writer few are compared: where many copies stand before the rest, the next best are looked at as well.
        let mut wanted = CANDIDATES;
        loop {
            let mut best = touched.clone();
            if best.len() > wanted {
                best.select_nth_unstable_by(wanted, better);
                best.truncate(wanted);
            }
            best.sort_unstable_by(better);
            let mut taken: HashMap<Writer, usize> = HashMap::new();
            best.retain(|place| {
                let known = self.cases[*place as usize].as_ref();
                known.is_some_and(|known| is_among_few(&mut taken, known.writer))
            });
            if best.len() >= CANDIDATES || wanted >= touched.len() {
                best.truncate(CANDIDATES);
                return best;
            }
            wanted *= 4;
        }
    }

    fn compare(&self, terms: &Terms, known: &Known<K>) -> Hit<K> {
        let words = self.likeness(&terms.words, &known.words);
        let pairs = self.likeness(&terms.pairs, &known.pairs);
        let titles = self.likeness(&terms.title, &known.title);
        let score = 0.55 * words + 0.3 * pairs + 0.15 * titles;
        Hit {
            key: known.key.clone(),
            score: per_mille(score),
            words: per_mille(words),
            pairs: per_mille(pairs),
            titles: per_mille(titles),
        }
    }

    /// The weight of what two lists of terms share, between that of both and that of the lighter one: a case that
    /// only adds to another contains it.
    fn likeness(&self, one: &[u32], two: &[u32]) -> f32 {
        let sum = |terms: &[u32]| terms.iter().map(|term| self.weight(*term).powi(2)).sum::<f32>();
        let of_two: HashSet<u32, BuildHasherDefault<Spread>> = two.iter().copied().collect();
        let both: Vec<u32> = one.iter().copied().filter(|term| of_two.contains(term)).collect();
        let (shared, first, second) = (sum(&both), sum(one), sum(two));
        if shared == 0.0 {
            return 0.0;
        }
        0.5 * (shared / (first * second).sqrt()) + 0.5 * (shared / first.min(second))
    }

    /// How much a term tells: the rarer the more, and nothing when everybody writes it. A phrase that goes from one request
    /// to the next resembles nothing.
    fn weight(&self, term: u32) -> f32 {
        let with = self.postings.get(&term).map_or(0, |posting| posting.writers as usize);
        let all = self.writers.len();
        if with > FEW && with * EVERYBODY > all {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "a weight needs no more than a few digits")]
        let (all, with) = (all as f32, with as f32);
        (1.0 + (all + 1.0) / (with + 0.5)).ln()
    }

    /// The sentences of two texts that say the same, the strongest first, by what their words tell among these cases; at most
    /// so many. What everybody writes is no match.
    #[must_use]
    pub fn passages(&self, one: &str, two: &str, limit: usize) -> Vec<Passage> {
        let mut found = passages(one, two, |word| self.weight(term(&[word])).powi(2));
        found.truncate(limit);
        found
    }
}

/// Whether one more case of a writer is among the few that are found.
fn is_among_few(found: &mut HashMap<Writer, usize>, writer: Writer) -> bool {
    let of_this = found.entry(writer).or_default();
    *of_this += 1;
    *of_this <= OF_ONE
}

/// Whether the case at a place has a term.
fn has_term<K>(cases: &[Option<Known<K>>], place: u32, term: u32) -> bool {
    let known = cases.get(place as usize).and_then(Option::as_ref);
    known.is_some_and(|known| {
        known.words.binary_search(&term).is_ok() || known.pairs.binary_search(&term).is_ok()
    })
}

/// A term as a number: FNV-1a over its words.
fn term(parts: &[&str]) -> u32 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([b' ']));
    bytes.fold(0x811C_9DC5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

pub fn per_mille(likeness: f32) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a likeness lies between 0 and 1, and is held there"
    )]
    let scaled = (likeness.clamp(0.0, 1.0) * 1000.0).round() as u16;
    scaled
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUAY: Case<'_> = Case {
        title: "Luân chuyển quầy theo lượng hồ sơ thực tế trong ngày",
        text: "Có quầy quá tải trong khi quầy khác nhàn rỗi. Trưởng bộ phận điều chỉnh người trực giữa các quầy.",
    };
    const KHMER: Case<'_> = Case {
        title: "Video hướng dẫn dịch vụ công bằng tiếng Khmer",
        text: "Huyện thực hiện 25 đoạn video lồng tiếng Khmer, phát qua loa truyền thanh ấp.",
    };

    fn index() -> Index<&'static str> {
        let mut index = Index::default();
        index.insert("quầy", QUAY);
        index.insert("khmer", KHMER);
        index
    }

    #[test]
    fn a_copy_without_marks_is_found_with_the_greatest_score() {
        let copy = Case {
            title: "Luan chuyen quay theo luong HS thuc te trong ngay",
            text: "Co quay qua tai trong khi quay khac nhan roi. Truong bo phan dieu chinh nguoi truc giua cac quay.",
        };
        let hits = index().search(copy, None, 5);
        assert_eq!((hits[0].key, hits[0].score), ("quầy", 1000));
    }

    #[test]
    fn a_case_is_not_like_itself_and_what_is_forgotten_is_not_found() {
        let mut index = index();
        assert!(index.search(QUAY, Some(&"quầy"), 5).iter().all(|hit| hit.key != "quầy"));
        assert!(index.remove(&"quầy"));
        assert!(!index.remove(&"quầy"));
        assert_eq!(index.len(), 1);
        assert!(index.search(QUAY, None, 5).iter().all(|hit| hit.key != "quầy"));
    }

    #[test]
    fn what_everybody_writes_resembles_nothing_and_is_no_passage() {
        const PHRASE: &str = "Giải pháp góp phần nâng cao chất lượng phục vụ, xây dựng chính quyền hiện đại.";
        let subjects =
            ["quầy", "xe rác", "vườn ươm", "kho thuốc", "bể bơi", "sân bóng", "chợ đêm", "bến phà"];
        let texts: Vec<String> = (0..24)
            .map(|at| format!("{PHRASE} Bố trí {} số {at} theo lượt {}.", subjects[at % 8], at * 31))
            .collect();
        let mut index = Index::default();
        for (at, text) in texts.iter().enumerate() {
            index.insert(at, Case { title: subjects[at % 8], text });
        }
        let only_the_phrase = Case { title: "Lịch nghỉ phép", text: PHRASE };
        assert!(index.search(only_the_phrase, None, 5).is_empty());
        let own = format!("{PHRASE} Bố trí vườn ươm số 2 theo lượt 62.");
        let found = index.passages(&own, &texts[2], 5);
        assert_eq!(
            found.iter().map(|pair| &own[pair.one.clone()]).collect::<Vec<_>>(),
            ["Bố trí vườn ươm số 2 theo lượt 62."]
        );
    }

    #[test]
    fn many_copies_of_one_writer_make_no_text_common_and_crowd_out_nothing() {
        let mut index = index();
        for copy in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"] {
            index.insert_of(copy, 7, QUAY);
        }
        let hits = index.search(QUAY, None, 5);
        assert_eq!((hits.len(), hits[0].score), (5, 1000), "{hits:?}");
        assert!(
            hits.iter().any(|hit| hit.key == "quầy"),
            "the one that was copied stands among them: {hits:?}"
        );
        assert_eq!(hits.iter().filter(|hit| hit.key != "quầy").count(), OF_ONE);
        assert!(!index.passages(QUAY.text, QUAY.text, 5).is_empty());
        for copy in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"] {
            assert!(index.remove(&copy));
        }
        assert_eq!(index.writers.len(), 2);
        assert_eq!(index.search(QUAY, None, 5).iter().filter(|hit| hit.score == 1000).count(), 1);
    }

    #[test]
    fn a_case_inserted_again_is_known_once() {
        let mut index = index();
        index.insert("quầy", KHMER);
        assert_eq!(index.len(), 2);
        let keys: Vec<_> = index.search(KHMER, None, 5).into_iter().map(|hit| hit.key).collect();
        assert_eq!(keys.len(), 2);
        assert!(Index::<u8>::default().search(QUAY, None, 5).is_empty());
    }
}
