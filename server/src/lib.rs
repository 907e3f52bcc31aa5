//! Thi Đua: emulation campaigns from plan to published ranking.
//!
//! The slices, in the order of their dependencies: each may use only those above it. The
//! architecture test holds this list.

pub mod shared;

pub mod access;
pub mod adoptions;

pub mod audit;

pub mod files;

pub mod units;

pub mod factors;

pub mod identity;

pub mod tokens;

pub mod sso;

pub mod parameters;

pub mod criteria;

pub mod campaigns;

pub mod initiatives;

pub mod attachments;

pub mod similarities;

pub mod councils;

pub mod reviews;

pub mod recognitions;
pub mod referrals;

pub mod documents;

pub mod submissions;

pub mod appraisal;

pub mod ranking;

pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod graphql;
pub mod http;
pub mod storage;
pub mod telemetry;

pub mod entity;
