//! Setting up, proving, renewing, removing and resetting a second factor.

use qrcode::QrCode;
use qrcode::render::svg;
use rand::Rng as _;
use sea_orm::ConnectionTrait;
use time::OffsetDateTime;
use tower_sessions::Session;

use super::model::{Proof, RecoveryCodes, SecondFactor, SecondFactorEnrolment, SecondFactorProblemCode};
use super::rules::{self, Typed};
use super::{policy, queries, store};
use crate::access::{Actor, OwnPermit};
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::AccountId;

/// Proves that somebody holds the second factor of an account. A wrong, a used and an old code are the same
/// `None`. Whoever calls has counted the attempt before.
pub async fn prove(
    app: &App,
    tx: &impl ConnectionTrait,
    account: AccountId,
    text: &str,
) -> Result<Option<Proof>, Refusal> {
    let Some(kept) = store::find(tx, account).await?.filter(|kept| kept.confirmed_at.is_some()) else {
        return Ok(None);
    };
    match rules::typed(text) {
        Some(Typed::Code(code)) => {
            Ok(take_code(app, tx, account, &kept.sealed, &code).await?.then_some(Proof::Code))
        }
        Some(Typed::Recovery(bare)) => {
            let hash = rules::recovery_hash(account.0, &bare);
            let is_used = store::use_code(tx, account, &hash, app.clock.now()).await?;
            Ok(is_used.then_some(Proof::RecoveryCode))
        }
        None => Ok(None),
    }
}

async fn take_code(
    app: &App,
    tx: &impl ConnectionTrait,
    account: AccountId,
    sealed: &str,
    code: &str,
) -> Result<bool, Refusal> {
    let secret = app.vault.open(sealed, account.0)?;
    let authenticator = rules::authenticator(&secret, "")?;
    // A phone knows the true time, also where a demonstration has shifted the clock.
    match rules::matching_step(&authenticator, code, app.clock.true_now()) {
        Some(step) => store::take_step(tx, account, step).await,
        None => Ok(false),
    }
}

/// Makes a new secret, which waits for its first code.
pub async fn begin(
    app: &App,
    actor: &Actor,
    login: &str,
) -> Result<SecondFactorEnrolment, Failure<SecondFactorProblemCode>> {
    let now = app.clock.now();
    let permit = policy::may_keep_own(actor)?;
    let mut secret = [0_u8; rules::SECRET_BYTES];
    rand::rng().fill(&mut secret);
    let authenticator = rules::authenticator(&secret, login)?;
    let uri = authenticator.to_url().map_err(|error| anyhow::anyhow!("one-time codes: {error}"))?;
    let qr = QrCode::new(uri.as_bytes()).map_err(|error| anyhow::anyhow!("QR code: {error}"))?;
    let qr_svg = qr.render::<svg::Color<'_>>().min_dimensions(200, 200).build();

    let tx = app.db.begin().await?;
    must_be_inactive(&tx, actor).await?;
    store::put_pending(&tx, &permit, app.vault.seal(&secret, actor.account.0)?, now).await?;
    tx.commit().await?;
    Ok(SecondFactorEnrolment { secret: authenticator.secret().to_base32(), uri, qr_svg })
}

/// Confirms a new secret with its first code: from now on sign-in asks for one. The session gets a new id.
pub async fn confirm(
    app: &App,
    session: &Session,
    actor: &Actor,
    text: &str,
) -> Result<RecoveryCodes, Failure<SecondFactorProblemCode>> {
    let now = app.clock.now();
    let permit = policy::may_confirm_own(actor)?;
    let tx = app.db.begin().await?;
    must_be_inactive(&tx, actor).await?;
    let kept = store::find(&tx, actor.account).await?;
    let kept = kept.ok_or(Failure::Problem(SecondFactorProblemCode::NotActive))?;
    let is_right = match rules::typed(text) {
        Some(Typed::Code(code)) => take_code(app, &tx, actor.account, &kept.sealed, &code).await?,
        _ => false,
    };
    if !is_right {
        return Err(Failure::Problem(SecondFactorProblemCode::WrongCode));
    }
    store::confirm(&tx, &permit, now).await?;
    let codes = new_codes(&tx, &permit).await?;
    record(&tx, actor, &permit, "factors.second_factor_added", now).await?;
    tx.commit().await?;
    session.cycle_id().await.map_err(session_failed)?;
    session.save().await.map_err(session_failed)?;
    Ok(codes)
}

