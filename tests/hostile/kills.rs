//! The server is killed while six officers save; whatever was acknowledged must be there afterwards.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use super::Extent;
use super::caller::Caller;
use super::random::Random;
use super::report::Report;
use super::server::{Sample, Server};

/// How many officers save at once.
const OFFICERS: usize = 6;

/// An officer at one line.
pub struct Desk {
    caller: Caller,
    line: String,
    /// The last save that was acknowledged: version and count.
    acknowledged: (i64, i64),
}

impl Desk {
    /// Finds communes whose sheet is a draft, and sits down at a line of each that takes a count.
    pub async fn open(server: &Server, most: usize) -> anyhow::Result<Vec<Self>> {
        let mut manager = Caller::signed_in(&server.url, "quanly").await?;
        let found = manager
            .ask(
                "{ campaigns(first: 10) { nodes { code submissions(first: 200) { nodes { id state unit { code } } } } } }",
                json!({}),
            )
            .await?
            .data()?;
        let campaigns = found["campaigns"]["nodes"].as_array().context("campaigns")?;
        let year =
            campaigns.iter().find(|campaign| campaign["code"] == "KSTTHC-2021").context("the campaign")?;
        let mut desks = Vec::new();
        for sheet in year["submissions"]["nodes"].as_array().context("sheets")? {
            if desks.len() == most {
                break;
            }
            let is_open = matches!(sheet["state"].as_str(), Some("DRAFT" | "NOT_STARTED"));
            let login = format!("cb-{}", sheet["unit"]["code"].as_str().unwrap_or_default().to_lowercase());
            if !is_open {
                continue;
            }
            let Ok(mut caller) = Caller::signed_in(&server.url, &login).await else { continue };
            let lines = caller
                .ask(
                    "query($id: ID!) { submission(id: $id) { lines { id version viewerCanEdit criterion { code } } } }",
                    json!({"id": sheet["id"]}),
                )
                .await?
                .data()?;
            let line = lines["submission"]["lines"]
                .as_array()
                .and_then(|lines| {
                    lines
                        .iter()
                        .find(|line| line["criterion"]["code"] == "A4" && line["viewerCanEdit"] == true)
                })
                .cloned();
            if let Some(line) = line {
                let version = line["version"].as_i64().context("a version")?;
                let line = line["id"].as_str().context("an id")?.to_owned();
                desks.push(Self { caller, line, acknowledged: (version, 0) });
            }
        }
        ensure!(!desks.is_empty(), "no commune has an open sheet");
        Ok(desks)
    }

    /// Saves once; whether it was acknowledged. `Err` when the answer was neither that nor a refusal for the time being.
    pub async fn save(&mut self) -> anyhow::Result<bool> {
        let (version, count) = self.acknowledged;
        let query = "mutation($input: SaveScoreLineInput!) { saveScoreLine(input: $input) { __typename \
            ... on ScoreLine { version } } }";
        let input = json!({"lineId": self.line, "version": version, "facts": {"count": count + 1}});
        let Ok(answer) = self.caller.ask(query, json!({"input": input})).await else { return Ok(false) };
        if answer.status == 503 || answer.status == 429 {
            return Ok(false);
        }
        let saved = answer.data()?["saveScoreLine"]["version"].as_i64();
        if let Some(version) = saved {
            self.acknowledged = (version, count + 1);
        }
        Ok(saved.is_some())
    }

    /// Whether the last acknowledged save is there; a later one that nobody was told of may be, and is taken over.
    pub async fn is_kept(&mut self) -> anyhow::Result<bool> {
        let query = "query($id: ID!) { scoreLine(id: $id) { version facts { count } } }";
        let line = self.caller.ask(query, json!({"id": self.line})).await?.data()?["scoreLine"].clone();
        let version = line["version"].as_i64().context("a version")?;
        let count = line["facts"]["count"].as_i64();
        let (known, last) = self.acknowledged;
        let is_kept = if version == known {
            last == 0 || count == Some(last)
        } else {
            version == known + 1 && count == Some(last + 1)
        };
        self.acknowledged = (version, count.unwrap_or(0));
        Ok(is_kept)
    }
}

/// Kills and counts.
pub async fn run(sample: &Sample, extent: Extent, report: &mut Report) -> anyhow::Result<()> {
    let mut server = sample.serve(&[]).await?;
    let mut desks = Desk::open(&server, OFFICERS).await?;
    let mut random = Random::new(20_211_214);
    let (mut acknowledged, mut lost) = (0, 0);
    for _ in 0..extent.kills {
        let is_over = Arc::new(AtomicBool::new(false));
        let saves = Arc::new(AtomicU64::new(0));
        let mut at_work = Vec::new();
        for mut desk in desks {
            let (is_over, saves) = (Arc::clone(&is_over), Arc::clone(&saves));
            at_work.push(tokio::spawn(async move {
                while !is_over.load(Ordering::Relaxed) {
                    match desk.save().await {
                        Ok(true) => {
                            saves.fetch_add(1, Ordering::Relaxed);
                        }
                        Ok(false) => tokio::time::sleep(Duration::from_millis(5)).await,
                        Err(error) => return Err(error),
                    }
                }
                Ok(desk)
            }));
        }
        tokio::time::sleep(Duration::from_millis(random.between(100, 1200))).await;
        server.kill()?;
        is_over.store(true, Ordering::Relaxed);
        desks = Vec::new();
        for officer in at_work {
            desks.push(officer.await??);
        }
        acknowledged += saves.load(Ordering::Relaxed);
        server.restart().await?;
        for desk in &mut desks {
            lost += u64::from(!desk.is_kept().await?);
        }
    }
    let name = sample.name();
    report.figure(&format!(
        "{name}: {} kills, {acknowledged} saves acknowledged, {lost} lines without their last one",
        extent.kills
    ));
    report.promise(lost == 0 && acknowledged > 0, "an acknowledged save outlives a kill");
    report.promise(server.has_whole_trail()?, "the trail is whole after the kills");
    Ok(())
}

/// One field of an answer as text.
pub fn text(value: &Value) -> anyhow::Result<String> {
    value.as_str().map(str::to_owned).with_context(|| format!("a text, not {value}"))
}
