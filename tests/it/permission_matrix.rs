//! The permission matrix as data, asked cell by cell through GraphQL: role × action × own or other
//! scope × before, within and after the validity of the role.
//!
//! A cell says on whose records a role may do something while it is in force: `all`, those of the `own` unit, of
//! the own peer `group`, what is `assigned`, or none (`-`). Before its first day and after its last a role gives
//! nothing: then everybody is NOBODY, a person without any role.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use thidua::access::{Role, ScopeKind};
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::id;
use time::macros::{date, datetime};

use crate::access_matrix;
use crate::deeds::{drafted_reorganisation, only_appraiser_of, with};
use crate::support::appraised;
use crate::support::initiatives;
use crate::support::referrals;
use crate::support::reviews;
use crate::support::scenario::{World, campaign_input, published, second_draft, text};
use crate::support::sdl::Schema;

const MATRIX: &str = include_str!("data/permission_matrix.csv");

/// Whose record is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// X1: the unit the roles are bound to, in the peer group that is led, with C2 assigned.
    Own,
    /// H1: a unit of another peer group, with nothing assigned.
    Other,
}

struct Asked {
    query: String,
    variables: Value,
    /// Whether the record distinguishes units at all.
    is_of_unit: bool,
}

fn mutation(name: &str, input: Value, is_of_unit: bool) -> Asked {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename }} }}");
    Asked { query, variables: json!({"input": input}), is_of_unit }
}

fn deed(name: &str, kind: &str, input: Value, is_of_unit: bool) -> Asked {
    let query = format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename }} }}");
    Asked { query, variables: json!({"input": input}), is_of_unit }
}

fn paper(form: &str, subject: &str) -> Asked {
    mutation("generateDocument", json!({"form": form, "subjectId": subject, "format": "DOCX"}), true)
}

/// What is asked about, by unit; and the draft of a campaign.
struct Records<'a> {
    lines: BTreeMap<&'a str, String>,
    filed: BTreeMap<&'a str, String>,
    drafted: BTreeMap<&'a str, String>,
    reviews: BTreeMap<&'a str, reviews::Records>,
    referrals: BTreeMap<&'a str, String>,
    adoptions: BTreeMap<&'a str, String>,
    draft: String,
    /// A frozen set of criteria, a group and a criterion of it.
    set: String,
    group: String,
    criterion: String,
    /// Who alone appraises A1.
    appraiser: String,
    reorganisation: String,
    /// Somebody to whom administrators do things, and the role that they hold.
    person: String,
    role: String,
}

