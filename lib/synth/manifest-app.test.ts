import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  ApiObject,
  App,
  type AppProps,
  Chart,
  Helm,
  Include,
  Lazy,
  type ResolutionContext,
  YamlOutputType,
} from 'cdk8s';
import { ConfigMap, Cpu, Deployment, EnvValue, Ingress, k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { requirements } from '../check/rules/requirements';
import { Refusal } from '../program/refusal';
import type { Headed } from './header';
import { ManifestApp, type ManifestAppProps } from './manifest-app';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-app-test-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const objectsIn = (yaml: string) => parseAllDocuments(yaml).map((document) => document.toJS());

/** The objects of each file that an app has written, in the order in which kubectl applies them. */
function written(outdir: string, extension: string): unknown[][] {
  const names = readdirSync(outdir).filter((name) => name.endsWith(extension));
  return names.sort().map((name) => objectsIn(readFileSync(join(outdir, name), 'utf8')));
}

function object(scope: Construct, id: string, data: unknown = {}): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data });
}

function deployment(scope: Construct, id: string): Deployment {
  return new Deployment(scope, id, { containers: [{ image: 'hello-app:1.0', portNumber: 8080 }] });
}

/** A chart that says itself what its objects are. */
class Reversed extends Chart {
  override toJson() {
    return super.toJson().reverse();
  }
}

/** A chart that does not even ask the framework. */
class Written extends Chart {
  override toJson() {
    return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'written' } }];
  }
}

const apps: Record<string, (app: App) => void> = {
  'no dependencies': (app) => {
    const chart = new Chart(app, 'web');
    object(chart, 'b');
    object(chart, 'a');
    object(new Chart(app, 'api'), 'c');
  },
  'a dependency of objects': (app) => {
    const chart = new Chart(app, 'web');
    const first = object(chart, 'first');
    first.addDependency(object(chart, 'second'), object(chart, 'third'));
  },
  'dependencies of constructs': (app) => {
    const chart = new Chart(app, 'web');
    const [one, other] = [new Construct(chart, 'one'), new Construct(chart, 'other')];
    for (const id of ['a', 'b']) object(one, id);
    for (const id of ['c', 'd']) object(other, id);
    one.node.addDependency(other);
  },
  'a dependency of cdk8s-plus constructs': (app) => {
    const chart = new Chart(app, 'web');
    const web = deployment(chart, 'web');
    web.node.addDependency(new ConfigMap(chart, 'settings', { data: { colour: 'blue' } }));
  },
  'cdk8s-plus constructs that refer to each other': (app) => {
    const chart = new Chart(app, 'web', { namespace: 'team', labels: { part: 'web' } });
    const settings = new ConfigMap(chart, 'settings', { data: { colour: 'blue' } });
    const web = deployment(chart, 'web');
    web.containers[0]?.env.addVariable('COLOUR', EnvValue.fromConfigMap(settings, 'colour'));
    web.exposeViaIngress('/web');
  },
  'a dependency of charts': (app) => {
    const web = new Chart(app, 'app');
    object(web, 'web');
    const namespaces = new Chart(app, 'namespaces');
    object(namespaces, 'team');
    web.addDependency(namespaces);
  },
  'a chain of charts, told backwards': (app) => {
    const charts = ['a', 'b', 'c', 'd'].map((id) => new Chart(app, id));
    charts.forEach((chart, index) => {
      object(chart, chart.node.id);
      const next = charts[index + 1];
      if (next) chart.addDependency(next);
    });
  },
  'a dependency of objects in two charts': (app) => {
    const web = object(new Chart(app, 'a'), 'web');
    web.addDependency(object(new Chart(app, 'b'), 'settings'));
  },
  'a chart in a chart': (app) => {
    const outer = new Chart(app, 'outer');
    object(outer, 'a');
    const inner = new Chart(outer, 'inner');
    object(inner, 'b');
    object(outer, 'c').addDependency(inner);
  },
  'a chart in a construct': (app) => {
    object(new Chart(new Construct(app, 'team'), 'web'), 'a');
    object(new Chart(app, 'alone'), 'b');
  },
  Lazy: (app) => {
    let count = 0;
    object(new Chart(app, 'web'), 'a', { count: Lazy.any({ produce: () => `${count}` }) });
    count = 5;
  },
  'Lazy that counts how often it is asked': (app) => {
    let asked = 0;
    for (const id of ['a', 'b']) object(new Chart(app, id), id, { asked: Lazy.any({ produce: () => `${++asked}` }) });
  },
  'a chart with a toJson of its own': (app) => {
    const chart = new Reversed(app, 'web');
    for (const id of ['a', 'b', 'c']) object(chart, id);
    object(new Written(app, 'written'), 'unused');
    object(new Chart(app, 'other'), 'd').addDependency(object(new Reversed(app, 'z'), 'e'));
  },
  Include: (app) => {
    const url = join(folder, 'included.yaml');
    writeFileSync(url, 'kind: A\napiVersion: v1\nmetadata: {name: a}\n---\nkind: B\napiVersion: v1\n');
    const chart = new Chart(app, 'web');
    const included = new Include(chart, 'included', { url });
    object(chart, 'before');
    included.node.addDependency(object(chart, 'needed'));
  },
  Helm: (app) => {
    // Stands for helm, of which not everyone has one: what is tested is what becomes of its output.
    const helmExecutable = join(folder, 'helm.sh');
    const script =
      '#!/bin/sh\nprintf "apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: $2}\\ndata: {args: \\"$*\\"}\\n"\n';
    writeFileSync(helmExecutable, script, { mode: 0o755 });
    jest.spyOn(os, 'tmpdir').mockReturnValue(folder); // where cdk8s leaves a folder for each release
    const chart = new Chart(app, 'web');
    object(chart, 'a').addDependency(new Helm(chart, 'release', { chart: './chart', helmExecutable }));
  },
};

