//! The signed-in person, assembled from what each slice knows of them.

use std::sync::Arc;

use async_graphql::MergedObject;

use crate::access::Actor;
use crate::identity::ViewerFields;

/// The signed-in person: roles, what they may do, and what waits for them.
#[derive(MergedObject)]
pub struct Viewer(ViewerFields);

impl From<Arc<Actor>> for Viewer {
    fn from(actor: Arc<Actor>) -> Self {
        Self(ViewerFields(actor))
    }
}