/// The question of an action about a unit.
fn question(world: &World, records: &Records, action: &str, unit: &str) -> Asked {
    let sheet = &world.sheets[unit];
    let line = &records.lines[unit];
    let draft = &records.draft;
    let campaign = &world.campaign;
    let read = |query: &str, id: &str, is_of_unit| Asked {
        query: query.to_owned(),
        variables: json!({"id": id}),
        is_of_unit,
    };
    let on_sheet = |name: &str| deed(name, "SubmissionDeedInput", json!({"id": sheet, "version": 0}), true);
    let on_campaign =
        |name: &str| deed(name, "CampaignDeedInput", json!({"id": campaign, "version": 0}), false);
    match action {
        "read unit catalogue" => read("query($id: ID!) { unit(id: $id) { id } }", &world.units[unit], false),
        "read published campaign" => read("query($id: ID!) { campaign(id: $id) { id } }", campaign, false),
        "read draft campaign" => read("query($id: ID!) { campaign(id: $id) { id } }", draft, false),
        "change campaign" => mutation("publishCampaign", json!({"id": campaign, "version": 0}), false),
        "extend phase" => mutation(
            "extendPhase",
            json!({"campaignId": campaign, "version": 0, "phase": "RESULT",
                "until": "2022-02-20T23:59:59+07:00", "reason": "Bão"}),
            false,
        ),
        "change criteria" => {
            mutation("importCriteriaSet", json!({"json": "{}", "validateOnly": true}), false)
        }
        "read self-score" => read("query($id: ID!) { submission(id: $id) { id } }", sheet, true),
        "fill in self-score" => mutation("saveScoreLine", json!({"lineId": line, "version": 0}), true),
        "delegate line" => mutation("delegateLines", json!({"lineIds": [line]}), true),
        "request sign-off" => on_sheet("requestSignOff"),
        "submit self-score" => on_sheet("submitSelfScore"),
        "recall submission" => on_sheet("recallSubmission"),
        "return submission" => {
            mutation("returnSubmission", json!({"id": sheet, "version": 0, "reason": "Thiếu"}), true)
        }
        "appraise line" => mutation(
            "adjustLine",
            json!({"lineId": line, "version": 0, "points": "0.50", "reason": "Thiếu minh chứng"}),
            true,
        ),
        "read appraisal before release" => {
            read("query($id: ID!) { scoreLine(id: $id) { r1Score } }", line, true)
        }
        "record bonus or penalty" => mutation(
            "recordMerit",
            json!({"campaignId": campaign, "unitId": world.units[unit], "itemCode": "NONE", "quantity": 1,
                "source": "Quyết định mẫu"}),
            false,
        ),
        "read ranking before release" => {
            read("query($id: ID!) { campaign(id: $id) { ranking { id } } }", campaign, false)
        }
        "compute ranking" => on_campaign("computeRanking"),
        "release result" => on_campaign("releaseResult"),
        "publish result" => on_campaign("publishResult"),
        "list accounts" => Asked {
            query: "{ accounts(first: 1) { nodes { id } } }".into(),
            variables: json!({}),
            is_of_unit: false,
        },
        "administer accounts" => {
            mutation("addAccount", json!({"login": "?", "displayName": "?", "request": "?"}), false)
        }
        "read the trail of others" => Asked {
            query: "{ auditEntries(first: 1) { nodes { id } } }".into(),
            variables: json!({}),
            is_of_unit: false,
        },
        "read parameters" => {
            Asked { query: "{ parameters { key } }".into(), variables: json!({}), is_of_unit: false }
        }
        "revise parameter" => mutation(
            "reviseParameter",
            json!({"key": "INITIATIVE_SESSIONS", "version": 99, "value": 2, "validFrom": "2022-01-01",
                "source": "?", "isVerified": false, "reason": "?"}),
            false,
        ),
        "record calendar day" => mutation(
            "recordCalendarDay",
            json!({"date": "2022-01-05", "kind": "DAY_OFF", "nameVi": "", "nameEn": "", "source": "?"}),
            false,
        ),
        "read draft initiative" => {
            read("query($id: ID!) { initiative(id: $id) { id } }", &records.drafted[unit], true)
        }
        "read filed initiative" => {
            read("query($id: ID!) { initiative(id: $id) { id } }", &records.filed[unit], true)
        }
        "read what is confidential" => read(
            "query($id: ID!) { initiative(id: $id) { authors { birthDate } } }",
            &records.filed[unit],
            true,
        ),
        "write initiative" => mutation(
            "saveInitiative",
            json!({"unitId": world.units[unit], "title": "", "passages": [], "authors": [], "helpers": []}),
            false,
        ),
        "look co-authors up" => Asked {
            query: "{ possibleAuthors(first: 1, search: \"a\") { nodes { id } } }".into(),
            variables: json!({}),
            is_of_unit: false,
        },
        "keep register of initiatives" => {
            mutation("acceptInitiative", json!({"id": records.filed[unit], "version": 0}), true)
        }
        "read similarity report" => read(
            "query($id: ID!) { similarInitiatives(initiativeId: $id) { id } }",
            &records.filed[unit],
            true,
        ),
        "found council" => mutation(
            "saveCouncil",
            json!({"unitId": world.units[unit], "level": "BASE", "name": "", "basis": "",
                "validFrom": "2021-01-01", "members": []}),
            true,
        ),
        "found council of the province" => mutation(
            "saveCouncil",
            json!({"unitId": world.units[unit], "level": "PROVINCE", "name": "", "basis": "",
                "validFrom": "2021-01-01", "members": []}),
            false,
        ),
        "look council members up" => Asked {
            query: "{ possibleCouncilMembers(first: 1, search: \"a\") { nodes { id } } }".into(),
            variables: json!({}),
            is_of_unit: false,
        },
        "read council" => read(
            "query($id: ID!) { initiativeCouncil(id: $id) { id } }",
            &records.reviews[unit].council,
            true,
        ),
        "give cases to council" => mutation(
            "assignReviews",
            json!({"councilId": records.reviews[unit].council, "rubric": "?",
                "cases": [{"initiativeId": records.filed[unit], "version": 0}]}),
            true,
        ),
        "read review" => {
            read("query($id: ID!) { initiativeReview(id: $id) { id } }", &records.reviews[unit].review, true)
        }
        "change who scores" => deed(
            "changeReviewSeat",
            "ChangeSeatInput",
            json!({"id": records.reviews[unit].review, "version": 0, "change": "APPOINT",
                "accountId": id::encode("Account", uuid::Uuid::nil())}),
            true,
        ),
        "score" => mutation(
            "saveReviewSheet",
            json!({"reviewId": records.reviews[unit].review, "version": 0, "points": [], "signs": false}),
            true,
        ),
        "vote" => {
            mutation("castVote", json!({"reviewId": records.reviews[unit].review, "choice": "AGREE"}), true)
        }
        "hold sitting" => {
            mutation("closeSitting", json!({"id": records.reviews[unit].sitting, "version": 0}), true)
        }
        "decide initiative" => mutation(
            "decideInitiatives",
            json!({"decisions": [{"reviewId": records.reviews[unit].review, "version": 0, "recognises": true}]}),
            true,
        ),
        "number decision" => mutation(
            "recordDecisionNumber",
            json!({"id": records.reviews[unit].recognition, "version": 0, "number": "1/QĐ-UBND", "date": "2021-12-01"}),
            true,
        ),
        "ask adopter" => mutation(
            "askAdopter",
            json!({"initiativeId": records.reviews[unit].recognised, "unitId": world.units[unit]}),
            true,
        ),
        "answer adoption" => mutation(
            "answerAdoption",
            json!({"id": records.adoptions[unit], "version": 0, "confirms": false}),
            true,
        ),
        "prepare referral" => mutation(
            "prepareReferral",
            json!({"initiativeId": records.reviews[unit].recognised, "statement": "?"}),
            true,
        ),
        "send referral" => deed(
            "sendReferral",
            "ReferralDeedInput",
            json!({"id": records.referrals[unit], "version": 0}),
            true,
        ),
        "take referral back" => mutation(
            "takeBackReferral",
            json!({"id": records.referrals[unit], "version": 0, "reason": "?"}),
            true,
        ),
        "check referral" => {
            mutation("acceptReferral", json!({"id": records.referrals[unit], "version": 0}), true)
        }
        "cancel recognition" => mutation(
            "cancelRecognition",
            json!({"id": records.reviews[unit].recognition, "version": 0, "ground": "NOT_THE_AUTHORS",
                "reason": "?"}),
            true,
        ),
        "read attachments" => read(
            "query($id: ID!) { initiativeAttachments(initiativeId: $id) { __typename } }",
            &records.filed[unit],
            true,
        ),
        "generate request" => paper("REQUEST", &records.filed[unit]),
        "generate decision" => paper("DECISION", &records.reviews[unit].recognition),
        "generate minutes" => paper("MINUTES", &records.reviews[unit].sitting),
        "generate petition" => paper("PETITION", &records.referrals[unit]),
        "generate register" => mutation(
            "generateDocument",
            json!({"form": "REGISTER", "subjectId": world.units[unit], "year": 2021, "format": "DOCX"}),
            true,
        ),
        "give roles" => mutation(
            "assignRole",
            json!({"accountId": records.person, "role": "ANALYST", "validFrom": "2021-12-01", "legalBasis": ""}),
            false,
        ),
        other => deed_beside(world, records, other, unit),
    }
}

