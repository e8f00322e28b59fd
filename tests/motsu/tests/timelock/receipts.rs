//! Tokens that arrive, and what the timelock says it is.

use alloy_primitives::FixedBytes;
use ballast_abi::redemptions::IERC165;
use ballast_abi::timelock::ITokenReceiver as Receiver;

use super::*;

#[test]
fn tokens_are_accepted() {
    let stage = stage();
    let timelock = &stage.timelock;
    let (operator, from, data) = (STRANGER, ADMIN, Bytes::from_static(b"data"));
    let call = Receiver::onERC721ReceivedCall {
        operator,
        from,
        tokenId: U256::MAX,
        data: data.clone(),
    };
    let answer = timelock.call(STRANGER, &call);
    assert_eq!(answer, Ok(FixedBytes([0x15, 0x0b, 0x7a, 0x02])));
    let call = Receiver::onERC1155ReceivedCall {
        operator,
        from,
        id: uint(1),
        value: uint(2),
        data: data.clone(),
    };
    let answer = timelock.call(STRANGER, &call);
    assert_eq!(answer, Ok(FixedBytes([0xf2, 0x3a, 0x6e, 0x61])));
    let batch = Receiver::onERC1155BatchReceivedCall {
        operator,
        from,
        ids: vec![uint(1), uint(2)],
        values: vec![uint(3), uint(4)],
        data,
    };
    let answer = timelock.call(STRANGER, &batch);
    assert_eq!(answer, Ok(FixedBytes([0xbc, 0x19, 0x7c, 0x81])));
    // Calldata that is not whole is nothing that arrived.
    let encoded = batch.abi_encode();
    let part = encoded[..encoded.len() - 32].to_vec();
    assert_eq!(timelock.send(STRANGER, part), Err(vec![]));
    assert_eq!(timelock.send(STRANGER, vec![0xff; 36]), Err(vec![]));
}

#[test]
fn interfaces_are_openzeppelins() {
    let stage = stage();
    let supports = |id: u32| {
        let id = FixedBytes(id.to_be_bytes());
        let call = IERC165::supportsInterfaceCall { interfaceId: id };
        stage.timelock.call(STRANGER, &call).unwrap()
    };
    let known = [0x01ff_c9a7, 0x7965_db0b, 0x4e23_12e0];
    assert_eq!(known.map(supports), [true; 3]);
    assert_eq!([0, 0xffff_ffff, 0x150b_7a02].map(supports), [false; 3]);
    // An identifier has four bytes.
    let id = FixedBytes([0x01, 0xff, 0xc9, 0xa7]);
    let mut dirty = IERC165::supportsInterfaceCall { interfaceId: id }.abi_encode();
    dirty[35] = 1;
    assert_eq!(stage.timelock.send(STRANGER, dirty), Err(vec![]));
}