describe.each(Object.entries(apps))('%s', (_, build) => {
  test('gives the files, objects and order of a plain App', () => {
    const plain = new App({ outdir: join(folder, 'plain') });
    build(plain);
    plain.synth();
    const app = new ManifestApp({ outdir: join(folder, 'ours'), rules: [] });
    build(app);
    app.write();
    expect(written(app.outdir, '.yaml')).toEqual(written(plain.outdir, '.k8s.yaml'));
  });
});

test('any dependencies give the order of a plain App', () => {
  // Charts, charts in charts, constructs and objects, each of which may depend on some that were made before it.
  const made = fc.record({
    kind: fc.constantFrom('chart', 'inner chart', 'construct', 'object', 'object'),
    targets: fc.array(fc.nat(), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(made, { minLength: 2, maxLength: 12 }), (all) => {
      function build(app: App): void {
        const constructs: Construct[] = [];
        let chart = new Chart(app, 'first');
        for (const [index, { kind, targets }] of all.entries()) {
          const id = `c${index}`;
          if (kind === 'chart') chart = new Chart(app, id);
          if (kind === 'inner chart') chart = new Chart(chart, id);
          const construct = kind.endsWith('chart') ? chart : new Construct(chart, id);
          if (!kind.endsWith('chart')) object(construct, `${id}-a`);
          if (kind === 'construct') object(construct, `${id}-b`);
          construct.node.addDependency(...targets.flatMap((target) => constructs[target % (index || 1)] ?? []));
          constructs.push(construct);
        }
      }
      const [plain, ours] = [join(folder, 'plain'), join(folder, 'ours')].map((outdir) => {
        const app = outdir.endsWith('plain') ? new App({ outdir }) : new ManifestApp({ outdir, rules: [] });
        build(app);
        try {
          if (app instanceof ManifestApp) app.write();
          else app.synth();
        } catch (error) {
          return error instanceof Error ? error.message : error; // a cycle
        }
        const names = readdirSync(outdir).map((name) => name.replace(/(-c8[0-9a-f]{6})?(\.k8s)?\.yaml$/, ''));
        const files = written(outdir, '.yaml');
        rmSync(outdir, { recursive: true });
        return { names, files };
      });
      expect(ours).toEqual(plain);
    }),
    { numRuns: 200 },
  );
});

describe('the properties and the environment of an App', () => {
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
  });

  /** A plain App and ours, with the same properties and objects, in folders of their own. */
  function both(props: AppProps): [plain: string, ours: string] {
    const outdirs: [string, string] = [join(folder, 'plain'), join(folder, 'ours')];
    const plain = new App({ ...props, outdir: outdirs[0] });
    const ours = new ManifestApp({ ...props, yamlOutputType: undefined, outdir: outdirs[1], rules: [] });
    for (const app of [plain, ours]) {
      const chart = new Chart(app, 'web');
      object(chart, 'b', { z: 'secret', a: 'open' });
      object(new Chart(chart, 'inner'), 'a');
    }
    plain.synth();
    ours.write();
    return outdirs;
  }

  test('resolvers', () => {
    const resolvers = [
      { resolve: (context: ResolutionContext) => context.value === 'secret' && context.replaceValue('?') },
    ];
    const [plain, ours] = both({ resolvers });
    expect(written(ours, '.yaml')).toEqual(written(plain, '.yaml'));
    expect(JSON.stringify(written(ours, '.yaml'))).toContain('"z":"?"');
  });

  test('outputFileExtension', () => {
    const [plain, ours] = both({ outputFileExtension: '.yml' });
    expect(written(ours, '.yml')).toEqual(written(plain, '.yml'));
    expect(readdirSync(ours)).toEqual(['0000-web-inner.yml', '0001-web.yml']);
  });

  test('CDK8S_DISABLE_SORT', () => {
    process.env.CDK8S_DISABLE_SORT = 'true';
    const [plain, ours] = both({});
    expect(JSON.stringify(written(ours, '.yaml'))).toBe(JSON.stringify(written(plain, '.yaml')));
  });

  test('CDK8S_OUTDIR', () => {
    process.env.CDK8S_OUTDIR = join(folder, 'elsewhere');
    const app = new ManifestApp();
    new Chart(app, 'empty');
    app.write();
    expect(readdirSync(process.env.CDK8S_OUTDIR)).toEqual(['empty.yaml']);
  });

  const metadataIn = (outdir: string) => JSON.parse(readFileSync(join(outdir, 'construct-metadata.json'), 'utf8'));

  test('recordConstructMetadata', () => {
    const [plain, ours] = both({ recordConstructMetadata: true });
    expect(metadataIn(ours)).toEqual(metadataIn(plain));
    expect(metadataIn(ours).resources.b).toEqual({ path: 'web/b' });
  });

  test('CDK8S_RECORD_CONSTRUCT_METADATA', () => {
    process.env.CDK8S_RECORD_CONSTRUCT_METADATA = 'true';
    const [plain, ours] = both({});
    expect(metadataIn(ours)).toEqual(metadataIn(plain));
    process.env.CDK8S_RECORD_CONSTRUCT_METADATA = 'false';
    expect(readdirSync(both({})[1])).not.toContain('construct-metadata.json');
  });

  test.each(['.txt', '.json', '', 'yaml', '/web.yaml'])('outputFileExtension %j is refused', (outputFileExtension) => {
    expect(() => new ManifestApp({ outputFileExtension })).toThrow(
      new Refusal(`outputFileExtension must end with .yaml or .yml, but is "${outputFileExtension}"`),
    );
  });

  test.each(['FILE_PER_APP', 'FILE_PER_RESOURCE', 'FOLDER_PER_CHART_FILE_PER_RESOURCE'] as const)(
    'yamlOutputType %s is refused',
    (type) => {
      // @ts-expect-error as it is by the compiler
      expect(() => new ManifestApp({ yamlOutputType: YamlOutputType[type] })).toThrow(
        new Refusal(`yamlOutputType must be FILE_PER_CHART, but is ${type}`),
      );
    },
  );
});

