//! Migrations run up, down and up again on an empty database, and entities match the tables.

use std::collections::{BTreeMap, BTreeSet};

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{EntityTrait, IdenStatic as _, Iterable as _};
use thidua::entity;
use thidua::shared::database::Database;

use crate::support::{TestDatabase, tables};

#[tokio::test]
async fn up_down_and_up_again() {
    let database = TestDatabase::empty().await;
    let db = Database::connect(&database.url).await.expect("connects");
    Migrator::up(db.write(), None).await.expect("up");
    Migrator::down(db.write(), None).await.expect("down");
    Migrator::up(db.write(), None).await.expect("up again");
}

/// Tables that no entity describes, and why.
const WITHOUT_ENTITY: [(&str, &str); 1] =
    [("write_probe", "one row that the readiness check rewrites by a statement")];

/// The table of an entity, with its columns as the entity has them.
fn described<E: EntityTrait>() -> (String, BTreeSet<String>) {
    let columns = E::Column::iter().map(|column| column.as_str().to_owned());
    (E::default().table_name().to_owned(), columns.collect())
}

/// Calls `described` for the entity of each module.
macro_rules! all_described {
    ($($module:ident),+ $(,)?) => { [$(described::<entity::$module::Entity>()),+] };
}

#[tokio::test]
async fn entities_are_the_tables_column_by_column() {
    let database = TestDatabase::migrated().await;
    let db = Database::connect(&database.url).await.expect("connects");
    let described = all_described![
        account,
        account_past_unit,
        adjustment,
        api_token,
        api_token_role,
        appraiser_assignment,
        audit_entry,
        audit_head,
        calendar_day,
        campaign,
        campaign_phase,
        campaign_unit,
        council,
        council_member,
        council_sitting,
        criteria_set,
        criterion,
        criterion_group,
        evidence_link,
        external_identity,
        generated_document,
        initiative,
        initiative_adoption,
        initiative_attachment,
        initiative_author,
        initiative_cancellation,
        initiative_event,
        initiative_recognition,
        initiative_referral,
        initiative_register,
        initiative_review,
        initiative_rubric,
        known_browser,
        merit_entry,
        merit_item,
        parameter_value,
        past_initiative,
        peer_group,
        phase_extension,
        ranking,
        ranking_result,
        recovery_code,
        reorganisation,
        review_seat,
        role_assignment,
        role_scope,
        score_line,
        second_factor,
        session,
        sign_in_throttle,
        similarity_judgement,
        sitting_attendance,
        sso_attempt,
        stored_file,
        submission,
        unit,
        unit_statistic,
        unit_succession,
        unit_version,
    ];
    let count = described.len();
    let described = BTreeMap::from(described);
    assert_eq!(described.len(), count, "two entities of one table");
    let mut stored = BTreeMap::new();
    for table in tables::tables(db.read()).await {
        let columns = tables::columns(db.read(), &table).await;
        stored.insert(table, columns.into_iter().map(|column| column.name).collect::<BTreeSet<_>>());
    }
    for (table, why) in WITHOUT_ENTITY {
        assert!(stored.remove(table).is_some(), "{table} is exempt ({why}) and does not exist");
    }
    assert_eq!(described, stored);
}
