//! Referrals of recognised initiatives to the province, the units that adopted them, and cancelled recognitions.

use sea_orm_migration::prelude::*;

use crate::columns::{
    create, drop, id, index, integer, optional_date, optional_reference, optional_text, optional_time,
    reference, refers, text, time, unique,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter().table("initiative").add_column(optional_time("referred_at")).to_owned(),
            )
            .await?;
        create(
            manager,
            Table::create()
                .table("initiative_adoption")
                .col(id())
                .col(reference("initiative_id"))
                .col(reference("unit_id"))
                .col(text("note"))
                .col(reference("asked_by"))
                .col(time("asked_at"))
                .col(text("state"))
                .col(optional_date("applied_on"))
                .col(optional_text("answer"))
                .col(optional_reference("answered_by"))
                .col(optional_time("answered_at"))
                .col(integer("version"))
                .foreign_key(&mut refers("initiative_adoption", "initiative_id", "initiative"))
                .foreign_key(&mut refers("initiative_adoption", "unit_id", "unit"))
                .foreign_key(&mut refers("initiative_adoption", "asked_by", "account"))
                .foreign_key(&mut refers("initiative_adoption", "answered_by", "account"))
                .to_owned(),
            vec![
                unique("initiative_adoption", "unit", &["initiative_id", "unit_id"]),
                index("initiative_adoption", "asked", &["unit_id", "state"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("initiative_referral")
                .col(id())
                .col(reference("initiative_id"))
                .col(reference("unit_id"))
                .col(text("statement"))
                .col(text("state"))
                .col(reference("prepared_by"))
                .col(time("prepared_at"))
                .col(optional_reference("sent_by"))
                .col(optional_time("sent_at"))
                .col(optional_text("petition_number"))
                .col(optional_date("petition_date"))
                .col(integer("version"))
                .foreign_key(&mut refers("initiative_referral", "initiative_id", "initiative"))
                .foreign_key(&mut refers("initiative_referral", "unit_id", "unit"))
                .foreign_key(&mut refers("initiative_referral", "prepared_by", "account"))
                .foreign_key(&mut refers("initiative_referral", "sent_by", "account"))
                .to_owned(),
            vec![
                index("initiative_referral", "initiative", &["initiative_id"]),
                index("initiative_referral", "unit", &["unit_id", "state"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("initiative_cancellation")
                .col(id())
                .col(reference("recognition_id"))
                .col(text("ground"))
                .col(text("reason"))
                .col(reference("cancelled_by"))
                .col(time("cancelled_at"))
                .col(optional_text("decision_number"))
                .col(optional_date("decision_date"))
                .foreign_key(&mut refers(
                    "initiative_cancellation",
                    "recognition_id",
                    "initiative_recognition",
                ))
                .foreign_key(&mut refers("initiative_cancellation", "cancelled_by", "account"))
                .to_owned(),
            vec![unique("initiative_cancellation", "recognition", &["recognition_id"])],
        )
        .await?;
        manager.create_index(index("initiative_recognition", "level", &["level", "decision_date"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(
                Index::drop()
                    .name("initiative_recognition_level_idx")
                    .table("initiative_recognition")
                    .to_owned(),
            )
            .await?;
        drop(manager, &["initiative_cancellation", "initiative_referral", "initiative_adoption"]).await?;
        manager.alter_table(Table::alter().table("initiative").drop_column("referred_at").to_owned()).await
    }
}
