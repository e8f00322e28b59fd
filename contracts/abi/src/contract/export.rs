//! An ABI as Solidity prints it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use alloy_json_abi::{InternalType, JsonAbi, Param};

/// The structs that methods take or return: interface, name, fields. `sol!` leaves their names out
/// of an ABI, and without them it cannot be printed as Solidity.
const STRUCTS: [(&str, &str, &[&str]); 7] = [
    (
        "IMarketRisk",
        "LiquidationTerms",
        &[
            "leastBps",
            "mostBps",
            "fullAtBps",
            "targetBps",
            "closeFactorBps",
            "fullCloseBelowBps",
            "dust",
            "coolOffSeconds",
            "delaySeconds",
            "deepBps",
        ],
    ),
    ("Votes", "Checkpoint208", &["_key", "_value"]),
    ("ICurator", "Call", &["target", "data"]),
    (
        "IParams",
        "Rules",
        &[
            "min",
            "max",
            "step",
            "interval",
            "duration",
            "delayClass",
            "safety",
        ],
    ),
    (
        "IParams",
        "Parameter",
        &[
            "module",
            "subject",
            "name",
            "value",
            "from",
            "to",
            "start",
            "end",
            "changed",
            "min",
            "max",
            "step",
            "interval",
            "duration",
            "delayClass",
            "safety",
            "subscribers",
            "failures",
        ],
    ),
    ("IStrategy", "Position", &["token", "amount", "isDebt"]),
    (
        "IRegistry",
        "Strategy",
        &[
            "strategy",
            "status",
            "debt",
            "cap",
            "lossBoundBps",
            "gainBoundBps",
            "since",
        ],
    ),
];

/// Names the struct that a tuple is, or that the items of an array are.
pub(super) fn name_struct(param: &mut Param) {
    let Some(dimensions) = param.ty.strip_prefix("tuple") else {
        return;
    };
    let fields = || param.components.iter().map(|field| &field.name[..]);
    let known = STRUCTS
        .iter()
        .find(|(_, _, names)| fields().eq(names.iter().copied()));
    param.internal_type = known.map(|(interface, name, _)| InternalType::Struct {
        contract: Some((*interface).into()),
        ty: format!("{name}{dimensions}"),
    });
}

/// What `cargo stylus` asks a contract's binary for: with the argument `constructor` the
/// constructor's signature, else the Solidity interface.
pub fn export(abi: &JsonAbi, name: &str, argument: Option<&str>) -> String {
    match (argument, &abi.constructor) {
        (Some("constructor"), Some(constructor)) => {
            let inputs = constructor.inputs.iter().map(|input| {
                let is_long = input.ty == "string" || input.ty.ends_with(']');
                let location = if is_long { " memory" } else { "" };
                format!("{}{location} {}", input.ty, input.name)
            });
            format!("constructor({})", inputs.collect::<Vec<_>>().join(", "))
        }
        _ => abi.to_sol(name, None),
    }
}
