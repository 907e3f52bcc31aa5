//! Which rights on the tables the PostgreSQL user has that the server runs as: all rows may be read and written,
//! but the audit trail only read and added to, and the schema not changed at all.

use sea_orm_migration::sea_orm::{
    ConnectionTrait, DatabaseBackend, DbErr, Statement, TransactionSession as _, TransactionTrait,
};

/// Grants an existing role what the server needs, and takes back what it had beyond that. Run by the owner of
/// the tables, after migrations.
pub async fn grant_to<C: ConnectionTrait + TransactionTrait>(db: &C, role: &str) -> Result<(), DbErr> {
    if db.get_database_backend() != DatabaseBackend::Postgres {
        return Err(DbErr::Custom("only PostgreSQL has roles".to_owned()));
    }
    let tx = db.begin().await?;
    if is_bound_by_nothing(&tx, role).await? {
        return Err(DbErr::Custom(format!(
            "the role {role:?} is a superuser or owns the audit trail, so no right can be withheld from it"
        )));
    }
    let name = format!("\"{}\"", role.replace('"', "\"\""));
    for statement in [
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "REVOKE ALL ON audit_entry, audit_head, seaql_migrations FROM {role}",
        "GRANT SELECT, INSERT ON audit_entry TO {role}",
        "GRANT SELECT, UPDATE ON audit_head TO {role}",
        "GRANT SELECT ON seaql_migrations TO {role}",
    ] {
        tx.execute_unprepared(&statement.replace("{role}", &name)).await?;
    }
    tx.commit().await
}

/// Whether the user of this connection has rights to change the trail: the triggers refuse it, but whoever owns the
/// tables can lift them. Always so on SQLite, where there are no users.
pub async fn could_change_the_trail(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    if db.get_database_backend() != DatabaseBackend::Postgres {
        return Ok(true);
    }
    let asked = Statement::from_string(
        DatabaseBackend::Postgres,
        "SELECT has_table_privilege('audit_entry', 'UPDATE, DELETE, TRUNCATE') AS could",
    );
    match db.query_one_raw(asked).await? {
        Some(row) => row.try_get("", "could"),
        None => Ok(true),
    }
}

/// Whether grants mean nothing to a role; an unknown role is an error.
async fn is_bound_by_nothing(db: &impl ConnectionTrait, role: &str) -> Result<bool, DbErr> {
    let asked = Statement::from_sql_and_values(
        DatabaseBackend::Postgres,
        "SELECT rolsuper OR pg_has_role(pg_roles.oid, pg_class.relowner, 'MEMBER') AS free \
         FROM pg_roles, pg_class WHERE rolname = $1 AND pg_class.oid = 'audit_entry'::regclass",
        [role.into()],
    );
    match db.query_one_raw(asked).await? {
        Some(row) => row.try_get("", "free"),
        None => Err(DbErr::Custom(format!("there is no role {role:?}"))),
    }
}
