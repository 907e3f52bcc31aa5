//! Accounts, sessions and signing in, in the schema.

mod sessions;

pub use sessions::{SessionsMutation, SessionsQuery};

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, Union};
use time::{Date, OffsetDateTime};

use crate::access::{Action as _, Actor, Answered as _, Presence, Role};
use crate::audit;
use crate::graphql::asks::asks;
use crate::graphql::context::{ContextExt as _, RequestContext};
use crate::graphql::page::{Answer, answer, page_request};
use crate::graphql::viewer::Viewer;
use crate::identity::commands::{self, Entry, SignIn, SignedIn};
use crate::identity::graphql_people::PasswordRenewal;
use crate::identity::model::{
    Account, IdentityFault, IdentityProblem, IdentityProblemCode, RoleAssignment, SecondFactorNeeded,
    SessionInfo,
};
use crate::identity::renewals::Renewal;
use crate::identity::{policy, queries, session_store, store};
use crate::shared::clock::vietnam_date;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, CampaignId, PeerGroupId, RoleAssignmentId};
use crate::shared::operation::{self, Note};
use crate::units::Unit;

/// Queries of people.
#[derive(Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// The signed-in person; null when nobody is signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        ctx.request().actor.clone().map(Viewer::from)
    }

    /// The server's clock; deadlines are judged by it.
    async fn server_time(&self, ctx: &Context<'_>) -> OffsetDateTime {
        ctx.app().clock.now()
    }

    /// What the sign-in page must know before anybody is signed in.
    async fn sign_in_options(&self) -> SignInOptions {
        SignInOptions
    }

    /// Accounts by given name, for administrators, campaign managers and auditors.
    async fn accounts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of accounts, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Text in the name (marks and case do not count) or in the sign-in name.")]
        search: Option<String>,
        #[graphql(desc = "Only holders of this role today.")] role: Option<Role>,
    ) -> Result<Answer<Arc<Account>>> {
        let actor = ctx.actor()?;
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::page(ctx.app(), actor, search, role, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page.map(Arc::new)))
    }

    /// New first passwords that wait for another administrator, the oldest first; for administrators.
    async fn password_renewals(&self, ctx: &Context<'_>) -> Result<Vec<PasswordRenewal>> {
        let actor = ctx.actor()?;
        let waiting = queries::waiting_renewals(ctx.app(), actor).await;
        Ok(waiting.map_err(|refusal| ctx.refuse(refusal))?.into_iter().map(PasswordRenewal::from).collect())
    }

    /// Every role that an account ever had or will have, the newest first: for its owner, administrators,
    /// campaign managers and auditors.
    async fn role_assignments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the account.")] account_id: ID,
    ) -> Result<Vec<RoleAssignment>> {
        let actor = ctx.actor()?;
        let id = AccountId::parse(&account_id).map_err(|refusal| ctx.refuse(refusal))?;
        queries::all_assignments(ctx.app(), actor, id).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Every role in which somebody stands in for an account, stood in or will, the newest first: for its owner,
    /// administrators, campaign managers and auditors.
    async fn substitutions_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the account that is substituted.")] account_id: ID,
    ) -> Result<Vec<RoleAssignment>> {
        let actor = ctx.actor()?;
        let id = AccountId::parse(&account_id).map_err(|refusal| ctx.refuse(refusal))?;
        queries::substitutions_of(ctx.app(), actor, id).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Those who may stand in for the holder of a role during an absence, by given name: colleagues of the unit
    /// that the role is bound to; where it is bound to none, the holder's colleagues, and everybody for those who
    /// list accounts. For the holder and administrators.
    async fn possible_substitutes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the role assignment.")] assignment_id: ID,
        #[graphql(desc = "Number of accounts, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Text in the name (marks and case do not count) or in the sign-in name.")]
        search: Option<String>,
    ) -> Result<Answer<Arc<Account>>> {
        let actor = ctx.actor()?;
        let id = RoleAssignmentId::parse(&assignment_id).map_err(|refusal| ctx.refuse(refusal))?;
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::possible_substitutes(ctx.app(), actor, id, search, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page.map(Arc::new)))
    }
}

