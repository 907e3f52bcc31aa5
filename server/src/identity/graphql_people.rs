//! The administration of people and roles in the schema.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject, Union};
use time::{Date, OffsetDateTime};

use super::administration::{self, Done, Invited, PersonForm, Renewed};
use super::model::{Account, PeopleProblem, PeopleProblemCode, RoleAssignment};
use super::people::PEOPLE_COLUMNS;
use super::renewals::Renewal;
use super::tenure::{NewRole, Substitution};
use super::{policy, queries};
use crate::access::{Action as _, Role};
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::graphql::tables::{self, ImportRowProblem, TableFileInput, TablePreview};
use crate::graphql::viewer::Viewer;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, CampaignId, PeerGroupId, RoleAssignmentId, UnitId};
use crate::shared::import::ImportMode;
use crate::shared::table::Preview;

/// Changes of people and roles.
#[derive(Default)]
pub struct PeopleMutation;

#[Object]
impl PeopleMutation {
    /// Makes an account; its first password is answered once and must be changed at the first sign-in.
    /// Administrators.
    #[graphql(directive = asks::apply(policy::AdministerAccount::PROOF))]
    async fn add_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] input: AddAccountInput,
    ) -> Result<InvitationResult> {
        let actor = ctx.actor()?;
        let unit = parsed(ctx, input.unit_id.as_ref(), UnitId::parse)?;
        let form = PersonForm { display_name: input.display_name, unit, email: input.email };
        let done = administration::add_account(ctx.app(), actor, &input.login, form, &input.request).await;
        outcome(ctx, done.map(|invited| InvitationResult::Invitation(invited.into())))
    }

    /// Corrects the name, the unit of work and the address of a person; roles stay as they are.
    /// Administrators.
    #[graphql(directive = asks::apply(policy::AdministerAccount::PROOF))]
    async fn revise_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person as they shall read.")] input: ReviseAccountInput,
    ) -> Result<AccountResult> {
        let actor = ctx.actor()?;
        let id = required(ctx, &input.account_id, AccountId::parse)?;
        let unit = parsed(ctx, input.unit_id.as_ref(), UnitId::parse)?;
        let form = PersonForm { display_name: input.display_name, unit, email: input.email };
        let done = administration::revise_account(ctx.app(), actor, id, form, &input.request).await;
        outcome(ctx, done.map(|account| AccountResult::Account(account.into())))
    }

    /// Closes an account, which ends its sessions and personal tokens, or opens it again. Administrators, never for their own.
    #[graphql(directive = asks::apply(policy::AdministerAccount::PROOF))]
    async fn set_account_active(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account, and whether it is open.")] input: SetAccountActiveInput,
    ) -> Result<AccountResult> {
        let actor = ctx.actor()?;
        let id = required(ctx, &input.account_id, AccountId::parse)?;
        let done = administration::set_active(ctx.app(), actor, id, input.is_active, &input.request).await;
        outcome(ctx, done.map(|account| AccountResult::Account(account.into())))
    }

    /// Gives an account a new first password, answered once, and ends its sessions and personal tokens; the second factor
    /// stays. Where the person holds a role in which they sign, decide, vote, number or administer, it waits for another
    /// administrator. Administrators.
    #[graphql(directive = asks::apply(policy::AdministerAccount::PROOF))]
    async fn renew_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account.")] input: RenewPasswordInput,
    ) -> Result<RenewalResult> {
        let actor = ctx.actor()?;
        let id = required(ctx, &input.account_id, AccountId::parse)?;
        let done = administration::renew_password(ctx.app(), actor, id, &input.request).await;
        match outcome(ctx, done.map(RenewalAnswer::Done))? {
            RenewalAnswer::Problem(problem) => Ok(RenewalResult::Problem(problem)),
            RenewalAnswer::Done(Renewed::Done(invited)) => Ok(RenewalResult::Invitation(invited.into())),
            RenewalAnswer::Done(Renewed::Waits(renewal)) => {
                let told = queries::confirmable(ctx.app(), actor, vec![renewal]).await;
                let told = told.map_err(|refusal| ctx.refuse(refusal))?.pop().map(PasswordRenewal::from);
                Ok(RenewalResult::Renewal(ctx.required(Ok(told))?))
            }
        }
    }

    /// Confirms a new first password that another administrator asked for: it is answered once, sessions and personal
    /// tokens end, the second factor stays. Administrators since yesterday, never for their own account.
    #[graphql(directive = asks::apply(policy::AdministerAccount::PROOF))]
    async fn confirm_password_renewal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: ConfirmPasswordRenewalInput,
    ) -> Result<InvitationResult> {
        let actor = ctx.actor()?;
        let id = required(ctx, &input.account_id, AccountId::parse)?;
        let done = administration::confirm_renewal(ctx.app(), actor, id).await;
        outcome(ctx, done.map(|invited| InvitationResult::Invitation(invited.into())))
    }

    /// Takes back a new first password that waits for another administrator, or refuses to confirm it. Administrators.
    #[graphql(directive = asks::apply(policy::AdministerAccount::PROOF))]
    async fn drop_password_renewal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose, and why.")] input: DropPasswordRenewalInput,
    ) -> Result<AccountResult> {
        let actor = ctx.actor()?;
        let id = required(ctx, &input.account_id, AccountId::parse)?;
        let done = administration::drop_renewal(ctx.app(), actor, id, &input.reason).await;
        outcome(ctx, done.map(|account| AccountResult::Account(account.into())))
    }

    /// Makes accounts from a file of people, all or none, at most 500 at once; with `validateOnly` it only tells what is wrong.
    /// Administrators.
    #[graphql(directive = asks::apply(policy::AdministerAccount::PROOF))]
    async fn import_people(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file and what to do with it.")] input: ImportPeopleInput,
    ) -> Result<PeopleImportResult> {
        let actor = ctx.actor()?;
        let mode = if input.validate_only { ImportMode::ValidateOnly } else { ImportMode::Apply };
        let given = tables::given(ctx, "csv", input.csv, input.file)?.unwrap_or_default();
        let file = given.file();
        let done = administration::import_people(ctx.app(), actor, file, mode, &input.request).await;
        let answer = done.map(|(report, passwords)| {
            let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
            PeopleImportResult::Import(PeopleImport {
                rows: count(report.rows),
                created: count(report.created),
                unchanged: count(report.unchanged),
                problem_count: count(report.problems.count()),
                problems: tables::rows(ctx, &report.problems),
                remarks: tables::rows(ctx, &report.remarks),
                preview: Preview::of(&file, &PEOPLE_COLUMNS).map(Into::into),
                first_passwords: passwords
                    .into_iter()
                    .map(|first| FirstPasswordView {
                        login: first.login,
                        display_name: first.display_name,
                        unit_name: first.unit_name,
                        password: first.password,
                    })
                    .collect(),
            })
        });
        outcome(ctx, answer)
    }

    /// Gives a role to an account, over the province or a part of it, for a time. Administrators.
    #[graphql(directive = asks::apply(policy::AdministerRole::PROOF))]
    async fn assign_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The role.")] input: AssignRoleInput,
    ) -> Result<RoleResult> {
        let actor = ctx.actor()?;
        let new = NewRole {
            account: required(ctx, &input.account_id, AccountId::parse)?,
            role: input.role,
            unit: parsed(ctx, input.unit_id.as_ref(), UnitId::parse)?,
            campaign: parsed(ctx, input.campaign_id.as_ref(), CampaignId::parse)?,
            peer_group: parsed(ctx, input.peer_group_id.as_ref(), PeerGroupId::parse)?,
            valid_from: input.valid_from,
            valid_to: input.valid_to,
            legal_basis: input.legal_basis,
        };
        let done = administration::assign_role(ctx.app(), actor, new).await;
        outcome(ctx, done.map(RoleResult::Assignment))
    }

    /// Ends a role; yesterday as its last day ends it at once. Administrators; a substitution also whoever is
    /// substituted.
    #[graphql(directive = asks::apply(policy::AdministerRole::PROOF))]
    async fn end_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which assignment, when and why.")] input: EndRoleInput,
    ) -> Result<RoleResult> {
        let actor = ctx.actor()?;
        let id = required(ctx, &input.assignment_id, RoleAssignmentId::parse)?;
        let done = administration::end_role(ctx.app(), actor, id, input.last_day, &input.reason).await;
        outcome(ctx, done.map(RoleResult::Assignment))
    }

    /// Names who stands in for the holder of a role during an absence. The holder, and administrators.
    #[graphql(directive = asks::apply(policy::AdministerRole::PROOF))]
    async fn name_substitute(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose place is taken, by whom, from when until when.")] input: NameSubstituteInput,
    ) -> Result<RoleResult> {
        let actor = ctx.actor()?;
        let original = required(ctx, &input.assignment_id, RoleAssignmentId::parse)?;
        let wanted = Substitution {
            account: required(ctx, &input.account_id, AccountId::parse)?,
            valid_from: input.valid_from,
            valid_to: input.valid_to,
            legal_basis: input.legal_basis,
        };
        let done = administration::name_substitute(ctx.app(), actor, original, wanted).await;
        outcome(ctx, done.map(RoleResult::Assignment))
    }

    /// Chooses the one role in which the viewer acts in this session from now on, or all of them. What other
    /// roles allow is out of reach meanwhile; nobody appraises the own unit in any case.
    #[graphql(directive = asks::apply(policy::ActAs::PROOF))]
    async fn act_as(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The role.")] input: ActAsInput,
    ) -> Result<Viewer> {
        let actor = ctx.person()?;
        // Whoever must still set up a second factor does not come around it by another role.
        ctx.actor()?;
        let chosen = parsed(ctx, input.assignment_id.as_ref(), RoleAssignmentId::parse)?;
        let next = administration::act_as(ctx.app(), &ctx.request().session, actor, chosen)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(Viewer::from(Arc::new(next)))
    }
}

