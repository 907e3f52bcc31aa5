//! Holds the Dockerfile against the repository, since a container engine is not at hand wherever the tests
//! run: what it copies, calls and names must exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::repository;

#[test]
fn the_dockerfile_fits_the_repository() {
    let text = read("Dockerfile");
    assert_eq!(faults(&text), Vec::<String>::new());
}

#[test]
fn faults_are_found() {
    let text = read("Dockerfile");
    let broken = |from: &str, to: &str| {
        assert!(text.contains(from), "the Dockerfile has no {from:?} to break");
        faults(&text.replace(from, to)).join("\n")
    };
    for (from, to, fault) in [
        ("COPY schema.graphql ", "COPY contract.graphql ", "contract.graphql does not exist"),
        ("COPY data/ data/", "COPY target/ target/", "target is excluded by .dockerignore"),
        ("--from=web", "--from=wed", "there is no earlier stage wed"),
        ("npm run build", "npm run bundle", "web/package.json has no script bundle"),
        ("-p thidua", "-p thidea", "the workspace has no package or binary thidea"),
        ("/out/thidua /usr", "/out/thidue /usr", "/out/thidue is not made in the stage server"),
        ("USER nonroot", "USER root", "the image runs as root"),
        ("\"health\"", "\"healthy\"", "the server has no subcommand healthy"),
        ("\"--url\"", "\"--uri\"", "the server has no option --uri"),
        ("[\"serve\"]", "[\"server\"]", "the server has no subcommand server"),
        ("EXPOSE 8080", "EXPOSE 8081", "the ports differ"),
        ("rust:1.95.0-", "rust:1.94.0-", "rust-toolchain.toml pins 1.95.0"),
        (":nonroot@sha256:9", ":nonroot@sha256:", "is not named by its digest"),
        ("node:20-bookworm-slim@sha256:2", "node:20-bookworm-slim-", "is not named by its digest"),
        ("THIDUA_FILES_URL", "THIDUA_FILE_URL", "the server has no setting file_url"),
        ("ENTRYPOINT [\"/usr/local/bin", "ENTRYPOINT [\"/usr/bin", "/usr/bin/thidua is not in the image"),
    ] {
        let found = broken(from, to);
        assert!(found.contains(fault), "{from:?} → {to:?} should give {fault:?}, but gives:\n{found}");
    }
}

#[test]
fn patterns_exclude_as_docker_does() {
    let rules = "target\n**/node_modules\n*.md\n!README.md\nweb/dist\n# a comment\n";
    for (path, is_excluded) in [
        ("target", true),
        ("target/debug/thidua", true),
        ("server/target", false),
        ("node_modules", true),
        ("tests/e2e/node_modules/x.js", true),
        ("CHANGELOG.md", true),
        ("README.md", false),
        ("docs/glossary.md", false),
        ("web/dist/index.html", true),
        ("web/distance", false),
    ] {
        assert_eq!(excludes(rules, path), is_excluded, "{path}");
    }
}

/// One line of a Dockerfile, continued lines joined.
struct Instruction {
    keyword: String,
    words: Vec<String>,
}

/// From one FROM to the next.
struct Stage {
    name: Option<String>,
    image: String,
    instructions: Vec<Instruction>,
}

impl Stage {
    fn of(&self, keyword: &str) -> impl Iterator<Item = &[String]> {
        self.instructions.iter().filter(move |it| it.keyword == keyword).map(|it| it.words.as_slice())
    }

    /// The commands of the stage, each as its words.
    fn commands(&self) -> impl Iterator<Item = &[String]> {
        self.of("RUN").flat_map(|words| words.split(|word| word == "&&")).map(|command| {
            let options = command.iter().take_while(|word| word.starts_with("--")).count();
            &command[options..]
        })
    }

