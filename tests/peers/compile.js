// Compiles files of contracts/ and prints creation code by contract name as JSON.
//
// Usage: node compile.js <node_modules> <legacy|viaIR|morpho> <file>...
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const [modules, pipeline, ...names] = process.argv.slice(2);
// Morpho Blue wants one compiler, and its repository's settings.
const kinds = {
  legacy: { compiler: "solc", evmVersion: "cancun", runs: 1_000_000, viaIR: false },
  viaIR: { compiler: "solc", evmVersion: "cancun", runs: 1_000_000, viaIR: true },
  morpho: { compiler: "solc-0.8.19", evmVersion: "paris", runs: 999_999, viaIR: true },
};
const { compiler, evmVersion, runs, viaIR } = kinds[pipeline];
const solc = require(path.resolve(modules, compiler));

const folder = path.join(__dirname, "contracts");
const sources = Object.fromEntries(
  names.map((name) => [name, { content: fs.readFileSync(path.join(folder, name), "utf8") }]),
);

const input = {
  language: "Solidity",
  sources,
  settings: {
    evmVersion,
    optimizer: { enabled: true, runs },
    viaIR,
    outputSelection: { "*": { "*": ["evm.bytecode.object"] } },
  },
};

const load = (name) => ({ contents: fs.readFileSync(path.join(modules, name), "utf8") });
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: load }));

const failures = (output.errors ?? []).filter((error) => error.severity === "error");
if (failures.length > 0) {
  process.stderr.write(failures.map((error) => error.formattedMessage).join("\n"));
  process.exit(1);
}

const code = {};
for (const name of names) {
  for (const [contract, { evm }] of Object.entries(output.contracts[name])) {
    if (evm.bytecode.object !== "") code[contract] = `0x${evm.bytecode.object}`;
  }
}
process.stdout.write(JSON.stringify(code));