/// Deeds beside those that the domain's matrix names, each with the same right.
fn deed_beside(world: &World, records: &Records, action: &str, unit: &str) -> Asked {
    let (sheet, line) = (&world.sheets[unit], &records.lines[unit]);
    let (of_unit, filed) = (&records.reviews[unit], &records.filed[unit]);
    let campaign = &world.campaign;
    let other = if unit == "X1" { "H1" } else { "X1" };
    let on_sheet = |name: &str| deed(name, "SubmissionDeedInput", json!({"id": sheet, "version": 0}), true);
    let on_line = json!({"lineId": line, "version": 0});
    let criterion = json!({"titleVi": "", "titleEn": "", "evidenceHint": "", "kinds": [], "maxPoints": "1.00",
        "ruleKind": "COUNT", "ruleParams": "{}", "selfScored": true, "lockVersion": 0});
    let about = |more: Value| with(json!({"accountId": records.person}), more);
    let referral = |more: Value| with(json!({"id": records.referrals[unit], "version": 0}), more);
    let request = "Công văn số 1/VP";
    match action {
        "create campaign" => {
            let input = with(campaign_input(&world.units[unit], &records.set), json!({"code": ""}));
            mutation("createCampaign", input, false)
        }
        "revise campaign" => {
            let mut input = with(
                campaign_input(&world.units[unit], &records.set),
                json!({"id": records.draft, "version": 0}),
            );
            for absent in ["code", "ownerUnitId", "referenceKind"] {
                input.as_object_mut().expect("fields").remove(absent);
            }
            mutation("reviseCampaign", input, false)
        }
        "assign appraiser" => mutation(
            "assignAppraiser",
            json!({"campaignId": records.draft, "accountId": records.person, "criterionIds": []}),
            false,
        ),
        "take appraiser back" => {
            mutation("unassignAppraiser", json!({"assignmentId": records.appraiser}), false)
        }
        "add criterion" => {
            mutation("addCriterion", with(criterion, json!({"groupId": records.group, "code": "Z1"})), false)
        }
        "revise criterion" => {
            mutation("reviseCriterion", with(criterion, json!({"criterionId": records.criterion})), false)
        }
        "remove criterion" => {
            mutation("removeCriterion", json!({"criterionId": records.criterion, "lockVersion": 0}), false)
        }
        "copy criteria" => mutation("copyCriteriaSet", json!({"id": records.set}), false),
        "withdraw sign-off request" => on_sheet("withdrawSignOffRequest"),
        "attach evidence" => mutation(
            "attachEvidence",
            json!({"lineId": line, "fileId": id::encode("StoredFile", uuid::Uuid::nil())}),
            true,
        ),
        "accept line" => deed("acceptLine", "AppraiseLineInput", on_line, true),
        "accept lines" => mutation(
            "acceptLines",
            json!({"campaignId": campaign, "criterionId": world.criteria["C2"], "lines": [on_line]}),
            true,
        ),
        "open sheet" => on_sheet("openSubmission"),
        "conclude sheet" => on_sheet("concludeAppraisal"),
        "conclude peer group" => mutation(
            "concludeAppraisals",
            json!({"campaignId": campaign, "peerGroupId": world.groups["D"]}),
            false,
        ),
        "import people" => mutation(
            "importPeople",
            json!({"csv": "login,full_name,unit_code\n", "request": request, "validateOnly": true}),
            false,
        ),
        "revise account" => mutation(
            "reviseAccount",
            about(json!({"displayName": "Đồng chí Mẫu", "request": request})),
            false,
        ),
        "close or open account" => {
            mutation("setAccountActive", about(json!({"isActive": true, "request": request})), false)
        }
        "renew password" => mutation("renewPassword", about(json!({"request": ""})), false),
        "confirm password renewal" => mutation("confirmPasswordRenewal", about(json!({})), false),
        "drop password renewal" => mutation("dropPasswordRenewal", about(json!({"reason": ""})), false),
        "reset second factor" => mutation("resetSecondFactor", about(json!({"reason": ""})), false),
        "end sessions of another" => Asked {
            query: "mutation($input: EndSessionsOfInput!) { endSessionsOf(input: $input) }".into(),
            variables: json!({"input": about(json!({}))}),
            is_of_unit: false,
        },
        "end role" => mutation(
            "endRole",
            json!({"assignmentId": records.role, "lastDay": "2020-01-01", "reason": request}),
            false,
        ),
        "name substitute" => mutation(
            "nameSubstitute",
            json!({"assignmentId": records.role, "accountId": records.person, "validFrom": "2020-01-01",
                "validTo": "2020-01-02", "legalBasis": request}),
            false,
        ),
        "draft reorganisation" => mutation(
            "saveReorganisation",
            json!({"title": "", "legalBasis": "", "effectiveDate": "2022-01-01", "unitsCsv": "",
                "successionsCsv": ""}),
            false,
        ),
        "apply reorganisation" | "undo reorganisation" => {
            let name = if action.starts_with("apply") { "applyReorganisation" } else { "undoReorganisation" };
            deed(name, "ReorganisationDeedInput", json!({"id": records.reorganisation, "version": 99}), false)
        }
        "file initiative" => deed(
            "fileInitiative",
            "InitiativeDeedInput",
            json!({"id": records.drafted[unit], "version": 0}),
            true,
        ),
        "withdraw initiative" => {
            mutation("withdrawInitiative", json!({"id": filed, "version": 0, "reason": "Viết lại"}), true)
        }
        "answer for a share" => {
            mutation("answerAuthorship", json!({"id": filed, "version": 0, "confirms": true}), true)
        }
        "ask for correction" => mutation(
            "requestInitiativeFix",
            json!({"id": filed, "version": 0, "reason": "Thiếu", "until": "2022-01-10"}),
            true,
        ),
        "refuse initiative" => mutation(
            "refuseInitiative",
            json!({"id": filed, "version": 0, "ground": "NOT_NEW", "reason": "Đã có"}),
            true,
        ),
        "judge similarity" => mutation(
            "judgeSimilarity",
            json!({"initiativeId": filed, "otherId": of_unit.recognised, "judgement": "UNRELATED",
                "note": "x".repeat(2_001)}),
            true,
        ),
        "take question back" => {
            mutation("takeBackAdoption", json!({"id": records.adoptions[other], "version": 99}), true)
        }
        "record attendance" => {
            mutation("recordAttendance", json!({"id": of_unit.sitting, "version": 0, "presentIds": []}), true)
        }
        "call sitting" => mutation(
            "saveSitting",
            json!({"councilId": of_unit.council, "heldOn": "2021-12-20", "place": "", "isSecret": false,
                "reviewIds": []}),
            true,
        ),
        "take case back" => {
            mutation("takeReviewBack", json!({"id": of_unit.review, "version": 0, "reason": "?"}), true)
        }
        "declare conflict" => mutation("declareConflict", json!({"id": of_unit.review, "reason": ""}), true),
        "number cancellation" => deed(
            "recordCancellationNumber",
            "RecordDecisionNumberInput",
            json!({"id": of_unit.recognition, "version": 0, "number": "1/QĐ-UBND", "date": "2021-12-01"}),
            true,
        ),
        "number petition before it is sent" => mutation(
            "recordPetitionNumber",
            referral(json!({"number": "1/TTr-UBND", "date": "2021-12-01"})),
            true,
        ),
        "ask for completion" => deed(
            "requestReferralCompletion",
            "RequestCompletionInput",
            referral(json!({"reason": "Thiếu", "until": "2022-01-10"})),
            true,
        ),
        "refuse referral" => {
            mutation("refuseReferral", referral(json!({"ground": "NOT_NEW", "reason": "Đã có"})), true)
        }
        other => panic!("an action without a question: {other}"),
    }
}

