import { ApiObject, App, type AppProps, Chart, DependencyGraph, YamlOutputType } from 'cdk8s';
import { type CheckOptions, check } from '../check/check';
import { type Diagnostic, lineOf } from '../check/findings/diagnostic';
import { type Item, titleOf } from '../check/objects/item';
import type { KubernetesObject } from '../check/objects/kubernetes';
import { Refusal } from '../program/refusal';
import { chartNameOf, misnamed } from './chart-names';
import { commentedYaml } from './commented-yaml';
import { droppedFrom, unreadable } from './dropped';
import { headerOf } from './header';
import { constructMetadata, type Written, writeManifests } from './manifest-folder';
import { type Reason, ReasonsResolver } from './reasons';
import { report } from './report';

/**
 * Properties for `ManifestApp`: those of any cdk8s app, of which only the way to divide into files is fixed, and what the
 * objects of all charts are checked for.
 */
export interface ManifestAppProps extends AppProps, CheckOptions {
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
  private readonly options: CheckOptions;
  private readonly reasons: ReasonsResolver;
  private readonly recordsMetadata: boolean;

  /** @throws Refusal if the objects are to be divided into files in another way, or into files that kubectl does not read. */
  constructor(props: ManifestAppProps = {}) {
    const reasons = new ReasonsResolver();
    super({
      ...props,
      outputFileExtension: props.outputFileExtension ?? '.yaml',
      resolvers: [reasons, ...(props.resolvers ?? [])],
    });
    this.reasons = reasons;
    if (this.yamlOutputType !== YamlOutputType.FILE_PER_CHART) {
      throw new Refusal(`yamlOutputType must be FILE_PER_CHART, but is ${YamlOutputType[this.yamlOutputType]}`);
    }
    if (!/^[-_.\w]*\.ya?ml$/.test(this.outputFileExtension)) {
      throw new Refusal(
        `outputFileExtension must end with .yaml or .yml, but is ${JSON.stringify(this.outputFileExtension)}`,
      );
    }
    const { rules, given, kubernetes } = props;
    this.options = { rules, given, kubernetes };
    // App keeps its own copy of this private.
    this.recordsMetadata = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /**
   * The objects of all charts as they stand in the manifests, each with the name of its chart.
   *
   * @throws Refusal as {@link manifests} does, except for what the structure of the objects and the rules show to be wrong.
   */
  objects(): Item[] {
    return itemsOf(this.resolve());
  }

  /**
   * The manifests, in the order in which they depend on each other.
   *
   * @throws Refusal with a line for everything that the constructs' own validations, the structure of the objects or the
   * rules show to be wrong; for a version of Kubernetes that is none, for a cycle of dependencies, for charts whose names
   * cannot name a file, for fields that a class leaves out, and for reasons that are no line of text or whose fields are not
   * there.
   */
  manifests(): Manifest[] {
    const manifests = this.resolve();
    refuse(check(itemsOf(manifests), this.options));
    return manifests;
  }

  /** The text of each manifest by the name of its file; throws as {@link manifests} does. */
  render(): Map<string, string> {
    return new Map(this.manifests().map((manifest) => [manifest.file, textOf(manifest)]));
  }

  /**
   * Writes the files, all of them or none, and prints nothing.
   *
   * @throws Refusal as {@link manifests} does, and if the folder cannot be written to.
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

  /** All manifests as a stream, with their comments; throws as {@link manifests} does. */
  override synthYaml(): string {
    return [...this.render().values()].join('');
  }

  private resolve(): Manifest[] {
    const wrong: Diagnostic[] = [];
    refuse(
      this.node
        .findAll()
        .flatMap(({ node }) =>
          node.validate().map((problem) => obstacle('validation', node.path || 'the app', '', problem)),
        ),
    );
    try {
      this.resolveDependencies();
      const { charts } = this;
      refuse(misnamed(charts, this.outputFileExtension).map((problem) => obstacle('chart-names', '', '', problem)));
      // As plain cdk8s does it: `kubectl apply -f dist` goes by the names, so they begin with the order if it matters.
      const ordered = charts.some(({ node }) => node.dependencies.some(Chart.isChart));
      const manifests = charts.map((chart, index) => ({
        chart,
        file: `${ordered ? `${`${index}`.padStart(4, '0')}-` : ''}${chartNameOf(chart)}${this.outputFileExtension}`,
        objects: this.objectsOf(chart, wrong),
      }));
      refuse(wrong);
      return manifests;
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('Dependency cycle detected'))) throw error;
      throw new Refusal(lineOf(obstacle('dependencies', '', '', error.message)));
    }
  }

  /** The objects of a chart, with the reasons for their fields; what is wrong with either goes into a list. */
  private objectsOf(chart: Chart, wrong: Diagnostic[]): ManifestObject[] {
    // The framework's own method would resolve and validate the whole app again.
    if (chart.toJson !== Chart.prototype.toJson) {
      return Object.values(chart.toJson()).map((object) => ({ object, reasons: [] }));
    }
    return apiObjectsOf(chart).map((apiObject) => {
      const object = rendered(apiObject, chartNameOf(chart));
      const { reasons, wrong: ofReasons } = this.reasons.of(apiObject, object);
      const [name, title] = [chartNameOf(chart), titleOf({ object })];
      for (const { problem, path } of droppedFrom(apiObject, object)) {
        wrong.push(obstacle('dropped', name, title, problem, path));
      }
      for (const { problem, path } of ofReasons) wrong.push(obstacle('reasons', name, title, problem, path));
      return { object, reasons };
    });
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
export interface Manifest {
  readonly chart: Chart;

  /** Name of the file. */
  readonly file: string;

  readonly objects: readonly ManifestObject[];
}

/** An object of a manifest. */
export interface ManifestObject {
  readonly object: KubernetesObject;

  /** Why it has some of its fields. */
  readonly reasons: readonly Reason[];
}

/**
 * The object as its class writes it.
 *
 * @throws Refusal with what the class cannot read.
 */
function rendered(apiObject: ApiObject, chart: string): KubernetesObject {
  try {
    return apiObject.toJson();
  } catch (error) {
    const title = `${apiObject.kind} ${apiObject.name}`;
    refuse(unreadable(apiObject).map(({ problem, path }) => obstacle('structure', chart, title, problem, path)));
    throw error;
  }
}

/** Something that keeps the synth from making an object or a manifest, so that no cluster ever sees it. */
function obstacle(rule: string, file: string, object: string, problem: string, path = ''): Diagnostic {
  return { place: { file }, object, rule, path, problem };
}

function refuse(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) throw new Refusal(diagnostics.map(lineOf).join('\n'));
}

function itemsOf(manifests: readonly Manifest[]): Item[] {
  return manifests.flatMap(({ chart, objects }) =>
    objects.map(({ object }) => ({ chart: chartNameOf(chart), object })),
  );
}

/** The objects of a chart in the order of their dependencies, without those of a chart inside it. */
function apiObjectsOf(chart: Chart): ApiObject[] {
  return new DependencyGraph(chart.node)
    .topology()
    .filter((construct) => construct instanceof ApiObject)
    .filter((object) => object.chart === chart);
}

/** The text of a manifest: its header, and its objects with the reasons for their fields. */
export function textOf({ chart, objects }: Manifest): string {
  return headerOf(chart) + objects.map(({ object, reasons }) => `---\n${commentedYaml(object, reasons)}`).join('');
}
