//! Backup and restore: what was acknowledged before a backup began is in it and comes back as it was; whatever is
//! wrong with a backup is named before anything is restored.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{ConnectionTrait as _, Database as Connector, DatabaseConnection};
use serde_json::Value;
use tempfile::TempDir;
use thidua::audit;
use thidua::config::Config;
use thidua::shared::clock::Clock as _;
use thidua::storage::{self, Findings, Manifest, Restored, Taken};

use crate::blobs::{place, three_records};
use crate::files::{self, pdf};
use crate::support::command_line::{thidua, thidua_on_a_full_disk};
use crate::support::scenario::{World, published, text};
use crate::support::{TestDatabase, postgres_programs, tables};

/// The settings of an application, with PostgreSQL's programs where they are.
fn settings(world: &World) -> Config {
    let config = Config::clone(&world.app.app.config);
    Config { postgres_programs: postgres_programs(), ..config }
}

/// A database without tables and a folder without files.
struct Elsewhere {
    database: TestDatabase,
    config: Config,
}

impl Elsewhere {
    async fn empty() -> Self {
        let database = TestDatabase::empty().await;
        let files = database.folder.path().join("files");
        let config = Config {
            database_url: database.url.clone(),
            files_url: files.display().to_string(),
            postgres_programs: postgres_programs(),
            ..Config::default()
        };
        Self { database, config }
    }

    async fn connect(&self) -> DatabaseConnection {
        Connector::connect(&self.database.url).await.expect("connects")
    }

    fn is_sqlite(&self) -> bool {
        self.database.url.starts_with("sqlite:")
    }

    /// Whether nothing at all is there.
    async fn is_untouched(&self) -> bool {
        let file = self.database.url.trim_start_matches("sqlite://");
        let is_empty = if self.is_sqlite() {
            !Path::new(file).exists()
        } else {
            let db = self.connect().await;
            let is_empty = tables::tables(&db).await.is_empty();
            db.close().await.expect("closes");
            is_empty
        };
        is_empty && blobs_in(&PathBuf::from(&self.config.files_url).join("sha256")).is_empty()
    }
}

async fn taken(world: &World, folder: &Path) -> anyhow::Result<Taken> {
    storage::take(&settings(world), folder, world.app.clock.now(), &mut |_| {}).await
}

async fn verified(folder: &Path) -> Findings {
    storage::verify(folder, &mut |_| {}).await.expect("has a manifest")
}

async fn restored(config: &Config, folder: &Path, replace: bool) -> Result<Restored, String> {
    let mut said = Vec::new();
    let restored = storage::restore(config, folder, replace, &mut |line| said.push(line.to_owned())).await;
    restored.map_err(|error| format!("{error:#}\n{}", said.join("\n")))
}

