// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC4626, IERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// What Ballast's registry asks of a strategy.
interface IStrategy {
    struct Position {
        address token;
        uint256 amount;
        bool isDebt;
    }

    error NotRegistry(address caller);
    error VenueShortfall(uint256 received, uint256 expected);

    function asset() external view returns (address);
    function vault() external view returns (address);
    function registry() external view returns (address);
    function allocate(uint256 assets) external;
    function deallocate(uint256 assets) external returns (uint256 sent);
    function harvest() external returns (uint256 assets);
    function emergencyExit() external returns (uint256 sent);
    function transferInKind(uint256 fraction, address receiver) external;
    function realAssets() external view returns (uint256);
    function maxWithdrawable() external view returns (uint256);
    function positions() external view returns (Position[] memory);
    function ids() external view returns (bytes32[] memory);
}

/// A strategy by a stranger: lends to any ERC-4626 vault, in Solidity.
contract SolidityStrategy is IStrategy {
    using SafeERC20 for IERC20;

    address public immutable asset;
    address public immutable vault;
    address public immutable registry;
    IERC4626 public immutable venue;

    modifier onlyRegistry() {
        require(msg.sender == registry, NotRegistry(msg.sender));
        _;
    }

    constructor(address vault_, address registry_, IERC4626 venue_) {
        (vault, registry, venue) = (vault_, registry_, venue_);
        asset = venue_.asset();
        require(asset == IERC4626(vault_).asset());
    }

    function allocate(uint256 assets) external onlyRegistry {
        IERC20(asset).forceApprove(address(venue), assets);
        uint256 worth = venue.convertToAssets(venue.deposit(assets, address(this)));
        require(worth + 1 >= assets, VenueShortfall(worth, assets));
    }

    function deallocate(uint256 assets) external onlyRegistry returns (uint256 sent) {
        sent = Math.min(assets, maxWithdrawable());
        if (sent > 0) venue.withdraw(sent, vault, address(this));
    }

    function harvest() external onlyRegistry returns (uint256) {
        return realAssets();
    }

    function emergencyExit() external onlyRegistry returns (uint256) {
        uint256 shares = venue.maxRedeem(address(this));
        return shares == 0 ? 0 : venue.redeem(shares, vault, address(this));
    }

    function transferInKind(uint256 fraction, address receiver) external onlyRegistry {
        IERC20(venue).safeTransfer(receiver, Math.mulDiv(_shares(), fraction, 1e18));
    }

    function realAssets() public view returns (uint256) {
        return venue.previewRedeem(_shares());
    }

    function maxWithdrawable() public view returns (uint256) {
        return venue.maxWithdraw(address(this));
    }

    function positions() external view returns (Position[] memory held) {
        held = new Position[](1);
        held[0] = Position(address(venue), _shares(), false);
    }

    function ids() external view returns (bytes32[] memory all) {
        all = new bytes32[](1);
        all[0] = keccak256(abi.encode("venue", venue));
    }

    function _shares() private view returns (uint256) {
        return venue.balanceOf(address(this));
    }
}

interface IMintable is IERC20 {
    function mint(address to, uint256 value) external;
}

