//! Every `viewerCan…` of the schema beside the commands that it speaks of: whoever is offered a deed is heard, and whoever
//! is not is refused or told that it is not the moment. Asked of everybody concerned, about records in many states, on
//! several days; what is offered is asked for with an old version, so that nothing is changed. `offers.rs` plays what takes more.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use thidua::shared::clock::Clock as _;
use thidua::shared::id;
use time::macros::datetime;

use crate::deeds::{Records, with};
use crate::support::scenario::text;
use crate::support::sdl::{Schema, some_id};
use crate::support::{Answer, Client, reviews};

/// A field that offers a deed, with the commands that do it and the record that both are asked about.
struct Bound {
    field: &'static str,
    deeds: &'static [&'static str],
    record: fn(&Records) -> &str,
    /// Codes of what is wrong with the input, which the command finds once the person and the moment are right.
    after: &'static [&'static str],
}

const fn bound(
    field: &'static str,
    deeds: &'static [&'static str],
    record: fn(&Records) -> &str,
    after: &'static [&'static str],
) -> Bound {
    Bound { field, deeds, record, after }
}

fn sheet(records: &Records) -> &str {
    &records.world.sheets["X1"]
}

fn campaign(records: &Records) -> &str {
    &records.world.campaign
}

const BOUND: [Bound; 52] = [
    bound("AvailableDocument.viewerCanGenerate", &["generateDocument"], |all| &all.filed, &[]),
    bound("Campaign.viewerCanComputeRanking", &["computeRanking"], campaign, &[]),
    bound("Campaign.viewerCanEdit", &["reviseCampaign"], |all| &all.draft, &[]),
    bound("Campaign.viewerCanExtend", &["extendPhase"], campaign, &[]),
    bound("Campaign.viewerCanPublish", &["publishCampaign"], |all| &all.draft, &[]),
    bound("Campaign.viewerCanPublishResult", &["publishResult"], campaign, &[]),
    bound("Campaign.viewerCanRecordMerit", &["recordMerit"], campaign, &["UNKNOWN_ITEM"]),
    bound("Campaign.viewerCanReleaseResult", &["releaseResult"], campaign, &[]),
    bound(
        "CouncilSitting.viewerCanHold",
        &["closeSitting", "recordAttendance"],
        |all| &all.of_x1.sitting,
        &[],
    ),
    bound("CriteriaSet.viewerCanEdit", &["reviseCriterion", "removeCriterion"], |all| &all.set, &[]),
    bound("Initiative.viewerCanAnswer", &["answerAuthorship"], |all| &all.shared, &[]),
    bound("Initiative.viewerCanDecide", &["acceptInitiative", "requestInitiativeFix"], |all| &all.filed, &[]),
    bound("Initiative.viewerCanFile", &["fileInitiative"], |all| &all.drafted, &[]),
    bound("Initiative.viewerCanRefuse", &["refuseInitiative"], |all| &all.filed, &[]),
    bound("Initiative.viewerCanWithdraw", &["withdrawInitiative"], |all| &all.drafted, &[]),
    bound("Initiative.viewerCanWrite", &["saveInitiative"], |all| &all.drafted, &[]),
    bound("InitiativeAdoption.viewerCanAnswer", &["answerAdoption"], |all| &all.adoption, &[]),
    bound("InitiativeAdoption.viewerCanTakeBack", &["takeBackAdoption"], |all| &all.adoption, &[]),
    bound("InitiativeAttachment.viewerCanRemove", &["removeAttachment"], |all| &all.attachment, &[]),
    bound("InitiativeCouncil.viewerCanKeep", &["saveCouncil"], |all| &all.of_x1.council, &[]),
    bound("InitiativeRecognition.viewerCanCancel", &["cancelRecognition"], |all| &all.of_x1.recognition, &[]),
    bound(
        "InitiativeRecognition.viewerCanNumber",
        &["recordDecisionNumber"],
        |all| &all.of_x1.recognition,
        &[],
    ),
    bound(
        "InitiativeReferral.viewerCanCheck",
        &["acceptReferral", "requestReferralCompletion"],
        |all| &all.referral,
        &[],
    ),
    bound("InitiativeReferral.viewerCanNumber", &["recordPetitionNumber"], |all| &all.referral, &[]),
    bound("InitiativeReferral.viewerCanRefuse", &["refuseReferral"], |all| &all.referral, &[]),
    bound("InitiativeReferral.viewerCanSend", &["sendReferral"], |all| &all.referral, &[]),
    bound("InitiativeReferral.viewerCanTakeBack", &["takeBackReferral"], |all| &all.referral, &[]),
    bound("InitiativeReferral.viewerCanWrite", &["prepareReferral"], |all| &all.referral, &[]),
    bound("InitiativeReview.viewerCanLeave", &["declareConflict"], |all| &all.of_x1.review, &["MISSING"]),
    bound("InitiativeReview.viewerCanRearrange", &["changeReviewSeat"], |all| &all.of_x1.review, &[]),
    bound("InitiativeReview.viewerCanScore", &["saveReviewSheet"], |all| &all.of_x1.review, &[]),
    bound("InitiativeReview.viewerCanTakeBack", &["takeReviewBack"], |all| &all.of_x1.review, &[]),
    bound("InitiativeReview.viewerCanVote", &["castVote"], |all| &all.of_x1.review, &[]),
    bound(
        "Query.viewerCanKeepParameters",
        &["reviseParameter", "recordCalendarDay"],
        campaign,
        &["NAME_MISSING"],
    ),
    bound("Query.viewerCanKeepUnits", &["saveReorganisation"], campaign, &["MISSING_FIELD"]),
    bound("ReferralRights.canAskAdopters", &["askAdopter"], |all| &all.of_x1.recognised, &["BAD_UNIT"]),
    bound("ReferralRights.canBegin", &["prepareReferral"], |all| &all.of_x1.recognised, &[]),
    bound("Reorganisation.viewerCanApply", &["applyReorganisation"], |all| &all.reorganisation, &[]),
    bound(
        "Reorganisation.viewerCanEdit",
        &["saveReorganisation"],
        |all| &all.reorganisation,
        &["MISSING_FIELD"],
    ),
    bound("Reorganisation.viewerCanUndo", &["undoReorganisation"], |all| &all.reorganisation, &[]),
    bound("ScoreLine.viewerCanAppraise", &["adjustLine", "acceptLine"], |all| &all.line, &[]),
    bound("ScoreLine.viewerCanEdit", &["saveScoreLine"], |all| &all.line, &[]),
    bound("SimilarityRights.canJudge", &["judgeSimilarity"], |all| &all.filed, &["TEXT_TOO_LONG"]),
    bound("Submission.viewerCanAppraise", &["openSubmission"], sheet, &[]),
    bound("Submission.viewerCanConclude", &["concludeAppraisal"], sheet, &["LINES_UNDECIDED"]),
    bound("Submission.viewerCanDelegate", &["delegateLines"], sheet, &[]),
    bound("Submission.viewerCanEdit", &["saveScoreLine"], sheet, &[]),
    bound("Submission.viewerCanRecall", &["recallSubmission"], sheet, &[]),
    bound("Submission.viewerCanRequestSignOff", &["requestSignOff"], sheet, &[]),
    bound("Submission.viewerCanReturn", &["returnSubmission"], sheet, &[]),
    bound("Submission.viewerCanSubmit", &["submitSelfScore"], sheet, &[]),
    bound("Submission.viewerCanWithdrawSignOffRequest", &["withdrawSignOffRequest"], sheet, &[]),
];

