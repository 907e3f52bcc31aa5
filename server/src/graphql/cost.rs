//! What a document costs, told before the engine looks at it.
//!
//! The engine follows every spread of a fragment anew, in its checks and when it answers: twenty fragments that each
//! spread the next one twice are a million selections. Here each fragment is weighed once and its sum remembered, so
//! that the walk is as long as the text, whatever the text unfolds to.
//!
//! A field costs one, a field of the root ten (it asks the database), each with what is below it as often as its
//! [`Weight`] says; a variable costs a tenth of its values at every place where it stands, since the engine copies it
//! there. What `@skip` and `@include` leave out counts as well.

use std::collections::HashMap;

use async_graphql::parser::types::{
    Directive, DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
    SelectionSet,
};
use async_graphql::{Name, Positioned, Value, Variables};
use async_graphql_value::{ConstValue, Value as Literal};

use super::index::Index;
use super::weights::Weight;
use crate::shared::page::MAX_FIRST;

/// A field of the root asks the database at least once.
const ROOT_FIELD: u64 = 10;
/// Any other field.
const FIELD: u64 = 1;
/// So many values of a variable cost as much as one field.
const VALUES_OF_ONE: u64 = 10;

/// What a document costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bill {
    /// The cost of all operations together.
    pub requested: u64,
    /// Depth of the deepest selection, in fields.
    pub depth: usize,
    /// Depth of the deepest selection, fragments included.
    pub nesting: usize,
    /// Fields of the root, with every spread unfolded.
    pub roots: u64,
    /// Whether the schema is asked about itself.
    pub introspects: bool,
}

/// Why a document cannot be weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unweighable {
    /// A fragment spreads itself.
    Cycle(String),
    /// Selections nest deeper than anything that is answered.
    TooNested,
}

/// The field that makes a document dear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Costliest {
    /// Its path in the answer.
    pub path: String,
    /// The greatest page size with which the document would pass; `None` when no page size is small enough, or the
    /// field has none.
    pub first: Option<u64>,
}

/// What a set of selections comes to.
#[derive(Clone, Copy, Default)]
struct Sum {
    cost: u64,
    depth: usize,
    nesting: usize,
    /// Fields at this level, with spreads unfolded.
    direct: u64,
    introspects: bool,
}

impl Sum {
    fn add(&mut self, other: Self) {
        self.cost = self.cost.saturating_add(other.cost);
        self.depth = self.depth.max(other.depth);
        self.nesting = self.nesting.max(other.nesting);
        self.direct = self.direct.saturating_add(other.direct);
        self.introspects |= other.introspects;
    }
}

/// What is known of a fragment.
#[derive(Clone, Copy)]
enum Known {
    BeingWeighed,
    Weighed(Sum),
}

/// A walk over a document.
pub struct Walk<'a> {
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    index: &'a Index,
    most_nested: usize,
    fragments: HashMap<&'a str, Known>,
    sizes: HashMap<&'a str, u64>,
    defaults: HashMap<&'a str, &'a ConstValue>,
}

impl<'a> Walk<'a> {
    /// A walk over a document; selections may nest to `most_nested`, fragments included.
    #[must_use]
    pub fn new(
        document: &'a ExecutableDocument,
        variables: &'a Variables,
        index: &'a Index,
        most_nested: usize,
    ) -> Self {
        let defaults = operations(document)
            .flat_map(|operation| &operation.variable_definitions)
            .filter_map(|definition| {
                let definition = &definition.node;
                definition.default_value.as_ref().map(|value| (definition.name.node.as_str(), &value.node))
            })
            .collect();
        Self {
            document,
            variables,
            index,
            most_nested,
            fragments: HashMap::new(),
            sizes: HashMap::new(),
            defaults,
        }
    }

    /// What the document costs.
    pub fn bill(&mut self) -> Result<Bill, Unweighable> {
        let mut all = Sum::default();
        for operation in operations(self.document) {
            all.add(self.set(&operation.selection_set.node, Some(root(operation)), 0)?);
        }
        let Sum { cost, depth, nesting, direct, introspects } = all;
        Ok(Bill { requested: cost, depth, nesting, roots: direct, introspects })
    }

