//! The story: the result of the first quarter is published, the half-year is appraised and waits for
//! its ranking, and the campaign of the year is in full swing.

use std::collections::HashMap;

use anyhow::Context as _;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

use super::figures::{self, draw};
use super::people::{self, login};
use super::stage::Stage;
use crate::app::App;
use crate::criteria::CriteriaSet;
use crate::files;
use crate::shared::clock::vietnam_date;
use crate::shared::id::UnitId;

/// What becomes of a sheet by the present moment of the demo.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Untouched,
    Draft,
    AwaitingSignoff,
    Submitted,
    Returned,
    UnderAppraisal,
    Appraised,
}

/// One campaign of the story.
struct Episode {
    code: &'static str,
    title_vi: &'static str,
    title_en: &'static str,
    plan_number: &'static str,
    plan_date: &'static str,
    period: (&'static str, &'static str),
    phases: [(&'static str, &'static str, &'static str); 3],
    groups: &'static [&'static str],
    published_at: OffsetDateTime,
    filled_at: OffsetDateTime,
    submitted_at: OffsetDateTime,
    /// Units that missed the deadline, and when they submitted after all.
    late: (&'static [&'static str], OffsetDateTime),
    appraised_at: OffsetDateTime,
    /// More time for the appraisal: decided when, until when, and why.
    extension: Option<(OffsetDateTime, &'static str, &'static str)>,
    fate: fn(&str) -> Fate,
}

fn always_appraised(_: &str) -> Fate {
    Fate::Appraised
}

/// Most communes have submitted, several are appraised, some are slow.
fn in_full_swing(unit: &str) -> Fate {
    match unit {
        people::COMMUNE => return Fate::Draft,
        "30361" => return Fate::Untouched,
        "886" | "AG-SO-TU-PHAP" => return Fate::Submitted,
        _ => {}
    }
    match draw(unit, "fate", 100) {
        0..6 => Fate::Untouched,
        6..15 => Fate::Draft,
        15..22 => Fate::AwaitingSignoff,
        22..68 => Fate::Submitted,
        68..71 => Fate::Returned,
        71..86 => Fate::UnderAppraisal,
        _ => Fate::Appraised,
    }
}

fn episodes() -> [Episode; 3] {
    [
        Episode {
            code: "KSTTHC-2021-Q1",
            title_vi: "Đợt thi đua kiểm soát thủ tục hành chính quý I năm 2021 (sở, ban, ngành)",
            title_en: "Administrative-procedure control, first quarter of 2021 (departments)",
            plan_number: "309/KH-UBND",
            plan_date: "2021-02-19",
            period: ("2021-01-01", "2021-03-31"),
            phases: [
                ("SELF_SCORING", "2021-03-25T00:00:00+07:00", "2021-04-09T23:59:59+07:00"),
                ("APPRAISAL_1", "2021-04-10T00:00:00+07:00", "2021-04-25T23:59:59+07:00"),
                ("RESULT", "2021-04-26T00:00:00+07:00", "2021-05-10T23:59:59+07:00"),
            ],
            groups: &["D"],
            published_at: datetime!(2021-03-22 08:30 +7),
            filled_at: datetime!(2021-04-05 09:10 +7),
            submitted_at: datetime!(2021-04-08 15:20 +7),
            late: (&["AG-SO-NGOAI-VU"], datetime!(2021-04-12 09:40 +7)),
            appraised_at: datetime!(2021-04-20 10:00 +7),
            extension: None,
            fate: always_appraised,
        },
        Episode {
            code: "KSTTHC-2021-6T",
            title_vi: "Đợt thi đua kiểm soát thủ tục hành chính 6 tháng đầu năm 2021 (cấp huyện, ngành dọc)",
            title_en: "Administrative-procedure control, first half of 2021 (districts, vertical agencies)",
            plan_number: "309/KH-UBND",
            plan_date: "2021-02-19",
            period: ("2021-01-01", "2021-06-30"),
            phases: [
                ("SELF_SCORING", "2021-06-15T00:00:00+07:00", "2021-07-05T23:59:59+07:00"),
                ("APPRAISAL_1", "2021-07-06T00:00:00+07:00", "2021-07-24T23:59:59+07:00"),
                ("RESULT", "2021-07-25T00:00:00+07:00", "2021-12-31T23:59:59+07:00"),
            ],
            groups: &["H", "V"],
            published_at: datetime!(2021-06-10 08:30 +7),
            filled_at: datetime!(2021-06-28 09:10 +7),
            submitted_at: datetime!(2021-07-02 15:20 +7),
            late: (&["891", "AG-CUC-QUAN-LY-THI-TRUONG"], datetime!(2021-07-07 16:10 +7)),
            appraised_at: datetime!(2021-07-20 10:00 +7),
            extension: Some((
                datetime!(2021-07-19 08:15 +7),
                "2021-07-31T23:59:59+07:00",
                "Các đơn vị tập trung phòng, chống dịch COVID-19, chưa bố trí đủ công chức thẩm định.",
            )),
            fate: always_appraised,
        },
        Episode {
            code: "KSTTHC-2021",
            title_vi: "Phong trào thi đua trong công tác kiểm soát thủ tục hành chính năm 2021",
            title_en: "Emulation campaign on administrative-procedure control 2021",
            plan_number: "309/KH-UBND",
            plan_date: "2021-02-19",
            period: ("2021-01-01", "2021-12-15"),
            phases: [
                ("SELF_SCORING", "2021-11-10T00:00:00+07:00", "2021-12-15T23:59:59+07:00"),
                ("APPRAISAL_1", "2021-12-01T00:00:00+07:00", "2021-12-31T23:59:59+07:00"),
                ("RESULT", "2022-01-01T00:00:00+07:00", "2022-01-31T23:59:59+07:00"),
            ],
            groups: &["D", "V", "H", "X"],
            published_at: datetime!(2021-11-05 08:30 +7),
            filled_at: datetime!(2021-12-03 09:10 +7),
            submitted_at: datetime!(2021-12-08 15:20 +7),
            late: (&[], datetime!(2021-12-16 08:00 +7)),
            appraised_at: datetime!(2021-12-13 10:00 +7),
            extension: None,
            fate: in_full_swing,
        },
    ]
}

