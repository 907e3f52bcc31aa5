//! Carries out a list of steps in two lanes at once, goes on after failures, and tells in the end how each
//! step went.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::repository;
use crate::shell::{self, Sink, say};

/// One named thing to do.
pub struct Step {
    /// Its name on the command line and in the summary.
    pub name: &'static str,
    /// With which other steps it takes turns.
    pub lane: Lane,
    /// Steps whose failure makes this one pointless.
    pub needs: &'static [&'static str],
    /// Steps to be over before this one begins, however they went.
    pub after: &'static [&'static str],
    /// The work.
    pub run: fn(&Sink) -> Result<()>,
}

/// The steps of a lane run one after the other, in the order of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Everything that builds with cargo, since there is never more than one such build; shown as it goes.
    Main,
    /// What can go on meanwhile; shown when it is done.
    Side,
}

/// What a step answers when a program that it needs is not on this machine, and the suite is taken without it. It is
/// told in the summary: what was not looked at must not look as if it had passed.
#[derive(Debug)]
pub struct Missing(pub &'static str);

impl std::fmt::Display for Missing {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} is not installed", self.0)
    }
}

impl std::error::Error for Missing {}

/// How a step went.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Passed(Duration),
    LeftOut(String),
    Failed(Duration, String),
    NotRun(String),
}

/// The steps with one of the names and all that those need, without the ones to skip; all steps when no name
/// is given.
pub fn choose(steps: Vec<Step>, only: &[String], skip: &[String]) -> Vec<Step> {
    let mut wanted: Vec<&str> = only.iter().map(String::as_str).collect();
    let mut looked_at = 0;
    while let Some(name) = wanted.get(looked_at) {
        let needs = steps.iter().find(|step| step.name == *name).map_or(&[][..], |step| step.needs);
        let new: Vec<&str> = needs
            .iter()
            .copied()
            .filter(|need| !wanted.contains(need) && !skip.iter().any(|s| s == need))
            .collect();
        wanted.extend(new);
        looked_at += 1;
    }
    let wanted: Vec<String> = wanted.into_iter().map(String::from).collect();
    steps
        .into_iter()
        .filter(|step| only.is_empty() || wanted.iter().any(|name| name == step.name))
        .filter(|step| !skip.iter().any(|name| name == step.name))
        .collect()
}

/// Carries out the steps and prints the summary; an error unless all have passed.
pub fn carry_out(steps: &[Step]) -> Result<()> {
    let started = Instant::now();
    let logs = repository::notes()?.join("log");
    repository::make_folder(&logs)?;
    let board = Board::default();
    thread::scope(|scope| {
        scope.spawn(|| {
            for step in steps.iter().filter(|step| step.lane == Lane::Side) {
                board.wait_for(step, steps, false);
                let log = logs.join(format!("{}.log", step.name));
                let outcome =
                    board.attempt(step, File::create(&log).map(Sink::Log).context("cannot write the log"));
                board.record(step.name, outcome, Some(log));
            }
        });
        for step in steps.iter().filter(|step| step.lane == Lane::Main) {
            board.wait_for(step, steps, true);
            say(&format!("\n━━ {}", step.name));
            let outcome = board.attempt(step, Ok(Sink::Terminal));
            say(&format!("━━ {}: {}", step.name, outcome.in_words()));
            board.record(step.name, outcome, None);
            board.show_logs();
        }
        board.wait_until(true, |outcomes| steps.iter().all(|step| outcomes.contains_key(step.name)));
    });
    let outcomes = board.lock().outcomes.clone();
    summarise(steps, &outcomes, started.elapsed())
}

fn summarise(steps: &[Step], outcomes: &BTreeMap<&str, Outcome>, took: Duration) -> Result<()> {
    let (mut passed, mut failed, mut not_run, mut left_out) = (0, 0, 0, 0);
    say("\n━━ summary");
    for step in steps {
        let outcome = &outcomes[step.name];
        match outcome {
            Outcome::Passed(_) => passed += 1,
            Outcome::Failed(..) => failed += 1,
            Outcome::NotRun(_) => not_run += 1,
            Outcome::LeftOut(_) => left_out += 1,
        }
        say(&format!("{:<14} {}", step.name, outcome.in_words()));
    }
    say(&format!("{:<14} {}\n", "in all", minutes(took)));
    let without = if left_out > 0 { format!(", {left_out} left out") } else { String::new() };
    say(&format!("steps: {passed} passed, {failed} failed, {not_run} skipped{without}"));
    if failed + not_run > 0 {
        bail!("not every step has passed");
    }
    Ok(())
}

impl Outcome {
    fn in_words(&self) -> String {
        match self {
            Outcome::Passed(took) => format!("passed    {}", minutes(*took)),
            Outcome::Failed(took, why) => format!("FAILED    {}  {why}", minutes(*took)),
            Outcome::NotRun(why) => format!("not run   {why}"),
            Outcome::LeftOut(why) => format!("LEFT OUT  {why}"),
        }
    }
}