describe('the version of Kubernetes', () => {
  const appFor = (kubernetes?: string) => {
    const app = new ManifestApp({ outdir: folder, kubernetes, rules: [] });
    const lifecycle = { preStop: { sleep: { seconds: 5 } } };
    new ApiObject(new Chart(app, 'web'), 'web', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'web', image: 'example.com/web:1.0', lifecycle }] },
    });
    return app;
  };

  test('says which fields there are', () => {
    expect(appFor('1.30').synthYaml()).toContain('sleep:');
    for (const older of [undefined, '1.27', '1.29']) {
      expect(() => appFor(older).synthYaml()).toThrow(
        new Refusal(
          'web: Pod web: spec.containers[0].lifecycle.preStop.sleep was added in Kubernetes 1.30. On a cluster, the API server refuses it.',
        ),
      );
    }
  });

  test('is refused if it is none', () => {
    expect(() => appFor('latest').synthYaml()).toThrow(
      new Refusal('kubernetes must be 1.27 or a newer version, such as 1.30, but is "latest"'),
    );
  });
});

test('a cycle of dependencies is refused in one line', () => {
  const app = new ManifestApp({ rules: [] });
  const [one, other] = ['one', 'other'].map((id) => object(new Chart(app, id), 'object'));
  if (one && other) {
    one.addDependency(other);
    other.addDependency(one);
  }
  // Twice, since the first attempt leaves nothing behind.
  for (const _ of [1, 2]) {
    expect(() => app.render()).toThrow(new Refusal('Dependency cycle detected: one => other => one'));
  }
});

