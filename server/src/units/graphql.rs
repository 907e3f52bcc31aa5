//! Units in the schema.

use async_graphql::{ID, Object};

use super::model::Unit;

/// A unit: a legal person that competes or leads.
#[Object]
impl Unit {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.id.global()
    }
}