/// What both lanes know of each other.
#[derive(Default)]
struct Board {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    outcomes: BTreeMap<&'static str, Outcome>,
    /// Name, log and outcome of steps in the side lane.
    unread_logs: Vec<(&'static str, PathBuf, String)>,
}

impl Board {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the step, unless what it needs is missing.
    fn attempt(&self, step: &Step, sink: Result<Sink>) -> Outcome {
        if shell::interrupted() {
            return Outcome::NotRun("interrupted".into());
        }
        let missing = step
            .needs
            .iter()
            .find(|need| !matches!(self.lock().outcomes.get(*need), None | Some(Outcome::Passed(_))));
        if let Some(missing) = missing {
            return Outcome::NotRun(format!("needs {missing}"));
        }
        let started = Instant::now();
        match sink.and_then(|sink| (step.run)(&sink)) {
            Ok(()) => Outcome::Passed(started.elapsed()),
            Err(error) if error.is::<Missing>() => Outcome::LeftOut(error.to_string()),
            Err(error) => Outcome::Failed(started.elapsed(), format!("{error:#}")),
        }
    }

    fn record(&self, name: &'static str, outcome: Outcome, log: Option<PathBuf>) {
        let mut state = self.lock();
        state.unread_logs.extend(log.map(|log| (name, log, outcome.in_words())));
        state.outcomes.insert(name, outcome);
        self.changed.notify_all();
    }

    /// Waits until the steps that the given one needs or follows, as far as they are in the list, are over.
    fn wait_for(&self, step: &Step, steps: &[Step], showing: bool) {
        let before = || {
            step.needs.iter().chain(step.after).filter(|name| steps.iter().any(|other| other.name == **name))
        };
        self.wait_until(showing, |outcomes| before().all(|name| outcomes.contains_key(name)));
    }

    /// Waits for the outcomes to be as asked, meanwhile showing the logs that come in.
    fn wait_until(&self, showing: bool, enough: impl Fn(&BTreeMap<&'static str, Outcome>) -> bool) {
        let mut state = self.lock();
        while !enough(&state.outcomes) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            if showing {
                drop(state);
                self.show_logs();
                state = self.lock();
            }
        }
        drop(state);
        if showing {
            self.show_logs();
        }
    }

    fn show_logs(&self) {
        let unread = std::mem::take(&mut self.lock().unread_logs);
        for (name, log, outcome) in unread {
            let text = fs::read(&log).unwrap_or_default();
            say(&format!("\n━━ {name}\n{}━━ {name}: {outcome}", String::from_utf8_lossy(&text)));
        }
    }
}

fn minutes(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:>9.1} s", duration.as_secs_f32())
    } else {
        format!("{:>2} min {:>2} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(
        name: &'static str,
        lane: Lane,
        needs: &'static [&'static str],
        run: fn(&Sink) -> Result<()>,
    ) -> Step {
        Step { name, lane, needs, after: &[], run }
    }

    fn names(steps: &[Step]) -> Vec<&str> {
        steps.iter().map(|step| step.name).collect()
    }

    fn passes(_: &Sink) -> Result<()> {
        Ok(())
    }

    fn fails(_: &Sink) -> Result<()> {
        bail!("broken")
    }

    fn chain() -> Vec<Step> {
        vec![
            step("install", Lane::Side, &[], passes),
            step("build", Lane::Side, &["install"], passes),
            step("lint", Lane::Main, &[], passes),
            step("browse", Lane::Main, &["build"], passes),
        ]
    }

    #[test]
    fn a_chosen_step_brings_along_what_it_needs() {
        assert_eq!(names(&choose(chain(), &["browse".into()], &[])), ["install", "build", "browse"]);
        assert_eq!(names(&choose(chain(), &["lint".into()], &[])), ["lint"]);
    }

    #[test]
    fn a_skipped_step_takes_along_what_only_it_needs() {
        assert_eq!(names(&choose(chain(), &["browse".into()], &["build".into()])), ["browse"]);
        assert_eq!(names(&choose(chain(), &[], &["lint".into()])), ["install", "build", "browse"]);
    }

    #[test]
    fn everything_passing_is_success() {
        carry_out(&chain()).expect("all four pass");
    }

    #[test]
    fn a_failure_stops_only_what_needs_it() {
        let board = Board::default();
        board.record(
            "build",
            board.attempt(&step("build", Lane::Main, &[], fails), Ok(Sink::Terminal)),
            None,
        );
        let browse = board.attempt(&step("browse", Lane::Main, &["build"], passes), Ok(Sink::Terminal));
        assert_eq!(browse, Outcome::NotRun("needs build".into()));
        let lint = board.attempt(&step("lint", Lane::Main, &["not in this run"], passes), Ok(Sink::Terminal));
        assert!(matches!(lint, Outcome::Passed(_)));
    }

    #[test]
    fn a_missing_program_is_told_and_fails_nothing_but_what_needs_it() {
        let lacks = |_: &Sink| Err(Missing("some-program").into());
        let board = Board::default();
        let outcome = board.attempt(&step("deny", Lane::Main, &[], lacks), Ok(Sink::Terminal));
        assert_eq!(outcome, Outcome::LeftOut("some-program is not installed".into()));
        board.record("deny", outcome, None);
        let after = board.attempt(&step("report", Lane::Main, &["deny"], passes), Ok(Sink::Terminal));
        assert_eq!(after, Outcome::NotRun("needs deny".into()));
        carry_out(&[step("good", Lane::Main, &[], passes), step("deny", Lane::Main, &[], lacks)])
            .expect("the rest passed");
    }

    #[test]
    fn one_failure_fails_the_whole() {
        let steps = [step("good", Lane::Side, &[], passes), step("bad", Lane::Main, &[], fails)];
        assert_eq!(carry_out(&steps).expect_err("one step fails").to_string(), "not every step has passed");
    }
}
