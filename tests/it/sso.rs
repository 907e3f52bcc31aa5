//! Sign-in through an identity provider: a small provider on this machine, sound or not at will.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Form, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use http::header::LOCATION;
use http::{Request, StatusCode};
use openidconnect::core::{
    CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey,
};
use openidconnect::url::Url;
use openidconnect::{
    Audience, EmptyAdditionalClaims, EndUserEmail, EndUserUsername, IssuerUrl, JsonWebKeyId, Nonce,
    PrivateSigningKey as _, StandardClaims, SubjectIdentifier,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use thidua::access::Role;
use thidua::config::{Config, LinkBy, Sso};
use thidua::shared::clock::Clock as _;
use time::Duration;

use crate::support::{Answer, Client, TestApp};

const KEY: &str = include_str!("support/provider_key.pem");
const WHO: &str = "{ viewer { account { login } signOutUrl } }";

/// What the provider puts into its next token.
#[derive(Clone)]
struct Says {
    issuer: String,
    audience: &'static str,
    subject: &'static str,
    nonce: String,
    issued_at: i64,
    expires_at: i64,
    email_verified: bool,
    key: &'static str,
    challenge: String,
}

struct Provider {
    url: String,
    says: Arc<Mutex<Says>>,
}

fn key(id: &str) -> CoreRsaPrivateSigningKey {
    CoreRsaPrivateSigningKey::from_pem(KEY, Some(JsonWebKeyId::new(id.to_owned()))).expect("a key")
}

fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).expect("a moment")
}

fn token(says: &Says) -> String {
    let email = EndUserEmail::new("An@angiang.gov.vn".into());
    let standard = StandardClaims::new(SubjectIdentifier::new(says.subject.into()))
        .set_email(Some(email))
        .set_email_verified(Some(says.email_verified))
        .set_preferred_username(Some(EndUserUsername::new("an".into())));
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(says.issuer.clone()).expect("a URL"),
        vec![Audience::new(says.audience.into())],
        moment(says.expires_at),
        moment(says.issued_at),
        standard,
        EmptyAdditionalClaims {},
    )
    .set_nonce(Some(Nonce::new(says.nonce.clone())));
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    CoreIdToken::new(claims, &key(says.key), algorithm, None, None).expect("signed").to_string()
}

async fn exchange(
    State(says): State<Arc<Mutex<Says>>>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Json<Value>, StatusCode> {
    let says = says.lock().expect("not poisoned").clone();
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let proof = URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier").unwrap_or_default()));
    if field("code") != Some("a-code") || proof != says.challenge {
        return Err(StatusCode::BAD_REQUEST);
    }
    let id_token = token(&says);
    Ok(Json(json!({"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": id_token})))
}

impl Provider {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let says = Arc::new(Mutex::new(Says {
            issuer: url.clone(),
            audience: "thidua",
            subject: "0001",
            nonce: String::new(),
            issued_at: 0,
            expires_at: 0,
            email_verified: true,
            key: "known",
            challenge: String::new(),
        }));
        let described = json!({
            "issuer": url,
            "authorization_endpoint": format!("{url}/authorize"),
            "token_endpoint": format!("{url}/token"),
            "jwks_uri": format!("{url}/jwks"),
            "end_session_endpoint": format!("{url}/leave"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        });
        let keys = CoreJsonWebKeySet::new(vec![key("known").as_verification_key()]);
        let keys = serde_json::to_value(keys).expect("JSON");
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(move || async move { Json(described) }))
            .route("/jwks", get(move || async move { Json(keys) }))
            .route("/token", post(exchange))
            .with_state(says.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, says }
    }

    fn change(&self, change: impl FnOnce(&mut Says)) {
        change(&mut self.says.lock().expect("not poisoned"));
    }
}

async fn start(link_by: LinkBy) -> (Provider, TestApp) {
    let provider = Provider::start().await;
    let sso = Sso {
        issuer: provider.url.clone(),
        client_id: "thidua".into(),
        client_secret: Some("secret".into()),
        redirect_url: "http://127.0.0.1/auth/oidc/callback".into(),
        name_vi: "Đăng nhập một lần tỉnh An Giang".into(),
        name_en: "An Giang SSO".into(),
        scopes: vec!["profile".into(), "email".into()],
        link_by,
    };
    let config = Config { sso: Some(sso), second_factor_required: Some(false), ..Config::default() };
    (provider, TestApp::start_with(config).await)
}

async fn visit(client: &mut Client, address: &str) -> Answer {
    client.send(Request::builder().uri(address).body(Body::empty()).expect("a request")).await
}

fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
    answer.headers[LOCATION].to_str().expect("ASCII").to_owned()
}

