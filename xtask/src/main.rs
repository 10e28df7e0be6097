//! Reads the command line and calls the task. Every failure ends in one sentence and exit code 1.

use std::process::ExitCode;
use xtask::{args, bench, conformance, project::Project, release, serve, suite};

fn main() -> ExitCode {
    let task = match args::parse(std::env::args().skip(1)) {
        Ok(task) => task,
        Err(sentence) => {
            eprintln!("{sentence}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    match run(task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: args::Task) -> anyhow::Result<()> {
    if matches!(task, args::Task::Help) {
        println!("{}", args::USAGE);
        return Ok(());
    }
    let project = Project::discover()?;
    match task {
        args::Task::Help => Ok(()),
        args::Task::Serve(options) => serve::run(&project, &options),
        args::Task::Build => release::run(&project),
        args::Task::Test(options) => suite::run(&project, &options),
        args::Task::Conformance => conformance::run(&project),
        args::Task::Bench(options) => bench::run(&project, &options),
    }
}