test('synthYaml gives all manifests, with their comments, and is refused what synth is', () => {
  const app = new ManifestApp();
  new k8s.KubeService(new Chart(app, 'web'), 'web', {
    metadata: { name: 'web' },
    spec: { type: 'ExternalName', externalName: 'example.com' },
  });
  object(new Chart(app, 'other'), 'a');
  expect(app.synthYaml()).toMatch(/^# Generated from chart web by .*\n---\napiVersion: v1\nkind: Service/);
  expect(objectsIn(app.synthYaml())).toHaveLength(2);
  object(new Chart(app, 'again'), 'a');
  expect(() => app.synthYaml()).toThrow(Refusal);
});

test('a chart may bring a header for its manifest, and name its source', () => {
  class Titled extends Chart implements Headed {
    readonly header = 'Of the shop\n\nmade by hand';

    constructor(
      scope: Construct,
      id: string,
      readonly source?: string,
    ) {
      super(scope, id);
    }
  }
  const app = new ManifestApp({ outdir: folder });
  new Titled(app, 'web');
  new Titled(app, 'other', 'shop/other.ts');
  new Titled(app, 'another', 'shop/all.ts');
  const header = '# Of the shop\n#\n# made by hand\n#\n# Generated from';
  const rest = 'by npm run synth: change that, not this.\n';
  expect(Object.fromEntries(app.render())).toEqual({
    'web.yaml': `${header} chart web ${rest}`,
    'other.yaml': `${header} shop/other.ts ${rest}`,
    'another.yaml': `${header} shop/all.ts, chart another ${rest}`,
  });
  const { files } = app.write();
  const { removed } = new ManifestApp({ outdir: folder }).write();
  expect([...removed].sort()).toEqual(files);
});

test('an app is checked for what is true of Kubernetes, and for requirements only if it names them', () => {
  const app = (props?: ManifestAppProps) => {
    const app = new ManifestApp(props);
    const resources = { cpu: { request: Cpu.millis(100) } };
    new Deployment(new Chart(app, 'web'), 'web', { replicas: 20, containers: [{ image: 'web', resources }] });
    return app;
  };
  expect([...app().render().keys()]).toEqual(['web.yaml']);
  const findings = [/has no version/, /has no memory limit/, /a node with 2 CPUs/, /Pod Security "restricted"/];
  for (const [index, rule] of requirements.entries()) {
    expect(() => app({ rules: [rule] }).render()).toThrow(findings[index]);
  }
});

test('what constructs find themselves is refused, and none of it is written', () => {
  const app = new ManifestApp({ outdir: join(folder, 'dist') });
  new Ingress(new Chart(app, 'web'), 'ingress');
  app.node.addValidation({ validate: () => ['is not ready'] });
  expect(() => app.write()).toThrow(
    new Refusal('the app: is not ready\nweb/ingress: ingress with no rules or default backend'),
  );
  expect(readdirSync(folder)).toEqual([]);
});

describe('the name of a chart is that of its file', () => {
  const rendered = (...paths: string[]) => {
    const app = new ManifestApp();
    for (const path of paths) {
      const [id = '', ...scopes] = path.split('/').reverse();
      new Chart(
        scopes.reduceRight<Construct>((scope, name) => new Construct(scope, name), app),
        id,
      );
    }
    return [...app.render().keys()];
  };

  test.each(['web', 'Web-1.2_b', '4', `${'a'.repeat(63)}`, 'team/web'])('%s', (path) => {
    expect(rendered(path)).toEqual([`${path.replace('/', '-')}.yaml`]);
  });

  test.each(['My Chart', 'a:b*?"<>|', 'クラスター', '.hidden', '-web', 'web.', '..', 'a'.repeat(64), 'team one/web'])(
    '%j is refused',
    (path) => {
      expect(() => rendered('web', path)).toThrow(
        new Refusal(
          `chart ${JSON.stringify(path.replace('/', '-'))} cannot name a file: use 1 to 63 letters, digits, "-", "_" or ".", starting and ending with a letter or digit`,
        ),
      );
    },
  );

  test.each([
    ['team/web', 'team-web', 'team-web.yaml'],
    ['Web', 'web', 'web.yaml, on a disk that ignores case'],
  ])('%s and %s are refused', (one, other, file) => {
    expect(() => rendered(one, 'between', other)).toThrow(
      new Refusal(`charts ${one} and ${other} would both be written to ${file}`),
    );
  });
});
