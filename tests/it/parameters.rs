//! Parameters of law and local rules, and the calendar of working days.

use serde_json::{Value, json};
use thidua::access::Role;
use thidua::config::Config;
use time::Duration;

use crate::support::{Client, TestApp};

const ALL: &str = "{ viewerCanKeepParameters parameters { key name least greatest version \
    inForce { value validFrom source isVerified } history { value reason recordedBy { displayName } } } }";
const REVISE: &str = "mutation($i: ReviseParameterInput!) { reviseParameter(input: $i) { __typename \
    ... on Parameter { version inForce { value source isVerified } history { value } } \
    ... on ParameterProblem { code message path } } }";
const RECORD: &str = "mutation($i: RecordCalendarDayInput!) { recordCalendarDay(input: $i) { __typename \
    ... on RecordedCalendarDay { day { date kind isRecorded } } ... on ParameterProblem { code path } } }";

async fn parameter(client: &mut Client, key: &str, as_of: Option<&str>) -> Value {
    let query = "query($on: Date) { parameters(asOf: $on) { key version inForce { value isVerified } } }";
    let found = client.query(query, json!({"on": as_of})).await.data();
    let all = found["parameters"].as_array().expect("parameters").clone();
    all.into_iter().find(|one| one["key"] == key).expect("a known key")
}

fn value(version: i32, value: i32, from: &str) -> Value {
    json!({"i": {"key": "INITIATIVE_SHARE_FOR_TITLE", "version": version, "value": value, "validFrom": from,
        "source": "Quyết định 12/2021/QĐ-UBND", "isVerified": true, "reason": "Quy chế mới của tỉnh"}})
}

fn day(date: &str, kind: &str) -> Value {
    json!({"i": {"date": date, "kind": kind, "nameVi": "Nghỉ bão", "nameEn": "Storm", "source": "Công điện 01"}})
}

