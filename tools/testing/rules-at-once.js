// Jest loads the code anew for each file of tests. Those of the rules are many and small: where all of them run, rules.test.ts,
// which requires the others, runs them after loading it once.

const path = require('node:path');

const folder = path.join(__dirname, '../../lib/check/rules') + path.sep;
const all = path.join(folder, 'rules.test.ts');

/** @param {string[]} files of tests that are to run */
module.exports = async (files) => ({
  filtered: files.includes(all) ? files.filter((file) => file === all || !file.startsWith(folder)) : files,
});
