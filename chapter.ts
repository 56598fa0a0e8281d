import { DeploymentChart } from './charts/deployment';
import { GatewayChart } from './charts/gateway';
import { GatewayPathChart } from './charts/gateway_path';
import { IngressChart } from './charts/ingress';
import { IngressPathChart } from './charts/ingress_path';
import { PodChart } from './charts/pod';
import { ReplicaSetChart } from './charts/replicaset';
import { ClusterIpServiceChart } from './charts/service_clusterip';
import { LoadBalancerServiceChart } from './charts/service_loadbalancer';
import { NodePortServiceChart } from './charts/service_nodeport';
import { rules } from './rules';
import { requirements } from './rules/requirements';
import { type Settings, withDefaults } from './settings';
import { ManifestApp } from './synth/manifest-app';

/**
 * The app of the chapter: a chart for each section, in its order. Its objects have to meet this project's own
 * requirements, too.
 *
 * @param given settings that are not to have their defaults
 * @throws Refusal if one of them is not accepted.
 */
export function chapter(given: Partial<Settings> = {}): ManifestApp {
  const settings = withDefaults(given);
  const app = new ManifestApp({ kubernetes: settings.kubernetes, rules: [...rules, ...requirements] });
  new PodChart(app, 'pod', settings);
  new ClusterIpServiceChart(app, 'service_clusterip');
  const nodePort = new NodePortServiceChart(app, 'service_nodeport');
  new LoadBalancerServiceChart(app, 'service_loadbalancer');
  if (settings.routing === 'gateway') {
    const { gateway } = new GatewayChart(app, 'gateway', { ...settings, backend: nodePort.service });
    new GatewayPathChart(app, 'gateway_path', { ...settings, gateway });
  } else {
    new IngressChart(app, 'ingress', { ...settings, backend: nodePort.service });
    new IngressPathChart(app, 'ingress_path', settings);
  }
  new ReplicaSetChart(app, 'replicaset', settings);
  new DeploymentChart(app, 'deployment', settings);
  return app;
}
