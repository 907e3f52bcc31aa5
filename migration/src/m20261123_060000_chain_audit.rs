//! The audit trail becomes a chain: every entry is numbered and carries the hash of the one before it, and the
//! database itself refuses to change or delete what is written.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DatabaseBackend, QueryResult};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::columns::{big, create, drop, flag, index, integer, optional_text, text, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

const BATCH: u64 = 500;

/// "Before the first entry", in the form of a hash.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What entries are looked up by; each index ends with the order in which they are read.
const LOOKUPS: [&str; 4] = ["subject", "actor", "unit", "campaign"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            big("sequence").default(0).to_owned(),
            integer("encoding").default(1).to_owned(),
            text("previous_hash").default("").to_owned(),
            text("hash").default("").to_owned(),
            flag("is_withheld").default(false).to_owned(),
            optional_text("criterion_code"),
        ] {
            manager.alter_table(Table::alter().table("audit_entry").add_column(column).to_owned()).await?;
        }
        let (sequence, hash) = chain(manager).await?;
        for lookup in LOOKUPS {
            manager.drop_index(drop_index(format!("audit_entry_{lookup}_idx"))).await?;
            manager.create_index(by(lookup, &format!("{lookup}_id"))).await?;
        }
        manager.create_index(by("criterion", "criterion_code")).await?;
        manager.create_index(by("deed", "deed")).await?;
        manager.create_index(index("audit_entry", "at", &["at", "id"])).await?;
        manager.create_index(unique("audit_entry", "sequence", &["sequence"])).await?;
        create(
            manager,
            Table::create()
                .table("audit_head")
                .col(integer("id").primary_key().check(Expr::col("id").eq(1)))
                .col(big("sequence"))
                .col(text("hash"))
                .to_owned(),
            vec![],
        )
        .await?;
        let mut head = Query::insert();
        head.into_table("audit_head").columns(["id", "sequence", "hash"]);
        head.values_panic([1.into(), sequence.into(), hash.into()]);
        manager.execute(head).await?;
        let guard = match manager.get_database_backend() {
            DatabaseBackend::Postgres => GUARD_POSTGRES,
            _ => GUARD_SQLITE,
        };
        manager.get_connection().execute_unprepared(guard).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let unguard = match manager.get_database_backend() {
            DatabaseBackend::Postgres => UNGUARD_POSTGRES,
            _ => UNGUARD_SQLITE,
        };
        manager.get_connection().execute_unprepared(unguard).await?;
        drop(manager, &["audit_head"]).await?;
        for name in ["criterion_idx", "deed_idx", "at_idx", "sequence_key"] {
            manager.drop_index(drop_index(format!("audit_entry_{name}"))).await?;
        }
        for lookup in LOOKUPS {
            manager.drop_index(drop_index(format!("audit_entry_{lookup}_idx"))).await?;
        }
        for column in ["sequence", "encoding", "previous_hash", "hash", "is_withheld", "criterion_code"] {
            manager.alter_table(Table::alter().table("audit_entry").drop_column(column).to_owned()).await?;
        }
        for (lookup, column) in LOOKUPS.iter().zip(["subject_id", "actor_id", "unit_id", "campaign_id"]) {
            manager.create_index(index("audit_entry", lookup, &[column, "id"])).await?;
        }
        Ok(())
    }
}

fn by(what: &str, column: &str) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("audit_entry_{what}_idx")).table("audit_entry");
    index.col(column.to_owned()).col("at").col("id");
    index.to_owned()
}

fn drop_index(name: String) -> IndexDropStatement {
    Index::drop().name(name).table("audit_entry").to_owned()
}

