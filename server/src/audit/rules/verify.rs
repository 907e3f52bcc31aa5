//! Reading the chain entry by entry, and naming what was tampered with. It holds one entry and a bounded number of
//! findings, however long the chain is.

use super::super::model::{AuditEntry, AuditHead, Finding, Seal, Verdict};
use super::chain::{NOTHING, hash_at};
use crate::shared::id::AuditEntryId;

/// How many findings are kept; the rest is counted.
const MOST_FINDINGS: usize = 100;

/// How far from its place an entry is looked for.
const FARTHEST: i64 = 1000;

/// The entry before.
struct Seen {
    sequence: i64,
    id: AuditEntryId,
    hash: String,
    /// Its content is under its hash, at its own number or moved with its neighbours.
    is_intact: bool,
}

/// Entries that all stand off their place by the same distance: one was slipped in or taken out before them.
struct Shift {
    by: i64,
    first: i64,
    before: Option<(i64, AuditEntryId)>,
    is_told: bool,
}

/// A look at the whole chain in its order.
pub struct Verifier {
    seal: Option<Seal>,
    previous: Option<Seen>,
    shift: Option<Shift>,
    sealed_count: u64,
    verdict: Verdict,
}

impl Verifier {
    /// Begins before the first entry; the chain is also held against a seal, when there is one.
    #[must_use]
    pub fn new(seal: Option<Seal>) -> Self {
        Self { seal, previous: None, shift: None, sealed_count: 0, verdict: Verdict::default() }
    }

    /// Reads the next entry, in the order of numbers and then ids.
    pub fn read(&mut self, entry: &AuditEntry) {
        let sequence = entry.link.sequence;
        self.verdict.entries += 1;
        self.verdict.sequence = sequence;
        self.hold_against_seal(entry);
        let last = self.previous.as_ref().map_or(0, |seen| seen.sequence);
        if sequence <= last {
            return self.tell(Finding::Inserted { sequence, id: entry.id });
        }
        let follows = sequence == last + 1;
        if !follows {
            self.tell(Finding::Removed { from: last + 1, to: sequence - 1 });
        }
        let is_intact = self.judge(entry);
        if is_intact && follows {
            self.compare_link(entry);
        }
        self.previous = Some(Seen { sequence, id: entry.id, hash: entry.link.hash.clone(), is_intact });
    }

    /// Ends with the head that the database keeps.
    #[must_use]
    pub fn finish(mut self, head: &AuditHead) -> Verdict {
        let last = self.previous.take();
        let (sequence, hash) = last.as_ref().map_or((0, NOTHING), |seen| (seen.sequence, seen.hash.as_str()));
        // Entries that all stand off their place have had their cause told already.
        let sequence = sequence + self.shift.take().map_or(0, |shift| shift.by);
        let promised = self.seal.as_ref().map_or(head.sequence, |seal| seal.sequence.max(head.sequence));
        if sequence < promised {
            self.tell(Finding::Removed { from: sequence + 1, to: promised });
        } else if sequence > head.sequence {
            let id = last.map_or(AuditEntryId(uuid::Uuid::nil()), |seen| seen.id);
            self.tell(Finding::Inserted { sequence, id });
        } else if hash != head.hash {
            self.tell(Finding::HeadDiffers { sequence });
        }
        if let Some(seal) = self.seal.take() {
            let counted = self.sealed_count;
            if self.verdict.is_intact() && counted != seal.count {
                self.tell(Finding::CountDiffers { sealed: seal.count, counted });
            }
        }
        self.verdict
    }

    fn hold_against_seal(&mut self, entry: &AuditEntry) {
        let Some(seal) = &self.seal else { return };
        if entry.link.sequence <= seal.sequence {
            self.sealed_count += 1;
        }
        if entry.link.sequence == seal.sequence && entry.link.hash != seal.hash {
            self.tell(Finding::SealDiffers { sequence: entry.link.sequence });
        }
    }

