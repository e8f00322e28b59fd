//! Signatures, events and errors of the precompiles.
#![expect(
    clippy::too_many_arguments,
    reason = "generated from events that have as many"
)]

use alloy_sol_types::sol;

sol! {
    interface ArbWasm {
        event ProgramActivated(bytes32 indexed codehash, bytes32 moduleHash, address program, uint256 dataFee, uint16 version);
        event ProgramLifetimeExtended(bytes32 indexed codehash, uint256 dataFee);

        error ProgramNotWasm();
        error ProgramNotActivated();
        error ProgramNeedsUpgrade(uint16 version, uint16 stylusVersion);
        error ProgramExpired(uint64 ageInSeconds);
        error ProgramUpToDate();
        error ProgramKeepaliveTooSoon(uint64 ageInSeconds);
        error ProgramInsufficientValue(uint256 have, uint256 want);

        function activateProgram(address program) external payable returns (uint16 version, uint256 dataFee);
        function stylusVersion() external view returns (uint16 version);
        function codehashVersion(bytes32 codehash) external view returns (uint16 version);
        function codehashKeepalive(bytes32 codehash) external payable;
        function codehashAsmSize(bytes32 codehash) external view returns (uint32 size);
        function programVersion(address program) external view returns (uint16 version);
        function programInitGas(address program) external view returns (uint64 gas, uint64 gasWhenCached);
        function programMemoryFootprint(address program) external view returns (uint16 footprint);
        function programTimeLeft(address program) external view returns (uint64 secs);
        function inkPrice() external view returns (uint32 price);
        function maxStackDepth() external view returns (uint32 depth);
        function freePages() external view returns (uint16 pages);
        function pageGas() external view returns (uint16 gas);
        function pageRamp() external view returns (uint64 ramp);
        function pageLimit() external view returns (uint16 limit);
        function minInitGas() external view returns (uint64 gas, uint64 cached);
        function initCostScalar() external view returns (uint64 percent);
        function expiryDays() external view returns (uint16 days_);
        function keepaliveDays() external view returns (uint16 days_);
        function blockCacheSize() external view returns (uint16 count);
        function activationGas() external view returns (uint64 gas);
    }

    interface ArbWasmCache {
        event UpdateProgramCache(address indexed manager, bytes32 indexed codehash, bool cached);

        function isCacheManager(address manager) external view returns (bool);
        function allCacheManagers() external view returns (address[] managers);
        function cacheProgram(address program) external;
        function evictCodehash(bytes32 codehash) external;
        function codehashIsCached(bytes32 codehash) external view returns (bool);
    }

    interface ArbSys {
        event L2ToL1Tx(address caller, address indexed destination, uint256 indexed hash, uint256 indexed position, uint256 arbBlockNum, uint256 ethBlockNum, uint256 timestamp, uint256 callvalue, bytes data);
        event SendMerkleUpdate(uint256 indexed reserved, bytes32 indexed hash, uint256 indexed position);

        error InvalidBlockNumber(uint256 requested, uint256 current);

        function arbBlockNumber() external view returns (uint256);
        function arbBlockHash(uint256 arbBlockNum) external view returns (bytes32);
        function arbChainID() external view returns (uint256);
        function arbOSVersion() external view returns (uint256);
        function getStorageGasAvailable() external view returns (uint256);
        function isTopLevelCall() external view returns (bool);
        function mapL1SenderContractAddressToL2Alias(address sender, address unused) external pure returns (address);
        function wasMyCallersAddressAliased() external view returns (bool);
        function myCallersAddressWithoutAliasing() external view returns (address);
        function withdrawEth(address destination) external payable returns (uint256);
        function sendTxToL1(address destination, bytes data) external payable returns (uint256);
        function sendMerkleTreeState() external view returns (uint256 size, bytes32 root, bytes32[] partials);
    }

    interface ArbInfo {
        function getBalance(address account) external view returns (uint256);
        function getCode(address account) external view returns (bytes);
    }

    interface ArbGasInfo {
        function getPricesInWei() external view returns (uint256 perL2Tx, uint256 perL1CalldataByte, uint256 perStorage, uint256 perArbGasBase, uint256 perArbGasCongestion, uint256 perArbGasTotal);
        function getMinimumGasPrice() external view returns (uint256);
        function getL1BaseFeeEstimate() external view returns (uint256);
        function getL1GasPriceEstimate() external view returns (uint256);
        function getCurrentTxL1GasFees() external view returns (uint256);
    }

    interface ArbOwnerPublic {
        function isChainOwner(address account) external view returns (bool);
        function getAllChainOwners() external view returns (address[]);
        function getNetworkFeeAccount() external view returns (address);
        function getInfraFeeAccount() external view returns (address);
        function getScheduledUpgrade() external view returns (uint64 arbosVersion, uint64 scheduledForTimestamp);
        function getMaxStylusContractFragments() external view returns (uint8);
    }

    interface ArbOwner {
        event OwnerActs(bytes4 indexed method, address indexed owner, bytes data);

        function addChainOwner(address newOwner) external;
        function removeChainOwner(address ownerToRemove) external;
        function isChainOwner(address account) external view returns (bool);
        function getAllChainOwners() external view returns (address[]);
        function setNetworkFeeAccount(address newNetworkFeeAccount) external;
        function getNetworkFeeAccount() external view returns (address);
        function setMinimumL2BaseFee(uint256 priceInWei) external;
        function setL1PricePerUnit(uint256 pricePerUnit) external;
        function scheduleArbOSUpgrade(uint64 newVersion, uint64 timestamp) external;
        function setInkPrice(uint32 price) external;
        function setWasmMaxStackDepth(uint32 depth) external;
        function setWasmFreePages(uint16 pages) external;
        function setWasmPageGas(uint16 gas) external;
        function setWasmPageLimit(uint16 limit) external;
        function setWasmMinInitGas(uint8 gas, uint16 cached) external;
        function setWasmInitCostScalar(uint64 percent) external;
        function setWasmExpiryDays(uint16 days_) external;
        function setWasmKeepaliveDays(uint16 days_) external;
        function setWasmBlockCacheSize(uint16 count) external;
        function setWasmMaxSize(uint32 size) external;
        function setMaxStylusContractFragments(uint8 count) external;
        function setWasmActivationGas(uint64 gas) external;
        function addWasmCacheManager(address manager) external;
        function removeWasmCacheManager(address manager) external;
    }

    interface ArbDebug {
        function becomeChainOwner() external;
    }
}