/// A strategy that keeps the tokens itself, and misbehaves the way it is told; by anyone.
contract HostileStrategy is IStrategy {
    /// Holds tokens, and is worth what is on its books.
    uint8 public constant HONEST = 0;
    /// Says that it is worth twice as much.
    uint8 public constant BOASTS = 1;
    /// Says that it is worth half as much.
    uint8 public constant BELITTLES = 2;
    /// Reverts, whatever it is asked.
    uint8 public constant REVERTS = 3;
    /// Burns all gas, whatever it is asked.
    uint8 public constant BURNS_GAS = 4;
    /// Makes a call of its choice before it does what it should.
    uint8 public constant REENTERS = 5;
    /// Sends half of what it says it sends.
    uint8 public constant WITHHOLDS = 6;
    /// Does what it should, and answers one byte too little.
    uint8 public constant ANSWERS_SHORT = 7;
    /// Has it all, and can send nothing.
    uint8 public constant ILLIQUID = 8;
    /// Does what it should, and answers with 300,000 bytes.
    uint8 public constant ANSWERS_LONG = 9;

    address private constant NOWHERE = address(0xdead);

    address private immutable ASSET;
    address private immutable VAULT;
    address private immutable REGISTRY;

    uint8 public mode;
    /// What it holds by its books.
    uint256 public held;

    address private target;
    bytes private payload;
    /// How often it made the call of its choice.
    uint256 public calls;
    /// Whether the last of them succeeded.
    bool public succeeded;
    /// What the last of them returned, or its revert data.
    bytes public answer;

    constructor(address vault_, address registry_, address asset_) {
        (VAULT, REGISTRY, ASSET) = (vault_, registry_, asset_);
    }

    /// For everything that the registry may ask.
    modifier misbehaving() {
        if (mode == REVERTS) revert("strategy reverts");
        if (mode == BURNS_GAS) {
            assembly {
                invalid()
            }
        }
        _;
        if (mode == ANSWERS_SHORT) {
            assembly {
                return(0, 31)
            }
        }
        if (mode == ANSWERS_LONG) {
            assembly {
                return(0, 300000)
            }
        }
    }

    modifier onlyRegistry() {
        require(msg.sender == REGISTRY, NotRegistry(msg.sender));
        if (mode == REENTERS) {
            ++calls;
            (succeeded, answer) = target.call(payload);
        }
        _;
    }

    function setMode(uint8 mode_) external {
        mode = mode_;
    }

    /// Chooses the call that it makes when it reenters.
    function arm(address target_, bytes calldata payload_) external {
        (target, payload) = (target_, payload_);
    }

    /// Loses tokens, and books the loss.
    function lose(uint256 amount) external {
        held -= amount;
        IERC20(ASSET).transfer(NOWHERE, amount);
    }

    /// Loses tokens, and keeps quiet about it.
    function steal(uint256 amount) external {
        IERC20(ASSET).transfer(NOWHERE, amount);
    }

    /// Earns tokens, which a token for tests mints, and books the gain.
    function gain(uint256 amount) external {
        held += amount;
        IMintable(ASSET).mint(address(this), amount);
    }

    function asset() external view misbehaving returns (address) {
        return ASSET;
    }

    function vault() external view misbehaving returns (address) {
        return VAULT;
    }

    function registry() external view misbehaving returns (address) {
        return REGISTRY;
    }

    function allocate(uint256 assets) external misbehaving onlyRegistry {
        held += assets;
    }

    function deallocate(uint256 assets) external misbehaving onlyRegistry returns (uint256 sent) {
        sent = mode == ILLIQUID ? 0 : Math.min(assets, held);
        _pay(sent);
    }

    function harvest() external misbehaving onlyRegistry returns (uint256 assets) {
        assets = _worth();
    }

    function emergencyExit() external misbehaving onlyRegistry returns (uint256 sent) {
        sent = mode == ILLIQUID ? 0 : held;
        _pay(sent);
    }

    function transferInKind(uint256 fraction, address receiver) external misbehaving onlyRegistry {
        uint256 part = Math.mulDiv(held, fraction, 1e18);
        held -= part;
        require(IERC20(ASSET).transfer(receiver, part));
    }

    function realAssets() external view misbehaving returns (uint256 assets) {
        assets = _worth();
    }

    function maxWithdrawable() external view misbehaving returns (uint256 assets) {
        assets = mode == ILLIQUID ? 0 : held;
    }

    function positions() external view misbehaving returns (Position[] memory all) {
        all = new Position[](1);
        all[0] = Position(ASSET, held, false);
    }

    function ids() external view misbehaving returns (bytes32[] memory all) {
        all = new bytes32[](1);
        all[0] = keccak256(abi.encode("venue", address(this)));
    }

    function _worth() private view returns (uint256) {
        if (mode == BOASTS) return 2 * held;
        if (mode == BELITTLES) return held / 2;
        return held;
    }

    function _pay(uint256 amount) private {
        held -= amount;
        require(IERC20(ASSET).transfer(VAULT, mode == WITHHOLDS ? amount / 2 : amount));
    }
}

/// What a strategy's constructor asks of its vault, and nothing more.
contract StubVault {
    address public immutable asset;

    constructor(address asset_) {
        asset = asset_;
    }
}

