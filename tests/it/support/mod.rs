//! Helpers that keep a test five lines long.

mod app;
pub mod appraised;
mod client;
mod database;
pub mod initiatives;
pub mod referrals;
pub mod reviews;
pub mod scenario;
pub mod sdl;
pub mod switchboard;

pub use app::{PASSWORD, START, TestApp};
pub use client::{Answer, Client};
pub use database::TestDatabase;
