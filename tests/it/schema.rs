//! `schema.graphql` is the schema the server has, and everything in it is described.

use std::path::Path;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};

#[test]
fn the_committed_schema_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let committed = std::fs::read_to_string(path).expect("schema.graphql is committed");
    let current = thidua::graphql::sdl();
    assert!(
        committed.trim_end() == current.trim_end(),
        "schema.graphql is not current: run `cargo xtask schema`"
    );
}

#[test]
fn everything_in_the_schema_is_described() {
    let document = parse_schema(thidua::graphql::sdl()).expect("our own schema parses");
    let mut silent = Vec::new();
    let mut check = |described: bool, what: String| {
        if !described {
            silent.push(what);
        }
    };
    for definition in &document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let definition = &definition.node;
        let name = definition.name.node.as_str();
        let built = name.ends_with("Connection") || name.ends_with("Edge") || name == "PageInfo";
        check(definition.description.is_some() || built, name.to_owned());
        match &definition.kind {
            TypeKind::Object(object) => {
                for field in &object.fields {
                    let field = &field.node;
                    let path = format!("{name}.{}", field.name.node);
                    check(field.description.is_some(), path.clone());
                    for argument in &field.arguments {
                        let argument = &argument.node;
                        check(argument.description.is_some(), format!("{path}({})", argument.name.node));
                    }
                }
            }
            TypeKind::InputObject(input) => {
                for field in &input.fields {
                    check(field.node.description.is_some(), format!("{name}.{}", field.node.name.node));
                }
            }
            TypeKind::Enum(values) => {
                for value in &values.values {
                    check(value.node.description.is_some(), format!("{name}.{}", value.node.value.node));
                }
            }
            TypeKind::Interface(_) | TypeKind::Union(_) | TypeKind::Scalar => {}
        }
    }
    assert!(silent.is_empty(), "without description: {silent:#?}");
}
