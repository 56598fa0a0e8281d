// The last step of `npm run import`: writes what objects may look like, from the definitions that the classes are made of too.
//
//   node program/run.js structure/import.ts [SOURCE…]
//
// A source is k8s@VERSION, or the file or address of CustomResourceDefinitions; the default are the imports of cdk8s.yaml.

import { readFileSync, writeFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import { Refusal } from '../program/refusal';
import { run } from '../program/start';
import { compact, type Definition, mapped, shortName } from './compact';
import { constraints } from './constraints';
import { customSchemas, isDefinition } from './custom';
import enumerations from './enumerations.json';
import later from './later.json';
import { typesOf } from './mismatches';
import { nameIn, type Schema, type Schemas } from './schema';

/** A definition of the API of Kubernetes, and the kinds that it defines. */
interface Published extends Definition {
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; kind: string; version: string }[];
}

interface Kinds {
  readonly kinds: Record<string, string>;
  readonly definitions: Record<string, Schema>;
}

/** All kinds that a version of Kubernetes has in stable versions of its API. */
function kubernetes(published: Readonly<Record<string, Published>>): Kinds {
  const plain = new Map(Object.entries(published).map(([name, definition]) => [shortName(name), compact(definition)]));
  const kinds: Record<string, string> = {};
  for (const [name, definition] of Object.entries(published)) {
    const [defined] = definition['x-kubernetes-group-version-kind'] ?? [];
    // What has no metadata is no object that a manifest can hold.
    if (!defined || !definition.properties?.metadata) continue;
    const { group, version, kind } = defined;
    if (/^v\d+$/.test(version) && !kind.endsWith('List'))
      kinds[`${group && `${group}/`}${version} ${kind}`] = shortName(name);
  }
  const stranger = Object.keys({ ...constraints, ...enumerations }).find(
    (name) => name !== '$comment' && !plain.has(name),
  );
  if (stranger !== undefined) throw new Refusal(`structure/: there is no definition ${stranger}`);
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

/** A definition with what it does not say itself. */
function complete(name: string, plain: ReadonlyMap<string, Schema>): Schema {
  const { properties, required = [], ...definition } = plain.get(name) ?? {};
  if (!properties) return definition;
  const { fields = {}, required: more = [], optional = [], one = [] } = constraints[name] ?? {};
  const values: Readonly<Record<string, readonly string[]>> = Reflect.get(enumerations, name) ?? {};
  const demanded = [...required.filter((field) => !optional.includes(field)), ...more];
  const unknown = [...Object.keys({ ...fields, ...values }), ...more, ...optional, ...one].find(
    (field) => !Object.hasOwn(properties, field),
  );
  if (unknown !== undefined) throw new Refusal(`structure/: the definition ${name} has no field ${unknown}`);
  const since: Readonly<Record<string, string>> | undefined = Reflect.get(later.fields, name);
  return {
    ...definition,
    properties: mapped(properties, (field, key) => {
      const schema = { ...inlined(field, plain), ...(values[key] && { enum: values[key] }), ...fields[key] };
      return demanded.includes(key) ? notEmpty(schema) : orEmpty(schema);
    }),
    ...(demanded.length > 0 && { required: demanded }),
    ...(one.length > 0 && { oneOf: one.map((field) => ({ required: [field] })) }),
    ...(since && { later: since }),
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

/** The custom resources that a file defines. */
function custom(source: string, text: string): Kinds {
  const schemas = parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter(isDefinition)
    .flatMap((definition) => [...customSchemas(definition)]);
  if (schemas.length === 0) throw new Refusal(`${source} has no CustomResourceDefinition`);
  return {
    kinds: Object.fromEntries(schemas.map(([kind]) => [kind, kind])),
    definitions: Object.fromEntries(schemas),
  };
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

async function imported(source: string): Promise<Kinds> {
  const [, version] = /^k8s@(.+)$/.exec(source) ?? [];
  if (version === undefined) return custom(source, await textAt(source));
  const address = `https://raw.githubusercontent.com/cdk8s-team/cdk8s/master/kubernetes-schemas/v${version}/_definitions.json`;
  return kubernetes(JSON.parse(await textAt(address)).definitions);
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
  const [, , ...given] = process.argv;
  const sources: string[] = given.length > 0 ? given : parse(readFileSync('cdk8s.yaml', 'utf8')).imports;
  const all = await Promise.all(sources.map(imported));
  const text = textOf({
    $comment: `Generated by npm run import from ${sources.join(', ')}: do not edit.`,
    kinds: Object.assign({}, ...all.map(({ kinds }) => kinds)),
    later: later.kinds,
    definitions: Object.assign({}, ...all.map(({ definitions }) => definitions)),
  });
  writeFileSync('imports/k8s.schema.json', text);
}

run(main);
