//! Units (who competes): the identity of a legal person, and versions of its name, kind and parent
//! that are valid in time. Every read names the date it looks at; versions of one unit never overlap.
//!
//! The tree is kept as a materialised path in each version (`89/886/30337/`), read as a range, so a
//! whole subtree is one indexed statement. Everybody signed in may read the catalogue; it changes by
//! import, on the command line, by whoever administers the server.
//!
//! The import reads a file (CSV or a workbook) with the columns `code`, `name_vi`, `name_en`, `kind`, `subtype`,
//! `parent_code`, `valid_from`, `valid_to`. Optional beside them: `note` and `legal_basis`, which are
//! kept; `new_unit` (Y), where a code passes to another legal person without a gap; and `valid_from_basis`, which
//! says `floor` where the first day is only the earliest one known.
//!
//! Units come out of others by successions: mergers, splits, renamings, changes of kind or superior, dissolutions,
//! each with its day, share and legal basis. They are imported from a file with the columns `old_code`,
//! `new_code`, `kind`, `effective_date`, `legal_basis`, or made by a reorganisation.

mod commands;
mod defect;
mod graphql;
mod import;
mod loader;
mod model;
mod policy;
mod queries;
mod rules;
mod statistics;
mod store;
mod successions;
mod trail;
mod words;

pub use commands::{Follower, Upheaval};
pub use graphql::{UnitsMutation, UnitsQuery};
pub use import::import_units;
pub use loader::UnitBatches;
pub use model::{Affected, AffectedKind, Source, Unit, UnitKind};
pub use queries::{
    all, ancestors, by_codes, children_of, histories, kin, kin_of_each, load_latest, load_many,
    restated_means, subtree_ids,
};
pub use rules::{FIGURE_COLUMNS, STEP_COLUMNS, UNIT_COLUMNS};
pub use statistics::{OnFigures, figures_of, import_statistics};
pub use store::ids_named;
pub use successions::import_successions;
pub use trail::TRAIL;
