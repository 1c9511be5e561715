#!/usr/bin/env node
const { join } = require('node:path');
const { loadProgram } = require('../dist/start.js');

const { main, processIo } = loadProgram(join(__dirname, '../dist'), require);
void main(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
