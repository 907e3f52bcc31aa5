//! Column shapes that every table shares, so that one kind of value has one type everywhere.

use sea_orm_migration::prelude::*;

/// Primary key: a UUID made by the server.
pub fn id() -> ColumnDef {
    let mut column = ColumnDef::new("id");
    column.uuid().not_null().primary_key();
    column
}

/// A mandatory reference to another table's id.
pub fn reference(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.uuid().not_null();
    column
}

/// A reference that may be absent.
pub fn optional_reference(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.uuid().null();
    column
}

/// Mandatory text.
pub fn text(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text().not_null();
    column
}

/// Text that may be absent.
pub fn optional_text(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text().null();
    column
}

/// Text compared byte by byte, so that a range of paths is an index range on both databases.
pub fn path(name: &'static str, manager: &SchemaManager<'_>) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text().not_null();
    if manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

/// Mandatory point in time, UTC, whole seconds.
pub fn time(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.timestamp_with_time_zone().not_null();
    column
}

/// Point in time that may be absent.
pub fn optional_time(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.timestamp_with_time_zone().null();
    column
}

/// Mandatory calendar date.
pub fn date(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.date().not_null();
    column
}

/// Calendar date that may be absent.
pub fn optional_date(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.date().null();
    column
}

/// Mandatory whole number (counts, versions, positions).
pub fn integer(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.integer().not_null();
    column
}

/// Whole number that may be absent.
pub fn optional_integer(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.integer().null();
    column
}

/// Mandatory exact points, in hundredths; also sizes in bytes.
pub fn big(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.big_integer().not_null();
    column
}

/// Exact points in hundredths that may be absent.
pub fn optional_big(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.big_integer().null();
    column
}

/// Mandatory yes or no.
pub fn flag(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.boolean().not_null();
    column
}

/// A foreign key that refuses to delete what is still referred to.
pub fn refers(table: &'static str, column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}_fkey"))
        .from(table, column)
        .to(target, "id")
        .to_owned()
}

/// A unique index named `<table>_<what>_key`, so that a store can tell which promise was broken.
pub fn unique(table: &'static str, what: &str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_{what}_key")).table(table).unique();
    for column in columns {
        index.col(*column);
    }
    index.to_owned()
}

/// A plain index named `<table>_<what>_idx`.
pub fn index(table: &'static str, what: &str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_{what}_idx")).table(table);
    for column in columns {
        index.col(*column);
    }
    index.to_owned()
}

/// Creates a table and its indexes.
pub async fn create(
    manager: &SchemaManager<'_>,
    table: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
) -> Result<(), DbErr> {
    manager.create_table(table).await?;
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}

/// Drops tables in the order given (children first).
pub async fn drop(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).to_owned()).await?;
    }
    Ok(())
}
