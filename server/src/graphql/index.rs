//! What the schema says of its fields and inputs, read once from its own text: for the walks over a document that
//! come before the engine's.

use std::collections::HashMap;
use std::sync::LazyLock;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind};
use async_graphql::parser::types::{TypeDefinition, TypeSystemDefinition};

use super::weights::{self, Weight};

/// A field of an object or interface.
#[derive(Debug)]
pub struct FieldEntry {
    /// Name of the type at the bottom of what it answers.
    pub result: String,
    /// How often what is selected below it may be answered.
    pub weight: Weight,
    /// Its arguments by name.
    pub arguments: HashMap<String, Type>,
}

/// Fields and inputs by type and name.
#[derive(Debug, Default)]
pub struct Index {
    fields: HashMap<String, HashMap<String, FieldEntry>>,
    inputs: HashMap<String, HashMap<String, Type>>,
}

static OWN: LazyLock<Index> = LazyLock::new(|| Index::read(&super::sdl()));

impl Index {
    /// Our own schema.
    #[must_use]
    pub fn own() -> &'static Self {
        &OWN
    }

    /// Reads a schema from its text; text that is no schema has no fields.
    #[must_use]
    pub fn read(sdl: &str) -> Self {
        let mut index = Self::default();
        let Ok(document) = parse_schema(sdl) else { return index };
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            index.take(definition.node);
        }
        index.take_introspection();
        index
    }

    /// A field by its type and name.
    #[must_use]
    pub fn field(&self, parent: &str, name: &str) -> Option<&FieldEntry> {
        self.fields.get(parent)?.get(name)
    }

    /// A field of an input by its type and name.
    #[must_use]
    pub fn input(&self, parent: &str, name: &str) -> Option<&Type> {
        self.inputs.get(parent)?.get(name)
    }

    fn take(&mut self, definition: TypeDefinition) {
        let name = definition.name.node.to_string();
        let fields = match definition.kind {
            TypeKind::Object(object) => object.fields,
            TypeKind::Interface(interface) => interface.fields,
            TypeKind::InputObject(input) => {
                let fields = input.fields.into_iter().map(|field| argument(field.node)).collect();
                self.inputs.insert(name, fields);
                return;
            }
            _ => return,
        };
        let entries = fields.into_iter().map(|field| entry(&name, field.node)).collect();
        self.fields.insert(name, entries);
    }

    /// What the engine adds to every schema, which its text does not tell.
    fn take_introspection(&mut self) {
        for (parent, name, result) in weights::INTROSPECTION {
            let weight = weights::of(parent, name, false);
            let entry = FieldEntry { result: (*result).to_owned(), weight, arguments: HashMap::new() };
            self.fields.entry((*parent).to_owned()).or_default().insert((*name).to_owned(), entry);
        }
    }
}

fn argument(definition: InputValueDefinition) -> (String, Type) {
    (definition.name.node.to_string(), definition.ty.node)
}

fn entry(parent: &str, definition: FieldDefinition) -> (String, FieldEntry) {
    let name = definition.name.node.to_string();
    let arguments: HashMap<String, Type> =
        definition.arguments.into_iter().map(|found| argument(found.node)).collect();
    let weight = weights::of(parent, &name, arguments.contains_key("first"));
    (name, FieldEntry { result: named(&definition.ty.node).to_owned(), weight, arguments })
}

/// The name of the type at the bottom of lists.
#[must_use]
pub fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => named(inner),
    }
}
