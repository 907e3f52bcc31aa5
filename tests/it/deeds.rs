//! What each mutation asks of the person, as the schema declares it: asked by a personal token, in a session whose
//! proof is old, in one whose proof is fresh, and by somebody to whom the deed is not open.

use std::collections::BTreeMap;

use async_graphql::parser::types::FieldDefinition;
use sea_orm::{ActiveValue::Set, EntityTrait as _};
use serde_json::{Value, json};
use thidua::access::Role;
use thidua::config::Config;
use thidua::entity::{evidence_link, initiative_attachment, stored_file};
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::clock::Clock as _;
use thidua::shared::id::{self, UnitId};
use time::Duration;
use time::macros::date;
use uuid::Uuid;

use crate::support::scenario::{self, World, campaign_input, second_draft, text};
use crate::support::sdl::{Schema, some_id};
use crate::support::{Answer, Client, TestApp, appraised, initiatives, referrals, reviews};

/// How long a proof of identity lasts here.
const PROOF: Duration = Duration::minutes(10);

/// Who does a deed, to whom it is not open (nobody, when it is about oneself), and with what input.
pub struct Row {
    who: String,
    other: Option<&'static str>,
    /// What is asked for.
    pub input: Value,
}

fn row(who: &str, other: &'static str, input: Value) -> Row {
    Row { who: who.to_owned(), other: Some(other), input }
}

fn own(input: Value) -> Row {
    Row { who: "tudo".to_owned(), other: None, input }
}

/// What the deeds are done to.
pub struct Records {
    /// The province.
    pub world: World,
    /// A campaign that is a draft.
    pub draft: String,
    /// Line C2 of X1, which the appraisal has decided.
    pub line: String,
    /// Who alone appraises A1.
    pub assignment: String,
    /// A criterion of a frozen set.
    pub criterion: String,
    /// Its group.
    pub group: String,
    /// Its set.
    pub set: String,
    /// A request that X1 has received.
    pub filed: String,
    /// A request that is not filed.
    pub drafted: String,
    /// A draft in which a co-author has still to answer.
    pub shared: String,
    /// A request that waits for a council.
    pub accepted: Value,
    /// What the council of X1 has.
    pub of_x1: reviews::Records,
    /// Who scores its review.
    pub scorer: String,
    /// A referral that X1 prepares.
    pub referral: String,
    /// A question that H1 has not answered.
    pub adoption: String,
    /// A draft of a reorganisation.
    pub reorganisation: String,
    /// To whom administrators do things.
    pub target: String,
    /// The role of that account.
    pub target_role: String,
    /// A token.
    pub token: String,
    /// A file that the line cites.
    pub evidence: String,
    /// A file of the filed request.
    pub attachment: String,
}

impl Records {
    /// A province in which every deed has something to be done to, in the unit X1 where it is of a unit.
    pub async fn make() -> Self {
        let config =
            Config { second_factor_required: Some(false), step_up_minutes: Some(10), ..Config::default() };
        let world = scenario::published_on(TestApp::start_with(config).await).await;
        people(&world).await;
        let mut manager = world.app.signed_in("quanly").await;
        let draft = second_draft(&mut manager, &world.campaign).await;
        let assignment = only_appraiser_of(&mut manager, &world, "A1").await;
        let sets = "{ criteriaSets(first: 1) { nodes { id groups { id criteria { id } } } } }";
        let set = manager.query(sets, json!({})).await.data()["criteriaSets"]["nodes"][0].clone();
        appraised::submit(&world, &["X1"], "1").await;
        let line = decided_line(&world).await;

        initiatives::people(&world).await;
        reviews::people(&world).await;
        let filed = text(&initiatives::filed_by(&world, "tg-x1", "X1").await["id"]);
        let drafted = initiatives::drafted_by(&world, "tg-x1", "X1").await;
        let shared = shared_draft(&world).await;
        let of_x1 = reviews::records_of(&world, "X1", "tg-x1", "tk-x1", "ld-x1").await;
        let accepted =
            reviews::accepted(&world, "tk-x1", &initiatives::filed_by(&world, "tg-x1", "X1").await).await;
        let mut keeper = world.app.signed_in("tk-x1").await;
        let scorer = reviews::scorers(&reviews::read(&mut keeper, &json!(of_x1.review)).await).remove(0);
        let of_province = referrals::records_of(&world, &of_x1.recognised, "tk-x1", "H1").await;

        let mut administrator = world.app.signed_in("quantri").await;
        let reorganisation = drafted_reorganisation(&mut administrator).await;
        let target = reviews::account(&world, "doituong").await;
        let roles = "query($id: ID!) { roleAssignments(accountId: $id) { id } }";
        let target_role = administrator.query(roles, json!({"id": target})).await.data();
        let mut self_ = world.app.signed_in("tudo").await;
        let token = created_token(&mut self_).await;
        let evidence = cited_evidence(&world, &line).await;
        let attachment = attached_file(&world, &filed).await;
        Self {
            draft,
            line,
            assignment,
            criterion: text(&set["groups"][0]["criteria"][0]["id"]),
            group: text(&set["groups"][0]["id"]),
            set: text(&set["id"]),
            filed,
            drafted,
            shared,
            accepted,
            of_x1,
            scorer,
            referral: of_province.referral,
            adoption: of_province.adoption,
            reorganisation,
            target,
            target_role: text(&target_role["roleAssignments"][0]["id"]),
            token: token.0,
            evidence,
            attachment,
            world,
        }
    }

