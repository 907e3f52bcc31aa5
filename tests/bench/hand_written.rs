//! The same JSON by hand: an axum handler, plain SQL, serde. It reads the session and the roles as the
//! product does, so that both sides do the same work.

use std::collections::HashMap;

use anyhow::Context as _;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{Row as _, SqlitePool};
use uuid::Uuid;

#[derive(Clone)]
struct Hand {
    pool: SqlitePool,
}

#[derive(serde::Deserialize)]
struct Asked {
    code: String,
    first: i64,
}

/// The endpoint `/nested?code=…&first=…`.
pub async fn router(url: &str) -> anyhow::Result<Router> {
    let options: SqliteConnectOptions = url.parse::<SqliteConnectOptions>()?.row_buffer_size(1024);
    let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
    Ok(Router::new().route("/nested", get(nested)).with_state(Hand { pool }))
}

fn global(kind: &str, id: Uuid) -> String {
    let mut bytes = kind.as_bytes().to_vec();
    bytes.push(b':');
    bytes.extend_from_slice(id.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn points(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

async fn nested(
    State(hand): State<Hand>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Json<Value>, StatusCode> {
    answer(&hand.pool, &asked, &headers).await.map(Json).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

async fn authorise(pool: &SqlitePool, headers: &HeaderMap) -> anyhow::Result<()> {
    let cookie = headers.get("cookie").and_then(|value| value.to_str().ok()).context("a cookie")?;
    let id = cookie.split_once('=').context("a pair")?.1;
    let session = sqlx::query("SELECT account_id, expires_at FROM session WHERE id_hash = ?")
        .bind(hex::encode(Sha256::digest(id)))
        .fetch_one(pool)
        .await?;
    let account: Uuid = session.get(0);
    sqlx::query("SELECT * FROM account WHERE id = ?").bind(account).fetch_one(pool).await?;
    sqlx::query("SELECT * FROM role_assignment WHERE account_id = ?").bind(account).fetch_all(pool).await?;
    Ok(())
}

async fn answer(pool: &SqlitePool, asked: &Asked, headers: &HeaderMap) -> anyhow::Result<Value> {
    authorise(pool, headers).await?;
    let campaign = sqlx::query("SELECT id, title_vi, criteria_set_id FROM campaign WHERE code = ?")
        .bind(&asked.code)
        .fetch_one(pool)
        .await?;
    let (campaign_id, title, set): (Uuid, String, Uuid) = (campaign.get(0), campaign.get(1), campaign.get(2));
    let sheets = sqlx::query(
        "SELECT s.id, s.state, u.code, u.name_vi, u.parent_name_vi FROM submission s \
         JOIN campaign_unit u ON u.id = s.campaign_unit_id WHERE s.campaign_id = ? ORDER BY u.position LIMIT ?",
    )
    .bind(campaign_id)
    .bind(asked.first)
    .fetch_all(pool)
    .await?;
    let criteria: HashMap<Uuid, (String, String, i64, i32)> = sqlx::query(
        "SELECT id, code, title_vi, max_points, position FROM criterion WHERE criteria_set_id = ?",
    )
    .bind(set)
    .fetch_all(pool)
    .await?
    .into_iter()
    .map(|row| (row.get(0), (row.get(1), row.get(2), row.get(3), row.get(4))))
    .collect();
    let places = vec!["?"; sheets.len()].join(",");
    let statement = format!(
        "SELECT id, submission_id, criterion_id, state, self_score FROM score_line WHERE submission_id IN ({places})"
    );
    let mut lines_query = sqlx::query(sqlx::AssertSqlSafe(statement));
    for sheet in &sheets {
        lines_query = lines_query.bind(sheet.get::<Uuid, _>(0));
    }
    let mut lines: HashMap<Uuid, Vec<(i32, Value)>> = HashMap::new();
    for line in lines_query.fetch_all(pool).await? {
        let (code, title, max, position) = &criteria[&line.get::<Uuid, _>(2)];
        let value = json!({
            "id": global("ScoreLine", line.get(0)),
            "state": line.get::<String, _>(3),
            "selfScore": line.get::<Option<i64>, _>(4).map(points),
            "criterion": {"code": code, "titleVi": title, "maxPoints": points(*max)},
        });
        lines.entry(line.get(1)).or_default().push((*position, value));
    }
    let nodes: Vec<Value> = sheets
        .iter()
        .map(|sheet| {
            let mut own = lines.remove(&sheet.get::<Uuid, _>(0)).unwrap_or_default();
            own.sort_by_key(|(position, _)| *position);
            json!({
                "id": global("Submission", sheet.get(0)),
                "state": sheet.get::<String, _>(1),
                "unit": {
                    "code": sheet.get::<String, _>(2),
                    "nameVi": sheet.get::<String, _>(3),
                    "parentNameVi": sheet.get::<Option<String>, _>(4),
                },
                "lines": own.into_iter().map(|(_, line)| line).collect::<Vec<_>>(),
            })
        })
        .collect();
    Ok(json!({"data": {"campaign": {
        "id": global("Campaign", campaign_id),
        "titleVi": title,
        "submissions": {"nodes": nodes},
    }}}))
}