/// What the sign-in page must know before anybody is signed in.
pub struct SignInOptions;

/// How one signs in here.
#[Object]
impl SignInOptions {
    /// Fewest characters of a new password.
    async fn password_min_length(&self, ctx: &Context<'_>) -> i32 {
        i32::try_from(ctx.app().config.password_min_length).unwrap_or(i32::MAX)
    }

    /// Name of the identity provider that offers sign-in at `/auth/oidc/start`, in the language of the request;
    /// null when there is none.
    async fn sso_name(&self, ctx: &Context<'_>) -> Option<String> {
        let sso = ctx.app().config.sso.as_ref()?;
        Some(ctx.locale().pick(&sso.name_vi, &sso.name_en).clone())
    }

    /// Whether there is no account at all yet: somebody has to set the installation up on its machine.
    async fn needs_set_up(&self, ctx: &Context<'_>) -> Result<bool> {
        queries::is_without_accounts(ctx.app()).await.map_err(|refusal| ctx.refuse(refusal))
    }
}

/// A password that somebody else renewed.
pub struct PasswordRenewed {
    renewal: Renewal,
    at: OffsetDateTime,
}

/// When and by whom the password of the signed-in person was renewed.
#[Object]
impl PasswordRenewed {
    /// When.
    async fn at(&self) -> OffsetDateTime {
        self.at
    }

    /// Who asked for it; null for whoever runs the server.
    async fn asked_by(&self, ctx: &Context<'_>) -> Option<Result<Arc<Account>>> {
        ctx.optional(ctx.loaders().account(self.renewal.asked_by?).await)
    }

    /// Who confirmed it; null where nobody else had to.
    async fn confirmed_by(&self, ctx: &Context<'_>) -> Option<Result<Arc<Account>>> {
        ctx.optional(ctx.loaders().account(self.renewal.confirmed_by?).await)
    }
}

/// The part of the viewer that this slice knows.
pub struct ViewerFields(pub Arc<Actor>);

#[Object]
impl ViewerFields {
    /// The account of the signed-in person.
    async fn account(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.0.account).await)
    }

    /// Whether the first password must be changed before anything else.
    async fn must_change_password(&self) -> bool {
        self.0.must_change_password
    }

    /// The last time that somebody else renewed the viewer's password; null when nobody did within the last 30 days.
    async fn password_renewed(&self, ctx: &Context<'_>) -> Option<Result<PasswordRenewed>> {
        let last = queries::last_renewal(ctx.app(), self.0.account).await;
        let told = |renewal: Renewal| Some(PasswordRenewed { at: renewal.done_at?, renewal });
        last.map_err(|refusal| ctx.refuse(refusal)).map(|last| last.and_then(told)).transpose()
    }

    /// The role in which the viewer acts in this session; null when in all of them.
    async fn acting_as(&self, ctx: &Context<'_>) -> Result<Option<RoleAssignment>> {
        let Some(chosen) = self.0.acting_as else { return Ok(None) };
        let held = assignments_of(ctx, self.0.account).await.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(held.into_iter().find(|assignment| assignment.id == chosen))
    }

    /// Whether the viewer makes accounts and gives roles.
    async fn can_administer_accounts(&self) -> bool {
        policy::may_administer_account(&self.0, self.0.account).is_offered()
    }

    /// Roles in force today, also while the viewer acts in one of them.
    async fn assignments(&self, ctx: &Context<'_>) -> Result<Vec<RoleAssignment>> {
        assignments_of(ctx, self.0.account).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Whether the viewer prepares and runs campaigns.
    async fn can_manage_campaigns(&self) -> bool {
        self.0.any_role(&[Role::CampaignManager]).is_some()
    }

    /// Whether the viewer administers accounts.
    async fn can_manage_accounts(&self) -> bool {
        policy::may_list_accounts(&self.0).is_ok()
    }

    /// Whether the viewer has a right to entries of the audit trail beyond their own deeds: `auditEntries` refuses
    /// others unless they ask for those.
    async fn can_read_audit(&self, ctx: &Context<'_>) -> bool {
        audit::reads(ctx.app(), &self.0)
    }

    /// Whether the viewer appraises.
    async fn can_appraise(&self) -> bool {
        self.0.any_role(&[Role::SectorAppraiser, Role::AppraisalLead]).is_some()
    }

    /// Whether the viewer reads across units and is offered the GraphQL explorer.
    async fn can_explore_graphql(&self) -> bool {
        policy::is_offered_the_explorer(&self.0)
    }

    /// Unit where the viewer works; null when none is recorded.
    async fn home_unit(&self, ctx: &Context<'_>) -> Option<Result<Arc<Unit>>> {
        ctx.optional(ctx.loaders().unit(self.0.home_unit?).await)
    }

    /// Where the browser tells the identity provider that the viewer leaves; null after a sign-in by password.
    async fn sign_out_url(&self, ctx: &Context<'_>) -> Option<String> {
        ctx.request().session.get(session_store::key::SIGN_OUT_URL).await.ok().flatten()
    }

    /// The viewer's sessions that are still alive, the last used first, at most 100.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<SessionInfo>> {
        queries::my_sessions(ctx.app(), &self.0).await.map_err(|refusal| ctx.refuse(refusal))
    }
}

