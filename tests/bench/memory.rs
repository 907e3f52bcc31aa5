//! Memory of the real binary: idle, and while sixteen connections ask the nested query.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::json;
use thidua::demo;

use crate::{nested, say};

const CONNECTIONS: usize = 16;
const CALLS: usize = 40;

/// A server of our own, ended with its guard.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Resident memory of a process, in MiB; `key` is VmRSS (now) or VmHWM (peak).
fn resident(pid: u32, key: &str) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find(|line| line.starts_with(key)).context("the kernel tells memory")?;
    let kib: f64 = line.split_whitespace().nth(1).context("a number")?.parse()?;
    Ok(kib / 1024.0)
}

/// Starts the binary beside this one and measures it.
pub async fn measure(url: &str, folder: &Path, campaign: &str) -> anyhow::Result<()> {
    let binary = std::env::current_exe()?.with_file_name("thidua");
    ensure!(binary.is_file(), "{} is built first", binary.display());
    let size = std::fs::metadata(&binary)?.len();
    say(&format!("binary: {:.1} MiB", size as f64 / 1024.0 / 1024.0));
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let address = format!("127.0.0.1:{port}");
    let child = Command::new(&binary)
        .args(["serve", "--database", url, "--listen", &address, "--files"])
        .arg(folder.join("files"))
        .env("THIDUA_LOG", "warn")
        .env("THIDUA_CLOCK_STARTS_AT", "2021-12-14T14:00:00+07:00")
        .stdout(Stdio::null())
        .spawn()?;
    let server = Server(child);
    let base = format!("http://{address}");
    thidua::shared::tls::choose();
    let client = reqwest::Client::builder().pool_max_idle_per_host(CONNECTIONS).build()?;
    for _ in 0..100 {
        if client.get(format!("{base}/readyz")).send().await.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    say(&format!("memory idle: {:.1} MiB (aim at most 40)", resident(server.0.id(), "VmRSS:")?));

    let sign_in = json!({
        "query": "mutation($input: SignInInput!) { signIn(input: $input) { __typename } }",
        "variables": {"input": {"login": demo::login::ANALYST, "password": demo::PASSWORD}},
    });
    let answer = client.post(format!("{base}/graphql")).json(&sign_in).send().await?;
    let cookie = answer
        .headers()
        .get("set-cookie")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .context("sign-in answers a cookie")?
        .to_owned();
    let body = nested(campaign, 50);
    let callers = (0..CONNECTIONS).map(|_| {
        let (client, cookie, body, base) = (client.clone(), cookie.clone(), body.clone(), base.clone());
        tokio::spawn(async move {
            for _ in 0..CALLS {
                let answer = client.post(format!("{base}/graphql")).header("cookie", &cookie).json(&body);
                let answer = answer.send().await?;
                ensure!(answer.status().is_success(), "status {}", answer.status());
                answer.bytes().await?;
            }
            anyhow::Ok(())
        })
    });
    for caller in futures::future::join_all(callers).await {
        caller??;
    }
    say(&format!(
        "memory under {CONNECTIONS} connections: peak {:.1} MiB, now {:.1} MiB (aim at most 150)",
        resident(server.0.id(), "VmHWM:")?,
        resident(server.0.id(), "VmRSS:")?
    ));
    Ok(())
}