    /// Input that reaches the permit of a deed; versions are old, so that most change nothing.
    pub fn row(&self, deed: &str) -> Row {
        let world = &self.world;
        let sheet = json!({"id": world.sheets["X1"], "version": 0});
        let campaign = json!({"id": world.campaign, "version": 0});
        let filed = |more: Value| with(json!({"id": self.filed, "version": 0}), more);
        let drafted = |more: Value| with(json!({"id": self.drafted, "version": 0}), more);
        let review = |more: Value| with(json!({"id": self.of_x1.review, "version": 0}), more);
        let referral = |more: Value| with(json!({"id": self.referral, "version": 0}), more);
        let line = json!({"lineId": self.line, "version": 0});
        let numbered =
            json!({"id": self.of_x1.recognition, "version": 0, "number": "1/QĐ-UBND", "date": "2021-12-01"});
        let criterion = json!({"titleVi": "", "titleEn": "", "evidenceHint": "", "kinds": [], "maxPoints": "1.00",
            "ruleKind": "COUNT", "ruleParams": "{}", "selfScored": true, "lockVersion": 0});
        let request = "Công văn số 1/VP";
        match deed {
            "acceptInitiative" => row("tk-x1", "tk-h1", filed(json!({}))),
            "acceptLine" => row("totruong", "phantich", line),
            "acceptLines" => row(
                "totruong",
                "phantich",
                json!({"campaignId": world.campaign, "criterionId": world.criteria["C2"], "lines": [line]}),
            ),
            "acceptReferral" => row("khcn", "tk-x1", referral(json!({}))),
            "actAs" => own(json!({})),
            "addAccount" => row(
                "quantri",
                "quanly",
                json!({"login": "?", "displayName": "Nguyễn Văn A", "request": request}),
            ),
            "addCriterion" => {
                row("quanly", "phantich", with(criterion, json!({"groupId": self.group, "code": "Z1"})))
            }
            "adjustLine" => row(
                "totruong",
                "phantich",
                with(line, json!({"points": "0.50", "reason": "Thiếu minh chứng"})),
            ),
            "answerAdoption" => {
                row("ld-h1", "ld-x1", json!({"id": self.adoption, "version": 0, "confirms": false}))
            }
            "answerAuthorship" => {
                row("dtg-x1", "tg-x1", json!({"id": self.shared, "version": 0, "confirms": true}))
            }
            "applyReorganisation" | "undoReorganisation" => {
                row("quantri", "phantich", json!({"id": self.reorganisation, "version": 0}))
            }
            "handOverInitiative" => {
                row("tg-x1", "tk-h1", json!({"id": self.shared, "version": 0, "toId": self.target}))
            }
            "recordCertificateNumbers" => {
                row("vt-x1", "tk-x1", json!({"id": self.of_x1.recognition, "version": 0, "numbers": []}))
            }
            "askAdopter" => row(
                "tk-x1",
                "tk-h1",
                json!({"initiativeId": self.of_x1.recognised, "unitId": world.units["X1"]}),
            ),
            "assignAppraiser" => row(
                "quanly",
                "phantich",
                json!({"campaignId": self.draft, "accountId": self.target, "criterionIds": []}),
            ),
            "assignReviews" => row(
                "tk-x1",
                "tk-h1",
                reviews::assignment(
                    &json!({"id": self.of_x1.council}),
                    &[&self.accepted],
                    json!({"scorers": 3}),
                ),
            ),
            "assignRole" => row(
                "quantri",
                "quanly",
                json!({"accountId": self.target, "role": "ANALYST", "validFrom": "2021-12-01", "legalBasis": ""}),
            ),
            "attachEvidence" => row(
                "cb-x1",
                "cb-x2",
                json!({"lineId": self.line, "fileId": id::encode("StoredFile", Uuid::nil())}),
            ),
            "beginSecondFactor" | "removeSecondFactor" | "renewRecoveryCodes" => own(Value::Null),
            "cancelRecognition" => row(
                "ld-x1",
                "ld-h1",
                json!({"id": self.of_x1.recognition, "version": 0, "ground": "NOT_THE_AUTHORS", "reason": "?"}),
            ),
            "castVote" => row("hd-ct", "tk-x1", json!({"reviewId": self.of_x1.review, "choice": "AGREE"})),
            "changePassword" => own(json!({"currentPassword": "sai", "newPassword": "cũng sai"})),
            "changeReviewSeat" => {
                row("tk-x1", "tk-h1", review(json!({"change": "APPOINT", "accountId": self.target})))
            }
            "closeSitting" => row("tk-x1", "tk-h1", json!({"id": self.of_x1.sitting, "version": 0})),
            "computeRanking" => row("quanly", "totruong", campaign),
            "concludeAppraisal" => row("totruong", "td-d1", sheet),
            "concludeAppraisals" => row(
                "totruong",
                "td-d1",
                json!({"campaignId": world.campaign, "peerGroupId": world.groups["D"]}),
            ),
            "confirmIdentity" => own(json!({"password": "sai"})),
            "confirmSecondFactor" => own(json!({"code": "000000"})),
            "copyCriteriaSet" => row("quanly", "phantich", json!({"id": self.set})),
            "createApiToken" => own(json!({"name": " ", "scope": "READ", "days": 1})),
            "createCampaign" => {
                let mut input = campaign_input(&world.units["X1"], &self.set);
                input["code"] = json!("");
                row("quanly", "phantich", input)
            }
            "decideInitiatives" => row(
                "ld-x1",
                "ld-h1",
                json!({"decisions": [{"reviewId": self.of_x1.review, "version": 0, "recognises": true}]}),
            ),
            "declareConflict" => row("hd-ct", "tk-x1", json!({"id": self.of_x1.review, "reason": ""})),
            "delegateLines" => row("cb-x1", "cb-x2", json!({"lineIds": [self.line]})),
            "detachEvidence" => row("cb-x1", "cb-x2", json!({"evidenceId": self.evidence})),
            "endOtherSessions" | "signOut" | "signOutEverywhere" => own(Value::Null),
            "endRole" => row(
                "quantri",
                "quanly",
                json!({"assignmentId": self.target_role, "lastDay": "2021-01-01", "reason": request}),
            ),
            "endSession" => own(json!({"id": "made for each call"})),
            "endSessionsOf" => row("quantri", "quanly", json!({"accountId": self.target})),
            "extendPhase" => row(
                "quanly",
                "phantich",
                json!({"campaignId": world.campaign, "version": 0, "phase": "RESULT",
                    "until": "2022-02-20T23:59:59+07:00", "reason": "Bão"}),
            ),
            "fileInitiative" => row("tg-x1", "dtg-x1", drafted(json!({}))),
            "generateDocument" => {
                row("tg-x1", "tg-h1", json!({"form": "REQUEST", "subjectId": self.filed, "format": "DOCX"}))
            }
            "importCriteriaSet" => row("quanly", "phantich", json!({"json": "{}", "validateOnly": true})),
            "importPeople" => row(
                "quantri",
                "quanly",
                json!({"csv": "login,full_name,unit_code\n", "request": request, "validateOnly": true}),
            ),
            "judgeSimilarity" => row(
                "tk-x1",
                "tg-h1",
                json!({"initiativeId": self.filed, "otherId": self.of_x1.recognised, "judgement": "UNRELATED",
                    "note": "x".repeat(2_001)}),
            ),
            "nameSubstitute" => row(
                "quantri",
                "quanly",
                json!({"assignmentId": self.target_role, "accountId": self.target, "validFrom": "2021-12-01",
                    "validTo": "2021-12-31", "legalBasis": request}),
            ),
            "openSubmission" => row("totruong", "phantich", sheet),
            "prepareReferral" => {
                row("tk-x1", "tk-h1", json!({"initiativeId": self.of_x1.recognised, "statement": "?"}))
            }
            "publishCampaign" => row("quanly", "phantich", json!({"id": self.draft, "version": 0})),
            "publishResult" | "releaseResult" => row("quanly", "totruong", campaign),
            "recallSubmission" | "submitSelfScore" => row("ld-x1", "cb-x1", sheet),
            "recordAttendance" => {
                row("tk-x1", "tk-h1", json!({"id": self.of_x1.sitting, "version": 0, "presentIds": []}))
            }
            "recordCalendarDay" => row(
                "quantri",
                "phantich",
                json!({"date": "2022-01-05", "kind": "DAY_OFF", "nameVi": "", "nameEn": "", "source": "?"}),
            ),
            "recordDecisionNumber" | "recordCancellationNumber" => row("vt-x1", "tk-x1", numbered),
            "recordMerit" => row("quanly", "phantich", merit(world, "NONE")),
            "recordPetitionNumber" => {
                row("vt2-x1", "tk-x1", referral(json!({"number": "1/TTr-UBND", "date": "2021-12-01"})))
            }
            "refuseInitiative" => {
                row("tk-x1", "tk-h1", filed(json!({"ground": "NOT_NEW", "reason": "Đã có"})))
            }
            "refuseReferral" => {
                row("khcn", "tk-x1", referral(json!({"ground": "NOT_NEW", "reason": "Đã có"})))
            }
            "removeAttachment" => row("tg-x1", "tk-x1", json!({"id": self.attachment})),
            "removeCriterion" => {
                row("quanly", "phantich", json!({"criterionId": self.criterion, "lockVersion": 0}))
            }
            "removeMerit" => row("quanly", "phantich", json!({"id": "made for each call"})),
            "confirmPasswordRenewal" => row("quantri", "quanly", json!({"accountId": self.target})),
            "dropPasswordRenewal" => {
                row("quantri", "quanly", json!({"accountId": self.target, "reason": request}))
            }
            "renewPassword" => {
                row("quantri", "quanly", json!({"accountId": self.target, "request": request}))
            }
            "requestInitiativeFix" => {
                row("tk-x1", "tk-h1", filed(json!({"reason": "Thiếu", "until": "2022-01-10"})))
            }
            "requestReferralCompletion" => {
                row("khcn", "tk-x1", referral(json!({"reason": "Thiếu", "until": "2022-01-10"})))
            }
            "requestSignOff" => row("cb-x1", "ld-x1", sheet),
            "resetSecondFactor" => row("quantri", "quanly", json!({"accountId": self.target, "reason": ""})),
            "returnSubmission" => row("totruong", "phantich", with(sheet, json!({"reason": "Thiếu"}))),
            "reviseAccount" => row(
                "quantri",
                "quanly",
                json!({"accountId": self.target, "displayName": "Đồng chí Mẫu", "request": request}),
            ),
            "reviseCampaign" => {
                let mut input = campaign_input(&world.units["X1"], &self.set);
                let fields = input.as_object_mut().expect("fields");
                for absent in ["code", "ownerUnitId", "referenceKind"] {
                    fields.remove(absent);
                }
                row("quanly", "phantich", with(input, json!({"id": self.draft, "version": 0})))
            }
            "reviseCriterion" => {
                row("quanly", "phantich", with(criterion, json!({"criterionId": self.criterion})))
            }
            "reviseParameter" => row(
                "quantri",
                "phantich",
                json!({"key": "INITIATIVE_SESSIONS", "version": 99, "value": 2, "validFrom": "2022-01-01",
                    "source": "?", "isVerified": false, "reason": "?"}),
            ),
            "revokeApiToken" => Row { other: Some("phantich"), ..own(json!({"id": self.token})) },
            "saveCouncil" => row(
                "tk-x1",
                "tk-h1",
                json!({"unitId": world.units["X1"], "level": "BASE", "name": "", "basis": "",
                    "validFrom": "2021-01-01", "members": []}),
            ),
            "saveInitiative" => row(
                "tg-x1",
                "dtg-x1",
                json!({"unitId": world.units["X1"], "title": "", "passages": [], "authors": [], "helpers": []}),
            ),
            "saveReorganisation" => row(
                "quantri",
                "phantich",
                json!({"title": "", "legalBasis": "", "effectiveDate": "2022-01-01", "unitsCsv": "",
                    "successionsCsv": ""}),
            ),
            "saveReviewSheet" => row(
                &self.scorer,
                "tk-x1",
                json!({"reviewId": self.of_x1.review, "version": 99, "points": [], "signs": false}),
            ),
            "saveScoreLine" => row("cb-x1", "cb-x2", line),
            "saveSitting" => row(
                "tk-x1",
                "tk-h1",
                json!({"councilId": self.of_x1.council, "heldOn": "2021-12-20", "place": "", "isSecret": false,
                    "reviewIds": []}),
            ),
            "sendReferral" => row("ld-x1", "tk-x1", referral(json!({}))),
            "setAccountActive" => row(
                "quantri",
                "quanly",
                json!({"accountId": self.target, "isActive": true, "request": request}),
            ),
            "signIn" => own(json!({"login": "khong-co", "password": "sai"})),
            "takeBackAdoption" => row("tk-x1", "tk-h1", json!({"id": self.adoption, "version": 99})),
            "takeBackReferral" => row("ld-x1", "tk-x1", referral(json!({"reason": "?"}))),
            "takeReviewBack" => row("tk-x1", "tk-h1", review(json!({"reason": "?"}))),
            "unassignAppraiser" => row("quanly", "phantich", json!({"assignmentId": self.assignment})),
            "verifySignInCode" => own(json!({"code": "000000"})),
            "withdrawInitiative" => row("tg-x1", "dtg-x1", drafted(json!({"reason": "Viết lại"}))),
            "withdrawSignOffRequest" => row("cb-x1", "cb-x2", sheet),
            other => panic!("{other} is done to nothing here: give it a line"),
        }
    }

