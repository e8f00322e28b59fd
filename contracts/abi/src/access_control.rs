//! Roles by name, as OpenZeppelin's AccessControl has them.

crate::interfaces! {
    /// Roles, each with members and a role that appoints them.
    interface IAccessControl {
        /// `account` has `role` from now on, by `sender`.
        event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender);
        /// `account` no longer has `role`, by `sender`.
        event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender);

        /// `account` has not the role that this takes.
        error AccessControlUnauthorizedAccount(address account, bytes32 neededRole);
        /// Whoever gives a role up must name itself.
        error AccessControlBadConfirmation();

        /// The role that appoints to all roles.
        function DEFAULT_ADMIN_ROLE() external view returns (bytes32);
        /// Whether `account` has `role`.
        function hasRole(bytes32 role, address account) external view returns (bool);
        /// The role that appoints to `role`.
        function getRoleAdmin(bytes32 role) external view returns (bytes32);
        /// Gives `account` a role.
        function grantRole(bytes32 role, address account) external;
        /// Takes a role from `account`.
        function revokeRole(bytes32 role, address account) external;
        /// Gives the caller's role up.
        function renounceRole(bytes32 role, address callerConfirmation) external;
    }
}
