import { expect, test } from '@jest/globals';
import { chapterItems } from '../../../tools/testing/test-chapter';
import { Inventory } from './inventory';
import { jobOf } from './pods';

test('of a kind, only the fields that it has can be read', () => {
  const app = new Inventory(chapterItems());
  const [service] = app.ofKind('Service');
  const [deployment] = app.ofKind('Deployment');
  expect(service?.object.spec?.type).toBe('ClusterIP');
  // @ts-expect-error only Services have a type
  expect(deployment?.object.spec?.type).toBe(undefined);
  // @ts-expect-error an object of any kind may have any spec
  expect(app.items[0]?.object.spec).toBeDefined();
});

test("somebody else's kind of the same name is not Kubernetes' own", () => {
  const spec = { completionMode: 'Indexed', parallelism: 2 };
  const job = { apiVersion: 'batch.volcano.sh/v1alpha1', kind: 'Job', metadata: { name: 'train' }, spec };
  expect(jobOf(job)).toBe(undefined);
  expect(jobOf({ ...job, apiVersion: 'batch/v1' })).toBe(spec);
  expect(new Inventory([{ chart: 'train', object: job }]).ofKind('Job')).toEqual([]);
});
