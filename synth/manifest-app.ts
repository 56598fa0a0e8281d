import { ApiObject, App, type AppProps, Chart, DependencyGraph, YamlOutputType } from 'cdk8s';
import type { Section } from '../parts/section';
import { Refusal } from '../program/refusal';
import { check, rules } from '../rules';
import type { Item } from '../rules/inventory';
import type { KubernetesObject } from '../rules/kubernetes';
import type { Rule } from '../rules/rule';
import { misnamed, nameOf } from './chart-names';
import { commentedYaml } from './commented-yaml';
import { constructMetadata, generatedFrom, type Written, writeManifests } from './manifest-folder';
import { report } from './report';

/** Properties for `ManifestApp`: those of any cdk8s app, of which only the way to divide into files is fixed. */
export interface ManifestAppProps extends AppProps {
  /**
   * What the names of the files end with: with `.yaml` or `.yml`, so that `kubectl apply -f FOLDER` reads them.
   *
   * @default '.yaml'
   */
  readonly outputFileExtension?: string;

  /**
   * How the objects are divided into files; nothing else is accepted.
   *
   * @default YamlOutputType.FILE_PER_CHART
   */
  readonly yamlOutputType?: YamlOutputType.FILE_PER_CHART;

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
 *
 * The folder belongs to one app: the manifest of a chart that the app does not have is removed.
 */
export class ManifestApp extends App {
  private readonly rules: readonly Rule[];
  private readonly recordsMetadata: boolean;

  /** @throws Refusal if the objects are to be divided into files in another way, or into files that kubectl does not read. */
  constructor(props: ManifestAppProps = {}) {
    super({ ...props, outputFileExtension: props.outputFileExtension ?? '.yaml' });
    if (this.yamlOutputType !== YamlOutputType.FILE_PER_CHART) {
      throw new Refusal(`yamlOutputType must be FILE_PER_CHART, but is ${YamlOutputType[this.yamlOutputType]}`);
    }
    if (!/^[-_.\w]*\.ya?ml$/.test(this.outputFileExtension)) {
      throw new Refusal(
        `outputFileExtension must end with .yaml or .yml, but is ${JSON.stringify(this.outputFileExtension)}`,
      );
    }
    this.rules = props.rules ?? rules;
    // App keeps its own copy of this private.
    this.recordsMetadata = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /**
   * The objects of all charts as they stand in the manifests, each with the name of its chart.
   *
   * @throws Refusal as {@link render} does, except for what the rules find.
   */
  objects(): Item[] {
    return itemsOf(this.resolve());
  }

  /**
   * The text of each manifest by the name of its file, in the order in which they depend on each other.
   *
   * @throws Refusal with a line for everything that the constructs' own validations or the rules find, for a cycle of
   * dependencies, and for charts whose names cannot name a file.
   */
  render(): Map<string, string> {
    const manifests = this.resolve();
    refuse(check(itemsOf(manifests), this.rules));
    return new Map(manifests.map((manifest) => [manifest.file, write(manifest)]));
  }

  /**
   * Writes the files, all of them or none, and prints nothing.
   *
   * @throws Refusal as {@link render} does, and if the folder cannot be written to.
   */
  write(): Written {
    const files = this.render();
    if (this.recordsMetadata) files.set(constructMetadata, JSON.stringify(this.metadata()));
    return writeManifests(this.outdir, files);
  }

  /**
   * Writes the files, all of them or none, and says which.
   *
   * @throws Refusal as {@link write} does.
   */
  override synth(): void {
    report(this.write());
  }

  /** All manifests as a stream, with their comments; throws as {@link render} does. */
  override synthYaml(): string {
    return [...this.render().values()].join('');
  }

  private resolve(): Manifest[] {
    refuse(
      this.node
        .findAll()
        .flatMap(({ node }) => node.validate().map((finding) => `${node.path || 'the app'}: ${finding}`)),
    );
    try {
      this.resolveDependencies();
      const { charts } = this;
      refuse(misnamed(charts, this.outputFileExtension));
      // As plain cdk8s does it: `kubectl apply -f dist` goes by the names, so they begin with the order if it matters.
      const ordered = charts.some(({ node }) => node.dependencies.some(Chart.isChart));
      return charts.map((chart, index) => ({
        chart: nameOf(chart),
        file: `${ordered ? `${`${index}`.padStart(4, '0')}-` : ''}${nameOf(chart)}${this.outputFileExtension}`,
        header: headerOf(chart),
        objects: objectsOf(chart),
      }));
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('Dependency cycle detected'))) throw error;
      throw new Refusal(error.message);
    }
  }

  /** Before it renders a chart, even an empty one, the framework resolves the dependencies of the whole app. */
  private resolveDependencies(): void {
    const empty = new Chart(this, 'empty, to resolve dependencies');
    try {
      empty.toJson();
    } finally {
      this.node.tryRemoveChild(empty.node.id);
    }
  }

  /** Which construct each object comes from, as `cdk8s synth` wants to know it for the reports of its validations. */
  private metadata() {
    const paths = this.charts.flatMap(apiObjectsOf).map(({ name, node: { path } }) => [name, { path }]);
    return { version: '1.0.0', resources: Object.fromEntries(paths) };
  }
}

/** What becomes a file. */
interface Manifest {
  readonly chart: string;
  readonly file: string;
  readonly header: string;
  readonly objects: readonly KubernetesObject[];
}

function refuse(findings: readonly string[]): void {
  if (findings.length > 0) throw new Refusal(findings.join('\n'));
}

function itemsOf(manifests: readonly Manifest[]): Item[] {
  return manifests.flatMap(({ chart, objects }) => objects.map((object) => ({ chart, object })));
}

/** What the manifest says of itself on its first lines. */
function headerOf(chart: Chart): string {
  const lines = isSection(chart)
    ? [...chart.header.split('\n'), '', generatedFrom(chart.source)]
    : [generatedFrom(`chart ${nameOf(chart)}`)];
  return lines.map((line) => `${`# ${line}`.trimEnd()}\n`).join('');
}

/** Whether a chart says itself what its header should be. (`instanceof` is no help: cdk8s makes it true for every chart.) */
function isSection(chart: Chart): chart is Section {
  return 'header' in chart && typeof chart.header === 'string' && 'source' in chart && typeof chart.source === 'string';
}

/** The objects of a chart in the order of their dependencies, without those of a chart inside it. */
function apiObjectsOf(chart: Chart): ApiObject[] {
  return new DependencyGraph(chart.node)
    .topology()
    .filter((construct) => construct instanceof ApiObject)
    .filter((object) => object.chart === chart);
}

function objectsOf(chart: Chart): KubernetesObject[] {
  // The framework's own method would resolve and validate the whole app again.
  return chart.toJson === Chart.prototype.toJson
    ? apiObjectsOf(chart).map((object) => object.toJson())
    : Object.values(chart.toJson());
}

function write({ header, objects }: Manifest): string {
  return header + objects.map((object) => `---\n${commentedYaml(object)}`).join('');
}
