//! Builds the contracts; see `ballast-contract-build`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ballast_contract_build::build_script()
}
