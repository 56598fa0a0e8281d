// The tests choose the settings, not whoever runs them.
for (const name of Object.keys(process.env)) {
  if (/^(HELLOWORLD|CDK8S)_/.test(name)) delete process.env[name];
}
process.env.CDK8S_CHECK_UPGRADE = 'false';

module.exports = {
  maxWorkers: '100%', // much of the time goes into waiting for other programs
  transform: { '\\.ts$': '@swc/jest' },
};