/// Appraiser of a group of criteria.
fn appraiser(criterion: &str) -> &'static str {
    match criterion.chars().next() {
        Some('B' | 'C' | 'D') => login::JUSTICE,
        Some('F') => login::INFORMATION,
        Some('G') => login::HOME_AFFAIRS,
        _ => login::OFFICE,
    }
}

/// A sheet as the story needs it.
struct Sheet {
    id: String,
    version: i64,
    unit: String,
    unit_id: String,
    lines: Vec<Line>,
}

struct Line {
    id: String,
    version: i64,
    criterion: String,
    criterion_id: String,
    self_scored: bool,
    self_score: Option<String>,
    is_decided: bool,
    is_claim: bool,
    facts: Value,
}

/// Tells the whole story.
pub async fn tell_all(app: &App, set: &CriteriaSet, tell: &impl Fn(&str)) -> anyhow::Result<()> {
    for episode in episodes() {
        let stage = Stage::over(app, episode.published_at);
        let campaign = prepare(&stage, &episode).await?;
        fill_in(&stage, &episode, &campaign, set).await?;
        extend(&stage, &episode, &campaign).await?;
        appraise(&stage, &episode, &campaign).await?;
        match episode.code {
            "KSTTHC-2021-Q1" => {
                stage.at(datetime!(2021-04-28 09:00 +7));
                for field in ["computeRanking", "releaseResult", "publishResult"] {
                    decide(&stage, &campaign, field).await?;
                }
            }
            "KSTTHC-2021" => {
                stage.at(datetime!(2021-12-14 11:00 +7));
                record_bonuses(&stage, &campaign).await?;
                decide(&stage, &campaign, "computeRanking").await?;
            }
            _ => {}
        }
        tell(episode.code);
    }
    Ok(())
}