    /// The input of one call: what a deed uses up is made for it.
    async fn input(&self, deed: &str, row: &Row) -> Value {
        match deed {
            "endSession" => {
                let mut another = self.world.app.signed_in(&row.who).await;
                let found = another.query("{ viewer { sessions { id isCurrent } } }", json!({})).await.data();
                let sessions = found["viewer"]["sessions"].as_array().expect("sessions").clone();
                let present = sessions.into_iter().find(|session| session["isCurrent"] == true);
                json!({"id": present.expect("the present one")["id"]})
            }
            "removeMerit" => {
                let mut manager = self.world.app.signed_in("quanly").await;
                let made = appraised::deed(&mut manager, "recordMerit", merit(&self.world, "I1")).await;
                json!({"id": made["id"]})
            }
            _ => row.input.clone(),
        }
    }
}

/// An input with some of its fields set.
pub fn with(mut input: Value, more: Value) -> Value {
    for (field, value) in more.as_object().expect("fields") {
        input[field] = value.clone();
    }
    input
}

fn merit(world: &World, item: &str) -> Value {
    json!({"campaignId": world.campaign, "unitId": world.units["X2"], "itemCode": item, "quantity": 1,
        "source": "Quyết định mẫu"})
}

/// Somebody who does only what everybody may, somebody to whom administrators do things, and a clerk of X1 who keeps its
/// register as well.
async fn people(world: &World) {
    let x1 = UnitId(appraised::uuid(&world.units["X1"]));
    let held = |role: Role| NewAssignment {
        role,
        unit: role.is_bound_to_unit().then_some(x1).or((role == Role::Clerk).then_some(x1)),
        valid_from: date!(2021 - 01 - 01),
        valid_to: None,
        legal_basis: None,
    };
    let account = |login: &str, roles: &[Role]| NewAccount {
        login: login.to_owned(),
        display_name: format!("Đồng chí {login}"),
        unit: None,
        email: None,
        assignments: roles.iter().map(|role| held(*role)).collect(),
    };
    let accounts = vec![
        account("tudo", &[]),
        account("doituong", &[Role::CouncilMember]),
        account("vt2-x1", &[Role::Clerk, Role::InitiativeSecretary]),
    ];
    world.app.add_accounts(accounts).await;
}