/// Every file below a folder, with its bytes.
fn blobs_in(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(path).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_owned();
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

fn new_folder() -> (TempDir, PathBuf) {
    let above = tempfile::tempdir().expect("a temporary folder");
    let folder = above.path().join("backup");
    (above, folder)
}

#[tokio::test]
async fn what_is_restored_is_equal_row_by_row_and_byte_by_byte() {
    let world = published().await;
    three_records(&world).await;
    let (_above, folder) = new_folder();
    let taken = taken(&world, &folder).await.expect("a backup");
    let Manifest { blobs, gaps, seal, .. } = &taken.manifest;
    assert_eq!((blobs.len(), gaps.len()), (3, 0));
    let found = verified(&folder).await;
    assert!(found.faults.is_empty(), "{:?}", found.faults);
    assert_eq!((&found.manifest, &found.digest), (&taken.manifest, &taken.digest));

    let elsewhere = Elsewhere::empty().await;
    let back = restored(&elsewhere.config, &folder, false).await.expect("is restored");
    assert!(back.is_newest);
    let db = elsewhere.connect().await;
    let original = tables::everything(world.app.app.db.read()).await;
    let copy = tables::everything(&db).await;
    assert!(original.values().map(Vec::len).sum::<usize>() > 100, "there is something to compare");
    assert_eq!(copy, original);
    let files = |config: &Config| blobs_in(&PathBuf::from(&config.files_url).join("sha256"));
    assert_eq!(files(&elsewhere.config), files(&world.app.app.config));
    let verdict = audit::verify(&db, seal.clone()).await.expect("the trail is read");
    assert!(verdict.is_intact() && verdict.entries > 0, "{verdict:?}");
    // The database goes on guarding the trail.
    let changed = db.execute_unprepared("UPDATE audit_entry SET reason = 'khác'").await;
    assert!(changed.is_err_and(|error| error.to_string().contains("append-only")));
}

/// The backup of a server at work: nothing that was acknowledged before it began is missing, and whatever its records
/// name is in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_writes_holds_everything_acknowledged_before_it_began() {
    let world = Arc::new(published().await);
    let stop = Arc::new(AtomicBool::new(false));
    let mut writers = Vec::new();
    for login in ["cb-x1", "cb-x2", "cb-x3"] {
        let (world, stop) = (Arc::clone(&world), Arc::clone(&stop));
        let mut client = world.app.signed_in(login).await;
        writers.push(tokio::spawn(async move {
            let unit = login.trim_start_matches("cb-").to_uppercase();
            let mut acknowledged = Vec::new();
            while !stop.load(Ordering::SeqCst) && acknowledged.len() < 2000 {
                let bytes = pdf(&format!("{login} {}", acknowledged.len()));
                let answer = files::upload(&mut client, &world.units[&unit], "tệp.pdf", bytes).await;
                assert_eq!(answer.status, 201);
                acknowledged.push(text(&answer.json()["sha256"]));
            }
            acknowledged
        }));
    }
    let query = "SELECT sha256 FROM stored_file";
    let hashes = |db: DatabaseConnection| async move {
        let statement = sea_orm::Statement::from_string(db.get_database_backend(), query);
        let rows = db.query_all_raw(statement).await.expect("rows");
        rows.iter().map(|row| row.try_get::<String>("", "sha256").expect("a hash")).collect::<Vec<_>>()
    };
    let mut before = Vec::new();
    while before.len() < 10 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        before = hashes(world.app.app.db.read().clone()).await;
    }
    let (_above, folder) = new_folder();
    let taken = taken(&world, &folder).await.expect("a backup");
    stop.store(true, Ordering::SeqCst);
    let mut acknowledged = 0;
    for writer in writers {
        acknowledged += writer.await.expect("the writer ends").len();
    }
    assert!(taken.manifest.gaps.is_empty());
    assert!(acknowledged > before.len(), "writes went on meanwhile");

    let elsewhere = Elsewhere::empty().await;
    restored(&elsewhere.config, &folder, false).await.expect("is restored, its trail holds against the seal");
    let db = elsewhere.connect().await;
    let after = hashes(db.clone()).await;
    assert!(before.iter().all(|sha256| after.contains(sha256)), "acknowledged, then lost");
    let blobs = thidua::files::Blobs::open(&elsewhere.config.files_url).expect("opens");
    let inventory = storage::inspect(&db, &blobs, true, &mut |_| {}).await.expect("is read");
    assert_eq!((inventory.named, inventory.faults.len()), (after.len(), 0), "{:?}", inventory.faults);
    assert!(inventory.orphans.is_empty(), "{:?}", inventory.orphans);
}