async fn prepare(stage: &Stage, episode: &Episode) -> anyhow::Result<String> {
    let found = stage
        .ask(
            login::MANAGER,
            "{ viewer { homeUnit { id } } criteriaSets(first: 1) { nodes { id groups { criteria { id code } } } } \
               accounts(first: 10, role: SECTOR_APPRAISER) { nodes { id login } } }",
            json!({}),
        )
        .await?;
    let set = &found["criteriaSets"]["nodes"][0];
    let groups: Vec<Value> = [
        ("D", "Khối sở, ban, ngành tỉnh", "Provincial departments", "PROV_DEPT"),
        ("V", "Khối cơ quan ngành dọc", "Vertical agencies", "VERTICAL"),
        ("H", "Khối huyện, thị xã, thành phố", "Districts", "DISTRICT"),
        ("X", "Khối xã, phường, thị trấn", "Communes", "COMMUNE"),
    ]
    .into_iter()
    .filter(|(code, ..)| episode.groups.contains(code))
    .map(|(code, vi, en, kind)| json!({"code": code, "nameVi": vi, "nameEn": en, "scoringKinds": [kind]}))
    .collect();
    let phases: Vec<Value> = episode
        .phases
        .iter()
        .map(|(kind, opens, closes)| json!({"kind": kind, "opensAt": opens, "closesAt": closes}))
        .collect();
    let input = json!({
        "code": episode.code,
        "titleVi": episode.title_vi,
        "titleEn": episode.title_en,
        "ownerUnitId": found["viewer"]["homeUnit"]["id"],
        "criteriaSetId": set["id"],
        "planNumber": episode.plan_number,
        "planDate": episode.plan_date,
        "periodFrom": episode.period.0,
        "periodTo": episode.period.1,
        "referenceKind": "PROV_DEPT",
        "phases": phases,
        "peerGroups": groups,
    });
    let created = stage
        .act(
            login::MANAGER,
            "createCampaign",
            "Campaign",
            "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename \
               ... on Campaign { id } ... on CampaignProblem { code message path } } }",
            input,
        )
        .await?;
    let campaign = text(&created["id"])?;
    for account in list(&found["accounts"]["nodes"]) {
        let own: Vec<&Value> = list(&set["groups"])
            .iter()
            .flat_map(|group| list(&group["criteria"]))
            .filter(|criterion| criterion["code"].as_str().map(appraiser) == account["login"].as_str())
            .map(|criterion| &criterion["id"])
            .collect();
        if own.is_empty() {
            continue;
        }
        stage
            .act(
                login::MANAGER,
                "assignAppraiser",
                "Campaign",
                "mutation($input: AssignAppraiserInput!) { assignAppraiser(input: $input) { __typename \
                   ... on CampaignProblem { code message path } } }",
                json!({"campaignId": campaign, "accountId": account["id"], "criterionIds": own}),
            )
            .await?;
    }
    let version = version_of(stage, &campaign).await?;
    stage
        .act(
            login::MANAGER,
            "publishCampaign",
            "Campaign",
            "mutation($input: PublishCampaignInput!) { publishCampaign(input: $input) { __typename \
               ... on CampaignProblem { code message path } } }",
            json!({"id": campaign, "version": version}),
        )
        .await?;
    Ok(campaign)
}

async fn version_of(stage: &Stage, campaign: &str) -> anyhow::Result<Value> {
    let found = stage
        .ask(login::MANAGER, "query($id: ID!) { campaign(id: $id) { version } }", json!({"id": campaign}))
        .await?;
    Ok(found["campaign"]["version"].clone())
}