/// The assignment of the only appraiser of a criterion: after publication it cannot be taken back.
pub async fn only_appraiser_of(manager: &mut Client, world: &World, code: &str) -> String {
    let query = "query($id: ID!) { campaign(id: $id) { appraiserAssignments { id criterion { code } } } }";
    let found = manager.query(query, json!({"id": world.campaign})).await.data();
    let all = found["campaign"]["appraiserAssignments"].as_array().expect("assignments").clone();
    let only = all.into_iter().find(|one| one["criterion"]["code"] == code);
    text(&only.unwrap_or_else(|| panic!("nobody appraises {code}"))["id"])
}

/// Line C2 of X1, which its unit has submitted and the appraisal has decided.
async fn decided_line(world: &World) -> String {
    let mut lead = world.app.signed_in("totruong").await;
    let line = appraised::line(&mut lead, world, "X1", "C2").await;
    let input = json!({"lineId": line["id"], "version": line["version"], "points": "0.50", "reason": "Thiếu minh chứng"});
    let done = appraised::deed(&mut lead, "adjustLine", input).await;
    assert_eq!(done["__typename"], "ScoreLine", "{done}");
    text(&line["id"])
}

/// A draft of `tg-x1` in which `dtg-x1` has a share.
async fn shared_draft(world: &World) -> String {
    let colleague = reviews::account(world, "dtg-x1").await;
    let mut author = world.app.signed_in("tg-x1").await;
    let me = initiatives::own_account(&mut author).await;
    let form = initiatives::form(&world.units["X1"], &[(&me, "60"), (&colleague, "40")]);
    text(&initiatives::save(&mut author, form).await["id"])
}

