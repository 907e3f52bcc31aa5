//! The trail as a chain: the database refuses to change it, concurrent deeds keep it whole, and whatever is
//! tampered with behind the server's back is found and named.

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, DatabaseBackend};
use serde_json::json;
use thidua::audit::{self, Deed, Seal};
use thidua::identity::NewAccount;
use thidua::shared::database::Database;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::support::{PASSWORD, TestApp, TestDatabase};

async fn run(app: &TestApp, sql: &str) -> Result<(), String> {
    app.app.db.write().execute_unprepared(sql).await.map(drop).map_err(|error| error.to_string())
}

fn is_postgres(app: &TestApp) -> bool {
    app.app.db.backend() == DatabaseBackend::Postgres
}

/// An application whose trail has nine entries.
async fn nine_entries() -> TestApp {
    let app = TestApp::start().await;
    for number in 1..=3 {
        let deeds = (1..=3_u128).map(|part| {
            let deed = Deed::new("file.uploaded", "StoredFile", Uuid::from_u128(number * 10 + part));
            deed.because("quyết định số 12/QĐ-UBND, \"bản gốc\"").after(&json!({"tên": "báo cáo.pdf"}))
        });
        let tx = app.app.db.begin().await.expect("begins");
        audit::record_all(&tx, None, deeds.collect(), app.app.clock.now()).await.expect("is recorded");
        tx.commit().await.expect("commits");
    }
    app
}

/// Takes the guards away, as somebody with all rights on the database could.
async fn without_guards(app: &TestApp) {
    let sql = if is_postgres(app) {
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL; ALTER TABLE audit_head DISABLE TRIGGER ALL; \
         DROP INDEX audit_entry_sequence_key"
    } else {
        "DROP TRIGGER audit_entry_no_update; DROP TRIGGER audit_entry_no_delete; \
         DROP TRIGGER audit_entry_no_replace; DROP TRIGGER audit_head_only_forward; \
         DROP TRIGGER audit_head_no_delete; DROP INDEX audit_entry_sequence_key"
    };
    run(app, sql).await.expect("the guards go");
}

/// What a look at the chain finds, without the ids of entries.
async fn findings(app: &TestApp, seal: Option<Seal>) -> Vec<String> {
    let verdict = audit::verify(app.app.db.read(), seal).await.expect("the chain is read");
    assert_eq!(verdict.more, 0);
    let words = verdict.findings.iter().map(ToString::to_string);
    words
        .map(|text| {
            text.split(" (").next().unwrap_or_default().to_owned()
                + text.split(')').nth(1).unwrap_or_default()
        })
        .collect()
}

async fn seal(app: &TestApp) -> Seal {
    audit::seal(app.app.db.read(), app.app.clock.now()).await.expect("the head is read")
}

#[tokio::test]
async fn entries_are_numbered_without_gaps_and_an_untouched_chain_is_intact() {
    let app = nine_entries().await;
    let sealed = seal(&app).await;
    assert_eq!((sealed.sequence, sealed.count), (9, 9));
    let text = serde_json::to_string(&sealed).expect("JSON");
    let again: Seal = serde_json::from_str(&text).expect("a seal");
    assert_eq!(again, sealed);
    let verdict = audit::verify(app.app.db.read(), Some(sealed)).await.expect("the chain is read");
    assert!(verdict.is_intact(), "{:?}", verdict.findings);
    assert_eq!((verdict.entries, verdict.sequence), (9, 9));
}

