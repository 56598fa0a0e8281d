import { describe, expect, test } from '@jest/globals';
import { chapter } from './chapter';
import { type Settings, withDefaults } from './settings';
import { ManifestApp } from './synth/manifest-app';

function manifests(settings?: Partial<Settings>): Map<string, string> {
  const app = new ManifestApp();
  chapter(app, withDefaults(settings));
  return app.render();
}

const chapterAsItIs = manifests();

describe('the chapter', () => {
  for (const [name, text] of chapterAsItIs) {
    test(name, () => expect(text).toMatchSnapshot());
  }
});

describe.each<[string, Partial<Settings>, string[]]>([
  ['five replicas', { replicas: 5 }, ['replicaset.yaml', 'deployment.yaml']],
  ['version 2.0', { version: '2.0' }, ['deployment.yaml']],
  [
    "hello-app's new home",
    { repository: 'us-docker.pkg.dev/google-samples/containers/gke/hello-app' },
    ['pod.yaml', 'ingress_path.yaml', 'replicaset.yaml', 'deployment.yaml'],
  ],
  ['another ingress class', { ingressClass: 'traefik' }, ['ingress.yaml', 'ingress_path.yaml']],
  ['no ingress class', { ingressClass: '' }, ['ingress.yaml', 'ingress_path.yaml']],
])('with %s', (_, settings, changed) => {
  const files = manifests(settings);

  test('no other file changes', () => {
    const different = [...files.keys()].filter((name) => files.get(name) !== chapterAsItIs.get(name));
    expect(different).toEqual(changed);
  });

  for (const name of changed) {
    test(name, () => expect(files.get(name)).toMatchSnapshot());
  }
});