fn required<T>(ctx: &Context<'_>, id: &ID, parse: impl Fn(&ID) -> Result<T, Refusal>) -> Result<T> {
    parse(id).map_err(|refusal| ctx.refuse(refusal))
}

fn parsed<T>(
    ctx: &Context<'_>,
    id: Option<&ID>,
    parse: impl Fn(&ID) -> Result<T, Refusal>,
) -> Result<Option<T>> {
    id.map(|id| required(ctx, id, parse)).transpose()
}

/// A union that can answer a problem of people.
trait TellsProblem {
    fn problem(problem: PeopleProblem) -> Self;
}

fn outcome<T: TellsProblem>(ctx: &Context<'_>, done: Done<T>) -> Result<T> {
    match done {
        Ok(answer) => Ok(answer),
        Err(Failure::Problem(problem)) => Ok(T::problem(problem)),
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}

/// An account with its first password.
#[derive(SimpleObject)]
pub struct Invitation {
    /// The account.
    account: Arc<Account>,
    /// The first password: shown this once, to be changed at the first sign-in.
    first_password: String,
}

impl From<Invited> for Invitation {
    fn from(invited: Invited) -> Self {
        Self { account: Arc::new(invited.account), first_password: invited.password }
    }
}

/// The account with its first password, or what has to be corrected.
#[derive(Union)]
pub enum InvitationResult {
    /// The account with its first password.
    Invitation(Invitation),
    /// What has to be corrected.
    Problem(PeopleProblem),
}

impl TellsProblem for InvitationResult {
    fn problem(problem: PeopleProblem) -> Self {
        Self::Problem(problem)
    }
}

/// What came of asking, before it is told.
enum RenewalAnswer {
    Done(Renewed),
    Problem(PeopleProblem),
}

impl TellsProblem for RenewalAnswer {
    fn problem(problem: PeopleProblem) -> Self {
        Self::Problem(problem)
    }
}

/// A new first password that waits for another administrator.
pub struct PasswordRenewal {
    renewal: Renewal,
    viewer_can_confirm: bool,
}

impl From<(Renewal, bool)> for PasswordRenewal {
    fn from((renewal, viewer_can_confirm): (Renewal, bool)) -> Self {
        Self { renewal, viewer_can_confirm }
    }
}

/// A new first password that an administrator asked for, and that another one confirms within 24 hours.
#[Object]
impl PasswordRenewal {
    /// Whose.
    async fn account(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.renewal.account).await)
    }

    /// Who asked for it; null for whoever runs the server.
    async fn asked_by(&self, ctx: &Context<'_>) -> Option<Result<Arc<Account>>> {
        ctx.optional(ctx.loaders().account(self.renewal.asked_by?).await)
    }

    /// When.
    async fn asked_at(&self) -> OffsetDateTime {
        self.renewal.asked_at
    }

    /// The written request it rests on.
    async fn request(&self) -> Option<&str> {
        self.renewal.request.as_deref()
    }

    /// Until when it can be confirmed.
    async fn until(&self) -> OffsetDateTime {
        self.renewal.until
    }

    /// Whether the viewer may confirm it: an administrator since yesterday, who did not ask for it, and whose password it
    /// is not.
    async fn viewer_can_confirm(&self) -> bool {
        self.viewer_can_confirm
    }
}