/// Mutations that stand in neither matrix, each with the reason.
const IN_NO_MATRIX: [(&str, &str); 20] = [
    ("handOverInitiative", "the own draft, to a co-author: council_practice.rs"),
    ("recordCertificateNumbers", "as the number of the decision, after it: council_practice.rs"),
    ("actAs", "about oneself: deeds.rs"),
    ("beginSecondFactor", "about oneself: deeds.rs"),
    ("changePassword", "about oneself: deeds.rs"),
    ("confirmIdentity", "about oneself: deeds.rs"),
    ("confirmSecondFactor", "about oneself: deeds.rs"),
    ("createApiToken", "about oneself: deeds.rs"),
    ("detachEvidence", "whoever attaches detaches: deeds.rs has a citation"),
    ("endOtherSessions", "about oneself: deeds.rs"),
    ("endSession", "about oneself, or whoever ends sessions of another: sessions.rs"),
    ("removeAttachment", "whoever drafts the request, by no role: attachments.rs"),
    (
        "removeMerit",
        "whoever records merits removes them, and then they are gone: deeds.rs makes one for each call",
    ),
    ("removeSecondFactor", "about oneself: deeds.rs"),
    ("renewRecoveryCodes", "about oneself: deeds.rs"),
    ("revokeApiToken", "about oneself, or administrators: tokens.rs"),
    ("signIn", "of nobody: deeds.rs"),
    ("signOut", "about oneself: deeds.rs"),
    ("signOutEverywhere", "about oneself: deeds.rs"),
    ("verifySignInCode", "of nobody: deeds.rs"),
];

