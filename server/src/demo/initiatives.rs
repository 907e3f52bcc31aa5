//! Sample requests to recognise initiatives at the commune of the walk-through, one in every state that waits for
//! somebody: their texts are invented, from the sample of initiatives.

use anyhow::Context as _;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

use super::people::{self, COMMUNE, login};
use super::province;
use super::stage::Stage;
use crate::app::App;
use crate::shared::import::ImportMode;
use crate::similarities;

const SAMPLE: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/initiatives_sample.csv"));

const SAVE: &str = "mutation($input: SaveInitiativeInput!) { saveInitiative(input: $input) { __typename \
    ... on Initiative { id version } ... on InitiativeProblems { problems { message } } } }";
const ANSWER: &str = "mutation($input: AnswerAuthorshipInput!) { answerAuthorship(input: $input) { __typename \
    ... on Initiative { id version } ... on InitiativeProblems { problems { message } } } }";
const FILE: &str = "mutation($input: InitiativeDeedInput!) { fileInitiative(input: $input) { __typename \
    ... on Initiative { id version } ... on InitiativeProblems { problems { message } } } }";
const FIX: &str = "mutation($input: RequestInitiativeFixInput!) { requestInitiativeFix(input: $input) { \
    __typename ... on Initiative { id version } } }";
const ACCEPT: &str = "mutation($input: AcceptInitiativeInput!) { acceptInitiative(input: $input) { \
    __typename ... on Initiative { id version } } }";

/// Founds a council.
pub(super) const COUNCIL: &str = "mutation($input: SaveCouncilInput!) { saveCouncil(input: $input) { __typename \
    ... on InitiativeCouncil { id } ... on CouncilProblem { message } } }";
/// Gives cases to a council.
pub(super) const ASSIGN: &str = "mutation($input: AssignReviewsInput!) { assignReviews(input: $input) { __typename \
    ... on AssignedReviews { reviews { id } } ... on ReviewProblems { problems { message } } } }";

/// A title and a text of the sample, by its code.
fn sample(code: &str) -> anyhow::Result<(String, String)> {
    let mut reader = csv::Reader::from_reader(SAMPLE);
    for record in reader.records() {
        let record = record?;
        if record.get(0) == Some(code) {
            let cell = |at: usize| record.get(at).map(str::to_owned).context("a row of the sample");
            return Ok((cell(1)?, cell(2)?));
        }
    }
    anyhow::bail!("the sample has no {code}")
}

/// Who writes, with whom, at which unit.
pub(super) struct Desk {
    /// The stage.
    pub(super) stage: Stage,
    unit: Value,
    author: Value,
    colleague: Value,
}

/// The texts that are written and filed here; all others are cases of the past.
const WRITTEN: [&str; 5] = ["SK2021-054", "SK2021-110", "SK2021-088", "SK2021-056", SCORED];

/// The text that the council scores.
const SCORED: &str = "SK2021-030";

/// The sample without what is written here, as cases of the past.
fn past() -> anyhow::Result<Vec<u8>> {
    let mut reader = csv::Reader::from_reader(SAMPLE);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(reader.headers()?)?;
    for record in reader.records() {
        let record = record?;
        let code = record.get(0).unwrap_or_default();
        if !WRITTEN.contains(&code) && !province::RECOGNISED.contains(&code) {
            writer.write_record(&record)?;
        }
    }
    Ok(writer.into_inner()?)
}

/// Imports the cases of the past; writes and files the sample requests.
pub async fn tell(app: &App) -> anyhow::Result<()> {
    let report = similarities::import_past(app, past()?.as_slice(), ImportMode::Apply).await?;
    anyhow::ensure!(report.problems.is_empty(), "past initiatives: {:?}", report.problems);
    let stage = Stage::over(app, datetime!(2021-10-01 08:00 +7));
    let own = "{ viewer { account { id } homeUnit { id } } }";
    let author = stage.ask(login::AUTHOR, own, json!({})).await?["viewer"].clone();
    let colleague = stage.ask(login::CO_AUTHOR, own, json!({})).await?["viewer"]["account"]["id"].clone();
    let desk = Desk {
        stage,
        unit: author["homeUnit"]["id"].clone(),
        author: author["account"]["id"].clone(),
        colleague,
    };
    let keeper = keeper();

    desk.stage.at(datetime!(2021-08-02 08:00 +7));
    let council = desk.council(&keeper).await?;
    province::tell(&desk, &keeper, &council).await?;

    let accepted = desk.drafted("SK2021-054", "2021-04-01", datetime!(2021-10-01 08:00 +7), true).await?;
    let accepted = desk.filed(accepted, datetime!(2021-10-04 09:30 +7)).await?;
    desk.stage.at(datetime!(2021-10-20 14:00 +7));
    desk.stage.act(&keeper, "acceptInitiative", "Initiative", ACCEPT, accepted).await?;

    let asked = desk.drafted("SK2021-110", "2021-06-15", datetime!(2021-11-12 08:00 +7), false).await?;
    let mut asked = desk.filed(asked, datetime!(2021-11-15 10:00 +7)).await?;
    desk.stage.at(datetime!(2021-12-06 08:30 +7));
    asked["reason"] = json!("Bổ sung số liệu về thời gian giải quyết trước và sau khi áp dụng.");
    asked["until"] = json!("2021-12-20");
    desk.stage.act(&keeper, "requestInitiativeFix", "Initiative", FIX, asked).await?;

    let waiting = desk.drafted("SK2021-088", "2021-05-10", datetime!(2021-12-07 08:00 +7), false).await?;
    desk.filed(waiting, datetime!(2021-12-08 15:00 +7)).await?;

    desk.drafted("SK2021-056", "2021-03-01", datetime!(2021-12-13 16:00 +7), true).await?;

    let scored = desk.drafted(SCORED, "2021-07-01", datetime!(2021-11-01 08:00 +7), false).await?;
    let scored = desk.filed(scored, datetime!(2021-11-02 09:00 +7)).await?;
    desk.stage.at(datetime!(2021-11-10 09:00 +7));
    let accepted = desk.stage.act(&keeper, "acceptInitiative", "Initiative", ACCEPT, scored).await?;
    desk.given_to_council(&keeper, &council, &known(&accepted)).await
}

