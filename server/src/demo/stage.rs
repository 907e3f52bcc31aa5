//! The stage of the sample story: people act through the schema, each at the time when they would have.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use async_graphql::{Request, Variables};
use serde_json::Value;
use time::OffsetDateTime;
use tokio::sync::Mutex;
use tower_sessions::Session;

use crate::access::Actor;
use crate::app::App;
use crate::graphql::context::RequestContext;
use crate::graphql::loaders::Loaders;
use crate::graphql::{Schema, schema};
use crate::identity::{self, Browser, SessionRows};
use crate::shared::clock::{Clock as _, FixedClock, vietnam_date};
use crate::shared::locale::Locale;

/// People, a clock, and the schema they act through.
pub struct Stage {
    /// The application on the story's clock.
    pub app: App,
    clock: Arc<FixedClock>,
    schema: Schema,
    people: Mutex<HashMap<String, Arc<Actor>>>,
}

impl Stage {
    /// A stage over the application's database, at a moment.
    pub fn over(app: &App, now: OffsetDateTime) -> Self {
        let clock = Arc::new(FixedClock::at(now));
        let app = App { clock: clock.clone(), ..app.clone() };
        Self { app, clock, schema: schema(), people: Mutex::default() }
    }

    /// Moves the story's clock.
    pub fn at(&self, now: OffsetDateTime) {
        self.clock.set(now);
    }

    /// The day of the story.
    pub fn today(&self) -> time::Date {
        vietnam_date(self.clock.now())
    }

    /// The person with a sign-in name, with the roles of the story's time.
    pub async fn person(&self, login: &str) -> anyhow::Result<Arc<Actor>> {
        let mut people = self.people.lock().await;
        if let Some(actor) = people.get(login) {
            return Ok(Arc::clone(actor));
        }
        let account = identity::find_by_login(self.app.db.read(), login)
            .await?
            .with_context(|| format!("the sample account {login}"))?;
        let actor = identity::actor_of_account(&self.app, account.id).await?.context("an open account")?;
        let actor = Arc::new(actor);
        people.insert(login.to_owned(), Arc::clone(&actor));
        Ok(actor)
    }

    /// A person asks or does something; any refusal ends the story.
    pub async fn ask(&self, login: &str, query: &str, variables: Value) -> anyhow::Result<Value> {
        let actor = self.person(login).await?;
        let context = RequestContext {
            app: self.app.clone(),
            loaders: Loaders::new(&self.app, Some(&actor)),
            actor: Some(actor),
            locale: Locale::Vi,
            session: Session::new(None, Arc::new(SessionRows::new(&self.app)), None),
            browser: Browser::default(),
            address: None,
            user_agent: None,
            request_id: None,
        };
        let request = Request::new(query).variables(Variables::from_json(variables)).data(context);
        let answer = self.schema.execute(request).await;
        ensure!(answer.errors.is_empty(), "{login}: {query}: {:?}", answer.errors);
        Ok(answer.data.into_json()?)
    }

    /// A person does something that must succeed: `field` must answer a `wanted`.
    pub async fn act(
        &self,
        login: &str,
        field: &str,
        wanted: &str,
        query: &str,
        input: Value,
    ) -> anyhow::Result<Value> {
        let answer = self.ask(login, query, serde_json::json!({ "input": input })).await?;
        let answer = answer[field].clone();
        if answer["__typename"] != wanted {
            bail!("{login}: {field} answered {answer}");
        }
        Ok(answer)
    }
}
