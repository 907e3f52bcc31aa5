//! The whole application in process: router, own database, a clock that stands still.

use std::sync::Arc;

use serde_json::json;
use thidua::access::Role;
use thidua::app::App;
use thidua::config::Config;
use thidua::identity::{NewAccount, NewAssignment, PasswordHasher};
use thidua::shared::clock::{Clock as _, FixedClock};
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

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
    /// Starts on an empty, migrated database. No role needs a second factor, and a proof of identity lasts for
    /// the whole test: the tests of signing in say otherwise.
    pub async fn start() -> Self {
        Self::start_with(Config {
            second_factor_required: Some(false),
            step_up_minutes: Some(720),
            ..Config::default()
        })
        .await
    }

    /// Starts with these settings, on a database and a folder of its own.
    pub async fn start_with(config: Config) -> Self {
        let database = TestDatabase::migrated().await;
        let url = database.url.clone();
        Self::on(config, Arc::new(database), url).await
    }

    /// The same application once more, on the same database reached by another address.
    pub async fn restarted_on(&self, url: &str) -> Self {
        let config = Config::clone(&self.app.config);
        Self::on(config, Arc::clone(&self.database), url.to_owned()).await
    }

    /// The same application with something of it replaced, on the same database.
    pub fn over(&self, app: App) -> Self {
        let router = thidua::http::router(app.clone());
        Self { app, clock: Arc::clone(&self.clock), router, database: Arc::clone(&self.database) }
    }

    /// Ends the application, its connections included; the database stays as long as the answer is held.
    pub async fn stopped(self) -> Arc<TestDatabase> {
        self.app.db.clone().close().await;
        self.database
    }

    async fn on(config: Config, database: Arc<TestDatabase>, database_url: String) -> Self {
        let config = Config {
            database_url,
            files_url: database.folder.path().join("files").display().to_string(),
            trust_proxy: true,
            ..config
        };
        let clock = Arc::new(FixedClock::at(START));
        let passwords = PasswordHasher::cheap().expect("valid parameters");
        let app = App::open(config, clock.clone(), passwords).await.expect("the application starts");
        let router = thidua::http::router(app.clone());
        Self { app, clock, router, database }
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        self.clock.set(self.clock.now() + time);
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

    /// Makes one account with one role over the whole province, and answers its id.
    pub async fn add_person(&self, login: &str, role: Role) -> String {
        let account = NewAccount {
            login: login.to_owned(),
            display_name: format!("Đồng chí {login}"),
            unit: None,
            email: None,
            assignments: vec![NewAssignment {
                role,
                unit: None,
                valid_from: date!(2021 - 01 - 01),
                valid_to: None,
                legal_basis: None,
            }],
        };
        self.add_accounts(vec![account]).await;
        let found = thidua::identity::find_by_login(self.app.db.read(), login).await.expect("is read");
        found.expect("was made").id.global().to_string()
    }

    /// The names of the deeds in the trail, the oldest first.
    pub async fn deeds(&self) -> Vec<String> {
        self.add_person("kiemtra", Role::Auditor).await;
        let mut auditor = self.signed_in("kiemtra").await;
        let answer = auditor.query("{ auditEntries(first: 200) { nodes { deed } } }", json!({})).await.data();
        let nodes = answer["auditEntries"]["nodes"].as_array().expect("entries").clone();
        nodes.iter().rev().map(|node| node["deed"].as_str().expect("a name").to_owned()).collect()
    }

    /// Number of SQL statements that an operation costs.
    pub async fn statements_of(&self, client: &mut Client, query: &str, variables: serde_json::Value) -> u64 {
        let before = self.app.db.statements();
        let answer = client.query(query, variables).await;
        assert!(answer.errors().is_empty(), "{:?}", answer.errors());
        self.app.db.statements() - before
    }
}
