//! The command line, run in a process of its own: this test program once more, which then runs the arguments it finds
//! in its environment.

use std::process::{Command, ExitCode, Output};

/// Arguments for the child, as JSON.
const ARGUMENTS: &str = "IT_COMMAND_LINE";

/// What `thidua` answered.
#[derive(Debug)]
pub struct Said {
    /// Whether it ended with exit code 0.
    pub is_success: bool,
    /// What it printed.
    pub out: String,
    /// What it printed to standard error.
    pub err: String,
}

/// Runs `thidua` with these arguments.
pub fn thidua(arguments: &[&str]) -> Said {
    said(child(arguments, None).output().expect("the child runs"))
}

/// Runs `thidua` where no file may grow beyond so many blocks of 512 bytes: to a program that is a full disk.
pub fn thidua_on_a_full_disk(blocks: u64, arguments: &[&str]) -> Said {
    said(child(arguments, Some(blocks)).output().expect("the child runs"))
}

fn child(arguments: &[&str], blocks: Option<u64>) -> Command {
    let program = std::env::current_exe().expect("this program has a place");
    let test = ["--exact", "support::command_line::the_child_of_a_test", "--nocapture", "--test-threads=1"];
    let mut command = match blocks {
        None => Command::new(program),
        Some(blocks) => {
            let mut shell = Command::new("sh");
            // Ignored, the signal becomes an error of the write, as on a full disk.
            let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
            shell.arg("-c").arg(script).arg(program);
            shell
        }
    };
    let arguments = serde_json::to_string(arguments).expect("JSON");
    command.args(test).env(ARGUMENTS, arguments);
    command
}

fn said(output: Output) -> Said {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Said { is_success: output.status.success(), out: text(output.stdout), err: text(output.stderr) }
}

/// Nothing by itself: `child` above runs it in a process of its own.
#[test]
fn the_child_of_a_test() -> ExitCode {
    #[expect(clippy::disallowed_methods, reason = "how a test speaks to its child")]
    let arguments = std::env::var(ARGUMENTS);
    let Ok(arguments) = arguments else { return ExitCode::SUCCESS };
    let arguments: Vec<String> = serde_json::from_str(&arguments).expect("arguments");
    let all = std::iter::once("thidua".to_owned()).chain(arguments);
    thidua::cli::run_with(all.map(Into::into))
}