    /// The names that follow the flag in the commands that begin with the given words.
    fn named(&self, command: &[&str], flag: &str) -> Vec<&str> {
        self.commands()
            .filter(|words| words.len() >= command.len() && words.iter().zip(command).all(|(a, b)| a == b))
            .flat_map(|words| words.windows(2))
            .filter(|pair| pair[0] == flag)
            .map(|pair| pair[1].as_str())
            .collect()
    }
}

fn parse(text: &str) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::new();
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    for line in lines.join("\n").replace("\\\n", " ").lines() {
        let mut words = line.split_whitespace().map(String::from);
        let Some(keyword) = words.next() else { continue };
        let words: Vec<String> = words.collect();
        if keyword == "FROM" {
            let name = (words.get(1).map(String::as_str) == Some("AS")).then(|| words[2].clone());
            stages.push(Stage { name, image: words[0].clone(), instructions: Vec::new() });
        } else {
            let stage = stages.last_mut().expect("the first instruction of a Dockerfile is FROM");
            stage.instructions.push(Instruction { keyword, words });
        }
    }
    stages
}

/// Everything in which the Dockerfile does not fit the repository.
fn faults(text: &str) -> Vec<String> {
    let stages = parse(text);
    let mut faults = Vec::new();
    for (place, stage) in stages.iter().enumerate() {
        check_copies(stage, &stages[..place], &mut faults);
        check_commands(stage, &mut faults);
        check_compiler(stage, &mut faults);
        check_digest(stage, &mut faults);
    }
    check_embedded_files(&stages, &mut faults);
    check_image(stages.last().expect("a Dockerfile has a stage"), &mut faults);
    faults
}

fn check_copies(stage: &Stage, earlier: &[Stage], faults: &mut Vec<String>) {
    let ignored = read(".dockerignore");
    for words in stage.of("COPY") {
        let (options, paths): (Vec<&String>, Vec<&String>) =
            words.iter().partition(|word| word.starts_with("--"));
        let (_, sources) = paths.split_last().expect("COPY has a destination");
        let from = options.iter().find_map(|option| option.strip_prefix("--from="));
        let Some(from) = from else {
            for source in sources.iter().map(|source| source.trim_end_matches('/')) {
                if excludes(&ignored, source) {
                    faults.push(format!("{source} is excluded by .dockerignore"));
                } else if !repository::root().join(source).exists() {
                    faults.push(format!("{source} does not exist"));
                }
            }
            continue;
        };
        let Some(from) = earlier.iter().find(|stage| stage.name.as_deref() == Some(from)) else {
            faults.push(format!("there is no earlier stage {from}"));
            continue;
        };
        for source in sources.iter().map(|source| source.trim_end_matches('/')) {
            if !is_made_in(from, source) {
                let stage = from.name.as_deref().unwrap_or_default();
                faults.push(format!("{source} is not made in the stage {stage}"));
            }
        }
    }
}

/// Whether the stage names the path in a command, or it is the folder that the web application's build
/// writes.
fn is_made_in(stage: &Stage, path: &str) -> bool {
    let is_built = !stage.named(&["npm", "run"], "run").is_empty();
    let folder = stage.of("WORKDIR").next().and_then(|words| words.first()).map(String::as_str);
    let is_dist = is_built && folder.is_some_and(|folder| path == format!("{folder}/dist"));
    is_dist || stage.commands().flatten().any(|word| word == path)
}

fn check_commands(stage: &Stage, faults: &mut Vec<String>) {
    let package: Value = serde_json::from_str(&read("web/package.json")).expect("web/package.json is JSON");
    for script in stage.named(&["npm", "run"], "run") {
        if package["scripts"].get(script).is_none() {
            faults.push(format!("web/package.json has no script {script}"));
        }
    }
    let known = packages_and_binaries();
    for flag in ["-p", "--package", "--bin"] {
        for name in stage.named(&["cargo"], flag) {
            if !known.contains(name) {
                faults.push(format!("the workspace has no package or binary {name}"));
            }
        }
    }
    for built in stage.commands().flatten().filter_map(|word| word.strip_prefix("target/release/")) {
        if !known.contains(built) {
            faults.push(format!("cargo builds no {built}"));
        }
    }
}

