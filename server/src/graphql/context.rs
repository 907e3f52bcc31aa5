//! What one request carries to its resolvers: the application, the actor, the language, the loaders.

use std::sync::Arc;

use async_graphql::{Context, Error, Result};
use tower_sessions::Session;

use super::errors;
use super::loaders::Loaders;
use crate::access::Actor;
use crate::app::App;
use crate::identity::Browser;
use crate::shared::error::Refusal;
use crate::shared::locale::Locale;

/// Data of one request.
pub struct RequestContext {
    /// The application.
    pub app: App,
    /// Who is asking; `None` when nobody is signed in.
    pub actor: Option<Arc<Actor>>,
    /// Language of messages, traces and rules in words.
    pub locale: Locale,
    /// The session, for signing in and out.
    pub session: Session,
    /// The browser, as far as sign-in must know it.
    pub browser: Browser,
    /// Network address of the client.
    pub address: Option<String>,
    /// The client's `User-Agent`.
    pub user_agent: Option<String>,
    /// Id of the request, as in the log.
    pub request_id: Option<String>,
    /// Batched reads.
    pub loaders: Loaders,
}

/// Short ways to the data of a request.
pub trait ContextExt<'a> {
    /// All of it.
    fn request(&self) -> &'a RequestContext;

    /// The application.
    fn app(&self) -> &'a App {
        &self.request().app
    }

    /// Who is asking, or the refusal `UNAUTHENTICATED`. While a first password waits to be changed, or a second
    /// factor that a role demands to be set up, the person is nobody to everything but that.
    fn actor(&self) -> Result<&'a Actor> {
        match &self.request().actor {
            Some(actor) if !actor.is_held_up() => Ok(actor),
            _ => Err(self.refuse(Refusal::Unauthenticated)),
        }
    }

    /// Who is asking, perhaps with a second factor still to be set up: for deeds about the own sign-in.
    fn person(&self) -> Result<&'a Actor> {
        match &self.request().actor {
            Some(actor) if actor.must_change_password => Err(self.refuse(Refusal::Unauthenticated)),
            Some(actor) => Ok(actor),
            None => Err(self.refuse(Refusal::Unauthenticated)),
        }
    }

    /// Who is asking, if anybody.
    fn visitor(&self) -> Option<&'a Actor> {
        self.request().actor.as_deref()
    }

    /// Language of the answer.
    fn locale(&self) -> Locale {
        self.request().locale
    }

    /// Batched reads.
    fn loaders(&self) -> &'a Loaders {
        &self.request().loaders
    }

    /// Turns a refusal into the error of this request.
    fn refuse(&self, refusal: Refusal) -> Error {
        errors::error(refusal, self.locale(), self.request().request_id.as_deref())
    }

    /// A nullable field from a read that may find nothing: absent, and refused, are both null.
    fn optional<T>(&self, read: Result<Option<T>, Refusal>) -> Option<Result<T>> {
        match read {
            Ok(found) => found.map(Ok),
            Err(Refusal::NotFound | Refusal::Forbidden) => None,
            Err(refusal) => Some(Err(self.refuse(refusal))),
        }
    }

    /// A field from a read that must find something.
    fn required<T>(&self, read: Result<Option<T>, Refusal>) -> Result<T> {
        match read {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err(self.refuse(Refusal::NotFound)),
            Err(refusal) => Err(self.refuse(refusal)),
        }
    }
}

impl<'a> ContextExt<'a> for Context<'a> {
    fn request(&self) -> &'a RequestContext {
        self.data_unchecked::<RequestContext>()
    }
}
