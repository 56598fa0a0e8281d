import { chapter } from '../../charts/chapter';
import type { Settings } from '../../charts/settings';
import { Inventory } from '../../lib/check/objects/inventory';
import { templateOf } from '../../lib/check/objects/pods';
import type { Language } from './language';
import { drawObjects, type Origin, type View } from './object-picture';

/** What is on the cluster once some charts are applied, or all. */
function applied(settings: Partial<Settings>, ...charts: string[]): Inventory {
  const objects = chapter(settings).objects();
  return new Inventory(objects.filter(({ chart }) => charts.length === 0 || charts.includes(chart)));
}

/** What of an app is there without the Pods that controllers make. */
function withoutControllers({ items }: Inventory): Inventory {
  return new Inventory(items.filter(({ object }) => !templateOf(object)));
}

/** The pictures of objects in the documents of a language, by name, in the order in which the documents show them. */
export function pictures(language: Language): Map<string, string> {
  const draw = (app: Inventory, origins: readonly Origin[], view: Partial<View> = { direction: 'LR' }) =>
    drawObjects(app, { language, origins, ...view });
  const everywhere: Origin[] = ['outside', 'inside'];
  const services = ['service_clusterip', 'service_nodeport', 'service_loadbalancer'];
  const down = { direction: 'TB' } as const;
  const five = { replicas: 5 };
  const drawn = {
    chapter: draw(withoutControllers(applied({})), everywhere, { whole: true, brief: true }),
    pod: draw(applied({}, 'pod'), everywhere),
    services: draw(applied({}, 'pod', ...services), ['outside'], down),
    service_clusterip: draw(applied({}, 'pod', 'service_clusterip'), everywhere),
    service_nodeport: draw(applied({}, 'pod', 'service_nodeport'), everywhere),
    service_loadbalancer: draw(applied({}, 'pod', 'service_loadbalancer'), everywhere),
    ingress: draw(applied({}, 'pod', 'service_nodeport', 'ingress'), ['outside']),
    ingress_path: draw(applied({}, 'pod', 'service_nodeport', 'ingress', 'ingress_path'), ['outside']),
    gateway: draw(applied({ routing: 'gateway' }, 'pod', 'service_nodeport', 'gateway', 'gateway_path'), ['outside']),
    replicaset: draw(applied(five, 'service_nodeport', 'replicaset'), ['outside'], down),
    deployment: draw(applied(five, 'service_nodeport', 'deployment'), ['outside'], down),
    all: draw(applied({}), everywhere, { whole: true }),
  };
  return new Map(Object.entries(drawn).map(([name, picture]) => [name, `${picture}`]));
}
