import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, type Chart, DependencyGraph } from 'cdk8s';
import { check, rules } from '../rules';
import type { Rule } from '../rules/rule';
import { commentedYaml } from './commented-yaml';
import { Refusal } from './refusal';

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
  constructor(props: ManifestAppProps = {}) {
    super({ outdir: props.outdir });
    this.node.addValidation({ validate: () => check(this.objects(), props.rules ?? rules) });
  }

  /** The objects of all charts as they stand in the manifests, each with the name of its chart. */
  objects() {
    return this.charts.flatMap((chart) =>
      objectsOf(chart).map((object) => ({ chart: chart.node.path, object: object.toJson() })),
    );
  }

  /**
   * The text of each file, by its name.
   *
   * @throws Refusal with a line for everything that the constructs' validations find.
   */
  render(): Map<string, string> {
    const findings = this.node.findAll().flatMap(({ node }) =>
      // What the app itself finds says where.
      node.validate().map((finding) => (node.path ? `${node.path}: ${finding}` : finding)),
    );
    if (findings.length > 0) throw new Refusal(findings.join('\n'));
    return new Map(this.charts.map((chart) => [`${chart.node.path.replaceAll('/', '-')}.yaml`, manifest(chart)]));
  }

  /**
   * Writes the files: all of them, or none.
   *
   * @throws Refusal as {@link render} does.
   */
  override synth(): void {
    const files = this.render();
    mkdirSync(this.outdir, { recursive: true });
    for (const [name, text] of files) writeFileSync(join(this.outdir, name), text);
  }
}

/** The Kubernetes objects of a chart, in the order in which they depend on each other. */
function objectsOf(chart: Chart): ApiObject[] {
  return new DependencyGraph(chart.node)
    .topology()
    .filter((construct) => construct instanceof ApiObject)
    .filter((object) => object.chart === chart); // not those of a chart inside this one
}

function manifest(chart: Chart): string {
  const header = 'header' in chart ? `${chart.header}`.split('\n').map((line) => `${`# ${line}`.trimEnd()}\n`) : [];
  const objects = objectsOf(chart).map((object) => `---\n${commentedYaml(object.toJson())}`);
  return [...header, ...objects].join('');
}