/// The mutation of an operation, if it is one.
fn mutation_of(query: &str) -> Option<String> {
    let body = query.trim_start().strip_prefix("mutation")?.split_once('{')?.1;
    Some(body.trim_start().chars().take_while(char::is_ascii_alphanumeric).collect())
}

/// Whether the policy said yes: rules may still say no with a typed problem.
fn is_allowed(answer: &crate::support::Answer) -> bool {
    if !answer.errors().is_empty() {
        let code = answer.code();
        assert!(["FORBIDDEN", "NOT_FOUND"].contains(&code.as_str()), "{code}: {:?}", answer.errors());
        return false;
    }
    fn says_yes(value: &Value) -> bool {
        match value {
            Value::Null | Value::Bool(false) => false,
            Value::Object(fields) => fields.values().all(says_yes),
            Value::Array(items) => items.iter().all(says_yes),
            _ => true,
        }
    }
    answer.json()["data"].as_object().is_some_and(|data| data.values().all(says_yes))
}

fn expected(cell: &str, whose: Whose, is_of_unit: bool) -> bool {
    match cell {
        "all" => true,
        "-" => false,
        "own" | "group" | "assigned" => whose == Whose::Own || !is_of_unit,
        other => panic!("an unknown cell: {other}"),
    }
}

/// One account for every role, named after it, in force from 5 to 20 December; and one without any.
async fn people(world: &World) {
    use thidua::shared::id::UnitId;
    let unit = |code: &str| UnitId(appraised::uuid(&world.units[code]));
    let mut accounts = vec![account("NOBODY", None)];
    for role in Role::ALL {
        let bound = role.scopes() == [ScopeKind::Unit];
        let scoped = (role.scopes() != [ScopeKind::PeerGroup]).then(|| NewAssignment {
            role,
            unit: bound.then(|| unit("X1")),
            valid_from: date!(2021 - 12 - 05),
            valid_to: Some(date!(2021 - 12 - 20)),
            legal_basis: Some("Quyết định mẫu".into()),
        });
        accounts.push(account(role.code(), scoped));
    }
    world.app.add_accounts(accounts).await;
    let mut admin = world.app.signed_in("quantri").await;
    let found = admin
        .query("{ accounts(first: 5, search: \"cluster_lead\") { nodes { id } } }", json!({}))
        .await
        .data();
    let input = json!({"accountId": found["accounts"]["nodes"][0]["id"], "role": "CLUSTER_LEAD",
        "peerGroupId": world.groups["X"], "validFrom": "2021-12-05", "validTo": "2021-12-20",
        "legalBasis": "Quyết định mẫu"});
    let given = admin
        .query(
            "mutation($input: AssignRoleInput!) { assignRole(input: $input) { __typename } }",
            json!({"input": input}),
        )
        .await
        .data();
    assert_eq!(given["assignRole"]["__typename"], "RoleAssignment");
    assign_c2_of_communes(world).await;
}

