const os = require('node:os');
const path = require('node:path');

// The tests choose the settings, not whoever runs them.
for (const name of Object.keys(process.env)) {
  if (/^(HELLOWORLD|CDK8S)_/.test(name)) delete process.env[name];
}
process.env.CDK8S_CHECK_UPGRADE = 'false';

// SWC unpacks itself into a cache, by default in the home folder.
process.env.SWC_NATIVE_BINDING_CACHE ??= path.join(__dirname, 'node_modules/.cache/swc');

module.exports = {
  filter: '<rootDir>/tools/testing/rules-at-once.js',
  maxWorkers: Math.ceil(1.5 * os.availableParallelism()), // some wait for other programs
  testTimeout: 60_000, // many tests wait for other programs, and machines may be slow
  transform: { '\\.ts$|/@marcbachmann/': '@swc/jest' },
  // Jest loads no ES modules without a flag of Node.
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/)'],
};
