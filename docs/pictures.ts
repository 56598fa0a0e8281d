import { chapter } from '../chapter';
import { Inventory } from '../inventory/inventory';
import { type Settings, withDefaults } from '../settings';
import { ManifestApp } from '../synth/manifest-app';
import { architecture, kubeconfig, rollingUpdate } from './drawn';
import { drawObjects, type Origin } from './objects';

/** What is on the cluster once some charts are applied, or all. */
function applied(settings: Partial<Settings>, ...charts: string[]): Inventory {
  const app = new ManifestApp();
  chapter(app, withDefaults(settings));
  return new Inventory(app.objects().filter(({ chart }) => charts.length === 0 || charts.includes(chart)));
}

/** All pictures of the documents, by name. */
export function pictures(): Map<string, string> {
  const everywhere: Origin[] = ['outside', 'inside'];
  const five = { replicas: 5 };
  const drawn = {
    architecture: architecture(),
    kubeconfig: kubeconfig(),
    pod: drawObjects(applied({}, 'pod'), everywhere),
    services: drawObjects(applied({}, 'pod', 'service_clusterip', 'service_nodeport', 'service_loadbalancer'), [
      'outside',
    ]),
    service_clusterip: drawObjects(applied({}, 'pod', 'service_clusterip'), everywhere),
    service_nodeport: drawObjects(applied({}, 'pod', 'service_nodeport'), everywhere),
    service_loadbalancer: drawObjects(applied({}, 'pod', 'service_loadbalancer'), everywhere),
    ingress: drawObjects(applied({}, 'pod', 'service_nodeport', 'ingress'), ['outside']),
    ingress_path: drawObjects(applied({}, 'pod', 'service_nodeport', 'ingress', 'ingress_path'), ['outside']),
    gateway: drawObjects(applied({ routing: 'gateway' }, 'pod', 'service_nodeport', 'gateway', 'gateway_path'), [
      'outside',
    ]),
    replicaset: drawObjects(applied(five, 'service_nodeport', 'replicaset'), ['outside']),
    deployment: drawObjects(applied(five, 'service_nodeport', 'deployment'), ['outside']),
    rolling_update: rollingUpdate(),
    all: drawObjects(applied({}), ['outside']),
  };
  return new Map(Object.entries(drawn).map(([name, picture]) => [name, `${picture}`]));
}