    /// Whether the content of an entry is under its hash; tells what is wrong otherwise.
    fn judge(&mut self, entry: &AuditEntry) -> bool {
        let sequence = entry.link.sequence;
        let is_at = |place: i64| hash_at(entry, place).is_some_and(|hash| hash == entry.link.hash);
        if is_at(sequence) {
            self.shift = None;
            return true;
        }
        if let Some(shift) = self.shift.as_mut().filter(|shift| is_at(sequence + shift.by)) {
            let cause = match shift.before {
                _ if shift.is_told => None,
                Some((sequence, id)) if shift.by < 0 => Some(Finding::Inserted { sequence, id }),
                _ if shift.by > 0 => {
                    Some(Finding::Removed { from: shift.first, to: shift.first + shift.by - 1 })
                }
                _ => None,
            };
            shift.is_told = true;
            if let Some(cause) = cause {
                self.tell(cause);
            }
            return true;
        }
        let place = (1..=FARTHEST).flat_map(|by| [by, -by]).find(|by| is_at(sequence + by));
        if let Some(by) = place {
            self.tell(Finding::Moved { sequence, id: entry.id, belongs_at: sequence + by });
            let before = self.previous.as_ref().map(|seen| (seen.sequence, seen.id));
            self.shift = Some(Shift { by, first: sequence, before, is_told: false });
        } else {
            self.tell(Finding::Changed { sequence, id: entry.id });
        }
        false
    }

    /// An entry whose own hash is right but which its successor does not continue was rewritten, hash and all.
    fn compare_link(&mut self, entry: &AuditEntry) {
        let rewritten = match &self.previous {
            None if entry.link.previous_hash != NOTHING => Some((entry.link.sequence, entry.id)),
            Some(seen) if seen.is_intact && seen.hash != entry.link.previous_hash => {
                Some((seen.sequence, seen.id))
            }
            _ => None,
        };
        if let Some((sequence, id)) = rewritten {
            self.tell(Finding::Changed { sequence, id });
        }
    }