async fn assignments_of(ctx: &Context<'_>, account: AccountId) -> Result<Vec<RoleAssignment>, Refusal> {
    let app = ctx.app();
    let today = vietnam_date(app.clock.now());
    let mut found = store::assignments(app.db.read(), &[account], today).await?;
    Ok(found.remove(&account).unwrap_or_default())
}

/// A session of the viewer.
#[Object]
impl SessionInfo {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        ID(self.id_hash.clone())
    }

    /// When it began.
    async fn created_at(&self) -> OffsetDateTime {
        self.created_at
    }

    /// When it was last used, to within five minutes.
    async fn last_seen_at(&self) -> OffsetDateTime {
        self.last_seen_at
    }

    /// Network address at sign-in; null when unknown.
    async fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// Browser at sign-in; null when it did not say.
    async fn user_agent(&self) -> Option<&str> {
        self.user_agent.as_deref()
    }

    /// Whether it is the session of this request.
    async fn is_current(&self, ctx: &Context<'_>) -> bool {
        ctx.request().session.id().is_some_and(|id| session_store::hash(id) == self.id_hash)
    }
}

/// An account of a person.
#[Object]
impl Account {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.id.global()
    }

    /// Name as shown; people sort by given name, the last word.
    async fn display_name(&self) -> &str {
        &self.display_name
    }

    /// Name for signing in; null unless it is the viewer's own or the viewer may list accounts.
    async fn login(&self, ctx: &Context<'_>) -> Option<&str> {
        self.shows_details_to(ctx).then_some(self.login.as_str())
    }

    /// E-mail address; null when none is recorded, or unless it is the viewer's own or the viewer administers accounts.
    async fn email(&self, ctx: &Context<'_>) -> Option<&str> {
        let sees = ctx.visitor().is_some_and(|actor| policy::sees_address(actor, self.id));
        self.email.as_deref().filter(|_| sees)
    }

    /// Whether the account may sign in; null unless the viewer may list accounts or it is their own.
    async fn is_active(&self, ctx: &Context<'_>) -> Option<bool> {
        self.shows_details_to(ctx).then_some(self.is_active)
    }

    /// Whether the account belongs to the sample data.
    async fn is_sample(&self) -> bool {
        self.is_sample
    }

    /// Unit of work; null when none is recorded.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Arc<Unit>>> {
        ctx.optional(ctx.loaders().unit(self.unit?).await)
    }

    /// Roles in force today; null unless the viewer may list accounts or it is their own.
    async fn assignments(&self, ctx: &Context<'_>) -> Option<Result<Vec<Arc<RoleAssignment>>>> {
        if !self.shows_details_to(ctx) {
            return None;
        }
        let read = ctx.loaders().assignments(self.id).await;
        Some(read.map_err(|refusal| ctx.refuse(refusal)))
    }

    /// Last successful sign-in; null when there was none, or unless the viewer may list accounts or it is their own.
    async fn last_sign_in_at(&self, ctx: &Context<'_>) -> Option<OffsetDateTime> {
        self.last_sign_in_at.filter(|_| self.shows_details_to(ctx))
    }
}