/// The account of the role of appraisers appraises C2 of the communes.
async fn assign_c2_of_communes(world: &World) {
    world.app.clock.set(datetime!(2021-12-06 08:00 +7));
    let mut manager = world.app.signed_in("quanly").await;
    let found = manager
        .query("{ accounts(first: 5, search: \"sector_appraiser\") { nodes { id } } }", json!({}))
        .await
        .data();
    let input = json!({"campaignId": world.campaign, "accountId": found["accounts"]["nodes"][0]["id"],
        "criterionIds": [world.criteria["C2"]], "peerGroupId": world.groups["X"]});
    let answer = manager
        .query(
            "mutation($input: AssignAppraiserInput!) { assignAppraiser(input: $input) { __typename } }",
            json!({"input": input}),
        )
        .await
        .data();
    assert_eq!(answer["assignAppraiser"]["__typename"], "Campaign");
}

fn account(name: &str, assignment: Option<NewAssignment>) -> NewAccount {
    NewAccount {
        login: name.to_lowercase(),
        display_name: format!("Vai trò {}", name.to_lowercase()),
        unit: None,
        email: None,
        assignments: assignment.into_iter().collect(),
    }
}

/// Line C2 of X1 and of H1, submitted and decided, with a computed ranking.
async fn decide_and_compute<'a>(world: &World) -> BTreeMap<&'a str, String> {
    appraised::submit(world, &["X1", "H1"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    let mut lines = BTreeMap::new();
    for unit in ["X1", "H1"] {
        let line = appraised::line(&mut lead, world, unit, "C2").await;
        let input = json!({"lineId": line["id"], "version": line["version"], "points": "0.50",
            "reason": "Thiếu minh chứng"});
        let done = lead
            .query(
                "mutation($input: AdjustLineInput!) { adjustLine(input: $input) { __typename } }",
                json!({"input": input}),
            )
            .await
            .data();
        assert_eq!(done["adjustLine"]["__typename"], "ScoreLine", "{done}");
        lines.insert(unit, text(&line["id"]));
    }
    let mut manager = world.app.signed_in("quanly").await;
    let version = manager
        .query("query($id: ID!) { campaign(id: $id) { version } }", json!({"id": world.campaign}))
        .await
        .data()["campaign"]["version"]
        .clone();
    manager
        .query(
            "mutation($input: CampaignDeedInput!) { computeRanking(input: $input) { __typename } }",
            json!({"input": {"id": world.campaign, "version": version}}),
        )
        .await
        .data();
    lines
}

/// What the deeds beside the domain's matrix are done to.
async fn beside<'a>(world: &World) -> Records<'a> {
    let mut manager = world.app.signed_in("quanly").await;
    let sets = "{ criteriaSets(first: 1) { nodes { id groups { id criteria { id } } } } }";
    let set = manager.query(sets, json!({})).await.data()["criteriaSets"]["nodes"][0].clone();
    world.app.add_accounts(vec![account("DOITUONG", Some(held_by_target()))]).await;
    let person = reviews::account(world, "doituong").await;
    let mut admin = world.app.signed_in("quantri").await;
    let roles = "query($id: ID!) { roleAssignments(accountId: $id) { id } }";
    let roles = admin.query(roles, json!({"id": person})).await.data();
    Records {
        lines: BTreeMap::new(),
        filed: BTreeMap::new(),
        drafted: BTreeMap::new(),
        reviews: BTreeMap::new(),
        referrals: BTreeMap::new(),
        adoptions: BTreeMap::new(),
        draft: String::new(),
        set: text(&set["id"]),
        group: text(&set["groups"][0]["id"]),
        criterion: text(&set["groups"][0]["criteria"][0]["id"]),
        appraiser: only_appraiser_of(&mut manager, world, "A1").await,
        reorganisation: drafted_reorganisation(&mut admin).await,
        role: text(&roles["roleAssignments"][0]["id"]),
        person,
    }
}

fn held_by_target() -> NewAssignment {
    NewAssignment {
        role: Role::CouncilMember,
        unit: None,
        valid_from: date!(2021 - 01 - 01),
        valid_to: None,
        legal_basis: None,
    }
}

#[tokio::test]
async fn every_cell_is_as_the_domain_says() {
    let world = published().await;
    people(&world).await;
    let mut manager = world.app.signed_in("quanly").await;
    let draft = second_draft(&mut manager, &world.campaign).await;
    let lines = decide_and_compute(&world).await;
    initiatives::people(&world).await;
    let (mut filed, mut drafted) = (BTreeMap::new(), BTreeMap::new());
    for (author, unit) in [("tg-x1", "X1"), ("tg-h1", "H1")] {
        filed.insert(unit, text(&initiatives::filed_by(&world, author, unit).await["id"]));
        drafted.insert(unit, initiatives::drafted_by(&world, author, unit).await);
    }
    reviews::people(&world).await;
    let reviews = BTreeMap::from([
        ("X1", reviews::records_of(&world, "X1", "tg-x1", "tk-x1", "ld-x1").await),
        ("H1", reviews::records_of(&world, "H1", "tg-h1", "tk-h1", "ld-h1").await),
    ]);
    let of_x1 = referrals::records_of(&world, &reviews["X1"].recognised, "tk-x1", "H1").await;
    let of_h1 = referrals::records_of(&world, &reviews["H1"].recognised, "tk-h1", "X1").await;
    let adoptions = BTreeMap::from([("X1", of_h1.adoption), ("H1", of_x1.adoption)]);
    let referrals = BTreeMap::from([("X1", of_x1.referral), ("H1", of_h1.referral)]);
    let records =
        Records { lines, filed, drafted, reviews, referrals, adoptions, draft, ..beside(&world).await };

    let mut reader = csv::Reader::from_reader(MATRIX.as_bytes());
    let heads: Vec<String> = reader.headers().expect("a heading").iter().map(str::to_owned).collect();
    assert_eq!(heads.len(), Role::ALL.len() + 2, "every role has its column");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let moments = [
        ("before", datetime!(2021-12-04 08:00 +7)),
        ("within", datetime!(2021-12-10 08:00 +7)),
        ("after", datetime!(2021-12-21 08:00 +7)),
    ];
    let (mut cells, mut wrong) = (0, Vec::new());
    for (when, now) in moments {
        world.app.clock.set(now);
        for (column, role) in heads.iter().enumerate().skip(1) {
            let mut client = world.app.signed_in(&role.to_lowercase()).await;
            for row in &rows {
                let action = &row[0];
                let cell = if when == "within" { &row[column] } else { &row[1] };
                for (whose, unit) in [(Whose::Own, "X1"), (Whose::Other, "H1")] {
                    let asked = question(&world, &records, action, unit);
                    let answer = client.query(&asked.query, asked.variables.clone()).await;
                    cells += 1;
                    if is_allowed(&answer) != expected(cell, whose, asked.is_of_unit) {
                        wrong.push(format!("{role} {when} its time, {whose:?}: {action} is not {cell}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells differ:\n{}", wrong.len(), wrong.join("\n"));
    let asked = rows.iter().map(|row| question(&world, &records, &row[0], "X1").query);
    let asked = asked.chain(access_matrix::actions(&world).into_iter().map(|(_, query, _)| query));
    let asked: BTreeSet<String> = asked.filter_map(|query| mutation_of(&query)).collect();
    let all: BTreeSet<String> =
        Schema::read().fields("Mutation").iter().map(|field| field.name.node.to_string()).collect();
    let known: BTreeSet<String> = IN_NO_MATRIX.iter().map(|(name, _)| (*name).to_owned()).collect();
    let silent: Vec<_> = all.difference(&asked).filter(|name| !known.contains(*name)).collect();
    assert!(silent.is_empty(), "mutations in neither matrix: {silent:#?}");
    let stale: Vec<_> = known.iter().filter(|name| asked.contains(*name) || !all.contains(*name)).collect();
    assert!(stale.is_empty(), "in a matrix by now, or gone: {stale:#?}");
    println!("{cells} cells checked");
}
