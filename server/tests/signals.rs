//! The command as its process manager sees it: ready, told to stop, ended.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Longer than anything below takes on a busy machine.
const SOON: Duration = Duration::from_secs(60);

struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(folder: &std::path::Path, stop_seconds: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_thidua"))
            .arg("serve")
            .current_dir(folder)
            .env("THIDUA_LISTEN", "127.0.0.1:0")
            .env("THIDUA_LOG_FORMAT", "json")
            .env("THIDUA_STOP_SECONDS", stop_seconds)
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut lines = BufReader::new(process.stderr.take().expect("piped")).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find(|line| line.contains("\"serving\""))
            .and_then(|line| {
                let rest = line.split("\"address\":\"").nth(1)?;
                rest.split('"').next().map(str::to_owned)
            })
            .expect("serves");
        // What else it says is read away, so that it never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address }
    }

    /// A request whose body never comes to its end.
    fn hang(&self) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).expect("connects");
        let head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
        stream.write_all(head.as_bytes()).expect("is sent");
        std::thread::sleep(Duration::from_millis(500));
        stream
    }

    fn tell(&self, signal: &str) {
        let told = Command::new("kill").args([signal, &self.process.id().to_string()]).status();
        assert!(told.expect("kill runs").success());
    }

    fn ended(mut self) -> ExitStatus {
        let started = Instant::now();
        while started.elapsed() < SOON {
            if let Some(status) = self.process.try_wait().expect("is known") {
                return status;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        self.process.kill().expect("is ended");
        panic!("it did not end");
    }
}

#[test]
fn a_first_signal_bounds_the_end_and_a_second_brings_it_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let idle = Server::start(folder.path(), "3600");
    idle.tell("-TERM");
    assert!(idle.ended().success(), "nothing was in flight");

    let bounded = Server::start(folder.path(), "1");
    let hanging = bounded.hang();
    bounded.tell("-INT");
    assert!(bounded.ended().success(), "the request in flight had its time");
    drop(hanging);

    let twice = Server::start(folder.path(), "3600");
    let hanging = twice.hang();
    twice.tell("-TERM");
    std::thread::sleep(Duration::from_millis(500));
    twice.tell("-TERM");
    assert!(twice.ended().success(), "at once");
    drop(hanging);
}
