//! Migrations run up, down and up again on an empty database, and entities match the tables.

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{EntityTrait, QuerySelect as _};
use thidua::entity;
use thidua::shared::database::Database;

use crate::support::TestDatabase;

#[tokio::test]
async fn up_down_and_up_again() {
    let database = TestDatabase::empty().await;
    let db = Database::connect(&database.url).await.expect("connects");
    Migrator::up(db.write(), None).await.expect("up");
    Migrator::down(db.write(), None).await.expect("down");
    Migrator::up(db.write(), None).await.expect("up again");
}

/// Selects every column of an entity; a column that the table lacks is an error.
async fn reads<E: EntityTrait>(db: &Database) {
    let rows = E::find().limit(1).all(db.read()).await;
    assert!(rows.is_ok(), "{}: {:?}", E::default().table_name(), rows.err());
}

#[tokio::test]
async fn entities_match_the_tables() {
    let database = TestDatabase::migrated().await;
    let db = Database::connect(&database.url).await.expect("connects");
    reads::<entity::account::Entity>(&db).await;
    reads::<entity::adjustment::Entity>(&db).await;
    reads::<entity::api_token::Entity>(&db).await;
    reads::<entity::api_token_role::Entity>(&db).await;
    reads::<entity::appraiser_assignment::Entity>(&db).await;
    reads::<entity::audit_entry::Entity>(&db).await;
    reads::<entity::audit_head::Entity>(&db).await;
    reads::<entity::calendar_day::Entity>(&db).await;
    reads::<entity::campaign::Entity>(&db).await;
    reads::<entity::campaign_phase::Entity>(&db).await;
    reads::<entity::campaign_unit::Entity>(&db).await;
    reads::<entity::criteria_set::Entity>(&db).await;
    reads::<entity::criterion::Entity>(&db).await;
    reads::<entity::criterion_group::Entity>(&db).await;
    reads::<entity::evidence_link::Entity>(&db).await;
    reads::<entity::external_identity::Entity>(&db).await;
    reads::<entity::known_browser::Entity>(&db).await;
    reads::<entity::merit_item::Entity>(&db).await;
    reads::<entity::merit_entry::Entity>(&db).await;
    reads::<entity::parameter_value::Entity>(&db).await;
    reads::<entity::peer_group::Entity>(&db).await;
    reads::<entity::ranking::Entity>(&db).await;
    reads::<entity::ranking_result::Entity>(&db).await;
    reads::<entity::recovery_code::Entity>(&db).await;
    reads::<entity::reorganisation::Entity>(&db).await;
    reads::<entity::role_assignment::Entity>(&db).await;
    reads::<entity::score_line::Entity>(&db).await;
    reads::<entity::second_factor::Entity>(&db).await;
    reads::<entity::session::Entity>(&db).await;
    reads::<entity::sign_in_throttle::Entity>(&db).await;
    reads::<entity::sso_attempt::Entity>(&db).await;
    reads::<entity::stored_file::Entity>(&db).await;
    reads::<entity::submission::Entity>(&db).await;
    reads::<entity::unit::Entity>(&db).await;
    reads::<entity::unit_statistic::Entity>(&db).await;
    reads::<entity::unit_succession::Entity>(&db).await;
    reads::<entity::unit_version::Entity>(&db).await;
}
