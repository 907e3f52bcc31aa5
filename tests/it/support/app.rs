//! The whole application in process: router, own database, a clock that stands still.

use std::sync::Arc;

use thidua::app::App;
use thidua::config::Config;
use thidua::identity::{NewAccount, PasswordHasher};
use thidua::shared::clock::FixedClock;
use time::OffsetDateTime;
use time::macros::datetime;

use super::client::Client;
use super::database::TestDatabase;

/// Password of every account in tests.
pub const PASSWORD: &str = "mưa rào ở Núi Sam";

/// The moment at which tests begin: a working morning in the self-scoring phase.
pub const START: OffsetDateTime = datetime!(2021-12-01 09:00 +7);

/// The application under test.
pub struct TestApp {
    /// The application, for preparing and for looking behind the curtain.
    pub app: App,
    /// The clock; tests move it.
    pub clock: Arc<FixedClock>,
    router: axum::Router,
    database: Arc<TestDatabase>,
}

impl TestApp {
    /// Starts on an empty, migrated database.
    pub async fn start() -> Self {
        let database = TestDatabase::migrated().await;
        let url = database.url.clone();
        Self::on(Arc::new(database), url).await
    }

    /// The same application once more, on the same database reached by another address.
    pub async fn restarted_on(&self, url: &str) -> Self {
        Self::on(Arc::clone(&self.database), url.to_owned()).await
    }

    async fn on(database: Arc<TestDatabase>, database_url: String) -> Self {
        let config = Config {
            database_url,
            files_url: database.folder.path().join("files").display().to_string(),
            trust_proxy: true,
            ..Config::default()
        };
        let clock = Arc::new(FixedClock::at(START));
        let passwords = PasswordHasher::cheap().expect("valid parameters");
        let app = App::open(config, clock.clone(), passwords).await.expect("the application starts");
        let router = thidua::http::router(app.clone());
        Self { app, clock, router, database }
    }

    /// Somebody who is not signed in.
    pub fn anonymous(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// Somebody who has signed in through the product.
    pub async fn signed_in(&self, login: &str) -> Client {
        let mut client = self.anonymous();
        let answer = client.sign_in(login, PASSWORD).await;
        assert_eq!(answer.data()["signIn"]["__typename"], "Viewer", "{login} signs in");
        client
    }

    /// Makes accounts with the common password.
    pub async fn add_accounts(&self, accounts: Vec<NewAccount>) {
        thidua::identity::add_sample_accounts(&self.app, accounts, PASSWORD)
            .await
            .expect("accounts are made");
    }

    /// Number of SQL statements that an operation costs.
    pub async fn statements_of(&self, client: &mut Client, query: &str, variables: serde_json::Value) -> u64 {
        let before = self.app.db.statements();
        let answer = client.query(query, variables).await;
        assert!(answer.errors().is_empty(), "{:?}", answer.errors());
        self.app.db.statements() - before
    }
}