/// Sign-in name of the secretary of the commune's initiative council.
pub fn keeper() -> String {
    format!("tk-{COMMUNE}")
}

impl Desk {
    /// The account of whoever has a sign-in name.
    pub(super) async fn account_of(&self, login: &str) -> anyhow::Result<Value> {
        let own = "{ viewer { account { id } } }";
        Ok(self.stage.ask(login, own, json!({})).await?["viewer"]["account"]["id"].clone())
    }

    /// Founds the commune's council.
    async fn council(&self, keeper: &str) -> anyhow::Result<Value> {
        let mut members = Vec::new();
        for (login, position) in people::council_of_commune() {
            members.push(json!({"accountId": self.account_of(&login).await?, "position": position}));
        }
        let council = json!({
            "unitId": self.unit,
            "level": "BASE",
            "name": "Hội đồng sáng kiến xã Phước Hưng",
            "basis": "Quyết định số 15/QĐ-UBND ngày 05/02/2021 (mẫu)",
            "validFrom": "2021-02-05",
            "members": members,
        });
        let council = self.stage.act(keeper, "saveCouncil", "InitiativeCouncil", COUNCIL, council).await?;
        Ok(council["id"].clone())
    }

    /// Gives the council a case, which waits for its sheets.
    async fn given_to_council(&self, keeper: &str, council: &Value, case: &Value) -> anyhow::Result<()> {
        let input = json!({
            "councilId": council,
            "rubric": "DEFAULT_BASE",
            "cases": [{"initiativeId": case["id"], "version": case["version"]}],
            "scorers": 3,
            "exclusions": [],
        });
        self.stage.act(keeper, "assignReviews", "AssignedReviews", ASSIGN, input).await?;
        Ok(())
    }

    /// A draft of a text of the sample, at a moment; with a co-author or alone.
    pub(super) async fn drafted(
        &self,
        code: &str,
        first_applied_on: &str,
        now: OffsetDateTime,
        is_shared: bool,
    ) -> anyhow::Result<Value> {
        self.stage.at(now);
        let (title, text) = sample(code)?;
        let author = |account: &Value, share: &str| {
            json!({"accountId": account, "share": share, "workplace": "UBND xã Phước Hưng",
                "jobTitle": "Công chức", "qualification": "Đại học"})
        };
        let authors = if is_shared {
            vec![author(&self.author, "60"), author(&self.colleague, "40")]
        } else {
            vec![author(&self.author, "100")]
        };
        let passage = |section: &str, open: &str| json!({"section": section, "open": open});
        let input = json!({
            "unitId": self.unit,
            "title": title,
            "kind": "OPERATIONAL",
            "firstAppliedOn": first_applied_on,
            "passages": [
                passage("FIELD", "Tiếp nhận và giải quyết thủ tục hành chính tại cấp xã."),
                passage("PROBLEM", "Người dân phải đi lại, chờ đợi nhiều lần cho một việc."),
                passage("SOLUTION", &text),
                passage("NOVELTY", "Cách làm này chưa được áp dụng tại xã trước đây."),
                passage("APPLICABILITY", "Đã áp dụng tại xã; các xã, phường, thị trấn khác có thể áp dụng."),
                passage("CONDITIONS", "Công chức được phân công và hướng dẫn; không cần kinh phí riêng."),
                passage("BENEFIT_BY_AUTHORS", "Giảm số lần đi lại và thời gian chờ của người dân."),
            ],
            "authors": authors,
            "helpers": [],
        });
        self.stage
            .act(login::AUTHOR, "saveInitiative", "Initiative", SAVE, input)
            .await
            .map(|case| known(&case))
    }

    /// The draft filed at a moment, after its co-author confirmed, if there is one.
    pub(super) async fn filed(&self, draft: Value, now: OffsetDateTime) -> anyhow::Result<Value> {
        self.stage.at(now);
        let query = "query($id: ID!) { initiative(id: $id) { id version missingToFile { code } } }";
        let case =
            self.stage.ask(login::AUTHOR, query, json!({"id": draft["id"]})).await?["initiative"].clone();
        let mut draft = draft;
        if case["missingToFile"][0]["code"] == "AUTHOR_UNCONFIRMED" {
            draft["confirms"] = json!(true);
            let answered =
                self.stage.act(login::CO_AUTHOR, "answerAuthorship", "Initiative", ANSWER, draft).await?;
            draft = known(&answered);
        }
        let filed = self.stage.act(login::AUTHOR, "fileInitiative", "Initiative", FILE, draft).await?;
        Ok(known(&filed))
    }
}

/// Which request in which version, as the input of the next deed.
pub(super) fn known(case: &Value) -> Value {
    json!({"id": case["id"], "version": case["version"]})
}