/// Leaves for the provider, which will say what is sound; answers the state.
async fn leave(provider: &Provider, app: &TestApp, client: &mut Client) -> String {
    let answer = visit(client, "/auth/oidc/start?next=/campaigns").await;
    let url = Url::parse(&location(&answer)).expect("a URL");
    let asked = |name: &str| {
        let found = url.query_pairs().find(|(key, _)| key == name);
        found.unwrap_or_else(|| panic!("{name} in {url}")).1.into_owned()
    };
    assert_eq!((asked("response_type").as_str(), asked("code_challenge_method").as_str()), ("code", "S256"));
    let now = app.clock.now().unix_timestamp();
    let (nonce, challenge) = (asked("nonce"), asked("code_challenge"));
    provider.change(|says| {
        says.nonce = nonce;
        says.challenge = challenge;
        says.issued_at = now;
        says.expires_at = now + 300;
    });
    asked("state")
}

/// Comes back with a code; answers where the browser is sent.
async fn come_back(client: &mut Client, state: &str) -> String {
    location(&visit(client, &format!("/auth/oidc/callback?code=a-code&state={state}")).await)
}

async fn who(client: &mut Client) -> Value {
    client.query(WHO, json!({})).await.data()["viewer"].clone()
}

#[tokio::test]
async fn a_person_signs_in_through_the_provider_and_is_known_by_the_link_from_then_on() {
    let (provider, app) = start(LinkBy::Login).await;
    app.add_person("an", Role::CampaignManager).await;
    let options = app.anonymous().query("{ signInOptions { ssoName } }", json!({})).await.data();
    assert_eq!(options["signInOptions"]["ssoName"], "Đăng nhập một lần tỉnh An Giang");

    let mut client = app.anonymous();
    let state = leave(&provider, &app, &mut client).await;
    assert_eq!(come_back(&mut client, &state).await, "/campaigns");
    let viewer = who(&mut client).await;
    assert_eq!(viewer["account"]["login"], "an");
    let out = viewer["signOutUrl"].as_str().expect("the provider offers it");
    assert!(out.starts_with(&format!("{}/leave?id_token_hint=", provider.url)), "{out}");
    assert!(out.contains("post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%2Fsign-in"), "{out}");

    let mut again = app.anonymous();
    let state = leave(&provider, &app, &mut again).await;
    come_back(&mut again, &state).await;
    assert_eq!(who(&mut again).await["account"]["login"], "an");
    let deeds = app.deeds().await;
    assert_eq!(deeds.iter().filter(|deed| *deed == "sso.linked").count(), 1, "{deeds:?}");
}

#[tokio::test]
async fn what_the_provider_says_must_be_sound() {
    let (provider, app) = start(LinkBy::Login).await;
    app.add_person("an", Role::Analyst).await;
    let now = app.clock.now().unix_timestamp();
    let sound = provider.url.clone();
    type Change = Box<dyn Fn(&mut Says)>;
    let unsound: Vec<(&str, Change)> = vec![
        ("another nonce", Box::new(|says| says.nonce = "another".into())),
        ("another issuer", Box::new(|says| says.issuer = "https://evil.example".into())),
        ("another audience", Box::new(|says| says.audience = "somebody-else")),
        ("an expired token", Box::new(move |says| says.expires_at = now - 61)),
        ("a token of an hour ago", Box::new(move |says| says.issued_at = now - 3600)),
        ("a token of the future", Box::new(move |says| says.issued_at = now + 61)),
        ("an unknown key", Box::new(|says| says.key = "unknown")),
        ("another challenge", Box::new(|says| says.challenge = "x".into())),
    ];
    for (what, change) in unsound {
        let mut client = app.anonymous();
        let state = leave(&provider, &app, &mut client).await;
        provider.change(|says| change(says));
        assert_eq!(come_back(&mut client, &state).await, "/sign-in?sso=refused", "{what}");
        assert!(who(&mut client).await.is_null(), "{what}");
        provider.change(|says| {
            says.issuer = sound.clone();
            says.audience = "thidua";
            says.key = "known";
        });
    }
    let mut client = app.anonymous();
    let state = leave(&provider, &app, &mut client).await;
    provider.change(|says| {
        says.expires_at = now - 59;
        says.issued_at = now + 59;
    });
    assert_eq!(come_back(&mut client, &state).await, "/campaigns", "a minute between the clocks is forgiven");
}