#[tokio::test]
async fn whatever_is_wrong_with_a_backup_is_named_and_nothing_is_restored() {
    let world = published().await;
    three_records(&world).await;
    let (_above, folder) = new_folder();
    let taken = taken(&world, &folder).await.expect("a backup");
    let elsewhere = Elsewhere::empty().await;
    let dump = folder.join(taken.manifest.database.file_name());
    let sha256 = taken.manifest.blobs.keys().next().expect("a blob").clone();
    let blob = folder.join("sha256").join(&sha256[..2]).join(&sha256[2..]);
    let named = format!("sha256/{}/{}", &sha256[..2], &sha256[2..]);

    let flipped = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        bytes
    };
    let cut = |bytes: &[u8]| bytes[..bytes.len() - 1].to_vec();
    type Damage<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;
    let cases: [(&Path, Damage<'_>, String); 5] = [
        (&dump, &flipped, format!("{}: has been changed", taken.manifest.database.file_name())),
        (&dump, &cut, "the manifest says".to_owned()),
        (&blob, &flipped, format!("{named}: has been changed")),
        (&blob, &cut, format!("{named}: has ")),
        (&folder.join("seal.json"), &flipped, "seal.json: not the seal".to_owned()),
    ];
    for (path, damage, expected) in cases {
        let right = fs::read(path).expect("a file");
        fs::write(path, damage(&right)).expect("is damaged");
        let found = verified(&folder).await.faults;
        assert!(found.len() == 1 && found[0].contains(&expected), "{expected}: {found:?}");
        let refused = restored(&elsewhere.config, &folder, false).await.expect_err("is refused");
        assert!(refused.contains("nothing was restored") && refused.contains(&expected), "{refused}");
        fs::write(path, right).expect("is mended");
    }
    fs::rename(&blob, folder.join("elsewhere")).expect("is moved");
    let found = verified(&folder).await.faults;
    assert_eq!(found, [format!("{named}: is missing"), "elsewhere: is nothing of this backup".to_owned()]);
    fs::rename(folder.join("elsewhere"), &blob).expect("is moved back");
    assert!(verified(&folder).await.faults.is_empty());

    // A manifest that does not name a file of a record, nor its rows, is found out by the database inside.
    let manifest = folder.join("manifest.json");
    let right = fs::read(&manifest).expect("a manifest");
    if elsewhere.is_sqlite() {
        let mut wrong: Value = serde_json::from_slice(&right).expect("JSON");
        wrong["blobs"].as_object_mut().expect("blobs").remove(&sha256);
        wrong["rows"]["account"] = 1.into();
        fs::write(&manifest, wrong.to_string()).expect("is rewritten");
        let found = verified(&folder).await.faults;
        for expected in
            [format!("{named}: is nothing"), "which is not in the backup".into(), "account: ".into()]
        {
            assert!(found.iter().any(|fault| fault.contains(&expected)), "{expected}: {found:?}");
        }
        fs::write(&manifest, &right).expect("is mended");
    }
    let said = thidua(&["verify-backup", folder.to_str().expect("a name"), "--manifest", &taken.digest]);
    assert!(said.is_success && said.out.contains("intact"), "{said:?}");
    let other = "0".repeat(64);
    let said = thidua(&["verify-backup", folder.to_str().expect("a name"), "--manifest", &other]);
    assert!(!said.is_success && said.out.contains("manifest.json: has been changed"), "{said:?}");

    // Interrupted, it has no manifest.
    fs::remove_file(&manifest).expect("is removed");
    let refused = restored(&elsewhere.config, &folder, false).await.expect_err("is refused");
    assert!(refused.contains("was never finished"), "{refused}");
    let said = thidua(&["verify-backup", folder.to_str().expect("a name")]);
    assert!(!said.is_success && said.err.contains("was never finished"), "{said:?}");
    assert!(elsewhere.is_untouched().await);
}

#[tokio::test]
async fn a_backup_of_a_newer_version_or_of_the_other_database_is_refused() {
    let world = published().await;
    let (_above, folder) = new_folder();
    let taken = taken(&world, &folder).await.expect("a backup");
    let elsewhere = Elsewhere::empty().await;
    let other = match elsewhere.is_sqlite() {
        true => "postgres://nobody@127.0.0.1:1/none".to_owned(),
        false => format!("sqlite://{}", elsewhere.database.folder.path().join("x.db").display()),
    };
    let config = Config { database_url: other, ..elsewhere.config.clone() };
    let refused = restored(&config, &folder, false).await.expect_err("is refused");
    assert!(refused.contains("the backup is of"), "{refused}");

    let path = folder.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).expect("a file")).expect("JSON");
    manifest["format"] = 2.into();
    fs::write(&path, manifest.to_string()).expect("is rewritten");
    let refused = restored(&elsewhere.config, &folder, false).await.expect_err("is refused");
    assert!(refused.contains("has format 2"), "{refused}");
    assert!(elsewhere.is_untouched().await);
    assert!(!taken.manifest.migrations.is_empty());
}

