//! Behaviour and promises of the product, through HTTP, on the database that `THIDUA_TEST_DATABASE`
//! names: `sqlite` (the default) or a `postgres://` URL whose user may create databases.

mod support;

mod access_coverage;
mod access_matrix;
mod appraisal;
mod architecture;
mod attachments;
mod audit;
mod audit_chain;
mod campaigns;
mod conformance;
mod criteria;
mod crowd;
mod deeds;
mod documents;
mod durability;
mod files;
mod graphql_over_http;
mod identity;
mod initiatives;
mod migrations;
mod offers;
mod parameters;
mod permission_matrix;
mod ranking;
mod referrals;
mod reorganisation;
mod restated;
mod reviews;
mod roles;
mod schema;
mod second_factor;
mod sessions;
mod similarities;
mod sso;
mod statements;
mod submissions;
mod successions;
mod tokens;
mod twins;
mod units;