/// The account with its first password, the renewal that waits for another administrator, or what has to be corrected.
#[derive(Union)]
pub enum RenewalResult {
    /// The account with its first password.
    Invitation(Invitation),
    /// It waits for another administrator.
    Renewal(PasswordRenewal),
    /// What has to be corrected.
    Problem(PeopleProblem),
}

impl TellsProblem for RenewalResult {
    fn problem(problem: PeopleProblem) -> Self {
        Self::Problem(problem)
    }
}

/// The account as it is now, or what has to be corrected.
#[derive(Union)]
pub enum AccountResult {
    /// The account as it is now.
    Account(Arc<Account>),
    /// What has to be corrected.
    Problem(PeopleProblem),
}

impl TellsProblem for AccountResult {
    fn problem(problem: PeopleProblem) -> Self {
        Self::Problem(problem)
    }
}

/// The assignment as it is now, or what has to be corrected.
#[derive(Union)]
pub enum RoleResult {
    /// The assignment as it is now.
    Assignment(RoleAssignment),
    /// What has to be corrected.
    Problem(PeopleProblem),
}

impl TellsProblem for RoleResult {
    fn problem(problem: PeopleProblem) -> Self {
        Self::Problem(problem)
    }
}

/// What an import of people found and did.
#[derive(SimpleObject)]
pub struct PeopleImport {
    /// Rows in the file, without the heading.
    rows: i32,
    /// Accounts made, or that would be made.
    created: i32,
    /// Rows whose sign-in name exists already; they are left alone.
    unchanged: i32,
    /// Number of everything that is wrong; when there is anything, nothing was changed.
    problem_count: i32,
    /// What is wrong, by line: the first 1 000.
    problems: Vec<ImportRowProblem>,
    /// Columns of the file that are not read.
    remarks: Vec<ImportRowProblem>,
    /// The first rows as they were understood; null when the file has no header that can be read.
    preview: Option<TablePreview>,
    /// First passwords of the accounts that were made: shown this once.
    first_passwords: Vec<FirstPasswordView>,
}

