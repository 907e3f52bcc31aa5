//! The dependency rule, the layers inside a slice, and a paragraph on every module. It reads text,
//! not syntax: a guard against accidents.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The slices in the order of their dependencies: each may use only those before it.
const SLICES: [&str; 24] = [
    "access",
    "audit",
    "files",
    "units",
    "factors",
    "identity",
    "tokens",
    "sso",
    "parameters",
    "criteria",
    "campaigns",
    "initiatives",
    "attachments",
    "similarities",
    "adoptions",
    "councils",
    "reviews",
    "recognitions",
    "referrals",
    "documents",
    "submissions",
    "appraisal",
    "ranking",
    "analytics",
];

/// Slices that record or carry things for everybody: they stand left, and their schema view alone may
/// show records of slices to their right.
const SHOWS_OTHERS: [&str; 2] = ["audit/graphql.rs", "files/graphql.rs"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).unwrap_or_else(|_| panic!("{} exists", path.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if !path.ends_with("target") && !path.ends_with("node_modules") {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root().join(folder)).expect("below").display().to_string();
                found.push((name, fs::read_to_string(&path).expect("UTF-8")));
            }
        }
    }
    found.sort();
    found
}

/// The code of a file without its unit tests and comments.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]").next().unwrap_or(text);
    before_tests.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The layer of a file inside its slice: its own name, or that of the folder it stands in.
fn layer(name: &str) -> &str {
    let mut parts: Vec<&str> = name.split('/').skip(1).collect();
    let file = parts.pop().unwrap_or("").trim_end_matches(".rs");
    parts.first().copied().unwrap_or(file)
}

#[test]
fn every_module_says_what_it_is() {
    let mut silent = Vec::new();
    for folder in [
        "server/src",
        "crates/documents",
        "crates/similarity",
        "crates/texts",
        "migration/src",
        "xtask/src",
        "tests/it",
    ] {
        for (name, text) in sources(folder) {
            if !text.starts_with("//! ") && !text.starts_with("#!") {
                silent.push(format!("{folder}/{name}"));
            }
        }
    }
    assert!(silent.is_empty(), "modules without `//!`: {silent:#?}");
}

