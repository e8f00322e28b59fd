//! What the redemptions say about themselves, and what they are not made of.

use alloy_primitives::FixedBytes;
use ballast_abi::construction::IConstruction;
use ballast_abi::redemptions::IERC165;

use super::*;

#[test]
fn a_contract_says_what_it_is() {
    let stage = Epochs::new();
    assert_eq!(stage.ask(&Abi::shareCall {}), stage.farm.vault.address());
    let asset = stage.ask(&IERC7540Claim::assetCall {});
    assert_eq!(asset, stage.farm.token.address());
    let terms = stage.ask(&Abi::termsCall {});
    let terms = [terms.maxLossBps, terms.collectSeconds, terms.noticeSeconds];
    assert_eq!(terms, [100, COLLECT, NOTICE].map(number));
    let knows = |id: u32| {
        stage.ask(&IERC165::supportsInterfaceCall {
            interfaceId: FixedBytes(id.to_be_bytes()),
        })
    };
    assert!(knows(0x01ff_c9a7) && knows(0xe3bc_4e65) && knows(0x620e_e8e4));
    assert!(!knows(0x2f0a_18c5) && !knows(u32::MAX));
    let pending = IERC7887Redeem::pendingCancelRedeemRequestCall {
        requestId: number(1),
        controller: ALICE,
    };
    assert!(!stage.ask(&pending));
    assert_eq!(stage.contract.send(BOB, vec![]), Err(vec![]));
    let with_ether = stage.contract.pay(BOB, number(1), settle().abi_encode());
    assert_eq!(with_ether, Err(vec![]));
    let unknown = stage.contract.send(BOB, vec![0xff; 4]);
    assert_eq!(unknown, Err(vec![]));
}

#[test]
fn the_constructor_refuses_what_makes_no_redemptions() {
    let farm = Farm::new();
    let contract = Deployed::<Redemptions>::bare(Address::repeat_byte(0xe1));
    let vault = farm.vault.address();
    let construct = |terms| contract.construct(AUTHORITY, &terms);
    for terms in [
        [501, COLLECT, NOTICE],
        [100, COLLECT, 0],
        [100, 1 << 32, NOTICE],
        [100, COLLECT, 1 << 32],
    ] {
        let [loss, collect, notice] = terms.map(number);
        let error = Abi::InvalidTerms {
            maxLossBps: loss,
            collectSeconds: collect,
            noticeSeconds: notice,
        };
        refused(construct(construction(vault, terms)), &error);
    }
    for vault in [MALLORY, farm.token.address()] {
        let error = Abi::InvalidVault { vault };
        refused(construct(construction(vault, [0, 0, 1])), &error);
    }
    construct(construction(vault, [500, 0, 1])).unwrap();
    let error = IConstruction::AlreadyConstructed {};
    refused(construct(construction(vault, [0, 0, 1])), &error);
}
