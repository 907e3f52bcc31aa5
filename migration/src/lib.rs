//! The database schema as an ordered list of migrations.
//!
//! House rules: a released migration is never edited; every `up` has a `down` that a test runs on
//! both databases; expand first, contract in a later release. Portable types only: ids are UUIDs
//! (16 bytes on SQLite), points are hundredths in a BIGINT, times are UTC in whole seconds,
//! structured values are JSON text.

pub use sea_orm_migration::prelude::*;

mod columns;
mod m20261122_090000_create_units;
mod m20261122_091000_create_identity;
mod m20261122_092000_create_audit;
mod m20261122_093000_create_files;
mod m20261122_094000_create_criteria;
mod m20261122_095000_create_campaigns;
mod m20261122_100000_create_submissions;
mod m20261122_101000_create_ranking;
mod m20261123_060000_chain_audit;
mod m20261123_100000_create_successions;
mod m20261123_100000_extend_roles;
mod m20261123_101000_add_dissolution;

pub mod grants;
mod m20261123_121000_create_second_factors;
mod m20261123_122000_create_api_tokens;
mod m20261123_123000_create_external_identities;
mod m20261127_190000_create_parameters;
mod m20261128_022000_create_initiatives;
mod m20261128_024500_index_unit_time;
mod m20261128_032000_create_similarities;
mod m20261128_053500_create_reviews;
mod m20261128_060000_create_recognitions;
mod m20261128_100000_create_referrals;
mod m20261128_140000_create_documents;
mod m20261128_150000_create_attachments;
mod m20261129_000000_create_write_probe;
mod m20261129_020000_throttle_by_origin;
mod m20261129_021000_bind_tokens_to_roles;
mod m20261129_030000_keep_judged_scores;
mod m20261130_010000_claim_not_applicable;
mod m20261130_020000_extend_councils;
mod m20261130_030000_sort_by_alphabet;
mod m20261130_040000_remember_belonging;
mod m20261130_050000_confirm_renewals;

/// Runs the migrations of this crate, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_090000_create_units::Migration),
            Box::new(m20261122_091000_create_identity::Migration),
            Box::new(m20261122_092000_create_audit::Migration),
            Box::new(m20261122_093000_create_files::Migration),
            Box::new(m20261122_094000_create_criteria::Migration),
            Box::new(m20261122_095000_create_campaigns::Migration),
            Box::new(m20261122_100000_create_submissions::Migration),
            Box::new(m20261122_101000_create_ranking::Migration),
            Box::new(m20261123_060000_chain_audit::Migration),
            Box::new(m20261123_100000_create_successions::Migration),
            Box::new(m20261123_100000_extend_roles::Migration),
            Box::new(m20261123_101000_add_dissolution::Migration),
            Box::new(m20261123_121000_create_second_factors::Migration),
            Box::new(m20261123_122000_create_api_tokens::Migration),
            Box::new(m20261123_123000_create_external_identities::Migration),
            Box::new(m20261127_190000_create_parameters::Migration),
            Box::new(m20261128_022000_create_initiatives::Migration),
            Box::new(m20261128_024500_index_unit_time::Migration),
            Box::new(m20261128_032000_create_similarities::Migration),
            Box::new(m20261128_053500_create_reviews::Migration),
            Box::new(m20261128_060000_create_recognitions::Migration),
            Box::new(m20261128_100000_create_referrals::Migration),
            Box::new(m20261128_140000_create_documents::Migration),
            Box::new(m20261128_150000_create_attachments::Migration),
            Box::new(m20261129_000000_create_write_probe::Migration),
            Box::new(m20261129_020000_throttle_by_origin::Migration),
            Box::new(m20261129_021000_bind_tokens_to_roles::Migration),
            Box::new(m20261129_030000_keep_judged_scores::Migration),
            Box::new(m20261130_010000_claim_not_applicable::Migration),
            Box::new(m20261130_020000_extend_councils::Migration),
            Box::new(m20261130_030000_sort_by_alphabet::Migration),
            Box::new(m20261130_040000_remember_belonging::Migration),
            Box::new(m20261130_050000_confirm_renewals::Migration),
        ]
    }
}