fn check_compiler(stage: &Stage, faults: &mut Vec<String>) {
    let pinned = value_of(&read("rust-toolchain.toml"), "channel").expect("the compiler is pinned");
    if let Some(tag) = stage.image.strip_prefix("rust:")
        && !tag.starts_with(&format!("{pinned}-"))
    {
        faults.push(format!("the image has Rust {tag}, but rust-toolchain.toml pins {pinned}"));
    }
}

/// An image is what it was when it was chosen: a tag can be moved, a digest cannot.
fn check_digest(stage: &Stage, faults: &mut Vec<String>) {
    let digest = stage.image.split_once("@sha256:").map_or("", |(_, digest)| digest);
    if digest.len() != 64 || !digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        faults.push(format!("{} is not named by its digest", stage.image));
    }
}

/// A file outside its crate that the server compiles in must be copied to where the server is built.
fn check_embedded_files(stages: &[Stage], faults: &mut Vec<String>) {
    let builder = stages.iter().find(|stage| {
        stage.commands().any(|command| command.first().is_some_and(|program| program == "cargo"))
    });
    let builder = builder.expect("a stage calls cargo");
    let copied: Vec<&str> = builder.of("COPY").flatten().map(|word| word.trim_end_matches('/')).collect();
    for krate in ["server", "migration", "crates"] {
        for file in rust_files(&repository::root().join(krate)) {
            for path in embedded_by(&file) {
                let is_outside = !path.starts_with(krate);
                if is_outside && !copied.iter().any(|copied| path.starts_with(copied)) {
                    faults.push(format!("{} embeds {}, which is not copied", file.display(), path.display()));
                }
            }
        }
    }
}