/// A draft of a reorganisation that changes nothing.
pub async fn drafted_reorganisation(keeper: &mut Client) -> String {
    let query = "mutation($input: SaveReorganisationInput!) { it: saveReorganisation(input: $input) { __typename \
        ... on Reorganisation { id } } }";
    let input = json!({"title": "Sắp xếp xã", "legalBasis": "NQ 1/NQ-UBTVQH", "effectiveDate": "2022-01-01",
        "unitsCsv": "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n",
        "successionsCsv": "old_code,new_code,kind,effective_date,legal_basis,share,main_successor\n"});
    text(&reviews::ask(keeper, query, json!({"input": input})).await["id"])
}

/// A token that may write: its id and its secret.
async fn created_token(client: &mut Client) -> (String, String) {
    let query = "mutation { it: createApiToken(input: {name: \"x\", scope: READ_WRITE, days: 30}) { \
        ... on CreatedApiToken { secret token { id } } } }";
    let made = reviews::ask(client, query, json!({})).await;
    (text(&made["token"]["id"]), text(&made["secret"]))
}

/// A file of X1 that its line cites.
async fn cited_evidence(world: &World, line: &str) -> String {
    let by = appraised::uuid(&reviews::account(world, "cb-x1").await);
    let (db, now) = (world.app.app.db.write(), world.app.clock.now());
    let (file, link) = (id::fresh(), id::fresh());
    let stored = stored_file::ActiveModel {
        id: Set(file),
        unit_id: Set(appraised::uuid(&world.units["X1"])),
        sha256: Set("0".repeat(64)),
        name: Set("bao-cao.pdf".into()),
        media_type: Set("application/pdf".into()),
        size: Set(1),
        uploaded_by: Set(by),
        uploaded_at: Set(now),
    };
    stored_file::Entity::insert(stored).exec_without_returning(db).await.expect("a file");
    let cited = evidence_link::ActiveModel {
        id: Set(link),
        score_line_id: Set(appraised::uuid(line)),
        file_id: Set(file),
        title: Set(None),
        document_number: Set(None),
        document_date: Set(None),
        issuer: Set(None),
        section: Set(None),
        page: Set(None),
        note: Set(None),
        created_by: Set(by),
        created_at: Set(now),
    };
    evidence_link::Entity::insert(cited).exec_without_returning(db).await.expect("a citation");
    id::encode("EvidenceLink", link).to_string()
}