    /// The field that makes the document dearer than `limit`; nothing when it is not.
    pub fn costliest(&mut self, limit: u64) -> Option<Costliest> {
        let bill = self.bill().ok()?;
        let excess = bill.requested.checked_sub(limit).filter(|excess| *excess > 0)?;
        let mut steps: Vec<Step> = Vec::new();
        let mut dearest: Option<(u64, &'a OperationDefinition)> = None;
        for operation in operations(self.document) {
            let cost = self.set(&operation.selection_set.node, Some(root(operation)), 0).ok()?.cost;
            if dearest.is_none_or(|(so_far, _)| cost > so_far) {
                dearest = Some((cost, operation));
            }
        }
        let (_, operation) = dearest?;
        self.descend(&operation.selection_set.node, Some(root(operation)), &mut steps)?;
        let paged =
            steps.iter().filter(|step| step.is_paged).max_by_key(|step| (step.times, u64::MAX - step.scale));
        let step = paged.or_else(|| steps.iter().max_by_key(|step| step.times))?;
        let fits = || {
            let for_each = step.scale.checked_mul(step.below).filter(|each| *each > 0 && *each < u64::MAX)?;
            let too_many = excess.div_ceil(for_each);
            step.times.checked_sub(too_many).filter(|first| *first > 0 && bill.requested < u64::MAX)
        };
        Some(Costliest { path: step.path.clone(), first: step.is_paged.then(fits).flatten() })
    }

    /// Fields of the root of all mutations that are written more than once, fragments unfolded.
    ///
    /// Only for documents with few fields of the root: the walk is as long as what they unfold to.
    #[must_use]
    pub fn repeated_deed(&self) -> Option<&'a str> {
        operations(self.document).filter(|operation| operation.ty == OperationType::Mutation).find_map(
            |operation| {
                let mut deeds = Vec::new();
                self.unfold(&operation.selection_set.node, &mut deeds);
                deeds.iter().enumerate().find_map(|(at, deed)| deeds[..at].contains(deed).then_some(*deed))
            },
        )
    }