#[tokio::test]
async fn the_database_refuses_to_change_or_delete_the_trail() {
    let app = nine_entries().await;
    let mut attempts = vec![
        "UPDATE audit_entry SET reason = 'khác' WHERE sequence = 5",
        "DELETE FROM audit_entry WHERE sequence = 5",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET sequence = 3",
        "INSERT INTO audit_head (id, sequence, hash) VALUES (2, 0, '')",
    ];
    if is_postgres(&app) {
        attempts.extend([
            "TRUNCATE audit_entry",
            "TRUNCATE audit_head",
            "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 5 \
             ON CONFLICT (id) DO UPDATE SET reason = 'khác'",
        ]);
    } else {
        attempts.push("INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 5");
    }
    for sql in attempts {
        let answer = run(&app, sql).await.expect_err(sql);
        assert!(answer.contains("append-only") || answer.contains("forward only"), "{sql}: {answer}");
    }
    assert!(findings(&app, None).await.is_empty());
}

#[tokio::test]
async fn a_changed_entry_is_found_and_named() {
    let app = nine_entries().await;
    without_guards(&app).await;
    for column in ["reason", "after", "actor_name", "deed", "address"] {
        let keep = format!("UPDATE audit_entry SET {column} = {column} || '' WHERE sequence = 5");
        run(&app, &keep).await.expect("changes nothing");
    }
    assert!(findings(&app, None).await.is_empty());
    run(&app, "UPDATE audit_entry SET reason = 'khác' WHERE sequence = 5").await.expect("changes");
    run(&app, "UPDATE audit_entry SET is_withheld = TRUE WHERE sequence = 8").await.expect("changes");
    assert_eq!(findings(&app, None).await, ["changed: entry 5", "changed: entry 8"]);
}

#[tokio::test]
async fn a_removed_entry_is_found_and_named() {
    let app = nine_entries().await;
    without_guards(&app).await;
    run(&app, "DELETE FROM audit_entry WHERE sequence IN (1, 5, 6)").await.expect("deletes");
    assert_eq!(findings(&app, None).await, ["removed: entry 1", "removed: entries 5 to 6"]);
}

#[tokio::test]
async fn a_cut_end_is_found_even_when_the_head_was_set_back() {
    let app = nine_entries().await;
    let sealed = seal(&app).await;
    without_guards(&app).await;
    run(&app, "DELETE FROM audit_entry WHERE sequence > 7").await.expect("deletes");
    assert_eq!(findings(&app, None).await, ["removed: entries 8 to 9"]);
    run(&app, "UPDATE audit_head SET sequence = 7, hash = (SELECT hash FROM audit_entry WHERE sequence = 7)")
        .await
        .expect("sets back");
    assert!(findings(&app, None).await.is_empty(), "only the seal knows");
    assert_eq!(findings(&app, Some(sealed)).await, ["removed: entries 8 to 9"]);
}

#[tokio::test]
async fn an_inserted_entry_is_found_and_named() {
    let app = nine_entries().await;
    without_guards(&app).await;
    let columns = "at, actor_name, deed, subject_kind, encoding, previous_hash, hash, is_withheld";
    let id = if is_postgres(&app) {
        "'ffffffff-ffff-7fff-bfff-ffffffffffff'"
    } else {
        "x'ffffffffffff7fffbfffffffffffffff'"
    };
    let insert = |sequence: u8| {
        format!(
            "INSERT INTO audit_entry (id, sequence, {columns}) \
             SELECT {id}, {sequence}, {columns} FROM audit_entry WHERE sequence = 5"
        )
    };
    run(&app, &insert(5)).await.expect("inserts");
    assert_eq!(findings(&app, None).await, ["inserted: entry 5"]);
    run(&app, &format!("DELETE FROM audit_entry WHERE id = {id}")).await.expect("deletes");
    run(&app, &insert(10)).await.expect("inserts");
    assert_eq!(findings(&app, None).await, ["changed: entry 10", "inserted: entry 10"]);
}

#[tokio::test]
async fn entries_that_changed_places_are_found_and_named() {
    let app = nine_entries().await;
    without_guards(&app).await;
    for sql in [
        "UPDATE audit_entry SET sequence = 99 WHERE sequence = 4",
        "UPDATE audit_entry SET sequence = 4 WHERE sequence = 7",
        "UPDATE audit_entry SET sequence = 7 WHERE sequence = 99",
    ] {
        run(&app, sql).await.expect("changes");
    }
    assert_eq!(
        findings(&app, None).await,
        ["reordered: entry 4 belongs at 7", "reordered: entry 7 belongs at 4"]
    );
}