    fn tell(&mut self, finding: Finding) {
        if self.verdict.findings.len() < MOST_FINDINGS {
            self.verdict.findings.push(finding);
        } else {
            self.verdict.more += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::super::chain::tests::{chain_of, entry};
    use super::super::chain::{chained, hash_at};
    use super::*;

    fn look(entries: &[AuditEntry], head: &AuditHead, seal: Option<Seal>) -> Vec<String> {
        let mut verifier = Verifier::new(seal);
        for entry in entries {
            verifier.read(entry);
        }
        let findings = verifier.finish(head).findings;
        findings
            .iter()
            .map(|finding| finding.to_string().replace("00000000-0000-0000-0000-0000000000", ""))
            .collect()
    }

    fn sealed(head: &AuditHead) -> Seal {
        Seal {
            format: Seal::FORMAT,
            sequence: head.sequence,
            hash: head.hash.clone(),
            count: u64::try_from(head.sequence).expect("not negative"),
            sealed_at: OffsetDateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn an_untouched_chain_is_intact() {
        let (entries, head) = chain_of(9);
        assert!(look(&entries, &head, Some(sealed(&head))).is_empty());
        let empty = AuditHead { sequence: 0, hash: NOTHING.into() };
        assert!(look(&[], &empty, Some(sealed(&empty))).is_empty());
    }

    #[test]
    fn a_changed_entry_is_named() {
        let (mut entries, head) = chain_of(9);
        entries[4].reason = Some("khác".into());
        assert_eq!(look(&entries, &head, None), ["changed: entry 5 (05)"]);
    }

    #[test]
    fn an_entry_rewritten_with_its_hash_is_named_by_its_successor() {
        let (mut entries, head) = chain_of(9);
        entries[4].reason = Some("khác".into());
        entries[4].link.hash = hash_at(&entries[4], 5).expect("known encoding");
        assert_eq!(look(&entries, &head, None), ["changed: entry 5 (05)"]);
    }

    #[test]
    fn removed_entries_are_named_in_the_middle_and_at_the_end() {
        let (mut entries, head) = chain_of(9);
        entries.remove(4);
        entries.remove(4);
        assert_eq!(look(&entries, &head, None), ["removed: entries 5 to 6"]);
        let (mut entries, head) = chain_of(9);
        entries.pop();
        assert_eq!(look(&entries, &head, None), ["removed: entry 9"]);
    }

    #[test]
    fn a_cut_tail_with_a_reset_head_is_found_by_the_seal_alone() {
        let (mut entries, head) = chain_of(9);
        let seal = sealed(&head);
        entries.truncate(7);
        let reset = AuditHead { sequence: 7, hash: entries[6].link.hash.clone() };
        assert!(look(&entries, &reset, None).is_empty());
        assert_eq!(look(&entries, &reset, Some(seal)), ["removed: entries 8 to 9"]);
    }

    #[test]
    fn a_chain_made_anew_is_found_by_the_seal_alone() {
        let (mut entries, head) = chain_of(9);
        let seal = sealed(&head);
        entries[4].reason = Some("khác".into());
        let anew = chained(AuditHead { sequence: 0, hash: NOTHING.into() }, &mut entries);
        assert!(look(&entries, &anew, None).is_empty());
        assert_eq!(look(&entries, &anew, Some(seal)), ["changed: entry 9 is not the one that was sealed"]);
    }

    #[test]
    fn entries_that_changed_places_are_named() {
        let (mut entries, head) = chain_of(9);
        entries.swap(3, 6);
        entries[3].link.sequence = 4;
        entries[6].link.sequence = 7;
        assert_eq!(
            look(&entries, &head, None),
            ["reordered: entry 4 (07) belongs at 7", "reordered: entry 7 (04) belongs at 4"]
        );
    }

    #[test]
    fn an_entry_behind_the_head_was_slipped_in() {
        let (mut entries, head) = chain_of(9);
        let mut more = vec![entry(99)];
        chained(head.clone(), &mut more);
        entries.extend(more);
        assert_eq!(look(&entries, &head, None), ["inserted: entry 10 (63)"]);
    }

    #[test]
    fn an_entry_slipped_in_between_renumbered_ones_is_named() {
        let (mut entries, head) = chain_of(9);
        for entry in &mut entries[4..] {
            entry.link.sequence += 1;
        }
        let mut forged = vec![entry(99)];
        chained(AuditHead { sequence: 4, hash: entries[3].link.hash.clone() }, &mut forged);
        entries.splice(4..4, forged);
        let found = look(&entries, &head, None);
        assert!(found.contains(&"inserted: entry 5 (63)".to_owned()), "{found:?}");
        assert!(found.contains(&"reordered: entry 6 (05) belongs at 5".to_owned()), "{found:?}");
    }

    #[test]
    fn a_removed_entry_is_named_although_the_rest_was_renumbered() {
        let (mut entries, head) = chain_of(9);
        entries.remove(4);
        for entry in &mut entries[4..] {
            entry.link.sequence -= 1;
        }
        let found = look(&entries, &head, None);
        assert!(found.contains(&"removed: entry 5".to_owned()), "{found:?}");
    }

    #[test]
    fn a_second_entry_of_one_number_was_slipped_in() {
        let (mut entries, head) = chain_of(9);
        let mut twin = entry(99);
        twin.link = entries[4].link.clone();
        entries.insert(5, twin);
        assert_eq!(look(&entries, &head, None), ["inserted: entry 5 (63)"]);
    }

    #[test]
    fn findings_are_bounded() {
        let (mut entries, head) = chain_of(300);
        for entry in &mut entries {
            entry.deed = "x".into();
        }
        let mut verifier = Verifier::new(None);
        for entry in &entries {
            verifier.read(entry);
        }
        let verdict = verifier.finish(&head);
        assert_eq!((verdict.findings.len(), verdict.more), (100, 200));
    }
}
