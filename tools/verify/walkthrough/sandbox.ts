// Where the walkthrough's blocks run: a copy of the checkout, with a git repository, a kubeconfig and a minikube of its own.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { Refusal } from '../../../lib/program/refusal';
import { CheckoutCopy } from '../../testing/checkout-copy';

/** A kubeconfig, as far as it matters which names are in it. */
interface Kubeconfig {
  readonly clusters: readonly object[];
  readonly users: readonly object[] | null;
  readonly contexts: readonly { readonly context: object }[];
}

/** A kubeconfig with one context, as minikube would have written it, for a namespace. */
export function asMinikube(config: string, namespace: string): string {
  const { clusters, users, contexts, ...rest }: Kubeconfig = JSON.parse(config);
  const name = 'minikube';
  return JSON.stringify({
    ...rest,
    clusters: clusters.map((cluster) => ({ ...cluster, name })),
    users: users?.map((user) => ({ ...user, name })) ?? [],
    contexts: contexts.map(({ context }) => ({ name, context: { ...context, cluster: name, user: name, namespace } })),
    'current-context': name,
  });
}

/** Where the walkthrough is done: a copy of the checkout with a git repository of its own, and what commands find there. */
export class Sandbox {
  private readonly scratch = new CheckoutCopy();

  /**
   * @param kubeconfig for its commands
   * @throws Refusal if there is no git.
   */
  constructor(kubeconfig: string) {
    const { scratch } = this;
    this.git('init', '--quiet', '--initial-branch=main');
    // What is in git's own folder, `git status` does not show.
    mkdirSync(this.own());
    writeFileSync(this.own('kubeconfig'), kubeconfig, { mode: 0o600 });
    // In a terminal, curl shows no progress when it prints what it gets. An older curl (before 7.67) does not know the option.
    writeFileSync(this.own('.curlrc'), 'no-progress-meter\n');
    cpSync('tools/verify/walkthrough/bin', this.own('bin'), { recursive: true });
    writeFileSync(scratch.path('.git/info/exclude'), 'node_modules\n');
    this.git('add', '--all');
    const author = ['-c', 'user.name=walkthrough', '-c', 'user.email=walkthrough@example.com'];
    this.git(...author, 'commit', '--quiet', '--message', 'the checkout');
  }

  get folder(): string {
    return this.scratch.root;
  }

  /** A file for the block that is run. */
  get file(): string {
    return this.own('block.sh');
  }

  /** What commands find in their environment: nothing of whoever runs them that would change what they print. */
  get environment(): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^((HELLOWORLD|CDK8S|GIT|npm)_|BASH_ENV$)/.test(name),
    );
    return {
      ...Object.fromEntries(inherited),
      CURL_HOME: this.own(),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      KUBECONFIG: this.own('kubeconfig'),
      LC_ALL: 'C',
      PAGER: 'cat',
      GIT_PAGER: 'cat',
      PATH: `${this.own('bin')}${delimiter}${process.env.PATH}`,
    };
  }

  remove(): void {
    this.scratch.remove();
  }

  private own(...names: string[]): string {
    return this.scratch.path('.git', 'walkthrough', ...names);
  }

  private git(...args: string[]): void {
    // In git's hooks, GIT_DIR is the repository of whoever runs it.
    const { status, error, stderr } = spawnSync('git', args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: this.environment,
    });
    if (status === 0) return;
    this.remove();
    throw new Refusal(`git ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
  }
}