    fn unfold(&self, set: &'a SelectionSet, deeds: &mut Vec<&'a str>) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    let name = field.node.name.node.as_str();
                    if name != "__typename" {
                        deeds.push(name);
                    }
                }
                Selection::InlineFragment(inline) => self.unfold(&inline.node.selection_set.node, deeds),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) {
                        self.unfold(&fragment.node.selection_set.node, deeds);
                    }
                }
            }
        }
    }

    fn set(
        &mut self,
        set: &'a SelectionSet,
        parent: Option<&'a str>,
        level: usize,
    ) -> Result<Sum, Unweighable> {
        if level > self.most_nested {
            return Err(Unweighable::TooNested);
        }
        let mut sum = Sum::default();
        for item in &set.items {
            sum.add(self.item(&item.node, parent, level)?);
        }
        sum.nesting += 1;
        Ok(sum)
    }

    fn item(
        &mut self,
        item: &'a Selection,
        parent: Option<&'a str>,
        level: usize,
    ) -> Result<Sum, Unweighable> {
        match item {
            Selection::Field(field) => self.field(&field.node, parent, level),
            Selection::InlineFragment(inline) => {
                let inline = &inline.node;
                let on = inline.type_condition.as_ref().map(|condition| condition.node.on.node.as_str());
                let mut sum = self.set(&inline.selection_set.node, on.or(parent), level + 1)?;
                sum.cost = sum.cost.saturating_add(self.values_of(&inline.directives));
                Ok(sum)
            }
            Selection::FragmentSpread(spread) => {
                let mut sum = self.fragment(spread.node.fragment_name.node.as_str(), level)?;
                sum.cost = sum.cost.saturating_add(self.values_of(&spread.node.directives));
                Ok(sum)
            }
        }
    }

    fn fragment(&mut self, name: &'a str, level: usize) -> Result<Sum, Unweighable> {
        match self.fragments.get(name) {
            Some(Known::Weighed(sum)) => return Ok(*sum),
            Some(Known::BeingWeighed) => return Err(Unweighable::Cycle(name.to_owned())),
            None => {}
        }
        // The engine says which fragment is missing.
        let Some(fragment) = self.document.fragments.get(name) else { return Ok(Sum::default()) };
        self.fragments.insert(name, Known::BeingWeighed);
        let on = fragment.node.type_condition.node.on.node.as_str();
        let sum = self.set(&fragment.node.selection_set.node, Some(on), level + 1)?;
        self.fragments.insert(name, Known::Weighed(sum));
        Ok(sum)
    }

    fn field(&mut self, field: &'a Field, parent: Option<&'a str>, level: usize) -> Result<Sum, Unweighable> {
        let below = if field.selection_set.node.items.is_empty() {
            Sum::default()
        } else {
            self.set(&field.selection_set.node, self.result(field, parent), level + 1)?
        };
        let (times, _) = self.times(field, parent);
        let name = field.name.node.as_str();
        let own = match parent {
            Some("Query" | "Mutation") if !name.starts_with("__") => ROOT_FIELD,
            _ => FIELD,
        };
        let values: u64 = field.arguments.iter().map(|(_, value)| self.values(&value.node)).sum();
        let cost = times.saturating_mul(below.cost).saturating_add(own).saturating_add(values);
        Ok(Sum {
            cost: cost.saturating_add(self.values_of(&field.directives)),
            depth: below.depth + 1,
            nesting: below.nesting,
            direct: 1,
            introspects: below.introspects || matches!(name, "__schema" | "__type"),
        })
    }

    fn result(&self, field: &Field, parent: Option<&str>) -> Option<&'a str> {
        let entry = self.index.field(parent?, field.name.node.as_str())?;
        Some(entry.result.as_str())
    }

    /// How often what is below a field is answered, and whether its page size says so.
    fn times(&self, field: &Field, parent: Option<&str>) -> (u64, bool) {
        let entry = parent.and_then(|parent| self.index.field(parent, field.name.node.as_str()));
        match entry.map(|entry| entry.weight) {
            None => (1, false),
            Some(Weight::Times(times)) => (times, false),
            Some(Weight::Page) => {
                let most = u64::from(MAX_FIRST.unsigned_abs());
                let asked = field.get_argument("first").and_then(|value| self.number(&value.node));
                // What is no page size is refused when it is read.
                (asked.unwrap_or(most).clamp(1, most), true)
            }
        }
    }

    fn number(&self, value: &Literal) -> Option<u64> {
        match value {
            Literal::Number(number) => number.as_u64(),
            Literal::Variable(name) => match self.variable(name)? {
                ConstValue::Number(number) => number.as_u64(),
                _ => None,
            },
            _ => None,
        }
    }

    fn variable(&self, name: &str) -> Option<&'a Value> {
        let given = self.variables.get(name);
        given.or_else(|| self.defaults.get(name).copied())
    }

    fn values_of(&mut self, directives: &'a [Positioned<Directive>]) -> u64 {
        let arguments = directives.iter().flat_map(|directive| &directive.node.arguments);
        arguments.map(|(_, value)| self.values(&value.node)).sum()
    }

    /// What the variables in an argument cost; what is written out is as long as the text.
    fn values(&mut self, value: &'a Literal) -> u64 {
        match value {
            Literal::Variable(name) => self.size(name) / VALUES_OF_ONE,
            Literal::List(values) => values.iter().map(|value| self.values(value)).sum(),
            Literal::Object(fields) => fields.values().map(|value| self.values(value)).sum(),
            _ => 0,
        }
    }

    fn size(&mut self, name: &'a Name) -> u64 {
        if let Some(size) = self.sizes.get(name.as_str()) {
            return *size;
        }
        let size = self.variable(name).map_or(0, size_of);
        self.sizes.insert(name.as_str(), size);
        size
    }

    /// Follows the dearest selection from level to level.
    fn descend(
        &mut self,
        set: &'a SelectionSet,
        parent: Option<&'a str>,
        steps: &mut Vec<Step>,
    ) -> Option<()> {
        let mut dearest: Option<(u64, &'a Selection)> = None;
        for item in &set.items {
            let cost = self.item(&item.node, parent, 0).ok()?.cost;
            if dearest.is_none_or(|(so_far, _)| cost > so_far) {
                dearest = Some((cost, &item.node));
            }
        }
        match dearest?.1 {
            Selection::Field(field) => {
                let field = &field.node;
                let name = field.alias.as_ref().unwrap_or(&field.name).node.as_str();
                let above = steps.last();
                let path = above.map_or_else(|| name.to_owned(), |step| format!("{}.{name}", step.path));
                let scale = above.map_or(1, |step| step.scale.saturating_mul(step.times));
                let (times, is_paged) = self.times(field, parent);
                let result = self.result(field, parent);
                let below = self.set(&field.selection_set.node, result, 0).ok()?.cost;
                steps.push(Step { path, scale, times, below, is_paged });
                if field.selection_set.node.items.is_empty() {
                    return Some(());
                }
                self.descend(&field.selection_set.node, result, steps)
            }
            Selection::InlineFragment(inline) => {
                let inline = &inline.node;
                let on = inline.type_condition.as_ref().map(|condition| condition.node.on.node.as_str());
                self.descend(&inline.selection_set.node, on.or(parent), steps)
            }
            Selection::FragmentSpread(spread) => {
                let fragment = self.document.fragments.get(&spread.node.fragment_name.node)?;
                let on = fragment.node.type_condition.node.on.node.as_str();
                self.descend(&fragment.node.selection_set.node, Some(on), steps)
            }
        }
    }
}