#[tokio::test]
async fn a_trail_longer_than_a_batch_is_read_to_its_end() {
    let app = TestApp::start().await;
    let deeds = |count: u128| {
        let subjects = (0..count).map(Uuid::from_u128);
        subjects.map(|subject| Deed::new("file.uploaded", "StoredFile", subject)).collect::<Vec<_>>()
    };
    let mut costs = Vec::new();
    for count in [2, 400, 1700] {
        let tx = app.app.db.begin().await.expect("begins");
        let before = app.app.db.statements();
        audit::record_all(&tx, None, deeds(count), app.app.clock.now()).await.expect("is recorded");
        costs.push(app.app.db.statements() - before);
        tx.commit().await.expect("commits");
    }
    assert_eq!(costs, [3, 3, 6], "head, an insert for each 500 rows, head");
    let verdict = audit::verify(app.app.db.read(), None).await.expect("the chain is read");
    assert!(verdict.is_intact(), "{:?}", verdict.findings);
    assert_eq!(verdict.entries, 2102);
    without_guards(&app).await;
    run(&app, "UPDATE audit_entry SET deed = 'x' WHERE sequence = 2102").await.expect("changes");
    assert_eq!(findings(&app, None).await, ["changed: entry 2102"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_deeds_keep_one_chain() {
    let app = TestApp::start().await;
    let writers = (0..12_u128).map(|writer| {
        let app = app.app.clone();
        tokio::spawn(async move {
            for round in 0..8_u128 {
                let tx = app.db.begin().await.expect("begins");
                let subject = Uuid::from_u128(writer * 100 + round);
                let deeds = vec![Deed::new("file.uploaded", "StoredFile", subject); 1 + (round % 3) as usize];
                audit::record_all(&tx, None, deeds, app.clock.now()).await.expect("is recorded");
                // Every fourth deed fails after it was recorded, and leaves no gap.
                if round % 4 == 3 {
                    drop(tx);
                } else {
                    tx.commit().await.expect("commits");
                }
                if writer == 0 {
                    let verdict = audit::verify(app.db.read(), None).await.expect("the chain is read");
                    assert!(verdict.is_intact(), "while others write: {:?}", verdict.findings);
                }
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.expect("no writer fails");
    }
    let verdict = audit::verify(app.app.db.read(), None).await.expect("the chain is read");
    assert!(verdict.is_intact(), "{:?}", verdict.findings);
    assert_eq!(verdict.entries, 12 * (1 + 2 + 3 + 2 + 3 + 1), "every committed entry, no other");
    assert_eq!(seal(&app).await.sequence, 12 * 12);
}

#[tokio::test]
async fn entries_from_before_the_chain_are_chained_by_the_migration() {
    let database = TestDatabase::empty().await;
    let db = Database::connect(&database.url).await.expect("connects");
    let names: Vec<_> = Migrator::migrations().iter().map(|one| one.name().to_owned()).collect();
    let place = names.iter().position(|name| name.ends_with("_chain_audit")).expect("the migration");
    Migrator::up(db.write(), u32::try_from(place).ok()).await.expect("up to the chain");
    for number in 1..=7_u128 {
        let [id, subject] = [number, number * 1000].map(Uuid::from_u128);
        let insert = sea_orm::sea_query::Query::insert()
            .into_table("audit_entry")
            .columns(["id", "at", "actor_name", "deed", "subject_kind", "subject_id", "after", "reason"])
            .values_panic([
                id.into(),
                OffsetDateTime::UNIX_EPOCH.into(),
                "Đồng chí A".into(),
                "unit.catalogue_imported".into(),
                "Unit".into(),
                subject.into(),
                r#"{"rows":199}"#.into(),
                Option::<String>::None.into(),
            ])
            .to_owned();
        db.write().execute(&insert).await.expect("an entry of old");
    }
    Migrator::up(db.write(), None).await.expect("the rest");
    let verdict = audit::verify(db.read(), None).await.expect("the chain is read");
    assert!(verdict.is_intact(), "{:?}", verdict.findings);
    assert_eq!((verdict.entries, verdict.sequence), (7, 7));
    let tx = db.begin().await.expect("begins");
    let deed = Deed::new("file.uploaded", "StoredFile", Uuid::from_u128(9));
    audit::record(&tx, None, deed, OffsetDateTime::UNIX_EPOCH).await.expect("is recorded");
    tx.commit().await.expect("commits");
    let verdict = audit::verify(db.read(), None).await.expect("the chain is read");
    assert!(verdict.is_intact() && verdict.sequence == 8, "{verdict:?}");
    let steps = u32::try_from(names.len() - place).ok();
    Migrator::down(db.write(), steps).await.expect("down again");
    Migrator::up(db.write(), None).await.expect("and up");
    let verdict = audit::verify(db.read(), None).await.expect("the chain is read");
    assert!(verdict.is_intact() && verdict.sequence == 8, "{verdict:?}");
}

#[tokio::test]
async fn the_role_of_the_server_may_only_read_and_add() {
    let app = TestApp::start().await;
    let role = format!("thidua server {}", Uuid::from_u128(u128::from(std::process::id())).simple());
    let owner = app.app.db.write();
    if !is_postgres(&app) {
        let refused = migration::grants::grant_to(owner, &role).await.expect_err("no roles on SQLite");
        assert!(refused.to_string().contains("only PostgreSQL has roles"));
        return;
    }
    assert!(migration::grants::grant_to(owner, &role).await.is_err(), "the role must exist");
    assert!(migration::grants::grant_to(owner, "thidua").await.is_err(), "an owner cannot be bound");
    run(&app, &format!("CREATE ROLE \"{role}\" LOGIN; GRANT ALL ON audit_entry TO \"{role}\""))
        .await
        .expect("a role");
    migration::grants::grant_to(owner, &role).await.expect("is granted");

    let (user, rest) = app.app.config.database_url.split_once('@').expect("a user");
    let scheme = user.split_once("//").expect("a scheme").0;
    let url = format!("{scheme}//{}@{rest}", role.replace(' ', "%20"));
    let server = app.restarted_on(&url).await;
    for (app, could) in [(&app, true), (&server, false)] {
        let answer = migration::grants::could_change_the_trail(app.app.db.read()).await.expect("an answer");
        assert_eq!(answer, could);
    }
    server.app.migrate().await.expect("nothing is pending, so no right to create is asked for");
    let person = NewAccount {
        login: "cb".into(),
        display_name: "Đồng chí CB".into(),
        unit: None,
        email: None,
        assignments: vec![],
    };
    server.add_accounts(vec![person]).await;
    let signed_in = server.anonymous().sign_in("cb", PASSWORD).await;
    assert_eq!(signed_in.data()["signIn"]["__typename"], "Viewer", "deeds go on as this role");
    for sql in [
        "UPDATE audit_entry SET reason = 'khác'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "DROP TABLE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_entry_append_only ON audit_entry",
        "DELETE FROM audit_head",
        "INSERT INTO audit_head (id, sequence, hash) VALUES (2, 0, '')",
        "CREATE TABLE other (id int)",
        "DELETE FROM seaql_migrations",
        "SET session_replication_role = replica",
    ] {
        let answer = run(&server, sql).await.expect_err(sql);
        let refused = answer.contains("permission denied") || answer.contains("must be owner");
        assert!(refused, "{sql}: {answer}");
    }
    assert!(findings(&server, None).await.is_empty());
    drop(server);
    run(&app, &format!("DROP OWNED BY \"{role}\"; DROP ROLE \"{role}\"")).await.expect("the role goes");
}
