//! Initiative councils, their rubrics and sittings; reviews of initiatives with a seat for every member.

use sea_orm_migration::prelude::*;

use crate::columns::{
    create, date, drop, flag, id, index, integer, optional_date, optional_reference, optional_text,
    optional_time, reference, refers, text, time, unique,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            Table::create()
                .table("initiative_rubric")
                .col(id())
                .col(text("code"))
                .col(integer("version"))
                .col(text("content"))
                .col(time("imported_at"))
                .to_owned(),
            vec![unique("initiative_rubric", "code_version", &["code", "version"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("council")
                .col(id())
                .col(reference("unit_id"))
                .col(text("level"))
                .col(text("name"))
                .col(text("basis"))
                .col(date("valid_from"))
                .col(optional_date("valid_to"))
                .col(integer("version"))
                .col(time("created_at"))
                .col(time("updated_at"))
                .foreign_key(&mut refers("council", "unit_id", "unit"))
                .to_owned(),
            vec![index("council", "unit", &["unit_id"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("council_member")
                .col(id())
                .col(reference("council_id"))
                .col(integer("ordinal"))
                .col(reference("account_id"))
                .col(text("position"))
                .foreign_key(&mut refers("council_member", "council_id", "council"))
                .foreign_key(&mut refers("council_member", "account_id", "account"))
                .to_owned(),
            vec![
                unique("council_member", "account", &["council_id", "account_id"]),
                index("council_member", "account", &["account_id"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("council_sitting")
                .col(id())
                .col(reference("council_id"))
                .col(date("held_on"))
                .col(text("place"))
                .col(flag("is_secret"))
                .col(text("state"))
                .col(integer("version"))
                .col(time("created_at"))
                .col(optional_time("closed_at"))
                .foreign_key(&mut refers("council_sitting", "council_id", "council"))
                .to_owned(),
            vec![index("council_sitting", "council", &["council_id"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("sitting_attendance")
                .col(id())
                .col(reference("sitting_id"))
                .col(reference("account_id"))
                .foreign_key(&mut refers("sitting_attendance", "sitting_id", "council_sitting"))
                .foreign_key(&mut refers("sitting_attendance", "account_id", "account"))
                .to_owned(),
            vec![unique("sitting_attendance", "account", &["sitting_id", "account_id"])],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("initiative_review")
                .col(id())
                .col(reference("initiative_id"))
                .col(reference("council_id"))
                .col(text("level"))
                .col(text("rubric"))
                .col(text("hidden_names"))
                .col(text("state"))
                .col(integer("version"))
                .col(optional_reference("sitting_id"))
                .col(integer("agree"))
                .col(integer("disagree"))
                .col(integer("abstain"))
                .col(optional_text("result"))
                .col(reference("assigned_by"))
                .col(time("assigned_at"))
                .col(time("updated_at"))
                .foreign_key(&mut refers("initiative_review", "initiative_id", "initiative"))
                .foreign_key(&mut refers("initiative_review", "council_id", "council"))
                .foreign_key(&mut refers("initiative_review", "sitting_id", "council_sitting"))
                .foreign_key(&mut refers("initiative_review", "assigned_by", "account"))
                .to_owned(),
            vec![
                index("initiative_review", "initiative", &["initiative_id"]),
                index("initiative_review", "sitting", &["sitting_id"]),
                index("initiative_review", "council_state", &["council_id", "state"]),
            ],
        )
        .await?;
        create(
            manager,
            Table::create()
                .table("review_seat")
                .col(id())
                .col(reference("review_id"))
                .col(integer("ordinal"))
                .col(reference("account_id"))
                .col(text("position"))
                .col(flag("scores"))
                .col(optional_text("exclusion"))
                .col(optional_text("exclusion_reason"))
                .col(text("points"))
                .col(text("remark"))
                .col(integer("version"))
                .col(optional_time("saved_at"))
                .col(optional_time("signed_at"))
                .col(flag("has_voted"))
                .col(optional_text("choice"))
                .foreign_key(&mut refers("review_seat", "review_id", "initiative_review"))
                .foreign_key(&mut refers("review_seat", "account_id", "account"))
                .to_owned(),
            vec![
                unique("review_seat", "account", &["review_id", "account_id"]),
                index("review_seat", "account_awaited", &["account_id", "signed_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(
            manager,
            &[
                "review_seat",
                "initiative_review",
                "sitting_attendance",
                "council_sitting",
                "council_member",
                "council",
                "initiative_rubric",
            ],
        )
        .await
    }
}
