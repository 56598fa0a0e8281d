import { ApiObject, App, type Chart, DependencyGraph } from 'cdk8s';
import { check, rules } from '../rules';
import type { Item } from '../rules/inventory';
import type { KubernetesObject } from '../rules/kubernetes';
import { repeated } from '../rules/repeated';
import type { Rule } from '../rules/rule';
import { commentedYaml } from './commented-yaml';
import { generatedFrom, type Written, writeManifests } from './manifest-folder';
import { Refusal } from './refusal';
import { report } from './report';

/** Properties for `ManifestApp`. */
export interface ManifestAppProps {
  /**
   * The folder that the files go to.
   *
   * @default - what the CLI says in `CDK8S_OUTDIR`, else `dist`
   */
  readonly outdir?: string;

  /**
   * What the objects of all charts are checked for.
   *
   * @default - all rules
   */
  readonly rules?: readonly Rule[];
}

/**
 * An app that writes one file for each chart, called what the chart is called, with the reasons beside its fields, and
 * writes nothing if a cluster would object.
 *
 * cdk8s itself has no place for comments, would call a chart `ingress_path` `ingress_path-c8169ef6`, and resolves and
 * validates the whole app again for every chart that it writes.
 */
export class ManifestApp extends App {
  /** The manifests of all charts, while they are rendered: resolving them is half of the work. */
  private resolved?: Manifest[];

  constructor(props: ManifestAppProps = {}) {
    super({ outdir: props.outdir });
    this.node.addValidation({ validate: () => check(this.objects(), props.rules ?? rules) });
  }

  /** The objects of all charts as they stand in the manifests, each with the name of its chart. */
  objects(): Item[] {
    return (this.resolved ?? this.charts.map(resolve)).flatMap(({ name, objects }) =>
      objects.map((object) => ({ chart: name, object })),
    );
  }

  /**
   * The text of each file, by its name.
   *
   * @throws Refusal with a line for everything that the constructs' validations find, and for charts of one name.
   */
  render(): Map<string, string> {
    this.resolved = this.charts.map(resolve);
    try {
      const findings = this.node.findAll().flatMap(({ node }) =>
        // What the app itself finds says where.
        node.validate().map((finding) => (node.path ? `${node.path}: ${finding}` : finding)),
      );
      for (const name of repeated(this.resolved.map(({ name }) => name))) {
        findings.push(`two charts would both be written to ${name}.yaml`);
      }
      if (findings.length > 0) throw new Refusal(findings.join('\n'));
      return new Map(this.resolved.map((manifest) => [`${manifest.name}.yaml`, write(manifest)]));
    } finally {
      this.resolved = undefined;
    }
  }

  /**
   * Writes the files, all of them or none, and tells nobody.
   *
   * @throws Refusal as {@link render} does, and if the folder cannot be written to.
   */
  write(): Written {
    return writeManifests(this.outdir, this.render());
  }

  /**
   * Writes the files, all of them or none, and says which.
   *
   * @throws Refusal as {@link write} does.
   */
  override synth(): void {
    report(this.write());
  }
}

/** What becomes a file. */
interface Manifest {
  readonly name: string;
  readonly header: string;
  readonly objects: readonly KubernetesObject[];
}

function resolve(chart: Chart): Manifest {
  return {
    name: nameOf(chart),
    header: headerOf(chart),
    // In the order in which they depend on each other, and without those of a chart inside this one.
    objects: new DependencyGraph(chart.node)
      .topology()
      .filter((construct) => construct instanceof ApiObject)
      .filter((object) => object.chart === chart)
      .map((object) => object.toJson()),
  };
}

function nameOf({ node }: Chart): string {
  return node.path.replaceAll('/', '-');
}

/** What the manifest says of itself on its first lines. A chart can tell its `header`, and the `source` that it is made in. */
function headerOf(chart: Chart): string {
  const source = 'source' in chart ? chart.source : `chart ${nameOf(chart)}`;
  const text = `${'header' in chart ? `${chart.header}\n\n` : ''}${generatedFrom(`${source}`)}\n`;
  return text.replaceAll(/(.*)\n/g, (_, line) => `${`# ${line}`.trimEnd()}\n`);
}

function write({ header, objects }: Manifest): string {
  return header + objects.map((object) => `---\n${commentedYaml(object)}`).join('');
}