#[tokio::test]
async fn only_the_way_that_began_in_this_browser_comes_back_and_only_once() {
    let (provider, app) = start(LinkBy::Login).await;
    app.add_person("an", Role::Analyst).await;

    let mut client = app.anonymous();
    leave(&provider, &app, &mut client).await;
    assert_eq!(come_back(&mut client, "another-state").await, "/sign-in?sso=expired");

    let mut victim = app.anonymous();
    let mut attacker = app.anonymous();
    let state = leave(&provider, &app, &mut attacker).await;
    assert_eq!(come_back(&mut victim, &state).await, "/sign-in?sso=expired", "nobody is signed in by a link");
    assert!(who(&mut victim).await.is_null());

    let kept = attacker.cookie().map(str::to_owned);
    assert_eq!(come_back(&mut attacker, &state).await, "/campaigns");
    let mut twice = app.anonymous().with_cookie(kept);
    assert_eq!(come_back(&mut twice, &state).await, "/sign-in?sso=expired");

    let mut late = app.anonymous();
    let state = leave(&provider, &app, &mut late).await;
    app.pass(Duration::minutes(10));
    assert_eq!(come_back(&mut late, &state).await, "/sign-in?sso=expired");

    let mut other = app.anonymous();
    let state = leave(&provider, &app, &mut other).await;
    let mixed = format!("/auth/oidc/callback?code=a-code&state={state}&iss=https://evil.example");
    assert_eq!(location(&visit(&mut other, &mixed).await), "/sign-in?sso=refused", "RFC 9207");
    let mut refused = app.anonymous();
    let state = leave(&provider, &app, &mut refused).await;
    let denied = format!("/auth/oidc/callback?error=access_denied&state={state}");
    assert_eq!(location(&visit(&mut refused, &denied).await), "/sign-in?sso=refused");
}

#[tokio::test]
async fn nobody_gets_an_account_by_being_known_elsewhere() {
    let (provider, app) = start(LinkBy::Email).await;
    app.add_person("an", Role::Analyst).await;
    let mut client = app.anonymous();
    let state = leave(&provider, &app, &mut client).await;
    assert_eq!(
        come_back(&mut client, &state).await,
        "/sign-in?sso=unknown",
        "the account has no such address"
    );

    let with_address = thidua::identity::NewAccount {
        login: "binh".into(),
        display_name: "Nguyễn Văn An".into(),
        unit: None,
        email: Some("an@AnGiang.gov.vn".into()),
        assignments: vec![],
    };
    app.add_accounts(vec![with_address]).await;
    let mut client = app.anonymous();
    let state = leave(&provider, &app, &mut client).await;
    provider.change(|says| says.email_verified = false);
    assert_eq!(
        come_back(&mut client, &state).await,
        "/sign-in?sso=unknown",
        "an address anybody could claim"
    );
    let state = leave(&provider, &app, &mut client).await;
    provider.change(|says| says.email_verified = true);
    assert_eq!(come_back(&mut client, &state).await, "/campaigns");
    assert_eq!(who(&mut client).await["account"]["login"], "binh");
}

#[tokio::test]
async fn without_a_way_to_find_accounts_only_stored_links_count() {
    let (provider, app) = start(LinkBy::Nothing).await;
    app.add_person("an", Role::Analyst).await;
    let mut client = app.anonymous();
    let state = leave(&provider, &app, &mut client).await;
    assert_eq!(come_back(&mut client, &state).await, "/sign-in?sso=unknown");
    let known = app.app.sso.as_ref().expect("a provider");
    thidua::sso::link(&app.app, known, "an", "0001").await.expect("linked");
    assert!(thidua::sso::link(&app.app, known, "an", "0001").await.is_err(), "once");
    let state = leave(&provider, &app, &mut client).await;
    assert_eq!(come_back(&mut client, &state).await, "/campaigns");
}

#[tokio::test]
async fn without_a_provider_there_is_no_such_way_in_and_a_silent_one_is_said_to_be() {
    let app = TestApp::start().await;
    let options = app.anonymous().query("{ signInOptions { ssoName } }", json!({})).await.data();
    assert!(options["signInOptions"]["ssoName"].is_null());
    for address in ["/auth/oidc/start", "/auth/oidc/callback?code=x&state=y"] {
        assert_eq!(visit(&mut app.anonymous(), address).await.status, StatusCode::NOT_FOUND);
    }
    let sso = Sso {
        issuer: "http://127.0.0.1:9".into(),
        client_id: "thidua".into(),
        client_secret: None,
        redirect_url: "http://127.0.0.1/auth/oidc/callback".into(),
        name_vi: "SSO".into(),
        name_en: "SSO".into(),
        scopes: vec![],
        link_by: LinkBy::Nothing,
    };
    let app = TestApp::start_with(Config { sso: Some(sso), ..Config::default() }).await;
    let answer = visit(&mut app.anonymous(), "/auth/oidc/start").await;
    assert_eq!(location(&answer), "/sign-in?sso=unavailable");
}
