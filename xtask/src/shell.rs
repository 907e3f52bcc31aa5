//! Runs other programs: one at a time per caller, each in its own process group, so that an interruption
//! stops it with all it has started.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use anyhow::{Context, Result, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::repository;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static RUNNING: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

/// Where the output of a program goes.
pub enum Sink {
    /// Straight to the terminal.
    Terminal,
    /// To a file, to be shown when the work is done.
    Log(File),
}

impl Sink {
    /// Writes one line of our own among the output of the programs.
    pub fn say(&self, line: &str) {
        match self {
            Sink::Terminal => say(line),
            // A lost line of a log is no reason to fail the work it tells of.
            Sink::Log(file) => drop(writeln!(&*file, "{line}")),
        }
    }

    fn attach(&self, command: &mut Command) -> Result<()> {
        if let Sink::Log(file) = self {
            command.stdout(file.try_clone().context("cannot write the log")?);
            command.stderr(file.try_clone().context("cannot write the log")?);
        }
        Ok(())
    }
}

/// Prints one line for the person at the terminal.
#[expect(clippy::print_stdout, reason = "a tool for the command line speaks to its user there")]
pub fn say(line: &str) {
    println!("{line}");
}

/// A command to be run at the root of the repository.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(repository::root());
    command
}

/// The cargo that runs us.
pub fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut cargo = command("cargo");
    cargo.args(arguments);
    cargo
}

/// Runs the command to its end; anything but success is an error that names it.
pub fn run(command: &mut Command, sink: &Sink) -> Result<()> {
    sink.say(&format!("$ {}", words_of(command)));
    sink.attach(command)?;
    let status = Started::start(command)?.wait()?;
    if interrupted() {
        bail!("interrupted");
    }
    if !status.success() {
        bail!("{} ended with {status}", program_of(command));
    }
    Ok(())
}

/// Runs the command silently and returns what it printed, or `None` when it is missing or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether somebody asked us to stop.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// From now on Ctrl-C, a hang-up or a request to terminate stops the running programs; their callers then see
/// an error and tidy up.
pub fn stop_children_on_signals() -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot listen for Ctrl-C")?;
    thread::spawn(move || {
        for _ in signals.forever() {
            let signal = if INTERRUPTED.swap(true, Ordering::SeqCst) { "KILL" } else { "TERM" };
            for group in running().iter() {
                signal_group(*group, signal);
            }
        }
    });
    Ok(())
}

/// A program that has been started and not yet waited for; dropped, it is stopped with all it has started.
pub struct Started {
    child: Child,
    name: String,
}

impl Started {
    /// Starts the command in a process group of its own, without standard input.
    pub fn start(command: &mut Command) -> Result<Self> {
        let name = program_of(command);
        let mut running = running();
        if interrupted() {
            bail!("interrupted");
        }
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        running.insert(child.id());
        drop(running);
        Ok(Self { child, name })
    }

    /// Waits for the end of the program.
    pub fn wait(mut self) -> Result<ExitStatus> {
        self.child.wait().with_context(|| format!("lost sight of {}", self.name))
    }

    /// Whether the program has ended by itself.
    pub fn has_ended(&mut self) -> Result<bool> {
        let status = self.child.try_wait().with_context(|| format!("lost sight of {}", self.name))?;
        Ok(status.is_some())
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            signal_group(self.child.id(), "TERM");
            // Nothing is left to do about a program that cannot be waited for.
            drop(self.child.wait());
        }
        running().remove(&self.child.id());
    }
}

fn running() -> MutexGuard<'static, BTreeSet<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn signal_group(group: u32, signal: &str) {
    // The shell's own `kill`, since the program of that name is not installed everywhere. A group that is
    // already gone is no fault.
    let asked = Command::new("sh")
        .args(["-c", &format!("kill -s {signal} -- -{group}")])
        .stderr(Stdio::null())
        .status();
    drop(asked);
}

fn program_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}

fn words_of(command: &Command) -> String {
    let mut words = vec![program_of(command)];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn a_failing_command_is_named_in_the_error() {
        let error = run(&mut command("false"), &Sink::Terminal).expect_err("false always fails");
        assert!(error.to_string().starts_with("false ended with"), "{error}");
    }

    #[test]
    fn a_missing_command_is_named_in_the_error() {
        let error =
            run(&mut command("no-such-program"), &Sink::Terminal).expect_err("there is no such program");
        assert_eq!(error.to_string(), "cannot start no-such-program");
    }

    #[test]
    fn a_started_program_is_stopped_with_what_it_started() {
        let mut command = command("sh");
        command.args(["-c", "sleep 60 & echo started && wait"]).stdout(Stdio::piped());
        let mut started = Started::start(&mut command).expect("sh is everywhere");
        let mut output = started.child.stdout.take().expect("was piped");
        let mut first = [0; 8];
        output.read_exact(&mut first).expect("sh says so when sleep has started");
        let stopping = Instant::now();
        drop(started);
        // The pipe closes when the last program that holds it has gone.
        output.read_to_end(&mut Vec::new()).expect("the pipe can be read");
        assert!(stopping.elapsed() < Duration::from_secs(30), "sleep must have been stopped");
    }
}
