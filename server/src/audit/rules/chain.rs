//! The canonical encoding of an entry and its hash.
//!
//! Encoding 1: the line `thidua audit 1`, then all fields in a fixed order, each as a netstring (`5:hello,`) or,
//! when absent, as `-`. Ids are lower-case UUIDs, times are microseconds since 1970, truth is `1` or `0`. An encoding
//! never changes; a new field makes a new encoding, and old entries keep theirs.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::super::model::{AuditEntry, AuditHead, Link};

/// The encoding that new entries get.
pub const ENCODING: i32 = 1;

/// The hash before the first entry.
pub const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Puts new entries behind the head, in their order; answers the new head.
pub fn chained(head: AuditHead, entries: &mut [AuditEntry]) -> AuditHead {
    let mut head = head;
    for entry in entries {
        let sequence = head.sequence + 1;
        entry.link = Link { sequence, encoding: ENCODING, previous_hash: head.hash, hash: String::new() };
        entry.link.hash = hash_at(entry, sequence).unwrap_or_default();
        head = AuditHead { sequence, hash: entry.link.hash.clone() };
    }
    head
}

/// The hash that an entry has at a number; `None` when its encoding is unknown.
#[must_use]
pub fn hash_at(entry: &AuditEntry, sequence: i64) -> Option<String> {
    (entry.link.encoding == 1).then(|| hex::encode(Sha256::digest(encoding_1(entry, sequence))))
}

fn encoding_1(entry: &AuditEntry, sequence: i64) -> String {
    let mut encoded = String::from("thidua audit 1\n");
    let mut field = |value: Option<&str>| match value {
        Some(value) => write!(encoded, "{}:{value},", value.len()).expect("text takes text"),
        None => encoded.push('-'),
    };
    field(Some(&sequence.to_string()));
    field(Some(&entry.link.previous_hash));
    field(Some(&entry.id.0.to_string()));
    field(Some(&(entry.at.unix_timestamp_nanos() / 1000).to_string()));
    field(entry.actor.map(|id| id.0.to_string()).as_deref());
    field(Some(&entry.actor_name));
    field(entry.acting_role.as_deref());
    field(entry.unit.map(|id| id.0.to_string()).as_deref());
    field(Some(if entry.is_withheld { "1" } else { "0" }));
    field(entry.campaign.map(|id| id.0.to_string()).as_deref());
    field(entry.criterion_code.as_deref());
    field(Some(&entry.deed));
    field(Some(&entry.subject_kind));
    field(entry.subject.map(|id| id.to_string()).as_deref());
    field(entry.before.as_deref());
    field(entry.after.as_deref());
    field(entry.reason.as_deref());
    field(entry.address.as_deref());
    field(entry.request_id.as_deref());
    encoded
}

#[cfg(test)]
pub mod tests {
    use time::OffsetDateTime;
    use uuid::Uuid;

    use super::*;
    use crate::shared::id::AuditEntryId;

    /// A chain of `count` plain entries, and its head.
    pub fn chain_of(count: u128) -> (Vec<AuditEntry>, AuditHead) {
        let mut entries: Vec<_> = (1..=count).map(entry).collect();
        let head = chained(AuditHead { sequence: 0, hash: NOTHING.into() }, &mut entries);
        (entries, head)
    }

    /// A plain entry.
    pub fn entry(id: u128) -> AuditEntry {
        AuditEntry {
            id: AuditEntryId(Uuid::from_u128(id)),
            link: Link { sequence: 0, encoding: ENCODING, previous_hash: String::new(), hash: String::new() },
            at: OffsetDateTime::UNIX_EPOCH,
            actor: None,
            actor_name: "Thi Đua".into(),
            acting_role: None,
            unit: None,
            is_withheld: false,
            campaign: None,
            criterion_code: None,
            deed: "submission.submitted".into(),
            subject_kind: "Submission".into(),
            subject: None,
            before: None,
            after: Some("{}".into()),
            reason: None,
            address: None,
            request_id: None,
        }
    }

    #[test]
    fn the_encoding_of_version_1_never_changes() {
        let (entries, head) = chain_of(1);
        assert_eq!(
            encoding_1(&entries[0], 1),
            format!(
                "thidua audit 1\n1:1,64:{NOTHING},36:00000000-0000-0000-0000-000000000001,1:0,-8:Thi Đua,--1:0,--\
                 20:submission.submitted,10:Submission,--2:{{}},---"
            )
        );
        assert_eq!(head.hash, "c06bc32caefd8016b43fb2071e885b9e5e75b918d38fa304cdc1af64210c6a8e");
    }

    #[test]
    fn fields_cannot_be_shifted_into_one_another() {
        let (one, other) = (
            AuditEntry { before: Some("ab".into()), after: Some("c".into()), ..entry(1) },
            AuditEntry { before: Some("a".into()), after: Some("bc".into()), ..entry(1) },
        );
        assert_ne!(hash_at(&one, 1), hash_at(&other, 1));
        let absent = AuditEntry { reason: None, ..entry(1) };
        let empty = AuditEntry { reason: Some(String::new()), ..entry(1) };
        assert_ne!(hash_at(&absent, 1), hash_at(&empty, 1));
    }

    #[test]
    fn every_field_is_under_the_hash() {
        use crate::shared::id::{AccountId, CampaignId, UnitId};
        let some = Uuid::from_u128(7);
        let base = entry(1);
        let changed = [
            AuditEntry { id: AuditEntryId(some), ..base.clone() },
            AuditEntry { at: base.at + time::Duration::seconds(1), ..base.clone() },
            AuditEntry { actor: Some(AccountId(some)), ..base.clone() },
            AuditEntry { actor_name: "Khác".into(), ..base.clone() },
            AuditEntry { acting_role: Some("AUDITOR".into()), ..base.clone() },
            AuditEntry { unit: Some(UnitId(some)), ..base.clone() },
            AuditEntry { is_withheld: true, ..base.clone() },
            AuditEntry { campaign: Some(CampaignId(some)), ..base.clone() },
            AuditEntry { criterion_code: Some("E2".into()), ..base.clone() },
            AuditEntry { deed: "submission.recalled".into(), ..base.clone() },
            AuditEntry { subject_kind: "Unit".into(), ..base.clone() },
            AuditEntry { subject: Some(some), ..base.clone() },
            AuditEntry { before: Some("{}".into()), ..base.clone() },
            AuditEntry { after: None, ..base.clone() },
            AuditEntry { reason: Some("x".into()), ..base.clone() },
            AuditEntry { address: Some("::1".into()), ..base.clone() },
            AuditEntry { request_id: Some("x".into()), ..base.clone() },
        ];
        for (place, other) in changed.iter().enumerate() {
            assert_ne!(hash_at(other, 1), hash_at(&base, 1), "change {place}");
        }
        assert_ne!(hash_at(&base, 2), hash_at(&base, 1));
    }
}
