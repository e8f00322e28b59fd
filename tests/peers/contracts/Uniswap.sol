// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

interface ITrader {
    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata data) external;
    function uniswapV3SwapCallback(int256 delta0, int256 delta1, bytes calldata data) external;
    function realAssets() external view returns (uint256);
}

interface IPool {
    function mint(address to, int24 lower, int24 upper, uint128 liquidity, bytes calldata data)
        external
        returns (uint256, uint256);
    function slot0()
        external
        view
        returns (uint160, int24, uint16, uint16, uint16, uint8, bool);
    function token0() external view returns (address);
    function token1() external view returns (address);
}

/// Liquidity over all prices, valued at the price of the moment: what a strategy must not do.
contract SpotLiquidity {
    IPool private immutable POOL;
    address private immutable ASSET;
    uint128 public liquidity;

    constructor(IPool pool, address asset) {
        (POOL, ASSET) = (pool, asset);
    }

    function allocate(uint256) external {}

    function provide(uint128 amount) external {
        POOL.mint(address(this), -887220, 887220, amount, "");
        liquidity = amount;
    }

    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata) external {
        require(msg.sender == address(POOL));
        IERC20(POOL.token0()).transfer(msg.sender, owed0);
        IERC20(POOL.token1()).transfer(msg.sender, owed1);
    }

    function realAssets() external view returns (uint256) {
        (uint160 root,,,,,,) = POOL.slot0();
        // Both sides of a position over all prices are worth the same.
        return POOL.token0() == ASSET
            ? 2 * Math.mulDiv(liquidity, 1 << 96, root)
            : 2 * Math.mulDiv(liquidity, root, 1 << 96);
    }
}

/// Trades with a pool, and pays whoever calls back: what a trader must not do.
contract TrustingTrader {
    IERC20 private immutable ASSET;

    constructor(IERC20 asset) {
        ASSET = asset;
    }

    function uniswapV3SwapCallback(int256 owed0, int256 owed1, bytes calldata) external {
        ASSET.transfer(msg.sender, uint256(owed0 > 0 ? owed0 : owed1));
    }
}

/// Trades with a pool, and pays whoever says that it is one for the right tokens.
contract CredulousTrader {
    IERC20 private immutable ASSET;

    constructor(IERC20 asset) {
        ASSET = asset;
    }

    function uniswapV3SwapCallback(int256 owed0, int256 owed1, bytes calldata) external {
        IPool pool = IPool(msg.sender);
        require(pool.token0() == address(ASSET) || pool.token1() == address(ASSET));
        ASSET.transfer(msg.sender, uint256(owed0 > 0 ? owed0 : owed1));
    }
}

/// Says that it is a pool, and asks to be paid.
contract FakePool {
    address public immutable token0;
    address public immutable token1;

    constructor(address token0_, address token1_) {
        (token0, token1) = (token0_, token1_);
    }

    function take(ITrader trader, int256 owed0, int256 owed1) external {
        trader.uniswapV3SwapCallback(owed0, owed1, "");
    }
}

interface IMintable {
    function mint(address to, uint256 value) external;
}

/// Its own factory, a pool at a price of one, that asks for what is not due; by anyone.
contract HostilePool {
    /// Trades one for one, and takes a tenth of what it may for liquidity.
    uint8 public constant HONEST = 0;
    /// Asks for one unit more than there is.
    uint8 public constant ASKS_FOR_MORE = 1;
    /// Asks twice.
    uint8 public constant ASKS_TWICE = 2;
    /// Asks when liquidity is taken out.
    uint8 public constant ASKS_UNASKED = 3;
    /// Asks for a view in the middle of a call.
    uint8 public constant LOOKS = 4;
    /// Has no observations.
    uint8 public constant FORGETS = 5;

    address public immutable token0;
    address public immutable token1;
    uint24 public constant fee = 3000;
    int24 public constant tickSpacing = 60;
    uint8 public mode;
    uint256 public looks;
    uint128 private liquidity;

    constructor(address token0_, address token1_) {
        (token0, token1) = (token0_, token1_);
    }

    function setMode(uint8 mode_) external {
        mode = mode_;
    }

    function factory() external view returns (address) {
        return address(this);
    }

    function getPool(address, address, uint24) external view returns (address) {
        return address(this);
    }

    function slot0()
        external
        pure
        returns (uint160, int24, uint16, uint16, uint16, uint8, bool)
    {
        return (1 << 96, 0, 0, 1000, 1000, 0, true);
    }

    function observe(uint32[] calldata)
        external
        view
        returns (int56[] memory ticks, uint160[] memory seconds_)
    {
        require(mode != FORGETS, "OLD");
        (ticks, seconds_) = (new int56[](2), new uint160[](2));
    }

    function feeGrowthGlobal0X128() external pure returns (uint256) {
        return 0;
    }

    function feeGrowthGlobal1X128() external pure returns (uint256) {
        return 0;
    }

    function ticks(int24)
        external
        pure
        returns (uint128, int128, uint256, uint256, int56, uint160, uint32, bool)
    {
        return (1, 1, 0, 0, 0, 0, 0, true);
    }

    function positions(bytes32)
        external
        view
        returns (uint128, uint256, uint256, uint128, uint128)
    {
        return (liquidity, 0, 0, 0, 0);
    }

    function swap(address to, bool sells0, int256 amount, uint160, bytes calldata)
        external
        returns (int256 delta0, int256 delta1)
    {
        uint256 size = uint256(amount < 0 ? -amount : amount);
        IMintable(sells0 ? token1 : token0).mint(to, size);
        (delta0, delta1) =
            sells0 ? (int256(size), -int256(size)) : (-int256(size), int256(size));
        int256 more = mode == ASKS_FOR_MORE ? int256(1) : int256(0);
        (int256 owed0, int256 owed1) = sells0 ? (delta0 + more, delta1) : (delta0, delta1 + more);
        ITrader(msg.sender).uniswapV3SwapCallback(owed0, owed1, "");
    }

    function mint(address, int24, int24, uint128 amount, bytes calldata)
        external
        returns (uint256 owed0, uint256 owed1)
    {
        (owed0, owed1) = (_held(token0) / 10, _held(token1) / 10);
        liquidity += amount;
        if (mode == LOOKS) {
            (bool success,) = msg.sender.call(abi.encodeCall(ITrader.realAssets, ()));
            looks += success ? 1 : 100;
        }
        ITrader(msg.sender).uniswapV3MintCallback(owed0, owed1, "");
        if (mode == ASKS_TWICE) ITrader(msg.sender).uniswapV3MintCallback(owed0, owed1, "");
    }

    function burn(int24, int24, uint128 amount) external returns (uint256, uint256) {
        if (mode == ASKS_UNASKED) ITrader(msg.sender).uniswapV3MintCallback(1, 1, "");
        liquidity -= amount;
        return (0, 0);
    }

    function collect(address, int24, int24, uint128, uint128)
        external
        pure
        returns (uint128, uint128)
    {
        return (0, 0);
    }

    function _held(address token) private view returns (uint256) {
        return IERC20(token).balanceOf(msg.sender);
    }
}
