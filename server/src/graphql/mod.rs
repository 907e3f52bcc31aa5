//! Merges the slices into one schema, and answers GraphQL over HTTP.

pub mod asks;
pub mod campaign;
pub mod context;
pub mod cost;
mod engine_words;
pub mod errors;
pub mod handler;
pub mod index;
pub mod inputs;
pub mod limits;
pub mod loaders;
mod measured;
pub mod node;
pub mod page;
pub mod rejected;
pub mod request;
pub mod scalars;
pub mod tables;
pub mod turns;
pub mod viewer;
pub mod weights;

use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions};

use crate::{
    adoptions, appraisal, attachments, audit, campaigns, councils, criteria, documents, factors, identity,
    initiatives, parameters, ranking, recognitions, referrals, reviews, similarities, submissions, tokens,
    units,
};

/// Everything that can be asked. Lists are Relay connections with a compulsory page size; what the
/// viewer may not see does not exist for them.
#[derive(MergedObject, Default)]
pub struct Query(
    node::NodeQuery,
    identity::IdentityQuery,
    identity::SessionsQuery,
    factors::FactorsQuery,
    tokens::TokensQuery,
    units::UnitsQuery,
    parameters::ParametersQuery,
    criteria::CriteriaQuery,
    campaigns::CampaignsQuery,
    initiatives::InitiativesQuery,
    attachments::AttachmentsQuery,
    similarities::SimilaritiesQuery,
    adoptions::AdoptionsQuery,
    councils::CouncilsQuery,
    reviews::ReviewsQuery,
    recognitions::RecognitionsQuery,
    recognitions::RegisterQuery,
    referrals::ReferralsQuery,
    documents::DocumentsQuery,
    submissions::SubmissionsQuery,
    ranking::RankingQuery,
    audit::AuditQuery,
);

/// Everything that can be done. A mutation answers the changed record or a typed problem; refusals
/// come as errors with `extensions.code`.
#[derive(MergedObject, Default)]
pub struct Mutation(
    identity::IdentityMutation,
    identity::SessionsMutation,
    factors::FactorsMutation,
    tokens::TokensMutation,
    identity::PeopleMutation,
    units::UnitsMutation,
    parameters::ParametersMutation,
    criteria::CriteriaMutation,
    campaigns::CampaignsMutation,
    initiatives::InitiativesMutation,
    attachments::AttachmentsMutation,
    similarities::SimilaritiesMutation,
    adoptions::AdoptionsMutation,
    councils::CouncilsMutation,
    reviews::ReviewsMutation,
    recognitions::RecognitionsMutation,
    referrals::ReferralsMutation,
    documents::DocumentsMutation,
    submissions::SubmissionsMutation,
    appraisal::AppraisalMutation,
    ranking::RankingMutation,
);

/// The schema.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Builds the schema with the limits that the engine keeps; the others stand before it, in `limits`.
#[must_use]
pub fn schema() -> Schema {
    async_graphql::Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .register_output_type::<node::Node>()
        .limit_recursive_depth(limits::MAX_RECURSION)
        .limit_directives(limits::MAX_DIRECTIVES)
        .disable_suggestions()
        .finish()
}

/// The schema as text, in an order that moving code does not change.
#[must_use]
pub fn sdl() -> String {
    schema().sdl_with_options(SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items())
}