/// A field on the way to the dearest.
struct Step {
    path: String,
    /// How often the field itself is answered.
    scale: u64,
    /// How often what is below it is, each time.
    times: u64,
    below: u64,
    is_paged: bool,
}

/// Every operation of a document.
pub fn operations(document: &ExecutableDocument) -> impl Iterator<Item = &OperationDefinition> {
    let (single, multiple) = match &document.operations {
        DocumentOperations::Single(operation) => (Some(operation), None),
        DocumentOperations::Multiple(operations) => (None, Some(operations)),
    };
    single
        .into_iter()
        .chain(multiple.into_iter().flat_map(|operations| operations.values()))
        .map(|found| &found.node)
}

/// The type at the root of an operation.
#[must_use]
pub fn root(operation: &OperationDefinition) -> &'static str {
    match operation.ty {
        OperationType::Query => "Query",
        OperationType::Mutation => "Mutation",
        OperationType::Subscription => "Subscription",
    }
}

/// Number of values in a value.
fn size_of(value: &Value) -> u64 {
    match value {
        ConstValue::List(values) => values.iter().map(size_of).fold(1, u64::saturating_add),
        ConstValue::Object(fields) => fields.values().map(size_of).fold(1, u64::saturating_add),
        _ => 1,
    }
}

/// Number of fields in an answer: what the document did cost, in the same measure without weights.
#[must_use]
pub fn answered(value: &Value) -> u64 {
    match value {
        ConstValue::List(values) => values.iter().map(answered).sum(),
        ConstValue::Object(fields) => fields.values().map(|value| 1 + answered(value)).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    const SCHEMA: &str = "type Query { shops(first: Int!): [Shop!]! latest: Shop ping: Int! publicResults: [Shop!]! } \
        type Shop { id: ID! goods(first: Int!): [Good!]! shop: Shop } type Good { id: ID! shop: Shop } \
        type Mutation { open(name: String): Shop close: Shop }";

    fn with<T>(document: &str, variables: serde_json::Value, what: impl FnOnce(&mut Walk<'_>) -> T) -> T {
        let document = parse_query(document).expect("a document");
        let variables = Variables::from_json(variables);
        let index = Index::read(SCHEMA);
        what(&mut Walk::new(&document, &variables, &index, 32))
    }

    fn refusal(document: &str) -> Unweighable {
        with(document, json!({}), |walk| walk.bill().err().unwrap_or_else(|| panic!("is refused")))
    }

    fn bill(document: &str) -> Bill {
        with(document, json!({}), |walk| walk.bill().expect("can be weighed"))
    }

    /// Fragments of which each spreads the next one twice.
    fn doubling(levels: usize) -> String {
        let mut text = String::from("{ ...F0 }");
        for level in 0..levels {
            text.push_str(&format!(" fragment F{level} on Query {{ ...F{0} ...F{0} }}", level + 1));
        }
        format!("{text} fragment F{levels} on Query {{ ping }}")
    }

    #[test]
    fn pages_multiply_what_is_below_them() {
        assert_eq!(bill("{ ping }").requested, 10);
        assert_eq!(bill("{ shops(first: 7) { id } }").requested, 10 + 7);
        assert_eq!(bill("{ shops(first: 7) { id goods(first: 3) { id } } }").requested, 10 + 7 * (1 + 1 + 3));
        assert_eq!(bill("{ shops(first: 0) { id } }").requested, 11);
        assert_eq!(bill("{ shops(first: 9999) { id } }").requested, 210);
        assert_eq!(bill("{ unknown { field } }").requested, 11);
        assert_eq!(
            bill("{ publicResults { id } }").requested,
            10 + 20,
            "a list without a page size has its weight"
        );
    }

    #[test]
    fn a_page_size_may_be_a_variable_or_its_default() {
        let text = "query($n: Int! = 5) { shops(first: $n) { id } }";
        assert_eq!(bill(text).requested, 15);
        let cost = with(text, json!({"n": 8}), |walk| walk.bill().expect("can be weighed").requested);
        assert_eq!(cost, 18);
        assert_eq!(bill("query($n: Int!) { shops(first: $n) { id } }").requested, 210, "unknown is the most");
    }

    #[test]
    fn fragments_count_wherever_they_are_spread() {
        assert_eq!(bill("{ ...A ...A } fragment A on Query { ping latest { id } }").requested, 2 * 21);
        assert_eq!(bill("{ ... on Query { ping } ... { ping } }").requested, 20);
        assert_eq!(bill(&doubling(10)).requested, 1024 * 10);
        assert_eq!(bill(&doubling(10)).roots, 1024);
    }

    #[test]
    fn a_million_spreads_are_weighed_in_no_time() {
        let started = std::time::Instant::now();
        let bill = bill(&doubling(24));
        assert_eq!(bill.roots, 1 << 24);
        assert!(started.elapsed().as_millis() < 1000, "{:?}", started.elapsed());
    }

    #[test]
    fn sums_do_not_overflow() {
        let mut text = String::from("id");
        for _ in 0..20 {
            text = format!("goods(first: 200) {{ shop {{ {text} }} }}");
        }
        let text = format!("{{ latest {{ {text} }} }}");
        let cost = with(&text, json!({}), |walk| {
            walk.most_nested = 64;
            walk.bill().expect("can be weighed").requested
        });
        assert_eq!(cost, u64::MAX);
    }

    #[test]
    fn cycles_and_long_chains_end_the_walk() {
        let cycle = "{ ...A } fragment A on Query { ...B } fragment B on Query { ping ...A }";
        assert_eq!(refusal(cycle), Unweighable::Cycle("A".into()));
        let mut chain = String::from("{ ...F0 }");
        for level in 0..2000 {
            chain.push_str(&format!(" fragment F{level} on Query {{ ...F{} }}", level + 1));
        }
        chain.push_str(" fragment F2000 on Query { ping }");
        assert_eq!(refusal(&chain), Unweighable::TooNested);
    }

    #[test]
    fn a_variable_costs_wherever_it_stands() {
        let text = "mutation($n: String) { open(name: $n) { id } }";
        let value = json!({"n": vec![1; 1000]});
        assert_eq!(with(text, value, |walk| walk.bill().expect("can be weighed").requested), 11 + 100);
    }

    #[test]
    fn depth_counts_fields_and_nesting_counts_fragments_too() {
        let bill = bill("{ latest { ...A } } fragment A on Shop { shop { ... { id } } }");
        assert_eq!((bill.depth, bill.nesting), (3, 5));
    }

    #[test]
    fn the_costliest_field_is_told_with_a_page_size_that_passes() {
        let text = "{ ping big: shops(first: 200) { id ...G } } fragment G on Shop { goods(first: 10) { id shop { id } } }";
        let found = with(text, json!({}), |walk| walk.costliest(1000)).expect("is too dear");
        assert_eq!(found.path, "big");
        let first = found.first.expect("a page size passes");
        let less = text.replace("first: 200", &format!("first: {first}"));
        assert!(bill(&less).requested <= 1000);
        let more = text.replace("first: 200", &format!("first: {}", first + 1));
        assert!(bill(&more).requested > 1000, "the greatest");
        assert_eq!(with(text, json!({}), |walk| walk.costliest(1_000_000)), None);
        let none = with(text, json!({}), |walk| walk.costliest(15)).expect("is too dear");
        assert_eq!(none.first, None, "no page size is small enough");
    }

    #[test]
    fn a_deed_stands_once_in_a_document() {
        let repeated = |text: &str| with(text, json!({}), |walk| walk.repeated_deed().map(str::to_owned));
        assert_eq!(repeated("mutation { open { id } close { id } __typename }"), None);
        assert_eq!(repeated("mutation { open { id } open { id } }").as_deref(), Some("open"));
        assert_eq!(repeated("mutation { a: close { id } b: close { id } }").as_deref(), Some("close"));
        let spread = "mutation { close { id } ...A } fragment A on Mutation { ... { b: close { id } } }";
        assert_eq!(repeated(spread).as_deref(), Some("close"));
        assert_eq!(repeated("{ ping a: ping }"), None);
    }

    #[test]
    fn introspection_is_seen_through_fragments() {
        assert!(bill("{ ...A } fragment A on Query { __schema { types { name } } }").introspects);
        assert!(!bill("{ __typename }").introspects);
    }
}