/// What a newer program would leave, in the only way this one can make it: one migration more in the list.
#[tokio::test]
async fn a_backup_with_a_migration_that_this_program_does_not_know_is_refused() {
    let world = published().await;
    let sql = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000000_later', 1)";
    world.app.app.db.write().execute_unprepared(sql).await.expect("is added");
    let (_above, folder) = new_folder();
    taken(&world, &folder).await.expect("a backup");
    let elsewhere = Elsewhere::empty().await;
    let refused = restored(&elsewhere.config, &folder, false).await.expect_err("is refused");
    assert!(refused.contains("does not know its migration m29990101_000000_later"), "{refused}");
    assert!(elsewhere.is_untouched().await);
}

#[tokio::test]
async fn a_target_that_is_not_empty_is_replaced_only_when_told_so_and_when_nobody_uses_it() {
    let world = published().await;
    three_records(&world).await;
    let (_above, folder) = new_folder();
    taken(&world, &folder).await.expect("a backup");
    let original = tables::everything(world.app.app.db.read()).await;

    let other = crate::support::TestApp::start().await;
    other.add_person("nguoi-khac", thidua::access::Role::Analyst).await;
    let config = Config { postgres_programs: postgres_programs(), ..Config::clone(&other.app.config) };
    let before = tables::everything(other.app.db.read()).await;
    let refused = restored(&config, &folder, false).await.expect_err("is refused");
    assert!(refused.contains("is not empty") && refused.contains("--replace"), "{refused}");
    let refused = restored(&config, &folder, true).await.expect_err("is refused");
    assert!(refused.contains("in use") && refused.contains("stop the server first"), "{refused}");
    assert_eq!(tables::everything(other.app.db.read()).await, before);
    assert!(blobs_in(&PathBuf::from(&config.files_url).join("sha256")).is_empty());

    let database = other.stopped().await;
    restored(&config, &folder, true).await.expect("is restored");
    let db = Connector::connect(&config.database_url).await.expect("connects");
    assert_eq!(tables::everything(&db).await, original);
    db.close().await.expect("closes");
    drop(database);

    let elsewhere = Elsewhere::empty().await;
    fs::create_dir_all(PathBuf::from(&elsewhere.config.files_url).join("sha256/ab")).expect("a folder");
    fs::write(PathBuf::from(&elsewhere.config.files_url).join("sha256/ab/cd"), b"other").expect("a file");
    let refused = restored(&elsewhere.config, &folder, false).await.expect_err("is refused");
    assert!(refused.contains("1 files that are not in the backup"), "{refused}");
    restored(&elsewhere.config, &folder, true).await.expect("is restored");
}

/// A log beside a database that is not there belongs to another one, and would be played into this one.
#[tokio::test]
async fn a_log_without_its_database_is_not_played_into_the_restored_one() {
    let elsewhere = Elsewhere::empty().await;
    if !elsewhere.is_sqlite() {
        return;
    }
    let world = published().await;
    let (_above, folder) = new_folder();
    taken(&world, &folder).await.expect("a backup");
    let file = elsewhere.database.url.trim_start_matches("sqlite://");
    fs::write(format!("{file}-wal"), b"of another database").expect("is written");
    let refused = restored(&elsewhere.config, &folder, false).await.expect_err("is refused");
    assert!(refused.contains("is not empty"), "{refused}");
    restored(&elsewhere.config, &folder, true).await.expect("is restored");
    assert!(!Path::new(&format!("{file}-wal")).exists());
    assert!(!Path::new(&format!("{file}.restoring")).exists());
}