/// Takes 1% of what leaves it, rounded up.
contract VenueFee is ERC4626 {
    using SafeERC20 for IERC20;

    address private constant COLLECTOR = address(0xfee);

    constructor(IERC20 asset_) ERC20("Vault", "V") ERC4626(asset_) {}

    function previewRedeem(uint256 shares) public view override returns (uint256) {
        uint256 gross = super.previewRedeem(shares);
        return gross - Math.ceilDiv(gross, 100);
    }

    function previewWithdraw(uint256 assets) public view override returns (uint256) {
        return super.previewWithdraw(assets + _fee(assets));
    }

    function _transferOut(address to, uint256 assets) internal override {
        super._transferOut(to, assets);
        super._transferOut(COLLECTOR, _fee(assets));
    }

    /// The fee on top of what is paid out.
    function _fee(uint256 assets) private pure returns (uint256) {
        return Math.ceilDiv(assets, 99);
    }
}

/// Pays out no more than a limit that anyone may set.
contract VenueLimited is ERC4626 {
    uint256 public limit = type(uint256).max;

    constructor(IERC20 asset_) ERC20("Vault", "V") ERC4626(asset_) {}

    function setLimit(uint256 limit_) external {
        limit = limit_;
    }

    function maxWithdraw(address owner) public view override returns (uint256) {
        return Math.min(limit, super.maxWithdraw(owner));
    }

    function maxRedeem(address owner) public view override returns (uint256) {
        uint256 shares = super.maxRedeem(owner);
        return limit < previewRedeem(shares) ? convertToShares(limit) : shares;
    }
}

/// Breaks the standard the way it is told; by anyone.
contract VenueFaulty is ERC4626 {
    /// Keeps the standard.
    uint8 public constant NONE = 0;
    /// Takes half of what it is offered, for half of the shares.
    uint8 public constant TAKES_HALF = 1;
    /// Takes all, for half of the shares.
    uint8 public constant MINTS_HALF = 2;
    /// Takes all, for nothing.
    uint8 public constant MINTS_NOTHING = 3;
    /// Pays out nothing, whatever it says.
    uint8 public constant PAYS_NOTHING = 4;
    /// Names no limits.
    uint8 public constant NAMES_NO_LIMIT = 5;
    /// Answers one byte too little.
    uint8 public constant ANSWERS_SHORT = 6;
    /// Reverts without a reason.
    uint8 public constant REVERTS = 7;

    /// Asks whoever deposits or leaves what they are worth, and keeps the standard otherwise.
    uint8 public constant CALLS_BACK = 8;

    uint8 public fault;
    /// Whether the last who was called back answered.
    bool public answered;

    error Frozen();

    constructor(IERC20 asset_) ERC20("Vault", "V") ERC4626(asset_) {}

    function setFault(uint8 fault_) external {
        fault = fault_;
    }

    function maxWithdraw(address owner) public view override returns (uint256) {
        if (fault == NAMES_NO_LIMIT) revert Frozen();
        return super.maxWithdraw(owner);
    }

    function maxRedeem(address owner) public view override returns (uint256) {
        if (fault == NAMES_NO_LIMIT) revert Frozen();
        return super.maxRedeem(owner);
    }

    /// Asks no limit, so that one that cannot be named is none.
    function redeem(uint256 shares, address receiver, address owner)
        public
        override
        returns (uint256 assets)
    {
        assets = previewRedeem(shares);
        _withdraw(msg.sender, receiver, owner, assets, shares);
    }

    function previewRedeem(uint256 shares) public view override returns (uint256) {
        if (fault == REVERTS) revert();
        if (fault == ANSWERS_SHORT) {
            assembly {
                return(0, 31)
            }
        }
        return super.previewRedeem(shares);
    }

    function _deposit(address caller, address receiver, uint256 assets, uint256 shares)
        internal
        override
    {
        if (fault == REVERTS) revert();
        if (fault == CALLS_BACK) _callBack(caller);
        if (fault == TAKES_HALF) assets /= 2;
        if (fault == TAKES_HALF || fault == MINTS_HALF) shares /= 2;
        if (fault == MINTS_NOTHING) shares = 0;
        super._deposit(caller, receiver, assets, shares);
    }

    function _withdraw(
        address caller,
        address receiver,
        address owner,
        uint256 assets,
        uint256 shares
    ) internal override {
        if (fault == PAYS_NOTHING) revert Frozen();
        if (fault == CALLS_BACK) _callBack(caller);
        super._withdraw(caller, receiver, owner, assets, shares);
    }

    function _callBack(address caller) private {
        (answered,) = caller.call(abi.encodeCall(IStrategy.realAssets, ()));
    }
}