/// Every sheet of a campaign as it stands.
async fn sheets(stage: &Stage, campaign: &str) -> anyhow::Result<Vec<Sheet>> {
    let query = "query($id: ID!, $after: String) { campaign(id: $id) { submissions(first: 50, after: $after) { \
        pageInfo { hasNextPage endCursor } nodes { id version unit { code unitId } lines { id version state \
        selfScore criterion { id code selfScored } facts { numerator denominator count date done noDate items \
        option value sample events { code count } } } } } } }";
    let mut found = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = stage.ask(login::LEAD, query, json!({"id": campaign, "after": after})).await?;
        let page = &page["campaign"]["submissions"];
        for node in list(&page["nodes"]) {
            found.push(sheet(node)?);
        }
        if page["pageInfo"]["hasNextPage"] != true {
            return Ok(found);
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn sheet(node: &Value) -> anyhow::Result<Sheet> {
    let mut lines = Vec::new();
    for line in list(&node["lines"]) {
        let state = line["state"].as_str().unwrap_or_default();
        lines.push(Line {
            id: text(&line["id"])?,
            version: number(&line["version"])?,
            criterion: text(&line["criterion"]["code"])?,
            criterion_id: text(&line["criterion"]["id"])?,
            self_scored: line["criterion"]["selfScored"] == true,
            self_score: line["selfScore"].as_str().map(str::to_owned),
            is_decided: !matches!(state, "EMPTY" | "SELF_SCORED" | "CLAIMED_NOT_APPLICABLE"),
            is_claim: state == "CLAIMED_NOT_APPLICABLE",
            facts: line["facts"].clone(),
        });
    }
    Ok(Sheet {
        id: text(&node["id"])?,
        version: number(&node["version"])?,
        unit: text(&node["unit"]["code"])?,
        unit_id: text(&node["unit"]["unitId"])?,
        lines,
    })
}

const SAVE_LINE: &str = "mutation($input: SaveScoreLineInput!) { saveScoreLine(input: $input) { __typename \
    ... on ScoreLine { version } ... on SubmissionProblem { code message path } } }";

/// Words with which officers explain lines without a document of their own.
const EXPLANATIONS: [&str; 4] = [
    "Số liệu kết xuất từ Hệ thống thông tin một cửa điện tử, thời điểm chốt 30/11.",
    "Đã báo cáo tại Báo cáo công tác kiểm soát thủ tục hành chính của đơn vị.",
    "Theo dõi tại sổ tiếp nhận của Bộ phận Tiếp nhận và Trả kết quả.",
    "Đã niêm yết tại trụ sở và trên Trang thông tin điện tử của đơn vị.",
];

async fn fill_in(stage: &Stage, episode: &Episode, campaign: &str, set: &CriteriaSet) -> anyhow::Result<()> {
    for sheet in sheets(stage, campaign).await? {
        let fate = (episode.fate)(&sheet.unit);
        if fate == Fate::Untouched {
            continue;
        }
        stage.at(episode.filled_at);
        let officer = people::officer(&sheet.unit);
        let open: Vec<&Line> = sheet.lines.iter().filter(|line| line.self_scored).collect();
        let wanted = if fate == Fate::Draft { open.len() / 2 } else { open.len() };
        let cites_document = fate != Fate::Draft && draw(&sheet.unit, "document", 5) == 0;
        for (place, line) in open.into_iter().take(wanted).enumerate() {
            let spec = set.criterion(&line.criterion).context("a criterion of the set")?;
            let facts = if line.facts.is_null() {
                serde_json::to_value(figures::facts(&sheet.unit, spec))?
            } else {
                line.facts.clone()
            };
            let is_cited = cites_document && place < 4;
            let choice = usize::try_from(draw(&sheet.unit, &line.criterion, 4)).unwrap_or(0);
            let explanation = (!is_cited).then_some(EXPLANATIONS[choice]);
            let input = json!({"lineId": line.id, "version": line.version, "facts": facts,
                "explanation": explanation});
            stage.act(&officer, "saveScoreLine", "ScoreLine", SAVE_LINE, input).await?;
        }
        if cites_document {
            cite(stage, &officer, &sheet).await?;
        }
        if fate == Fate::Draft {
            continue;
        }
        let (late, late_at) = episode.late;
        let is_late = late.contains(&sheet.unit.as_str());
        stage.at(if is_late { late_at } else { episode.submitted_at });
        let version = move_on(stage, &officer, "requestSignOff", &sheet.id, None).await?;
        if fate != Fate::AwaitingSignoff {
            let leader = people::leader(&sheet.unit);
            move_on(stage, &leader, "submitSelfScore", &sheet.id, Some(version)).await?;
        }
    }
    Ok(())
}

/// The manager gives the appraisal more time, where the story has it so.
async fn extend(stage: &Stage, episode: &Episode, campaign: &str) -> anyhow::Result<()> {
    let Some((decided_at, until, reason)) = episode.extension else { return Ok(()) };
    stage.at(decided_at);
    let input = json!({"campaignId": campaign, "version": version_of(stage, campaign).await?,
        "phase": "APPRAISAL_1", "until": until, "reason": reason});
    let query = "mutation($input: ExtendPhaseInput!) { extendPhase(input: $input) { __typename \
        ... on CampaignProblem { code message } } }";
    stage.act(login::MANAGER, "extendPhase", "Campaign", query, input).await?;
    Ok(())
}

/// Attaches one report to the first four lines, each with its own page.
async fn cite(stage: &Stage, officer: &str, sheet: &Sheet) -> anyhow::Result<()> {
    let actor = stage.person(officer).await?;
    let unit = UnitId::parse(&sheet.unit_id.as_str().into())?;
    let bytes = figures::pdf(&format!("Bao cao kiem soat TTHC 2021 - {} (mau)", sheet.unit));
    let body = futures::stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from(bytes))]);
    let name = "Báo cáo kiểm soát TTHC năm 2021.pdf";
    let file = files::upload(&stage.app, &actor, unit, name, body)
        .await
        .map_err(|failure| anyhow::anyhow!("upload: {failure:?}"))?;
    let issued = vietnam_date(stage.app.clock.now());
    let first: Vec<&Line> = sheet.lines.iter().filter(|line| line.self_scored).take(4).collect();
    for (page, line) in first.into_iter().enumerate() {
        let input = json!({
            "lineId": line.id,
            "fileId": file.id.global(),
            "title": "Báo cáo công tác kiểm soát thủ tục hành chính năm 2021",
            "documentNumber": format!("{}/BC-UBND", 40 + draw(&sheet.unit, "number", 90)),
            "documentDate": issued.to_string(),
            "section": format!("Mục {}", page + 1),
            "page": (page * 2 + 1).to_string(),
        });
        stage
            .act(
                officer,
                "attachEvidence",
                "ScoreLine",
                "mutation($input: AttachEvidenceInput!) { attachEvidence(input: $input) { __typename \
                   ... on SubmissionProblem { code message } } }",
                input,
            )
            .await?;
    }
    Ok(())
}

