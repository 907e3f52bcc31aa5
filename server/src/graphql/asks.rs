//! What each mutation asks of the person, as the schema shows it.

use async_graphql::TypeDirective;

use crate::access::Proof;

/// What a deed asks of how the person stands behind the request.
#[TypeDirective(location = "FieldDefinition")]
pub fn asks(#[graphql(desc = "What it asks of the person.")] proof: Proof) {}
