//! Counting attempts before they are made, and taking back the count of those that turn out right.

use sea_orm::ConnectionTrait;

use crate::app::App;
use crate::identity::browser::{Browser, KNOWN_FOR};
use crate::identity::model::IdentityFault;
use crate::identity::throttle::{self, Attempts, Subject};
use crate::identity::throttle_store as store;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::AccountId;

/// An attempt that was counted, and by what.
pub struct Counted(Vec<(Subject, Attempts)>);

/// Counts an attempt before it is made, by each of the subjects or, when one of them must still wait, by none.
pub async fn count(app: &App, mut subjects: Vec<Subject>) -> Result<Counted, Failure<IdentityFault>> {
    let now = app.clock.now();
    subjects.sort_by(|one, other| one.hash.cmp(&other.hash));
    let tx = app.db.begin().await?;
    let past = store::lock_attempts(&tx, &subjects, now).await?;
    let mut counted = Vec::with_capacity(subjects.len());
    let mut longest = None;
    for subject in subjects {
        match throttle::attempt(past.get(&subject.hash).copied(), subject.patience, now) {
            Ok(attempts) => counted.push((subject, attempts)),
            Err(wait) => longest = longest.max(Some(wait)),
        }
    }
    if let Some(wait) = longest {
        return Err(Failure::Problem(IdentityFault::too_many(wait)));
    }
    store::save_attempts(&tx, &counted).await?;
    tx.commit().await?;
    Ok(Counted(counted))
}

/// Takes an attempt back that turned out right: it leaves no trace, and what others tried stays counted.
pub async fn forgive(
    tx: &impl ConnectionTrait,
    counted: Counted,
    now: time::OffsetDateTime,
) -> Result<(), Refusal> {
    let Counted(counted) = counted;
    let (wiped, shared): (Vec<_>, Vec<_>) =
        counted.into_iter().partition(|(subject, _)| subject.is_wiped_by_success);
    let mut over: Vec<String> = wiped.into_iter().map(|(subject, _)| subject.hash).collect();
    if !shared.is_empty() {
        let subjects: Vec<Subject> = shared.iter().map(|(subject, _)| subject.clone()).collect();
        let present = store::lock_attempts(tx, &subjects, now).await?;
        let mut left = Vec::with_capacity(shared.len());
        for (subject, mine) in shared {
            let present = present.get(&subject.hash).copied().unwrap_or(mine);
            match throttle::taken_back(present, mine) {
                Some(attempts) => left.push((subject, attempts)),
                None => over.push(subject.hash),
            }
        }
        store::save_attempts(tx, &left).await?;
    }
    store::forget_attempts(tx, over).await
}

/// The secret of a browser that signed in as this account before. For a name without an account it is looked for all
/// the same, so that both cost alike.
pub async fn known_browser(
    app: &App,
    browser: &Browser,
    account: Option<AccountId>,
) -> Result<Option<String>, Refusal> {
    let Some(secret) = browser.secret() else { return Ok(None) };
    let hash = throttle::browser_hash(&secret, account.unwrap_or(NOBODY));
    let is_known = store::is_known(app.db.read(), &hash, app.clock.now() - KNOWN_FOR).await?;
    Ok(is_known.then_some(secret))
}

/// Stands for the account that a name does not have.
pub const NOBODY: AccountId = AccountId(uuid::Uuid::nil());

/// By what the passwords for a name are counted.
pub fn of_password(login: &str, known: Option<&str>, address: Option<&str>) -> Vec<Subject> {
    match known {
        Some(secret) => vec![Subject::name_in(login, secret)],
        None => {
            let mut subjects = vec![Subject::name_from(login, address)];
            subjects.extend(address.map(Subject::address));
            subjects
        }
    }
}

/// By what the codes of an account are counted.
pub fn of_code(login: &str, known: Option<&str>) -> Vec<Subject> {
    vec![known.map_or_else(|| Subject::codes(login), |secret| Subject::codes_in(login, secret))]
}
