import { Refusal } from '../program/refusal';
import type { Kubectl } from './kubectl';
import type { Namespace } from './namespace';
import { until } from './until';
import { namesOfAll } from './visible';

/** What Kubernetes itself puts into each. */
const inEachNamespace = new Set(['configmap/kube-root-ca.crt', 'serviceaccount/default']);

/** A namespace of the run's own. */
export class OwnNamespace implements Namespace {
  readonly rest: string;
  readonly command: string;

  /**
   * @param level what its Pods may be, by the standards of Pod Security
   * @param timeout how long it may take to be ready, in milliseconds
   */
  constructor(
    readonly name: string,
    private readonly level: 'privileged' | 'restricted',
    private readonly timeout: number,
  ) {
    this.rest = `namespace ${name}`;
    this.command = `kubectl delete namespace ${name}`;
  }

  /** Whether the user may make namespaces. */
  static async isAllowed(kubectl: Kubectl): Promise<boolean> {
    const { stdout } = await kubectl.try(['auth', 'can-i', 'create', 'namespaces']);
    return stdout.trim() === 'yes';
  }

  async see(kubectl: Kubectl, user: string): Promise<void> {
    if (await OwnNamespace.isAllowed(kubectl)) return;
    throw new Refusal(`${user} may not create namespaces there; --namespace NAME takes one that is there already`);
  }

  async make(kubectl: Kubectl): Promise<void> {
    const labels = ['enforce', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}=${this.level}`);
    await kubectl.do(['create', 'namespace', this.name]);
    await kubectl.do(['label', 'namespace', this.name, ...labels]);
    const account = ['get', 'serviceaccount', 'default']; // without it, Pods are refused
    await until(async () => ((await kubectl.try(account)).status === 0 ? true : undefined), this.timeout);
  }

  isOurs(): boolean {
    return true;
  }

  concerns(): boolean {
    return true;
  }

  /** All that the run has made. */
  async left(kubectl: Kubectl): Promise<string[]> {
    return (await namesOfAll(kubectl)).filter((name) => !inEachNamespace.has(name));
  }

  async remove(kubectl: Kubectl): Promise<void> {
    await kubectl.do(['delete', 'namespace', this.name, '--ignore-not-found']);
  }
}
