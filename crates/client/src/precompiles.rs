//! Arbitrum's own contracts, as far as deploying and measuring programs needs them.

use alloy_primitives::{Address, address};
use alloy_sol_types::sol;

/// `ArbSys`: the chain itself.
pub const ARB_SYS: Address = address!("0000000000000000000000000000000000000064");

/// `ArbOwnerPublic`: who owns the chain.
pub const ARB_OWNER_PUBLIC: Address = address!("000000000000000000000000000000000000006b");

/// `ArbWasm`: activation of programs, and what the chain recorded of them.
pub const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");

/// `ArbWasmCache`: which programs are cached.
pub const ARB_WASM_CACHE: Address = address!("0000000000000000000000000000000000000072");

/// The `StylusDeployer` of development chains and of the public Arbitrum chains.
pub const STYLUS_DEPLOYER: Address = address!("cEcba2F1DC234f70Dd89F2041029807F8D03A990");

sol! {
    #![sol(all_derives)]

    /// The chain itself.
    interface ArbSys {
        /// 55 more than the ArbOS version.
        function arbOSVersion() external view returns (uint256);
    }

    /// Who owns the chain.
    interface ArbOwnerPublic {
        /// Whether `account` owns the chain.
        function isChainOwner(address account) external view returns (bool);
    }

    /// Activation of programs.
    interface ArbWasm {
        /// The program is no Stylus code.
        error ProgramNotWasm();
        /// The program was never activated.
        error ProgramNotActivated();
        /// The program was activated for an older Stylus.
        error ProgramNeedsUpgrade(uint16 version, uint16 stylusVersion);
        /// The activation ran out.
        error ProgramExpired(uint64 ageInSeconds);
        /// The program is active already.
        error ProgramUpToDate();
        /// It is too early to prolong the activation.
        error ProgramKeepaliveTooSoon(uint64 ageInSeconds);
        /// The value does not cover the data fee.
        error ProgramInsufficientValue(uint256 have, uint256 want);

        /// Activates a program for the data fee; what is sent above it comes back.
        function activateProgram(address program)
            external payable returns (uint16 version, uint256 dataFee);
        /// Prolongs the activation of a code by a year for the data fee; what is sent above it comes
        /// back.
        function codehashKeepalive(bytes32 codehash) external payable;
        /// The current Stylus version.
        function stylusVersion() external view returns (uint16);
        /// The Stylus version a code was activated for; reverts if it is not active.
        function codehashVersion(bytes32 codehash) external view returns (uint16);
        /// Gas of entering a program.
        function programInitGas(address program)
            external view returns (uint64 gas, uint64 gasWhenCached);
        /// Pages of memory a program starts with.
        function programMemoryFootprint(address program) external view returns (uint16);
        /// Seconds until the activation runs out.
        function programTimeLeft(address program) external view returns (uint64);
        /// Ink for one gas.
        function inkPrice() external view returns (uint32);
    }

    /// Which programs are cached.
    interface ArbWasmCache {
        /// Whether `manager` may cache programs.
        function isCacheManager(address manager) external view returns (bool);
        /// Every account that may.
        function allCacheManagers() external view returns (address[]);
        /// Caches a program; for cache managers and chain owners.
        function cacheProgram(address program) external;
        /// Whether a code is cached.
        function codehashIsCached(bytes32 codehash) external view returns (bool);
    }

    /// Sells places in the cache.
    interface CacheManager {
        /// The least that a place for this program costs now, in wei.
        function getMinBid(address program) external view returns (uint192);
        /// Buys a place for the value sent.
        function placeBid(address program) external payable;
    }

    /// Deploys, activates and constructs a program in one transaction.
    interface StylusDeployer {
        /// A program stands at `deployedContract`.
        event ContractDeployed(address deployedContract);
        /// Creation failed.
        error ContractDeploymentError(bytes reason);
        /// The constructor failed.
        error ContractInitializationError(address program, bytes reason);
        /// The sender does not take back what is left.
        error RefundExcessValueError(uint256 value);
        /// There is nothing to deploy.
        error EmptyBytecode();
        /// Value for a constructor that is not called.
        error InitValueButNotInitData();

        /// Creates `bytecode` with `salt` (mixed with `initData`), activates the program if its
        /// code is not active yet, and calls it with `initData`.
        function deploy(
            bytes bytecode,
            bytes initData,
            uint256 initValue,
            bytes32 salt
        ) external payable returns (address);
    }
}