/// Offers that are bound to no mutation, each with the reason.
const UNBOUND: [(&str, &str); 5] = [
    ("Initiative.viewerCanHandOver", "asks for a co-author who has agreed: council_practice.rs"),
    ("InitiativeAttachments.viewerCanAttach", "a file is sent over HTTP: attachments.rs"),
    ("PasswordRenewal.viewerCanConfirm", "waits until an administrator asks for it: renewals.rs"),
    ("ReviewRights.canRead", "what is read, not done: visibility.rs"),
    ("SimilarityRights.canRead", "what is read, not done: visibility.rs"),
];

const PEOPLE: [&str; 22] = [
    "tg-x1", "dtg-x1", "tg-h1", "tk-x1", "tk-h1", "ld-x1", "ld-h1", "cb-x1", "cb-x2", "vt-x1", "vt2-x1",
    "hd-ct", "hd-v1", "hd-v2", "khcn", "thanhtra", "quanly", "totruong", "td-d1", "td-d2", "phantich",
    "quantri",
];

fn parts(field: &str) -> (&str, &str) {
    field.split_once('.').expect("a type and a field")
}

/// Whether a record offers a deed to somebody; it offers nothing to whom it does not exist.
async fn is_offered(client: &mut Client, field: &str, record: &str) -> bool {
    let (kind, name) = parts(field);
    let query = match kind {
        "Query" => format!("{{ {name} }}"),
        "ReferralRights" => {
            format!("query($id: ID!) {{ it: referralRights(initiativeId: $id) {{ {name} }} }}")
        }
        "SimilarityRights" => {
            format!("query($id: ID!) {{ it: similarityRights(initiativeId: $id) {{ {name} }} }}")
        }
        "Reorganisation" => format!("query($id: ID!) {{ it: reorganisation(id: $id) {{ {name} }} }}"),
        "CriteriaSet" => format!("query($id: ID!) {{ it: criteriaSet(id: $id) {{ {name} }} }}"),
        "AvailableDocument" => {
            format!("query($id: ID!) {{ it: documentsOf(recordId: $id) {{ form {name} }} }}")
        }
        kind => format!("query($id: ID!) {{ it: node(id: $id) {{ ... on {kind} {{ {name} }} }} }}"),
    };
    let data = client.query(&query, json!({"id": record})).await.json()["data"].clone();
    let it = if kind == "Query" { &data } else { &data["it"] };
    match it.as_array() {
        Some(papers) => papers.iter().any(|paper| paper["form"] == "REQUEST" && paper[name] == true),
        None => it[name] == true,
    }
}

