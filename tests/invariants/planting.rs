//! What all planted faults share: a change behind everybody's back, and the law that finds it.

use std::fmt::Debug;

use alloy_primitives::{Address, Bytes, U256};
use alloy_rpc_types_eth::BlockId;
use ballast_tests::soak::{Act, Failure, Play, Soak};

/// EVM code that reverts whatever it is asked.
pub(crate) const REVERTING: Bytes = Bytes::from_static(&[0x5f, 0x5f, 0xfd]);

/// Makes a call that passes.
#[track_caller]
pub(crate) fn perform<P: Play>(soak: &mut Soak<P>, act: &Act) {
    let before = soak.outcome().passed();
    soak.perform(act).unwrap();
    assert_eq!(before + 1, soak.outcome().passed(), "{act} reverts");
}

/// Changes a word of storage.
#[track_caller]
pub(crate) fn plant<P: Play>(
    soak: &Soak<P>,
    contract: Address,
    slot: U256,
    change: impl FnOnce(U256) -> U256,
) {
    let node = soak.play().node();
    let before = node.storage(&contract, &slot, BlockId::pending());
    let before = before.expect("the present is there");
    let after = change(before);
    assert_ne!(before, after);
    node.set_storage(contract, slot, after);
}

/// Checks which law is found to be broken, and that the failure tells `what` led to it.
#[track_caller]
pub(crate) fn expect<T, L: PartialEq + Debug>(
    law: L,
    what: &str,
    outcome: Result<T, Box<Failure<L>>>,
) {
    let Err(failure) = outcome else {
        panic!("{law:?} is not found to be broken");
    };
    assert_eq!(failure.breach.law, law, "{failure}");
    let words = failure.to_string();
    let start = format!("seed 1, call {}: {law:?} is broken", failure.calls);
    assert!(words.starts_with(&start), "{words}");
    assert!(words.contains(what), "{words}");
}

/// Plants a fault, and checks that the next look finds it. The look is what `look` does.
#[track_caller]
pub(crate) fn finds<P: Play<Law: PartialEq>>(
    law: P::Law,
    what: &str,
    mut soak: Soak<P>,
    fault: impl FnOnce(&Soak<P>),
    look: impl FnOnce(&mut Soak<P>) -> Result<(), Box<Failure<P::Law>>>,
) {
    fault(&soak);
    expect(law, what, look(&mut soak));
}
