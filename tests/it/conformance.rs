//! What the GraphQL engine must do with failing fields and with order. These rows decide when another
//! version of it can be taken (docs/adr/0003): 7.1 and 7.2 answer the first two wrongly.

use async_graphql::{EmptyMutation, EmptySubscription, Object, Result, Schema};
use serde_json::json;

struct Query;
struct Inner;

#[Object]
impl Query {
    async fn obj(&self) -> Option<Inner> {
        Some(Inner)
    }

    async fn must(&self) -> Result<i32> {
        Err("must fails".into())
    }

    async fn may(&self) -> Option<Result<i32>> {
        Some(Err("may fails".into()))
    }

    async fn ping(&self) -> i32 {
        1
    }

    async fn slow(&self) -> i32 {
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
        2
    }
}

#[Object]
impl Inner {
    async fn ok(&self) -> i32 {
        1
    }

    async fn bad(&self) -> Result<i32> {
        Err("bad fails".into())
    }
}

async fn answer(query: &str) -> (serde_json::Value, usize) {
    let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
    let answer = schema.execute(query).await;
    (answer.data.into_json().expect("JSON"), answer.errors.len())
}

#[tokio::test]
async fn a_failing_non_null_field_nulls_its_nullable_parent() {
    assert_eq!(answer("{ obj { ok bad } ping }").await, (json!({"obj": null, "ping": 1}), 1));
}

#[tokio::test]
async fn a_failing_non_null_root_field_nulls_the_data() {
    assert_eq!(answer("{ must ping }").await, (json!(null), 1));
}

#[tokio::test]
async fn a_failing_nullable_field_stays_alone() {
    assert_eq!(answer("{ may ping }").await, (json!({"may": null, "ping": 1}), 1));
}

#[tokio::test]
async fn fields_come_in_the_order_asked() {
    let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
    let answer = schema.execute("{ slow ping }").await;
    assert_eq!(serde_json::to_string(&answer.data).expect("JSON"), r#"{"slow":2,"ping":1}"#);
}