#[tokio::test]
async fn files_at_fault_in_the_store_do_not_keep_the_rest_from_being_saved() {
    let world = published().await;
    let records = three_records(&world).await;
    let hash = |at: usize| text(&records[at].1["sha256"]);
    fs::remove_file(place(&world, &hash(0))).expect("is removed");
    fs::write(place(&world, &hash(1)), b"other").expect("is overwritten");
    let (_above, folder) = new_folder();
    let config = settings(&world);
    let programs = config.postgres_programs.as_ref().map(|path| path.display().to_string());
    let file = folder.with_extension("toml");
    let line = programs.map_or(String::new(), |path| format!("postgres_programs = {path:?}\n"));
    fs::write(&file, line).expect("settings are written");
    let settings = ["--config", file.to_str().expect("a name"), "--database", &config.database_url];
    let files = ["--files", &config.files_url, "backup", folder.to_str().expect("a name")];
    let said = thidua(&[&settings[..], &files].concat());
    assert!(!said.is_success && said.err.contains("complete but for 2 files"), "{said:?}");
    assert!(said.out.contains(&format!("{}, named by stored_file", hash(0))), "{said:?}");
    assert!(said.out.contains("missing in the store") && said.out.contains("tampered with in the store"));

    let found = verified(&folder).await;
    assert!(found.faults.is_empty(), "{:?}", found.faults);
    assert_eq!((found.manifest.gaps.len(), found.manifest.blobs.len()), (2, 1));
    let elsewhere = Elsewhere::empty().await;
    restored(&elsewhere.config, &folder, false).await.expect("is restored");
    let again = thidua(&[&settings[..], &files].concat());
    assert!(!again.is_success && again.err.contains("is there already"), "{again:?}");
    assert!(verified(&folder).await.faults.is_empty(), "the first one stays");
}

/// A file may not grow beyond the limit, first in the middle of the database, then of a stored file.
#[tokio::test]
async fn on_a_full_disk_no_folder_stays_that_looks_like_a_backup() {
    let world = published().await;
    let (_above, rows_only) = new_folder();
    taken(&world, &rows_only).await.expect("a backup");
    let mut focal = world.app.signed_in("cb-x1").await;
    let mut bytes = pdf("lớn");
    // What compresses would fit into PostgreSQL's archive; this is stored beside it as it is.
    bytes.resize(8 * 1024 * 1024, b' ');
    files::upload(&mut focal, &world.units["X1"], "lớn.pdf", bytes).await;
    let config = settings(&world);
    let (above, folder) = new_folder();
    let file = above.path().join("settings.toml");
    let programs = config.postgres_programs.as_ref().map(|path| path.display().to_string());
    fs::write(&file, programs.map_or(String::new(), |path| format!("postgres_programs = {path:?}\n")))
        .expect("settings are written");
    let arguments = [
        "--config",
        file.to_str().expect("a name"),
        "--database",
        &config.database_url,
        "--files",
        &config.files_url,
        "backup",
        folder.to_str().expect("a name"),
    ];
    for (blocks, what) in [(40, config_word(&config)), (12 * 1024, "cannot write")] {
        let said = thidua_on_a_full_disk(blocks, &arguments);
        assert!(!said.is_success && said.err.contains("no backup was made in"), "{said:?}");
        assert!(said.err.contains(what), "{what}: {said:?}");
        assert!(!folder.exists(), "nothing stays");
    }
    let said = thidua(&arguments);
    assert!(said.is_success, "with room again: {said:?}");

    // The way back: the database as a file is cut off only on SQLite, a stored file on both.
    let elsewhere = Elsewhere::empty().await;
    let places = ["--database", &elsewhere.config.database_url, "--files", &elsewhere.config.files_url];
    let back = |folder: &'_ Path| {
        let folder = folder.to_str().expect("a name").to_owned();
        [&arguments[..2], &places, &["restore"]].concat().into_iter().map(str::to_owned).chain([folder])
    };
    for (folder, what) in [(&rows_only, "cannot write"), (&folder, "cannot be stored")] {
        if !elsewhere.is_sqlite() && *folder == rows_only {
            continue;
        }
        let arguments: Vec<String> = back(folder).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let said = thidua_on_a_full_disk(40, &arguments);
        assert!(!said.is_success && said.err.contains(what), "{said:?}");
        assert!(elsewhere.is_untouched().await, "nothing is half restored");
        let beside = format!("{}.restoring", elsewhere.database.url.trim_start_matches("sqlite://"));
        assert!(!Path::new(&beside).exists());
    }
    let arguments: Vec<String> = back(&folder).collect();
    let said = thidua(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(said.is_success, "interrupted, it can be run again as it was: {said:?}");
}