/// One step of a sheet; answers its new version.
async fn move_on(
    stage: &Stage,
    login: &str,
    field: &str,
    sheet: &str,
    version: Option<i64>,
) -> anyhow::Result<i64> {
    let version = match version {
        Some(version) => version,
        None => {
            let query = "query($id: ID!) { submission(id: $id) { version } }";
            let found = stage.ask(login, query, json!({"id": sheet})).await?;
            number(&found["submission"]["version"])?
        }
    };
    let query = format!(
        "mutation($input: SubmissionDeedInput!) {{ {field}(input: $input) {{ __typename \
           ... on Submission {{ version }} ... on SubmissionProblem {{ code message lines {{ message }} }} }} }}"
    );
    let moved =
        stage.act(login, field, "Submission", &query, json!({"id": sheet, "version": version})).await?;
    number(&moved["version"])
}

async fn appraise(stage: &Stage, episode: &Episode, campaign: &str) -> anyhow::Result<()> {
    stage.at(episode.appraised_at);
    let all = sheets(stage, campaign).await?;
    for sheet in all.iter().filter(|sheet| (episode.fate)(&sheet.unit) == Fate::Returned) {
        stage
            .act(
                login::JUSTICE,
                "returnSubmission",
                "Submission",
                "mutation($input: ReturnSubmissionInput!) { returnSubmission(input: $input) { __typename \
                   ... on SubmissionProblem { code message } } }",
                json!({"id": sheet.id, "version": sheet.version,
                    "reason": "Đề nghị bổ sung số liệu chốt đến ngày 30/11 và tài liệu kiểm chứng tiêu chí D2."}),
            )
            .await?;
    }
    let mut columns: HashMap<&str, Vec<&Line>> = HashMap::new();
    for sheet in &all {
        let fate = (episode.fate)(&sheet.unit);
        for line in sheet.lines.iter().filter(|line| !line.is_decided) {
            let is_wanted = match fate {
                Fate::Appraised => true,
                Fate::UnderAppraisal => matches!(line.criterion.chars().next(), Some('A' | 'B' | 'C' | 'D')),
                _ => false,
            };
            if !is_wanted {
                continue;
            }
            if draw(&sheet.unit, &format!("{} adjusted", line.criterion), 14) == 0
                && line.self_score.as_deref().is_some_and(|score| score != "0.00")
                && !is_own_unit(appraiser(&line.criterion), &sheet.unit)
            {
                adjust(stage, line).await?;
            } else {
                columns.entry(&line.criterion_id).or_default().push(line);
            }
        }
    }
    for (criterion, lines) in columns {
        for chunk in lines.chunks(200) {
            let shown: Vec<Value> =
                chunk.iter().map(|line| json!({"lineId": line.id, "version": line.version})).collect();
            let by = appraiser(&chunk[0].criterion);
            let input = json!({"campaignId": campaign, "criterionId": criterion, "lines": shown});
            stage
                .act(
                    by,
                    "acceptLines",
                    "LinesAccepted",
                    "mutation($input: AcceptLinesInput!) { acceptLines(input: $input) { __typename } }",
                    input,
                )
                .await?;
        }
    }
    conclude(stage, episode, campaign).await
}

/// Whether an appraiser works in the unit, so that somebody else must decide.
fn is_own_unit(appraiser: &str, unit: &str) -> bool {
    matches!(
        (appraiser, unit),
        (login::JUSTICE, "AG-SO-TU-PHAP")
            | (login::INFORMATION, "AG-SO-THONG-TIN-VA-TRUYEN-THONG")
            | (login::HOME_AFFAIRS, "AG-SO-NOI-VU")
            | (login::OFFICE, "AG-VAN-PHONG-UBND-TINH")
    )
}

