//! What the router refuses.

use super::*;

#[test]
fn ether_comes_with_one_method_and_from_the_wrapped_ether() {
    let stage = stage();
    let error = Abi::NotWeth { sender: ALICE };
    refused(stage.router.pay(ALICE, number(1), vec![]), &error);
    let get = Abi::wethCall {}.abi_encode();
    assert_eq!(stage.router.pay(ALICE, number(1), get), Err(vec![]));
    assert_eq!(stage.call(&Abi::wethCall {}), Ok(WETH));
    assert_eq!(stage.router.send(ALICE, vec![0xff; 4]), Err(vec![]));
}

#[test]
fn nothing_is_sent_to_nobody_or_to_the_router() {
    let stage = stage();
    let (vault, assets) = (stage.vaults[0].address(), number(1));
    for receiver in [Address::ZERO, stage.router.address()] {
        let calls = [
            Abi::depositCall {
                vault,
                assets,
                receiver,
                minShares: assets,
            }
            .abi_encode(),
            Abi::mintCall {
                vault,
                shares: assets,
                receiver,
                maxAssets: assets,
            }
            .abi_encode(),
            Abi::withdrawCall {
                vault,
                assets,
                receiver,
                maxShares: assets,
            }
            .abi_encode(),
            Abi::redeemCall {
                vault,
                shares: assets,
                receiver,
                minAssets: assets,
            }
            .abi_encode(),
            Abi::migrateCall {
                fromVault: vault,
                toVault: vault,
                shares: assets,
                receiver,
                minShares: assets,
            }
            .abi_encode(),
            Abi::redeemEtherCall {
                vault,
                shares: assets,
                receiver,
                minEther: assets,
            }
            .abi_encode(),
        ];
        for calldata in calls {
            let outcome = stage.router.send(ALICE, calldata);
            refused(outcome, &Abi::InvalidReceiver { receiver });
        }
    }
}

#[test]
fn hostile_vaults_harm_whoever_names_them_and_nobody_else() {
    let stage = stage();
    let (asset, step) = (stage.token.address(), Rc::new(Cell::new(0)));
    let mode = Rc::clone(&step);
    let _hostile = Foreign::place(HOSTILE, move |message| {
        let word = |value: U256| Ok(value.to_be_bytes_vec());
        if mode.get() == 0 {
            return Err(vec![]);
        }
        if message.is::<IERC4626::assetCall>().is_some() {
            return word(asset.into_word().into());
        }
        if message.is::<IERC20::balanceOfCall>().is_some() {
            return if mode.get() == 1 {
                Err(vec![])
            } else {
                word(U256::ZERO)
            };
        }
        if message.is::<IERC4626::previewMintCall>().is_some() {
            return word(number(5));
        }
        if mode.get() == 2 {
            Err(vec![])
        } else {
            Ok(vec![])
        }
    });
    let vault = HOSTILE;
    let one = number(1);
    let deposit = Abi::depositCall {
        vault,
        assets: one,
        receiver: ALICE,
        minShares: one,
    };
    let mint = Abi::mintCall {
        vault,
        shares: one,
        receiver: ALICE,
        maxAssets: number(5),
    };
    let withdraw = Abi::withdrawCall {
        vault,
        assets: one,
        receiver: ALICE,
        maxShares: one,
    };
    for mode in [0, 1] {
        step.set(mode);
        refused(stage.call(&deposit), &Abi::InvalidVault { vault });
        refused(stage.call(&mint), &Abi::InvalidVault { vault });
        refused(stage.call(&withdraw), &Abi::InvalidVault { vault });
    }
    step.set(2);
    refused(stage.call(&deposit), &Abi::VaultFailed { vault });
    refused(stage.call(&withdraw), &Abi::VaultFailed { vault });
    // One that takes nothing and gives nothing.
    step.set(3);
    refused(stage.call(&deposit), &slippage(0, 1));
    refused(stage.call(&mint), &slippage(0, 1));
    refused(stage.call(&withdraw), &slippage(0, 1));
    let all = Abi::depositCall {
        minShares: U256::ZERO,
        ..deposit
    };
    assert_eq!(stage.call(&all), Ok(U256::ZERO));
    assert_eq!(stage.tokens_of(ALICE), number(1_000));
    stage.is_empty();
}

#[test]
fn the_constructor_wants_wrapped_ether() {
    let router = Deployed::<Router>::bare(Address::repeat_byte(0x41));
    for weth in [Address::ZERO, ALICE] {
        let outcome = router.construct(BOB, &Abi::constructorCall { weth });
        refused(outcome, &Abi::InvalidWeth { weth });
    }
    let stage = stage();
    let weth = stage.token.address();
    router
        .construct(BOB, &Abi::constructorCall { weth })
        .unwrap();
    let outcome = router.construct(BOB, &Abi::constructorCall { weth });
    refused(outcome, &IConstruction::AlreadyConstructed {});
    // A token that cannot wrap.
    let vault = vault_at(0x7d, weth);
    let deposit = Abi::depositEtherCall {
        vault: vault.address(),
        receiver: ALICE,
        minShares: U256::ZERO,
    };
    let outcome = router.pay(ALICE, number(1), deposit.abi_encode());
    refused(outcome, &Abi::InvalidWeth { weth });
}