/// Whatever ends `pg_restore` in the middle, and whatever ends us, leaves `psql` without a `COMMIT`.
#[cfg(unix)]
#[tokio::test]
async fn a_restore_that_breaks_off_in_the_middle_changes_nothing() {
    use std::os::unix::fs::PermissionsExt as _;

    let elsewhere = Elsewhere::empty().await;
    if elsewhere.is_sqlite() {
        return;
    }
    let world = published().await;
    let (above, folder) = new_folder();
    taken(&world, &folder).await.expect("a backup");
    let programs = above.path().join("programs");
    fs::create_dir(&programs).expect("a folder");
    let real = |name: &str| postgres_programs().map_or(PathBuf::from(name), |folder| folder.join(name));
    let scripts = [
        ("psql", format!("exec {} \"$@\"\n", real("psql").display())),
        (
            "pg_restore",
            format!(
                "[ \"$1\" = --version ] && exit 0\n{} \"$@\" | head -c 60000\necho cut off >&2\nexit 1\n",
                real("pg_restore").display()
            ),
        ),
    ];
    for (name, script) in scripts {
        fs::write(programs.join(name), format!("#!/bin/sh\n{script}")).expect("is written");
        fs::set_permissions(programs.join(name), fs::Permissions::from_mode(0o755)).expect("can be run");
    }
    let config = Config { postgres_programs: Some(programs), ..elsewhere.config.clone() };
    let refused = restored(&config, &folder, false).await.expect_err("is refused");
    assert!(refused.contains("pg_restore: cut off"), "{refused}");
    assert!(elsewhere.is_untouched().await);

    // What stood there before still stands.
    restored(&elsewhere.config, &folder, false).await.expect("is restored");
    let db = elsewhere.connect().await;
    let before = tables::everything(&db).await;
    db.close().await.expect("closes");
    let refused = restored(&config, &folder, true).await.expect_err("is refused");
    assert!(refused.contains("pg_restore: cut off"), "{refused}");
    let db = elsewhere.connect().await;
    assert_eq!(tables::everything(&db).await, before);
}

/// By what the failure of the database's copy is known.
fn config_word(config: &Config) -> &'static str {
    if config.database_url.starts_with("sqlite:") { "cannot copy the database" } else { "pg_dump" }
}

#[tokio::test]
async fn without_the_programs_of_postgresql_it_is_said_what_is_missing() {
    let world = published().await;
    if world.app.app.config.database_url.starts_with("sqlite:") {
        return;
    }
    let config = Config { postgres_programs: Some("/nowhere".into()), ..settings(&world) };
    let (_above, folder) = new_folder();
    let refused = storage::take(&config, &folder, world.app.clock.now(), &mut |_| {}).await;
    let words = format!("{:#}", refused.expect_err("is refused"));
    assert!(words.contains("pg_dump is not there") && words.contains("postgres_programs"), "{words}");
    assert!(!folder.exists());
}

#[tokio::test]
async fn a_database_that_is_not_there_or_not_ours_is_not_backed_up() {
    let elsewhere = Elsewhere::empty().await;
    let (_above, folder) = new_folder();
    let now = thidua::shared::clock::SystemClock.now();
    let refused = storage::take(&elsewhere.config, &folder, now, &mut |_| {}).await.expect_err("is refused");
    let words = format!("{refused:#}");
    assert!(words.contains("there is no database") || words.contains("there is no schema"), "{words}");
    assert!(!folder.exists());
    assert!(elsewhere.is_untouched().await, "looking makes no database");
}
