//! Known faults in what the product is built from: what RustSec had published by 29 November 2026 about crates that are
//! in the tree, or have been or may come. `Cargo.lock` is held against it; what is accepted stands with its reason in
//! `deny.toml`, from where cargo-deny takes it too when it can fetch the whole database.

use std::collections::BTreeSet;
use std::fs;

use semver::{Version, VersionReq};
use toml::Value;

use crate::repository;

/// A published fault.
struct Advisory {
    id: &'static str,
    name: &'static str,
    /// Versions that have it.
    affected: &'static str,
}

const fn fault(id: &'static str, name: &'static str, affected: &'static str) -> Advisory {
    Advisory { id, name, affected }
}

const KNOWN: [Advisory; 24] = [
    fault("RUSTSEC-2023-0071", "rsa", "<0.10.0"),
    fault("RUSTSEC-2024-0019", "mio", "<0.8.11"),
    fault("RUSTSEC-2024-0320", "yaml-rust", "*"),
    fault("RUSTSEC-2024-0332", "h2", "<0.4.4"),
    fault("RUSTSEC-2024-0336", "rustls", "<0.23.5"),
    fault("RUSTSEC-2024-0363", "sqlx", "<0.8.1"),
    fault("RUSTSEC-2024-0421", "idna", "<1.0.0"),
    fault("RUSTSEC-2024-0436", "paste", "*"),
    fault("RUSTSEC-2025-0004", "openssl", "<0.10.70"),
    fault("RUSTSEC-2025-0009", "ring", "<0.17.12"),
    fault("RUSTSEC-2025-0023", "tokio", "<1.44.2"),
    fault("RUSTSEC-2025-0024", "crossbeam-channel", "<0.5.15"),
    fault("RUSTSEC-2025-0047", "slab", "=0.4.10"),
    fault("RUSTSEC-2025-0055", "tracing-subscriber", "<0.3.20"),
    fault("RUSTSEC-2025-0141", "bincode", "*"),
    fault("RUSTSEC-2026-0007", "bytes", "<1.11.1"),
    fault("RUSTSEC-2026-0009", "time", "<0.3.47"),
    fault("RUSTSEC-2026-0049", "rustls-webpki", "<0.103.10"),
    fault("RUSTSEC-2026-0190", "anyhow", "<1.0.103"),
    fault("RUSTSEC-2026-0194", "quick-xml", "<0.41.0"),
    fault("RUSTSEC-2026-0195", "quick-xml", "<0.41.0"),
    fault("RUSTSEC-2026-0204", "crossbeam-epoch", "<0.9.20"),
    fault("lettre before 0.11.22", "lettre", "<0.11.22"),
    fault("lopdf before 0.42", "lopdf", "<0.42.0"),
];

fn read(path: &str) -> Value {
    let text = fs::read_to_string(repository::root().join(path)).expect("the file is there");
    text.parse().expect("it is TOML")
}

fn texts<'a>(list: &'a Value, key: &'a str) -> impl Iterator<Item = &'a str> {
    list.as_array().expect("a list").iter().filter_map(move |entry| entry.get(key)?.as_str())
}

/// The ids of known faults that the packages have.
fn found(packages: &Value) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for package in packages.as_array().expect("packages") {
        let field = |key: &str| package.get(key).and_then(Value::as_str).expect("a field");
        let version = Version::parse(field("version")).expect("a version");
        let has_it = |advisory: &&Advisory| {
            let affected = VersionReq::parse(advisory.affected).expect("a range");
            advisory.name == field("name") && affected.matches(&version)
        };
        found.extend(KNOWN.iter().filter(has_it).map(|advisory| advisory.id));
    }
    found
}

#[test]
fn no_dependency_has_a_known_fault_but_those_accepted() {
    let lock = read("Cargo.lock");
    let deny = read("deny.toml");
    let ignored = deny["advisories"].get("ignore").expect("a list");
    let accepted: BTreeSet<&str> = texts(ignored, "id").collect();
    assert!(texts(ignored, "reason").all(|reason| reason.len() > 40), "each has its reason");
    let found = found(&lock["package"]);
    let new: Vec<_> = found.difference(&accepted).collect();
    assert!(new.is_empty(), "faults that nobody has accepted: {new:?}");
    let gone: Vec<_> = accepted.difference(&found).collect();
    assert!(gone.is_empty(), "accepted, but no longer in the tree: {gone:?}");
}

#[test]
fn a_fault_is_found_by_name_and_version() {
    let lock: Value =
        "package = [{ name = \"slab\", version = \"0.4.10\" }, { name = \"time\", version = \"0.3.46\" }, \
        { name = \"bytes\", version = \"1.12.0\" }]"
            .parse()
            .expect("TOML");
    assert_eq!(found(&lock["package"]), BTreeSet::from(["RUSTSEC-2025-0047", "RUSTSEC-2026-0009"]));
}
