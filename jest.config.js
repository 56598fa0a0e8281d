const os = require('node:os');
const path = require('node:path');
const v8 = require('node:v8');

// The tests choose the settings, not whoever runs them.
for (const name of Object.keys(process.env)) {
  if (/^(HELLOWORLD|CDK8S)_/.test(name)) delete process.env[name];
}
process.env.CDK8S_CHECK_UPGRADE = 'false';

// SWC unpacks itself into a cache, by default in the home folder.
process.env.SWC_NATIVE_BINDING_CACHE ??= path.join(__dirname, 'node_modules/.cache/swc');

// Most tests end before optimised code pays off; optimising took a tenth of the total time.
v8.setFlagsFromString('--no-opt');
process.execArgv.push('--no-opt'); // for the workers

module.exports = {
  filter: '<rootDir>/tools/testing/rules-at-once.js',
  maxWorkers: 2 * os.availableParallelism(), // some wait for other programs
  testTimeout: 60_000, // many tests wait for other programs, and machines may be slow
  transform: { '\\.ts$|/@marcbachmann/': '@swc/jest' },
  // Jest loads no ES modules without a flag of Node.
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/)'],
};
