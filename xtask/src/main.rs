//! `cargo xtask`: every habit of the project as one command, in Rust, so that nothing but cargo has to be
//! installed first.

#[cfg(test)]
mod advisories;
mod demo;
mod dev;
#[cfg(test)]
mod dockerfile;
mod operations;
mod plan;
mod postgres;
mod repository;
mod schema;
mod scratch;
mod shell;
mod suite;
mod tools;
mod web;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::shell::Sink;

/// The habits of the project, one command each.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    habit: Habit,
}

#[derive(Subcommand)]
enum Habit {
    /// Builds everything and serves it with sample data
    Demo(demo::Options),
    /// Runs every check there is: Rust, web, both databases, browser
    Test(Choice),
    /// Runs the quick checks: format, lints, unit tests, types of the web application
    Check,
    /// Repairs what a machine can: format and lints
    Fix,
    /// Writes schema.graphql anew, generates the web application's types from it, and lists its operations for the metrics
    Schema,
    /// Builds the web application when its sources have changed
    Web,
    /// Runs the server and the web application with live reload, with sample data
    Dev,
    /// Runs the browser journeys; further arguments go to Playwright
    E2e(PassedOn),
    /// Measures the server; further arguments go to the benchmark
    Bench(PassedOn),
    /// Attacks a server of its own on the loopback, for at most ten minutes, and says what held
    Hostile,
    /// Prepares this clone for work: git hooks
    Setup,
}

/// Which steps of the suite to run; a chosen step brings along those it needs.
#[derive(Args)]
struct Choice {
    /// Run this step and what it needs; may be repeated
    #[arg(long, value_name = "STEP", value_parser = suite::step_names())]
    only: Vec<String>,
    /// Leave this step out, trusting that what it makes is there; may be repeated
    #[arg(long, value_name = "STEP", value_parser = suite::step_names())]
    skip: Vec<String>,
}

#[derive(Args)]
struct PassedOn {
    /// Handed on as they are
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

fn main() -> ExitCode {
    let habit = Cli::parse().habit;
    match shell::stop_children_on_signals().and_then(|()| perform(habit)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if shell::interrupted() => ExitCode::from(130),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(habit: Habit) -> anyhow::Result<()> {
    match habit {
        Habit::Demo(options) => demo::demo(&options),
        Habit::Test(choice) => suite::run(&choice.only, &choice.skip),
        Habit::Check => suite::run(&suite::QUICK.map(String::from), &[]),
        Habit::Fix => suite::fix(),
        Habit::Schema => schema::renew(),
        Habit::Web => web::build(&Sink::Terminal).map(drop),
        Habit::Dev => dev::dev(),
        Habit::E2e(passed_on) => suite::browser_journeys(&passed_on.arguments),
        Habit::Bench(passed_on) => dev::bench(&passed_on.arguments),
        Habit::Hostile => suite::hostile(),
        Habit::Setup => dev::setup(),
    }
}
