#!/usr/bin/env node
const { join } = require('node:path');
const { loadProgram } = require('../dist/start.js');

const { cli, keepCompiledCode } = loadProgram(join(__dirname, '../dist'), require);
void cli.main(process.argv.slice(2), cli.processIo()).then((code) => {
  process.exitCode = code;
  keepCompiledCode();
});
