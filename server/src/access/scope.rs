//! Which units an actor may see, as a condition on a column of unit ids.

use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, IntoColumnRef};
use uuid::Uuid;

use crate::shared::id::UnitId;

/// The units whose records an actor may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every unit.
    All,
    /// These units only; an empty list sees nothing.
    Units(Vec<UnitId>),
}

impl Scope {
    /// True when records of `unit` are visible.
    #[must_use]
    pub fn contains(&self, unit: UnitId) -> bool {
        match self {
            Self::All => true,
            Self::Units(units) => units.contains(&unit),
        }
    }

    /// The condition that keeps only visible rows; `column` holds unit ids.
    pub fn on(&self, column: impl IntoColumnRef) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Units(units) => {
                let ids: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
                Condition::all().add(Expr::col(column).is_in(ids))
            }
        }
    }
}
