//! What one person reads of the trail: which entries exist for them, and how much of each.

use serde_json::Value;

use super::model::AuditEntry;
use super::sight::{Chapter, Sight};
use crate::access::Actor;
use crate::shared::id::AccountId;
use crate::shared::json;

/// Deeds with who reads them, or a part of them.
#[derive(Clone, Debug)]
pub struct Part {
    /// The names of the deeds.
    pub deeds: &'static [&'static str],
    /// The keys that are the part; none when it is the entry whole.
    pub keys: &'static [&'static str],
    /// Who reads it.
    pub sight: Sight,
}

/// What one person reads. Everybody reads what they did, and what was done to their account.
#[derive(Clone, Debug)]
pub struct Readable {
    /// The person.
    pub me: AccountId,
    /// Whether they read of every deed that it was done.
    pub inspects: bool,
    /// The entries of others that they read.
    pub entries: Vec<Part>,
    /// What fewer read of them than the rest, with who does.
    pub passages: Vec<Part>,
    /// The entries of others that do not exist for them, whatever else they read.
    pub hidden: Vec<Part>,
}

/// What of an entry is open, as the database found it: a bit for the entry, and one for each passage.
#[derive(Clone, Copy, Debug)]
pub struct Open(pub i32);

impl Open {
    /// The bit of the entry.
    pub const ENTRY: i32 = 1;

    /// The bit of the passage with this place.
    #[must_use]
    pub fn passage(place: usize) -> i32 {
        Self::ENTRY << (place + 1)
    }

    fn has(self, bit: i32) -> bool {
        self.0 & bit != 0
    }
}

impl Readable {
    /// What this person reads of a trail.
    #[must_use]
    pub fn of(actor: &Actor, trail: &'static [&'static [Chapter]], inspects: bool) -> Self {
        let chapters = || trail.iter().copied().flatten();
        let entry =
            |chapter: &Chapter| Part { deeds: chapter.deeds, keys: &[], sight: (chapter.sight)(actor) };
        let hidden =
            |chapter: &Chapter| Part { deeds: chapter.deeds, keys: &[], sight: (chapter.hidden)(actor) };
        let passages_of = |chapter: &'static Chapter| {
            chapter.passages.iter().map(|passage| Part {
                deeds: chapter.deeds,
                keys: passage.keys,
                sight: (passage.sight)(actor),
            })
        };
        Self {
            me: actor.account,
            inspects,
            entries: chapters().map(entry).filter(|part| !part.sight.is_nothing()).collect(),
            passages: chapters().flat_map(passages_of).collect(),
            hidden: chapters().map(hidden).filter(|part| !part.sight.is_nothing()).collect(),
        }
    }

    /// Whether this person has a right to any entry about others.
    #[must_use]
    pub fn is_of_others(&self) -> bool {
        self.inspects || !self.entries.is_empty()
    }

    /// The entry as this person reads it. What is closed to them is left out, so that nothing tells it from what was
    /// never there.
    #[must_use]
    pub fn shown(&self, entry: AuditEntry, open: Open) -> AuditEntry {
        let is_about_me = entry.subject == Some(self.me.0) && entry.subject_kind == AccountId::KIND;
        if entry.actor == Some(self.me) || is_about_me {
            return entry;
        }
        // Where somebody sat is in no record: of others it is for those who inspect.
        let entry =
            if self.inspects { entry } else { AuditEntry { address: None, request_id: None, ..entry } };
        if !open.has(Open::ENTRY) {
            return AuditEntry { before: None, after: None, reason: None, ..entry };
        }
        let closed = self.passages.iter().enumerate().filter(|(place, part)| {
            part.deeds.contains(&entry.deed.as_str()) && !open.has(Open::passage(*place))
        });
        let keys: Vec<&str> = closed.flat_map(|(_, part)| part.keys.iter().copied()).collect();
        if keys.is_empty() {
            return entry;
        }
        let (before, after) = (without(entry.before, &keys), without(entry.after, &keys));
        AuditEntry { before, after, ..entry }
    }
}

/// A state without some of its keys. What is no object with keys tells nothing of which key is which: it is left out.
fn without(state: Option<String>, keys: &[&str]) -> Option<String> {
    match serde_json::from_str(&state?).ok()? {
        Value::Object(mut fields) => {
            fields.retain(|key, _| !keys.contains(&key.as_str()));
            Some(json::to_text(&fields))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_goes_and_the_rest_keeps_its_order() {
        let state = Some(r#"{"title":"A","choice":"AGREE","at":1}"#.to_owned());
        assert_eq!(without(state, &["choice"]).as_deref(), Some(r#"{"title":"A","at":1}"#));
        assert_eq!(without(Some("3".into()), &["choice"]), None);
        assert_eq!(without(None, &["choice"]), None);
    }

    #[test]
    fn bits_are_told_apart() {
        assert_eq!([Open::ENTRY, Open::passage(0), Open::passage(1)], [1, 2, 4]);
    }
}