/// The paths, from the root of the repository, that a Rust file includes.
fn embedded_by(file: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(file).expect("a source file is readable");
    let folder = file.parent().expect("a file lies in a folder");
    ["include_str!(\"", "include_bytes!(\""]
        .iter()
        .flat_map(|call| text.split(call).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .map(|path| normal(&folder.join(path)))
        .filter_map(|path| path.strip_prefix(repository::root()).map(Path::to_path_buf).ok())
        .collect()
}

fn check_image(image: &Stage, faults: &mut Vec<String>) {
    match image.of("USER").last().and_then(|words| words.first()).map(String::as_str) {
        None | Some("root" | "0") => faults.push("the image runs as root".into()),
        Some(_) => {}
    }
    let programs: Vec<&str> = image.of("COPY").filter_map(|words| words.last()).map(String::as_str).collect();
    let entry = list_in(image.of("ENTRYPOINT").next().expect("the image has an entry point"));
    let health = list_in(image.of("HEALTHCHECK").next().expect("the image has a health check"));
    for program in [entry.first(), health.first()].into_iter().flatten() {
        if !programs.contains(&program.as_str()) {
            faults.push(format!("{program} is not in the image"));
        }
    }
    let cmd = list_in(image.of("CMD").next().expect("the image has a default command"));
    let commands = [entry.get(1..).unwrap_or_default(), &cmd].concat();
    for arguments in [&commands[..], health.get(1..).unwrap_or_default()] {
        check_arguments(arguments, faults);
    }
    check_settings(image, &health, faults);
}

/// The command line in use is the one that the server's sources describe.
fn check_arguments(arguments: &[String], faults: &mut Vec<String>) {
    let command_line: String = command_line_sources();
    if let Some(subcommand) = arguments.first()
        && !has_word(&command_line, &camel_case(subcommand))
    {
        faults.push(format!("the server has no subcommand {subcommand}"));
    }
    for option in arguments.iter().filter_map(|argument| argument.strip_prefix("--")) {
        if !has_word(&command_line, &option.replace('-', "_")) {
            faults.push(format!("the server has no option --{option}"));
        }
    }
}

/// Every `THIDUA_` variable is a setting, and one port is served, exposed and asked.
fn check_settings(image: &Stage, health: &[String], faults: &mut Vec<String>) {
    let settings = read("server/src/config.rs");
    let variables: Vec<(&str, &str)> =
        image.of("ENV").flatten().filter_map(|word| word.split_once('=')).collect();
    for (name, _) in &variables {
        let setting = name.strip_prefix("THIDUA_").unwrap_or(name).to_lowercase();
        if !has_word(&settings, &setting) {
            faults.push(format!("the server has no setting {setting}"));
        }
    }
    let listen = variables.iter().find(|(name, _)| *name == "THIDUA_LISTEN").map(|(_, value)| *value);
    let ports: BTreeSet<Option<&str>> = [
        listen.and_then(|address| address.rsplit(':').next()),
        image.of("EXPOSE").next().and_then(|words| words.first()).map(String::as_str),
        health.last().and_then(|url| url.rsplit(':').next()?.split('/').next()),
    ]
    .into();
    if ports.len() != 1 || ports.contains(&None) {
        faults.push(format!("the ports differ: {ports:?}"));
    }
}

/// The JSON list at the end of an ENTRYPOINT, CMD or HEALTHCHECK.
fn list_in(words: &[String]) -> Vec<String> {
    let text = words.join(" ");
    let list = text.find('[').map(|start| &text[start..]).expect("the command is a JSON list");
    serde_json::from_str(list).expect("the command is a JSON list")
}

/// Where clap's subcommands and options are declared.
fn command_line_sources() -> String {
    let sources = rust_files(&repository::root().join("server/src"));
    let declares = |text: &String| text.contains("Subcommand)]") || text.contains("Args)]");
    sources
        .iter()
        .map(|file| fs::read_to_string(file).expect("a source file is readable"))
        .filter(declares)
        .collect()
}

/// Names of the workspace's packages and of the binaries that have a name of their own.
fn packages_and_binaries() -> BTreeSet<String> {
    ["server", "migration", "tests", "xtask"]
        .iter()
        .flat_map(|member| {
            let manifest = read(&format!("{member}/Cargo.toml"));
            manifest.lines().filter_map(|line| value_of(line, "name")).collect::<Vec<_>>()
        })
        .collect()
}

/// The string that a line of TOML gives to the key.
fn value_of(text: &str, key: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == key).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// `.dockerignore`: the last rule that fits the path or a folder above it decides.
fn excludes(rules: &str, path: &str) -> bool {
    let path: Vec<&str> = path.split('/').collect();
    let mut excluded = false;
    for rule in rules.lines().map(str::trim).filter(|rule| !rule.is_empty() && !rule.starts_with('#')) {
        let (is_exception, pattern) = rule.strip_prefix('!').map_or((false, rule), |pattern| (true, pattern));
        let pattern: Vec<&str> = pattern.trim_matches('/').split('/').collect();
        if (1..=path.len()).any(|length| fits(&pattern, &path[..length])) {
            excluded = !is_exception;
        }
    }
    excluded
}

fn fits(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => (0..=path.len()).any(|skipped| fits(rest, &path[skipped..])),
        (Some((first, rest)), Some((name, below))) => {
            let name_fits = match first.split_once('*') {
                Some((start, end)) => {
                    name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
                }
                None => first == name,
            };
            name_fits && fits(rest, below)
        }
        _ => false,
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a source folder is readable");
    let paths = entries.map(|entry| entry.expect("a source folder is readable").path());
    paths
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The path without `..`.
fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut normal, component| {
        if component == Component::ParentDir {
            normal.pop();
        } else {
            normal.push(component);
        }
        normal
    })
}

fn camel_case(subcommand: &str) -> String {
    let capitalised = |word: &str| word[..1].to_uppercase() + &word[1..];
    subcommand.split('-').map(capitalised).collect()
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|found| found == word)
}

fn read(path: &str) -> String {
    fs::read_to_string(repository::root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
