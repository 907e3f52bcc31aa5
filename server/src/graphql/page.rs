//! Relay connections from pages.

use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, Object, OutputType, Result};

use super::context::ContextExt as _;
use crate::shared::error::Refusal;
use crate::shared::page::{Count, Page, PageRequest};
use crate::shared::words::Words;

/// What a connection tells beside its edges.
pub struct Totals {
    total: Option<u64>,
}

#[Object]
impl Totals {
    /// Number of all items that the viewer may see, on all pages.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        self.total.ok_or_else(|| {
            ctx.refuse(Refusal::Internal(anyhow::anyhow!("totalCount was selected but not counted")))
        })
    }
}

/// A connection of `T`.
pub type Answer<T> = Connection<String, T, Totals, EmptyFields>;

/// Checks the paging arguments; counts only when `totalCount` is selected.
pub fn page_request(ctx: &Context<'_>, first: i32, after: Option<&str>) -> Result<PageRequest> {
    let count = if ctx.look_ahead().field("totalCount").exists() { Count::Total } else { Count::Skip };
    PageRequest::new(first, after, count).map_err(|refusal| ctx.refuse(refusal))
}

/// Checks the text of a search; a blank one is no search.
pub fn search_text(ctx: &Context<'_>, text: Option<String>) -> Result<Option<String>> {
    const LONGEST: usize = 200;
    match text {
        Some(text) if text.chars().count() > LONGEST => Err(ctx.refuse(search_too_long(LONGEST))),
        Some(text) if text.trim().is_empty() => Ok(None),
        other => Ok(other),
    }
}

/// The refusal of a search that is longer than that.
pub fn search_too_long(most: usize) -> Refusal {
    Refusal::BadArgument(Words::new(
        format!("search: nhiều nhất {most} ký tự"),
        format!("search: at most {most} characters"),
    ))
}

/// Turns a page into a connection.
pub fn answer<T: OutputType>(page: Page<T>) -> Answer<T> {
    let mut connection =
        Connection::with_additional_fields(page.has_previous, page.has_next, Totals { total: page.total });
    connection.edges.extend(page.rows.into_iter().map(|(cursor, node)| Edge::new(cursor.encode(), node)));
    connection
}
