//! What every slice needs and no domain expert would name: ids, time, errors, pages, exact points.

pub mod batch;
pub mod clock;
pub mod codes;
pub mod database;
pub mod error;
pub mod id;
pub mod import;
pub mod json;
pub mod locale;
pub mod operation;
pub mod origin;
pub mod page;
pub mod points;
pub mod spreadsheet;
pub mod statements;
pub mod table;
pub mod tls;
pub mod words;

pub use texts::{clean, fold, order, visible};