#[test]
fn a_slice_uses_only_slices_before_it() {
    let mut wrong = Vec::new();
    for (name, text) in sources("server/src") {
        let slice = name.split('/').next().unwrap_or("");
        let Some(place) = SLICES.iter().position(|known| *known == slice) else {
            continue;
        };
        if SHOWS_OTHERS.contains(&name.as_str()) {
            continue;
        }
        let code = code(&text);
        for later in &SLICES[place + 1..] {
            if code.contains(&format!("crate::{later}::")) || code.contains(&format!("crate::{later};")) {
                wrong.push(format!("{name} uses {later}"));
            }
        }
        let is_view = layer(&name).starts_with("graphql");
        if !is_view && code.contains("crate::graphql") {
            wrong.push(format!("{name} uses crate::graphql"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn shared_knows_no_slice() {
    for (name, text) in sources("server/src/shared") {
        let code = code(&text);
        for slice in SLICES {
            assert!(!code.contains(&format!("crate::{slice}")), "shared/{name} uses {slice}");
        }
    }
}

#[test]
fn each_layer_keeps_to_its_own() {
    let forbidden: [(&str, &[&str]); 7] = [
        (
            "model",
            &["sea_orm", "axum::", "super::store", "super::commands", "super::queries", "crate::entity"],
        ),
        (
            "rules",
            &[
                "async fn",
                ".await",
                "sea_orm",
                "async_graphql",
                "axum::",
                "clock.now",
                "super::store",
                "crate::entity",
            ],
        ),
        ("policy", &["sea_orm", "async_graphql", "crate::entity"]),
        ("commands", &["async_graphql", "crate::entity"]),
        ("queries", &["async_graphql", "crate::entity"]),
        ("graphql", &["sea_orm", "crate::entity"]),
        ("mod", &["fn ", "sea_orm"]),
    ];
    let mut wrong = Vec::new();
    for (name, text) in sources("server/src") {
        let slice = name.split('/').next().unwrap_or("");
        if !SLICES.contains(&slice) || slice == "access" {
            continue;
        }
        let code = code(&text);
        for (file, words) in &forbidden {
            if layer(&name) == *file {
                for word in words.iter().filter(|word| code.contains(**word)) {
                    wrong.push(format!("{name}: {word}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_stores_know_the_tables_and_only_policies_grant() {
    let mut wrong = Vec::new();
    for (name, text) in sources("server/src") {
        let code = code(&text);
        let names_tables = code.contains("crate::entity") || code.contains("use entity::");
        if names_tables && !name.contains("store") && name != "lib.rs" && !name.starts_with("entity/") {
            wrong.push(format!("{name} knows tables"));
        }
        let granting = ["grant(", "grant::<", "grant_own(", "grant_own::<", "grant_at_console(", ".carried("];
        let grants = granting.iter().any(|word| code.contains(word));
        if grants && layer(&name) != "policy" && name != "access/permit.rs" {
            wrong.push(format!("{name} grants"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A function of a store with its name, its parameters and its body, as far as text tells.
fn functions(code: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for (start, _) in code.match_indices("fn ") {
        let rest = &code[start + 3..];
        // The last one of a file ends with it.
        let end = rest.find("\n}\n").or_else(|| rest.strip_suffix("\n}").map(str::len));
        let (Some(open), Some(end)) = (rest.find('('), end) else {
            continue;
        };
        let Some(begin) = rest[..end].find("{\n") else {
            continue;
        };
        if open < begin {
            let name = rest[..open].split('<').next().unwrap_or("").to_owned();
            found.push((name, rest[open..begin].to_owned(), rest[begin..end].to_owned()));
        }
    }
    found
}

/// Where the parameters of a function name a permit.
fn takes_permit(parameters: &str) -> Option<usize> {
    ["Permit<", "OverAccount<"].iter().filter_map(|word| parameters.find(word)).min()
}

/// What a store writes without a permit, each with the reason: nobody's right is asked for it, or it is asked elsewhere.
const WITHOUT_PERMIT: [(&str, &str, &str); 36] = [
    ("audit/store.rs", "hold", "the end of the trail, for the deed that follows"),
    ("audit/store.rs", "record_all", "the entry of a deed, which has its own permit"),
    ("councils/store.rs", "insert_rubric", "the rubrics that come with the program"),
    ("factors/store.rs", "take_step", "a code that is shown, before anybody is known by it"),
    ("factors/store.rs", "use_code", "a code that is shown, before anybody is known by it"),
    ("identity/follow_store.rs", "follow", "the reorganisation holds the permit"),
    ("identity/follow_store.rs", "take_back", "the reorganisation holds the permit"),
    ("identity/session_store.rs", "new", "a constructor; what a session holds is decided before it is kept"),
    ("identity/store.rs", "insert_accounts", "each row carries the permit for its account"),
    ("identity/store.rs", "insert_assignments", "each row carries the permit for its role"),
    ("identity/store.rs", "remember_homes", "what is left behind by a transfer, whose deed has the permit"),
    ("identity/store.rs", "sweep_sessions", "the sweep of what opens nothing any more"),
    ("identity/throttle_store.rs", "forget_attempts", "counters of names, which need no account"),
    ("identity/throttle_store.rs", "forget_attempts_on", "counters of names, which need no account"),
    ("identity/throttle_store.rs", "lock_attempts", "counters of names, before anybody is known"),
    ("identity/throttle_store.rs", "save_attempts", "counters of names, before anybody is known"),
    ("identity/throttle_store.rs", "sweep_attempts", "the sweep of what counts no more"),
    ("identity/throttle_store.rs", "sweep_browsers", "the sweep of what is not seen any more"),
    ("initiatives/store.rs", "insert_event", "what happened, beside the write that has the permit"),
    ("initiatives/store.rs", "move_to_unit", "the reorganisation holds the permit"),
    ("referrals/store.rs", "end_open", "what stops with its initiative, whose deed has the permit"),
    ("reviews/store/mod.rs", "end_open", "what stops with its initiative, whose deed has the permit"),
    ("similarities/store.rs", "insert_past", "the import at the command line"),
    ("sso/store.rs", "insert_link", "whom the identity provider vouches for, while they sign in"),
    ("sso/store.rs", "put_attempt", "an attempt to sign in, before anybody is known"),
    ("sso/store.rs", "take_attempt", "an attempt to sign in, before anybody is known"),
    (
        "submissions/store/lines.rs",
        "insert_lines",
        "the sheets of a campaign, whose publication has the permit",
    ),
    ("submissions/store/lines.rs", "save_figures", "the import at the command line"),
    (
        "submissions/store/sheets.rs",
        "insert_sheets",
        "the sheets of a campaign, whose publication has the permit",
    ),
    ("submissions/store/follow.rs", "follow_unit", "the reorganisation holds the permit"),
    ("submissions/store/follow.rs", "give_back_to_unit", "the reorganisation holds the permit"),
    ("tokens/store.rs", "end_many", "what ended with an access; identity holds the permit, or it is swept"),
    ("tokens/store.rs", "note_use", "when a token was last used, by whoever holds it"),
    ("units/store/mod.rs", "save", "the import at the command line"),
    ("units/store/mod.rs", "save_figures", "the import at the command line"),
    ("units/store/successions.rs", "save_succession_plan", "the import at the command line"),
];

/// What changes rows, as text.
const WRITES: [&str; 6] =
    ["Entity::insert", "Entity::update", "Entity::delete", ".insert(tx)", ".update(tx)", ".delete(tx)"];

#[test]
fn a_store_writes_under_a_permit_or_says_why_not() {
    let mut open = BTreeSet::new();
    for (name, text) in sources("server/src").into_iter().filter(|(name, _)| name.contains("store")) {
        let code = code(&text);
        let all = functions(&code);
        let is_open = |function: &str| {
            ["pub async fn", "pub fn"].iter().any(|head| {
                ['(', '<'].iter().any(|after| code.contains(&format!("{head} {function}{after}")))
            })
        };
        // What only this file calls writes for whoever calls it.
        let mut writes: Vec<String> = WRITES.map(str::to_owned).to_vec();
        for (function, _, body) in &all {
            if !is_open(function) && WRITES.iter().any(|word| body.contains(word)) {
                writes.extend([' ', '('].map(|before| format!("{before}{function}(")));
            }
        }
        for (function, parameters, body) in all {
            let has_written = writes.iter().any(|word| body.contains(word.as_str()));
            if is_open(&function) && has_written && takes_permit(&parameters).is_none() {
                open.insert((name.clone(), function));
            }
        }
    }
    let known: BTreeSet<_> = WITHOUT_PERMIT
        .iter()
        .map(|(name, function, _)| ((*name).to_owned(), (*function).to_owned()))
        .collect();
    let silent: Vec<_> = open.difference(&known).collect();
    assert!(silent.is_empty(), "writes without a permit: {silent:#?}");
    let stale: Vec<_> = known.difference(&open).collect();
    assert!(stale.is_empty(), "takes a permit by now, or is gone: {stale:#?}");
}

/// A permit is for one record: what a store writes under it, it finds by the permit, never by an id that came beside it.
#[test]
fn a_store_writes_what_its_permit_is_for() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (name, text) in sources("server/src").into_iter().filter(|(name, _)| name.contains("store")) {
        for (function, parameters, body) in functions(&code(&text)) {
            let Some(at) = takes_permit(&parameters) else {
                continue;
            };
            count += 1;
            let before = &parameters[..at];
            let permit = before.rsplit(['(', ',']).next().and_then(|one| one.split(':').next()).unwrap_or("");
            let permit = permit.trim();
            let uses =
                |word: &str| body.split(|c: char| !c.is_alphanumeric() && c != '_').any(|one| one == word);
            if permit.starts_with('_') || !uses(permit) {
                wrong.push(format!("{name}: {function} does not look at its permit"));
            }
            let has_id = parameters.split([',', '(']).any(|one| one.trim().starts_with("id: "));
            if has_id {
                wrong.push(format!(
                    "{name}: {function} takes an id beside its permit: name what else it is of"
                ));
            }
        }
    }
    assert!(count > 60, "the walk found the stores: {count}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Prometheus takes times as fractions of a second: the one file that hands them over may say so.
const MEASURES: &str = "telemetry/metrics.rs";

#[test]
fn points_are_never_floats() {
    let mut wrong = Vec::new();
    for (name, text) in sources("server/src") {
        let code = code(&text);
        if (code.contains("f64") || code.contains("f32")) && !name.starts_with("cli/") && name != MEASURES {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// From its entry in the trail to its commit a deed holds the end of the chain: whatever it then waits for, all
/// other deeds wait for too, and two that wait for each other deadlock on PostgreSQL (docs/adr/0011).
#[test]
fn a_deed_is_recorded_last() {
    let mut wrong = Vec::new();
    for (name, text) in sources("server/src") {
        let code = code(&text);
        for (start, _) in code.match_indices("audit::record") {
            let rest = &code[start..];
            let Some(end) = rest.find(';') else { continue };
            let rest = &rest[end..];
            let until = rest.find("commit()").or_else(|| rest.find("\n}\n")).unwrap_or(rest.len());
            let until = until.min(rest.find("\n}\n").unwrap_or(until));
            if rest[..until].contains(".await") {
                wrong.push(format!("{name}: {}", rest[..until].trim_matches([';', '\n', ' '])));
            }
        }
    }
    assert!(wrong.is_empty(), "work after the entry: {wrong:#?}");
}

/// Whoever reads the trail on the screen reads each deed in words.
#[test]
fn every_deed_has_words_on_the_screen() {
    let known =
        fs::read_to_string(root().join("web/src/lib/features/audit/deeds.ts")).expect("the list of deeds");
    let mut silent = Vec::new();
    let mut count = 0;
    for (name, text) in sources("server/src") {
        let code = code(&text);
        for opening in ["Deed::new(", "Deed::own(", "Deed::under("] {
            for (start, _) in code.match_indices(opening) {
                let argument = code[start + opening.len()..].trim_start();
                let Some(deed) = argument.strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                    continue;
                };
                count += 1;
                if !known.contains(&format!("'{deed}'")) {
                    silent.push(format!("{name}: {deed}"));
                }
            }
        }
    }
    assert!(count > 20, "the walk found the deeds");
    assert!(silent.is_empty(), "deeds without words in deeds.ts: {silent:#?}");
}

/// Files whose JSON is no entry of the trail.
const NO_ENTRIES: [(&str, &str); 2] = [
    ("criteria/import.rs", "the published form of a set"),
    ("criteria/rules/params.rs", "parameters of a rule"),
];

/// Whoever reads the trail on the screen reads each field of an entry by its name in the language of the screen.
#[test]
fn every_recorded_field_has_words_on_the_screen() {
    let known =
        fs::read_to_string(root().join("web/src/lib/features/audit/words.ts")).expect("the list of fields");
    for (file, why) in NO_ENTRIES {
        assert!(root().join("server/src").join(file).exists(), "{file} ({why}) is gone");
    }
    let mut silent = Vec::new();
    let mut count = 0;
    for (name, text) in sources("server/src") {
        let is_view = ["graphql", "http/", "cli/", "demo/"].iter().any(|part| name.contains(part));
        if is_view || NO_ENTRIES.iter().any(|(file, _)| name.ends_with(file)) {
            continue;
        }
        let code = code(&text);
        for (start, opening) in code.match_indices("json!({") {
            let body = &code[start + opening.len()..];
            let mut depth = 1;
            let end = body.find(|letter| {
                depth += i32::from(letter == '{') - i32::from(letter == '}');
                depth == 0
            });
            let parts: Vec<&str> = body[..end.unwrap_or(body.len())].split('"').collect();
            for pair in
                parts[1..].chunks(2).filter(|pair| pair.get(1).is_some_and(|rest| rest.starts_with(':')))
            {
                count += 1;
                if !known.contains(&format!("  '{}',\n", pair[0])) {
                    silent.push(format!("{name}: {}", pair[0]));
                }
            }
        }
    }
    assert!(count > 100, "the walk found {count} fields");
    assert!(silent.is_empty(), "fields without words in words.ts: {silent:#?}");
}

/// Everything that cites invariants, laws and decisions: sources and documents, by path.
fn citing() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for folder in ["server/src", "crates", "migration/src", "xtask/src", "tests/it"] {
        all.extend(sources(folder).into_iter().map(|(name, text)| (format!("{folder}/{name}"), text)));
    }
    let decisions = fs::read_dir(root().join("docs/adr")).expect("the decisions");
    let documents = decisions.map(|entry| entry.expect("an entry").path());
    for path in documents.chain(["ARCHITECTURE.md", "docs/glossary.md"].map(|name| root().join(name))) {
        all.push((path.display().to_string(), fs::read_to_string(&path).expect("UTF-8")));
    }
    all
}

/// The words that follow a word in a text, each up to the first sign that `goes_on` does not take.
fn after<'a>(
    text: &'a str,
    word: &'a str,
    goes_on: impl Fn(char) -> bool + Copy + 'a,
) -> impl Iterator<Item = &'a str> {
    text.match_indices(word).filter_map(move |(at, _)| {
        let rest = &text[at + word.len()..];
        let end = rest.find(|sign| !goes_on(sign)).unwrap_or(rest.len());
        (end > 0).then(|| &rest[..end])
    })
}

#[test]
fn what_is_cited_stands_among_the_invariants_and_is_guarded() {
    let page = fs::read_to_string(root().join("docs/invariants.md")).expect("the invariants");
    let own = "tests/it/architecture.rs";
    let mut wrong = Vec::new();
    for (name, text) in citing().iter().filter(|(name, _)| name != own) {
        let is_listed = |cited: &str| page.contains(&format!("| INV-{cited} |"));
        for cited in after(text, "INV-", |sign| sign.is_ascii_alphanumeric()) {
            if !is_listed(cited) {
                wrong.push(format!("{name} cites INV-{cited}"));
            }
        }
        for law in ["Decree ", "Circular ", "Civil Code "] {
            let number = |sign: char| sign.is_ascii_digit() || sign == '/';
            for cited in after(text, law, number).map(|cited| cited.trim_end_matches('/')) {
                if !page.contains(&format!("{law}{cited}")) {
                    wrong.push(format!("{name} cites {law}{cited}"));
                }
            }
        }
        let is_number = |sign: char| sign.is_ascii_digit();
        if after(text, "DOMAIN ", is_number).next().is_some() {
            wrong.push(format!("{name} cites a document that is not held here"));
        }
        for cited in after(text, "ADR ", is_number) {
            let start = format!("{cited:0>4}-");
            let mut decisions = fs::read_dir(root().join("docs/adr")).expect("the decisions");
            let is_it = |path: &Path| {
                path.file_name().is_some_and(|name| name.display().to_string().starts_with(&start))
            };
            if !decisions.any(|entry| is_it(&entry.expect("an entry").path())) {
                wrong.push(format!("{name} cites ADR {cited}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_tests_that_guard_invariants_exist() {
    let page = fs::read_to_string(root().join("docs/invariants.md")).expect("the invariants");
    let code: String = citing().into_iter().map(|(_, text)| text).collect();
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.contains('`'));
    let (mut named, mut missing) = (0, Vec::new());
    for row in rows {
        let guards = row.trim_end_matches(" |").rsplit('|').next().unwrap_or_default();
        for guard in guards.split('`').skip(1).step_by(2) {
            named += 1;
            if !code.contains(&format!("fn {guard}(")) {
                missing.push(guard.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "named as guards, and no tests: {missing:#?}");
    assert!(named > 25, "the page names its guards: {named}");
}