/// The codes of the problems in an answer.
fn codes(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name.ends_with("_code") {
                    found.push(text(value));
                } else {
                    codes(value, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| codes(item, found)),
        _ => {}
    }
}

/// How a command answered: refused, done, or with problems by their codes.
fn outcome(answer: &Answer) -> Vec<String> {
    if let Some(error) = answer.errors().first() {
        return vec![text(&error["extensions"]["code"])];
    }
    let data = answer.json()["data"].clone();
    let mut found = Vec::new();
    let it = data.as_object().and_then(|fields| fields.values().next()).cloned().unwrap_or_default();
    if it["__typename"].as_str().is_some_and(|kind| kind.contains("Problem")) {
        codes(&it, &mut found);
    }
    found
}

/// The version of the record that an input names, as somebody reads it.
async fn version(client: &mut Client, input: &Value, record: &str) -> Option<Value> {
    let id = input["id"].as_str().or(input["lineId"].as_str()).unwrap_or(record);
    let (kind, _) = id::decode(id)?;
    let query = match kind.as_str() {
        "Reorganisation" => "query($id: ID!) { it: reorganisation(id: $id) { version } }".to_owned(),
        kind => format!("query($id: ID!) {{ it: node(id: $id) {{ ... on {kind} {{ version }} }} }}"),
    };
    let found = client.query(&query, json!({"id": id})).await.json()["data"]["it"]["version"].clone();
    Some(found).filter(Value::is_number)
}

/// The input of a command about the record of an offer, with an old version.
fn input(records: &Records, bound: &Bound, deed: &str, member: &str) -> Value {
    let row = records.row(deed).input;
    let stale = |id: &str| json!({"id": id, "version": 99});
    match (bound.field, deed) {
        ("Initiative.viewerCanWrite", _) => with(row, stale(&records.drafted)),
        ("InitiativeCouncil.viewerCanKeep", _) => with(row, stale(&records.of_x1.council)),
        ("Reorganisation.viewerCanEdit", _) => with(row, stale(&records.reorganisation)),
        ("InitiativeReferral.viewerCanWrite", _) => with(row, json!({"version": 99})),
        ("InitiativeReview.viewerCanRearrange", _) => {
            with(row, json!({"change": "EXCLUDE", "accountId": member, "reason": "Là người thân"}))
        }
        _ => row,
    }
}

#[test]
fn every_offer_is_bound_to_its_commands() {
    let schema = Schema::read();
    let mut offers = BTreeSet::new();
    for (name, kind) in &schema.kinds {
        let async_graphql::parser::types::TypeKind::Object(object) = kind else { continue };
        for field in object.fields.iter().map(|field| field.node.name.node.as_str()) {
            if field.starts_with("viewerCan") || (name.ends_with("Rights") && field.starts_with("can")) {
                offers.insert(format!("{name}.{field}"));
            }
        }
    }
    let bound = BOUND.iter().map(|one| one.field).chain(UNBOUND.iter().map(|(field, _)| *field));
    let bound: Vec<String> = bound.map(str::to_owned).collect();
    let known: BTreeSet<String> = bound.iter().cloned().collect();
    assert_eq!(known.len(), bound.len(), "bound twice");
    let silent: Vec<_> = offers.difference(&known).collect();
    assert!(silent.is_empty(), "offers bound to no command: {silent:#?}");
    let stale: Vec<_> = known.difference(&offers).collect();
    assert!(stale.is_empty(), "no such offers: {stale:#?}");
}

