//! People who speak to the server over the network.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use serde_json::{Value, json};

/// The one password of the sample data.
pub const PASSWORD: &str = thidua::demo::PASSWORD;

/// Somebody with a cookie jar.
#[derive(Clone)]
pub struct Caller {
    http: reqwest::Client,
    url: String,
    cookies: Vec<String>,
}

/// An answer over the network.
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Body as JSON, null when it is none.
    pub body: Value,
}

impl Answer {
    /// Whether data came and no error.
    pub fn is_good(&self) -> bool {
        self.status == 200 && self.body.get("errors").is_none()
    }

    /// `data`, or an error that shows the answer.
    pub fn data(self) -> anyhow::Result<Value> {
        ensure!(self.is_good(), "status {}: {}", self.status, self.body);
        Ok(self.body["data"].clone())
    }
}

impl Caller {
    /// Somebody who is not signed in.
    pub fn stranger(url: &str) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).build()?;
        Ok(Self { http, url: url.to_owned(), cookies: Vec::new() })
    }

    /// Somebody of the sample data.
    pub async fn signed_in(url: &str, login: &str) -> anyhow::Result<Self> {
        let mut caller = Self::stranger(url)?;
        let answer = caller.sign_in(login, PASSWORD).await?.data()?;
        ensure!(answer["signIn"]["__typename"] == "Viewer", "{login}: {answer}");
        Ok(caller)
    }

    /// Tries to sign in.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> anyhow::Result<Answer> {
        let query = "mutation($input: SignInInput!) { signIn(input: $input) { __typename } }";
        self.ask(query, json!({"input": {"login": login, "password": password}})).await
    }

    /// Asks; an error when no answer comes.
    pub async fn ask(&mut self, query: &str, variables: Value) -> anyhow::Result<Answer> {
        let body = json!({"query": query, "variables": variables}).to_string();
        let mut request = self
            .http
            .post(format!("{}/graphql", self.url))
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/graphql-response+json")
            .body(body);
        if !self.cookies.is_empty() {
            request = request.header("cookie", self.cookies.join("; "));
        }
        let response = request.send().await?;
        for value in response.headers().get_all("set-cookie") {
            let pair = value.to_str().context("a cookie")?.split(';').next().unwrap_or_default().to_owned();
            let name = pair.split('=').next().unwrap_or_default().to_owned();
            self.cookies.retain(|kept| !kept.starts_with(&format!("{name}=")));
            self.cookies.push(pair);
        }
        let status = response.status().as_u16();
        let body = response.json().await.unwrap_or(Value::Null);
        Ok(Answer { status, body })
    }
}
