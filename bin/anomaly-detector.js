#!/usr/bin/env node
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const bundle = path.join(__dirname, '../target/command_line/anomaly_detector.js');

if (fs.existsSync(bundle)) {
  require(bundle);
} else {
  console.error(
    `The command line is not built: ${bundle} is missing. Run "npm ci" in ${path.dirname(__dirname)}, or "npm run prepare" where that was done.`
  );
  process.exitCode = 1;
}
