//! Every field of Query and Mutation refuses a stranger, unless it is listed here with its reason.

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};
use serde_json::{Map, Value, json};

use crate::support::TestApp;

/// Fields that answer somebody who is not signed in, and why.
const OPEN: [(&str, &str); 8] = [
    ("viewer", "null tells that nobody is signed in"),
    ("serverTime", "deadlines on the public page"),
    ("signIn", "the way in"),
    ("signInOptions", "the sign-in page must know which ways in there are"),
    ("verifySignInCode", "the second step of the way in"),
    ("signOut", "harmless: there is nothing to end"),
    ("publicResults", "published results are public"),
    ("publicResult", "published results are public"),
];

struct Schema {
    kinds: std::collections::BTreeMap<String, TypeKind>,
}

impl Schema {
    fn read() -> Self {
        let document = parse_schema(thidua::graphql::sdl()).expect("our own schema parses");
        let kinds = document
            .definitions
            .into_iter()
            .filter_map(|definition| match definition {
                TypeSystemDefinition::Type(definition) => {
                    Some((definition.node.name.node.to_string(), definition.node.kind))
                }
                _ => None,
            })
            .collect();
        Self { kinds }
    }

    fn fields(&self, name: &str) -> Vec<FieldDefinition> {
        match &self.kinds[name] {
            TypeKind::Object(object) => object.fields.iter().map(|field| field.node.clone()).collect(),
            _ => panic!("{name} is an object"),
        }
    }

    /// Some well-formed value of an input type, so that refusal is about the caller and not the input.
    fn value(&self, ty: &Type) -> Value {
        if ty.nullable {
            return Value::Null;
        }
        match &ty.base {
            BaseType::List(_) => json!([]),
            BaseType::Named(name) => match name.as_str() {
                "Int" => json!(1),
                "Boolean" => json!(true),
                "ID" | "String" => json!("VW5pdDoAAAAAAAAAAAAAAAAAAAAA"),
                "Points" | "Decimal" => json!("1.00"),
                "Date" => json!("2021-01-01"),
                "DateTime" => json!("2021-01-01T00:00:00Z"),
                other => match &self.kinds[other] {
                    TypeKind::Enum(values) => json!(values.values[0].node.value.node.as_str()),
                    TypeKind::InputObject(input) => {
                        let mut object = Map::new();
                        for field in &input.fields {
                            let field = &field.node;
                            let value = self.value(&field.ty.node);
                            if !value.is_null() {
                                object.insert(field.name.node.to_string(), value);
                            }
                        }
                        Value::Object(object)
                    }
                    _ => panic!("{other} is an input type"),
                },
            },
        }
    }

    fn operation(&self, keyword: &str, field: &FieldDefinition) -> (String, Value) {
        let mut variables = Map::new();
        let mut declared = Vec::new();
        let mut passed = Vec::new();
        for argument in &field.arguments {
            let argument = &argument.node;
            let name = argument.name.node.as_str();
            declared.push(format!("${name}: {}", argument.ty.node));
            passed.push(format!("{name}: ${name}"));
            variables.insert(name.to_owned(), self.value(&argument.ty.node));
        }
        let (declared, passed) = if declared.is_empty() {
            (String::new(), String::new())
        } else {
            (format!("({})", declared.join(", ")), format!("({})", passed.join(", ")))
        };
        let named = match &field.ty.node.base {
            BaseType::Named(name) => name.to_string(),
            BaseType::List(inner) => match &inner.base {
                BaseType::Named(name) => name.to_string(),
                BaseType::List(_) => String::new(),
            },
        };
        let selects = matches!(
            self.kinds.get(&named),
            Some(TypeKind::Object(_) | TypeKind::Union(_) | TypeKind::Interface(_))
        );
        let selection = if selects { " { __typename }" } else { "" };
        (
            format!("{keyword}{declared} {{ {}{passed}{selection} }}", field.name.node),
            Value::Object(variables),
        )
    }
}

#[tokio::test]
async fn every_field_refuses_a_stranger() {
    let app = TestApp::start().await;
    let schema = Schema::read();
    let mut open = Vec::new();
    let mut checked = 0;
    for (keyword, root) in [("query", "Query"), ("mutation", "Mutation")] {
        for field in schema.fields(root) {
            let name = field.name.node.to_string();
            let (operation, variables) = schema.operation(keyword, &field);
            let answer = app.anonymous().query(&operation, variables).await;
            let refused =
                answer.errors().first().is_some_and(|error| error["extensions"]["code"] == "UNAUTHENTICATED");
            checked += 1;
            if !refused {
                open.push(name);
            }
        }
    }
    let mut listed: Vec<String> = OPEN.iter().map(|(name, _)| (*name).to_owned()).collect();
    listed.sort();
    open.sort();
    open.retain(|name| !listed.contains(name));
    assert!(open.is_empty(), "fields that answer a stranger: {open:?}");
    assert!(checked > 10, "the walk found the schema");
}