#[tokio::test]
async fn a_value_holds_from_its_day_and_those_before_it_stay_known() {
    let app = TestApp::start().await;
    app.add_person("quanly", Role::CampaignManager).await;
    let mut manager = app.signed_in("quanly").await;
    let before = parameter(&mut manager, "INITIATIVE_SHARE_FOR_TITLE", None).await;
    assert_eq!(before["inForce"], json!({"value": 30, "isVerified": false}));

    let revised = manager.query(REVISE, value(0, 50, "2022-01-01")).await.data()["reviseParameter"].clone();
    assert_eq!(revised["__typename"], "Parameter", "{revised}");
    assert_eq!(revised["version"], 1);
    assert_eq!(revised["inForce"]["value"], 30, "on 1 December 2021 the new value has not begun");
    for (on, held) in [("2021-12-31", 30), ("2022-01-01", 50)] {
        let found = parameter(&mut manager, "INITIATIVE_SHARE_FOR_TITLE", Some(on)).await;
        assert_eq!(found["inForce"]["value"], held, "{on}");
    }
    let all = manager.query(ALL, json!({})).await.data();
    assert_eq!(all["viewerCanKeepParameters"], true);
    let known = all["parameters"].as_array().expect("parameters");
    let share = known.iter().find(|one| one["key"] == "INITIATIVE_SHARE_FOR_TITLE").expect("known");
    assert_eq!(share["history"][0]["reason"], "Quy chế mới của tỉnh");
    assert_eq!(share["history"][0]["recordedBy"]["displayName"], "Đồng chí quanly");
    assert_eq!(share["history"][1], json!({"value": 30, "reason": null, "recordedBy": null}));
    assert!(app.deeds().await.contains(&"parameters.revised".to_owned()));
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_nothing_is_recorded() {
    let app = TestApp::start().await;
    app.add_person("quanly", Role::CampaignManager).await;
    let mut manager = app.signed_in("quanly").await;
    let with = |field: &str, wrong: Value| {
        let mut input = value(0, 50, "2022-01-01");
        input["i"][field] = wrong;
        input
    };
    for (input, code, field) in [
        (with("value", json!(101)), "OUT_OF_RANGE", Some("value")),
        (with("source", json!("  ")), "SOURCE_MISSING", Some("source")),
        (with("reason", json!("x".repeat(501))), "REASON_MISSING", Some("reason")),
        (with("version", json!(3)), "STALE", None),
    ] {
        let answer = manager.query(REVISE, input).await.data()["reviseParameter"].clone();
        assert_eq!(answer["code"], code, "{answer}");
        assert_eq!(answer["path"].as_array().and_then(|path| path.last()).and_then(Value::as_str), field);
    }
    manager.language = "en";
    let answer = manager.query(REVISE, with("value", json!(-1))).await.data();
    assert_eq!(answer["reviseParameter"]["message"], "The value must be between 0 and 100.");
    assert_eq!(parameter(&mut manager, "INITIATIVE_SHARE_FOR_TITLE", None).await["version"], 0);
}

#[tokio::test]
async fn two_who_decide_on_the_same_value_do_not_overwrite_each_other() {
    let app = TestApp::start().await;
    app.add_person("quanly", Role::CampaignManager).await;
    app.add_person("quantri", Role::SysAdmin).await;
    let mut one = app.signed_in("quanly").await;
    let mut two = app.signed_in("quantri").await;
    let (first, second) = tokio::join!(
        one.query(REVISE, value(0, 40, "2021-12-01")),
        two.query(REVISE, value(0, 60, "2021-12-01"))
    );
    let names = [first, second].map(|answer| answer.data()["reviseParameter"]["__typename"].clone());
    assert_eq!(names.iter().filter(|name| **name == "Parameter").count(), 1, "{names:?}");
    assert_eq!(parameter(&mut one, "INITIATIVE_SHARE_FOR_TITLE", None).await["version"], 1);
}

#[tokio::test]
async fn everybody_signed_in_reads_and_only_keepers_record_after_proving_who_they_are() {
    let app = TestApp::start_with(Config {
        second_factor_required: Some(false),
        step_up_minutes: Some(10),
        ..Config::default()
    })
    .await;
    app.add_person("quanly", Role::CampaignManager).await;
    app.add_person("phantich", Role::Analyst).await;
    let mut analyst = app.signed_in("phantich").await;
    assert_eq!(analyst.query(ALL, json!({})).await.data()["viewerCanKeepParameters"], false);
    assert_eq!(analyst.query(REVISE, value(0, 50, "2022-01-01")).await.code(), "FORBIDDEN");
    assert_eq!(analyst.query(RECORD, day("2021-12-16", "DAY_OFF")).await.code(), "FORBIDDEN");
    let mut manager = app.signed_in("quanly").await;
    app.pass(Duration::minutes(11));
    assert_eq!(manager.query(REVISE, value(0, 50, "2022-01-01")).await.code(), "STEP_UP_REQUIRED");
    assert_eq!(manager.query(RECORD, day("2021-12-16", "DAY_OFF")).await.code(), "STEP_UP_REQUIRED");
}

#[tokio::test]
async fn a_day_is_recorded_in_the_place_of_what_was_known() {
    let app = TestApp::start().await;
    app.add_person("quanly", Role::CampaignManager).await;
    let mut manager = app.signed_in("quanly").await;
    let year = "query($year: Int!) { calendarDays(year: $year) { date kind isRecorded } }";
    let days = manager.query(year, json!({"year": 2022})).await.data()["calendarDays"].clone();
    assert_eq!(days[0], json!({"date": "2022-01-03", "kind": "DAY_OFF", "isRecorded": false}));

    for kind in ["ORDINARY", "DAY_OFF"] {
        let done = manager.query(RECORD, day("2022-01-03", kind)).await.data()["recordCalendarDay"].clone();
        assert_eq!(done["day"]["kind"], kind, "{done}");
    }
    let again = manager.query(RECORD, day("2022-01-03", "DAY_OFF")).await.data()["recordCalendarDay"].clone();
    assert_eq!(again["code"], "NOTHING_CHANGED");
    let mut with_space = day("2022-01-03", "DAY_OFF");
    with_space["i"]["source"] = json!(" Công điện 01 ");
    let again = manager.query(RECORD, with_space).await.data()["recordCalendarDay"].clone();
    assert_eq!(again["code"], "NOTHING_CHANGED", "a space around it is no change");
    let days = manager.query(year, json!({"year": 2022})).await.data()["calendarDays"].clone();
    let known = days.as_array().expect("days");
    let that_day: Vec<_> = known.iter().filter(|day| day["date"] == "2022-01-03").collect();
    assert_eq!(that_day, [&json!({"date": "2022-01-03", "kind": "DAY_OFF", "isRecorded": true})]);
    assert_eq!(manager.query(year, json!({"year": 100_000})).await.code(), "BAD_USER_INPUT");
}

#[tokio::test]
async fn two_who_record_the_same_day_both_get_an_answer_and_one_day_stands() {
    let app = TestApp::start().await;
    app.add_person("quanly", Role::CampaignManager).await;
    app.add_person("quantri", Role::SysAdmin).await;
    let mut one = app.signed_in("quanly").await;
    let mut two = app.signed_in("quantri").await;
    let (first, second) = tokio::join!(
        one.query(RECORD, day("2021-12-16", "DAY_OFF")),
        two.query(RECORD, day("2021-12-16", "ORDINARY"))
    );
    for answer in [first, second] {
        let answer = answer.data()["recordCalendarDay"].clone();
        assert!(answer["__typename"] == "RecordedCalendarDay" || answer["code"] == "STALE", "{answer}");
    }
    let year = "query($year: Int!) { calendarDays(year: $year) { date } }";
    let days = one.query(year, json!({"year": 2021})).await.data()["calendarDays"].clone();
    let known = days.as_array().expect("days");
    assert_eq!(known.iter().filter(|day| day["date"] == "2021-12-16").count(), 1);
}

#[tokio::test]
async fn reading_costs_the_same_however_many_values_there_are() {
    let app = TestApp::start().await;
    app.add_person("quanly", Role::CampaignManager).await;
    let mut manager = app.signed_in("quanly").await;
    manager.query(REVISE, value(0, 50, "2022-01-01")).await.data();
    let few = app.statements_of(&mut manager, ALL, json!({})).await;
    for version in 1..12 {
        manager.query(REVISE, value(version, 50 + version, "2022-01-01")).await.data();
    }
    assert_eq!(app.statements_of(&mut manager, ALL, json!({})).await, few);
}

#[tokio::test]
async fn law_does_not_reach_back() {
    let app = TestApp::start().await;
    app.add_person("quanly", Role::CampaignManager).await;
    let mut manager = app.signed_in("quanly").await;
    let refused = manager.query(REVISE, value(0, 60, "2021-06-01")).await.data()["reviseParameter"].clone();
    assert_eq!((&refused["code"], &refused["path"][1]), (&json!("RETROACTIVE"), &json!("validFrom")));
    let mut correction = value(0, 60, "2021-06-01");
    correction["i"]["isCorrection"] = json!(true);
    let corrected = manager.query(REVISE, correction).await.data()["reviseParameter"].clone();
    assert_eq!(corrected["__typename"], "Parameter", "{corrected}");
    let today = manager.query(REVISE, value(1, 50, "2021-12-01")).await.data()["reviseParameter"].clone();
    assert_eq!(today["__typename"], "Parameter", "from today on: {today}");
    let deeds = app.deeds().await;
    let told = |deed: &str| deeds.iter().filter(|done| *done == deed).count();
    assert_eq!((told("parameters.corrected"), told("parameters.revised")), (1, 1));

    for date in ["2021-07-06", "2021-11-30", "2021-12-01"] {
        let refused = manager.query(RECORD, day(date, "DAY_OFF")).await.data()["recordCalendarDay"].clone();
        assert_eq!((&refused["code"], &refused["path"][1]), (&json!("DAY_PASSED"), &json!("date")), "{date}");
    }
    let tomorrow =
        manager.query(RECORD, day("2021-12-02", "DAY_OFF")).await.data()["recordCalendarDay"].clone();
    assert_eq!(tomorrow["day"]["date"], "2021-12-02");
}
