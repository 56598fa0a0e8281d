// The second half of `npm run import`, after `cdk8s import` has made the classes of what cdk8s.yaml lists:
//
//   node lib/program/run.js lib/check/schema/import/main.ts [SOURCE[#KIND,…]…]
//
// makes the classes of custom resources, and from all definitions the schema of what objects may look like. A source is the
// file or the address of CustomResourceDefinitions, of which some kinds can be chosen. It is not in cdk8s.yaml, since
// `cdk8s synth --format helm` downloads what that lists.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { Refusal } from '../../../program/refusal';
import { type CustomResourceDefinition, customSchemas, isDefinition } from '../custom';
import { type Definition, fromOpenApi, mapped, shortName } from '../openapi';
import { nameIn, type Schema, type Schemas, typesOf } from '../schema';
import { constraints } from './constraints';
import enumerations from './enumerations.json';
import later from './later.json';

/** A definition of the API of Kubernetes, and the kinds that it defines. */
interface Published extends Definition {
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; kind: string; version: string }[];
}

interface Imported {
  readonly kinds: Record<string, string>;
  readonly definitions: Record<string, Schema>;
}

/** All kinds that a version of Kubernetes has in stable versions of its API. */
function kubernetes(published: Readonly<Record<string, Published>>): Imported {
  const plain = new Map(
    Object.entries(published).map(([name, definition]) => [shortName(name), fromOpenApi(definition)]),
  );
  const kinds: Record<string, string> = {};
  for (const [name, definition] of Object.entries(published)) {
    const [defined] = definition['x-kubernetes-group-version-kind'] ?? [];
    // What has no metadata is no object that a manifest can hold.
    if (!defined || !definition.properties?.metadata) continue;
    const { group, version, kind } = defined;
    if (isStable(version) && !kind.endsWith('List'))
      kinds[`${group && `${group}/`}${version} ${kind}`] = shortName(name);
  }
  const stranger = Object.keys({ ...constraints, ...enumerations }).find(
    (name) => name !== '$comment' && !plain.has(name),
  );
  if (stranger !== undefined) throw new Refusal(`lib/check/schema/import/: the definition ${stranger} does not exist`);
  const definitions: Record<string, Schema> = {};
  const add = (name: string): void => {
    if (Object.hasOwn(definitions, name)) return;
    definitions[name] = {};
    definitions[name] = complete(name, plain);
    for (const [, referred] of JSON.stringify(definitions[name]).matchAll(/"#\/definitions\/([^"]+)"/g))
      add(referred ?? '');
  };
  for (const name of Object.values(kinds)) add(name);
  return { kinds, definitions };
}

/** Whether a version of an API stays as it is. */
function isStable(version: string): boolean {
  return /^v\d+$/.test(version);
}

/** A definition with what it does not say itself. */
function complete(name: string, plain: ReadonlyMap<string, Schema>): Schema {
  const { properties, required = [], ...definition } = plain.get(name) ?? {};
  if (!properties) return definition;
  const { fields = {}, required: more = [], optional = [], one = [] } = constraints[name] ?? {};
  const values: Readonly<Record<string, readonly string[]>> = Reflect.get(enumerations, name) ?? {};
  const since: Readonly<Record<string, string>> = Reflect.get(later.fields, name) ?? {};
  const demanded = [...required.filter((field) => !optional.includes(field)), ...more];
  const unknown = [...Object.keys({ ...fields, ...values }), ...more, ...optional, ...one].find(
    (field) => !Object.hasOwn({ ...properties, ...since }, field),
  );
  if (unknown !== undefined)
    throw new Refusal(`lib/check/schema/import/: the definition ${name} has no field ${unknown}`);
  return {
    ...definition,
    properties: {
      ...mapped(properties, (field, key) => {
        const schema = { ...inlined(field, plain), ...(values[key] && { enum: values[key] }), ...fields[key] };
        return demanded.includes(key) ? notEmpty(schema) : orEmpty(schema);
      }),
      ...mapped(since, (version, key) => ({ ...fields[key], since: version })),
    },
    ...(demanded.length > 0 && { required: demanded }),
    ...(one.length > 0 && { oneOf: one.map((field) => ({ required: [field] })) }),
  };
}

/** A reference to what is no object, but a quantity or the like, is replaced by it. */
function inlined(schema: Schema, plain: ReadonlyMap<string, Schema>): Schema {
  const { $ref, items, additionalProperties } = schema;
  const target = $ref === undefined ? undefined : plain.get(nameIn($ref));
  if (target && !target.properties) {
    return typesOf(target).includes('number') ? { ...target, format: 'quantity', minLength: 1 } : target;
  }
  return {
    ...schema,
    ...(items && { items: inlined(items, plain) }),
    ...(additionalProperties && { additionalProperties: inlined(additionalProperties, plain) }),
  };
}