const ADJUST: &str = "mutation($input: AdjustLineInput!) { adjustLine(input: $input) { __typename \
    ... on AppraisalProblem { code message } } }";

const ACCEPT: &str = "mutation($input: AppraiseLineInput!) { acceptLine(input: $input) { __typename \
    ... on AppraisalProblem { code message } } }";

/// Halves a score with a reason.
async fn adjust(stage: &Stage, line: &Line) -> anyhow::Result<()> {
    let score = crate::shared::points::Points::parse(line.self_score.as_deref().unwrap_or("0"))?;
    let half = crate::shared::points::Points::from_hundredths(score.hundredths() / 2);
    let reason = "Tài liệu kiểm chứng chưa thể hiện đủ số liệu cả năm; chấm theo phần đã chứng minh.";
    let input =
        json!({"lineId": line.id, "version": line.version, "points": half.to_string(), "reason": reason});
    stage.act(appraiser(&line.criterion), "adjustLine", "ScoreLine", ADJUST, input).await?;
    Ok(())
}

/// The lead decides what appraisers may not (their own units, lines without a self score), then concludes.
async fn conclude(stage: &Stage, episode: &Episode, campaign: &str) -> anyhow::Result<()> {
    for sheet in sheets(stage, campaign).await? {
        if (episode.fate)(&sheet.unit) != Fate::Appraised {
            continue;
        }
        for line in sheet.lines.iter().filter(|line| !line.is_decided) {
            if line.is_claim {
                let input = json!({"lineId": line.id, "version": line.version});
                stage.act(login::LEAD, "acceptLine", "ScoreLine", ACCEPT, input).await?;
                continue;
            }
            let points = line.self_score.clone().unwrap_or_else(|| "0.00".to_owned());
            let input = json!({"lineId": line.id, "version": line.version, "points": points,
                "reason": "Tổ trưởng quyết định thay cho cán bộ thẩm định thuộc chính đơn vị."});
            stage.act(login::LEAD, "adjustLine", "ScoreLine", ADJUST, input).await?;
        }
        let query = "query($id: ID!) { submission(id: $id) { version } }";
        let found = stage.ask(login::LEAD, query, json!({"id": sheet.id})).await?;
        stage
            .act(
                login::LEAD,
                "concludeAppraisal",
                "Submission",
                "mutation($input: SubmissionDeedInput!) { concludeAppraisal(input: $input) { __typename \
                   ... on AppraisalProblem { code message } } }",
                json!({"id": sheet.id, "version": found["submission"]["version"]}),
            )
            .await?;
    }
    Ok(())
}

/// Some bonuses with their sources.
async fn record_bonuses(stage: &Stage, campaign: &str) -> anyhow::Result<()> {
    for sheet in sheets(stage, campaign).await? {
        // The manager gives nothing to the office where they work.
        if draw(&sheet.unit, "bonus", 12) != 0 || is_own_unit(login::OFFICE, &sheet.unit) {
            continue;
        }
        let number = 100 + draw(&sheet.unit, "decision", 800);
        stage
            .act(
                login::MANAGER,
                "recordMerit",
                "MeritEntry",
                "mutation($input: RecordMeritInput!) { recordMerit(input: $input) { __typename \
                   ... on RankingProblem { code message } } }",
                json!({"campaignId": campaign, "unitId": sheet.unit_id, "itemCode": "I1", "quantity": 1,
                    "source": format!("Quyết định số {number}/QĐ-SKHCN (mẫu) công nhận sáng kiến cấp cơ sở")}),
            )
            .await?;
    }
    Ok(())
}

/// A decision of the manager on the whole campaign.
async fn decide(stage: &Stage, campaign: &str, field: &str) -> anyhow::Result<()> {
    let version = version_of(stage, campaign).await?;
    let query = format!(
        "mutation($input: CampaignDeedInput!) {{ {field}(input: $input) {{ __typename \
           ... on CampaignProblem {{ code message }} }} }}"
    );
    stage.act(login::MANAGER, field, "Campaign", &query, json!({"id": campaign, "version": version})).await?;
    Ok(())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> anyhow::Result<String> {
    value.as_str().map(str::to_owned).with_context(|| format!("text, not {value}"))
}

fn number(value: &Value) -> anyhow::Result<i64> {
    value.as_i64().with_context(|| format!("a number, not {value}"))
}
