//! The schema as its SDL tells it: for tests that walk all of it.

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};
use serde_json::{Map, Value, json};

/// An id of a unit that does not exist.
pub fn some_id() -> Value {
    json!("VW5pdDoAAAAAAAAAAAAAAAAAAAAA")
}

/// The name of the type at the bottom of lists.
pub fn named(ty: &Type) -> String {
    match &ty.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => named(inner),
    }
}

/// The schema as its SDL tells it.
pub struct Schema {
    /// Its types by name.
    pub kinds: std::collections::BTreeMap<String, TypeKind>,
}

impl Schema {
    /// Reads our own schema.
    pub fn read() -> Self {
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

    /// The fields of an object.
    pub fn fields(&self, name: &str) -> Vec<FieldDefinition> {
        match &self.kinds[name] {
            TypeKind::Object(object) => object.fields.iter().map(|field| field.node.clone()).collect(),
            _ => panic!("{name} is an object"),
        }
    }

    /// Some well-formed value of an input type, so that refusal is about the caller and not the input.
    pub fn value(&self, ty: &Type, id: &dyn Fn() -> Value) -> Value {
        let is_id = matches!(&ty.base, BaseType::Named(name) if name.as_str() == "ID");
        if ty.nullable && !is_id {
            return Value::Null;
        }
        match &ty.base {
            BaseType::List(inner) => json!([self.value(inner, id)]),
            BaseType::Named(name) => match name.as_str() {
                "Int" => json!(1),
                "Boolean" => json!(true),
                "ID" => id(),
                "String" => json!("nội dung"),
                "Points" | "Decimal" => json!("1.00"),
                "Date" => json!("2021-01-01"),
                "DateTime" => json!("2021-01-01T00:00:00Z"),
                other => match &self.kinds[other] {
                    TypeKind::Enum(values) => json!(values.values[0].node.value.node.as_str()),
                    TypeKind::InputObject(input) => {
                        let mut object = Map::new();
                        for field in &input.fields {
                            let field = &field.node;
                            let value = self.value(&field.ty.node, id);
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

    /// What an answer tells of itself: which of its members it is and, of what is wrong, everything, each under a name of
    /// its own.
    pub fn told(&self, field: &FieldDefinition) -> String {
        let name = named(&field.ty.node);
        match self.kinds.get(&name) {
            Some(TypeKind::Union(union)) => {
                let of_member = |member: String| format!("... on {member} {{ {} }}", self.leaves(&member));
                let members = union.members.iter().map(|member| member.node.to_string());
                let wrong = members.filter(|member| member.contains("Problem")).map(of_member);
                format!(" {{ __typename {} }}", wrong.collect::<Vec<_>>().join(" "))
            }
            Some(TypeKind::Object(_) | TypeKind::Interface(_)) => " { __typename }".to_owned(),
            _ => String::new(),
        }
    }

    fn leaves(&self, name: &str) -> String {
        let mut asked = vec!["__typename".to_owned()];
        for field in self.fields(name) {
            let (target, own) = (named(&field.ty.node), field.name.node.as_str());
            let is_leaf =
                matches!(self.kinds.get(&target), None | Some(TypeKind::Scalar | TypeKind::Enum(_)));
            if field.arguments.iter().any(|argument| !argument.node.ty.node.nullable) {
                continue;
            }
            if is_leaf {
                asked.push(format!("{name}_{own}: {own}"));
            } else if own == "problems" {
                asked.push(format!("{name}_{own}: {own} {{ {} }}", self.leaves(&target)));
            }
        }
        asked.join(" ")
    }

    /// An operation with one root field, its compulsory arguments well formed and every id by `id`.
    pub fn operation(
        &self,
        keyword: &str,
        field: &FieldDefinition,
        id: &dyn Fn() -> Value,
    ) -> (String, Value) {
        let mut variables = Map::new();
        let mut declared = Vec::new();
        let mut passed = Vec::new();
        for argument in &field.arguments {
            let argument = &argument.node;
            let name = argument.name.node.as_str();
            declared.push(format!("${name}: {}", argument.ty.node));
            passed.push(format!("{name}: ${name}"));
            variables.insert(name.to_owned(), self.value(&argument.ty.node, id));
        }
        let (declared, passed) = if declared.is_empty() {
            (String::new(), String::new())
        } else {
            (format!("({})", declared.join(", ")), format!("({})", passed.join(", ")))
        };
        let named = named(&field.ty.node);
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