/// A first password to hand to its person.
#[derive(SimpleObject)]
#[graphql(name = "FirstPassword")]
pub struct FirstPasswordView {
    /// Name for signing in.
    login: String,
    /// Full name of the person.
    display_name: String,
    /// Name of the unit they belong to; null for who belongs to none.
    unit_name: Option<String>,
    /// The password; it must be changed at the first sign-in.
    password: String,
}

/// What the import found and did, or what has to be corrected about the request itself.
#[derive(Union)]
pub enum PeopleImportResult {
    /// What it found and did.
    Import(PeopleImport),
    /// What has to be corrected.
    Problem(PeopleProblem),
}

impl TellsProblem for PeopleImportResult {
    fn problem(problem: PeopleProblem) -> Self {
        Self::Problem(problem)
    }
}

/// Why people or roles cannot be changed so.
#[Object]
impl PeopleProblem {
    /// Fixed code.
    async fn code(&self) -> PeopleProblemCode {
        self.code
    }

    /// The reason in words, in the language of the request.
    async fn message(&self, ctx: &Context<'_>) -> &'static str {
        self.code.message(ctx.locale())
    }

    /// Names of the input fields it concerns, outermost first.
    async fn path(&self) -> &[String] {
        &self.path
    }
}

/// A person to be given an account.
#[derive(InputObject)]
pub struct AddAccountInput {
    /// Name for signing in: 3 to 60 small letters, digits, dots, hyphens and underscores, a letter first.
    login: String,
    /// Name as shown.
    display_name: String,
    /// Unit of work.
    unit_id: Option<ID>,
    /// E-mail address.
    email: Option<String>,
    /// The written request it rests on; kept in the trail.
    request: String,
}

/// A person as they shall read.
#[derive(InputObject)]
pub struct ReviseAccountInput {
    /// Which account.
    account_id: ID,
    /// Name as shown.
    display_name: String,
    /// Unit of work; absent records none.
    unit_id: Option<ID>,
    /// E-mail address; absent records none.
    email: Option<String>,
    /// The written request it rests on; kept in the trail.
    request: String,
}

/// An account to be closed or opened.
#[derive(InputObject)]
pub struct SetAccountActiveInput {
    /// Which account.
    account_id: ID,
    /// Whether it may sign in from now on.
    is_active: bool,
    /// The written request it rests on; kept in the trail.
    request: String,
}

/// An account to be given a new first password.
#[derive(InputObject)]
pub struct RenewPasswordInput {
    /// Which account.
    account_id: ID,
    /// The written request it rests on; kept in the trail.
    request: String,
}

/// A new first password to be confirmed.
#[derive(InputObject)]
pub struct ConfirmPasswordRenewalInput {
    /// Whose: the account of one of `passwordRenewals`.
    account_id: ID,
}

/// A new first password that shall not be given.
#[derive(InputObject)]
pub struct DropPasswordRenewalInput {
    /// Whose: the account of one of `passwordRenewals`.
    account_id: ID,
    /// Why; kept in the trail.
    reason: String,
}

/// A file of people.
#[derive(InputObject)]
pub struct ImportPeopleInput {
    /// The file by its bytes, with the columns `login`, `full_name`, `unit_code`; optional `email`, `role`,
    /// `valid_from`, `valid_to`.
    file: Option<TableFileInput>,
    /// Instead of the file: the text of a CSV.
    csv: Option<String>,
    /// Only tell what is wrong.
    validate_only: bool,
    /// The written request it rests on; kept in the trail.
    request: String,
}

/// A role to be given.
#[derive(InputObject)]
pub struct AssignRoleInput {
    /// Who receives it.
    account_id: ID,
    /// Role.
    role: Role,
    /// The unit it is bound to, for roles bound to a unit.
    unit_id: Option<ID>,
    /// The campaign it is bound to, for roles that may be bound to one.
    campaign_id: Option<ID>,
    /// The peer group it is bound to, for heads of peer groups.
    peer_group_id: Option<ID>,
    /// First day in force.
    valid_from: Date,
    /// Last day in force; absent without end.
    valid_to: Option<Date>,
    /// Decision or letter it rests on, or the written request.
    legal_basis: String,
}

/// A role to be ended.
#[derive(InputObject)]
pub struct EndRoleInput {
    /// Which assignment.
    assignment_id: ID,
    /// Its last day; yesterday ends it at once.
    last_day: Date,
    /// Why; kept in the trail.
    reason: String,
}

/// Someone who stands in for the holder of a role.
#[derive(InputObject)]
pub struct NameSubstituteInput {
    /// The assignment whose holder is absent.
    assignment_id: ID,
    /// Who stands in: one of `possibleSubstitutes`.
    account_id: ID,
    /// First day.
    valid_from: Date,
    /// Last day.
    valid_to: Date,
    /// Decision or letter it rests on.
    legal_basis: String,
}

/// The role to act in.
#[derive(InputObject)]
pub struct ActAsInput {
    /// One of the viewer's assignments in force; absent acts in all of them.
    assignment_id: Option<ID>,
}
