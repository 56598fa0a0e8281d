import { readFileSync } from 'node:fs';
import { read } from '../check/manifests';
import { rules } from '../rules';
import { check, type Found, lineOf } from '../rules/check';
import type { Rule } from '../rules/rule';

const folder = 'rules/examples';

/** The example of a rule, or of `structure`: a manifest in which it finds something. */
export function exampleOf(id: string): { readonly text: string; readonly found: Found[] } {
  const name = `${id}.yaml`;
  const text = readFileSync(`${folder}/${name}`, 'utf8');
  return { text, found: check(read([name], folder).entries) };
}

function sectionOf(rule: Rule): string {
  const { id, finds, mend, sources, policy } = rule;
  const { text, found } = exampleOf(id);
  const [example] = found.filter((finding) => finding.rule === id);
  if (!example) throw new Error(`rules/examples/${id}.yaml is no example of ${id}`);
  return `### ${id}

${finds}${policy ? ' A demand of this project: `npm run check` asks for it only with `--strict`.' : ''}

\`\`\`yaml
${text.trimEnd()}
\`\`\`

\`\`\`text
${lineOf(example)}
\`\`\`

${mend}

${sources.map((source) => `- <${source}>`).join('\n')}
`;
}

/** The page about the rules. */
export function rulesPage(): string {
  const all = [...rules].sort((left, right) => left.id.localeCompare(right.id));
  const structure = exampleOf('structure');
  return `<!-- Written by npm run docs from the rules: change these, not this. -->

# What the synth refuses

\`npm run synth\`, the tests and \`npm run check\` look for what a cluster would refuse and for what it would take but what would
not work there. A finding is one line: where the object comes from, the object, what is wrong, and what would happen on a
cluster.

## The structure

First each object is compared with the definitions of the API of Kubernetes 1.27, those that the classes of
[\`imports/\`](../imports) are made of: types, required fields, unknown fields, values of enumerations, and the limits and
forms that the API server checks field by field. What came later is accepted if the manifests are said to be for a Kubernetes
that has it: by \`HELLOWORLD_KUBERNETES\`, \`npm run check -- --kubernetes 1.30\` or \`new ManifestApp({ kubernetes: '1.30' })\`.

A custom resource is compared with its CustomResourceDefinition, the definition's own rules included, if that is in the app or was
imported, as those of the Gateway API were. If your cluster has another release of an imported kind, declare it as given,
\`gateway.networking.k8s.io/v1/HTTPRoute\` for instance: then its fields are not compared.

\`\`\`yaml
${structure.text.trimEnd()}
\`\`\`

\`\`\`text
${structure.found.map(lineOf).join('\n')}
\`\`\`

While the structure of an object is wrong, nothing else is said: no rule could read it, and to the others it would be missing.
In the output of \`npm run check -- --json\`, the rule of these findings is \`structure\`, and \`yaml\` for a file that is not valid YAML.

Also, a field that was given to a class \`Kube…\`, in its props or by a patch, and that the class leaves out of the manifest, is found:
these classes silently drop fields that they do not know.

## The rules

What no schema can say. Each rule is a file in [\`rules/\`](../rules), with its test beside it, and an example in
[\`rules/examples/\`](../rules/examples), which you can try: \`npm run check -- --strict rules/examples/adoption.yaml\`.

| | |
| --- | --- |
${all.map(({ id, finds }) => `| [${id}](#${id}) | ${finds} |`).join('\n')}

${all.map(sectionOf).join('\n')}`;
}