/// Numbers and chains the entries that are there already, in the order of their making.
async fn chain(manager: &SchemaManager<'_>) -> Result<(i64, String), DbErr> {
    let db = manager.get_connection();
    let mut sequence = 0;
    let mut hash = NOTHING.to_owned();
    let mut last = Uuid::nil();
    loop {
        let mut batch = Query::select();
        batch.column(Asterisk).from("audit_entry").and_where(Expr::col("id").gt(last));
        let rows = db.query_all(batch.order_by("id", Order::Asc).limit(BATCH)).await?;
        if rows.is_empty() {
            return Ok((sequence, hash));
        }
        for row in rows {
            last = row.try_get("", "id")?;
            sequence += 1;
            let own = hash_of(&row, sequence, &hash)?;
            let mut update = Query::update();
            update.table("audit_entry").and_where(Expr::col("id").eq(last)).values([
                ("sequence", sequence.into()),
                ("previous_hash", hash.into()),
                ("hash", own.clone().into()),
            ]);
            db.execute(&update).await?;
            hash = own;
        }
    }
}

/// Encoding 1 as it stood when this migration was written; the same as `audit::rules` has it, for ever.
fn hash_of(row: &QueryResult, sequence: i64, previous: &str) -> Result<String, DbErr> {
    let uuid = |column: &str| -> Result<Option<String>, DbErr> {
        Ok(row.try_get::<Option<Uuid>>("", column)?.map(|id| id.to_string()))
    };
    let text = |column: &str| row.try_get::<Option<String>>("", column);
    let at: OffsetDateTime = row.try_get("", "at")?;
    let fields = [
        Some(sequence.to_string()),
        Some(previous.to_owned()),
        uuid("id")?,
        Some((at.unix_timestamp_nanos() / 1000).to_string()),
        uuid("actor_id")?,
        text("actor_name")?,
        text("acting_role")?,
        uuid("unit_id")?,
        Some("0".to_owned()),
        uuid("campaign_id")?,
        None,
        text("deed")?,
        text("subject_kind")?,
        uuid("subject_id")?,
        text("before")?,
        text("after")?,
        text("reason")?,
        text("address")?,
        text("request_id")?,
    ];
    let mut encoded = String::from("thidua audit 1\n");
    for field in fields {
        match field {
            Some(value) => encoded.push_str(&format!("{}:{value},", value.len())),
            None => encoded.push('-'),
        }
    }
    Ok(hex::encode(Sha256::digest(encoded)))
}

const GUARD_SQLITE: &str = "
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id OR sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_head_only_forward BEFORE UPDATE ON audit_head
WHEN NEW.id <> OLD.id OR NEW.sequence < OLD.sequence
BEGIN SELECT RAISE(ABORT, 'the head of the audit trail moves forward only'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'the head of the audit trail moves forward only'); END;
CREATE TRIGGER audit_head_no_insert BEFORE INSERT ON audit_head
BEGIN SELECT RAISE(ABORT, 'the head of the audit trail moves forward only'); END;
";

const UNGUARD_SQLITE: &str = "
DROP TRIGGER audit_head_no_insert;
DROP TRIGGER audit_head_no_delete;
DROP TRIGGER audit_head_only_forward;
DROP TRIGGER audit_entry_no_replace;
DROP TRIGGER audit_entry_no_delete;
DROP TRIGGER audit_entry_no_update;
";

const GUARD_POSTGRES: &str = "
CREATE OR REPLACE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$;
CREATE OR REPLACE FUNCTION audit_head_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.id = OLD.id AND NEW.sequence >= OLD.sequence THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'the head of the audit trail moves forward only';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only();
CREATE TRIGGER audit_head_only_forward BEFORE UPDATE ON audit_head
FOR EACH ROW EXECUTE FUNCTION audit_head_moves_forward();
CREATE TRIGGER audit_head_stays BEFORE INSERT OR DELETE OR TRUNCATE ON audit_head
FOR EACH STATEMENT EXECUTE FUNCTION audit_head_moves_forward();
";

const UNGUARD_POSTGRES: &str = "
DROP TRIGGER audit_head_stays ON audit_head;
DROP TRIGGER audit_head_only_forward ON audit_head;
DROP TRIGGER audit_entry_append_only ON audit_entry;
DROP FUNCTION audit_head_moves_forward();
DROP FUNCTION audit_entry_is_append_only();
";
