//! What time costs in the tree: 11 000 units with three versions each, asked as of a day, against the same units
//! without a past, asked without a day. Figures and ratios of one run; judges nothing.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::ensure;
use sqlx::SqlitePool;
use thidua::app::App;
use thidua::config::Config;
use thidua::identity::PasswordHasher;
use thidua::shared::clock::FixedClock;
use thidua::shared::import::ImportMode;
use thidua::units;
use time::macros::{date, datetime};

use super::say;
use super::stopwatch::measure;

const DISTRICTS: usize = 10;
const COMMUNES: usize = 1099;
/// Calls of the whole tree, and of a branch: processor time is counted in ticks of 10 ms.
const ROUNDS: [u32; 2] = [50, 1000];

/// The days on which every unit gets a new version.
const DAYS: [&str; 3] = ["2020-01-01", "2022-01-01", "2024-01-01"];

const UNTIMED: &str =
    "SELECT unit_id, code, name_vi, path FROM unit_version WHERE path >= ? AND path < ? ORDER BY path";
const TIMED: &str = "SELECT unit_id, code, name_vi, path FROM unit_version WHERE path >= ? AND path < ? \
    AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) ORDER BY path";

/// Measures trees with and without a past.
pub async fn measure_tree(folder: &Path) -> anyhow::Result<()> {
    let (present, present_pool) = catalogue(folder, "present", 1).await?;
    let (past, past_pool) = catalogue(folder, "past", DAYS.len()).await?;
    let day = date!(2023 - 06 - 01);
    for (path, rounds) in ["1/", "1/D3/"].into_iter().zip(ROUNDS) {
        let top = units::by_codes(
            past.db.read(),
            &[path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()],
            day,
        )
        .await?;
        let before = past.db.statements();
        let ids = units::subtree_ids(past.db.read(), &top[0], day).await?;
        say(&format!("tree below {path}: {} units, {} statements", ids.len(), past.db.statements() - before));
        let end = format!("{}0", path.trim_end_matches('/'));
        let untimed = || async {
            let rows: Vec<(Vec<u8>, String, String, String)> =
                sqlx::query_as(UNTIMED).bind(path).bind(&end).fetch_all(&present_pool).await?;
            ensure!(rows.len() == ids.len(), "{} units without time", rows.len());
            Ok(())
        };
        let timed = || async {
            let rows: Vec<(Vec<u8>, String, String, String)> = sqlx::query_as(TIMED)
                .bind(path)
                .bind(&end)
                .bind("2023-06-01")
                .bind("2023-06-01")
                .fetch_all(&past_pool)
                .await?;
            ensure!(rows.len() == ids.len(), "{} units as of a day", rows.len());
            Ok(())
        };
        for _ in 0..2 {
            let one = measure(rounds, untimed).await?;
            let two = measure(rounds, timed).await?;
            say(&format!(
                "  rows: as of a day {two:.2} ms CPU, without time {one:.2} ms CPU, ratio {:.2} (aim at most 1.5)",
                two / one
            ));
        }
        let list = |app: &App| {
            let (app, top) = (app.clone(), top[0].clone());
            async move {
                units::subtree_ids(app.db.read(), &top, day).await.map(drop).map_err(anyhow::Error::from)
            }
        };
        let one = measure(rounds, || list(&present)).await?;
        let two = measure(rounds, || list(&past)).await?;
        say(&format!(
            "  the product: with a past {two:.2} ms CPU, without {one:.2} ms CPU, ratio {:.2} (aim at most 1.5)",
            two / one
        ));
    }
    Ok(())
}

/// A catalogue of 11 000 units with so many versions each.
async fn catalogue(folder: &Path, name: &str, versions: usize) -> anyhow::Result<(App, SqlitePool)> {
    let url = format!("sqlite://{}", folder.join(format!("{name}.db")).display());
    let files = folder.join(name).display().to_string();
    let config = Config { database_url: url.clone(), files_url: files, ..Config::default() };
    let clock = Arc::new(FixedClock::at(datetime!(2025-01-01 09:00 +7)));
    let app = App::open(config, clock, PasswordHasher::owasp()?).await?;
    app.migrate().await?;
    let mut csv = String::from("code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n");
    let mut add = |code: &str, kind: &str, parent: &str| -> std::fmt::Result {
        for (nth, from) in DAYS.iter().take(versions).enumerate() {
            let to = DAYS.iter().take(versions).nth(nth + 1).copied().unwrap_or_default();
            writeln!(csv, "{code},Đơn vị {code} lần {nth},,{kind},,{parent},{from},{to}")?;
        }
        Ok(())
    };
    add("1", "province", "")?;
    for district in 0..DISTRICTS {
        add(&format!("D{district}"), "district", "1")?;
        for commune in 0..COMMUNES {
            add(&format!("{district}-{commune}"), "commune", &format!("D{district}"))?;
        }
    }
    let report = units::import_units(&app, csv.as_bytes(), ImportMode::Apply).await?;
    ensure!(report.problems.is_empty(), "{:?}", report.problems.first());
    Ok((app, SqlitePool::connect(&url).await?))
}
