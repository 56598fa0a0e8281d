import { closest } from 'fastest-levenshtein';
import { dnsName } from '../lib/check/schema/formats';
import { repositoryOf } from '../lib/check/schema/image';
import { acceptedVersions, isVersion, oldest } from '../lib/check/schema/versions';
import { Refusal } from '../lib/program/refusal';

/** The versions of hello-app that the chapter uses: tags of its image. */
export const versions = ['1.0', '2.0'] as const;

/** Where the hello-app image has moved from its default repository. */
export const newRepository = 'us-docker.pkg.dev/google-samples/containers/gke/hello-app';

/** The two ways to route requests from outside in 4.5. */
export const routings = ['ingress', 'gateway'] as const;

/** The settings of the chapter. Every chart takes those it uses as props. */
export interface Settings {
  /**
   * Repository of the hello-app image, without tag or digest.
   *
   * @default 'gcr.io/google-samples/hello-app'
   */
  readonly repository: string;

  /**
   * Name of the IngressClass whose controller serves the Ingresses; empty leaves it to the cluster's default class.
   *
   * @default 'nginx'
   */
  readonly ingressClass: string;

  /**
   * What 4.5 routes with: Ingresses, or the Gateway API.
   *
   * @default 'ingress'
   */
  readonly routing: (typeof routings)[number];

  /**
   * Name of the GatewayClass whose controller serves the Gateway.
   *
   * @default 'traefik'
   */
  readonly gatewayClass: string;

  /**
   * Number of Pods of the ReplicaSet and of the Deployment, 0 to 20.
   *
   * @default 1
   */
  readonly replicas: number;

  /**
   * Version of hello-app that the Deployment runs.
   *
   * @default '1.0'
   */
  readonly version: (typeof versions)[number];

  /**
   * The oldest Kubernetes version that the manifests are for, `1.27` or newer. Features added up to that version are used.
   *
   * @default '1.27'
   */
  readonly kubernetes: string;
}

/** One setting: its default and the values it accepts. */
class Setting<T extends string | number> {
  constructor(
    private readonly defaultValue: T,
    private readonly accepts: string,
    private readonly parse: (text: string) => T | undefined,
  ) {}

  /** The given value, or the default; throws a {@link Refusal} that calls the setting `name`. */
  read(name: string, given: string | number | undefined): T {
    if (given === undefined) return this.defaultValue;
    const value = this.parse(String(given));
    if (value === undefined) throw new Refusal(`${name} must be ${this.accepts}, but is ${JSON.stringify(given)}`);
    return value;
  }
}

const when = (accepted: (text: string) => boolean) => (text: string) => (accepted(text) ? text : undefined);

const repository = new Setting(
  'gcr.io/google-samples/hello-app',
  'an image repository in lowercase letters, without tag, digest or spaces',
  // What an image may have besides, in its host: capitals, an address in brackets, a port that is none.
  when((text) => !/[A-Z[]|:\d{6}|^.{256}/.test(text) && repositoryOf(text) === text),
);

const ingressClass = new Setting(
  'nginx',
  'the name of an IngressClass (a DNS name in lowercase letters), or empty for none',
  when((text) => text === '' || dnsName.test(text)),
);

const routing = new Setting<(typeof routings)[number]>(routings[0], routings.join(' or '), (text) =>
  routings.find((known) => known === text),
);

const gatewayClass = new Setting(
  'traefik',
  'the name of a GatewayClass (a DNS name in lowercase letters)',
  when(dnsName.test),
);

// At most 20: more would not fit on the node that the chapter is designed for, with 2 CPUs and 2 GiB.
const replicas = new Setting(1, 'a whole number from 0 to 20', (text) =>
  /^(?:[0-9]|1[0-9]|20)$/.test(text) ? Number(text) : undefined,
);

const version = new Setting<(typeof versions)[number]>(versions[0], versions.join(' or '), (text) =>
  versions.find((known) => known === text),
);

const kubernetes = new Setting(oldest, acceptedVersions, (text) => (isVersion(text) ? text : undefined));

/** All settings, each read in one way. */
function settingsBy(read: <T extends string | number>(name: keyof Settings, setting: Setting<T>) => T): Settings {
  return {
    repository: read('repository', repository),
    ingressClass: read('ingressClass', ingressClass),
    routing: read('routing', routing),
    gatewayClass: read('gatewayClass', gatewayClass),
    replicas: read('replicas', replicas),
    version: read('version', version),
    kubernetes: read('kubernetes', kubernetes),
  };
}

/**
 * The given settings, with defaults for the rest.
 *
 * @throws Refusal if a value is not accepted.
 */
export function withDefaults(given: Partial<Settings> = {}): Settings {
  return settingsBy((name, setting) => setting.read(name, given[name]));
}

/** The environment variable of each setting. */
export const variables = {
  repository: 'HELLOWORLD_IMAGE', // without the tag, in spite of its name
  ingressClass: 'HELLOWORLD_INGRESS_CLASS',
  routing: 'HELLOWORLD_ROUTING',
  gatewayClass: 'HELLOWORLD_GATEWAY_CLASS',
  replicas: 'HELLOWORLD_REPLICAS',
  version: 'HELLOWORLD_VERSION',
  kubernetes: 'HELLOWORLD_KUBERNETES',
} as const satisfies Record<keyof Settings, string>;

/** The variables that Kubernetes itself sets in a Pod for a Service `helloworld-…`. */
const ofService = /_(?:SERVICE_HOST|(?:SERVICE_)?PORT(?:_.*)?)$/;

/**
 * The settings from the environment variables `HELLOWORLD_…`.
 *
 * @throws Refusal if a value is not accepted or a variable is not a setting.
 */
export function settingsFrom(environment: NodeJS.ProcessEnv): Settings {
  const known: string[] = Object.values(variables);
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('HELLOWORLD_') || known.includes(name) || ofService.test(name)) continue;
    const meant = known.find((other) => other.startsWith(name)) ?? closest(name.toUpperCase(), known);
    throw new Refusal(`${name} is not a setting; the closest is ${meant}`);
  }
  return settingsBy((name, setting) => setting.read(variables[name], environment[variables[name]]));
}
