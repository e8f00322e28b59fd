//! Programs expire a year after their activation, and every call of one then burns its gas.

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::{SolCall, SolInterface};
use ballast_client::precompiles::ARB_WASM;
use ballast_client::precompiles::ArbWasm::{
    ArbWasmErrors, activateProgramCall, codehashKeepaliveCall, programTimeLeftCall,
};
use ballast_client::{Client, ClientError};

use crate::duties::{Duty, Task};
use crate::error::KeeperError;

/// What the code of every Stylus program begins with.
const STYLUS_PREFIX: [u8; 2] = [0xef, 0xf0];

/// Wei that covers any data fee; the rest comes back.
const FEE_MAX: U256 = U256::from_limbs([100_000_000_000_000_000, 0, 0, 0]);

/// How long a contract lives on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// It is no Stylus program.
    Endless,
    /// Seconds until its activation runs out.
    Left(u64),
    /// It has run out, or a new Stylus has come.
    Over,
}

/// How long the program at an address lives on.
pub(crate) async fn life(client: &Client, program: Address) -> Result<Life, KeeperError> {
    if !client.code(program).await?.starts_with(&STYLUS_PREFIX) {
        return Ok(Life::Endless);
    }
    let answer = client
        .call(ARB_WASM, &programTimeLeftCall { program })
        .await;
    match answer {
        Ok(seconds) => Ok(Life::Left(seconds)),
        Err(error) => match reason(&error) {
            Some(
                ArbWasmErrors::ProgramExpired(_)
                | ArbWasmErrors::ProgramNeedsUpgrade(_)
                | ArbWasmErrors::ProgramNotActivated(_),
            ) => Ok(Life::Over),
            _ => Err(error.into()),
        },
    }
}

fn reason(error: &ClientError) -> Option<ArbWasmErrors> {
    ArbWasmErrors::abi_decode(error.revert_data()?).ok()
}

/// What is due for a program with less than `seconds_min` to live.
pub(crate) async fn of_program(
    client: &Client,
    program: Address,
    seconds_min: u64,
) -> Result<Option<Task>, KeeperError> {
    let (duty, input) = match life(client, program).await? {
        Life::Left(seconds_left) if seconds_left < seconds_min => {
            let codehash = keccak256(client.code(program).await?);
            let call = codehashKeepaliveCall { codehash };
            let duty = Duty::KeepAlive {
                program,
                seconds_left,
            };
            (duty, call.abi_encode())
        }
        Life::Over => {
            let call = activateProgramCall { program };
            (Duty::Activate { program }, call.abi_encode())
        }
        Life::Endless | Life::Left(_) => return Ok(None),
    };
    Ok(Some(Task {
        duty,
        to: ARB_WASM,
        value: FEE_MAX,
        input: input.into(),
    }))
}
