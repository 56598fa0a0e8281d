import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partOf } from '../../parts/section';
import type { Claim, Section } from '../claim';
import { Fell } from '../outcome';
import { firstLine, type Manifests, type Stage } from '../stage';

const label = Object.entries(partOf)
  .map(([key, value]) => `${key}=${value}`)
  .join();

/** Runs kubectl on a folder of manifests. */
async function onFolder(stage: Stage, manifests: Manifests, ...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  try {
    for (const [name, text] of manifests) writeFileSync(join(folder, name), text);
    return await stage.kubectl.try([...args, '-f', folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const applied: Claim = {
  text: 'kubectl apply --validate=strict -f dist: no warning',
  try: async (stage) => {
    const answer = await onFolder(stage, stage.manifests(), 'apply', '--validate=strict');
    if (answer.status !== 0 || answer.stderr.trim()) {
      throw new Fell('kubectl apply --validate=strict -f dist', 'no warning', firstLine(answer.stderr));
    }
  },
};

/** Every file in one go, as against section by section. */
export const allAtOnce: Section = {
  id: 'all',
  title: 'All at once',
  claims: [
    applied,
    {
      text: 'every Pod becomes ready',
      after: applied,
      try: async (stage) => {
        await stage.ready('', 5);
      },
    },
    {
      text: 'the bare Pod belongs to no controller',
      after: applied,
      try: async (stage) => {
        const { metadata } = await stage.get('pod', 'helloworld');
        const owners = metadata.ownerReferences?.map(({ kind, name }) => `${kind} ${name}`) ?? [];
        if (owners.length === 0) return;
        throw new Fell(
          "kubectl get pod helloworld -o 'jsonpath={.metadata.ownerReferences}'",
          'no owner',
          owners.join(),
          [`its labels are what the selector of ${owners.join()} matches, so that adopted it`],
        );
      },
    },
    {
      text: 'a second time, everything is unchanged, and kubectl diff shows nothing',
      after: applied,
      try: async (stage) => {
        const again = await onFolder(stage, stage.manifests(), 'apply');
        const changed = again.stdout
          .trim()
          .split('\n')
          .filter((line) => !line.endsWith(' unchanged'));
        if (changed.length > 0) throw new Fell('kubectl apply -f dist', 'unchanged throughout', changed.join(', '));
        const diff = await onFolder(stage, stage.manifests(), 'diff');
        if (diff.status !== 0) throw new Fell('kubectl diff -f dist', 'nothing', diff.stdout || diff.stderr);
      },
    },
    {
      text: 'at five replicas, all 13 Pods become ready',
      after: applied,
      try: async (stage) => {
        await onFolder(stage, stage.manifests({ replicas: 5 }), 'apply');
        await stage.ready('', 13);
      },
    },
    {
      text: `kubectl delete all,ingress -l ${label}: nothing is left`,
      after: applied,
      try: async (stage) => {
        await stage.kubectl.run(['delete', 'all,ingress', '-l', label]);
        let left = '';
        const gone = await stage.until(async () => {
          left = await stage.kubectl.run(['get', 'all,ingress', '-o', 'name']);
          return left === '' ? true : undefined;
        });
        if (!gone) throw new Fell('kubectl get all,ingress', 'nothing', left.replaceAll('\n', ' '));
      },
    },
  ],
};