/// Replaces the recovery codes; the old ones open nothing any more.
pub async fn renew_codes(
    app: &App,
    actor: &Actor,
) -> Result<RecoveryCodes, Failure<SecondFactorProblemCode>> {
    let now = app.clock.now();
    let permit = policy::may_keep_own(actor)?;
    let tx = app.db.begin().await?;
    must_be_active(&tx, actor).await?;
    let codes = new_codes(&tx, &permit).await?;
    record(&tx, actor, &permit, "factors.recovery_codes_renewed", now).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Removes the own second factor, unless a role demands it.
pub async fn remove(app: &App, actor: &Actor) -> Result<SecondFactor, Failure<SecondFactorProblemCode>> {
    let now = app.clock.now();
    let permit = policy::may_keep_own(actor)?;
    if queries::is_demanded_of(app, actor.grants.iter().map(|grant| grant.role)) {
        return Err(Failure::Problem(SecondFactorProblemCode::RequiredByRole));
    }
    let tx = app.db.begin().await?;
    must_be_active(&tx, actor).await?;
    store::delete(&tx, &permit).await?;
    record(&tx, actor, &permit, "factors.second_factor_removed", now).await?;
    tx.commit().await?;
    Ok(queries::own(app, actor).await?)
}

/// Takes the second factor from somebody who has lost it, with a reason; the next sign-in is by password alone.
pub async fn reset(
    app: &App,
    actor: &Actor,
    account: AccountId,
    reason: &str,
) -> Result<SecondFactor, Failure<SecondFactorProblemCode>> {
    let now = app.clock.now();
    let permit = policy::may_reset(actor, account)?;
    let reason = reason.trim();
    if reason.chars().count() < rules::MIN_REASON {
        return Err(Failure::Problem(SecondFactorProblemCode::ReasonMissing));
    }
    let tx = app.db.begin().await?;
    if !store::reset(&tx, &permit).await? {
        return Err(Failure::Problem(SecondFactorProblemCode::NotActive));
    }
    let deed = Deed::under("factors.second_factor_reset", AccountId::KIND, &permit).because(reason);
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(queries::of_account(app, actor, account).await?)
}

async fn new_codes<A>(tx: &impl ConnectionTrait, permit: &OwnPermit<A>) -> Result<RecoveryCodes, Refusal> {
    let codes: Vec<String> = (0..rules::RECOVERY_CODES)
        .map(|_| {
            let mut bytes = [0_u8; rules::RECOVERY_BYTES];
            rand::rng().fill(&mut bytes);
            rules::recovery_code(bytes)
        })
        .collect();
    let hashes =
        codes.iter().map(|code| rules::recovery_hash(permit.account().0, &code.replace('-', ""))).collect();
    store::replace_codes(tx, permit, hashes).await?;
    Ok(RecoveryCodes { codes })
}

async fn must_be_inactive(
    tx: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<(), Failure<SecondFactorProblemCode>> {
    if queries::is_active(tx, actor.account).await? {
        return Err(Failure::Problem(SecondFactorProblemCode::AlreadyActive));
    }
    Ok(())
}

async fn must_be_active(
    tx: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<(), Failure<SecondFactorProblemCode>> {
    if queries::is_active(tx, actor.account).await? {
        return Ok(());
    }
    Err(Failure::Problem(SecondFactorProblemCode::NotActive))
}

async fn record<A>(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    permit: &OwnPermit<A>,
    name: &'static str,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let deed = Deed::own(name, permit);
    audit::record(tx, Some(actor), deed, now).await
}

fn session_failed(error: tower_sessions::session::Error) -> Refusal {
    error.into()
}
