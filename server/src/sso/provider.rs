//! The identity provider: what it says of itself, where it sends the browser, and whom its token names.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreUserInfoClaims};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse,
    IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, Scope, TokenResponse as _,
};
use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;

use super::model::Named;
use super::rules;
use crate::config::{LinkBy, Sso};
use crate::shared::tls;

/// What the provider says of itself is asked again after this time.
const KNOWN_FOR: Duration = Duration::minutes(10);
/// No answer of a provider is larger.
const MOST_BYTES: usize = 1024 * 1024;

/// The identity provider of the settings.
pub struct Provider {
    config: Sso,
    http: reqwest::Client,
    known: Mutex<Option<(Arc<ProviderMetadataWithLogout>, OffsetDateTime)>>,
}

/// Where a browser is sent, and what must come back.
pub struct Departure {
    /// Address at the provider.
    pub url: String,
    /// What must come back unchanged.
    pub state: String,
    /// What the token must carry.
    pub nonce: String,
    /// What proves that the code was asked for here.
    pub verifier: String,
}

/// What the provider answered for a code, after every check.
pub struct Identified {
    /// The person.
    pub named: Named,
    /// Where the provider is told that the person leaves, when it offers that.
    pub sign_out_url: Option<String>,
}

/// A request to the provider that got no sound answer.
#[derive(Debug, thiserror::Error)]
enum HttpFailure {
    #[error("no answer: {0}")]
    NoAnswer(#[from] reqwest::Error),
    #[error("not HTTP: {0}")]
    Malformed(#[from] http::Error),
    #[error("the answer is larger than {MOST_BYTES} bytes")]
    TooLarge,
}

impl Provider {
    /// The provider of these settings; nothing is asked of it yet.
    pub fn new(config: Sso) -> anyhow::Result<Self> {
        tls::choose();
        // A redirect of the provider's endpoints would carry secrets to wherever it points.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(std::time::Duration::from_secs(10))
            .build()?;
        Ok(Self { config, http, known: Mutex::new(None) })
    }

    /// The provider's issuer, as the settings name it.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.config.issuer
    }

    /// How accounts are found where no link is stored.
    #[must_use]
    pub fn link_by(&self) -> LinkBy {
        self.config.link_by
    }

    /// Where a browser is sent.
    pub async fn departure(&self, now: OffsetDateTime) -> anyhow::Result<Departure> {
        let metadata = self.metadata(now).await?;
        let client = self.client(&metadata)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .set_pkce_challenge(challenge);
        for scope in &self.config.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        let (url, state, nonce) = request.url();
        Ok(Departure {
            url: url.to_string(),
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
        })
    }

    /// Exchanges a code and checks the token: signature, issuer, audience, nonce, expiry and age, with a minute of
    /// tolerance between the clocks. `true_now` is the time of the world outside.
    pub async fn identify(
        &self,
        code: String,
        nonce: String,
        verifier: String,
        now: OffsetDateTime,
        true_now: OffsetDateTime,
    ) -> anyhow::Result<Identified> {
        let identified = self.exchange(code, nonce, verifier, now, true_now).await;
        if identified.is_err() {
            // The provider may have changed its keys: ask it anew the next time.
            *self.known.lock().await = None;
        }
        identified
    }

    async fn exchange(
        &self,
        code: String,
        nonce: String,
        verifier: String,
        now: OffsetDateTime,
        true_now: OffsetDateTime,
    ) -> anyhow::Result<Identified> {
        let metadata = self.metadata(now).await?;
        let client = self.client(&metadata)?;
        let http = sender(&self.http);
        let answer = client
            .exchange_code(AuthorizationCode::new(code))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request_async(&http)
            .await
            .map_err(|error| anyhow::anyhow!("the code is not exchanged: {error}"))?;
        let token: &CoreIdToken =
            answer.id_token().ok_or_else(|| anyhow::anyhow!("the provider sends no ID token"))?;
        let tolerant = chrono_of(true_now - rules::SKEW);
        let check = client
            .id_token_verifier()
            .set_time_fn(move || tolerant)
            .set_issue_time_verifier_fn(move |issued| rules::is_fresh(time_of(issued), true_now));
        let claims = token.claims(&check, &Nonce::new(nonce))?;
        if let Some(expected) = claims.access_token_hash() {
            let actual = AccessTokenHash::from_token(
                answer.access_token(),
                token.signing_alg()?,
                token.signing_key(&check)?,
            )?;
            anyhow::ensure!(actual == *expected, "the access token is not the ID token's");
        }
        let mut named = Named {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            verified_email: claims
                .email()
                .filter(|_| claims.email_verified() == Some(true))
                .map(|email| email.to_string()),
            username: claims.preferred_username().map(|name| name.to_string()),
        };
        // Many providers put the person's claims into the user information alone.
        if metadata.userinfo_endpoint().is_some()
            && rules::look_for(&named, self.config.link_by) == rules::LookFor::Nothing
        {
            let more: CoreUserInfoClaims = client
                .user_info(answer.access_token().clone(), Some(claims.subject().clone()))?
                .request_async(&http)
                .await
                .map_err(|error| anyhow::anyhow!("no user information: {error}"))?;
            named.verified_email =
                more.email().filter(|_| more.email_verified() == Some(true)).map(|email| email.to_string());
            named.username = more.preferred_username().map(|name| name.to_string());
        }
        Ok(Identified { named, sign_out_url: self.sign_out_url(&metadata, token)? })
    }

    fn sign_out_url(
        &self,
        metadata: &ProviderMetadataWithLogout,
        token: &CoreIdToken,
    ) -> anyhow::Result<Option<String>> {
        let Some(endpoint) = metadata.additional_metadata().end_session_endpoint.clone() else {
            return Ok(None);
        };
        let back = PostLogoutRedirectUrl::new(self.config.sign_out_redirect())?;
        let url = LogoutRequest::from(endpoint)
            .set_id_token_hint(token)
            .set_client_id(ClientId::new(self.config.client_id.clone()))
            .set_post_logout_redirect_uri(back)
            .http_get_url();
        Ok(Some(url.to_string()))
    }

    async fn metadata(&self, now: OffsetDateTime) -> anyhow::Result<Arc<ProviderMetadataWithLogout>> {
        let mut known = self.known.lock().await;
        if let Some((metadata, since)) = known.as_ref()
            && *since <= now
            && now - *since < KNOWN_FOR
        {
            return Ok(Arc::clone(metadata));
        }
        let issuer = IssuerUrl::new(self.config.issuer.clone())?;
        let http = sender(&self.http);
        let metadata = ProviderMetadataWithLogout::discover_async(issuer, &http)
            .await
            .map_err(|error| anyhow::anyhow!("the identity provider is not discovered: {error}"))?;
        let metadata = Arc::new(metadata);
        *known = Some((Arc::clone(&metadata), now));
        Ok(metadata)
    }

    fn client(&self, metadata: &ProviderMetadataWithLogout) -> anyhow::Result<Client> {
        let secret = self.config.client_secret.clone().map(ClientSecret::new);
        let id = ClientId::new(self.config.client_id.clone());
        Ok(CoreClient::from_provider_metadata(metadata.clone(), id, secret)
            .set_redirect_uri(RedirectUrl::new(self.config.redirect_url.clone())?))
    }
}

type Client = CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

/// Sends the crate's requests with our own client.
fn sender(
    client: &reqwest::Client,
) -> impl Fn(HttpRequest) -> BoxFuture<'static, Result<HttpResponse, HttpFailure>> + use<> {
    let client = client.clone();
    move |request| {
        let client = client.clone();
        async move {
            let mut answer = client.execute(reqwest::Request::try_from(request)?).await?;
            let mut built = http::Response::builder().status(answer.status());
            if let Some(headers) = built.headers_mut() {
                headers.extend(answer.headers().clone());
            }
            let mut body = Vec::new();
            while let Some(chunk) = answer.chunk().await? {
                if body.len() + chunk.len() > MOST_BYTES {
                    return Err(HttpFailure::TooLarge);
                }
                body.extend_from_slice(&chunk);
            }
            Ok(built.body(body)?)
        }
        .boxed()
    }
}

fn chrono_of(moment: OffsetDateTime) -> DateTime<Utc> {
    DateTime::from_timestamp(moment.unix_timestamp(), 0).unwrap_or_default()
}

fn time_of(moment: DateTime<Utc>) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(moment.timestamp()).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