/// A file of a request that was filed, so that it stays.
async fn attached_file(world: &World, initiative: &str) -> String {
    let attachment = id::fresh();
    let row = initiative_attachment::ActiveModel {
        id: Set(attachment),
        initiative_id: Set(appraised::uuid(initiative)),
        name: Set("ban-ve.pdf".into()),
        media_type: Set("application/pdf".into()),
        size: Set(1),
        sha256: Set("1".repeat(64)),
        is_confidential: Set(false),
        uploaded_by: Set(appraised::uuid(&reviews::account(world, "tg-x1").await)),
        uploaded_at: Set(world.app.clock.now()),
    };
    let db = world.app.app.db.write();
    initiative_attachment::Entity::insert(row).exec_without_returning(db).await.expect("a file");
    id::encode("InitiativeAttachment", attachment).to_string()
}

/// What the schema says that a mutation asks.
fn declared(field: &FieldDefinition) -> String {
    let asks = field.directives.iter().find(|directive| directive.node.name.node == "asks");
    let asks = asks.unwrap_or_else(|| panic!("{} declares no action", field.name.node));
    let (_, proof) = asks.node.arguments.first().expect("what it asks");
    proof.node.to_string()
}

/// How a deed ended: what it was refused with, or that it was heard (a typed problem was).
fn outcome(answer: &Answer) -> String {
    match answer.errors().first() {
        Some(error) => text(&error["extensions"]["code"]),
        None => "heard".to_owned(),
    }
}

