#!/usr/bin/env bash
# What must hold before a change lands: formatting, lints, and the README's test command, which runs
# everything else (contracts, chain, vectors, snapshots, reproducibility, house rules).
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s (%ds)\n' "$1" "$SECONDS"; }

step "formatting"
cargo fmt --all --check
cargo fmt --all --check --manifest-path tests/motsu/Cargo.toml
step "lints"
cargo clippy --workspace --all-targets -- -D warnings
cargo clippy --manifest-path tests/motsu/Cargo.toml --locked --all-targets \
    --target-dir target/motsu -- -D warnings
step "tests"
cargo test
step "done"
