//! Everything that is checked before a change is taken, as the list of its steps. CI runs this same list.

use anyhow::Result;
use clap::builder::PossibleValuesParser;

use crate::plan::{self, Lane, Missing, Step};
use crate::postgres::Cluster;
use crate::repository;
use crate::shell::{self, Sink, cargo, command};
use crate::{tools, web};

/// The steps of `cargo xtask check`.
pub const QUICK: [&str; 4] = ["fmt", "clippy", "unit", "web-check"];

/// The whole suite. Cargo steps select the same packages with the same dependencies' features wherever they
/// can, so that no dependency is compiled twice; those that compile the server wait for the web application,
/// which it embeds.
fn steps() -> Vec<Step> {
    let side = |name, needs, run| Step { name, lane: Lane::Side, needs, after: &[], run };
    let main = |name, needs, after, run| Step { name, lane: Lane::Main, needs, after, run };
    vec![
        side("node", &[], |_| tools::require_node()),
        side("web-install", &["node"], |sink| web::install(sink).map(drop)),
        side("web-build", &["web-install"], |sink| web::build(sink).map(drop)),
        side("web-budget", &["web-build"], |sink| web::script("budget", sink)),
        side("chromium", &[], tools::require_chromium),
        side("web-check", &["web-install"], |sink| {
            web::script("check", sink)?;
            web::script("lint", sink)
        }),
        side("web-unit", &["web-install"], |sink| web::script("test", sink)),
        main("fmt", &[], &[], |sink| shell::run(&mut cargo(["fmt", "--all", "--check"]), sink)),
        main("postgresql", &[], &[], |sink| tools::require_postgres(sink).map(drop)),
        main("clippy", &[], &["web-build"], |sink| {
            shell::run(
                &mut cargo(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]),
                sink,
            )
        }),
        main("unit", &[], &["web-build"], unit_tests),
        main("it-sqlite", &[], &["web-build"], |sink| behaviour_tests("sqlite", sink)),
        main("it-postgres", &["postgresql"], &["web-build"], |sink| {
            behaviour_tests(&Cluster::start(sink)?.url(), sink)
        }),
        main("server", &["web-build"], &[], build_server),
        main("graphql-http", &["server"], &[], audit_graphql_http),
        main("hostile", &["server", "postgresql"], &[], |sink| hostile_hands(&["--short"], sink)),
        main("e2e", &["server", "chromium"], &["web-check", "web-unit"], |sink| drive_browser(&[], sink)),
        main("deny", &[], &[], |sink| {
            if !tools::is_installed("cargo-deny") {
                return Err(Missing("cargo-deny").into());
            }
            shell::run(&mut cargo(["deny", "--offline", "check", "bans", "licenses", "sources"]), sink)
        }),
        side("web-advisories", &["web-install"], web::advisories),
    ]
}

/// The names that `--only` and `--skip` take.
pub fn step_names() -> PossibleValuesParser {
    PossibleValuesParser::new(steps().into_iter().map(|step| step.name))
}

/// Runs the chosen steps, or all.
pub fn run(only: &[String], skip: &[String]) -> Result<()> {
    plan::carry_out(&plan::choose(steps(), only, skip))
}

/// Repairs format and lints, in Rust and in the web application.
pub fn fix() -> Result<()> {
    let sink = &Sink::Terminal;
    shell::run(
        &mut cargo(["clippy", "--workspace", "--all-targets", "--fix", "--allow-dirty", "--allow-staged"]),
        sink,
    )?;
    shell::run(&mut cargo(["fmt", "--all"]), sink)?;
    tools::require_node()?;
    web::install(sink)?;
    web::script("format", sink)?;
    shell::run(web::npm(&repository::root().join("web")).args(["run", "lint", "--", "--fix"]), sink)
}

/// Builds what the browser journeys need, and runs them with the arguments.
pub fn browser_journeys(arguments: &[String]) -> Result<()> {
    let sink = &Sink::Terminal;
    tools::require_node()?;
    tools::require_chromium(sink)?;
    web::build(sink)?;
    build_server(sink)?;
    drive_browser(arguments, sink)
}

/// Builds what hostile hands need, and lets them loose in full.
pub fn hostile() -> Result<()> {
    let sink = &Sink::Terminal;
    tools::require_node()?;
    web::build(sink)?;
    tools::require_postgres(sink)?;
    build_server(sink)?;
    hostile_hands(&[], sink)
}

/// The test files of the packages, but for `it` and `first_use`, which have steps of their own. A test below holds this list to the folders.
const TEST_FILES: [&str; 5] = ["sample", "disturbed", "unseen", "forms", "signals"];

