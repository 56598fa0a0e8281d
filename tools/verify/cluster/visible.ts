// What there is in a namespace, as far as the user may see it.

import type { Known } from '../../../lib/check/objects/kubernetes';
import { CommandFailed, NotAllowed } from './answer';
import type { Kubectl } from './kubectl';

/**
 * What a command of kubectl prints, as far as the user may see it.
 *
 * @throws CommandFailed if it fails for another reason.
 */
export async function visible(kubectl: Kubectl, args: readonly string[]): Promise<string> {
  try {
    const answer = await kubectl.try(args);
    if (answer.status !== 0) throw new CommandFailed(answer);
    return answer.stdout;
  } catch (error) {
    if (error instanceof NotAllowed) return error.answer.stdout;
    throw error;
  }
}

/** The names of all objects of a namespace, or of those with a label, as far as the user may see them. */
export async function namesOfAll(kubectl: Kubectl, selector = ''): Promise<string[]> {
  const { stdout } = await kubectl.try(['api-resources', '--namespaced', '--verbs=list,delete', '-o', 'name']);
  // Events and endpoints are written by the cluster itself.
  const kinds = stdout.split('\n').filter((kind) => kind && !/^(events|endpoints|endpointslices)(\.|$)/.test(kind));
  return namesFrom(kubectl, [kinds.join(), ...(selector ? ['-l', selector] : [])]);
}

/** The names that `kubectl get` finds, of the kinds that the user may see. */
export async function namesFrom(kubectl: Kubectl, args: readonly string[]): Promise<string[]> {
  const names = await visible(kubectl, ['get', ...args, '-o', 'name', '--ignore-not-found']);
  return names.split('\n').filter(Boolean);
}

/** The warnings among the events of a namespace, if the user may see them. */
export async function warningsIn(kubectl: Kubectl): Promise<readonly Known<'Event'>[]> {
  const answer = await visible(kubectl, ['get', 'events', '--field-selector', 'type=Warning', '-o', 'json']);
  return answer ? JSON.parse(answer).items : [];
}
