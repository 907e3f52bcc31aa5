//! One newtype for each kind of id, and the opaque global form that GraphQL shows.
//!
//! A global id is base64url of `<kind>:` followed by the sixteen bytes of the UUID. It is opaque to
//! clients: only equality means anything.

use async_graphql::ID;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::error::Refusal;

/// Encodes a kind and a UUID as an opaque id.
#[must_use]
pub fn encode(kind: &str, uuid: Uuid) -> ID {
    let mut bytes = Vec::with_capacity(kind.len() + 17);
    bytes.extend_from_slice(kind.as_bytes());
    bytes.push(b':');
    bytes.extend_from_slice(uuid.as_bytes());
    ID(URL_SAFE_NO_PAD.encode(bytes))
}

/// Decodes an opaque id into its kind and UUID; `None` when it is not one of ours.
#[must_use]
pub fn decode(id: &str) -> Option<(String, Uuid)> {
    let bytes = URL_SAFE_NO_PAD.decode(id).ok()?;
    let colon = bytes.len().checked_sub(17)?;
    if bytes[colon] != b':' {
        return None;
    }
    let kind = std::str::from_utf8(&bytes[..colon]).ok()?.to_owned();
    let uuid = Uuid::from_slice(&bytes[colon + 1..]).ok()?;
    Some((kind, uuid))
}

/// Makes a new UUID (version 7: ordered by the time of its making).
#[must_use]
pub fn fresh() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "the one place where ids are made")]
    Uuid::now_v7()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The kind as it stands in the opaque global id.
            pub const KIND: &'static str = $kind;

            /// Makes a new id.
            #[must_use]
            pub fn fresh() -> Self {
                Self(fresh())
            }

            /// The opaque id that clients see.
            #[must_use]
            pub fn global(self) -> ID {
                encode(Self::KIND, self.0)
            }

            /// Reads an id from a client. Anything else than an id of this kind is answered
            /// `NOT_FOUND`, exactly as an id of something that does not exist.
            pub fn parse(id: &ID) -> Result<Self, Refusal> {
                match decode(id) {
                    Some((kind, uuid)) if kind == Self::KIND => Ok(Self(uuid)),
                    _ => Err(Refusal::NotFound),
                }
            }
        }
    )*};
}

ids! {
    /// Id of a unit (the legal person, through all its versions).
    UnitId = "Unit";
    /// Id of a succession: one step from one unit to another.
    SuccessionId = "UnitSuccession";
    /// Id of a reorganisation of units.
    ReorganisationId = "Reorganisation";
    /// Id of an account.
    AccountId = "Account";
    /// Id of a role assignment.
    RoleAssignmentId = "RoleAssignment";
    /// Id of a personal token.
    ApiTokenId = "ApiToken";
    /// Id of a recorded value of a parameter.
    ParameterValueId = "ParameterValue";
    /// Id of a recorded day of the calendar.
    CalendarDayId = "CalendarDay";
    /// Id of an initiative: the request to recognise it, with all that becomes of it.
    InitiativeId = "Initiative";
    /// Id of an initiative of the past, imported to be compared with.
    PastInitiativeId = "PastInitiative";
    /// Id of a judgement about two initiatives that resemble each other.
    SimilarityJudgementId = "SimilarityJudgement";
    /// Id of an author of an initiative.
    InitiativeAuthorId = "InitiativeAuthor";
    /// Id of a file of a request.
    AttachmentId = "InitiativeAttachment";
    /// Id of an initiative council.
    CouncilId = "InitiativeCouncil";
    /// Id of a council's review of an initiative.
    ReviewId = "InitiativeReview";
    /// Id of a sitting of a council.
    SittingId = "CouncilSitting";
    /// Id of a recognition of an initiative.
    RecognitionId = "InitiativeRecognition";
    /// Id of the adoption of an initiative by another unit.
    AdoptionId = "InitiativeAdoption";
    /// Id of the referral of an initiative to the province.
    ReferralId = "InitiativeReferral";
    /// Id of a document that was generated.
    DocumentId = "GeneratedDocument";
    /// Id of a criteria set in one version.
    CriteriaSetId = "CriteriaSet";
    /// Id of a group of criteria.
    CriterionGroupId = "CriteriaGroup";
    /// Id of a criterion in one version of its set.
    CriterionId = "Criterion";
    /// Id of a bonus or penalty item.
    MeritItemId = "MeritItem";
    /// Id of a campaign.
    CampaignId = "Campaign";
    /// Id of a peer group in a campaign.
    PeerGroupId = "PeerGroup";
    /// Id of a unit as frozen for one campaign.
    CampaignUnitId = "CampaignUnit";
    /// Id of an appraiser's assignment.
    AppraiserAssignmentId = "AppraiserAssignment";
    /// Id of a unit's score sheet in a campaign.
    SubmissionId = "Submission";
    /// Id of one line of a score sheet.
    ScoreLineId = "ScoreLine";
    /// Id of the link between a line and a file.
    EvidenceLinkId = "EvidenceLink";
    /// Id of an adjustment of a line.
    AdjustmentId = "Adjustment";
    /// Id of a stored file.
    FileId = "StoredFile";
    /// Id of a computed ranking.
    RankingId = "Ranking";
    /// Id of one unit's result in a ranking.
    RankingResultId = "Result";
    /// Id of a recorded bonus or penalty of a unit.
    MeritEntryId = "MeritEntry";
    /// Id of an audit entry.
    AuditEntryId = "AuditEntry";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_global_id_returns_to_the_same_id() {
        let id = UnitId::fresh();
        assert_eq!(UnitId::parse(&id.global()).expect("own id"), id);
    }

    #[test]
    fn an_id_of_another_kind_does_not_exist() {
        let id = UnitId::fresh().global();
        assert!(matches!(AccountId::parse(&id), Err(Refusal::NotFound)));
        assert!(matches!(UnitId::parse(&ID("nonsense".into())), Err(Refusal::NotFound)));
        assert!(matches!(UnitId::parse(&ID(String::new())), Err(Refusal::NotFound)));
    }
}