impl Account {
    fn shows_details_to(&self, ctx: &Context<'_>) -> bool {
        ctx.visitor().is_some_and(|actor| policy::sees_details(actor, self.id))
    }
}

/// A role held over a unit or the province, for a time.
#[Object]
impl RoleAssignment {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.id.global()
    }

    /// Whoever holds it.
    async fn account(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.account).await)
    }

    /// Role.
    async fn role(&self) -> Role {
        self.role
    }

    /// Unit it is bound to; null when it is bound to none.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Arc<Unit>>> {
        ctx.optional(ctx.loaders().unit(self.unit?).await)
    }

    /// What it is bound to, in words, in the language of the request; null for the whole province.
    async fn scope_name(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        let locale = ctx.locale();
        if let Some(unit) = self.unit {
            let found = ctx.loaders().unit(unit).await;
            return ctx.optional(found.map(|unit| unit.map(|unit| unit.name_vi.clone())));
        }
        if let Some(campaign) = self.campaign {
            let found = ctx.loaders().campaigns().campaign(campaign).await;
            let shown = found.map(|one| one.filter(|one| one.published_at.is_some()));
            let title = |one: &str, other: &str| locale.pick(one, other).to_owned();
            return ctx.optional(shown.map(|one| one.map(|one| title(&one.title_vi, &one.title_en))));
        }
        let found = ctx.loaders().campaigns().peer_group(self.peer_group?).await;
        ctx.optional(
            found.map(|group| group.map(|group| locale.pick(&*group.name_vi, &*group.name_en).to_owned())),
        )
    }

    /// Campaign it is bound to; null when it is bound to none.
    async fn campaign_id(&self) -> Option<ID> {
        self.campaign.map(CampaignId::global)
    }

    /// Peer group it is bound to; null when it is bound to none.
    async fn peer_group_id(&self) -> Option<ID> {
        self.peer_group.map(PeerGroupId::global)
    }

    /// The absent colleague whose place is taken; null when it is nobody's.
    async fn on_behalf_of(&self, ctx: &Context<'_>) -> Option<Result<Arc<Account>>> {
        ctx.optional(ctx.loaders().account(self.substitutes?.account).await)
    }

    /// First day in force.
    async fn valid_from(&self) -> Date {
        self.valid_from
    }

    /// Last day in force; null without end.
    async fn valid_to(&self) -> Option<Date> {
        self.valid_to
    }

    /// Decision or letter it rests on; null when none is recorded.
    async fn legal_basis(&self) -> Option<&str> {
        self.legal_basis.as_deref()
    }
}

/// Credentials.
#[derive(InputObject)]
pub struct SignInInput {
    /// Name for signing in; case does not count.
    pub login: String,
    /// Password.
    pub password: String,
}

/// A change of the viewer's own password.
#[derive(InputObject)]
pub struct ChangePasswordInput {
    /// Password now.
    pub current_password: String,
    /// New password, `signInOptions.passwordMinLength` to 128 characters, no rules of composition.
    pub new_password: String,
}

/// The signed-in person, the wish for a code, or what is wrong with the sign-in.
#[derive(Union)]
pub enum SignInResult {
    Viewer(Viewer),
    SecondFactor(SecondFactorNeeded),
    Problem(IdentityProblem),
}

/// The signed-in person, or what is wrong with the new password.
#[derive(Union)]
pub enum ChangePasswordResult {
    Viewer(Viewer),
    Problem(IdentityProblem),
}

/// Deeds of signing in.
#[derive(Default)]
pub struct IdentityMutation;