/** The API server cannot tell what is left out from what is empty, so neither is accepted for what must be there. */
function notEmpty(schema: Schema): Schema {
  if (schema.type === 'string' && !schema.enum) return { minLength: 1, ...schema };
  return schema.type === 'array' ? { minItems: 1, ...schema } : schema;
}

/** An enumeration whose empty text counts as left out. */
function orEmpty(schema: Schema): Schema {
  return schema.type === 'string' && schema.enum ? { ...schema, enum: ['', ...schema.enum] } : schema;
}

/**
 * The definitions in a source, each with one version only, a stable one if there is: the CLI would make a class of each.
 *
 * @throws Refusal if it cannot be read, or has no such definition.
 */
async function definitionsIn(source: string): Promise<CustomResourceDefinition[]> {
  const [address = '', kinds] = source.split('#');
  const all = parseAllDocuments(await textAt(address))
    .map((document): unknown => document.toJS())
    .filter(isDefinition);
  if (all.length === 0) throw new Refusal(`${address} contains no CustomResourceDefinition`);
  const chosen = kinds?.split(',') ?? all.map(({ spec }) => spec.names.kind);
  return chosen.map((kind) => {
    const definition = all.find(({ spec }) => spec.names.kind === kind);
    if (!definition) throw new Refusal(`${address} does not define the kind ${kind}`);
    const { versions } = definition.spec;
    const version = versions.find(({ name }) => isStable(name)) ?? versions.find(({ storage }) => storage);
    return { ...definition, spec: { ...definition.spec, versions: version ? [version] : [] } };
  });
}

/** Makes the classes of custom resources, all at once: the CLI writes a file for each API group, over the one before. */
function importClasses(definitions: readonly CustomResourceDefinition[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  try {
    const file = join(folder, 'definitions.yaml');
    writeFileSync(file, definitions.map((definition) => stringify(definition)).join('---\n'));
    const cli = ['node_modules/cdk8s-cli/bin/cdk8s', 'import', '--no-save', '--no-check-upgrade', file];
    execFileSync(process.execPath, cli, { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function textAt(source: string): Promise<string> {
  try {
    if (!/^https?:/.test(source)) return readFileSync(source, 'utf8');
    const answer = await fetch(source);
    if (answer.ok) return await answer.text();
    throw new Error(`${answer.status} ${answer.statusText}`);
  } catch (error) {
    throw new Refusal(`${source} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** The kinds of what cdk8s.yaml lists. */
async function importedBy(source: string): Promise<Imported> {
  const [, version] = /^k8s@(.+)$/.exec(source) ?? [];
  if (version === undefined) throw new Refusal(`each import in cdk8s.yaml must be k8s@VERSION, but one is ${source}`);
  const address = `https://raw.githubusercontent.com/cdk8s-team/cdk8s/master/kubernetes-schemas/v${version}/_definitions.json`;
  // By the keys of its lists, Kubernetes merges its own objects; only in custom resources must they be unique.
  const read = (key: string, value: unknown) =>
    key === 'x-kubernetes-list-type' && typeof value === 'string' ? undefined : value;
  return kubernetes(JSON.parse(await textAt(address), read).definitions);
}

/** A line for each kind and each definition, so that a diff shows what a new version changes. */
function textOf({ $comment, kinds, later, definitions }: Schemas & { readonly $comment: string }): string {
  const lines = (record: object) =>
    Object.entries(record)
      .map(([key, value]) => `\n${JSON.stringify(key)}:${JSON.stringify(value)}`)
      .join(',');
  const parts = [`"$comment":${JSON.stringify($comment)}`];
  for (const [name, record] of Object.entries({ kinds, later, definitions }))
    parts.push(`${JSON.stringify(name)}:{${lines(record)}}`);
  return `{${parts.join(',\n')}}\n`;
}

async function main(): Promise<void> {
  const [, , ...sources] = process.argv;
  const listed: readonly string[] = parse(readFileSync('cdk8s.yaml', 'utf8')).imports ?? [];
  const definitions = (await Promise.all(sources.map(definitionsIn))).flat();
  const schemas = definitions.flatMap((definition) => [...customSchemas(definition)]);
  const custom: Imported = {
    kinds: Object.fromEntries(schemas.map(([kind]) => [kind, kind])),
    definitions: Object.fromEntries(schemas),
  };
  const all = [...(await Promise.all(listed.map(importedBy))), custom];
  if (definitions.length > 0) importClasses(definitions);
  const text = textOf({
    $comment: `Generated by npm run import from ${[...listed, ...sources].join(', ')}: do not edit.`,
    kinds: Object.assign({}, ...all.map(({ kinds }) => kinds)),
    later: later.kinds,
    definitions: Object.assign({}, ...all.map(({ definitions }) => definitions)),
  });
  writeFileSync('imports/schema.json', text);
}

main();
