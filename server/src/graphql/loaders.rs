//! The batched reads of one request, built with the actor's scope and dropped with the request.

use std::sync::Arc;

use futures::FutureExt as _;

use crate::access::Actor;
use crate::adoptions::AdoptionBatches;
use crate::app::App;
use crate::audit::AuditBatches;
use crate::campaigns::CampaignBatches;
use crate::councils::CouncilBatches;
use crate::criteria::{self, StoredSet};
use crate::identity::{self, Account, RoleAssignment};
use crate::initiatives::InitiativeBatches;
use crate::ranking::RankingBatches;
use crate::recognitions::RecognitionBatches;
use crate::reviews::ReviewBatches;
use crate::shared::batch::Batch;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, CriteriaSetId, FileId, InitiativeId, UnitId};
use crate::similarities::{self, Similar};
use crate::submissions;
use crate::units::{Unit, UnitBatches};

/// Batched reads of entities that many records refer to.
pub struct Loaders {
    units: UnitBatches,
    accounts: Batch<AccountId, Account>,
    assignments: Batch<AccountId, Vec<Arc<RoleAssignment>>>,
    criteria_sets: Batch<CriteriaSetId, Arc<StoredSet>>,
    campaigns: CampaignBatches,
    link_counts: Batch<FileId, u64>,
    rankings: RankingBatches,
    initiatives: InitiativeBatches,
    councils: CouncilBatches,
    adoptions: AdoptionBatches,
    recognitions: RecognitionBatches,
    reviews: ReviewBatches,
    judged_similar: Batch<InitiativeId, Vec<Similar>>,
    audit: AuditBatches,
}

impl Loaders {
    /// Loaders for one request of this person, or of nobody signed in.
    #[must_use]
    pub fn new(app: &App, reader: Option<&Arc<Actor>>) -> Self {
        let for_assignments = app.clone();
        let for_accounts = app.clone();
        let for_link_counts = app.clone();
        let for_sets = app.clone();
        let for_judged = app.clone();
        Self {
            units: UnitBatches::new(app),
            accounts: Batch::new(move |ids: Vec<AccountId>| {
                let app = for_accounts.clone();
                async move {
                    let found = identity::load_many(&app, &ids).await?;
                    Ok(found.into_iter().map(|account| (account.id, account)).collect())
                }
                .boxed()
            }),
            assignments: Batch::new(move |ids: Vec<AccountId>| {
                let app = for_assignments.clone();
                async move { identity::assignments_today(&app, &ids).await }.boxed()
            }),
            criteria_sets: Batch::new(move |ids: Vec<CriteriaSetId>| {
                let app = for_sets.clone();
                async move { criteria::load_sets(&app, app.db.read(), &ids).await }.boxed()
            }),
            campaigns: CampaignBatches::new(app),
            link_counts: Batch::new(move |ids: Vec<FileId>| {
                let app = for_link_counts.clone();
                async move { submissions::link_counts(app.db.read(), &ids).await }.boxed()
            }),
            rankings: RankingBatches::new(app),
            initiatives: InitiativeBatches::new(app),
            councils: CouncilBatches::new(app),
            adoptions: AdoptionBatches::new(app),
            recognitions: RecognitionBatches::new(app),
            reviews: ReviewBatches::new(app),
            judged_similar: Batch::new(move |ids: Vec<InitiativeId>| {
                let app = for_judged.clone();
                async move { similarities::judged(&app, &ids).await }.boxed()
            }),
            audit: AuditBatches::new(app, reader),
        }
    }

    /// A unit as it stands today or, when dissolved, as it last stood.
    pub async fn unit(&self, id: UnitId) -> Result<Option<Arc<Unit>>, Refusal> {
        self.units.latest(id).await
    }

    /// Units on any day, and what stands above and below them.
    pub fn units(&self) -> &UnitBatches {
        &self.units
    }

    /// An account; the names of colleagues are open to everybody signed in.
    pub async fn account(&self, id: AccountId) -> Result<Option<Arc<Account>>, Refusal> {
        self.accounts.load(id).await
    }

    /// The roles that an account holds today.
    pub async fn assignments(&self, id: AccountId) -> Result<Vec<Arc<RoleAssignment>>, Refusal> {
        Ok(self.assignments.load(id).await?.map(|held| held.to_vec()).unwrap_or_default())
    }

    /// A criteria set in one version.
    pub async fn criteria_set(&self, id: CriteriaSetId) -> Result<Option<Arc<StoredSet>>, Refusal> {
        Ok(self.criteria_sets.load(id).await?.map(Arc::unwrap_or_clone))
    }

    /// Campaigns, their frozen units and peer groups.
    pub fn campaigns(&self) -> &CampaignBatches {
        &self.campaigns
    }

    /// How many lines cite a file.
    pub async fn link_count(&self, id: FileId) -> Result<u64, Refusal> {
        Ok(self.link_counts.load(id).await?.map_or(0, |count| *count))
    }

    /// What happened to initiatives, and their clocks.
    pub fn initiatives(&self) -> &InitiativeBatches {
        &self.initiatives
    }

    /// What was judged about an initiative and cases that resemble it; who may see it is asked where it is shown.
    pub async fn judged_similar(&self, id: InitiativeId) -> Result<Vec<Similar>, Refusal> {
        Ok(self.judged_similar.load(id).await?.map(Arc::unwrap_or_clone).unwrap_or_default())
    }

    /// The trail, as the person of the request may read it.
    pub fn audit(&self) -> &AuditBatches {
        &self.audit
    }

    /// Initiative councils.
    pub fn councils(&self) -> &CouncilBatches {
        &self.councils
    }

    /// Batched reads of adoptions.
    #[must_use]
    pub fn adoptions(&self) -> &AdoptionBatches {
        &self.adoptions
    }

    /// Batched reads of who decides about initiatives.
    #[must_use]
    pub fn recognitions(&self) -> &RecognitionBatches {
        &self.recognitions
    }

    /// Sittings of councils.
    pub fn reviews(&self) -> &ReviewBatches {
        &self.reviews
    }

    /// Rankings of campaigns.
    pub fn rankings(&self) -> &RankingBatches {
        &self.rankings
    }
}
