//! Delegating single lines inside a unit.

use std::collections::HashMap;

use serde_json::json;

use super::super::model::{SheetLine, SubmissionProblem, SubmissionProblemCode};
use super::super::{policy, queries, store};
use super::Done;
use crate::access::{Actor, Role};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::identity;
use crate::shared::clock::vietnam_date;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, ScoreLineId};

/// Delegates lines to a colleague who holds the role of a contributor in the unit, or takes them back. The
/// focal officer and the leader fill in delegated lines as well; who is delegated fills in no other.
pub async fn delegate_lines(
    app: &App,
    actor: &Actor,
    lines: &[ScoreLineId],
    to: Option<AccountId>,
) -> Done<Vec<SheetLine>> {
    let tx = app.db.begin().await?;
    let mut wanted = lines.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let found = queries::lock_lines(app, &tx, actor, &wanted).await?;
    if found.len() != wanted.len() || found.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let now = app.clock.now();
    let delegates = found.iter().filter_map(|line| line.line.delegate).chain(to).collect::<Vec<_>>();
    let names: HashMap<AccountId, String> = identity::load_many(app, &delegates)
        .await?
        .into_iter()
        .map(|account| (account.id, account.display_name))
        .collect();
    let name_of = |account: Option<AccountId>| account.and_then(|account| names.get(&account));
    let mut deeds = Vec::with_capacity(found.len());
    let mut changed = Vec::with_capacity(found.len());
    for line in found {
        let permit = policy::check_delegate(actor, &line, now)?;
        if let Some(account) = to {
            let contributors =
                identity::holders_in(&tx, &[line.line.unit], Role::UnitContributor, vietnam_date(now))
                    .await?;
            if !contributors.values().flatten().any(|holder| *holder == account) {
                let path = vec!["accountId".to_owned()];
                let code = SubmissionProblemCode::NotAContributor;
                return Err(Failure::Problem(SubmissionProblem::at(code, path)));
            }
        }
        if line.line.delegate != to {
            store::save_delegate(&tx, &permit, to).await?;
            let deed = Deed::under("submission.line_delegated", ScoreLineId::KIND, &permit)
                .of_unit(line.line.unit)
                .in_campaign(line.line.campaign)
                .before(&json!({ "delegate": name_of(line.line.delegate) }))
                .after(&json!({ "delegate": name_of(to) }));
            deeds.push(deed);
        }
        changed.push(line.delegated(to));
    }
    audit::record_all(&tx, Some(actor), deeds, now).await?;
    tx.commit().await?;
    Ok(changed)
}