/// Tests beside the code, those of the libraries in `crates/`, and the examples in the documentation.
fn unit_tests(sink: &Sink) -> Result<()> {
    let runner: &[&str] = if tools::is_installed("cargo-nextest") { &["nextest", "run"] } else { &["test"] };
    let files = TEST_FILES.iter().flat_map(|name| ["--test", name]);
    let which = ["--no-fail-fast", "--workspace", "--lib", "--bins"].into_iter().chain(files);
    shell::run(shell::command("cargo").args(runner).args(which), sink)?;
    shell::run(&mut cargo(["test", "--workspace", "--doc"]), sink)
}

/// Behaviour through HTTP, and the first installation as README.md tells it: `sqlite`, or the address of a PostgreSQL where databases may be made.
fn behaviour_tests(database: &str, sink: &Sink) -> Result<()> {
    let which = ["test", "--workspace", "--test", "it", "--test", "first_use"];
    shell::run(cargo(which).env("THIDUA_TEST_DATABASE", database), sink)
}

/// Hostile hands on a server of their own, on both databases.
pub fn hostile_hands(arguments: &[&str], sink: &Sink) -> Result<()> {
    let cluster = Cluster::start(sink)?;
    let server = repository::server_binary("debug")?;
    let mut hostile = command(server.with_file_name("hostile"));
    hostile.arg("--server").arg(&server).args(["--postgres", &cluster.url()]).args(arguments);
    shell::run(&mut hostile, sink)
}

/// The server with the web application inside, for the browser. Naming the workspace and the test, as the other
/// steps do, makes cargo choose the dependencies' features as for them, so that nothing is compiled twice.
fn build_server(sink: &Sink) -> Result<()> {
    let packages = ["build", "--workspace", "--bin", "thidua", "--bin", "hostile", "--test", "it"];
    shell::run(&mut cargo(packages), sink)
}

fn audit_graphql_http(sink: &Sink) -> Result<()> {
    let folder = repository::root().join("tests").join("graphql-http");
    web::install_packages(&folder, sink)?;
    shell::run(
        web::npm(&folder).args(["run", "audit"]).env("THIDUA_BINARY", repository::server_binary("debug")?),
        sink,
    )
}

fn drive_browser(arguments: &[String], sink: &Sink) -> Result<()> {
    let folder = repository::root().join("tests").join("e2e");
    web::install_packages(&folder, sink)?;
    shell::run(web::npm(&folder).args(["run", "check"]), sink)?;
    let mut playwright = command(folder.join("node_modules").join(".bin").join("playwright"));
    playwright.current_dir(&folder).arg("test").args(arguments);
    shell::run(playwright.env("THIDUA_BINARY", repository::server_binary("debug")?), sink)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_names_only_steps_that_come_before_it_in_its_lane_or_are_in_the_other() {
        let steps = steps();
        for (place, step) in steps.iter().enumerate() {
            for name in step.needs.iter().chain(step.after) {
                let other = steps.iter().position(|other| other.name == *name);
                let other =
                    other.unwrap_or_else(|| panic!("{} waits for {name}, which is no step", step.name));
                assert!(
                    steps[other].lane != step.lane || other < place,
                    "{} would wait forever for {name}, which follows it in the same lane",
                    step.name
                );
                assert!(
                    step.lane == Lane::Main || steps[other].lane == Lane::Side,
                    "{} in the side lane must not wait for {name} in the main one",
                    step.name
                );
            }
        }
    }

    #[test]
    fn every_test_file_of_a_package_is_run() {
        let root = repository::root();
        let crates = std::fs::read_dir(root.join("crates")).expect("the folder of crates");
        let mut packages: Vec<_> = crates.map(|entry| entry.expect("an entry").path()).collect();
        packages.extend(["server", "migration", "xtask"].map(|name| root.join(name)));
        let mut found = Vec::new();
        for folder in packages.iter().map(|package| package.join("tests")).filter(|folder| folder.is_dir()) {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.extension().is_some_and(|extension| extension == "rs") {
                    found.push(path.file_stem().expect("a name").to_string_lossy().into_owned());
                }
            }
        }
        found.sort();
        let mut listed: Vec<String> =
            TEST_FILES.iter().chain(&["first_use"]).map(|name| (*name).to_owned()).collect();
        listed.sort();
        assert_eq!(found, listed);
    }

    #[test]
    fn the_quick_steps_exist() {
        let names: Vec<&str> = steps().iter().map(|step| step.name).collect();
        assert!(QUICK.iter().all(|name| names.contains(name)), "{names:?}");
    }
}
