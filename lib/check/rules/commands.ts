import { accepted } from '../findings/effects';
import { findingIn, type Rule } from '../findings/rule';
import { containersIn, hooks, probes } from '../objects/containers';

/** A command is a program and its arguments, each a separate item. */
export const commands: Rule = {
  id: 'commands',
  finds: 'A command line in a single string: no shell splits it, so the whole line is taken as the name of a program.',
  mend: 'Write each word as a separate item, or let a shell split the line: `["sh", "-c", "…"]`.',
  sources: ['https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/'],

  *find(app) {
    for (const { container, path, pod } of containersIn(app)) {
      if (pod.spec.os?.name === 'windows') continue;
      const commands = [
        { at: `${path}.command`, command: container.command },
        ...probes.map((probe) => ({ at: `${path}.${probe}.exec.command`, command: container[probe]?.exec?.command })),
        ...hooks.map((hook) => ({
          at: `${path}.lifecycle.${hook}.exec.command`,
          command: container.lifecycle?.[hook]?.exec?.command,
        })),
      ];
      for (const { at, command: [program = ''] = [] } of commands) {
        if (!/\S\s+\S/.test(program)) continue;
        const problem = `container ${container.name} has ${JSON.stringify(program)} as its program name`;
        const then = at.endsWith('.exec.command')
          ? 'it fails: there is no such program'
          : 'the container does not start: no such file or directory';
        yield findingIn(pod, at, problem, accepted(then));
      }
    }
  },
};
