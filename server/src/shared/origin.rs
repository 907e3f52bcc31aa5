//! Where the present request comes from. The HTTP layer says it once for the length of a request, so that deeds
//! of nobody (a refused sign-in) carry address and request id without every signature passing them on.

use std::future::Future;

tokio::task_local! {
    static ORIGIN: Origin;
}

/// Address and id of a request; both absent for what the server or the command line does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Network address.
    pub address: Option<String>,
    /// Id of the request, as in the log.
    pub request_id: Option<String>,
}

impl Origin {
    /// Does work on behalf of this request.
    pub async fn during<T>(self, work: impl Future<Output = T>) -> T {
        ORIGIN.scope(self, work).await
    }

    /// The request that is being answered; nothing outside of requests.
    #[must_use]
    pub fn current() -> Self {
        ORIGIN.try_with(Clone::clone).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_origin_ends_with_its_request() {
        let origin = Origin { address: Some("203.0.113.7".into()), request_id: None };
        assert_eq!(origin.clone().during(async { Origin::current() }).await, origin);
        assert_eq!(Origin::current(), Origin::default());
    }
}