#[tokio::test]
async fn every_mutation_asks_what_it_declares() {
    let records = Records::make().await;
    let app = &records.world.app;
    let schema = Schema::read();
    let now = app.clock.now();
    let mut tokens: BTreeMap<String, String> = BTreeMap::new();
    let mut wrong = Vec::new();
    for field in schema.fields("Mutation") {
        let deed = field.name.node.to_string();
        let row = records.row(&deed);
        let (operation, _) = schema.operation("mutation", &field, &some_id);
        if !tokens.contains_key(&row.who) {
            let mut person = app.signed_in(&row.who).await;
            tokens.insert(row.who.clone(), created_token(&mut person).await.1);
        }
        let variables = |input: Value| if input.is_null() { json!({}) } else { json!({ "input": input }) };

        let input = variables(records.input(&deed, &row).await);
        let by_token = app.anonymous().ask_by_token(&tokens[&row.who], &operation, input).await;
        let mut said = vec![outcome(&by_token)];
        for age in [PROOF, Duration::ZERO] {
            app.clock.set(now - age);
            let mut person = app.signed_in(&row.who).await;
            app.clock.set(now);
            let input = variables(records.input(&deed, &row).await);
            said.push(outcome(&person.query(&operation, input).await));
        }
        let proof = declared(&field);
        let expected = match proof.as_str() {
            "NONE" => ["heard", "heard", "heard"],
            "PRESENCE" => ["FORBIDDEN", "heard", "heard"],
            "FRESH" => ["FORBIDDEN", "STEP_UP_REQUIRED", "heard"],
            other => panic!("{deed} asks {other}"),
        };
        if said != expected {
            wrong.push(format!("{deed} asks {proof}: by token, with an old and a fresh proof {said:?}"));
        }

        let Some(other) = row.other else { continue };
        for age in [PROOF, Duration::ZERO] {
            app.clock.set(now - age);
            let mut stranger = app.signed_in(other).await;
            app.clock.set(now);
            let input = variables(records.input(&deed, &row).await);
            let said = outcome(&stranger.query(&operation, input).await);
            // Whoever may not do it is not asked to prove anything: that would tell that it could be done.
            if !["FORBIDDEN", "NOT_FOUND"].contains(&said.as_str()) {
                wrong.push(format!("{deed} by {other}, to whom it is not open: {said}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
