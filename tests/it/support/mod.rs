//! Helpers that keep a test five lines long.

mod app;
pub mod appraised;
mod client;
pub mod command_line;
mod database;
pub mod initiatives;
pub mod referrals;
pub mod reviews;
pub mod scenario;
pub mod sdl;
pub mod switchboard;
pub mod tables;
pub mod workbook;

pub use app::{PASSWORD, START, TestApp};
pub use client::{Answer, Client};
pub use database::{TestDatabase, postgres_programs};