#[Object]
impl IdentityMutation {
    /// Signs a person in with name and password; where a second factor is set up, `verifySignInCode` is the next
    /// step. The session gets a new id. Needs no sign-in.
    #[graphql(directive = asks::apply(policy::BeginSession::PROOF))]
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Name and password.")] input: SignInInput,
    ) -> Result<SignInResult> {
        policy::may_begin_session(ctx.visitor()).map_err(|refusal| ctx.refuse(refusal))?;
        let request = ctx.request();
        let attempt = SignIn { login: &input.login, password: &input.password, entry: entry(request) };
        match commands::sign_in(ctx.app(), &request.session, attempt).await {
            Ok(SignedIn::Done(account)) => {
                operation::note(Note::SignIn, "accepted");
                viewer_of(ctx, account.id).await.map(SignInResult::Viewer)
            }
            Ok(SignedIn::CodeNeeded) => {
                let until = ctx.app().clock.now() + commands::CODE_WITHIN;
                Ok(SignInResult::SecondFactor(SecondFactorNeeded { until }))
            }
            Err(failure) => {
                if matches!(failure, Failure::Problem(_)) {
                    operation::note(Note::SignIn, "refused");
                }
                problem(ctx, failure, "password").map(SignInResult::Problem)
            }
        }
    }

    /// Ends the present session. Answers true also when nobody was signed in.
    #[graphql(directive = asks::apply(policy::EndSessions::PROOF))]
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<bool> {
        commands::sign_out(ctx.app(), &ctx.request().session, ctx.visitor())
            .await
            .map(|()| true)
            .map_err(|refusal| ctx.refuse(refusal))
    }

    /// Ends every session of the viewer, the present one too.
    #[graphql(directive = asks::apply(policy::EndSessions::PROOF))]
    async fn sign_out_everywhere(&self, ctx: &Context<'_>) -> Result<bool> {
        let actor = ctx.visitor().ok_or_else(|| ctx.refuse(Refusal::Unauthenticated))?;
        commands::sign_out_everywhere(ctx.app(), &ctx.request().session, actor)
            .await
            .map(|()| true)
            .map_err(|refusal| ctx.refuse(refusal))
    }

    /// Changes the viewer's own password; all other sessions and every personal token end.
    #[graphql(directive = asks::apply(policy::ChangePassword::PROOF))]
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Current and new password.")] input: ChangePasswordInput,
    ) -> Result<ChangePasswordResult> {
        use IdentityProblemCode::{TooManyAttempts, WrongPassword};

        let actor = ctx.visitor().ok_or_else(|| ctx.refuse(Refusal::Unauthenticated))?;
        let changed = commands::change_password(
            ctx.app(),
            &ctx.request().session,
            actor,
            &input.current_password,
            &input.new_password,
        )
        .await;
        match changed {
            Ok(_) => viewer_of(ctx, actor.account).await.map(ChangePasswordResult::Viewer),
            Err(failure) => {
                let field = match &failure {
                    Failure::Problem(IdentityFault { code: WrongPassword | TooManyAttempts, .. }) => {
                        "currentPassword"
                    }
                    _ => "newPassword",
                };
                problem(ctx, failure, field).map(ChangePasswordResult::Problem)
            }
        }
    }
}

/// The person as they stand after having just proved who they are.
async fn viewer_of(ctx: &Context<'_>, account: AccountId) -> Result<Viewer> {
    let presence = Presence::Session { has_just_proved: true };
    let actor = queries::actor_in(ctx.app(), account, presence).await;
    ctx.required(actor).map(|actor| Viewer::from(Arc::new(actor)))
}

/// Where the request comes from.
fn entry(request: &RequestContext) -> Entry<'_> {
    Entry {
        address: request.address.as_deref(),
        user_agent: request.user_agent.as_deref(),
        browser: &request.browser,
        sign_out_url: None,
    }
}

fn problem(ctx: &Context<'_>, failure: Failure<IdentityFault>, field: &str) -> Result<IdentityProblem> {
    match failure {
        Failure::Problem(fault) => {
            Ok(fault.problem(ctx.locale(), field, ctx.app().config.password_min_length()))
        }
        Failure::Refusal(refusal) => Err(ctx.refuse(refusal)),
    }
}
