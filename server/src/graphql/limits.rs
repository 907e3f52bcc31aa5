//! Bounds on what one request may ask; an error names the bound that was passed.

use async_graphql::parser::types::{ExecutableDocument, Field, Selection, SelectionSet};

/// Greatest size of a request body, in bytes.
pub const MAX_BODY: usize = 128 * 1024;
/// Greatest depth of a selection; introspection by common tools needs 15.
pub const MAX_DEPTH: usize = 18;
/// Greatest complexity: one for a field, lists multiplied by their page size.
pub const MAX_COMPLEXITY: usize = 250_000;
/// Greatest nesting the parser follows.
pub const MAX_RECURSION: usize = 32;
/// Greatest number of directives on one field.
pub const MAX_DIRECTIVES: usize = 10;
/// Greatest number of aliases in one document.
pub const MAX_ALIASES: usize = 30;
/// Greatest number of selected fields on the root of one document.
pub const MAX_ROOT_FIELDS: usize = 30;

/// Checks what the engine does not: aliases and root fields.
pub fn check_document(document: &ExecutableDocument) -> Result<(), String> {
    let mut aliases = 0;
    let mut roots = 0;
    for (_, operation) in document.operations.iter() {
        roots += operation.node.selection_set.node.items.len();
        count_aliases(&operation.node.selection_set.node, &mut aliases);
    }
    for fragment in document.fragments.values() {
        count_aliases(&fragment.node.selection_set.node, &mut aliases);
    }
    if aliases > MAX_ALIASES {
        return Err(format!("the document has {aliases} aliases; the limit is {MAX_ALIASES}"));
    }
    if roots > MAX_ROOT_FIELDS {
        return Err(format!("the document has {roots} root fields; the limit is {MAX_ROOT_FIELDS}"));
    }
    Ok(())
}

fn count_aliases(set: &SelectionSet, aliases: &mut usize) {
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => {
                let Field { alias, selection_set, .. } = &field.node;
                *aliases += usize::from(alias.is_some());
                count_aliases(&selection_set.node, aliases);
            }
            Selection::InlineFragment(fragment) => {
                count_aliases(&fragment.node.selection_set.node, aliases);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn aliases_are_counted_wherever_they_stand() {
        let many = (0..=MAX_ALIASES).map(|n| format!("a{n}: id ")).collect::<String>();
        let document = parse_query(format!("{{ viewer {{ {many} }} }}")).expect("valid");
        assert!(check_document(&document).expect_err("too many").contains("aliases"));
        let few = parse_query("{ a: viewer { b: id } }").expect("valid");
        assert!(check_document(&few).is_ok());
    }
}
