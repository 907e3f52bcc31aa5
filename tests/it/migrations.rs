//! Migrations run up, down and up again on an empty database, and entities match the tables.

use std::collections::{BTreeMap, BTreeSet};

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait, EntityName as _, EntityTrait, IdenStatic as _, Iterable as _};
use thidua::entity;
use thidua::shared::database::Database;

use crate::support::{TestDatabase, tables};
use crate::upgrades::{add_rows, connect};

#[tokio::test]
async fn up_down_and_up_again() {
    let database = TestDatabase::empty().await;
    let db = Database::connect(&database.url).await.expect("connects");
    Migrator::up(db.write(), None).await.expect("up");
    Migrator::down(db.write(), None).await.expect("down");
    Migrator::up(db.write(), None).await.expect("up again");
    assert!(
        read_by_entities(db.read())
            .await
            .into_iter()
            .all(|(table, rows)| rows == usize::from(table == "audit_head"))
    );
}

#[tokio::test]
async fn with_rows_in_every_table_down_and_up_leave_tables_that_the_entities_read() {
    let database = TestDatabase::empty().await;
    let db = connect(&database).await;
    Migrator::up(&db, None).await.expect("up");
    // The first row of `write_probe` is made by its migration.
    add_rows(&db, 2).await;
    Migrator::down(&db, None).await.expect("down");
    Migrator::up(&db, None).await.expect("up again");
    for number in 1..=2 {
        add_rows(&db, number + 1).await;
        for (table, rows) in read_by_entities(&db).await {
            let expected = match table.as_str() {
                "audit_entry" => 0,
                "audit_head" => 1,
                _ => number,
            };
            assert_eq!(rows, expected, "{table}");
        }
    }
}

/// Tables that no entity describes, and why.
const WITHOUT_ENTITY: [(&str, &str); 1] =
    [("write_probe", "one row that the readiness check rewrites by a statement")];

/// The table of an entity, with its columns as the entity has them.
fn described<E: EntityTrait>() -> (String, BTreeSet<String>) {
    let columns = E::Column::iter().map(|column| column.as_str().to_owned());
    (E::default().table_name().to_owned(), columns.collect())
}

/// Everything that is done with every entity, of one list of their modules.
macro_rules! entities {
    ($($module:ident),+ $(,)?) => {
        /// Every entity with its table and columns.
        fn all_described() -> Vec<(String, BTreeSet<String>)> {
            vec![$(described::<entity::$module::Entity>()),+]
        }

        /// Reads every row of every table as the product reads it; answers how many there are. A column whose type the
        /// entity cannot decode fails here.
        pub async fn read_by_entities(db: &impl ConnectionTrait) -> BTreeMap<String, usize> {
            let mut read = BTreeMap::new();
            $(
                let rows = entity::$module::Entity::find().all(db).await;
                let rows = rows.unwrap_or_else(|error| panic!("{}: {error}", stringify!($module)));
                read.insert(entity::$module::Entity.table_name().to_owned(), rows.len());
            )+
            read
        }
    };
}

entities![
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
    password_renewal,
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

#[tokio::test]
async fn entities_are_the_tables_column_by_column() {
    let database = TestDatabase::migrated().await;
    let db = Database::connect(&database.url).await.expect("connects");
    let described = all_described();
    let count = described.len();
    let described: BTreeMap<String, BTreeSet<String>> = described.into_iter().collect();
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