#[tokio::test]
async fn what_is_offered_is_heard_and_what_is_not_is_refused() {
    let records = Records::make().await;
    let app = &records.world.app;
    let schema = Schema::read();
    let mutations = schema.fields("Mutation");
    let member = reviews::account(&records.world, "hd-v2").await;
    let mut wrong = Vec::new();
    let (mut compared, mut offered) = (0, BTreeSet::new());
    let made = app.clock.now();
    for moment in [made, datetime!(2021-12-02 08:00 +7), datetime!(2022-01-12 08:00 +7)] {
        app.clock.set(moment);
        for login in PEOPLE {
            let mut client = app.signed_in(login).await;
            for bound in &BOUND {
                let record = (bound.record)(&records);
                for deed in bound.deeds {
                    let offers = is_offered(&mut client, bound.field, record).await;
                    let field = mutations.iter().find(|field| field.name.node == *deed).expect("a mutation");
                    let (operation, _) = schema.operation("mutation", field, &some_id);
                    let operation = operation.replace(" { __typename }", &schema.told(field));
                    let mut input = input(&records, bound, deed, &member);
                    // What is not offered is refused with the version that it would be done with, too.
                    if !offers
                        && !input["version"].is_null()
                        && let Some(version) = version(&mut client, &input, record).await
                    {
                        input["version"] = version;
                    }
                    let is_versioned = ["version", "lockVersion"].iter().any(|key| !input[key].is_null());
                    let said = outcome(&client.query(&operation, json!({"input": input})).await);
                    let is_heard = said.iter().all(|code| {
                        let is_stale = is_versioned && ["STALE", "CONFLICT"].contains(&code.as_str());
                        is_stale || bound.after.contains(&code.as_str())
                    });
                    compared += 1;
                    if offers {
                        offered.insert(bound.field);
                    }
                    if offers != is_heard {
                        wrong.push(format!(
                            "{} {} {login} on {moment}, and {deed} says {said:?}",
                            bound.field,
                            if offers { "is offered to" } else { "is not offered to" },
                        ));
                    }
                }
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n"));
    let never: BTreeSet<&str> =
        BOUND.iter().map(|one| one.field).filter(|field| !offered.contains(field)).collect();
    let played: BTreeSet<&str> = PLAYED.iter().map(|(field, _)| *field).collect();
    assert_eq!(never, played, "offered to nobody here: say where it is");
}

/// What nobody is offered with these records, and where somebody is offered it and does it.
const PLAYED: [(&str, &str); 18] = [
    ("Campaign.viewerCanPublishResult", "ranking.rs"),
    ("CouncilSitting.viewerCanHold", "offers.rs"),
    ("CriteriaSet.viewerCanEdit", "criteria.rs"),
    ("InitiativeAttachment.viewerCanRemove", "attachments.rs"),
    ("InitiativeReferral.viewerCanCheck", "offers.rs"),
    ("InitiativeReferral.viewerCanNumber", "referrals.rs"),
    ("InitiativeReferral.viewerCanRefuse", "referrals.rs"),
    ("InitiativeReferral.viewerCanTakeBack", "referrals.rs"),
    ("InitiativeReview.viewerCanVote", "offers.rs"),
    ("ReferralRights.canBegin", "offers.rs"),
    ("Reorganisation.viewerCanUndo", "offers.rs"),
    ("ScoreLine.viewerCanEdit", "offers.rs"),
    ("Submission.viewerCanDelegate", "roles.rs"),
    ("Submission.viewerCanEdit", "offers.rs"),
    ("Submission.viewerCanRecall", "offers.rs"),
    ("Submission.viewerCanRequestSignOff", "offers.rs"),
    ("Submission.viewerCanSubmit", "offers.rs"),
    ("Submission.viewerCanWithdrawSignOffRequest", "offers.rs"),
];
