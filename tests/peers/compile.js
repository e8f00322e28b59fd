// Compiles files of contracts/ and prints creation code by contract name as JSON.
//
// Usage: node compile.js <node_modules> <legacy|viaIR> <file>...
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const [modules, pipeline, ...names] = process.argv.slice(2);
const solc = require(path.resolve(modules, "solc"));

const folder = path.join(__dirname, "contracts");
const sources = Object.fromEntries(
  names.map((name) => [name, { content: fs.readFileSync(path.join(folder, name), "utf8") }]),
);

const input = {
  language: "Solidity",
  sources,
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true, runs: 1_000_000 },
    viaIR: pipeline === "viaIR",
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
