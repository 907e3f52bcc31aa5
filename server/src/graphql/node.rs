//! `node(id)`: any record by its opaque id, as far as the viewer may see it.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface, Object, Result};

use super::campaign::CampaignNode;
use super::context::ContextExt as _;
use crate::adoptions::{self, AdoptedCase};
use crate::attachments::{self, AttachedFile};
use crate::campaigns;
use crate::councils::{self, Council};
use crate::criteria::{self, Criterion, StoredSet};
use crate::documents::{self, GeneratedDocument};
use crate::files::StoredFile;
use crate::identity::Account;
use crate::initiatives::{self, Initiative};
use crate::recognitions::{self, RecognisedCase};
use crate::referrals::{self, ReferredCase};
use crate::reviews::{self, ReviewedCase, Sitting};
use crate::shared::error::Refusal;
use crate::shared::id::{
    self, AccountId, AdoptionId, AttachmentId, CampaignId, CouncilId, CriteriaSetId, CriterionId, DocumentId,
    FileId, InitiativeId, RecognitionId, ReferralId, ReviewId, ScoreLineId, SittingId, SubmissionId, UnitId,
};
use crate::submissions::{self, Sheet, SheetLine};
use crate::units::Unit;

/// A record with an opaque id that `node` finds again.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque id."))]
pub enum Node {
    Unit(Arc<Unit>),
    Account(Arc<Account>),
    CriteriaSet(Arc<StoredSet>),
    Criterion(Arc<Criterion>),
    Campaign(CampaignNode),
    Submission(Arc<Sheet>),
    ScoreLine(SheetLine),
    StoredFile(StoredFile),
    Initiative(Arc<Initiative>),
    Council(Arc<Council>),
    Review(Arc<ReviewedCase>),
    Sitting(Arc<Sitting>),
    Recognition(Arc<RecognisedCase>),
    Adoption(Arc<AdoptedCase>),
    Referral(Arc<ReferredCase>),
    Document(GeneratedDocument),
    Attachment(AttachedFile),
}

/// Look-up by opaque id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The record with this opaque id; null when there is none that the viewer may see.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id as answered by any `id` field.")] id: ID,
    ) -> Option<Result<Node>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let (kind, uuid) = id::decode(&id)?;
        let app = ctx.app();
        let found: Result<Option<Node>, Refusal> = match kind.as_str() {
            UnitId::KIND => ctx.loaders().unit(UnitId(uuid)).await.map(|found| found.map(Node::Unit)),
            AccountId::KIND => {
                ctx.loaders().account(AccountId(uuid)).await.map(|found| found.map(Node::Account))
            }
            CriteriaSetId::KIND => criteria::find(app, actor, CriteriaSetId(uuid))
                .await
                .map(|found| found.map(Node::CriteriaSet)),
            CriterionId::KIND => criteria::find_criterion(app, actor, CriterionId(uuid))
                .await
                .map(|found| found.map(Node::Criterion)),
            CampaignId::KIND => campaigns::find(app, actor, CampaignId(uuid))
                .await
                .map(|found| found.map(|campaign| Node::Campaign(campaign.into()))),
            SubmissionId::KIND => submissions::find(app, actor, SubmissionId(uuid))
                .await
                .map(|found| found.map(Node::Submission)),
            ScoreLineId::KIND => submissions::find_line(app, actor, ScoreLineId(uuid))
                .await
                .map(|found| found.map(Node::ScoreLine)),
            FileId::KIND => submissions::find_file(app, actor, FileId(uuid))
                .await
                .map(|found| found.map(Node::StoredFile)),
            InitiativeId::KIND => initiatives::find(app, actor, InitiativeId(uuid))
                .await
                .map(|found| found.map(Node::Initiative)),
            CouncilId::KIND => {
                councils::find(app, actor, CouncilId(uuid)).await.map(|found| found.map(Node::Council))
            }
            ReviewId::KIND => {
                reviews::find(app, actor, ReviewId(uuid)).await.map(|found| found.map(Node::Review))
            }
            SittingId::KIND => {
                reviews::find_sitting(app, actor, SittingId(uuid)).await.map(|found| found.map(Node::Sitting))
            }
            RecognitionId::KIND => recognitions::find(app, actor, RecognitionId(uuid))
                .await
                .map(|found| found.map(Node::Recognition)),
            AdoptionId::KIND => {
                adoptions::find(app, actor, AdoptionId(uuid)).await.map(|found| found.map(Node::Adoption))
            }
            ReferralId::KIND => {
                referrals::find(app, actor, ReferralId(uuid)).await.map(|found| found.map(Node::Referral))
            }
            AttachmentId::KIND => attachments::find(app, actor, AttachmentId(uuid))
                .await
                .map(|found| found.map(Node::Attachment)),
            DocumentId::KIND => {
                documents::find(app, actor, DocumentId(uuid)).await.map(|found| found.map(Node::Document))
            }
            _ => Ok(None),
        };
        ctx.optional(found)
    }
}
