//! The first installation as README.md tells it, command by command, with the program as it is built, on an empty
//! database of today: SQLite, or a PostgreSQL that `THIDUA_TEST_DATABASE` names.
#![cfg(unix)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait as _, Database};
use tempfile::TempDir;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// What a command came to.
#[derive(Debug)]
struct Said {
    is_success: bool,
    out: String,
    err: String,
}

/// A folder with nothing but the program and the data that come with it, and a database without a table.
struct Machine {
    folder: TempDir,
    database: String,
}

impl Machine {
    async fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let programs = folder.path().join("bin");
        std::fs::create_dir(&programs).expect("a folder for the program");
        let link = |to: &Path, from: PathBuf| std::os::unix::fs::symlink(to, from).expect("a link");
        link(Path::new(env!("CARGO_BIN_EXE_thidua")), programs.join("thidua"));
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
        link(&data.canonicalize().expect("the data"), folder.path().join("data"));
        #[expect(clippy::disallowed_methods, reason = "the test suite chooses its database by environment")]
        let server = std::env::var("THIDUA_TEST_DATABASE").ok().filter(|url| url.starts_with("postgres"));
        let database = match server {
            None => format!("sqlite://{}", folder.path().join("thidua.db").display()),
            Some(server) => {
                let number = NUMBER.fetch_add(1, Ordering::SeqCst);
                let name = format!("thidua_first_{}_{number}", std::process::id());
                let connection = Database::connect(&server).await.expect("the database server answers");
                connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
                let (base, query) = server.split_once('?').unwrap_or((&server, ""));
                let base = &base[..base.rfind('/').expect("a URL has slashes")];
                format!("{base}/{name}{}{query}", if query.is_empty() { "" } else { "?" })
            }
        };
        Self { folder, database }
    }

    /// Runs a script of the shell that stops at the first command that fails; its input is a terminal to nobody.
    fn run(&self, script: &str) -> Said {
        let path = format!("{}:{}", self.folder.path().join("bin").display(), programs().join(":"));
        let mut shell = Command::new("sh")
            .arg("-eu")
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", path)
            .env("THIDUA_DATABASE_URL", &self.database)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a shell");
        shell.stdin.take().expect("piped").write_all(script.as_bytes()).expect("a script");
        let output = shell.wait_with_output().expect("ends");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Said { is_success: output.status.success(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Where the shell's programs are, and those of PostgreSQL as Debian packs them, the newest first.
fn programs() -> Vec<String> {
    let packaged = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<String> = packaged.map(|one| one.path().join("bin").display().to_string()).collect();
    found.sort_unstable();
    found.reverse();
    found.extend(["/usr/local/bin", "/usr/bin", "/bin"].map(str::to_owned));
    found
}

/// The commands of the first installation.
fn commands() -> String {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(readme).expect("README.md");
    let (_, rest) =
        readme.split_once("A first installation").expect("README.md tells the first installation");
    let (_, rest) = rest.split_once("```sh\n").expect("its commands");
    rest.split_once("```").expect("their end").0.to_owned()
}

#[tokio::test]
async fn the_first_installation_runs_as_it_is_written_and_setting_up_again_changes_nothing() {
    let machine = Machine::empty().await;
    assert!(commands().lines().count() >= 10, "{}", commands());
    let said = machine.run(&commands());
    assert!(said.is_success, "{said:#?}");
    assert!(said.out.contains("administrator: quantri made"), "{said:#?}");
    assert!(said.out.contains("known already"), "the rubric that comes along is no fault: {said:#?}");
    assert!(said.out.contains("backup-of-today: intact"), "{said:#?}");

    let again = machine.run("thidua setup --admin quantri </dev/null");
    assert!(again.is_success, "{again:#?}");
    assert!(again.out.contains("province: Tỉnh An Giang is there already"), "{again:#?}");
    assert!(again.out.contains("administrator: quantri is there already"), "{again:#?}");
    let units = machine
        .run("thidua import units data/units_2025.csv && thidua import successions data/successions.csv");
    assert!(units.is_success, "{units:#?}");
    assert!(units.out.contains("0 created, 0 changed"), "they came with the province: {units:#?}");
    let sample = machine.run("thidua setup --admin quantri --sample </dev/null");
    assert!(!sample.is_success && sample.err.contains("empty database"), "{sample:#?}");
}

#[tokio::test]
async fn another_province_begins_with_itself() {
    let machine = Machine::empty().await;
    let said = machine.run(
        "echo 'đêm trăng trên sông Cấm' | thidua setup --province 'Thành phố Hải Phòng' --code 31 \
         --admin quantri --admin-name 'Trần Thị Bình'\n\
         thidua import units --template > units.csv\n\
         printf '31-SO-A,Sở Tư pháp,,department,sở,31,2025-07-01,,,,,\\n' >> units.csv\n\
         thidua import units units.csv",
    );
    assert!(said.is_success, "{said:#?}");
    assert!(said.out.contains("1 rows: 1 created"), "{said:#?}");
}

#[tokio::test]
async fn what_is_missing_is_named_where_nobody_can_be_asked() {
    let machine = Machine::empty().await;
    for (options, missing) in [
        ("", "--province"),
        ("--province 'Hải Phòng'", "--code"),
        ("--province 'An Giang'", "--admin"),
        ("--admin quantri", "--admin-name"),
        ("--admin quantri --admin-name 'Trần Thị Bình'", "no password on standard input"),
    ] {
        let said = machine.run(&format!("thidua setup {options} </dev/null"));
        assert!(!said.is_success && said.err.contains(missing), "{options}: {said:#?}");
    }
    let said = machine.run("thidua user add a.b --name 'Lê Văn An' --unit KHONG-CO </dev/null");
    assert!(!said.is_success && said.err.contains("thidua import units"), "{said:#?}");
}
