//! Importing a rubric from JSON: a new one, or a new version of one that is known.

use serde_json::json;
use uuid::Uuid;

use super::model::Rubric;
use super::rubrics::BUILT_IN;
use super::{rules, store};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::clean;
use crate::shared::error::Refusal;
use crate::shared::import::{ImportMode, Problems};

/// Imports a rubric; answers it and whether it is new, or in words what is wrong with it. A version that is known
/// never changes; the same once more is no fault.
pub async fn import_rubric(
    app: &App,
    bytes: &[u8],
    mode: ImportMode,
) -> Result<Result<(Rubric, bool), Problems<String>>, Refusal> {
    let rubric: Rubric = match serde_json::from_slice(bytes) {
        Ok(rubric) => rubric,
        Err(error) => return Ok(Err(vec![error.to_string()].into())),
    };
    let mut wrong = rules::check_rubric(&rubric);
    if clean::is_unreadable(&String::from_utf8_lossy(bytes)) {
        wrong.push("the file is not UTF-8 (U+FFFD)".to_owned());
    }
    let tx = app.db.begin().await?;
    let imported = store::rubrics(&tx).await?;
    let is_known = |known: &Rubric| known.code == rubric.code && known.version == rubric.version;
    let known = BUILT_IN.iter().chain(&imported).find(|known| is_known(known));
    if known == Some(&rubric) {
        return Ok(Ok((rubric, false)));
    }
    if known.is_some() {
        wrong.push(format!("{} version {} is known; it takes a new version", rubric.code, rubric.version));
    }
    if !wrong.is_empty() || mode == ImportMode::ValidateOnly {
        return Ok(if wrong.is_empty() { Ok((rubric, true)) } else { Err(wrong) });
    }
    let now = app.clock.now();
    store::insert_rubric(&tx, &rubric, now).await?;
    let deed = Deed::new("councils.rubric_imported", "Rubric", Uuid::nil())
        .after(&json!({ "rubric": rubric.code, "version": rubric.version, "source": rubric.source }));
    audit::record(&tx, None, deed, now).await?;
    tx.commit().await?;
    Ok(Ok((rubric, true)))
}
