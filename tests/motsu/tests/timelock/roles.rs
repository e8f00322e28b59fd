//! Who may do what.

use IAccessControl as Roles;

use super::*;

fn has(stage: &Stage, role: B256, account: Address) -> bool {
    let call = Roles::hasRoleCall { role, account };
    stage.timelock.call(STRANGER, &call).unwrap()
}

fn missing(account: Address, role: B256) -> Roles::AccessControlUnauthorizedAccount {
    Roles::AccessControlUnauthorizedAccount {
        account,
        neededRole: role,
    }
}

#[test]
fn roles_are_called_by_the_hashes_of_their_names() {
    let stage = stage();
    let timelock = &stage.timelock;
    let asked = [
        timelock.call(STRANGER, &Abi::PROPOSER_ROLECall {}),
        timelock.call(STRANGER, &Abi::EXECUTOR_ROLECall {}),
        timelock.call(STRANGER, &Abi::CANCELLER_ROLECall {}),
        timelock.call(STRANGER, &Roles::DEFAULT_ADMIN_ROLECall {}),
    ];
    let zero = B256::ZERO;
    let expected = [PROPOSER_ROLE, EXECUTOR_ROLE, CANCELLER_ROLE, zero];
    assert_eq!(asked, expected.map(Ok));
    for role in expected {
        let call = Roles::getRoleAdminCall { role };
        assert_eq!(timelock.call(STRANGER, &call), Ok(zero));
    }
}

#[test]
fn each_role_does_its_own() {
    let stage = stage();
    let operation = operation(TARGET, b"call");
    let cancel = Abi::cancelCall {
        id: stage.id(&operation),
    };
    for caller in [ADMIN, EXECUTOR, STRANGER] {
        stage.refuses(caller, &operation.0, &missing(caller, PROPOSER_ROLE));
        stage.refuses(caller, &cancel, &missing(caller, CANCELLER_ROLE));
    }
    stage.schedule(&operation);
    set_block_timestamp(NOW + DELAY);
    let execution = operation.execution();
    for caller in [ADMIN, PROPOSER, STRANGER] {
        stage.refuses(caller, &execution, &missing(caller, EXECUTOR_ROLE));
    }
    assert_eq!(stage.execute(&operation), Ok(()));
}

#[test]
fn the_admin_appoints_and_gives_it_up() {
    let stage = stage();
    let (role, account) = (CANCELLER_ROLE, STRANGER);
    let (grant, revoke) = (
        Roles::grantRoleCall { role, account },
        Roles::revokeRoleCall { role, account },
    );
    for caller in [PROPOSER, STRANGER] {
        stage.refuses(caller, &grant, &missing(caller, B256::ZERO));
        stage.refuses(caller, &revoke, &missing(caller, B256::ZERO));
    }
    let timelock = &stage.timelock;
    let granted = timelock.events::<Roles::RoleGranted>().len();
    // The second time is no change.
    for _ in 0..2 {
        timelock.call(ADMIN, &grant).unwrap();
        assert!(has(&stage, role, account));
    }
    let events = timelock.events::<Roles::RoleGranted>();
    assert_eq!(events.len(), granted + 1);
    let event = &events[granted];
    assert_eq!(
        (event.role, event.account, event.sender),
        (role, account, ADMIN)
    );
    for _ in 0..2 {
        timelock.call(ADMIN, &revoke).unwrap();
        assert!(!has(&stage, role, account));
    }
    let events = timelock.events::<Roles::RoleRevoked>();
    assert_eq!(events.len(), 1);
    let event = &events[0];
    assert_eq!(
        (event.role, event.account, event.sender),
        (role, account, ADMIN)
    );

    let renounce = |account| Roles::renounceRoleCall {
        role: B256::ZERO,
        callerConfirmation: account,
    };
    let error = Roles::AccessControlBadConfirmation {};
    stage.refuses(ADMIN, &renounce(TIMELOCK), &error);
    timelock.call(ADMIN, &renounce(ADMIN)).unwrap();
    assert!(!has(&stage, B256::ZERO, ADMIN));
    stage.refuses(ADMIN, &grant, &missing(ADMIN, B256::ZERO));
    // The timelock itself stays: governance appoints from now on.
    stage.settle(&operation(TIMELOCK, &grant.abi_encode()));
    assert!(has(&stage, role, account));
}

#[test]
fn without_an_admin_only_governance_appoints() {
    let timelock = bare();
    let constructor = construction(EXECUTOR, Address::ZERO);
    timelock.construct(ADMIN, &constructor).unwrap();
    let granted = timelock.events::<Roles::RoleGranted>();
    let admins = granted.iter().filter(|it| it.role.is_zero());
    let admins: Vec<_> = admins.map(|it| it.account).collect();
    assert_eq!(admins, [TIMELOCK]);
}

#[test]
fn the_zero_address_executes_as_anybody() {
    let timelock = bare();
    let constructor = construction(Address::ZERO, ADMIN);
    timelock.construct(STRANGER, &constructor).unwrap();
    let operation = operation(TARGET, b"to nobody yet");
    timelock.call(PROPOSER, &operation.0).unwrap();
    set_block_timestamp(NOW + DELAY);
    timelock.call(STRANGER, &operation.execution()).unwrap();
    assert_eq!(timelock.events::<Abi::CallExecuted>().len(), 1);
}
