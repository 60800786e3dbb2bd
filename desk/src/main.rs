//! The `desk` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    pledgebook_desk::cli::main()
}
